"""The six verbs, each from a form sent over HTTP to a ready thing: its price, its shape, where it came from, in row and file."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils.html import strip_tags

from accounts.models import User
from foundation.storage import media
from studio import assets
from studio.media import credentials
from studio.models import Asset, Job, Lineage
from studio.orders import ChangeOrder, ExtendOrder, Input, Role, from_columns, likely_ticks
from studio.outcomes import Outcome
from studio.states import State
from tests.studio.bills import bills, check_money, paid_by_person
from tests.studio.steps import order_picture, order_video, step, work
from tests.studio.verbs import ANIMATE, CHANGE, EDIT, EXTEND, hide, quoted, sent, words
from tests.support.simulator import Simulator
from xai.prices import video_ticks


@pytest.fixture
def picture(alice: User, upstream: Simulator) -> Asset:
    """A wide picture of Alice's."""
    return ready(order_picture(alice, "a heron on a post", ratio="3:2"))


@pytest.fixture
def film(alice: User, upstream: Simulator) -> Asset:
    """Two seconds of Alice's."""
    return ready(order_video(alice, "waves on a pier"))


def ready(job: Job) -> Asset:
    """What came of a job."""
    done = work(job)
    assert (done.state, done.outcome) == (State.READY, ""), (done.detail, done.sentence)
    return done.assets.order_by("part")[0]


@pytest.mark.parametrize(
    ("verb", "fields", "slot", "price"),
    [
        ("edit", EDIT, "source", "5.00 ¢"),
        ("edit", {**EDIT, "n": "2", "ratio": "1:1", "engine": "grok-imagine-image", "quality": ""}, "source", "4.40 ¢"),
        ("animate", ANIMATE, "first_frame", "10.20 ¢"),
        ("animate", {**ANIMATE, "ratio": "9:16", "engine": "grok-imagine-video-1.5-lite"}, "reference", "5.00 ¢"),
    ],
)
def test_pictures_become_pictures_and_films_at_the_price_shown(
    verb: str,
    fields: dict[str, str],
    slot: str,
    price: str,
    tab: Client,
    picture: Asset,
    upstream: Simulator,
    tmp_path: Path,
) -> None:
    given = {**fields, slot: str(picture.public_id)}
    assert price in quoted(tab, verb, **given)

    assert sent(tab, verb, **given).status_code == 200
    made = ready(Job.objects.newest_first()[0])

    came_of(made, picture, verb, upstream, tmp_path)
    wanted = fields["ratio"] or "3:2"
    assert made.ratio == wanted
    assert made.width / made.height == pytest.approx(as_number(wanted), rel=0.03)


@pytest.mark.parametrize(
    ("verb", "fields", "seconds", "price"),
    [("change", CHANGE, 2, "at most 12.00 ¢"), ("extend", EXTEND, 4, "at most 22.00 ¢")],
)
def test_films_become_other_films_and_longer_ones_for_no_more_than_is_shown(
    verb: str,
    fields: dict[str, str],
    seconds: float,
    price: str,
    tab: Client,
    film: Asset,
    upstream: Simulator,
    tmp_path: Path,
) -> None:
    given = {**fields, "source": str(film.public_id)}
    assert price in strip_tags(quoted(tab, verb, **given))

    assert sent(tab, verb, **given).status_code == 200
    made = ready(Job.objects.newest_first()[0])

    came_of(made, film, verb, upstream, tmp_path)
    assert made.seconds == pytest.approx(seconds, abs=0.1)
    assert (made.width, made.height) == (film.width, film.height)


def came_of(made: Asset, parent: Asset, verb: str, upstream: Simulator, folder: Path) -> None:
    """Its verb, its line of lineage, its ingredient, and the provider's bill to the tick."""
    job = made.job
    assert job is not None
    assert (made.verb, job.verb) == (verb, verb)
    assert [edge.parent for edge in made.parent_edges.select_related("parent")] == [parent]
    with media().open(made.key) as stored:
        (folder / "made").write_bytes(stored.read())
    seal = credentials.read(folder / "made", made.mime)
    assert seal is not None
    assert seal.state != "Invalid"
    assert [title.partition(".")[0] for title in seal.ingredients] == [parent.public_id.hex]
    assert [[entry.ticks for entry in bill.entries] for bill in bills(upstream, job)] == [[paid_by_person(job)]]
    assert paid_by_person(job) == likely_ticks(job.frozen_order) <= job.frozen_order.price
    check_money(job.owner)


def as_number(ratio: str) -> float:
    width, height = ratio.split(":")
    return float(width) / float(height)


