"""The team's limits: how much may be asked of one engine in a minute. By default there are none but those in the headers."""

import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from simulator.records import Record
from simulator.refusals import encoded
from simulator.scenes import Instead
from simulator.scenes.limits import TEAM

MINUTE = 60.0


@dataclass
class Limits:
    """Of each engine; 0: unlimited. `at_once` bounds open answers; `retry_after` is told with a refusal, 0: left out."""

    requests_per_minute: int = 0
    tokens_per_minute: int = 0
    requests_per_second: int = 0
    at_once: int = 0
    retry_after: int = 0

    def refusal(self, records: Iterable[Record], new: Record) -> Instead | None:
        """The 429 for a request that is one too many; None: it may go on."""
        now = time.time()
        ours = [each for each in records if each.accepted and each.model == new.model]
        lately = [each for each in ours if each.accepted_at > now - MINUTE]
        # All kinds of tokens count, as they are used.
        tokens = sum(each.input_tokens + each.tokens + each.reasoning for each in lately)
        counted = (
            ("Requests per Minute", len(lately) + 1, self.requests_per_minute),
            ("Requests per Second", sum(e.accepted_at > now - 1 for e in lately) + 1, self.requests_per_second),
            ("Tokens per Minute", tokens + new.input_tokens, self.tokens_per_minute),
            ("Concurrent Requests", sum(not each.ended for each in ours) + 1, self.at_once),
        )
        for what, actual, most in counted:
            if most and actual > most:
                return self._said(new.model, f"{what} (actual/limit): {actual}/{most}")
        return None

    def as_json(self) -> dict[str, object]:
        """As they stand."""
        return asdict(self)

    def headers(self) -> dict[str, str]:
        """What a successful answer tells of them."""
        told = {}
        if self.requests_per_minute:
            told["x-ratelimit-limit-requests"] = str(self.requests_per_minute)
        if self.tokens_per_minute:
            told["x-ratelimit-limit-tokens"] = str(self.tokens_per_minute)
        return told

    def _said(self, model: str, why: str) -> Instead:
        words = f"Too many requests for team {TEAM} and model {model}. Your team's rate limit is - {why}."
        headers = {"retry-after": str(self.retry_after)} if self.retry_after else {}
        return Instead(429, encoded({"code": "resource-exhausted", "error": words}), headers=headers)
