"""Mail by one address: `file:///folder`, `smtp://user:password@host:587?tls=1`, `console://`."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


def settings_for(url: str) -> dict[str, Any]:
    """Django's e-mail settings for this address."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(Path(parts.path)),
        }
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme in {"smtp", "smtps"}:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname or "localhost",
            "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": parts.scheme == "smtp" and parse_qs(parts.query).get("tls", ["1"]) == ["1"],
            "EMAIL_TIMEOUT": 10,
        }
    raise ValueError(f"EMAIL_URL: {parts.scheme or url!r} is none of file, smtp, smtps, console")
