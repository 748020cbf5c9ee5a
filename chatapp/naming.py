"""Words that stand for a conversation: a title on one line, and the beginning of its question while it has none."""

LONGEST_TITLE = 80


def tidy(said: str) -> str:
    """One line without quotation marks or a full stop, whatever the engine made of it."""
    line = next((line for line in said.splitlines() if line.strip()), "")
    words = "".join(letter for letter in " ".join(line.split()) if letter.isprintable())
    words = words.strip(" \"'“”„«»‘’`*#").removesuffix(".").strip()
    return words if len(words) <= LONGEST_TITLE else words[: LONGEST_TITLE - 1].rstrip() + "…"


def first_words(text: str) -> str:
    """The beginning of a question, in place of a title."""
    return tidy(text[: LONGEST_TITLE * 2]) or "Conversation"
