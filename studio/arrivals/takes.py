"""What may be brought, named before anything is sent."""

from dataclasses import dataclass

from django.conf import settings
from django.template.defaultfilters import filesizeformat

KINDS = (
    "image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4", "video/quicktime", "video/webm",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Takes:
    """The limits a page names and its script holds to."""

    accept: str
    bytes: int
    count: int
    words: str


def takes() -> Takes:
    """As this house is set."""
    most, seconds = filesizeformat(settings.STUDIO_UPLOAD_BYTES), round(settings.STUDIO_CLIP_SECONDS)
    words = f"Pictures (JPEG, PNG, WebP, GIF) and clips (MP4, MOV, WebM) up to {most}; clips up to {seconds} s."
    return Takes(",".join(KINDS), settings.STUDIO_UPLOAD_BYTES, settings.STUDIO_UPLOADS_AT_ONCE, words)
