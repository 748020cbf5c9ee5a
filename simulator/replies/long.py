"""A long text to be cut to any length."""


def essay(seed: int) -> str:
    """Plain prose, some hundred words."""
    return "The river remembers every stone it has carried, and it tells them over at night. "
