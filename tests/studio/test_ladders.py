"""The draft ladder: every rung an ordinary order, found again anywhere, and an honest sum at the end."""

import uuid
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from studio import assets
from studio.ladders import rungs, saving, showing
from studio.models import Asset, Job, Ladder, Lineage, Rung
from studio.models.ladder import Step
from tests.studio.families import thing
from tests.studio.steps import work
from tests.support.simulator import Simulator
from usage.models import Charge
from xai import prices
from xai.prices import PriceUnknown

WANTED = {
    "prompt": "a fox crossing a river", "ratio": "16:9", "engine": "grok-imagine-video", "resolution": "720p",
    "seconds": "4",
}  # fmt: skip
HTMX = {"HX-Request": "true"}


def words(answer: Any) -> str:
    return str(answer.content.decode())


def begun(tab: Client, **changes: str) -> Ladder:
    answer = tab.post("/studio/ladder/", {**WANTED, "key": str(uuid.uuid4()), **changes})
    return Ladder.objects.get(public_id=answer["Location"].split("/")[-2])


def climb(tab: Client, ladder: Ladder, step: str, of: Asset | None = None, **more: str) -> Any:
    ticked = {f"of-{rungs.BELOW[Step(step)]}": str(of.public_id)} if of else {}
    typed = {"step": step, **ticked, "key": uuid.uuid4().hex, **more}
    return tab.post(f"/studio/ladder/{ladder.public_id}/climb/", typed, headers=HTMX)


def made(ladder: Ladder, step: str) -> list[Asset]:
    """Work on the newest order of a rung until it rests."""
    rung = Rung.objects.filter(ladder=ladder, step=step).latest("pk")
    return list(work(Job.objects.get(pk=rung.job_id)).assets.order_by("part"))


def test_from_four_stills_to_a_longer_film_with_the_sum_that_was_saved(
    tab: Client, alice: User, upstream: Simulator
) -> None:
    ladder = begun(tab)
    stills = made(ladder, "stills")
    climb(tab, ladder, "clip", stills[2], words="the fox shakes itself")
    (clip,) = made(ladder, "clip")
    climb(tab, ladder, "final", clip)
    (final,) = made(ladder, "final")
    climb(tab, ladder, "longer", final, words="it runs off")
    (longer,) = made(ladder, "longer")
    climb(tab, ladder, "stills")  # cancelled before it was sent: it cost nothing, and is in no sum
    tab.post(f"/studio/jobs/{Job.objects.latest('pk').public_id}/cancel/")

    page = words(tab.get(f"/studio/ladder/{ladder.public_id}/"))

    assert len(stills) == 4
    assert (clip.recipe["seconds"], clip.recipe["resolution"]) == (3, "480p")
    assert final.recipe["prompt"] == "the fox shakes itself"
    assert (final.recipe["resolution"], final.recipe["seconds"]) == ("720p", 4)
    edges = set(Lineage.objects.values_list("child", "parent"))
    assert edges == {(clip.pk, stills[2].pk), (final.pk, stills[2].pk), (longer.pk, final.pk)}
    found = saving.of(ladder, showing._rungs(ladder))
    assert found is not None
    rungs = Rung.objects.filter(ladder=ladder).exclude(step="longer").values("job__public_id")
    charged = sum(each.person_ticks for each in Charge.objects.filter(subject__in=rungs))
    assert found.spent == charged > 0
    assert found.direct == 4 * 4 * 700_000_000
    assert f'data-saved="{found.direct - charged}"' in page
    assert "4 finals straight from words cost" in page


def test_a_second_click_on_a_rung_is_the_same_order(tab: Client, alice: User, upstream: Simulator) -> None:
    key = str(uuid.uuid4())
    ladder, again = begun(tab, key=key), begun(tab, key=key)
    still = made(ladder, "stills")[0]

    climb(tab, ladder, "clip", still, key="one-click-1")
    climb(tab, ladder, "clip", still, key="one-click-1")

    assert ladder == again
    assert list(Rung.objects.order_by("pk").values_list("step", flat=True)) == ["stills", "clip"]
    assert Job.objects.count() == 2


@pytest.mark.parametrize("step", ["clip", "final", "longer"])
def test_only_what_stands_a_rung_below_can_be_chosen(step: str, tab: Client, alice: User, bob: User) -> None:
    ladder = begun(tab)

    for other in (None, thing(alice), thing(bob)):
        answer = climb(tab, ladder, step, other)
        assert answer.status_code == 422
        assert "Choose one of those first. Nothing was ordered." in words(answer)

    assert Job.objects.count() == 1


def test_a_rung_without_money_says_so_and_keeps_what_was_typed(
    tab: Client, alice: User, upstream: Simulator, settings: Any
) -> None:
    settings.ALLOWANCE_USD = 0.1  # the stills take eight cents of it
    ladder = begun(tab)
    still = made(ladder, "stills")[0]

    answer = climb(tab, ladder, "clip", still, words="the fox <b>shakes</b> itself")

    assert answer.status_code == 422
    assert "your allowance has" in words(answer)
    assert "the fox &lt;b&gt;shakes&lt;/b&gt; itself" in words(answer)
    assert f'value="{still.public_id}" required checked' in words(answer)


def test_a_ladder_is_left_and_taken_up_again(tab: Client, alice: User) -> None:
    ladder = begun(tab)
    place = f"/studio/ladder/{ladder.public_id}/"

    tab.post(f"{place}leave/")
    left = words(tab.get("/studio/ladder/"))
    tab.post(f"{place}leave/", {"again": "1"})

    assert "Take it up again" in left
    assert "You left this ladder" not in words(tab.get(place))
    assert "a fox crossing a river" in words(tab.get("/studio/ladder/"))


