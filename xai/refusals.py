"""Reading a refusal: four shapes of body, one sorting. The table is the reference's, section 11."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from time import time

from xai import errors, reading
from xai.redaction import redacted

LONGEST_WAIT = 3600.0

# By code, wherever it turns up: in a body, in a stream, in either spelling. No entry: the status decides.
BY_CODE: dict[str, type[errors.XaiError]] = {
    "imagine:content-moderated": errors.Moderated,
    "rate_limit_exceeded": errors.RateLimited,
    "rate_limit_error": errors.RateLimited,
    "resource-exhausted": errors.RateLimited,
    "some resource has been exhausted": errors.RateLimited,
    "the service is currently unavailable": errors.Unavailable,
    "service_unavailable": errors.Unavailable,
    "overloaded_error": errors.Unavailable,
    "unavailable": errors.Unavailable,
    "insufficient_quota": errors.NoCredit,
    "subscription:free-usage-exhausted": errors.NoCredit,
    "authentication_error": errors.WrongKey,
    "invalid_api_key": errors.WrongKey,
    "unauthenticated": errors.WrongKey,
    "permission_error": errors.NotPermitted,
    "permission-denied": errors.NotPermitted,
    "model_not_found": errors.EngineUnknown,
    "not_found_error": errors.NotThere,
    "context_length_exceeded": errors.ContextTooLong,
    "bad_request": errors.InvalidRequest,
    "invalid_request_error": errors.InvalidRequest,
    "invalid-argument": errors.InvalidRequest,
    "api_error": errors.ServerBroke,
    "internal_server_error": errors.ServerBroke,
    "internal_error": errors.ServerBroke,
    "server_error": errors.ServerBroke,
    "timeout": errors.ServerBroke,
    "timeout_error": errors.ServerBroke,
}

# By words in the text, first hit wins. These outrank code and status: the provider gives one code to many meanings.
BY_WORDS: tuple[tuple[tuple[str, ...], type[errors.XaiError]], ...] = (
    (("rejected by content moderation",), errors.Moderated),
    (("incorrect api key",), errors.WrongKey),
    (("used all available credits", "monthly spending limit", "purchase more credits"), errors.NoCredit),
    (("violates usage guidelines", "safety_check_type"), errors.SafetyRefused),
    (("model not found",), errors.EngineUnknown),
    (
        ("context length", "context window", "maximum prompt length", "maximum context", "prompt is too long"),
        errors.ContextTooLong,
    ),
    (("too many requests",), errors.RateLimited),
)

BY_STATUS: dict[int, type[errors.XaiError]] = {
    401: errors.WrongKey,
    402: errors.NoCredit,
    403: errors.NotPermitted,
    404: errors.NotThere,
    405: errors.NotThere,
    408: errors.TimedOut,
    410: errors.NotThere,
    429: errors.RateLimited,
}


@dataclass(frozen=True, slots=True)
class Said:
    """What an error body says. `own`: it has the provider's shape, so the provider itself wrote it."""

    code: str = ""
    text: str = ""
    ticks: int | None = None
    own: bool = False


def said_in(body: bytes) -> Said:
    """Read any of the four shapes: code and error, error alone, error object, plain text (or a proxy's page)."""
    try:
        value = reading.parsed(body)
    except ValueError:
        return Said(text=body[:2000].decode("utf-8", "replace"))
    if not isinstance(value, dict):
        return Said(text=value if isinstance(value, str) else "")
    return said_by(value)


def said_by(value: reading.Json) -> Said:
    """The same, of JSON already parsed."""
    error = value.get("error")
    inner = reading.mapping(error)
    code = reading.text(inner, "code") or reading.text(inner, "type") or reading.text(value, "code")
    said = error if isinstance(error, str) else reading.text(inner, "message") or reading.text(value, "message")
    return Said(code, said, reading.ticks(value), own=bool(code or said))


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds a Retry-After header asks for, given as a number or a date; None when there is none to be had."""
    value = headers.get("retry-after", "").strip()
    try:
        wait = float(value)
    except ValueError:
        try:
            wait = parsedate_to_datetime(value).timestamp() - time()
        except (ValueError, OverflowError):
            return None
    return min(max(wait, 0.0), LONGEST_WAIT) if math.isfinite(wait) else None


def refusal(status: int, headers: Mapping[str, str], body: bytes, *, key: str = "") -> errors.XaiError:
    """The error that an answer other than the wanted one stands for. Also for a 200 that holds an error."""
    said = said_in(body)
    kind = _kind(status, said)
    return kind(
        redacted(f"{said.code} {said.text}".strip(), key),
        status=status,
        request_id=headers.get("x-request-id"),
        retry_after=retry_after(headers),
        ticks=said.ticks,
    )


def in_stream(value: reading.Json, *, request_id: str | None, heard_text: bool, key: str = "") -> errors.XaiError:
    """The error that a frame inside an accepted stream stands for."""
    said = said_by(value)
    kind = _by_meaning(said) or errors.ServerBroke
    error = kind(redacted(f"{said.code} {said.text}".strip(), key), status=200, request_id=request_id, ticks=said.ticks)
    return error.inside_a_stream(heard_text=heard_text)


def is_error(value: reading.Json) -> bool:
    """Whether a JSON object is one of the error shapes rather than an answer."""
    return bool(value.get("error")) or ("code" in value and "error" in value)


def _by_meaning(said: Said) -> type[errors.XaiError] | None:
    lowered = said.text.lower()
    for phrases, kind in BY_WORDS:
        if any(phrase in lowered for phrase in phrases):
            return kind
    return BY_CODE.get(said.code.lower())


def _kind(status: int, said: Said) -> type[errors.XaiError]:
    if status >= 500:
        # Only the provider's own words make a 503 a refusal; a proxy's page says nothing about the request's fate.
        return errors.Unavailable if status == 503 and said.own else errors.ServerBroke
    meaning = _by_meaning(said)
    if 200 <= status < 300:
        return (meaning or errors.ServerBroke) if said.own else errors.Unreadable
    if meaning is None or meaning is errors.InvalidRequest or meaning is errors.ServerBroke:
        # A vague code says less than the status.
        return BY_STATUS.get(status, errors.InvalidRequest)
    return meaning
