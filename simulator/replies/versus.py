"""The two sides of a comparison."""

import re

SIDES = re.compile(
    r"(?:compare|between|difference of|pros and cons of|better[:,]?)?\s*(?P<left>[\w'’ .+#-]{2,40}?)\s*"
    r"(?:\bversus\b|\bvs\.?|\bwith\b|\band\b|\bor\b|\bto\b)\s*(?P<right>[\w'’ .+#-]{2,40}?)\s*(?:\bfor\b|\bin\b|\bas\b|[?.!,;:]|$)",
    re.IGNORECASE,
)
LEAD = re.compile(r"^.*\b(compare|between|better[:,]?|pros and cons of|which is|is it)\b\s*", re.IGNORECASE | re.DOTALL)


def sides(asked: str) -> tuple[str, str]:
    """What is compared with what; neutral words when that cannot be told."""
    found = SIDES.search(LEAD.sub("", asked.splitlines()[0] if asked else ""))
    if found is None:
        return "the first", "the second"
    return found["left"].strip(), found["right"].strip()
