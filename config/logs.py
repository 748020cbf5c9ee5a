"""Structured logs: one line per event, readable or JSON, with the request id, and no secret in any of them."""

import logging
import logging.config
import re
from collections.abc import Iterable
from typing import Any

import structlog

from foundation.request_id import current


def _with_request_id(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    event.setdefault("request_id", current() or None)
    return event


# Without local variables: they hold what people wrote.
TRACEBACKS = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)


# Addresses that let in whoever has them: links of mails and invitations, links to media, what is shared by link, and what
# somebody without an account answers, reports or asks for.
KEYS_IN_ADDRESSES = re.compile(
    r"(/(?:media|s|made|consent|report|removal"
    r"|people/join|people/set-up|people/auth/confirm-email|people/auth/password/reset/key)/)[^/\s\"']+"
)


class Redaction:
    """Replaces known secret values, and keys in addresses, wherever they turn up: message, field or traceback."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self.secrets = [value for value in secrets if len(value) >= 8]

    def clean(self, line: str) -> str:
        """The line without secrets."""
        for value in self.secrets:
            line = line.replace(value, "[secret]")
        return KEYS_IN_ADDRESSES.sub(r"\1[key]", line)


class RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """The last thing before the line leaves the process."""

    def __init__(self, *args: Any, redaction: Redaction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.redaction = redaction

    def format(self, record: logging.LogRecord) -> str:
        return self.redaction.clean(super().format(record))


def configure(style: str, level: str, secrets: Iterable[str]) -> None:
    """Point structlog and the standard library's loggers at one handler."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _with_request_id,
    ]
    last: list[structlog.typing.Processor] = (
        [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
        if style == "readable"
        else [structlog.processors.ExceptionRenderer(TRACEBACKS), structlog.processors.JSONRenderer()]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "line": {
                    "()": RedactingFormatter,
                    "redaction": Redaction(secrets),
                    "foreign_pre_chain": shared,
                    "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
                },
            },
            "handlers": {"line": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["line"], "level": level},
            "loggers": {
                # These write full addresses, headers or bodies at INFO and below.
                name: {"level": "WARNING"}
                for name in (
                    "celery.app.trace",  # a line for every sweep, every two seconds
                    "celery.worker.strategy",
                    "celery.beat",
                    "httpx",
                    "httpcore",
                    "aiohttp.access",
                    "boto3",
                    "botocore",
                    "daphne",
                    "asyncio",
                    "PIL",
                    "urllib3",
                )
            },
        }
    )
