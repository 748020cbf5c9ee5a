"""Whoever judges an appeal or a request for removal reads beforehand what the others will, and changes nothing by that."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Notice, Role, User
from moderation import appeals
from moderation.measures import Measure
from moderation.models import Appeal, Case, Decision, Letter, Takedown
from moderation.takedowns import following, sweeping, telling
from moderation.takedowns.receiving import ask
from studio.models import Asset
from tests.access_cases.studio_works import hung
from tests.accounts.people import person, signed_in
from tests.moderation.deeds import HIDE, decided, flagged
from tests.moderation.shelf import Shelf
from tests.moderation.takedowns.asking import LOOKS, judge, link, looking, said, seen

pytestmark = pytest.mark.django_db


def read(page: Any) -> list[tuple[str, str]]:
    """Who reads what, on the fragment."""
    assert page.status_code == 200
    return [(each.whom, each.words) for each in page.context["said"]]


def rehearsed(reviewer: User, name: str, about: Any, **filled: Any) -> list[tuple[str, str]]:
    return read(signed_in(reviewer).post(reverse(name, args=[about.public_id]), filled))


@pytest.fixture
def ruth() -> User:
    return person("ruth", Role.REVIEWER)


@pytest.fixture
def picture(alice: User) -> Asset:
    return looking(hung(alice), LOOKS, "a" * 64)


@pytest.fixture
def request_of_bea(picture: Asset) -> Takedown:
    return ask(said(link(picture)))


def filled(takedown: Takedown, verdict: str, *, ticked: bool = True) -> dict[str, Any]:
    things = [str(each.public_id) for each in takedown.reached.all()]
    return {"verdict": verdict, "reason": "It shows her.", "shown": things, "thing": things if ticked else []}


def test_of_a_removal_both_sides_words_are_read_before(picture: Asset, request_of_bea: Takedown, rosa: User) -> None:
    asker, owner = rehearsed(rosa, "desk-removal-statement", request_of_bea, **filled(request_of_bea, "uphold"))
    untouched = (Case.objects.exists(), seen(picture), Takedown.objects.get().is_open)
    judge(rosa, request_of_bea, "uphold", *request_of_bea.reached.all())

    assert untouched == (False, [False], True)
    assert asker[0] == "Whoever asked, by mail"
    assert asker[1] in Letter.objects.get(subject=f"Decided: {request_of_bea.number}").body
    assert owner == ("The owner, of your work in the studio", Decision.objects.get().statement)


def test_of_several_things_of_a_kind_one_is_said_to_be_an_example(
    picture: Asset, request_of_bea: Takedown, rosa: User
) -> None:
    copy = looking(hung(picture.owner), "", picture.sha256)
    sweeping.sweep(request_of_bea.pk)
    assert seen(copy) == [False]

    _asker, owner = rehearsed(rosa, "desk-removal-statement", request_of_bea, **filled(request_of_bea, "uphold"))

    assert owner[0] == "The owner, of your work in the studio: one of 2, as an example"


def test_of_what_stays_the_owner_reads_that_it_is_shown_again(
    picture: Asset, request_of_bea: Takedown, rosa: User
) -> None:
    asker, owner = rehearsed(rosa, "desk-removal-statement", request_of_bea, **filled(request_of_bea, "decline"))
    unticked = rehearsed(
        rosa, "desk-removal-statement", request_of_bea, **filled(request_of_bea, "uphold", ticked=False)
    )
    unchosen = rehearsed(rosa, "desk-removal-statement", request_of_bea, reason="So.")
    judge(rosa, request_of_bea, "decline")

    assert "decided that it stays" in asker[1]
    assert "It shows her." in asker[1]
    assert owner[1] == Notice.objects.filter(owner=picture.owner).latest("pk").body
    assert [whom for whom, _words in unticked] == ["Whoever asked, by mail", owner[0]]
    assert (
        unchosen == rehearsed(rosa, "desk-removal-statement", request_of_bea, **filled(request_of_bea, "decline")) == []
    )


@pytest.mark.parametrize("outcome", ["upheld", "overturned", "changed"])
def test_of_an_appeal_the_owners_words_are_read_before(
    outcome: str, alice: User, rosa: User, ruth: User, shelf: Shelf
) -> None:
    decision = decided(flagged(alice), rosa, HIDE)
    appeal = appeals.appeal(decision, owner=alice, words="It is a statue.")
    hidden = dict(shelf.hidden)
    words = {"outcome": outcome, "reason": "A statue indeed.", "measures": ["warn"]}

    told = rehearsed(ruth, "appeal_statement", appeal, **words)
    untouched = (Appeal.objects.get().judged_at, Decision.objects.get().stands)
    shelf.hidden = hidden  # dictionaries know of no transactions
    signed_in(ruth).post(reverse("appeal_judge", args=[appeal.public_id]), words)

    assert untouched == (None, True)
    assert told[0] == ("The owner", Notice.objects.get(owner=alice, code="appeal_judged").body)
    assert [words for _whom, words in told[1:]] == [each.statement for each in Decision.objects.exclude(pk=decision.pk)]


def test_whoever_asked_for_its_removal_is_part_of_an_appeal_that_gives_it_back(
    picture: Asset, request_of_bea: Takedown, rosa: User, ruth: User
) -> None:
    judge(rosa, request_of_bea, "uphold", *request_of_bea.reached.all())
    appeal = appeals.appeal(Decision.objects.get(), owner=picture.owner, words="It is a fox.")

    upheld, overturned = (
        rehearsed(ruth, "appeal_statement", appeal, outcome=outcome, reason="So.")
        for outcome in ("upheld", "overturned")
    )
    instead = rehearsed(ruth, "appeal_statement", appeal, outcome="changed", reason="So.", measures=["hide"])

    assert [whom for whom, _words in upheld] == ["The owner"]
    assert overturned[1] == ("Whoever asked for its removal, by mail", telling.overturned_words())
    assert [whom for whom, _words in instead] == ["The owner", "The owner, of the other decision"]
    assert following.follow() == 0


def test_what_cannot_be_decided_is_said_in_its_place(alice: User, rosa: User, ruth: User, shelf: Shelf) -> None:
    appeal = appeals.appeal(decided(flagged(alice), rosa, Measure("warn")), owner=alice, words="No.")

    page = signed_in(ruth).post(reverse("appeal_statement", args=[appeal.public_id]), {"outcome": "changed"})
    mine = signed_in(rosa).post(reverse("appeal_statement", args=[appeal.public_id]), {"outcome": "upheld"})

    assert "Choose" in page.content.decode()
    assert read(page) == []
    assert mine.status_code == 404
