"""The form a reviewer fills in: several actions at once, equal cases with it, and all of it taken back."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from moderation import decisions
from moderation.forms import DecisionForm
from moderation.measures import Conflict
from moderation.models import Case, Decision, ReviewerSettings
from tests.accounts.people import person, signed_in
from tests.moderation.deeds import ALLOW, LOCK, flagged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shelf")]


def decided(browser: Client, case: Case, **filled: Any) -> Any:
    return browser.post(reverse("case_decide", args=[case.public_id]), {"reason": "Explicit.", **filled})


def undo_in(browser: Client) -> str:
    """Where the page offers to take the last decision back; nothing when it does not."""
    page = browser.get(reverse("desk")).content.decode()
    found = re.search(r'class="toast undo" method="post" action="([^"]+)"', page)
    return found[1] if found else ""


def test_several_actions_are_one_decision_each_with_its_end(alice: User, rosa: User) -> None:
    case = flagged(alice)

    decided(signed_in(rosa), case, measures=["hide", "limit"], until_hide="30", until_limit="7", until_suspend="7")

    done = {each.name: each.until for each in Decision.objects.get().measures.all()}
    assert set(done) == {"hide", "limit"}
    assert [(end - timezone.now()).days + 1 for end in done.values() if end] == [30, 7]


def test_what_contradicts_itself_is_said_and_keeps_what_was_chosen(alice: User, rosa: User) -> None:
    case = flagged(alice)

    page = decided(signed_in(rosa), case, measures=["allow", "remove"])

    assert page.status_code == 422
    assert "contradict each other" in page.content.decode()
    assert re.search(r'value="remove"[^>]* checked', page.content.decode())
    assert not Decision.objects.exists()


def test_nothing_is_let_go_by_who_has_not_read_why_it_was_locked(alice: User) -> None:
    case, desk = flagged(alice), signed_in(person("ruth", Role.REVIEWER, Role.ADMINISTRATOR))
    read = re.search(r'name="seen" value="(\d+)"', desk.get(reverse("case", args=[case.public_id])).content.decode())
    assert read
    flagged(alice, LOCK, subject=case.subject)

    page = decided(desk, case, measures=["allow"], seen=read[1])
    again = re.search(r'name="seen" value="(\d+)"', page.content.decode())
    assert again
    before = Decision.objects.exists()
    decided(desk, case, measures=["allow"], seen=again[1])

    assert (page.status_code, before, Decision.objects.exists()) == (422, False, True)
    assert "said more about this while you looked" in page.content.decode()
    assert decided(desk, flagged(alice), measures=["allow"], seen="many").status_code == 422


def test_nothing_is_let_go_by_a_form_that_does_not_say_what_was_read_nor_by_a_word_that_came_last(alice: User) -> None:
    held, ruth = flagged(alice, LOCK), person("ruth", Role.REVIEWER, Role.ADMINISTRATOR)
    stale = flagged(alice)
    flagged(alice, LOCK, subject=stale.subject)

    page = decided(signed_in(ruth), held, measures=["allow"])
    with pytest.raises(decisions.Unread):
        decisions.decide(stale, reviewer=ruth, measures=[ALLOW], reason="So.", seen=1)
    with pytest.raises(decisions.Unread):
        decisions.decide_alike([flagged(alice), held], reviewer=ruth, measures=[ALLOW], reason="So.", seen=1)

    assert page.status_code == 422
    assert not Decision.objects.exists()


def test_the_next_page_offers_to_take_it_back_and_then_it_is_as_it_was(alice: User, rosa: User) -> None:
    case, browser = flagged(alice), signed_in(rosa)
    decided(browser, case, measures=["remove"])

    taken_back = browser.post(undo_in(browser))

    case.refresh_from_db()
    assert taken_back.headers["Location"] == reverse("case", args=[case.public_id])
    assert case.decided_at is None
    assert case.claimed_by == rosa
    assert not undo_in(browser)


def test_once_its_seconds_are_over_nothing_is_offered_and_nothing_taken_back(
    alice: User, rosa: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, browser = flagged(alice), signed_in(rosa)
    decided(browser, case, measures=["remove"])
    address = undo_in(browser)
    settings.UNDO_SECONDS = -3600

    late = browser.post(address, follow=True)

    assert not undo_in(browser)
    assert "the decision stands" in late.content.decode()


def test_equal_cases_are_decided_in_one_go_and_taken_back_in_one(alice: User, rosa: User) -> None:
    cases, browser = [flagged(alice) for _ in range(3)], signed_in(rosa)
    another = flagged(person("bob", Role.CREATOR))
    foreign = str(flagged(rosa).public_id)
    chosen = [str(each.public_id) for each in cases[1:]]

    decided(browser, cases[0], measures=["remove"], **{"with": [*chosen, foreign, "nonsense"]})
    together = Decision.objects.count()
    browser.post(undo_in(browser))

    another.refresh_from_db()
    assert together == 3
    assert another.decided_at is None
    assert Case.objects.open().filter(owner=alice).count() == 3
    assert list(Case.objects.filter(owner=alice).order_by("pk").values_list("claimed_by", flat=True)) == [
        rosa.pk,
        None,
        None,
    ]


def test_what_is_left_to_a_senior_tells_its_owner_nothing_yet(alice: User, rosa: User) -> None:
    address = reverse("case_statement", args=[flagged(alice).public_id])

    page = signed_in(rosa).post(address, {"measures": ["escalate"], "reason": "Hard."}).content.decode()

    assert "Nothing yet: a senior looks at it" in page


def test_a_reviewer_who_wants_no_next_case_comes_back_to_the_queue(alice: User, rosa: User) -> None:
    case, _other = flagged(alice), flagged(alice)
    ReviewerSettings.objects.create(owner=rosa, auto_advance=False)

    answer = signed_in(rosa).post(
        f"{reverse('case_decide', args=[case.public_id])}?lane=other", {"measures": ["allow"], "reason": "Fine."}
    )

    assert answer.headers["Location"] == f"{reverse('desk')}?lane=other"


@pytest.mark.parametrize(
    "end", ["9999-12-31", "9999-12-31T23:59-23:00", "0001-01-01T00:00+23:59", "2999-01-01", "9999", "1e9"]
)
def test_an_end_nobody_lives_to_see_is_refused_with_a_sentence(alice: User, end: str) -> None:
    form = DecisionForm({"measures": ["limit"], "until_limit": end, "reason": "So."})

    valid = form.is_valid()

    case = flagged(alice)
    if valid:  # a date before all others: said by the measure
        with pytest.raises(Conflict, match="has passed"):
            decisions.decide(case, reviewer=None, **form.wanted())
    else:
        assert "This is no end." in str(form.errors)
    assert not Decision.objects.exists()


def test_a_refused_form_keeps_the_case_in_the_same_hands(alice: User, rosa: User) -> None:
    case, browser = flagged(alice), signed_in(rosa)
    browser.get(reverse("case", args=[case.public_id]))
    case.refresh_from_db()
    left, begun = str(case.ticket), case.taken_at

    for chosen in (["allow", "remove"], []):
        page = decided(browser, case, measures=chosen)
        browser.post(reverse("case_give_back", args=[case.public_id]), {"ticket": left})
        case.refresh_from_db()
        assert (page.status_code, case.claimed_by, case.taken_at) == (422, rosa, begun)
        assert f'data-ticket="{case.ticket}"' in page.content.decode()
        left = str(case.ticket)