@pytest.mark.parametrize(
    ("width", "height", "seconds", "size", "made"),
    [(848, 480, 2.0, "480p", 2), (864, 496, 2.4, "720p", 3), (640, 640, 8.7, "720p", 9), (1280, 720, 5.0, "720p", 5)],
)
def test_what_is_put_aside_for_a_film_of_a_film_covers_every_reading_of_its_price(
    width: int, height: int, seconds: float, size: str, made: int
) -> None:
    given = (Input(role=Role.SOURCE, asset="", width=width, height=height, seconds=seconds),)
    changed = ChangeOrder(engine="grok-imagine-video", prompt="at dusk", inputs=given)
    longer = ExtendOrder(engine="grok-imagine-video", prompt="at dusk", inputs=given, seconds=6)

    assert changed.price == video_ticks("grok-imagine-video", size, made, input_seconds=made)
    assert longer.price == video_ticks("grok-imagine-video", size, made + 6, input_seconds=made)
    assert likely_ticks(changed) == video_ticks("grok-imagine-video", size, seconds, input_seconds=seconds)
    assert from_columns(longer.columns()) == longer


def test_several_pictures_are_told_apart_by_their_order(tab: Client, alice: User, picture: Asset) -> None:
    other = ready(order_picture(alice, "a blue door"))

    sent(tab, "edit", **EDIT, source=[str(other.public_id), str(picture.public_id)])
    made = ready(Job.objects.newest_first()[0])

    roles = {edge.role: edge.parent for edge in made.parent_edges.select_related("parent")}
    assert roles == {"source": other, "reference": picture}
    assert made.ratio == "1:1"


def test_a_film_can_end_as_well_as_begin_with_a_picture(tab: Client, picture: Asset, upstream: Simulator) -> None:
    engine = {**ANIMATE, "engine": "grok-imagine-video-1.5-lite"}
    both = {"first_frame": str(picture.public_id), "last_frame": str(picture.public_id)}

    assert "grok-imagine-video takes no last frame." in words(sent(tab, "animate", **ANIMATE, **both))
    sent(tab, "animate", **engine, **both)
    made = ready(Job.objects.newest_first()[0])

    assert set(made.parent_edges.values_list("role", flat=True)) == {"first_frame", "last_frame"}


@pytest.mark.parametrize("gone", ["deleted", "hidden", "changed", "lost"])
def test_what_is_gone_when_the_order_would_leave_costs_nothing(
    gone: str, tab: Client, alice: User, picture: Asset, upstream: Simulator
) -> None:
    before = len(upstream.requests(accepted=True))
    sent(tab, "edit", **EDIT, source=str(picture.public_id))
    match gone:
        case "deleted":
            assets.delete(alice, picture.public_id)
        case "hidden":
            hide(picture)
        case "changed":
            media().delete(picture.key)
            media().save(picture.key, ContentFile(b"another thing"))
        case "lost":
            media().delete(picture.key)

    job = work(Job.objects.newest_first()[0])

    assert (job.state, job.outcome) == (State.REFUSED, Outcome.INPUTS_GONE)
    assert "not there any more, so nothing was sent. You were not charged." in words(
        tab.get(f"/studio/jobs/{job.public_id}/")
    )
    assert len(upstream.requests(accepted=True)) == before
    check_money(alice)


def test_an_input_purged_while_it_was_worked_on_leaves_a_sound_thing(
    tab: Client, alice: User, picture: Asset, upstream: Simulator
) -> None:
    sent(tab, "edit", **EDIT, source=str(picture.public_id))
    job = work(Job.objects.newest_first()[0], until=State.INSPECTING)
    assets.delete(alice, picture.public_id, at_once=True)
    assets.purge_due()

    made = ready(job)

    assert not Lineage.objects.exists()
    assert made.recipe["inputs"][0]["asset"] == str(picture.public_id)


def test_a_lost_answer_is_never_sent_again(tab: Client, picture: Asset, upstream: Simulator) -> None:
    before = len(upstream.requests(accepted=True))
    upstream.set_scene("accept_then_drop", routes=["videos"])
    sent(tab, "animate", **ANIMATE, first_frame=str(picture.public_id))

    job = work(Job.objects.newest_first()[0])
    for _ in range(3):
        step(job)

    assert (job.state, job.outcome) == (State.UNCERTAIN, Outcome.FATE_UNKNOWN)
    assert len(upstream.requests(accepted=True)) == before + 1


def test_an_old_row_of_two_verbs_is_read_as_before(alice: User) -> None:
    job = order_video(alice)
    Job.objects.update(order={name: value for name, value in job.order.items() if name != "verb"})

    job.refresh_from_db()

    assert (job.verb, job.frozen_order.parts) == ("film", 1)


def test_a_recipe_begins_the_same_order_again(tab: Client, picture: Asset) -> None:
    sent(tab, "animate", **{**ANIMATE, "seconds": "5", "resolution": "720p"}, first_frame=str(picture.public_id))
    job = Job.objects.newest_first()[0]

    shown = words(tab.get(f"/studio/?again={job.public_id}"))

    assert 'data-verb="animate"' in shown
    assert f'name="first_frame" value="{picture.public_id}"' in shown
    assert '<option value="5" selected>' in shown
    assert '<option value="720p" selected>' in shown
    assert "35.20 ¢" in shown
