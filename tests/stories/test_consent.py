"""A creator asks, a person without account, script or patience signs on a phone, the order goes on; then she takes it back."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role, User
from studio.models import Asset
from tests.chatapp.tabs import Tab, post
from tests.stories.conftest import PHONE, SignIn, axe, small_targets
from tests.stories.test_shared_work import made_one
from tests.studio.clips import photograph
from tests.studio.families import thing
from tests.studio.likenesses import agreed, made_from
from tests.support.processes import Web

SELFIE = photograph((320, 240))
WITHIN = 5.0  # seconds, on open sockets


@pytest.mark.browser
def test_a_person_agrees_on_a_phone_and_takes_it_back(
    browser: Any, sign_in: SignIn, somebody: Callable[..., User], look: Callable[[Page, str], None]
) -> None:
    owner = sign_in(somebody(Role.CREATOR))
    made_one(owner, "Carla on a bridge, in the fog")  # hers alone: what is said of it counts for its copies, too
    picture = owner.url
    owner.get_by_role("button", name="It shows a real person").click()
    assert axe(owner) == []
    look(owner, "consent-question")
    owner.get_by_label("Somebody who agreed, or will be asked").check()
    owner.get_by_label("Whom do you mean?").fill("Carla")
    owner.get_by_role("button", name="Answer").click()
    link = owner.get_by_role("textbox", name="Link for Carla").input_value()
    look(owner, "consent-link")
    owner.goto(picture)
    owner.locator("#edit").click()
    expect(owner.get_by_text("Carla has not answered yet")).to_be_visible()
    owner.get_by_label("What shall change?").or_(owner.locator("textarea[name=prompt]")).first.fill("with a hat")
    owner.locator("#order-go").click()
    expect(owner.get_by_text("Waiting for a consent").first).to_be_visible()
    look(owner, "consent-waiting")

    context = browser.new_context(viewport=PHONE, is_mobile=True, java_script_enabled=False, color_scheme="dark")
    carla = context.new_page()
    carla.goto(link)
    look(carla, "consent-asked-dark")
    carla.get_by_label("Edit it").check()
    carla.get_by_label("Your name").fill("Carla Costa")
    carla.get_by_role("button", name="I agree").click()
    expect(carla.get_by_text("You agreed")).to_be_visible()
    look(carla, "consent-given-dark")

    owner.goto("/studio/")
    expect(owner.locator("#wall > li[data-asset]")).to_have_count(2)
    carla.get_by_role("button", name="Take my consent back").click()
    expect(carla.get_by_text("It is taken back")).to_be_visible()
    look(carla, "consent-back-dark")
    expect(owner.locator("#wall > li[data-asset]")).to_have_count(0)  # a wall that was open all the time
    owner.reload()
    expect(owner.locator("#wall > li[data-asset]")).to_have_count(0)
    owner.goto("/consents/")
    look(owner, "consents")
    assert axe(owner) == []
    context.close()

    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True)
    late = context.new_page()
    answer = late.goto(link)
    assert answer is not None
    assert answer.status == 200
    expect(late.get_by_text("It is taken back")).to_be_visible()
    assert axe(late) == []
    look(late, "consent-over")
    assert small_targets(late) == []
    context.close()


@pytest.mark.browser
def test_a_selfie_one_brings_stands_there_by_itself_and_what_is_not_taken_says_why(
    sign_in: SignIn, somebody: Callable[..., User], look: Callable[[Page, str], None]
) -> None:
    owner = sign_in(somebody(Role.CREATOR), viewport=PHONE)
    made_one(owner, "Dora at a window, in the rain")
    owner.get_by_role("button", name="It shows a real person").click()
    owner.get_by_label("This is me").check()
    owner.get_by_role("button", name="Answer").click()

    def bring(name: str, content: bytes) -> None:
        owner.locator("#selfie-file").set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": content})
        owner.get_by_role("button", name="Bring it").click()

    bring("broken.jpg", SELFIE[:200])
    expect(owner.locator("#arrivals .bad")).to_be_visible()
    bring("selfie.jpg", SELFIE)

    expect(owner.locator("#selfies input[name=picture]")).to_have_count(1)
    assert axe(owner) == []
    look(owner, "consent-selfie")
    owner.locator("#selfies input[name=picture]").check()
    owner.get_by_role("button", name="Send it to a reviewer").click()
    expect(owner.get_by_text("A reviewer compares your selfie with the picture.")).to_be_visible()


def test_four_generations_are_gone_from_pages_at_once_and_open_tabs_are_told_within_seconds(
    live: Web, somebody: Callable[..., User]
) -> None:
    owner = somebody(Role.CREATOR)
    family = [thing(owner, "Carla")]
    consent = agreed(family[0])
    for n in range(4):
        family.append(made_from(family[-1], f"generation {n}"))
    ids = {str(each.public_id) for each in family}

    with Tab(live, owner) as tab:
        tab.say({"do": "ping"})
        while tab.hear() != {"pong": 1}:
            pass
        status, _ = post(live, owner, f"/consent/{consent.token}/withdraw/")
        answered = time.monotonic()

        assert status == 303
        assert not Asset.objects.visible_to(owner).exists()
        told: set[str] = set()
        while told != ids:
            frame = tab.hear(WITHIN)
            told |= {str(frame["id"])} if frame.get("wake") == "withheld" else set()
    took = time.monotonic() - answered

    assert took < WITHIN
