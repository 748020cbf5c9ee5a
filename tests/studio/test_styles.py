"""Styles: what they add is seen before it is sent, kept with what was made, and nobody else's business."""

import json
from typing import Any

import pytest
from django.test import Client

from accounts.models import Role, User
from studio import jobs
from studio.models import Job, Style
from studio.styles import keeping
from tests.studio.families import thing

PLAIN = {
    "verb": "imagine",
    "engine": "grok-imagine-image-2.0",
    "ratio": "1:1",
    "resolution": "1k",
    "quality": "low",
    "n": "1",
}
HTMX = {"HX-Request": "true"}


def words(answer: Any) -> str:
    return str(answer.content.decode())


def preset(owner: User | None, name: str = "Watercolour", **columns: Any) -> Style:
    return keeping.keep(Style(owner=owner, look="preset", name=name, **{"before": "A watercolour of", **columns}))


def guide(owner: User, **columns: Any) -> Style:
    return keeping.keep(Style(owner=owner, look="guide", name="Acme", **{"after": "Calm and plain.", **columns}))


def order(tab: Client, prompt: str, **changes: Any) -> Any:
    return tab.post("/studio/orders/", {**PLAIN, "prompt": prompt, **changes})


def test_what_is_sent_is_shown_before_and_kept_with_the_version_it_had(tab: Client, alice: User) -> None:
    style, brand = preset(alice), guide(alice, colours=["#12ab9f"])
    chosen = {"preset": style.value, "guide": brand.value}

    shown = words(tab.get("/studio/form/", {"verb": "imagine", **chosen}, headers=HTMX))
    order(tab, "a fox", **chosen)

    job = Job.objects.get()
    assert job.prompt == "A watercolour of\na fox\nCalm and plain.\nUse these colours: #12ab9f."
    assert all(part in shown for part in ("Sent as", "A watercolour of", "Calm and plain.", "#12ab9f"))
    assert job.order["styled"]["typed"] == "a fox"
    assert [(each["name"], each["version"]) for each in job.order["styled"]["styles"]] == [
        ("Watercolour", 1),
        ("Acme", 1),
    ]
    assert job.frozen_order.columns() == job.order
    assert jobs.last_prompts(alice) == ["a fox"]


def test_a_changed_style_changes_no_old_recipe_and_ordering_again_says_so(tab: Client, alice: User) -> None:
    style = preset(alice)
    order(tab, "a fox", preset=style.value)
    job = Job.objects.get()
    again = f"/studio/?again={job.public_id}"
    as_it_was = words(tab.get(again))

    style.before = "An oil painting of"
    keeping.keep(style)

    job.refresh_from_db()
    assert job.order["styled"]["styles"][0]["before"] == "A watercolour of"
    assert "changed since" not in as_it_was
    assert f'value="{style.public_id}.1" selected' in as_it_was
    later = words(tab.get(again))
    assert "“Watercolour” changed since" in later
    assert "A watercolour of\na fox</textarea>" in later


def test_a_page_that_shows_an_older_version_orders_nothing_and_shows_the_new_one(tab: Client, alice: User) -> None:
    style = preset(alice)
    old = style.value
    style.before = "An oil painting of"
    keeping.keep(style)

    answer = order(tab, "a fox", preset=old)

    assert answer.status_code == 422
    assert "was changed since this page was drawn" in words(answer)
    assert "An oil painting of" in words(answer)
    assert not Job.objects.exists()
    assert order(tab, "a fox", preset=style.value).status_code == 302


def test_a_guide_refuses_the_words_it_does_not_want_and_no_others(tab: Client, alice: User) -> None:
    brand = guide(alice, banned=["cheap"], after="Never looks cheap.")

    refused = order(tab, "a Cheap fox", guide=brand.value)

    assert refused.status_code == 422
    assert "does not want “cheap”" in words(refused)
    assert "a Cheap fox" in words(refused)
    assert order(tab, "a cheaply made fox", guide=brand.value).status_code == 302


