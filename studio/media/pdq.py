"""PDQ: a hash that stays nearly the same when a picture is made smaller or saved anew. Runs in the bounded child only."""

import importlib
from importlib.util import find_spec

from PIL import Image

EDGE = 512  # PDQ looks at 64 × 64 in the end; its authors make large pictures this small first


def of(image: Image.Image) -> str:
    """256 bits in hexadecimal; empty where the library is not installed."""
    if find_spec("pdqhash") is None or find_spec("numpy") is None:
        return ""
    small = image.convert("RGB")
    small.thumbnail((EDGE, EDGE))
    numpy, pdqhash = importlib.import_module("numpy"), importlib.import_module("pdqhash")
    bits, _quality = pdqhash.compute(numpy.asarray(small))
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):064x}"
