"""Words that make the stand-in's own moderation say no, so that a person can see it happen."""

import re

BLOCKED = re.compile(r"\b(gore|beheading|nudity|nsfw)\b", re.IGNORECASE)


def is_blocked(prompt: str) -> bool:
    """Whether a picture or video of this prompt comes out blocked (and billed)."""
    return bool(BLOCKED.search(prompt))
