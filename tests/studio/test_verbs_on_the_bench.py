"""The bench before an order: what cannot be done is said, and the form shows what can."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from studio import assets
from studio.models import Job
from studio.states import State
from tests.studio.steps import order_picture, order_video
from tests.studio.verbs import ANIMATE, CHANGE, EDIT, EXTEND, HTMX, hide, quoted, sent, thing, words


@pytest.mark.parametrize(
    ("verb", "fields", "slots", "sentence"),
    [
        ("edit", EDIT, {}, "Add the picture to edit."),
        ("animate", ANIMATE, {}, "Add a picture to animate."),
        ("change", CHANGE, {}, "Add the film to change."),
        ("extend", EXTEND, {}, "Add the film to extend."),
        ("edit", EDIT, {"source": "film"}, "Edit works on pictures, and this is a film."),
        ("extend", EXTEND, {"source": "picture"}, "Extend works on films, and this is a picture."),
        ("edit", EDIT, {"source": "foreign"}, "What you wanted to use is not there any more."),
        ("edit", EDIT, {"source": "deleted"}, "What you wanted to use is not there any more."),
        ("edit", EDIT, {"source": "hidden"}, "What you wanted to use is not there any more."),
        ("edit", EDIT, {"source": "missing"}, "What you wanted to use is not there any more."),
        ("edit", EDIT, {"source": "nonsense"}, "What you wanted to use is not there any more."),
        ("change", CHANGE, {"source": "long"}, "This film is 15 s long; Change takes at most 8.7 s."),
        ("extend", EXTEND, {"source": "short"}, "This film is 1.5 s long; Extend takes at least 2 s."),
        ("extend", {**EXTEND, "seconds": "11"}, {"source": "film"}, "grok-imagine-video adds 2 to 10 seconds."),
        ("animate", ANIMATE, {"last_frame": "picture"}, "A last frame needs a first one."),
        ("animate", ANIMATE, {"first_frame": "picture", "reference": "other"}, "not both"),
        ("animate", {**ANIMATE, "seconds": "11"}, {"reference": "other"}, "makes films of 1 to 10 seconds."),
        ("change", {"engine": "grok-imagine-video-1.5"}, {"source": "film"}, "grok-imagine-video-1.5 is not offered."),
        ("edit", EDIT, {"source": "heavy"}, "This is 60 MB to send; 24 MB is the most."),
    ],
)
def test_what_cannot_be_done_is_said_before_it_costs(
    verb: str, fields: dict[str, str], slots: dict[str, str], sentence: str, tab: Client, alice: User, bob: User
) -> None:
    things = {
        "picture": thing(alice), "other": thing(alice), "film": thing(alice, kind="video", seconds=4.0),
        "foreign": thing(bob), "deleted": thing(alice), "hidden": thing(alice), "heavy": thing(alice, bytes=60_000_000),
        "long": thing(alice, kind="video", seconds=15.0), "short": thing(alice, kind="video", seconds=1.5),
    }  # fmt: skip
    assets.delete(alice, things["deleted"].public_id)
    hide(things["hidden"])
    ids = {name: str(asset.public_id) for name, asset in things.items()} | {"missing": str(uuid.uuid4())}
    given = {slot: ids.get(name, name) for slot, name in slots.items()}

    answer = sent(tab, verb, **fields, **given)

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert "at dusk" in words(answer)
    assert sentence in quoted(tab, verb, **fields, **given)
    assert not Job.objects.exists()


def test_a_thing_brought_to_the_bench_lies_in_the_first_slot_that_takes_it(tab: Client, alice: User) -> None:
    picture, film = thing(alice), thing(alice, kind="video", seconds=4.0)

    for verb, brought, then, slot in [
        ("animate", picture, "animate", "first_frame"),
        ("imagine", picture, "edit", "source"),
        ("film", picture, "animate", "first_frame"),
        ("imagine", film, "change", "source"),
        ("extend", film, "extend", "source"),
    ]:
        shown = words(tab.get(f"/studio/?verb={verb}&with={brought.public_id}"))
        assert f'data-verb="{then}"' in shown
        assert f'name="{slot}" value="{brought.public_id}"' in shown


def test_the_form_shows_only_what_the_engine_can_do(tab: Client, alice: User) -> None:
    picture = str(thing(alice).public_id)
    plain = words(tab.get("/studio/form/", {"verb": "animate", "first_frame": picture, **ANIMATE}, headers=HTMX))
    newer = {**ANIMATE, "engine": "grok-imagine-video-1.5", "first_frame": picture}
    ends = words(tab.get("/studio/form/", {"verb": "animate", **newer}, headers=HTMX))
    shown = words(tab.get("/studio/form/", {"verb": "animate", "reference": picture, **ANIMATE}, headers=HTMX))

    assert 'data-slot="last_frame"' not in plain
    assert 'data-slot="last_frame"' in ends
    assert 'data-slot="first_frame"' not in shown
    assert '<option value="11">' not in shown
    assert "16:9 from picture" not in shown


def test_one_chooses_among_ones_own_things_of_the_kind(tab: Client, alice: User, bob: User) -> None:
    mine, film, others = thing(alice), thing(alice, kind="video", seconds=4.0), thing(bob)

    shown = words(tab.get("/studio/pick/?kind=picture", headers=HTMX))

    assert f'data-pick="{mine.public_id}"' in shown
    assert str(film.public_id) not in shown
    assert str(others.public_id) not in shown
    assert tab.get("/studio/pick/?kind=nonsense").status_code == 404


def test_ones_own_last_prompts_each_once(tab: Client, alice: User, bob: User) -> None:
    for words_ in ("a heron", "a fox", "a heron"):
        order_picture(alice, words_)
    order_picture(bob, "a secret")

    assert tab.get("/studio/prompts/").json() == {"prompts": ["a heron", "a fox"]}


def test_a_wait_is_foretold_from_five_orders_alike(tab: Client, alice: User) -> None:
    fields = {"engine": "grok-imagine-video", "ratio": "16:9", "resolution": "480p", "seconds": "2"}
    for n, took in enumerate([38, 40, 41, 60, 90]):
        job = order_video(alice, f"waves {n}")
        ended = timezone.now()
        Job.objects.filter(pk=job.pk).update(
            state=State.READY, ended_at=ended, ordered_at=ended - timedelta(seconds=took), hold=None
        )
        if n == 3:
            assert " · " not in quoted(tab, "film", **fields)

    assert " · 45–90 s" in quoted(tab, "film", **fields)
    assert " · " not in quoted(tab, "film", **{**fields, "resolution": "720p"})
