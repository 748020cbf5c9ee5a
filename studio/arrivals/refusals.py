"""What a person hears when a picture or clip is not taken. Nothing of it is kept, and nothing was charged."""

from django.conf import settings
from django.template.defaultfilters import filesizeformat

TAKEN = "We take JPEG, PNG, WebP and GIF pictures, and MP4, MOV and WebM clips."

SENTENCES = {
    # What it is.
    "archive": f"This is an archive. Unpack it and bring what is in it. {TAKEN}",
    "binary": f"This is no picture and no clip we know. {TAKEN}",
    "office": f"This is an office file. {TAKEN}",
    "other_film": f"Clips of this kind are not taken. {TAKEN}",
    "other_picture": "Pictures of this kind (HEIC, AVIF, TIFF, BMP) are not taken. Save it as JPEG or PNG, and bring that.",
    "pdf": f"This is a PDF. {TAKEN}",
    "program": f"This is a program. {TAKEN}",
    "sound": f"There is nothing to be seen in it, only sound. {TAKEN}",
    "svg": "SVG drawings are not taken: they are programs rather than pictures. Save it as PNG, and bring that.",
    "text": f"This is a text. {TAKEN}",
    # What is wrong with it.
    "codec": "This clip is written in a way we cannot read ({codec}). Save it as H.264 in an MP4, and bring that.",
    "damaged": "This file is damaged or not what its name says. Open it once yourself, save it anew, and bring that.",
    "empty": "There is nothing in this file.",
    "too_small": "This picture is too small or too narrow: 16 pixels are the least.",
    # What is too much.
    "too_heavy": "This file took too long to read and was given up. A shorter, smaller or simpler one may do.",
    "too_large": "This file is larger than {most}, the most we take. Nothing was kept.",
    "too_long_film": "This clip is {seconds:,} s long; {most} s are the most. Cut it first, and bring a part.",
    "too_many_pixels": "It has {width:,} × {height:,} pixels, more than the {most} million we take. Make it smaller, and bring "
    "that.",
    "too_large_frames": "Its frames have {width:,} × {height:,} pixels; {most} are the most. Make it smaller, and bring that.",
    # What is kept already.
    "busy": "{most} things of yours are still being checked. Wait for some of them, then bring this one.",
    "full": "Your things take up all of the {most} there is room for. Delete some for good, then bring this one.",
    # A cut.
    "too_short": "There is no whole frame between these two moments. Move them apart.",
    "no_film": "The film it was to be cut from is not there any more.",
    # Us.
    "away": "We could not keep this just now. Try again in a moment.",
    "ours": "Something on our side went wrong while reading this. Bring it again; if it happens twice, tell the people "
    "who run this house.",
    "hidden": "Those who review here decided that this is not shown, so it is not taken again. Nothing was kept. If it "
    "was yours, you may appeal against their decision.",
    "withheld": "Somebody in it does not agree, or not any more, so it is not taken again. Nothing was kept. Ask them again "
    "on the page “Consents”.",
    "policy": "Our rules do not allow showing this.",
}


class NotTaken(Exception):
    """A thing is not taken, for a reason with a sentence."""

    def __init__(self, reason: str, **more: int | str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.sentence = sentence(reason, **more)

    @property
    def again(self) -> bool:
        """Whether the same may be taken a moment later."""
        return self.reason in {"away", "busy", "ours"}


def sentence(reason: str, **more: int | str) -> str:
    """A reason in words."""
    return SENTENCES[reason].format(**_most(reason) | more)


def _most(reason: str) -> dict[str, int | str]:
    most: dict[str, int | str] = {
        "busy": settings.STUDIO_UPLOADS_AT_ONCE,
        "full": filesizeformat(settings.STUDIO_BYTES_PER_PERSON),
        "too_large": filesizeformat(settings.STUDIO_UPLOAD_BYTES),
        "too_large_frames": "3,840 × 2,160",
        "too_many_pixels": f"{settings.MAX_PICTURE_PIXELS / 1_000_000:g}",
        "too_long_film": round(settings.STUDIO_CLIP_SECONDS),
    }
    return {"most": most[reason]} if reason in most else {}
