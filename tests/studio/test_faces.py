"""Faces are found, and ellipses are none. They are drawn, for photographs of people belong in no repository.

What is printed says that the search runs and what it makes of drawings, not how many people it misses.
"""

from collections.abc import Callable

from PIL import Image

from studio.media import faces
from tests.studio.portraits import close_up, portrait
from tests.studio.test_pdq import scene

MANY, LEAST_FOUND, MOST_ASKED = 40, 0.9, 0.1


def share(draw: Callable[[int], Image.Image]) -> float:
    return sum(faces.any_in([draw(seed)]) for seed in range(MANY)) / MANY


def test_faces_are_found_and_ellipses_are_none() -> None:
    found, asked = share(portrait), share(lambda seed: scene(1_000 + seed))

    print(f"drawn faces found: {found:.0%}; asked about scenes without one: {asked:.0%}; {MANY} each")  # noqa: T201
    assert found >= LEAST_FOUND
    assert asked <= MOST_ASKED


def test_a_face_that_fills_the_picture_is_found() -> None:
    assert share(close_up) >= LEAST_FOUND
