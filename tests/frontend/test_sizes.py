"""How much script the chat page fetches while a reply streams: before colours for code, everything counts."""

import gzip
import json
from pathlib import Path
from typing import Any

BUDGET_BYTES = 80_000
ENTRY = "frontend/src/main.ts"
MARKDOWN = "frontend/src/lib/markdown.ts"
ISLANDS = ("turn", "composer", "thread", "line", "conversations")


def test_the_chat_page_stays_within_its_budget_of_script(built: Path) -> None:
    product = built / "product"
    manifest = json.loads((product / "manifest.json").read_text())
    wanted = [ENTRY, MARKDOWN, *chunks_of_islands(manifest)]

    files = {file for name in wanted for file in fetched(manifest, name)}
    wire = {file: len(gzip.compress((product / file).read_bytes(), 6)) for file in files}

    assert sum(wire.values()) <= BUDGET_BYTES, wire
    assert len(wire) <= 7, "each is a request"


def chunks_of_islands(manifest: dict[str, Any]) -> set[str]:
    """The chunks that hold the chat's islands: their own, or one they share."""
    own = {f"frontend/src/islands/{name}.ts" for name in ISLANDS} & set(manifest)
    return own | {name for name in manifest if name.startswith("_parlour")}


def fetched(manifest: dict[str, Any], name: str, seen: set[str] | None = None) -> set[str]:
    """The file of a chunk and of all it cannot do without; two may need each other."""
    seen = {ENTRY} if seen is None else seen
    if name in seen and name != ENTRY:
        return set()
    seen.add(name)
    entry = manifest[name]
    others = [other for other in entry.get("imports", []) if other not in seen]
    return {entry["file"]}.union(*(fetched(manifest, other, seen) for other in others))
