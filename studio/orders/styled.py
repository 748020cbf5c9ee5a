"""The words of an order that wears a style: what was typed, and what of the style went before and after it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Worn:
    """A style as it was when it was put on. A later change of it changes nothing here."""

    id: str
    look: str
    name: str
    version: int
    before: str
    after: str

    @property
    def value(self) -> str:
        """As a form names it."""
        return f"{self.id}.{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Styled:
    """`typed` are the person's own words."""

    typed: str
    styles: tuple[Worn, ...]

    @property
    def prompt(self) -> str:
        """What is sent: part by part, each on lines of its own."""
        before, after = (each.before for each in self.styles), (each.after for each in self.styles)
        return "\n".join(filter(None, (*before, self.typed, *after)))

    @classmethod
    def from_columns(cls, columns: Mapping[str, Any] | None) -> "Styled | None":
        """The value again; None for an order without a style."""
        if not columns:
            return None
        return cls(typed=columns["typed"], styles=tuple(Worn(**each) for each in columns["styles"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """What every order has beside its verb's own choices. `prompt` is what is sent, style and all."""

    styled: Styled | None = None


def written(order: Ordered) -> dict[str, Any]:
    """An order as JSON; one without a style does not speak of any."""
    columns = asdict(order)
    if columns["styled"] is None:
        del columns["styled"]
    else:
        columns["styled"]["styles"] = list(columns["styled"]["styles"])
    return dict(columns)