def test_what_is_no_ladder_is_said(tab: Client, alice: User) -> None:
    for wrong, sentence in (
        ({"prompt": " "}, "Write what you would like to see"),
        ({"seconds": "99"}, "is not offered"),
        ({"engine": "grok-imagine-video", "resolution": "1080p"}, "does not take 1080p"),
        ({"key": "no"}, "Reload the page"),
    ):
        answer = tab.post("/studio/ladder/", {**WANTED, "key": str(uuid.uuid4()), **wrong})
        assert answer.status_code == 422
        assert sentence in words(answer)
    assert not Ladder.objects.exists()


def test_a_rung_that_has_ended_brings_the_whole_ladder(tab: Client, alice: User, upstream: Simulator) -> None:
    ladder = begun(tab)
    job = Rung.objects.get(ladder=ladder).job
    place = f"/studio/ladder/{ladder.public_id}/jobs/{job.public_id}/"

    waiting = tab.get(place, headers=HTMX)
    work(job)
    ended = tab.get(place, headers=HTMX)

    assert "rung-job" in words(waiting)
    assert "HX-Retarget" not in waiting
    assert ended["HX-Retarget"] == "#ladder"
    assert "Make a 3 s clip" in words(ended)


def test_a_refused_first_rung_leaves_no_ladder_and_changed_words_order_what_they_say(
    tab: Client, alice: User, settings: Any
) -> None:
    settings.MAX_OPEN_JOBS_PER_PERSON = 0
    key = str(uuid.uuid4())
    refused = tab.post("/studio/ladder/", {**WANTED, "key": key})
    assert refused.status_code == 422
    assert not Ladder.objects.exists()
    assert key not in words(refused)

    settings.MAX_OPEN_JOBS_PER_PERSON = 6
    ladder = begun(tab, key=key, prompt="a heron")
    other = tab.post("/studio/ladder/", {**WANTED, "key": key, "prompt": "an owl"})

    assert Rung.objects.get(ladder=ladder).job.prompt == "a heron"
    assert other.status_code == 422
    assert "sent before with another order" in words(other)
    assert (Job.objects.count(), Ladder.objects.count()) == (1, 1)


def test_a_problem_is_said_beside_the_button_that_was_pressed(
    tab: Client, alice: User, upstream: Simulator, settings: Any
) -> None:
    ladder = begun(tab)
    still = made(ladder, "stills")[0]
    settings.MAX_OPEN_JOBS_PER_PERSON = 0

    onward, again = words(climb(tab, ladder, "clip", still)), words(climb(tab, ladder, "stills"))

    for page, before, behind in (
        (onward, "Choose a still", 'id="climb-clip"'),
        (again, 'id="climb-clip"', 'id="climb-stills"'),
    ):
        place = page.index("as many open orders")
        assert page.index(before) < place < page.index(behind)
        assert page.count("as many open orders") == 1


def test_what_is_ticked_on_one_rung_stays_when_a_job_of_another_ends(
    tab: Client, alice: User, upstream: Simulator
) -> None:
    ladder = begun(tab)
    stills = made(ladder, "stills")
    clips = []
    for _ in range(2):
        climb(tab, ladder, "clip", stills[0])
        clips += made(ladder, "clip")
    job = climb(tab, ladder, "stills") and Rung.objects.latest("pk").job
    work(job)

    ticked = {"of-stills": str(stills[1].public_id), "of-clip": str(clips[0].public_id)}
    ended = words(tab.get(f"/studio/ladder/{ladder.public_id}/jobs/{job.public_id}/", ticked, headers=HTMX))

    for asset in (stills[1], clips[0]):
        assert f'id="of-{asset.public_id}" value="{asset.public_id}" required checked' in ended
    assert ended.count(" checked>") == 2


def test_deleting_what_was_made_for_good_deletes_the_words_of_its_ladder(
    tab: Client, alice: User, upstream: Simulator
) -> None:
    ladder = begun(tab, prompt="a secret heron")
    stills = made(ladder, "stills")
    place = f"/studio/ladder/{ladder.public_id}/"
    for still in stills[:3]:
        tab.post(f"/studio/assets/{still.public_id}/delete/", {"now": "1"})
    assets.purge_due()
    assert "a secret heron" in words(tab.get(place))

    climb(tab, ladder, "clip", stills[3])
    tab.post(f"/studio/assets/{stills[3].public_id}/delete/", {"now": "1"})
    assets.purge_due()
    assert Ladder.objects.get().prompt  # its clip is still on its way
    tab.post(f"/studio/jobs/{Job.objects.latest('pk').public_id}/cancel/")
    assets.purge_due()

    assert Ladder.objects.get().prompt == ""
    assert "and its words with it" in words(tab.get(place))
    assert "A ladder whose words were deleted" in words(tab.get("/studio/ladder/"))
    assert "Begin another ladder" in words(climb(tab, ladder, "stills"))


def test_a_removed_ladder_leaves_what_was_made(tab: Client, alice: User, upstream: Simulator) -> None:
    ladder = begun(tab)
    made(ladder, "stills")

    answer = tab.post(f"/studio/ladder/{ladder.public_id}/remove/", headers=HTMX)

    assert answer["HX-Redirect"] == "/studio/ladder/"
    assert not Ladder.objects.exists()
    assert Asset.objects.visible_to(alice).count() == 4


def test_a_clip_without_a_price_is_no_error(
    tab: Client, alice: User, upstream: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    ladder = begun(tab)
    made(ladder, "stills")

    def unknown(*_: Any, **__: Any) -> int:
        raise PriceUnknown

    monkeypatch.setattr(prices, "video_ticks", unknown)
    page = tab.get(f"/studio/ladder/{ladder.public_id}/")

    assert page.status_code == 200
    assert "There is no price for this choice" in words(page)
