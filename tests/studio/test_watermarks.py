"""The invisible mark: in every picture made here and in nothing else, not to be seen, and found when the file was saved anew."""

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from accounts.models import User
from foundation.storage import media
from studio import assets, watermarks
from studio.checking import answers
from studio.checking.answers import Verdict
from studio.checking.signs import Copy, Ink, Seal
from studio.media import credentials
from studio.media.watermarks import SLIPS, putting, reading, writing
from studio.models import Asset
from studio.verbs import Verb
from tests.studio import clips
from tests.studio.bringing import hung
from tests.studio.steps import order_picture, order_video, work
from tests.support.simulator import Simulator

SEED, TAG = 20_261_121, 0xC0FFEE1234AB


@pytest.fixture
def picture(alice: User, upstream: Simulator) -> Asset:
    asset: Asset = work(order_picture(alice)).assets.get()
    return asset


def seen(asset: Asset) -> Image.Image:
    with media().open(asset.key) as stored:
        return Image.open(io.BytesIO(stored.read())).convert("RGB")


def as_file(image: Image.Image, folder: Path, kind: str = "JPEG", **how: Any) -> Path:
    path = folder / f"sent.{kind.lower()}"
    image.save(path, kind, **how)
    return path


@cache
def meadow(side: int = 768) -> Image.Image:
    """Something with smooth and busy parts, the same each time."""
    sky = Image.linear_gradient("L").resize((side, side))
    grass = ImageOps.autocontrast(
        Image.radial_gradient("L").resize((37, 41)).resize((side, side), Image.Resampling.NEAREST)
    )
    waves = Image.merge("RGB", (sky, ImageChops.multiply(sky, grass), ImageOps.invert(grass)))
    waves.paste(Image.radial_gradient("L").resize((side // 3, side // 3)).convert("RGB"), (side // 2, side // 9))
    return waves


@cache
def marked() -> Image.Image:
    return putting.put(meadow(), SEED, TAG)


def saved(image: Image.Image, kind: str, quality: int) -> Image.Image:
    held = io.BytesIO()
    image.save(held, kind, quality=quality)
    return Image.open(held).convert("RGB")


def in_a_page(image: Image.Image) -> Image.Image:
    page = Image.new("RGB", (1280, 900), "white")
    page.paste(image.resize((620, 620)), (333, 141))
    return saved(page, "PNG", 0)


FATES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "a bad JPEG": lambda image: saved(image, "JPEG", 50),
    "WebP": lambda image: saved(image, "WEBP", 80),
    "half the size": lambda image: saved(image.resize((384, 384)), "JPEG", 85),
    "twice the size": lambda image: saved(image.resize((1536, 1536)), "JPEG", 75),
    "cut": lambda image: saved(image.crop((60, 90, 700, 730)), "JPEG", 85),
    "cut to a quarter": lambda image: saved(image.crop((191, 203, 575, 587)), "JPEG", 85),
    "mirrored": lambda image: saved(ImageOps.mirror(image), "JPEG", 85),
    "turned": lambda image: saved(image.transpose(Image.Transpose.ROTATE_270), "JPEG", 85),
    "a screenshot": in_a_page,
    "darker": lambda image: image.point(lambda step: step * 0.6),
}


@pytest.mark.parametrize("fate", FATES.values(), ids=FATES)
def test_the_mark_survives(fate: Callable[[Image.Image], Image.Image]) -> None:
    found = reading.read(fate(marked()), SEED)

    assert found is not None
    assert (found.tag ^ TAG).bit_count() <= SLIPS


@pytest.mark.parametrize("other", ["nothing was put in", "another house"])
def test_there_is_no_mark_where_this_house_put_none(other: str) -> None:
    image = meadow() if other == "nothing was put in" else putting.put(meadow(), SEED + 1, TAG)

    assert reading.read(image, SEED) is None


def test_nobody_sees_it() -> None:
    noise = ImageStat.Stat(ImageChops.difference(meadow(), marked()).convert("L"))

    assert noise.rms[0] < 255 / 10 ** (40 / 20)  # 40 dB below the brightest


def test_a_new_mark_takes_the_place_of_one_that_was_there() -> None:
    edit = putting.put(saved(marked(), "JPEG", 85), SEED, TAG ^ 0x555555555555)

    found = reading.read_whole(saved(edit, "JPEG", 85), SEED)

    assert found is not None
    assert found.tag == TAG ^ 0x555555555555


KINDS = {"a grey JPEG": ("L", "JPEG"), "PNG": ("RGBA", "PNG"), "few colours": ("P", "PNG"), "WebP": ("RGBA", "WEBP")}


@pytest.mark.parametrize(("mode", "kind"), KINDS.values(), ids=KINDS)
def test_a_file_of_any_kind_stays_of_that_kind(mode: str, kind: str, tmp_path: Path) -> None:
    whole = meadow().convert(mode)
    if mode == "RGBA":
        whole.putalpha(Image.radial_gradient("L").resize(whole.size).point(lambda step: 255 - step // 2))
    source = as_file(whole, tmp_path, kind)
    with Image.open(source) as image:
        image.load()
        assert writing.written(source, image, tmp_path / "out", seed=SEED, tag=TAG)

    with Image.open(tmp_path / "out") as out:
        assert (out.format, out.size) == (kind, meadow().size)
        assert ("A" in out.getbands()) == (mode == "RGBA")
        found = reading.read_whole(out, SEED)
        assert found is not None
        assert found.tag == TAG


def test_too_small_a_picture_is_left_as_it_is(tmp_path: Path) -> None:
    source = as_file(meadow().resize((150, 600)), tmp_path)

    with Image.open(source) as image:
        assert writing.written(source, image, tmp_path / "out", seed=SEED, tag=TAG) is None
    assert not (tmp_path / "out").exists()


def test_what_is_made_here_carries_the_mark_below_its_signature(picture: Asset, tmp_path: Path) -> None:
    found = reading.read_whole(seen(picture), watermarks.seed())
    with media().open(picture.key) as stored:
        (tmp_path / "file").write_bytes(stored.read())

    assert found is not None
    assert found.tag == picture.watermark
    assert watermarks.of(found.tag ^ 0b1011) == picture  # a few bits may be lost
    assert watermarks.of(found.tag ^ 0b11111) is None
    assert picture.approved_sha256 == picture.sha256
    seal = credentials.read(tmp_path / "file", picture.mime)
    assert seal is not None
    assert seal.state == "Trusted"
    assert (
        answers.about_hash(picture.unsigned_sha256) is not None
    )  # the marked bytes, as a program that strips them leaves them


def test_a_house_may_mark_nothing_and_marks_no_films(alice: User, upstream: Simulator, settings: Any) -> None:
    film = work(order_video(alice)).assets.get()
    settings.STUDIO_WATERMARK = False
    plain = work(order_picture(alice)).assets.get()

    assert (film.watermark, plain.watermark) == (None, None)
    assert reading.read_whole(seen(plain), watermarks.seed()) is None


def test_what_people_bring_is_never_marked_and_what_was_made_here_is_known_again(alice: User, picture: Asset) -> None:
    photograph = hung(alice, clips.photograph((800, 600)))
    bare = io.BytesIO()
    seen(picture).save(bare, "JPEG", quality=80)

    back = hung(alice, bare.getvalue(), "found-somewhere.jpg")

    assert (photograph.watermark, photograph.by_a_machine) == (None, False)
    assert reading.read_whole(seen(photograph), watermarks.seed()) is None
    assert (back.watermark, back.by_a_machine) == (None, True)


# --- what a check says of it -----------------------------------------------------------------------------------------


def test_saved_anew_it_is_known_by_its_mark_also_when_it_is_an_edit(picture: Asset, tmp_path: Path) -> None:
    Asset.objects.filter(pk=picture.pk).update(verb=Verb.EDIT)  # which looks alone would not name

    answer = answers.about_file(as_file(seen(picture).resize((700, 700)), tmp_path, quality=85))

    assert (answer.verdict, answer.by_a_machine) == (Verdict.MARKED, True)
    assert (answer.signs.seal, answer.signs.ink) == (Seal.NONE, Ink.FITS)


def test_a_part_of_it_carries_the_mark_and_is_not_said_to_be_the_same(picture: Asset, tmp_path: Path) -> None:
    width, height = picture.width, picture.height

    answer = answers.about_file(
        as_file(seen(picture).crop((width // 3, height // 3, width, height)), tmp_path, quality=90)
    )

    assert (answer.verdict, answer.signs.ink) == (Verdict.MARKED, Ink.DIFFERS)


def test_when_the_thing_is_gone_the_mark_still_says_whose_it_was(picture: Asset, tmp_path: Path) -> None:
    anew = as_file(seen(picture), tmp_path, "WEBP", quality=80)
    assets.purge(picture)

    assert answers.about_file(anew).signs.ink == Ink.OURS


def test_a_known_file_is_said_to_have_all_three(picture: Asset) -> None:
    answer = answers.about_hash(picture.sha256)

    assert answer is not None
    assert (answer.signs.seal, answer.signs.ink, answer.signs.copy) == (Seal.INTACT, Ink.FITS, Copy.BYTES)