def test_the_pictures_of_a_guide_are_given_along_and_paid_for(tab: Client, alice: User, bob: User) -> None:
    own, reference, foreign = thing(alice), thing(alice, "the logo"), thing(bob)
    brand = guide(alice, pictures=[reference.public_id, foreign.public_id])
    plain = {**PLAIN, "verb": "edit", "ratio": "", "source": str(own.public_id)}

    without = tab.get("/studio/quote/", plain)
    within = tab.get("/studio/quote/", {**plain, "guide": brand.value})
    order(tab, "make it blue", **{**plain, "guide": brand.value})

    assert words(without) != words(within)
    inputs = [(each["role"], each["asset"]) for each in Job.objects.get().order["inputs"]]
    assert inputs == [("source", str(own.public_id)), ("reference", str(reference.public_id))]


def test_the_house_s_are_for_everybody_and_others_for_nobody_else(
    client: Client, tab: Client, alice: User, bob: User
) -> None:
    house, foreign = preset(None, "House look"), preset(bob, "Bob’s")

    page = words(tab.get("/studio/styles/"))

    assert "House look" in page
    assert "Bob’s" not in page
    assert order(tab, "a fox", preset=house.value).status_code == 302
    assert order(tab, "a fox", preset=foreign.value).status_code == 422
    assert tab.post(f"/studio/styles/{house.public_id}/remove/").status_code == 404
    alice.roles = [*alice.roles, Role.ADMINISTRATOR]
    alice.save()
    assert tab.post(f"/studio/styles/{house.public_id}/remove/").status_code == 302
    assert not Style.objects.filter(owner=None).exists()


@pytest.mark.parametrize(
    ("look", "typed", "sentence"),
    [
        ("preset", {"name": "Nothing"}, "it would change nothing"),
        ("preset", {"name": " \u200b ", "before": "x"}, "Give it a name"),
        ("preset", {"name": "watercolour", "before": "x"}, "of this name already"),
        ("preset", {"name": "Odd", "ratio": "7:1"}, "Select a valid choice"),
        ("guide", {"name": "Acme", "colours": "red"}, "red is no colour"),
        ("guide", {"name": "Acme", "colours": " ".join(f"#00000{n}" for n in range(9))}, "At most 8 colours"),
        ("guide", {"name": "Acme", "banned": "x" * 41}, "of 40 letters each"),
    ],
)
def test_what_is_no_style_is_said_and_stays_typed(
    look: str, typed: dict[str, str], sentence: str, tab: Client, alice: User
) -> None:
    preset(alice)

    answer = tab.post(f"/studio/styles/new/?look={look}", typed)

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert Style.objects.count() == 1


def test_fifty_are_the_most(tab: Client, alice: User) -> None:
    for n in range(keeping.MOST):
        preset(alice, f"Style {n}")

    answer = tab.post("/studio/styles/new/", {"name": "One more", "before": "x"})

    assert "50 styles, which are the most" in words(answer)
    assert Style.objects.count() == keeping.MOST
    assert len(words(tab.get("/studio/styles/"))) > 1000


def test_a_form_makes_and_changes_one_and_the_order_form_offers_it(tab: Client, alice: User) -> None:
    tab.post("/studio/styles/new/", {"name": "Wide", "after": "Soft light.", "ratio": "16:9"})
    style = Style.objects.get()
    tab.post(f"/studio/styles/{style.public_id}/", {"name": "Wide", "after": "Hard light.", "ratio": "21:9"})

    style.refresh_from_db()
    assert (style.version, style.after) == (2, "Hard light.")
    page = words(tab.get("/studio/"))
    assert json.dumps({"ratio": "21:9"}).replace('"', "&quot;") in page
    assert "No guide" not in page


def test_what_was_not_kept_is_drawn_again_as_it_stands(tab: Client, alice: User) -> None:
    preset(alice)
    preset(None, "Oil")
    other, own = preset(alice, "Ink"), thing(alice)

    taken = tab.post(f"/studio/styles/{other.public_id}/", {"name": "Watercolour", "before": "x"})
    alice.roles = [*alice.roles, Role.ADMINISTRATOR]
    alice.save()
    typed = {"name": "Oil", "before": "x", "house": "on", "pictures": str(own.public_id)}
    house = tab.post("/studio/styles/new/", typed)

    assert "Version 1." in words(taken)
    assert "of this name already" in words(house)
    assert f'value="{own.public_id}" checked' in words(house)
