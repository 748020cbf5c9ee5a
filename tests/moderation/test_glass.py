"""Break-glass: private conversations are read for a reason and for a while, by few, and their owner is told."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts import leaving, privacy
from accounts.models import AuditEntry, Notice, Role, User
from chatapp import conversations, flagging, turns
from chatapp import glass as through
from chatapp.models import Conversation, Message, State, Turn
from moderation.glass import opening
from moderation.models import Case, Glass, GlassLook
from tests.accounts.people import person, signed_in

pytestmark = pytest.mark.django_db

WORDS = "My neighbour is the one I mean."
WHY = "A threat was reported."


@pytest.fixture
def alice() -> User:
    return person("alice")


@pytest.fixture
def talk(alice: User) -> Turn:
    return said(alice)


@pytest.fixture
def case(alice: User, talk: Turn) -> Case:
    """Somebody flagged what stands in the conversation."""
    flagging.report(alice, talk, "Look at this.")
    return Case.objects.get()


def said(owner: User, words: str = WORDS) -> Turn:
    """A question of theirs, and an answer that has ended."""
    begun = turns.send(owner, words, key=uuid4().hex)
    Turn.objects.filter(public_id=begun.turn).update(state=State.FINISHED, ended_at=timezone.now())
    return Turn.objects.select_related("answer", "conversation").get(public_id=begun.turn)


def place_of(turn: Turn) -> UUID:
    return turn.conversation.public_id


def read(reader: User, glass: Glass, conversation: UUID) -> str | int:
    """The page, or the number it is refused with."""
    answer = signed_in(reader).get(reverse("glass-conversation", args=[glass.public_id, conversation]))
    return answer.content.decode() if answer.status_code == 200 else answer.status_code


def test_a_reviewer_opens_what_a_case_is_about_and_the_owner_is_told_why_and_until_when(
    alice: User, rosa: User, talk: Turn, case: Case
) -> None:
    answer = signed_in(rosa).post(
        reverse("glass_for_case", args=[case.public_id]), {"reason": WHY, "minutes": "20"}, follow=True
    )

    assert WORDS in answer.content.decode()
    glass = Glass.objects.get()
    told = Notice.objects.get(owner=alice, code="glass.opened").body
    assert WHY in told
    assert f"{glass.ends_at:%H:%M} UTC" in told
    assert rosa.name not in told
    acts = AuditEntry.objects.filter(actor=rosa, action__startswith="glass.").order_by("number")
    assert [act.action for act in acts] == ["glass.opened", "glass.looked"]
    assert all(act.reason == WHY and str(alice.public_id) in act.target for act in acts)


def test_the_owner_sees_who_looked_and_at_what_on_their_own_page_and_in_their_export(
    alice: User, rosa: User, talk: Turn, case: Case
) -> None:
    glass = opening.for_case(case, by=rosa, reason=WHY, minutes=5)
    unread = signed_in(alice).get(reverse("me")).content.decode()
    read(rosa, glass, place_of(talk))

    page = signed_in(alice).get(reverse("me")).content.decode()

    assert "Nothing was read" in unread
    assert WHY in page
    assert "open now" in page
    assert f'href="/c/{place_of(talk)}/"' in page
    assert rosa.name not in page
    kept = privacy.export_of(alice)["stores"]["moderation.glasses"]["records"]
    assert kept[0]["read"][0]["conversation"] == str(place_of(talk))


@pytest.mark.parametrize("roles", [(), (Role.REVIEWER,), (Role.ADMINISTRATOR,), (Role.REVIEWER, Role.ADMINISTRATOR)])
def test_nobody_reads_a_private_conversation_without_breaking_the_glass(
    talk: Turn, case: Case, ruth: User, roles: tuple[Role, ...]
) -> None:
    other, theirs = signed_in(person("other", *roles)), opening.for_case(case, by=ruth, reason=WHY, minutes=5)
    place = place_of(talk)

    for address in (
        reverse("conversation", args=[place]),
        reverse("turn", args=[talk.public_id]),
        reverse("conversation-take", args=[place, "json"]),
        reverse("glass-conversation", args=[theirs.public_id, place]),  # another's glass opens nothing
    ):
        assert other.get(address).status_code == 404


def test_a_glass_reaches_no_further_than_the_conversation_of_its_case(alice: User, rosa: User, case: Case) -> None:
    elsewhere = place_of(said(alice, "Something else."))

    glass = opening.for_case(case, by=rosa, reason=WHY, minutes=5)

    assert read(rosa, glass, elsewhere) == 404
    assert read(rosa, glass, uuid4()) == 404


def test_without_a_case_it_takes_both_roles(alice: User, rosa: User, ruth: User, talk: Turn) -> None:
    address, said_so = reverse("glass_for_person", args=[alice.public_id]), {"reason": WHY, "minutes": "5"}

    signed_in(rosa).post(address, said_so)
    refused = Glass.objects.count()
    signed_in(person("adam", Role.ADMINISTRATOR)).post(address, said_so)
    listing = signed_in(ruth).post(address, said_so, follow=True).content.decode()

    assert (refused, Glass.objects.get().opened_by) == (0, ruth)
    assert str(place_of(talk)) in listing
    assert WORDS in str(read(ruth, Glass.objects.get(), place_of(talk)))
    with pytest.raises(opening.NotAllowed):
        opening.for_person(alice, by=rosa, reason=WHY, minutes=5)
    with pytest.raises(opening.NotAllowed):
        opening.for_person(ruth, by=ruth, reason=WHY, minutes=5)


def test_a_glass_that_has_ended_or_was_closed_opens_nothing(rosa: User, talk: Turn, case: Case) -> None:
    glass = opening.for_case(case, by=rosa, reason=WHY, minutes=5)
    open_at_first = read(rosa, glass, place_of(talk))
    Glass.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    ended = read(rosa, glass, place_of(talk))
    Glass.objects.update(ends_at=timezone.now() + timedelta(minutes=5))

    signed_in(rosa).post(reverse("glass_close", args=[glass.public_id]))

    assert WORDS in str(open_at_first)
    assert (ended, read(rosa, glass, place_of(talk))) == (404, 404)


def test_whoever_lost_the_role_reads_nothing_through_an_open_glass(rosa: User, talk: Turn, case: Case) -> None:
    glass = opening.for_case(case, by=rosa, reason=WHY, minutes=5)

    User.objects.filter(pk=rosa.pk).update(roles=["user"])

    assert read(rosa, glass, place_of(talk)) == 404


def test_it_never_lasts_longer_than_the_house_allows(rosa: User, case: Case, settings: Settings) -> None:
    settings.GLASS_MINUTES = 10

    signed_in(rosa).post(reverse("glass_for_case", args=[case.public_id]), {"reason": WHY, "minutes": "999999"})

    assert Glass.objects.get().ends_at <= timezone.now() + timedelta(minutes=10)


@pytest.mark.parametrize(
    "filled", [{}, {"reason": " "}, {"reason": "x"}, {"reason": WHY, "minutes": "-1"}, {"reason": "a\0b" * 9}]
)
def test_without_a_reason_nothing_opens_and_nobody_is_told(
    alice: User, rosa: User, case: Case, filled: dict[str, str]
) -> None:
    answer = signed_in(rosa).post(reverse("glass_for_case", args=[case.public_id]), {"minutes": "5", **filled})

    assert answer.status_code == 422
    assert not Glass.objects.exists()
    assert not Notice.objects.filter(owner=alice, code="glass.opened").exists()


def test_what_was_deleted_stays_deleted_and_a_temporary_chat_is_nobodys(
    alice: User, rosa: User, ruth: User, talk: Turn, case: Case
) -> None:
    glass = opening.for_person(alice, by=ruth, reason=WHY, minutes=5)
    temporary = place_of(said(alice, "Gone soon."))
    Conversation.objects.filter(public_id=temporary).update(temporary=True)

    conversations.delete(alice, place_of(talk))

    assert read(ruth, glass, place_of(talk)) == 404
    assert read(ruth, glass, temporary) == 404
    assert signed_in(rosa).get(reverse("glass_for_case", args=[case.public_id])).status_code == 404


def test_a_person_who_leaves_takes_the_words_about_them_along_and_the_audit_stays(
    alice: User, ruth: User, talk: Turn
) -> None:
    glass = opening.for_person(alice, by=ruth, reason=WHY, minutes=5)
    read(ruth, glass, place_of(talk))

    leaving.leave(alice)

    assert Glass.objects.get().reason == ""
    assert GlassLook.objects.count() == 1
    assert read(ruth, glass, place_of(talk)) == 404
    assert AuditEntry.objects.filter(action="glass.opened").exists()


def test_other_branches_can_be_read_because_what_is_hidden_may_stand_there(alice: User, ruth: User, talk: Turn) -> None:
    turns.retry(alice, talk.public_id, key=uuid4().hex)
    Turn.objects.update(state=State.FINISHED, ended_at=timezone.now())
    glass = opening.for_person(alice, by=ruth, reason=WHY, minutes=5)

    page = str(read(ruth, glass, place_of(talk)))

    assert "2 branches" in page
    for words in ("nonsense", str(uuid4()), str(talk.answer.public_id)):
        address = reverse("glass-conversation", args=[glass.public_id, place_of(talk)])
        assert signed_in(ruth).get(address, {"ending": words, "part": "x"}).status_code == 200


def test_a_conversation_in_which_something_is_locked_takes_both_roles(
    alice: User, rosa: User, ruth: User, talk: Turn, case: Case
) -> None:
    glass = opening.for_case(case, by=rosa, reason=WHY, minutes=5)
    assert WORDS in str(read(rosa, glass, place_of(talk)))
    further = turns.send(alice, "And more.", key=uuid4().hex, conversation=place_of(talk))
    answer = Turn.objects.get(public_id=further.turn).answer
    locked = Case.objects.create(owner=alice, lane="locked", subject_kind="message", subject=answer.public_id)

    assert opening.conversation_of(case, rosa) is None
    assert read(rosa, glass, place_of(talk)) == 404  # though it was open before
    assert opening.conversation_of(case, ruth) == opening.conversation_of(locked, ruth) == place_of(talk)


def test_a_glass_without_a_case_closes_with_the_second_role(alice: User, ruth: User, talk: Turn) -> None:
    glass = opening.for_person(alice, by=ruth, reason=WHY, minutes=5)
    assert WORDS in str(read(ruth, glass, place_of(talk)))

    User.objects.filter(pk=ruth.pk).update(roles=[Role.REVIEWER])

    assert read(ruth, glass, place_of(talk)) == 404


def test_the_list_of_branches_does_not_print_what_is_hidden(alice: User, ruth: User, talk: Turn) -> None:
    Message.objects.filter(pk=talk.answer.pk).update(text="Not for eyes.", hidden="Removed.")

    assert "Not for eyes." not in [each.words for each in through.endings(talk.conversation)]
