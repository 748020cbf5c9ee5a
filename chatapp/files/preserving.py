"""Files of a temporary chat are in Redis for a while; those of a locked case are brought where they stay."""

import structlog

from chatapp.files import deleting, keeping
from chatapp.models import Attachment
from foundation.outages import DOWN

log = structlog.get_logger(__name__)


def preserve() -> int:
    """Move what a locked case is about out of Redis; returns how many. Twice does no harm: the row goes last."""
    fading = Attachment.objects.filter(deleting.evidence(), temporary=True)
    return sum(_kept(file) for file in fading)


def _kept(file: Attachment) -> bool:
    try:
        columns = _brought(file)
    except (FileNotFoundError, *DOWN) as error:
        log.warning("evidence_not_preserved", file=str(file.public_id), cause=type(error).__name__)
        return False
    return bool(Attachment.objects.filter(pk=file.pk, temporary=True).update(temporary=False, **columns))


def _brought(file: Attachment) -> dict[str, str]:
    if not file.is_picture:
        return {"text": keeping.data(file).decode()}
    place = keeping.keep_for_good(file)
    return {"key": place.key, "thumb_key": place.thumb_key}
