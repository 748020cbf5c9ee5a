"""Why a file is not taken, as the bounded child says it: a code and what belongs to it."""


class Unfit(Exception):
    """`reason` is a key of the `SENTENCES` of whoever asked; `more` fills its sentence."""

    def __init__(self, reason: str, **more: int | str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.more = more
