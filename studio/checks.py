"""Start-up checks of this room: what would sign wrongly refuses to start."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from foundation.start_checks import OURS


@register(OURS, Tags.security)
def credentials_come_in_pairs(**_: Any) -> list[CheckMessage]:
    """A certificate without its key signs nothing, and nothing unsigned is shown."""
    certificate, key = settings.CREDENTIALS_CERT_FILE, settings.CREDENTIALS_KEY_FILE
    if bool(certificate) != bool(key):
        return [Error("Set CREDENTIALS_CERT_FILE and CREDENTIALS_KEY_FILE, both or neither.", id="salon.E020")]
    missing = [name for name in (certificate, key) if name and not Path(name).is_file()]
    return [Error(f"{name} is named by a CREDENTIALS setting and is not there.", id="salon.E021") for name in missing]


@register(OURS, Tags.security, deploy=True)
def workers_sign_alike(**_: Any) -> list[CheckMessage]:
    """With a bucket there may be several machines, and each would make a key of its own."""
    if settings.S3_BUCKET and not settings.CREDENTIALS_CERT_FILE:
        return [
            Warning(
                "Content credentials are signed by a key made on this machine. Several machines need one, by "
                "CREDENTIALS_CERT_FILE and CREDENTIALS_KEY_FILE.",
                id="salon.W022",
            )
        ]
    return []
