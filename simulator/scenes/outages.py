"""Scenes in which the provider is down, or says so where it should not."""

from base64 import b64decode

from simulator.refusals import encoded
from simulator.scenes.play import Instead, Play
from simulator.scenes.register import scene

SORRY = {"code": "The service is currently unavailable", "error": "The service is temporarily unavailable."}
TIMED_OUT = {"code": "The service is currently unavailable", "error": "Timed out waiting for first token"}
PAGE = """<!DOCTYPE html>
<html><head><title>api.x.ai | {status}: Bad gateway</title></head>
<body><h1>Error {status}</h1><p>The web server reported a bad gateway error.</p><p>cloudflare</p></body></html>
"""


@scene(
    "outage",
    "A 5xx: the provider's JSON, or with `html=1` a page of the proxy before it. `retry_after` in seconds, 0: none.",
    status=503,
    html=0,
    retry_after=0,
)
def outage(play: Play, status: int, html: int, retry_after: int) -> None:
    headers = {"retry-after": str(retry_after)} if retry_after else {}
    body = PAGE.format(status=status).encode() if html else encoded(SORRY)
    play.instead = Instead(status, body, "text/html; charset=UTF-8" if html else "application/json", headers)


@scene("error_with_200", "Status 200 and an error in the body, also where a stream was asked for.", billed=0)
def error_with_200(play: Play, billed: int) -> None:
    play.instead = Instead(200, encoded(TIMED_OUT), accepted=bool(billed))


@scene(
    "answer",
    "Any answer at all: a status, a body (or its base64), a content type. `billed=1` accepts the request.",
    status=200,
    body="",
    base64="",
    type="application/json",
    billed=0,
)
def answer(play: Play, status: int, body: str, base64: str, type: str, billed: int) -> None:
    raw = decoded(base64) if base64 else body.encode()
    play.instead = Instead(status, raw, type, accepted=bool(billed))


def decoded(text: str) -> bytes:
    """Base64 in either alphabet, with or without padding."""
    plain = text.replace("-", "+").replace("_", "/").rstrip("=")
    return b64decode(plain + "=" * (-len(plain) % 4))
