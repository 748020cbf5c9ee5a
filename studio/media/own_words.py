"""What a file that was brought says of its own making, by its credentials or beside its pixels. Runs in the child only.

It is read here first, and by the house (`credentials`) afterwards: bytes on which the reader breaks, break a child.
"""

import mmap
from pathlib import Path

import c2pa

# A machine's share, whole or in part, in the words of the IPTC.
SOURCES = ("trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia")
SPACE = "digitalsourcetype/"
OFFLINE = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}  # no address that a file names is asked


def by_a_machine(path: Path, mime: str) -> bool:
    """Whether it says that a model had a hand in it. It is believed unproved: nobody says so of a photograph."""
    return _beside(path) or any(f"{SPACE}{source}" in _credentials(path, mime) for source in SOURCES)


def _beside(path: Path) -> bool:
    """Anywhere in the file: some programs write such words at its end."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        return any(whole.find(f"{SPACE}{source}".encode()) >= 0 for source in SOURCES)


def _credentials(path: Path, mime: str) -> str:
    try:
        with path.open("rb") as file:
            reader = c2pa.Reader.try_create(mime, file, context=c2pa.Context.from_dict(OFFLINE))
            return reader.json() if reader else ""
    except c2pa.C2paError:
        return ""
