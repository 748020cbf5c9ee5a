"""References within a schema: each leads somewhere, none in a circle, and all together to no more than can be checked."""

from typing import Any

MOST_PLACES = 2_000  # of the schema with every reference written out


def followed(schema: dict[str, Any]) -> int:
    """How large the schema is with every reference written out. Raises ValueError for one that cannot be followed."""
    return _Walk(schema).size(schema, ())


class _Walk:
    def __init__(self, root: dict[str, Any]) -> None:
        self._root = root
        self._sizes: dict[str, int] = {}

    def size(self, value: object, through: tuple[str, ...]) -> int:
        """Places below and including this one; `through`: the references on the way here."""
        below = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
        total = 1 + sum(self.size(each, through) for each in below)
        if isinstance(value, dict) and isinstance(target := value.get("$ref"), str):
            total += self._behind(target, through)
        if total > MOST_PLACES:
            raise ValueError(
                f"With its references written out this schema has more than {MOST_PLACES:,} places. Make it smaller."
            )
        return total

    def _behind(self, target: str, through: tuple[str, ...]) -> int:
        if target in through:
            raise ValueError(f"The reference “{target[:80]}” leads in a circle. A shape cannot contain itself.")
        if target not in self._sizes:
            self._sizes[target] = self.size(self._found(target), (*through, target))
        return self._sizes[target]

    def _found(self, target: str) -> object:
        if not target.startswith("#"):
            raise ValueError(
                f"The reference “{target[:80]}” leads out of the schema. Only those beginning with # are followed."
            )
        place: object = self._root
        for step in target.removeprefix("#").split("/")[1:]:
            name = step.replace("~1", "/").replace("~0", "~")
            if not isinstance(place, dict) or name not in place:
                raise ValueError(f"The reference “{target[:80]}” leads nowhere. Write what it should lead to.")
            place = place[name]
        return place
