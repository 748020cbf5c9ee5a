"""The map of a family, left to right: what is drawn, what is folded away, and what is only said to be gone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from accounts.models import User
from studio.lineage import walking, words
from studio.lineage.words import Piece
from studio.models import Asset, Lineage
from studio.models.asset import Origin

DEEPEST = 12  # generations side by side; further ones begin a map of their own
MOST_BESIDE = 6  # children shown at once; the others are folded
MOST_OTHERS = 4  # further sources named on one card
MOST_ELSEWHERE = 12
BACK = 6  # generations before the thing itself that its map begins with


@dataclass(slots=True)
class Kin:
    """One thing on the map. `asset` is None for what was deleted, hidden or never ours to show: it is said, not shown.

    `does` is how it came about; `below` counts what is to be seen under it; `others` are the further things it was made
    from, `lost` how many of them are gone.
    """

    key: int
    depth: int
    asset: Asset | None = None
    does: str = ""
    difference: tuple[Piece, ...] = ()
    others: list[Asset] = field(default_factory=list)
    lost: int = 0
    children: list["Kin"] = field(default_factory=list)
    below: int = 0
    on_path: bool = False
    here: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A step in drawing: an item with its thing, its end, a list of what was made from it, a fold of so many, their ends;
    `further`: so many generations go on on a map of their own."""

    does: Literal["item", "end", "list", "leave", "fold", "unfold", "further"]
    kin: Kin | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """The map. `before`: how many generations stand before its beginning, and `first` leads to them. `cut`: there is more."""

    top: Kin
    marks: list[Mark]
    before: int
    first: Asset | None
    cut: bool
    used_in: list[Asset]

    @property
    def alone(self) -> bool:
        """Nothing was made from it, and it from nothing."""
        return not self.top.children and not self.before


def drawn(owner: User, asset: Asset) -> Chart:
    """The map on which this thing stands. At most eight queries, however large the family is."""
    line = walking.line(owner, asset)
    begin = max(0, len(line) - 1 - BACK)
    steps = walking.below(owner, line[begin])
    shown = _shown(owner, [*line, *(step.key for step in steps)])
    kin = _kin(steps, shown, set(line), asset.pk)
    _add_sources(kin, shown, owner)
    first = next((shown[key] for key in line if key in shown), None) if begin else None
    top = kin[line[begin]]
    return Chart(top, list(_marks(top)), begin, first, len(steps) >= walking.MOST, _used_in(owner, asset))


def _shown(owner: User, keys: list[int]) -> dict[int, Asset]:
    """Of these, what may be seen. What may not is no row here, so nothing of it can slip into the page."""
    return {found.pk: found for found in Asset.objects.visible_to(owner).filter(pk__in=keys)}


def _kin(steps: list[walking.Step], shown: dict[int, Asset], line: set[int], here: int) -> dict[int, Kin]:
    kin = {
        step.key: Kin(step.key, step.depth, shown.get(step.key), on_path=step.key in line, here=step.key == here)
        for step in steps
    }
    for step in steps:
        if step.parent is not None:
            kin[step.parent].children.append(kin[step.key])
    for step in reversed(steps):  # the nearer come first, so children are counted before their parent
        each = kin[step.key]
        # What is gone and led to nothing is not told of: it was deleted to be forgotten.
        each.children = sorted(
            (child for child in each.children if child.asset or child.below), key=lambda one: one.key
        )
        each.below = sum(child.below + (child.asset is not None) for child in each.children)
    return kin


def _add_sources(kin: dict[int, Kin], shown: dict[int, Asset], owner: User) -> None:
    """Each edge with its verb and what changed in the words. Two queries."""
    edges: dict[int, list[Lineage]] = {}
    for edge in Lineage.objects.filter(child__in=[key for key, each in kin.items() if each.asset]).order_by("pk"):
        edges.setdefault(edge.child_id, []).append(edge)
    missing = {edge.parent_id for found in edges.values() for edge in found} - shown.keys()
    sources = {**shown, **_shown(owner, sorted(missing))}
    for key, found in edges.items():
        _say_how(kin[key], found, sources)


def _say_how(kin: Kin, edges: list[Lineage], sources: dict[int, Asset]) -> None:
    assert kin.asset is not None
    kin.does = _does(kin.asset, edges[0])
    parent = sources.get(edges[0].parent_id)
    if parent is not None:
        kin.difference = words.difference(parent.alt, kin.asset.alt)
    others = dict.fromkeys(edge.parent_id for edge in edges[1:] if edge.parent_id != edges[0].parent_id)
    kin.others = [sources[key] for key in others if key in sources][:MOST_OTHERS]
    kin.lost = sum(key not in sources for key in others)


def _does(child: Asset, edge: Lineage) -> str:
    """The verb on the edge."""
    if edge.role == "remix":
        return "Remix"
    if child.origin == Origin.TRIMMED:
        return "Trim"
    return str(child.get_verb_display()) or "Made from it"


def _used_in(owner: User, asset: Asset) -> list[Asset]:
    """What it went into beside something that was named before it: that hangs elsewhere. Three queries."""
    children = list(Lineage.objects.filter(parent=asset).values_list("child", flat=True)[: walking.MOST])
    if not children:
        return []
    chief: dict[int, int] = {}
    edges = Lineage.objects.filter(child__in=children, parent__owner=owner).order_by("pk")
    for child, parent in edges.values_list("child", "parent"):
        chief.setdefault(child, parent)
    elsewhere = [child for child, parent in chief.items() if parent != asset.pk]
    return list(Asset.objects.visible_to(owner).filter(pk__in=elsewhere).newest_first()[:MOST_ELSEWHERE])


def _marks(top: Kin) -> Iterator[Mark]:
    """Without recursion: the stack of a deep family is ours, not the interpreter's."""
    work: list[Mark | Kin] = [top]
    while work:
        step = work.pop()
        if isinstance(step, Mark):
            yield step
        else:
            work += reversed(_item(step, deepest=step.depth - top.depth >= DEEPEST))


def _item(kin: Kin, *, deepest: bool) -> list[Mark | Kin]:
    if not kin.children:
        return [Mark("item", kin), Mark("end")]
    if deepest:
        return [Mark("item", kin), Mark("further", kin, kin.below), Mark("end")]
    shown, folded = _folded(kin.children)
    fold: list[Mark | Kin] = [Mark("fold", count=len(folded)), *folded, Mark("unfold")] if folded else []
    return [Mark("item", kin), Mark("list"), *shown, *fold, Mark("leave"), Mark("end")]


def _folded(children: list[Kin]) -> tuple[list[Kin], list[Kin]]:
    """The first few, and the others; what leads to the thing itself is never among the others."""
    if len(children) <= MOST_BESIDE + 1:  # a fold of one would save nothing
        return children, []
    shown = children[:MOST_BESIDE]
    shown += [each for each in children[MOST_BESIDE:] if each.on_path]
    return shown, [each for each in children if each not in shown]
