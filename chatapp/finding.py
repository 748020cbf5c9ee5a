"""What stands at the parlour's addresses, for whoever reports it or asks for its removal."""

from collections.abc import Mapping, Sequence
from typing import Any

from accounts.sharing.link import token_hash
from chatapp.models import Attached, Message, Role, Share, Turn
from chatapp.sharing.reading import Reading
from chatapp.subjects import KIND
from moderation import finding
from moderation.finding import Found

MOST = 200  # messages to choose from; each has its own way here from the page itself


def by_link(words: Mapping[str, Any], viewer: Any, *, knows: bool) -> Sequence[Found]:
    """The messages that a link shows, the newest last; by the address of a file, those it stands beside."""
    token = str(words["token"])
    rows = Share.objects.filter(token_hash=token_hash(token)) if knows else Share.objects.opened_by(token)
    share = rows.select_related("owner").first()
    if share is None:
        return []
    keys = Reading(share.title, share.leaf_id, set()).keys
    if "file" in words:
        beside = Attached.objects.filter(message__in=keys, attachment__public_id=words["file"])
        keys = list(beside.order_by("message__depth").values_list("message_id", flat=True))
    said = Message.objects.filter(pk__in=keys[-MOST:]).order_by("depth", "pk")
    if not knows:  # who asks for removal may mean what another request keeps hidden
        said = said.readable()
    locked = bool(share.password)
    return [
        Found(KIND, each.public_id, share.owner, _title(each), locked=locked)
        for each in said.only("public_id", "role", "depth")
    ]


def of_a_turn(words: Mapping[str, Any], viewer: Any, *, knows: bool) -> Sequence[Found]:
    """One's own answer."""
    if viewer is None or knows:
        return []
    turn = Turn.objects.watched_by(viewer).filter(public_id=words["turn"]).select_related("answer", "owner").first()
    return [Found(KIND, turn.answer.public_id, turn.owner, "Answer")] if turn else []


def _title(message: Message) -> str:
    return f"{'Question' if message.role == Role.USER else 'Answer'} {(message.depth + 1) // 2}"


def register() -> None:
    """Tell the desk."""
    for name in ("shared", "shared-file", "shared-continue"):
        finding.register(name, by_link)
    finding.register("turn", of_a_turn)
