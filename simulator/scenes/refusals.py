"""Scenes in which the provider says no to this key, this request or these words."""

from simulator.refusals import WRONG_KEY, encoded
from simulator.scenes.play import Instead, Play
from simulator.scenes.register import scene

BLOCKED = "The team or the API key is blocked, or the key lacks the permission for this model."
UNSAFE = "Content violates usage guidelines. Failed check: SAFETY_CHECK_TYPE_CYBER"
TOO_LONG = (
    "This model's maximum prompt length is 500000 but the request contains 612345 tokens. Please shorten the prompt."
)


@scene("wrong_key", "400, as for a wrong API key.")
def wrong_key(play: Play) -> None:
    play.instead = Instead(400, encoded({"code": "invalid-argument", "error": WRONG_KEY}))


@scene("no_permission", "403: the team or key is blocked, or lacks the permission.")
def no_permission(play: Play) -> None:
    play.instead = Instead(403, encoded({"code": "permission-denied", "error": BLOCKED}))


@scene("safety_refused", "403 with a plain `error` string: the words failed a safety check.")
def safety_refused(play: Play) -> None:
    play.instead = Instead(403, encoded({"error": UNSAFE}))


@scene("context_too_long", "400: the prompt is longer than the context.")
def context_too_long(play: Play) -> None:
    play.instead = Instead(400, encoded({"code": "invalid-argument", "error": TOO_LONG}))


@scene("engine_gone", "400: the model is no longer there.", model="grok-4.7")
def engine_gone(play: Play, model: str) -> None:
    play.instead = Instead(400, encoded({"code": "invalid-argument", "error": f"Model not found: {model}"}))
