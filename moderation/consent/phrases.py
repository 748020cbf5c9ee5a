"""Code phrases for the live check: short, sayable, never the same twice in a row."""

import secrets

COLOURS = ("amber", "azure", "coral", "green", "ivory", "lilac", "olive", "silver", "violet", "yellow")
BEASTS = ("badger", "dolphin", "falcon", "hedgehog", "heron", "marten", "otter", "raven", "salmon", "sparrow")
PLACES = ("bridge", "garden", "harbour", "island", "kitchen", "meadow", "mountain", "orchard", "station", "village")


def drawn() -> str:
    """Three words and a number: a hundred thousand of them, so no picture is at hand that shows one."""
    said = " ".join(secrets.choice(words) for words in (COLOURS, BEASTS, PLACES))
    return f"{said} {secrets.randbelow(90) + 10}"
