"""Two who act at once: neither is an error, and neither waits for the other in a circle."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from accounts.models import User
from moderation import flags
from moderation.consent import asking, closing, signing
from moderation.consent.things import Act
from moderation.models import Case, Consent, Flag
from moderation.models.consent import Cause
from moderation.verdicts import Action, Verdict
from studio.models import Asset
from tests.accounts.waiting import until_somebody_waits_for_a_lock
from tests.studio.families import thing
from tests.studio.likenesses import agreed, made_from

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere(pool: ThreadPoolExecutor, act: Callable[[], Any]) -> Any:
    """Run it over another connection, which is closed afterwards."""

    def run() -> Any:
        try:
            return act()
        finally:
            connection.close()

    return pool.submit(run)


def test_two_clicks_ask_one_question(alice: User) -> None:
    subject = thing(alice).public_id

    def click() -> Consent:
        return asking.ask(alice, "asset", subject, Cause.PICTURE)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first = click()
            second = elsewhere(pool, click)
            until_somebody_waits_for_a_lock()
        assert second.result(30) == first
    assert Consent.objects.count() == 1


def test_an_answer_does_not_wait_for_a_reviewer_who_decides_the_case(alice: User) -> None:
    verdict = Verdict(action=Action.REVIEW, check="rules", policy_version="", clause="likeness.1")
    held, free = (flags.raise_flag(subject_kind="job", subject=uuid4(), owner=alice, verdict=verdict) for _ in range(2))
    assert held is not None
    assert free is not None

    def answer(flag: Flag) -> list[Act]:
        with transaction.atomic():
            return closing.answered("job", flag.case.subject)

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=held.case_id)
        acts = [elsewhere(pool, partial(answer, flag)) for flag in (held, free)]
        said = [each.result(10) for each in acts]

    assert said[0] == []
    assert [act.target for act in said[1]] == [f"case {free.case.public_id}"]
    assert set(Case.objects.open()) == {held.case}


def test_what_is_made_while_a_withdrawal_waits_for_what_it_is_made_from_is_withheld_too(alice: User) -> None:
    film = thing(alice)
    consent = agreed(film)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert Asset.objects.select_for_update(no_key=True).get(pk=film.pk).is_approved  # as who hangs a cut of it
            gone = elsewhere(pool, lambda: signing.withdraw(consent.pk))
            until_somebody_waits_for_a_lock()
            cut = made_from(film, "cut")
        gone.result(30)

    assert not Asset.objects.visible_to(alice).exists()
    assert cut.likenesses.get().withheld_at
