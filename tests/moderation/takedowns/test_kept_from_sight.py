"""What a request keeps from sight stays so until the request is judged, whatever else is decided about it, and no longer."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from accounts import leaving, links
from accounts.models import Notice, User
from chatapp import turns
from chatapp.context.paths import path_to
from chatapp.models import Message
from chatapp.refusals import Refused
from chatapp.sharing import shares as talks
from chatapp.takedowns import Messages
from moderation import decisions, ending
from moderation.measures import Measure
from moderation.models import Decision, KnownHash, Takedown
from moderation.models.decision import Scope
from moderation.takedowns import judging, sweeping
from moderation.takedowns.judging import Ticks
from moderation.takedowns.receiving import Request, ask
from moderation.verdicts import Action
from studio import assets
from studio.arrivals import hidden
from studio.models import Arrival, Asset
from studio.sharing import shares as work
from tests.accounts.people import signed_in
from tests.chatapp.answers import answered
from tests.moderation.clock import Clock
from tests.moderation.deeds import ALLOW, HIDE, flagged
from tests.studio.hung import hang

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


@dataclass
class Thing:
    """Something that is shared; `one` where the link shows other things, too."""

    owner: User
    kind: str
    subject: UUID
    place: str
    one: UUID | None = None

    @property
    def is_seen(self) -> bool:
        rows = Asset.objects.approved() if self.kind == "asset" else Message.objects.readable()
        return bool(rows.filter(public_id=self.subject).exists())


@pytest.fixture
def picture(alice: User) -> Thing:
    asset = hang(alice)
    shown = work.share(alice, [asset.public_id], key=uuid4().hex)
    return Thing(alice, "asset", asset.public_id, f"/made/{shown.token}/")


@pytest.fixture
def answer(alice: User) -> Thing:
    turn = answered(alice, "Why?", "It scatters.")
    shown = talks.share(alice, turn.conversation.public_id, key=uuid4().hex)
    return Thing(alice, "message", turn.answer.public_id, f"/s/{shown.token}/", turn.answer.public_id)


@pytest.fixture(params=["picture", "answer"])
def thing(request: pytest.FixtureRequest) -> Thing:
    found: Thing = request.getfixturevalue(request.param)
    return found


def asked(thing: Thing, contact: str = "bea@example.org") -> Takedown:
    where = links.absolute(thing.place)
    return ask(Request(who="me", contact=contact, where=where, why="", signature="B", intimate=False, only=thing.one))


def decided(thing: Thing, by: User, measure: Measure, scope: Scope = Scope.THING) -> Decision:
    case = flagged(thing.owner, kind=thing.kind, subject=thing.subject)
    return decisions.decide(case, reviewer=by, measures=[measure], reason="Looked at it.", scope=scope)


def test_allow_on_another_case_shows_it_only_when_the_request_is_over(thing: Thing, rosa: User) -> None:
    takedown = asked(thing)

    decision = decided(thing, rosa, ALLOW)

    assert not thing.is_seen
    assert "a request to remove it" in decision.statement
    judging.decline(takedown, reviewer=rosa, reason="So.")
    assert thing.is_seen


def test_the_end_of_a_hide_shows_it_only_when_the_request_is_over(thing: Thing, rosa: User, clock: Clock) -> None:
    decided(thing, rosa, Measure("hide", timezone.now() + timedelta(hours=5)))
    takedown = asked(thing)

    clock.is_at(timezone.now() + timedelta(hours=6))
    assert ending.end_due() == 1

    assert not thing.is_seen
    assert "a request to remove it" in Notice.objects.get(owner=thing.owner, code="case_ended").body
    judging.withdraw(takedown)
    assert thing.is_seen


def test_what_the_desk_hid_meanwhile_stays_hidden_and_its_owner_is_told_of_no_return(thing: Thing, rosa: User) -> None:
    takedown = asked(thing)
    decided(thing, rosa, HIDE)

    judging.decline(takedown, reviewer=rosa, reason="So.")

    assert not thing.is_seen
    assert not Notice.objects.filter(owner=thing.owner, code="takedown_over").exists()


@pytest.mark.parametrize("first", ["the hide", "the request"])
def test_a_hide_taken_back_after_the_request_was_over_leaves_nothing_of_it(
    thing: Thing, rosa: User, first: str
) -> None:
    early = asked(thing) if first == "the request" else None
    mistake = decided(thing, rosa, HIDE)
    judging.withdraw(early or asked(thing))

    decisions.undo(mistake, reviewer=rosa)

    assert thing.is_seen


def test_a_hide_taken_back_while_it_is_judged_does_not_show_it(thing: Thing, rosa: User) -> None:
    mistake = decided(thing, rosa, HIDE)
    takedown = asked(thing)

    decisions.undo(mistake, reviewer=rosa)

    assert not thing.is_seen
    judging.withdraw(takedown)
    assert thing.is_seen


def test_of_two_requests_the_last_to_end_shows_it(thing: Thing, rosa: User) -> None:
    first, second = asked(thing), asked(thing, "cleo@example.org")

    judging.decline(first, reviewer=rosa, reason="So.")
    sweeping.sweep(second.pk)
    between = thing.is_seen
    judging.decline(second, reviewer=rosa, reason="So.")

    assert (between, thing.is_seen) == (False, True)


def test_allowing_the_copies_of_a_thing_shows_none_that_a_request_keeps_from_sight(
    picture: Thing, alice: User, rosa: User
) -> None:
    copy = hang(alice)
    Asset.objects.filter(owner=alice).update(sha256="a" * 64, approved_sha256="a" * 64)
    takedown = asked(picture)
    sweeping.sweep(takedown.pk)
    assert takedown.reached.count() == 2

    decided(picture, rosa, ALLOW, Scope.COPIES)

    assert not Asset.objects.approved().filter(owner=alice).exists()
    judging.decline(takedown, reviewer=rosa, reason="So.")
    assert Asset.objects.approved().filter(pk=copy.pk).exists()


def test_what_is_brought_again_while_it_is_judged_waits_for_a_person_and_is_not_refused(picture: Thing) -> None:
    asset = Asset.objects.get(public_id=picture.subject)
    asked(picture)

    verdict = hidden.verdict(Asset(sha256=asset.sha256), asset.sha256, policy_version="")

    assert not hidden.are_these(asset.sha256)
    assert verdict.action == Action.REVIEW


def test_its_owner_reads_in_its_place_that_it_is_judged_and_no_later_question_repeats_it(answer: Thing) -> None:
    place = Message.objects.get(public_id=answer.subject).conversation
    asked(answer)

    page = signed_in(answer.owner).get(f"/c/{place.public_id}/").content.decode()
    later = answered(answer.owner, "And at dusk?", conversation=place)

    assert "Somebody asked for this to be removed" in page
    assert "It scatters." not in page
    assert [said.text for said in path_to(later.prompt_id).said] == ["Why?", "And at dusk?"]


def test_a_question_that_is_judged_is_answered_by_nobody_meanwhile(alice: User) -> None:
    turn = answered(alice, "Who is Bea?", "She lives at number nine.")
    Messages().withhold(turn.prompt.public_id)

    with pytest.raises(Refused, match="hidden"):
        turns.retry(alice, turn.public_id, key=uuid4().hex)

    assert "Who is Bea?" not in signed_in(alice).get(f"/c/{turn.conversation.public_id}/").content.decode()
    Messages().give_back(turn.prompt.public_id)
    turns.retry(alice, turn.public_id, key=uuid4().hex)


@pytest.mark.parametrize("upheld", [True, False])
def test_an_owner_who_leaves_takes_nothing_away_before_it_is_judged(
    picture: Thing, alice: User, rosa: User, upheld: bool
) -> None:
    asset = Asset.objects.get(public_id=picture.subject)
    Arrival.objects.create(owner=alice, origin=asset.origin, asset=asset, sha256="c" * 64, stage="ready")
    takedown = asked(picture)
    leaving.leave(alice)
    assert assets.purge_due() == 0
    assets.purge(asset)
    assert Asset.objects.judged().get().deleted_at

    if upheld:
        named = [takedown.reached.get().public_id]
        judging.uphold(takedown, reviewer=rosa, reason="So.", ticks=Ticks(named, named, 0))
    else:
        judging.decline(takedown, reviewer=rosa, reason="So.")

    blocked = set(KnownHash.objects.values_list("value", flat=True))
    assert {asset.sha256, "c" * 64} <= blocked if upheld else not blocked
    assert assets.purge_due() == 1
    assert not Asset.objects.exists()
    assert not Arrival.objects.exists()
