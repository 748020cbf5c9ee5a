"""The child in which files are decoded. Knows no Django, no setting, no secret; says what it found in one JSON line."""

import json
import resource
import sys
from pathlib import Path
from typing import Any

MEMORY_BYTES = 3 << 30  # addresses, not pages: libraries and threads reserve far more than they use
CPU_SECONDS = 60
FILE_BYTES = 64 << 20
OPEN_FILES = 64


def main() -> None:
    """Bound this process, then do what is asked."""
    asked = json.loads(sys.argv[2])
    bound(**asked.pop("bounds", {}))
    from studio.media import probe
    from studio.media.unfit import Unfit

    try:
        answer = found(**asked)
    except probe.NotSound as error:
        answer = {"unsound": str(error)}
    except Unfit as unfit:
        answer = {"unfit": unfit.reason, "more": unfit.more}
    except MemoryError:
        answer = {"unfit": "too_heavy", "more": {}}
    sys.stdout.write(json.dumps(answer))


def bound(*, memory_bytes: int = MEMORY_BYTES, cpu_seconds: int = CPU_SECONDS, file_bytes: int = FILE_BYTES) -> None:
    """From here on this process cannot eat the machine."""
    for what, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, file_bytes),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def found(*, do: str, source: str, folder: str, **how: Any) -> dict[str, Any]:
    """`look` into a file of ours, `bring` one of somebody's, `cut` a part out of a film, draw its `sheet`; previews go into the folder."""
    given, beside = Path(source), Path(folder)
    if do == "look":
        kind, most, machine, marks = (how[name] for name in ("kind", "most_pixels", "by_a_machine", "watermark"))
        return looked(given, beside, kind, most, by_a_machine=machine, judged=True, watermark=marks)
    if do == "bring":
        from studio.media import bringing

        brought = bringing.written_anew(given, beside / "out", how["most_pixels"], how["most_seconds"])
        most = how["most_pixels"]
        machine = brought["by_a_machine"] or carries_our_mark(beside / "out", brought["kind"], most, how["seed"])
        brought["by_a_machine"] = machine
        return brought | looked(beside / "out", beside, brought["kind"], most, by_a_machine=machine, searched=True)
    if do == "sheet":
        from studio.media import sheet

        return sheet.draw(given, beside)
    from studio.media import cutting

    cutting.cut(given, beside / "out", how["begins"], how["ends"])
    return looked(beside / "out", beside, "video", 0, by_a_machine=how["by_a_machine"])


def carries_our_mark(source: Path, kind: str, most_pixels: int, seed: int) -> bool:
    """Whether a picture was made in this house, and comes back without its credentials."""
    if kind == "video":
        return False
    from studio.media import probe
    from studio.media.watermarks import reading

    return reading.read_whole(probe.picture(source, most_pixels)[1], seed) is not None


def looked(
    source: Path,
    folder: Path,
    kind: str,
    most_pixels: int,
    *,
    by_a_machine: bool,
    judged: bool = False,
    searched: bool = False,
    watermark: dict[str, int] | None = None,
) -> dict[str, Any]:
    """Decode the file to its end and write its previews. `judged`: say what somebody should look at, too; `searched`: for faces.

    `watermark`: of a picture write a marked copy first; what is said then is said of the copy.
    """
    from studio.media import doubts, pdq, previews, probe

    facts, image, *strip = probe.film(source) if kind == "video" else probe.picture(source, most_pixels)
    marked = None
    if watermark and kind != "video":
        from studio.media.watermarks import writing

        marked = writing.written(source, image, folder / "marked", **watermark)
        image = marked or image
    names = previews.write(image, folder, by_a_machine=by_a_machine, strip=strip[0] if strip else ())
    found = (doubts.of_film(source, strip[0]) if strip else doubts.of_picture(image)) if judged else []
    frames = pdq.of_frames(strip[0]) if strip else []
    face = _face([image, *(strip[0] if strip else ())]) if searched else None
    said = {"previews": names, "pdq": pdq.of(image), "frames": frames, "doubts": found, "face": face}
    return {**facts, **said, "marked": bool(marked)}


def _face(images: list[Any]) -> bool:
    from studio.media import faces

    return faces.any_in(images)
