"""What leaves the parlour: shared conversations, and conversations taken along."""

from uuid import uuid4

from accounts.models import User
from chatapp import trees
from chatapp.models import Role as Speaker
from chatapp.models import Share, Transfer
from chatapp.sharing import shares
from chatapp.trees import Node
from tests.access_cases.parlour import conversation
from tests.access_cases.things import Make, Thing


def _transfer(owner: User, **columns: str) -> Transfer:
    return Transfer.objects.create(owner=owner, kind="export", form="json", state="finished", **columns)


def made_share(owner: User) -> Share:
    said = [
        Node(parent=None, role=Speaker.USER, text="Why is the sky blue?"),
        Node(
            parent=0,
            role=Speaker.ASSISTANT,
            text=f"It scatters.\n\n```python\n{'wide = ' * 40}1\n```",
            engine="grok-4.7",
        ),
    ]
    return shares.share(owner, trees.write(owner, said).public_id, key=uuid4().hex)


def _share(owner: User) -> Thing:
    return Thing({"share": made_share(owner).public_id})


def _link(owner: User) -> Thing:
    return Thing({"token": made_share(owner).token})


def _file_of_a_link(owner: User) -> Thing:
    return Thing({"token": made_share(owner).token, "file": uuid4()})


OWNED: dict[str, Make] = {
    "share": conversation,
    "conversation-take": lambda owner: Thing({**conversation(owner).words, "shape": "json"}),
    "transfer-cancel": lambda owner: Thing({"transfer": _transfer(owner).public_id}),
    "transfer-fetch": lambda owner: Thing({"transfer": _transfer(owner, key=f"transfers/{uuid4().hex}.zip").public_id}),
    "share-badge": conversation,
    "share-revoke": _share,
    "share-update": _share,
}

SHARED: dict[str, Make] = {
    "shared": _link,
    "shared-file": _file_of_a_link,
    "shared-continue": _link,
    "transfer-along": lambda _owner: Thing(data={"form": "json"}),
}
