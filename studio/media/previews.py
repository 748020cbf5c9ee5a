"""Small copies for cards and pages, as AVIF and WebP, and a film as a strip. Runs in the bounded child only."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from studio.media.names import SIZES, STRIP, STRIP_FRAMES

QUALITY = 82
# The encoder's slow ends win a few per cent and cost seconds; here a large one takes a tenth of one.
AVIF = {"quality": 56, "speed": 9, "max_threads": 2}

# Making a copy anew drops the credentials of the file; this mark says the same to whoever reads only the copy.
MARK = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" \
Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"/>\
</rdf:RDF></x:xmpmeta>"""


def write(image: Image.Image, folder: Path, *, by_a_machine: bool, strip: Sequence[Image.Image] = ()) -> list[str]:
    """Write all of them, returning their names; a picture smaller than a size keeps its own."""
    plain = image if image.mode in {"RGB", "RGBA"} else image.convert("RGBA" if "A" in image.getbands() else "RGB")
    mark = {"xmp": MARK} if by_a_machine else {}
    names = []
    for size, longest in SIZES.items():
        copy = plain.copy()
        copy.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        copy.save(folder / f"{size}.webp", "WEBP", quality=QUALITY, method=4, **mark)
        copy.save(folder / f"{size}.avif", "AVIF", **AVIF, **mark)
        names += [f"{size}.webp", f"{size}.avif"]
    if strip:
        _row(strip).save(folder / STRIP, "WEBP", quality=70, method=4, **mark)
        names.append(STRIP)
    return names


def _row(frames: Sequence[Image.Image]) -> Image.Image:
    """Frames side by side, always as many: a short film shows some of them twice."""
    width, height = frames[0].size
    row = Image.new("RGB", (width * STRIP_FRAMES, height))
    for n in range(STRIP_FRAMES):
        row.paste(frames[n * len(frames) // STRIP_FRAMES], (n * width, 0))
    return row
