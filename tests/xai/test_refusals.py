"""What the provider's no means: may it be tried again, and what did it cost."""

import pickle
from email.utils import formatdate
from time import time

import pytest

from tests.xai.conftest import KEY, Door, ask, told_until_broken
from tests.xai.provider import Provider, answers
from xai import errors, refusals
from xai.errors import Billed

CREDIT = (
    "Your team x has either used all available credits or reached its monthly spending limit. "
    "To continue making API requests, please purchase more credits or raise your spending limit."
)
OWN = {"code": "The service is currently unavailable", "error": "x"}
BUSY = {
    "code": "resource-exhausted",
    "error": "Too many requests for team x and model grok-4.5. Your team's rate limit is - Requests per Minute (actual/limit): 2/2.",
}


def invalid(text: str) -> dict[str, str]:
    """The usual 400."""
    return {"code": "invalid-argument", "error": text}


N, Y, U = Billed.NO, Billed.YES, Billed.UNKNOWN
TABLE: list[tuple[int, object, type[errors.XaiError], Billed, bool]] = [
    (400, invalid("Incorrect API key provided. You can obtain an API key from https://console.x.ai."), errors.WrongKey, N, False),
    (400, {"code": "Client specified an invalid argument", "error": "Incorrect API key provided."}, errors.WrongKey, N, False),
    (401, b"", errors.WrongKey, N, False),
    (400, invalid("Model not found: grok-99"), errors.EngineUnknown, N, False),
    (404, {"error": {"message": "no", "code": "model_not_found"}}, errors.EngineUnknown, N, False),
    (400, invalid("Model grok-4.6 does not support parameter presencePenalty."), errors.InvalidRequest, N, False),
    (400, invalid("Invalid reasoning effort."), errors.InvalidRequest, N, False),
    (400, {"error": "'response_format' is not supported on /v1/responses"}, errors.InvalidRequest, N, False),
    (400, b"Failed to parse the request body as JSON", errors.InvalidRequest, N, False),
    (400, invalid("This model's maximum prompt length is 500000 but the request contains 600000 tokens."), errors.ContextTooLong, N, False),
    (400, {"error": {"message": "too long", "code": "context_length_exceeded"}}, errors.ContextTooLong, N, False),
    (400, {"code": "imagine:content-moderated", "error": "Generated image rejected by content moderation."}, errors.Moderated, Y, False),
    (400, {"code": "Client specified an invalid argument", "error": "Video rejected by content moderation."}, errors.Moderated, Y, False),
    (403, {"code": "permission-denied", "error": CREDIT}, errors.NoCredit, N, False),
    (429, {"code": "Some resource has been exhausted", "error": CREDIT}, errors.NoCredit, N, False),
    (429, {"code": "subscription:free-usage-exhausted", "error": "x"}, errors.NoCredit, N, False),
    (403, {"code": "permission-denied", "error": "The key lacks the ACL."}, errors.NotPermitted, N, False),
    (403, {"error": "Content violates usage guidelines. Failed check: SAFETY_CHECK_TYPE_CYBER"}, errors.SafetyRefused, N, False),
    (404, b"", errors.NotThere, N, False),
    (405, b"", errors.NotThere, N, False),
    (410, {"error": "Live search is deprecated."}, errors.NotThere, N, False),
    (413, b"<html>Payload too large</html>", errors.InvalidRequest, N, False),
    (415, b"", errors.InvalidRequest, N, False),
    (422, b"Failed to deserialize the JSON body into the target type: x", errors.InvalidRequest, N, False),
    (429, BUSY, errors.RateLimited, N, True),
    (429, b"", errors.RateLimited, N, True),
    (503, OWN, errors.Unavailable, N, True),
    (200, OWN | {"error": "Timed out waiting for first token"}, errors.Unavailable, N, True),
    (503, b"<html>cloudflare</html>", errors.ServerBroke, U, False),
    (503, b"", errors.ServerBroke, U, False),
    (500, OWN, errors.ServerBroke, U, False),
    (502, b"<html>bad gateway</html>", errors.ServerBroke, U, False),
    (504, b"", errors.ServerBroke, U, False),
    (524, b"<html>timeout</html>", errors.ServerBroke, U, False),
    (408, b"", errors.TimedOut, U, False),
    (200, {"error": {"message": "?", "code": "server_error"}}, errors.ServerBroke, U, False),
    (200, {"error": {"message": "?", "code": "something_new"}}, errors.ServerBroke, U, False),
    (302, b"", errors.InvalidRequest, N, False),
]  # fmt: skip


@pytest.mark.parametrize(("status", "body", "kind", "billed", "may_retry"), TABLE)
@pytest.mark.parametrize("streamed", [True, False])
async def test_every_no_is_sorted(
    provider: Provider,
    door: Door,
    status: int,
    body: object,
    kind: type,
    billed: Billed,
    may_retry: bool,
    streamed: bool,
) -> None:
    raw = body if isinstance(body, bytes) else None
    provider.plays(answers(body, status, raw, "text/html" if raw else "application/json"))
    upstream = door()

    error: Exception | None
    if streamed:
        events, error = await told_until_broken(upstream.stream(ask()))
        assert events == []
    else:
        with pytest.raises(errors.XaiError) as caught:
            await upstream.answer(ask())
        error = caught.value

    assert type(error) is kind
    assert isinstance(error, errors.XaiError)
    assert (error.billed, error.may_retry, error.status, error.request_id) == (billed, may_retry, status, "r-1")
    assert len(provider.visits) == 1


async def test_a_moderated_answer_says_what_it_cost(provider: Provider, door: Door) -> None:
    body = {"code": "imagine:content-moderated", "error": "x", "usage": {"cost_in_usd_ticks": 200000000}}
    provider.plays(answers(body, 400))

    with pytest.raises(errors.Moderated) as caught:
        await door().answer(ask())

    assert (caught.value.ticks, caught.value.billed) == (200000000, Billed.YES)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("17", 17.0),
        ("0.5", 0.5),
        (" 60 ", 60.0),
        ("-3", 0.0),
        ("", None),
        ("soon", None),
        ("nan", None),
        ("1e9", 3600.0),
    ],
)
def test_retry_after_is_read_and_never_absurd(value: str, wait: float | None) -> None:
    assert refusals.retry_after({"retry-after": value}) == wait


def test_retry_after_may_be_a_date() -> None:
    wait = refusals.retry_after({"retry-after": formatdate(time() + 30, usegmt=True)})

    assert wait is not None
    assert 27 < wait <= 30


async def test_no_error_shows_the_key_or_the_providers_words(provider: Provider, door: Door) -> None:
    provider.plays(answers(invalid(f"Bad thing {KEY} and xai-someOtherKey0123456789"), 400))

    with pytest.raises(errors.InvalidRequest) as caught:
        await door().answer(ask())

    error = caught.value
    assert "Bad thing" in error.detail
    assert "Bad thing" not in f"{error} {error!r}"
    assert "xai-" not in f"{error} {error!r} {error.detail} {error.log_fields()} {error.args}"
    assert (error.__cause__, error.__context__) == (None, None)


async def test_no_trace_leads_from_a_lost_connection_to_the_key(door: Door) -> None:
    with pytest.raises(errors.ConnectFailed) as caught:
        await door(base_url="http://127.0.0.1:9/v1").answer(ask())

    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


def test_an_error_survives_a_queue() -> None:
    error = errors.RateLimited("busy", status=429, retry_after=3.0, request_id="r")

    again = pickle.loads(pickle.dumps(error))  # noqa: S301

    assert type(again) is errors.RateLimited
    assert again.__dict__ == error.__dict__
