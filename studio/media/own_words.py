"""What a file that was brought says of its own making, by its credentials or beside its pixels. Runs in the child only.

It is read here first, and by the house (`credentials`) afterwards: bytes on which the reader breaks, break a child.
"""

from pathlib import Path

import c2pa

# A machine's share, whole or in part, in the words of the IPTC.
SOURCES = ("trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia")
SPACE = "digitalsourcetype/"
OFFLINE = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}  # no address that a file names is asked
BESIDE_BYTES = 1 << 20  # of the file's beginning: where such words stand


def by_a_machine(path: Path, mime: str) -> bool:
    """Whether it says that a model had a hand in it. It is believed unproved: nobody says so of a photograph."""
    with path.open("rb") as file:
        beside = file.read(BESIDE_BYTES).decode("latin-1")
    return any(f"{SPACE}{source}" in words for words in (beside, _credentials(path, mime)) for source in SOURCES)


def _credentials(path: Path, mime: str) -> str:
    try:
        with path.open("rb") as file:
            reader = c2pa.Reader.try_create(mime, file, context=c2pa.Context.from_dict(OFFLINE))
            return reader.json() if reader else ""
    except c2pa.C2paError:
        return ""
