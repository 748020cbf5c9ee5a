"""Small copies for cards and pages, as WebP. Runs in the bounded child only."""

from pathlib import Path

from PIL import Image

SMALL, LARGE = 640, 1600  # the longer side, in pixels
QUALITY = 82

# Making a copy anew drops the credentials of the file; this mark says the same to whoever reads only the copy.
MARK = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" \
Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"/>\
</rdf:RDF></x:xmpmeta>"""


def write(image: Image.Image, *, small: Path, large: Path) -> None:
    """Write both sizes; a picture smaller than a size keeps its own."""
    plain = image if image.mode in {"RGB", "RGBA"} else image.convert("RGBA" if "A" in image.getbands() else "RGB")
    for path, longest in ((large, LARGE), (small, SMALL)):
        copy = plain.copy()
        copy.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        copy.save(path, "WEBP", quality=QUALITY, method=4, xmp=MARK)
