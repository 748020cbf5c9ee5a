"""Whether there seems to be a face in what was brought, by OpenCV's cascades. Runs in the bounded child only.

Whoever brings it is asked then who that is, and may say "nobody real": so it rather asks once too often, and its silence says
nothing (`docs/decisions/0017-faces-by-opencvs-cascades.md`).
"""

import os
from collections.abc import Iterable
from functools import cache
from typing import Any

from PIL import Image, ImageOps, ImageStat

LONG_EDGE = 1_024  # a face of which nobody would be known any more is not looked for
LEAST = 24  # pixels of a face, of the picture made so small
# They know a face by what is around it, too: without room around it one that fills the picture is not seen at all. Grey is put
# around each, as broad as this share of the longer edge.
ROOM = 0.25
STEP, NEIGHBOURS = 1.1, 3
# Faces looking at us, and to the left; for those looking to the right the picture is turned round.
FRONT, SIDE = "haarcascade_frontalface_alt2.xml", "haarcascade_profileface.xml"


def any_in(images: Iterable[Image.Image]) -> bool:
    """Whether one of them seems to show one. The first that does ends the search."""
    return any(map(_in, images))


def _in(image: Image.Image) -> bool:
    small = image.convert("L")
    small.thumbnail((LONG_EDGE, LONG_EDGE), Image.Resampling.BILINEAR, reducing_gap=2.0)
    roomy = ImageOps.expand(small, border=round(max(small.size) * ROOM), fill=round(ImageStat.Stat(small).mean[0]))
    return _found(FRONT, roomy) or _found(SIDE, roomy) or _found(SIDE, ImageOps.mirror(roomy))


def _found(name: str, small: Image.Image) -> bool:
    cascade = _cascade(name)
    import numpy  # after the number of its threads is set

    bounds = {"scaleFactor": STEP, "minNeighbors": NEIGHBOURS, "minSize": (LEAST, LEAST)}
    return len(cascade.detectMultiScale(numpy.asarray(small), **bounds)) > 0


@cache
def _cascade(name: str) -> Any:
    # Each thread of theirs reserves memory, and on a machine of many cores more than the child may have.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    import cv2
    from cv2 import data

    cv2.setNumThreads(1)
    return cv2.CascadeClassifier(data.haarcascades + name)
