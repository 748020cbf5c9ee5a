"""What a person hears when a file is not taken. Nothing of it is kept, and nothing was charged."""

from django.conf import settings
from django.template.defaultfilters import filesizeformat

from studio.media.unfit import Unfit

SENTENCES = {
    # What it is.
    "archive": "This is an archive. Unpack it and add the files in it.",
    "binary": "This is no text and no picture we know. We take JPEG, PNG, WebP, GIF, PDF and text files.",
    "film": "Films cannot be shown to Grok here. A picture of a moment in it can.",
    "other_film": "Films cannot be shown to Grok here. A picture of a moment in it can.",
    "office": "Office files cannot be read here yet. Save it as a PDF or as text, and add that.",
    "other_picture": "Pictures of this kind cannot be shown to Grok. Save it as JPEG or PNG, and add that.",
    "program": "This is a program. We take pictures, PDFs and text files.",
    "sound": "Sound cannot be played to Grok here. We take pictures, PDFs and text files.",
    "svg": "SVG drawings are not taken: they are programs rather than pictures. Save it as PNG, and add that.",
    # What is wrong with it.
    "damaged": "This file is damaged or not what its name says. Open it once yourself, save it anew, and add that.",
    "empty": "There is nothing in this file.",
    "locked": "This PDF is locked with a password. Save it without one, and add that.",
    "only_pictures": "This PDF holds pictures only, no words. Add its pages as pictures instead.",
    "too_small": "This picture is too small or too narrow to be seen: 8 pixels are the least.",
    # What is too much.
    "too_heavy": "This file took too long to read and was given up. A smaller or simpler one may do.",
    "too_large": "This file is {bytes} large; {most} is the most. Nothing was kept.",
    "too_long": "There are {characters:,} characters in this file; {most:,} are the most. Add a part of it.",
    "too_many_pages": "This PDF has {pages:,} pages; {most:,} are the most. Add a part of it.",
    "too_many_pixels": "This picture has {width:,} × {height:,} pixels; {most} megapixels are the most. Make it smaller.",
    # What is kept already.
    "quota_count": "You keep {most:,} files here already, the most there is room for. Delete some, then add this one.",
    "quota_bytes": "Your files here take up {most} already, the most there is room for. Delete some, then add this one.",
    "project_full": "A project keeps {most:,} files at most. Delete one of them, then add this one.",
    "project_gone": "This project was deleted meanwhile. Nothing was kept.",
    # Us.
    "away": "We could not keep this just now. Try again in a moment.",
    "ours": "Something on our side went wrong while reading this. Try again; if it happens twice, tell the people who "
    "run this house.",
    "key_reused": "This page has added something else already. Try again.",
}


class NotTaken(Exception):
    """A file is not taken, for a reason with a sentence. `again`: trying once more may help."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.sentence = sentence

    @property
    def again(self) -> bool:
        """Whether the same file may be taken a moment later."""
        return self.reason in {"away", "ours", "key_reused"}


def not_taken(reason: str, **more: int | str) -> NotTaken:
    """A refusal with its sentence."""
    return NotTaken(reason, SENTENCES[reason].format(**(_most(reason) | more)))


def of(unfit: Unfit) -> NotTaken:
    """What the bounded child found, in words."""
    return not_taken(unfit.reason, **unfit.more)


def _most(reason: str) -> dict[str, int | str]:
    most: dict[str, int | str] = {
        "too_large": filesizeformat(settings.MAX_FILE_BYTES),
        "too_long": settings.MAX_FILE_CHARACTERS,
        "too_many_pages": settings.MAX_PDF_PAGES,
        "too_many_pixels": settings.MAX_PICTURE_PIXELS // 1_000_000,
        "project_full": settings.FILES_PER_PROJECT,
        "quota_count": settings.FILES_PER_PERSON,
        "quota_bytes": filesizeformat(settings.FILE_BYTES_PER_PERSON),
    }
    return {"most": most[reason]} if reason in most else {}
