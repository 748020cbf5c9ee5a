"""A double click, a back-and-click, a retry after a lost answer: one thing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from foundation import idempotency
from foundation.idempotency import AlreadyDone, KeyReused, Once, earlier, fingerprint, forget_before, remember
from tests.accounts.people import person


def test_the_same_key_and_body_get_the_first_answer(db: None) -> None:
    alice = person("alice")
    remember(alice.pk, "k1", fingerprint({"text": "hello"}), {"turn": "t1"})

    with pytest.raises(AlreadyDone) as again:
        remember(alice.pk, "k1", fingerprint({"text": "hello"}), {"turn": "t2"})

    assert again.value.outcome == {"turn": "t1"}
    assert earlier(alice.pk, "k1", fingerprint({"text": "hello"})) == {"turn": "t1"}


def test_the_same_key_with_another_body_is_refused(db: None) -> None:
    alice = person("alice")
    remember(alice.pk, "k1", fingerprint({"text": "hello"}), {})

    with pytest.raises(KeyReused):
        remember(alice.pk, "k1", fingerprint({"text": "goodbye"}), {})


def test_one_persons_key_is_nothing_to_another(db: None) -> None:
    alice, bob = person("alice"), person("bob")
    remember(alice.pk, "k1", fingerprint({}), {"turn": "t1"})

    assert earlier(bob.pk, "k1", fingerprint({})) is None


def test_ten_clicks_at_once_make_one_thing(transactional_db: None) -> None:
    alice = person("alice")
    together = Barrier(10)

    def click(n: int) -> str:
        together.wait(timeout=10)
        try:
            with transaction.atomic():
                remember(alice.pk, "k1", fingerprint({}), {"made_by": n})
            return "made"
        except AlreadyDone:
            return "same"
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        outcomes = list(pool.map(click, range(10)))

    assert outcomes.count("made") == 1
    assert Once.objects.count() == 1


def test_a_click_whose_transaction_failed_may_be_repeated(transactional_db: None) -> None:
    alice = person("alice")
    with transaction.atomic():
        remember(alice.pk, "k1", fingerprint({}), {})
        transaction.set_rollback(True)

    remember(alice.pk, "k1", fingerprint({}), {"made": True})

    assert earlier(alice.pk, "k1", fingerprint({})) == {"made": True}


def test_old_keys_are_forgotten(db: None) -> None:
    alice = person("alice")
    remember(alice.pk, "k1", fingerprint({}), {})

    assert forget_before(timezone.now() - timedelta(days=1)) == 0
    assert forget_before(timezone.now() + timedelta(seconds=1)) == 1
    assert idempotency.earlier(alice.pk, "k1", fingerprint({})) is None
