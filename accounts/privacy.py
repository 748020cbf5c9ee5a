"""Everything the house holds about a person: by room, to be taken along or to be erased.

Each room registers its stores once, in `AppConfig.ready()`. Nothing here knows what a store is.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.models import User

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Store:
    """One written-down place where a person's things are.

    `export` gives every record as JSON values. `erase` runs inside the transaction that deletes the account: it deletes
    rows, or marks what its own sweep must purge (objects, previews), and says how many of what.
    """

    name: str
    export: Callable[[User], Iterable[Record]]
    erase: Callable[[User], Mapping[str, int]]


_stores: dict[str, Store] = {}


def register(
    name: str, *, export: Callable[[User], Iterable[Record]], erase: Callable[[User], Mapping[str, int]]
) -> None:
    """Write a store down. Registering a name again replaces it (a reloaded module)."""
    _stores[name] = Store(name, export, erase)


def stores() -> tuple[Store, ...]:
    """All of them; those of higher rooms, which point at those of lower ones, first."""
    return tuple(reversed(_stores.values()))


def export_of(person: User) -> dict[str, Any]:
    """What the house holds about this person, complete by count and hash per store."""
    return {
        "salon_export": 1,
        "made_at": timezone.now().isoformat(),
        "person": str(person.public_id),
        "stores": {store.name: _counted(store.export(person)) for store in stores()},
    }


def erase_all(person: User) -> dict[str, dict[str, int]]:
    """Erase from every store; the report says what went. One transaction: a store that fails lets nothing go."""
    return {store.name: dict(store.erase(person)) for store in stores()}


def _counted(records: Iterable[Record]) -> dict[str, Any]:
    kept = json.loads(json.dumps(list(records), default=str))
    text = json.dumps(kept, sort_keys=True, separators=(",", ":"))
    return {"count": len(kept), "sha256": hashlib.sha256(text.encode()).hexdigest(), "records": kept}
