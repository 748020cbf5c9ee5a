"""A long text to be cut to any length."""

import random

from simulator.replies import texts


def essay(seed: int) -> str:
    """Prose, well over a thousand tokens, ending so that it can be said again from the start."""
    return texts.one("long", random.Random(seed), topic="the art of keeping things").text + "\n\n"
