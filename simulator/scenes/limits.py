"""Scenes in which the provider has no room or the account no money."""

from simulator.refusals import encoded
from simulator.scenes.play import Instead, Play
from simulator.scenes.register import scene

TEAM = "5ea6f6bd-7815-4b8a-9135-28b2d7ba6722"
TOO_MANY = (
    f"Too many requests for team {TEAM} and model {{model}}. Your team's rate limit is - "
    "Requests per Minute (actual/limit): 2/2."
)
NO_CREDIT = (
    f"Your team {TEAM} has either used all available credits or reached its monthly spending limit. To continue "
    "making API requests, please purchase more credits or raise your spending limit."
)


@scene("rate_limited", "429. `retry_after` is the header's value in seconds; 0 leaves it out.", retry_after=0)
def rate_limited(play: Play, retry_after: int) -> None:
    body = encoded({"code": "resource-exhausted", "error": TOO_MANY.format(model="grok-4.7")})
    headers = {"retry-after": str(retry_after)} if retry_after else {}
    play.instead = Instead(429, body, headers=headers)


@scene("out_of_credit", "The account has no money: `status` 403 as in 2026, or 429 as it was before.", status=403)
def out_of_credit(play: Play, status: int) -> None:
    code = "permission-denied" if status == 403 else "Some resource has been exhausted"
    play.instead = Instead(status, encoded({"code": code, "error": NO_CREDIT}))
