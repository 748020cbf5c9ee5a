"""A creator asks, a person without account, script or patience signs on a phone, the order goes on; then she takes it back."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role, User
from tests.stories.conftest import PHONE, SignIn, axe, small_targets
from tests.stories.test_shared_work import made_one

pytestmark = pytest.mark.browser


def test_a_person_agrees_on_a_phone_and_takes_it_back(
    browser: Any, sign_in: SignIn, somebody: Callable[..., User], look: Callable[[Page, str], None]
) -> None:
    owner = sign_in(somebody(Role.CREATOR))
    made_one(owner)
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
    assert answer.status == 404
    assert small_targets(late) == []
    context.close()
