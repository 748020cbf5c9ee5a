"""What may be added to a question, named before anything is sent."""

from dataclasses import dataclass

from django.conf import settings
from django.template.defaultfilters import filesizeformat

PICTURES = ("image/jpeg", "image/png", "image/webp", "image/gif")
# A help for the browser's own window only: what a file is, its bytes say. No telephone offers its camera for a list
# that names single endings alone, so the kinds stand first.
TEXTS = (
    "text/plain", "text/csv", "text/markdown", "application/json", "application/pdf", ".txt", ".md", ".csv", ".tsv", ".json",
    ".jsonl", ".yaml", ".yml", ".toml", ".ini", ".log", ".xml", ".html", ".css", ".js", ".ts", ".tsx", ".jsx", ".py", ".rb",
    ".go", ".rs", ".java", ".kt", ".swift", ".c", ".h", ".cpp", ".hpp", ".cs", ".php", ".sh", ".sql", ".tex", ".pdf",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Takes:
    """The limits a composer names and its script holds to."""

    accept: str
    bytes: int
    count: int
    words: str


def takes(*, in_project: bool = False) -> Takes:
    """As this house is set: for one question, or for all files of a project."""
    most = filesizeformat(settings.MAX_FILE_BYTES)
    count = settings.FILES_PER_PROJECT if in_project else settings.MAX_FILES_PER_MESSAGE
    where = "in a project" if in_project else "at once"
    return Takes(
        accept=",".join((*PICTURES, *TEXTS)),
        bytes=settings.MAX_FILE_BYTES,
        count=count,
        words=f"Pictures, PDFs and text files, up to {most} each, {count} {where}.",
    )
