"""Reads stamped tokens: each is `number:nanoseconds ` on this machine's monotonic clock."""

import time

from bench.figures import Reply


class Stamps:
    """Takes text in any cut and notes the age of each whole token."""

    def __init__(self, reply: Reply, began: float) -> None:
        self.reply = reply
        self.began = began
        self._rest = ""

    def take(self, text: str) -> None:
        """Some more of the reply has arrived, now."""
        now = time.monotonic_ns()
        if self.reply.first_token != self.reply.first_token:  # still NaN
            self.reply.first_token = now / 1e6 - self.began * 1000
        *tokens, self._rest = (self._rest + text).split(" ")
        for token in tokens:
            number, _, sent = token.partition(":")
            self.reply.numbers.append(int(number))
            self.reply.ages.append((now - int(sent)) / 1e6)
