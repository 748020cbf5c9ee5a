"""Keeping: pinned, archived, moved, tagged, deleted, one or many; each undone by what its answer says; unread until seen."""

import json
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.test import Client

from accounts.models import User
from chatapp import conversations, projects, turns
from chatapp.conversations import Command
from chatapp.conversations.keeping import tidy_tag
from chatapp.models import Conversation
from chatapp.models.conversation import MOST_TAGS
from tests.chatapp.answers import answered

pytestmark = pytest.mark.django_db
Visit = Callable[[User], Client]


def listed(person: User) -> list[Conversation]:
    """What stands in the sidebar, from above."""
    page = conversations.listing(person)
    return [*page.pinned, *(row for group in page.groups for row in group.conversations)]


def state(person: User) -> list[tuple[object, ...]]:
    """All that keeping can change."""
    rows = Conversation.objects.owned_by(person).order_by("pk")
    return [
        (bool(row.pinned_at), bool(row.archived_at), bool(row.deleted_at), row.project_id, sorted(row.tags))
        for row in rows
    ]


@pytest.fixture
def three(alice: User) -> list[UUID]:
    """Three of Alice's: the first pinned and tagged, the second archived, the third as it began."""
    made = [answered(alice, f"Question {number}?").conversation.public_id for number in range(3)]
    boats = projects.create(alice, "Boats")
    conversations.keep(alice, Command("pin", (made[0],)))
    conversations.keep(alice, Command("tag", (made[0],), tag="old"))
    conversations.keep(alice, Command("move", (made[0],), project=boats.public_id))
    conversations.keep(alice, Command("archive", (made[1],)))
    return made


@pytest.mark.parametrize("do", ["pin", "unpin", "archive", "unarchive", "delete", "tag", "untag", "move"])
def test_whatever_is_done_with_many_its_undo_brings_back(alice: User, three: list[UUID], do: str) -> None:
    before = state(alice)
    kept = conversations.keep(alice, Command(do, tuple(three), tag="old"))
    assert state(alice) != before
    assert kept.changed in (1, 2, 3)

    for command in reversed(kept.undo):
        conversations.keep(alice, command)

    assert state(alice) == before


def test_moved_from_several_places_each_goes_back_to_its_own(alice: User, three: list[UUID]) -> None:
    ships = projects.create(alice, "Ships")
    before = state(alice)

    kept = conversations.keep(alice, Command("move", tuple(three), project=ships.public_id))

    assert {row[3] for row in state(alice)} == {ships.pk}
    assert kept.sentence == "3 conversations moved to Ships."
    for command in kept.undo:
        conversations.keep(alice, command)
    assert state(alice) == before


def test_the_pinned_stand_first_and_the_archived_elsewhere(alice: User, three: list[UUID]) -> None:
    later = answered(alice).conversation

    assert [row.public_id for row in listed(alice)] == [three[0], later.public_id, three[2]]
    assert [row.public_id for row in conversations.archived(alice).groups[0].conversations] == [three[1]]


def test_what_is_not_ones_own_is_not_touched_and_not_told(alice: User, bob: User, three: list[UUID]) -> None:
    his = answered(bob).conversation

    kept = conversations.keep(alice, Command("delete", (his.public_id, three[2])))

    his.refresh_from_db()
    assert (kept.sentence, his.deleted_at) == ("1 conversation deleted.", None)
    with pytest.raises(Conversation.DoesNotExist):
        conversations.keep(alice, Command("delete", (his.public_id,)))


def test_nothing_moves_into_anothers_project(alice: User, bob: User, three: list[UUID], visit: Visit) -> None:
    his = projects.create(bob, "His")

    answer = visit(alice).post("/c/keep/", {"do": "move", "ids": [str(three[2])], "project": str(his.public_id)})

    assert answer.status_code == 404
    assert not his.conversations.exists()


