"""Where the pictures and films go that an order is made from: the slots of each verb, and what lies in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from studio import inputs
from studio.models import Asset, Kind
from studio.verbs import Verb

ANYWHERE = "with"  # the name of what is to lie in the first slot that takes it
GONE = "What you wanted to use is not there any more. Choose something else."
WITHHELD = (
    "What you wanted to use is kept from sight: somebody in it does not agree, or not any more. Choose something else."
)
MOST_NAMED = 20  # nobody needs more; a form with a thousand is no order


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody wants this asset in this slot; neither need exist."""

    slot: str
    asset: str


@dataclass(slots=True)
class Slot:
    """One place for up to `most` things of a kind. `name` is the field's, `label` says what it is for.

    `lent`: those of `assets` that a brand guide has put there; they go with it.
    """

    name: str
    kind: Kind
    label: str
    most: int = 1
    assets: list[Asset] = field(default_factory=list)
    lent: list[Asset] = field(default_factory=list)

    @property
    def room(self) -> int:
        """How many more there can be."""
        return self.most - len(self.assets)

    def takes(self, asset: Asset) -> bool:
        """Whether this may lie here, too."""
        return self.room > 0 and asset.kind == self.kind and asset not in self.assets


@dataclass(slots=True)
class Filled:
    """The slots of a verb with what lies in them, and what could not be put there, as sentences."""

    slots: list[Slot]
    problems: list[str] = field(default_factory=list)

    @property
    def gone(self) -> str:
        """Why something that was wanted cannot be had any more, in a sentence; empty where all is there."""
        return next((problem for problem in self.problems if problem in (WITHHELD, GONE)), "")

    @property
    def assets(self) -> list[Asset]:
        """Everything, slot by slot."""
        return [asset for slot in self.slots for asset in slot.assets]

    def of(self, name: str) -> list[Asset]:
        """What lies in one slot."""
        return next((slot.assets for slot in self.slots if slot.name == name), [])


def empty(verb: Verb) -> list[Slot]:
    """The slots of a verb."""
    match verb:
        case Verb.EDIT:
            return [Slot("source", Kind.PICTURE, "Picture", most=5)]
        case Verb.ANIMATE:
            return [
                Slot("first_frame", Kind.PICTURE, "First frame"),
                Slot("last_frame", Kind.PICTURE, "Last frame"),
                Slot("reference", Kind.PICTURE, "Reference", most=7),
            ]
        case Verb.CHANGE | Verb.EXTEND:
            return [Slot("source", Kind.VIDEO, "Film")]
    return []


def named_in(data: Mapping[str, Any]) -> list[Wanted]:
    """What a sent form names, slot by slot in its order."""
    names = {slot.name for verb in Verb for slot in empty(verb)} | {ANYWHERE}
    values = getattr(data, "getlist", lambda name: [data[name]] if name in data else [])
    return [Wanted(name, str(value)) for name in sorted(names) for value in values(name) if value][:MOST_NAMED]


def fill(verb: Verb, owner: User | None, wanted: Sequence[Wanted]) -> Filled:
    """Put what is wanted where it belongs. One query, none when nothing is wanted."""
    filled = Filled(empty(verb))
    if not filled.slots or owner is None:
        return filled
    there = inputs.found(owner, (each.asset for each in wanted))
    for each in sorted(wanted, key=lambda one: one.slot == ANYWHERE):  # what names its slot goes first
        asset = there.get(each.asset.lower())
        if asset is None:
            filled.problems.append(_not_there(owner, each.asset))
        elif slot := _slot_for(asset, each, filled.slots):
            slot.assets.append(asset)
        elif problem := _why_not(verb, asset, filled.slots):
            filled.problems.append(problem)
    filled.problems = list(dict.fromkeys(filled.problems))
    return filled


def _not_there(owner: User, asset: str) -> str:
    named = inputs.as_id(asset)
    kept = Asset.objects.owned_by(owner).withheld().filter(deleted_at=None)
    return WITHHELD if named and kept.filter(public_id=named).exists() else GONE


def _slot_for(asset: Asset, wanted: Wanted, slots: Iterable[Slot]) -> Slot | None:
    fitting = (slot for slot in slots if wanted.slot in (slot.name, ANYWHERE) and slot.takes(asset))
    return next(fitting, None)


def _why_not(verb: Verb, asset: Asset, slots: Sequence[Slot]) -> str:
    if any(asset in slot.assets for slot in slots):
        return ""  # it is there already: nothing to complain about
    if all(asset.kind != slot.kind for slot in slots):
        wanted, got = ("films", "a picture") if asset.kind == Kind.PICTURE else ("pictures", "a film")
        return f"{verb.label} works on {wanted}, and this is {got}. Choose another, or another verb."
    return f"{verb.label} has no room for more. Take something out first."
