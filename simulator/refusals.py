"""Ways to say no, in the shapes the provider uses (reference 11)."""

import json


class Refused(Exception):
    """An answer that is not the one asked for. Nothing is billed for it."""

    def __init__(self, status: int, body: bytes, content_type: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body
        self.content_type = content_type
        self.headers = headers or {}


def encoded(value: object) -> bytes:
    """Compact JSON as UTF-8, with no character escaped that need not be."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def business(text: str, *, status: int = 400, code: str = "invalid-argument") -> Refused:
    """The usual error of 2026: a code and a sentence."""
    return Refused(status, encoded({"code": code, "error": text}), "application/json")


def uncoded(status: int, text: str) -> Refused:
    """An error that has only a sentence."""
    return Refused(status, encoded({"error": text}), "application/json")


def plain(status: int, text: str) -> Refused:
    """An error that is plain text."""
    return Refused(status, text.encode(), "text/plain; charset=utf-8")


def bare(status: int) -> Refused:
    """An error with an empty body."""
    return Refused(status, b"", "text/plain; charset=utf-8")


WRONG_KEY = "Incorrect API key provided. You can obtain an API key from https://console.x.ai."
NO_KEY = "No API key provided. Send it as `Authorization: Bearer <key>`."
SEARCH_IS_GONE = (
    "Live search is deprecated. Please switch to the Agent Tools API: https://docs.x.ai/docs/guides/tools/overview"
)
