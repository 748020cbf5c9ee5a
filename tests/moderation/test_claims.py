"""Who looks at what: a case is held by a page, freed by leaving it, and passed by; others see it at once."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from foundation import wakeups
from moderation.models import Case, ReviewerSettings
from moderation.models.case import CLAIM, Lane
from tests.accounts.people import person, signed_in
from tests.moderation.deeds import LOCK, REMOVE, decided, flagged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shelf")]


@pytest.fixture
def ruth() -> User:
    return person("ruth", Role.REVIEWER)


def opened(browser: Client, case: Case) -> dict[str, str]:
    """The case in a page; the ticket that page holds it by."""
    browser.get(reverse("case", args=[case.public_id]))
    case.refresh_from_db()
    return {"ticket": str(case.ticket)}


def asked(browser: Client, name: str, case: Case, **words: str) -> Any:
    return browser.post(reverse(name, args=[case.public_id]), words)


def test_leaving_a_page_frees_the_case_unless_a_later_page_holds_it(alice: User, rosa: User) -> None:
    case, browser = flagged(alice), signed_in(rosa)
    first = opened(browser, case)
    second = opened(browser, case)

    asked(browser, "case_give_back", case, **first)
    case.refresh_from_db()
    still_held = case.looked_at_by
    asked(browser, "case_give_back", case, **second)
    case.refresh_from_db()

    assert still_held == rosa
    assert case.looked_at_by is None


def test_who_still_looks_keeps_a_case_and_the_beginning_is_not_moved(
    alice: User,
    rosa: User,
    ruth: User,
) -> None:
    case = flagged(alice)
    ticket = opened(signed_in(rosa), case)
    begun = timezone.now() - CLAIM - timedelta(minutes=1)
    Case.objects.filter(pk=case.pk).update(taken_at=begun, claimed_at=timezone.now() - CLAIM / 2)

    assert asked(signed_in(rosa), "case_hold", case, **ticket).status_code == 204
    case.refresh_from_db()
    assert case.claimed_at
    assert timezone.now() - case.claimed_at < CLAIM / 2
    refused = asked(signed_in(ruth), "case_hold", case)

    case.refresh_from_db()
    assert case.taken_at == begun
    assert refused.status_code == 409
    assert refused.json()["sentence"] == "Rosa took this meanwhile."
    assert "Rosa is looking" in signed_in(ruth).get(reverse("desk")).content.decode()


def test_what_somebody_looks_at_is_decided_by_another_only_knowingly(alice: User, rosa: User, ruth: User) -> None:
    case, wanted = flagged(alice), {"measures": "remove", "reason": "Explicit."}
    opened(signed_in(rosa), case)
    at_ruth, address = signed_in(ruth), reverse("case_decide", args=[case.public_id])

    asks = at_ruth.post(address, wanted)
    case.refresh_from_db()
    untouched = (case.decided_at, case.claimed_by)
    again = str(asks.context["although"])
    stranger = at_ruth.post(address, {**wanted, "although": str(ruth.public_id)})
    at_ruth.post(address, {**wanted, "although": again})

    case.refresh_from_db()
    assert (asks.status_code, stranger.status_code) == (409, 409)
    assert "Rosa is looking at this." in asks.content.decode()
    assert f'name="although" value="{rosa.public_id}"' in asks.content.decode()
    assert "Explicit." in asks.content.decode()
    assert untouched == (None, rosa)
    assert case.decided_at


def test_whoever_has_it_open_is_told_once_who_decided_and_where_to_go_on(alice: User, rosa: User, ruth: User) -> None:
    case, following = flagged(alice), flagged(alice)
    at_rosa, list_of = signed_in(rosa), f"{reverse('desk')}?open={case.public_id}"
    ticket = opened(at_rosa, case)
    before = at_rosa.get(list_of, headers={"hx-request": "true"}).content.decode()
    decided(case, ruth, REMOVE)

    told = at_rosa.get(list_of, headers={"hx-request": "true"}).content.decode()
    held = asked(at_rosa, "case_hold", case, **ticket)

    assert "data-over" not in before
    assert "Ruth decided this: removed. What you wrote is still here." in told
    assert reverse("case", args=[following.public_id]) in told.partition("data-over")[2]
    assert "<button" not in told.partition("data-over")[2]
    assert f"open={case.public_id}&amp;decided=1" in told
    assert held.json()["sentence"] == "Ruth decided this: removed."
    assert "data-over" not in at_rosa.get(f"{list_of}&decided=1", headers={"hx-request": "true"}).content.decode()


def test_a_claim_that_lapsed_is_anybodys(alice: User, rosa: User, ruth: User) -> None:
    case = flagged(alice)
    opened(signed_in(rosa), case)
    Case.objects.filter(pk=case.pk).update(claimed_at=timezone.now() - CLAIM)

    opened(signed_in(ruth), case)

    case.refresh_from_db()
    assert case.claimed_by == ruth


def test_skipping_goes_on_in_the_chosen_lane_and_never_back_to_the_same_in_this_sitting(
    alice: User,
    rosa: User,
    ruth: User,
) -> None:
    cases = [flagged(alice) for _ in range(4)]
    Case.objects.filter(pk=cases[0].pk).update(lane=Lane.LIKENESS)
    opened(signed_in(ruth), cases[2])
    browser = signed_in(rosa)

    ways = [browser.post(f"{reverse('case_skip', args=[each.public_id])}?lane=other") for each in (cases[1], cases[3])]
    browser.post(f"{reverse('desk_begin_anew')}?lane=other")
    again = browser.post(f"{reverse('case_skip', args=[cases[3].public_id])}?lane=other")

    page = browser.get(f"{reverse('desk')}?lane=other").content.decode()
    browser.post(reverse("case_skip", args=[cases[1].public_id]))
    left = browser.get(f"{reverse('desk')}?lane=other").content.decode()

    assert "Choose a case" in page
    assert "Nothing is left for you" in left
    assert ways[0].headers["Location"] == f"{reverse('case', args=[cases[3].public_id])}?lane=other"
    assert ways[1].headers["Location"] == f"{reverse('desk')}?lane=other"
    assert again.headers["Location"] == f"{reverse('case', args=[cases[1].public_id])}?lane=other"


def test_a_starred_lane_stands_first_in_the_list_and_in_what_comes_next(alice: User, rosa: User) -> None:
    flagged(alice)
    later = flagged(alice)
    Case.objects.filter(pk=later.pk).update(lane=Lane.OTHER)
    first = flagged(alice)
    Case.objects.filter(pk=first.pk).update(lane=Lane.LIKENESS)
    browser = signed_in(rosa)

    browser.post(reverse("desk_star", args=["other"]))
    page = browser.get(reverse("desk")).content.decode()
    following = browser.post(reverse("case_skip", args=[first.public_id])).headers["Location"]

    assert page.index("Everything else") < page.index("Likeness")
    assert str(Case.objects.filter(lane=Lane.OTHER).earliest("pk").public_id) in following
    assert browser.post(reverse("desk_star", args=["no-such-lane"])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_reviewers_hear_of_a_new_case_and_the_bell_names_nothing(alice: User, rosa: User) -> None:
    async def heard() -> dict[str, object]:
        layer = get_channel_layer()
        assert layer is not None
        channel = await layer.new_channel()
        for somebody in (rosa, alice):
            await layer.group_add(wakeups.group(somebody.public_id), channel)
        await asyncio.to_thread(flagged, alice, LOCK)
        message: dict[str, object] = await asyncio.wait_for(layer.receive(channel), 5)
        return message

    assert async_to_sync(heard)() == {"type": "wake", "topic": "desk", "id": str(rosa.public_id)}


def test_settings_are_kept_and_refused_with_a_sentence(rosa: User) -> None:
    browser, address = signed_in(rosa), reverse("desk_settings")

    kept = browser.post(address, {"blur": "strong", "break_minutes": "20", "starred": ["other"]})
    refused = browser.post(address, {"blur": "double", "break_minutes": "20"})

    settings = ReviewerSettings.of(rosa)
    assert (kept.status_code, refused.status_code) == (302, 422)
    assert (settings.blur, settings.break_minutes, settings.keys, settings.starred) == ("strong", 20, False, ["other"])
    assert browser.get(address).status_code == 200


@pytest.mark.parametrize(
    "query", ["?lane=nonsense&kind=%00", "?open=x", "?open=00000000-0000-4000-8000-000000000000", "?starred=1"]
)
def test_an_address_of_nonsense_shows_the_queue(rosa: User, query: str) -> None:
    assert signed_in(rosa).get(reverse("desk") + query).status_code == 200
    assert signed_in(rosa).get(reverse("desk") + query, headers={"hx-request": "true"}).status_code == 200
