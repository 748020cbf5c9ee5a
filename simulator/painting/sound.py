"""A soft chord under a film."""

import array
import math
import random
from collections.abc import Iterator

RATE = 48_000
CHORDS = ((110, 165, 220, 277), (98, 147, 196, 247), (131, 196, 262, 330), (123, 185, 247, 294))
LOUDNESS = 0.045
FADE_SECONDS = 0.6


def second(dice: random.Random) -> "array.array[int]":
    """One second of a chord of whole frequencies, which therefore repeats without a seam."""
    notes = dice.choice(CHORDS)
    step = math.tau / RATE
    loud = 32767 * LOUDNESS / len(notes)
    return array.array("h", (int(sum(math.sin(step * note * n) for note in notes) * loud * 2) for n in range(RATE)))


def samples(seed: int, seconds: float) -> "array.array[int]":
    """The whole sound: the chord, faded in and out."""
    total = round(seconds * RATE)
    one = second(random.Random(seed))
    sound = one * (total // RATE + 1)
    del sound[total:]
    for number, level in fade(total):
        sound[number] = int(sound[number] * level)
        sound[-1 - number] = int(sound[-1 - number] * level)
    return sound


def fade(total: int) -> Iterator[tuple[int, float]]:
    """The first samples and how loud each is."""
    many = min(round(FADE_SECONDS * RATE), total // 2)
    return ((number, number / many) for number in range(many))
