"""Colours that go together, chosen by the prompt's words, else by its hash."""

import random
import re
from dataclasses import dataclass

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Palette:
    """A sky from top to horizon, the land from far to near, the light in the sky, and the ink of the caption."""

    sky: tuple[Colour, ...]
    land: tuple[Colour, ...]
    light: Colour
    ink: Colour = (255, 252, 244)


def colour(text: str) -> Colour:
    """A colour from its six digits."""
    return int(text[:2], 16), int(text[2:4], 16), int(text[4:], 16)


def palette(sky: str, land: str, light: str) -> Palette:
    """A palette from digits."""
    return Palette(tuple(map(colour, sky.split())), tuple(map(colour, land.split())), colour(light))


BY_MOOD = {
    "dawn": palette("2f4470 8a6f9e f0a58f ffd9a8", "9a6d86 6b4f74 43365b 241f3d", "fff0cf"),
    "dusk": palette("1d2350 5d3b78 c8566d f7a25f", "7d4368 553156 341f45 1a1230", "ffd79a"),
    "meadow": palette("5fa8c4 a3d0d1 e6ecd0 fbf3da", "a9c29b 6f9c7c 41735f 1f4a43", "fffbe6"),
    "sea": palette("14466b 3c86a3 93c6c4 f3e6c8", "5fa3ad 2f7b91 175a77 0b3a57", "fff3cf"),
    "night": palette("070b1f 111a3d 24325f 4a4c7d", "262c55 1a1f42 10142f 080a1c", "f4f1de"),
    "desert": palette("3d6c8f 9bb7b4 f0cfa0 f6dfb8", "d99a6c b8694a 86432f 4d2420", "fff5d6"),
    "winter": palette("51708f 94aec2 d3dde3 f3f0ea", "b7c7d3 8ba3b6 5c7a93 34506b", "ffffff"),
    "forest": palette("2c5a5c 6f9c86 c3d0a2 f2e8bf", "7d9d78 4d7758 2c5441 13322b", "fff6d0"),
    "blossom": palette("6a6f9f b997b8 eec0c4 fbe6d8", "c08a9f 95658a 654a70 382c4c", "fff1ea"),
    "ember": palette("2a1224 6b2231 c24a32 f29a4a", "7d2c30 561f2a 361522 1b0b16", "ffe0a0"),
}

# The hour is asked first: a sea at sunset is a sunset.
WORDS = {
    "night": r"night|star|moon|galaxy|space|cosmos|midnight|dark",
    "dusk": r"sunset|dusk|evening|twilight|neon",
    "dawn": r"sunrise|dawn|morning|mist|fog",
    "winter": r"snow|winter|ice|frost|arctic|glacier",
    "ember": r"fire\b|flame|volcano|dragon|lava|autumn|forge",
    "sea": r"sea|ocean|wave|water|river|lake|harbou?r|whale|fish|boat|ship|surf",
    "desert": r"desert|dune|sand|canyon|camel|mars",
    "forest": r"forest|tree|wood|jungle|pine|fox|deer|moss",
    "blossom": r"blossom|flower|rose|cherry|love|petal",
    "meadow": r"meadow|field|garden|grass|hill|valley|summer|spring",
    "dusk ": r"city|street|skyline",
}


def choose(prompt: str, dice: random.Random) -> Palette:
    """The palette for a prompt."""
    for mood, words in WORDS.items():
        if re.search(rf"\b({words})", prompt, re.IGNORECASE):
            return BY_MOOD[mood.strip()]
    return BY_MOOD[dice.choice(sorted(BY_MOOD))]


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """So much of the other in the one."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