def test_a_temporary_conversation_is_in_no_list(alice: User) -> None:
    place = answered(alice).conversation
    Conversation.objects.filter(pk=place.pk).update(temporary=True)

    assert listed(alice) == []


TAGS = {
    "Work": "work",
    "  Two   Words ": "two-words",
    "#hash": "hash",
    "Größe": "grösse",
    "c++": "c++",
    "<b>": "b",
    "🦊": "",
    "---": "",
    "a" * 60: "a" * 40,
}


@pytest.mark.parametrize("said", TAGS, ids=range(len(TAGS)))
def test_a_tag_is_one_tidy_word(said: str) -> None:
    assert tidy_tag(said) == TAGS[said]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"do": "tag", "tag": "🦊"}, "needs at least one letter"),
        ({"do": "tag", "tag": "one-too-many"}, f"at most {MOST_TAGS} tags"),
        ({"do": "fly"}, "choose conversations first"),
    ],
    ids=["no letter", "too many", "unknown"],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    alice: User, visit: Visit, fields: dict[str, str], words: str
) -> None:
    place = answered(alice).conversation
    Conversation.objects.filter(pk=place.pk).update(tags=[f"t{number}" for number in range(MOST_TAGS)])
    before = state(alice)

    answer = visit(alice).post(
        "/c/keep/", fields | {"ids": [str(place.public_id)]}, headers={"Accept": "application/json"}
    )

    assert answer.status_code == 422
    assert words in answer.json()["sentence"]
    assert state(alice) == before


@pytest.mark.parametrize("ids", [["nonsense"], []], ids=["no id", "none"])
def test_bad_ids_are_no_fault_of_ours(alice: User, visit: Visit, ids: list[str]) -> None:
    assert visit(alice).post("/c/keep/", {"do": "pin", "ids": ids}).status_code in (302, 404)


def test_a_plain_form_comes_back_to_its_page_with_the_words(alice: User, three: list[UUID], visit: Visit) -> None:
    browser = visit(alice)
    here = f"/c/{three[2]}/keeping/"

    answer = browser.post("/c/keep/", {"do": "archive", "ids": [str(three[2])], "next": here}, follow=True)

    assert answer.redirect_chain == [(here, 302)]
    assert "1 conversation archived." in answer.content.decode()
    elsewhere = browser.post("/c/keep/", {"do": "pin", "ids": [str(three[2])], "next": "https://evil.example/"})
    assert elsewhere.headers["Location"] == "/"


def test_a_script_is_told_the_way_back(alice: User, three: list[UUID], visit: Visit) -> None:
    fields = {"do": "delete", "ids": [str(each) for each in three]}

    told = json.loads(visit(alice).post("/c/keep/", fields, headers={"Accept": "application/json"}).content)

    assert told["sentence"] == "3 conversations deleted."
    assert [(each["do"], sorted(each["ids"])) for each in told["undo"]] == [("restore", sorted(map(str, three)))]


def dots(person: User) -> dict[UUID, bool]:
    return {row.public_id: vars(row)["unread"] for row in listed(person)}


def test_an_answer_is_unread_until_its_owner_looks(alice: User, visit: Visit) -> None:
    begun = turns.send(alice, "Why?", key=uuid4().hex).conversation
    assert dots(alice) == {begun: False}
    place = answered(alice, "And?").conversation
    assert dots(alice)[place.public_id]

    page = visit(alice).get(f"/c/{place.public_id}/").content.decode()

    assert not dots(alice)[place.public_id]
    assert 'aria-label="New answer"' not in page
    answered(alice, "Again?", "So.", place)
    assert dots(alice)[place.public_id]
    assert visit(alice).post(f"/c/{place.public_id}/read/").status_code == 204
    assert not dots(alice)[place.public_id]
    kept = answered(alice, "Once more?", "So.", place)
    visit(alice).post(f"/turns/{kept.public_id}/keep/")
    assert not dots(alice)[place.public_id]
