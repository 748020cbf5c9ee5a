"""Cutting a part out of a film: exact to the frame, a thing of its own, that says where it came from."""

from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import User
from foundation import kill_points
from foundation.storage import media
from studio import reviews
from studio.arrivals import checking
from studio.media import credentials
from studio.models import Arrival, Asset, Stage
from tests.studio import clips
from tests.studio.bringing import hung, stored
from tests.studio.bringing import store as store
from tests.studio.steps import order_picture, order_video, work
from tests.support.simulator import Simulator

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def film(alice: User) -> Asset:
    return hung(alice, clips.clip(3), "clip.mp4")


def cut(tab: Client, film: Asset, begins: object, ends: object) -> Asset | None:
    """Through the trimmer's own form, and by a worker."""
    tab.post(f"/studio/assets/{film.public_id}/trim/", {"begins": str(begins), "ends": str(ends)})
    arrival = Arrival.objects.filter(source=film).order_by("-pk").first()
    if arrival is None:
        return None
    checking.check(arrival.pk)
    arrival.refresh_from_db()
    assert arrival.stage == Stage.READY, arrival.sentence
    return arrival.asset


@pytest.mark.parametrize(("begins", "ends", "first", "count"), [(0.5, 1.5, 12, 24), (0, 3, 0, 72), (2.51, 9, 60, 12)])
def test_a_cut_has_exactly_the_frames_between_its_ends(
    begins: float, ends: float, first: int, count: int, film: Asset, tab: Client, tmp_path: Path
) -> None:
    part = cut(tab, film, begins, ends)

    assert part
    frames = clips.frames_of(stored(part, tmp_path))
    assert len(frames) == count
    assert part.seconds == pytest.approx(count / clips.FPS, abs=0.05)
    assert clips.brightness(frames[0]) == pytest.approx(first, abs=2)
    assert clips.brightness(frames[-1]) == pytest.approx(first + count - 1, abs=2)


def test_a_player_knows_the_films_own_rate(film: Asset, tab: Client) -> None:
    Asset.objects.filter(pk=film.pk).update(fps=29.97)

    assert 'data-fps="29.97"' in tab.get(f"/studio/assets/{film.public_id}/").content.decode()


def test_a_cut_says_where_it_came_from(alice: User, upstream: Simulator, tab: Client, tmp_path: Path) -> None:
    film = work(order_video(alice)).assets.get()

    part = cut(tab, film, 0.5, 1.5)

    assert part
    seal = credentials.read(stored(part, tmp_path), part.mime)
    assert seal is not None
    assert (seal.state, seal.actions) == ("Trusted", ("c2pa.opened", "c2pa.trimmed"))
    assert seal.source_type.endswith("trainedAlgorithmicMedia")
    assert [(edge.parent, edge.role) for edge in part.parent_edges.all()] == [(film, "trim")]
    assert (part.origin, part.alt, part.by_a_machine) == ("trimmed", film.alt, True)
    assert media().exists(film.key)


@pytest.mark.parametrize(("begins", "ends"), [(2, 1), (1, 1), ("nan", 2), ("inf", "inf")])
def test_a_cut_of_nothing_is_told_so(begins: object, ends: object, film: Asset, tab: Client) -> None:
    answer = tab.post(f"/studio/assets/{film.public_id}/trim/", {"begins": str(begins), "ends": str(ends)})

    assert answer.status_code == 422
    assert "no whole frame" in answer.content.decode()
    assert not Arrival.objects.filter(source=film).exists()


def test_only_films_of_ones_own_can_be_cut(
    alice: User, bob: User, upstream: Simulator, film: Asset, tab: Client
) -> None:
    picture = work(order_picture(alice)).assets.get()
    of_a_picture = tab.get(f"/studio/assets/{picture.public_id}/trim/").status_code
    tab.force_login(bob)

    of_hers = tab.post(f"/studio/assets/{film.public_id}/trim/", {"begins": "0", "ends": "1"}).status_code

    assert (of_a_picture, of_hers) == (404, 404)


def test_a_film_hidden_while_its_part_is_drawn_gives_no_part(
    film: Asset, tab: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab.post(f"/studio/assets/{film.public_id}/trim/", {"begins": "0", "ends": "1"})
    arrival, kept = Arrival.objects.get(source=film), set(media().keys("assets/"))

    def the_desk_hides_it(point: str) -> None:
        if point == "arrival.stored":
            with transaction.atomic():
                reviews.hide(film.public_id, "Not here.")

    monkeypatch.setattr(kill_points, "reach", the_desk_hides_it)
    checking.check(arrival.pk)

    arrival.refresh_from_db()
    assert (arrival.stage, arrival.reason) == (Stage.REFUSED, "no_film")
    assert set(media().keys("assets/")) == kept


def test_a_film_deleted_meanwhile_is_not_cut(alice: User, film: Asset, tab: Client) -> None:
    tab.post(f"/studio/assets/{film.public_id}/trim/", {"begins": "0", "ends": "1"})
    tab.post(f"/studio/assets/{film.public_id}/delete/")
    arrival = Arrival.objects.get(source=film)

    checking.check(arrival.pk)

    arrival.refresh_from_db()
    assert (arrival.stage, arrival.reason) == (Stage.REFUSED, "no_film")
