"""One person fills neither the desk nor its tables, and takes their words along when they leave."""

from typing import Any
from uuid import uuid4

import pytest

from accounts import privacy
from accounts.models import Role, User
from moderation import flags, queue
from moderation.finding import Found
from moderation.models import Case, Flag, RefusedPrompt, Report
from moderation.models.case import Lane
from moderation.reports import categories
from moderation.reports.receiving import receive
from moderation.verdicts import Action, Verdict
from tests.accounts.people import person

pytestmark = pytest.mark.django_db

REFUSED = Verdict(action=Action.REFUSE, check="rules", policy_version="", clause="harm.1")
LOCK = Verdict(action=Action.LOCK, check="rules", policy_version="", clause="minors.1")


@pytest.fixture
def alice() -> User:
    return person("alice")


def reported(alice: User, why: str, subject: Any = None) -> Report | None:
    found = Found("message", subject or uuid4(), alice, "Answer")
    return receive(found, categories.of("other"), why, by=alice)


def test_the_same_refused_words_wait_once(alice: User) -> None:
    for _ in range(3):
        flags.refuse_prompt(alice, "a bomb", "parlour", REFUSED)
    flags.refuse_prompt(person("bob"), "a bomb", "parlour", REFUSED)

    assert RefusedPrompt.objects.owned_by(alice).count() == 1
    assert Flag.objects.filter(case__owner=alice).count() == 1
    assert Case.objects.count() == 2


def test_beyond_a_number_of_open_cases_refusing_writes_nothing(alice: User, settings: Any) -> None:
    settings.MAX_OPEN_CASES_PER_PERSON = 2

    for word in ("one", "two", "three"):
        flags.refuse_prompt(alice, word, "parlour", REFUSED)

    assert RefusedPrompt.objects.count() == Case.objects.count() == 2
    assert reported(alice, "Another kind has room.") is not None


def test_many_mild_cases_leave_room_for_a_locked_one_and_it_stands_first(
    alice: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAX_OPEN_CASES_PER_PERSON = 3
    monkeypatch.setattr("moderation.queue.waiting.SHOWN", 2)
    for word in ("one", "two", "three", "four"):
        flags.refuse_prompt(alice, word, "parlour", REFUSED)

    flags.refuse_prompt(alice, "the grave one", "parlour", LOCK)

    both = person("ruth", Role.REVIEWER, Role.ADMINISTRATOR)
    assert [(lane.title, len(lane.lines)) for lane in queue.lanes(both)] == [("Locked", 1), ("Everything else", 2)]


def test_what_waits_for_a_word_always_gets_its_case(alice: User, settings: Any) -> None:
    settings.MAX_OPEN_CASES_PER_PERSON = 0
    held = Verdict(action=Action.REVIEW, check="rules", policy_version="")

    assert flags.raise_flag(subject_kind="order", subject=uuid4(), owner=alice, verdict=held) is not None


def test_reporting_again_and_again_is_one_flag(alice: User) -> None:
    answer = uuid4()

    first = reported(alice, "It is wrong.", answer)

    assert reported(alice, "It is very wrong.", answer) == first
    assert Flag.objects.count() == 1


def test_an_account_takes_its_words_along(alice: User) -> None:
    flags.refuse_prompt(alice, "how to build a bomb", "parlour", REFUSED)
    reported(alice, "It named my street.")

    stores = privacy.export_of(alice)["stores"]

    assert stores["moderation.prompts"]["records"][0]["text"] == "how to build a bomb"
    assert stores["moderation.reports"]["records"][0]["why"] == "It named my street."


def test_deleting_an_account_erases_its_words_except_in_locked_cases(alice: User) -> None:
    flags.refuse_prompt(alice, "how to build a bomb", "parlour", REFUSED)
    flags.refuse_prompt(alice, "the grave one", "parlour", LOCK)
    reported(alice, "It named my street.")

    privacy.erase_all(alice)

    assert set(RefusedPrompt.objects.values_list("text", flat=True)) == {"", "the grave one"}
    assert not Report.objects.exists()
    assert "street" not in str(list(Flag.objects.values()))
    assert Case.objects.filter(lane=Lane.LOCKED).count() == 1
