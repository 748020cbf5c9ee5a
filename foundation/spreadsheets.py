"""Tables that are opened in a spreadsheet: what stands in a cell is never taken for a formula."""

# A spreadsheet takes what begins so for a formula; prompts, engine names and error types are somebody else's words.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> str:
    """A value as the text of a cell; None is an empty one."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
