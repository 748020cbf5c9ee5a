"""The line before the provider: fair between people, one's own to arrange, and nothing in it is ever sent twice."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from accounts.models import Role, User
from studio import jobs, moves
from studio.line import mine, pace, places
from studio.line import telling as line_telling
from studio.line.mine import Step
from studio.line.places import Place
from studio.line.words import in_words
from studio.models import Job
from studio.outcomes import Outcome
from studio.pipeline import submitting, sweep
from studio.states import State
from tests.studio.bills import accepted, check_money
from tests.studio.conftest import person
from tests.studio.steps import order_picture, order_video, overdue, overslept, work
from tests.support.locks import beside
from tests.support.simulator import Simulator


def next_up(kind: str = "picture") -> Job:
    """Whoever is called."""
    taken = places.take(kind)
    assert taken is not None
    return taken[0]


def test_a_hundred_orders_of_one_do_not_keep_another_waiting(alice: User, bob: User, settings: Any) -> None:
    settings.MAX_OPEN_JOBS_PER_PERSON = 200
    for _ in range(100):
        order_picture(alice)
    next_up()
    order_picture(bob)

    called = [next_up().owner for _ in range(3)]

    assert called[0] == bob
    assert called[1:] == [alice, alice]


def test_people_are_called_in_turn_and_each_in_their_own_order(alice: User, bob: User) -> None:
    carol = person("carol", Role.CREATOR)
    ordered = [order_picture(owner) for owner in (alice, alice, alice, bob, bob, carol)]

    called = [next_up() for _ in ordered]

    assert [job.owner for job in called] == [alice, bob, carol, alice, bob, alice]
    assert [job.pk for job in called if job.owner == alice] == [job.pk for job in ordered[:3]]
    assert places.take("picture") is None


def test_films_and_pictures_stand_in_lines_of_their_own(alice: User) -> None:
    film, picture = order_video(alice), order_picture(alice)

    assert next_up("picture") == picture
    assert next_up("video") == film


def test_many_senders_at_once_send_each_order_once(alice: User, bob: User, upstream: Simulator) -> None:
    ordered = [order_picture(owner) for owner in (alice, bob) for _ in range(8)]

    def send() -> None:
        try:
            while places.stands("picture"):
                submitting.send_next("picture")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as workers:
        for sender in [workers.submit(send) for _ in range(6)]:
            sender.result()

    assert [len(accepted(upstream, job)) for job in ordered] == [1] * len(ordered)


def test_no_more_are_sent_in_a_second_than_the_provider_takes(alice: User, upstream: Simulator, settings: Any) -> None:
    settings.STUDIO_VIDEOS_PER_SECOND = 0.2
    films = [order_video(alice) for _ in range(3)]

    for _ in range(5):
        submitting.send_next("video")

    assert [len(accepted(upstream, film)) for film in films] == [1, 0, 0]
    assert 0 < pace.until_next("video") <= 6


def test_a_paused_order_is_not_sent_until_its_owner_says_so(alice: User, upstream: Simulator, tab: Client) -> None:
    job = order_picture(alice)
    mine.pause(alice, job.public_id)
    overdue_in_line = Job.objects.get(pk=job.pk).deadline_at

    submitting.send_next("picture")
    card = said(tab, job)
    held = Job.objects.select_related("hold").get(pk=job.pk).hold

    assert not accepted(upstream, job)
    assert held is not None
    assert held.is_open
    assert "Paused" in card
    assert f"If nobody does by {overdue_in_line:%-d %B, %H:%M} UTC, it is cancelled and costs nothing." in card

    mine.go_on(alice, job.public_id)
    job.refresh_from_db()
    work(job)

    assert job.state == State.READY
    check_money(alice)


def test_what_is_left_paused_is_let_go_and_costs_nothing(alice: User) -> None:
    job = mine.pause(alice, order_picture(alice).public_id)

    overdue(job)
    sweep.sweep()
    job.refresh_from_db()

    assert (job.state, job.outcome) == (State.CANCELLED, Outcome.LEFT_PAUSED)
    assert job.hold is not None
    assert not job.hold.is_open
    check_money(alice)


def test_pausing_again_and_again_buys_no_more_than_a_week(alice: User) -> None:
    job = order_picture(alice)
    first = mine.pause(alice, job.public_id).deadline_at
    Job.objects.filter(pk=job.pk).update(ordered_at=job.ordered_at - timedelta(days=6))
    mine.go_on(alice, job.public_id)

    second = mine.pause(alice, job.public_id).deadline_at
    mine.go_on(alice, job.public_id)
    Job.objects.filter(pk=job.pk).update(ordered_at=job.ordered_at - timedelta(days=8))

    assert first is not None
    assert second == first - timedelta(days=6)
    with pytest.raises(jobs.TooLate):
        mine.pause(alice, job.public_id)


def test_what_is_being_sent_cannot_be_paused_and_a_ghost_does_not_send_what_was(
    alice: User, upstream: Simulator
) -> None:
    job = order_picture(alice)
    taken = places.take("picture")
    assert taken is not None

    with pytest.raises(jobs.TooLate):
        mine.pause(alice, job.public_id)
    overslept(job)
    mine.pause(alice, job.public_id)
    with pytest.raises(moves.Overtaken):
        submitting._depart(*taken)

    assert not accepted(upstream, job)


def test_ones_own_are_sent_in_the_order_one_gives_them(alice: User, bob: User) -> None:
    first, second, third = (order_picture(alice) for _ in range(3))
    his = order_picture(bob)

    mine.put(alice, third.public_id, Step.FIRST)
    mine.put(alice, first.public_id, Step.DOWN)
    fourth = order_picture(alice)
    mine.put(alice, fourth.public_id, Step.UP)

    assert [next_up().pk for _ in range(5)] == [third.pk, his.pk, second.pk, fourth.pk, first.pk]


def test_two_who_arrange_at_once_never_wait_for_each_other(alice: User) -> None:
    first, second = order_picture(alice), order_picture(alice)

    with transaction.atomic():
        Job.objects.select_for_update().get(pk=first.pk)
        arranged = beside(lambda: mine.put(alice, second.public_id, Step.FIRST))
        Job.objects.select_for_update(nowait=True).get(pk=second.pk)  # whoever waits holds nothing

    assert arranged.result(10) == next_up() == second


def test_a_line_is_looked_at_once_for_all_who_stand_in_it_and_anew_for_who_comes(
    alice: User, bob: User, django_assert_num_queries: Any
) -> None:
    mine_, his = order_picture(alice), order_picture(bob)
    places.of(alice)

    with django_assert_num_queries(0):
        seen = places.of(bob)
    later = order_picture(bob)

    assert [seen[his.pk].place, places.of(alice)[mine_.pk].place, places.of(bob)[later.pk].place] == [2, 1, 3]


def test_everybody_in_line_hears_one_bell(alice: User, bob: User) -> None:
    for owner in (alice, alice, alice, bob):
        order_picture(owner)

    assert line_telling.tell() == 2
    assert line_telling.tell() == 0


def test_a_line_that_moves_is_not_given_up(alice: User) -> None:
    order_picture(alice)
    waits = order_picture(alice)
    next_up()

    overdue(waits)
    sweep.sweep()
    waits.refresh_from_db()

    assert waits.state == State.QUEUED


def test_a_card_says_the_place_and_about_how_long(alice: User, bob: User, tab: Client, settings: Any) -> None:
    settings.STUDIO_VIDEOS_PER_SECOND = 0.1
    for owner in (bob, alice, bob, alice):
        job = order_video(owner)

    assert "Fourth in line · starts in about 40 s." in said(tab, job)
    assert "Second in line · starts in about 20 s" in unescape(tab.get("/studio/tray/").content.decode())


def said(tab: Client, job: Job) -> str:
    """Its card."""
    return unescape(tab.get(f"/studio/jobs/{job.public_id}/card/").content.decode())


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (None, ""),
        (Place(1, 0.2), "Next in line · starts in a moment"),
        (Place(3, 61), "Third in line · starts in about 1 min"),
        (Place(11, None), "11th in line"),
        (Place(22, 12), "22nd in line · starts in about 20 s"),
        (Place(1_103, 6000), "1,103rd in line · starts in about 2 h"),
    ],
)
def test_a_place_in_words(place: Place | None, words: str) -> None:
    assert in_words(place) == words


def test_the_tray_arranges_pauses_and_orders_again(alice: User, tab: Client) -> None:
    one, other = order_picture(alice, "a red fox"), order_picture(alice, "a blue fox")
    tray = {"HX-Request": "true", "HX-Target": "tray"}

    swapped = tab.post(f"/studio/jobs/{other.public_id}/place/", {"step": "first"}, headers=tray).content.decode()
    paused = tab.post(f"/studio/jobs/{one.public_id}/pause/", headers=tray).content.decode()
    nonsense = tab.post(f"/studio/jobs/{one.public_id}/place/", {"step": "sideways"}, headers=tray)
    jobs.cancel(alice, one.public_id)
    for _ in range(2):
        again = unescape(tab.post(f"/studio/jobs/{one.public_id}/repeat/", headers=tray).content.decode())

    assert swapped.index("blue fox") < swapped.index("red fox")
    assert "Paused" in paused
    assert nonsense.status_code == 200
    assert "Order it again · 4.00 ¢" in again
    assert Job.objects.owned_by(alice).count() == 3


def test_administrators_see_how_many_and_nobodys_words(alice: User, client: Client) -> None:
    ada = person("ada", Role.CREATOR, Role.ADMINISTRATOR)
    order_picture(alice, "my secret fox")
    mine.pause(alice, order_picture(alice).public_id)
    client.force_login(ada)

    page = unescape(client.get("/studio/tray/house/").content.decode())

    assert "Alice" in page
    assert "1 paused" in page
    assert "fox" not in page


def test_a_foreign_order_is_not_there_to_be_moved(bob: User, tab: Client) -> None:
    job = order_picture(bob)

    for way in ("pause", "go-on", "place", "repeat"):
        assert tab.post(f"/studio/jobs/{job.public_id}/{way}/", {"step": "first"}).status_code == 404
        assert tab.post(f"/studio/jobs/{uuid.uuid4()}/{way}/", {"step": "first"}).status_code == 404
