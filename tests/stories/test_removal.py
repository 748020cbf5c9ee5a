"""A picture shows somebody who did not agree: she asks for its removal on her phone, without an account, and is heard."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role, User
from tests.stories.conftest import PHONE, SignIn, axe, small_targets
from tests.stories.test_shared_work import made_one

pytestmark = pytest.mark.browser


def test_what_shows_somebody_is_hidden_at_once_and_removed_by_a_person(
    browser: Any, sign_in: SignIn, somebody: Callable[..., User], look: Callable[[Page, str], None]
) -> None:
    owner = sign_in(somebody(Role.CREATOR))
    made_one(owner, "Bea in the rain, from behind")  # its looks are blocked from now on: nobody else's story makes it
    work = owner.url
    owner.get_by_role("link", name="Share", exact=True).click()
    owner.get_by_role("button", name="Make the link").click()
    link = owner.get_by_role("textbox", name="Link").input_value()

    phone = {"viewport": PHONE, "is_mobile": True, "has_touch": True}
    context = browser.new_context(**phone, color_scheme="light", java_script_enabled=False)
    bea = context.new_page()
    bea.goto(link)
    look(bea, "removal-link")
    bea.get_by_role("link", name="Report").first.click()
    bea.get_by_role("radio", name="Hatred against a group").check()
    bea.get_by_role("button", name="Send the report").click()
    expect(bea.get_by_text("Thank you: we have your report")).to_be_visible()
    look(bea, "report-receipt")

    bea.goto(link)
    bea.get_by_role("link", name="ask for removal").click()
    expect(bea.get_by_label("Where is it?")).to_have_value(link)
    look(bea, "removal-form")
    bea.get_by_label("Who is shown?").fill("me")
    bea.get_by_role("radio", name="Yes").check()
    bea.get_by_label("Your e-mail address").fill("bea@example.org")
    bea.get_by_label("Your name, as a signature").fill("Bea Blum")
    bea.get_by_text("What I say here is true").click()
    bea.get_by_role("button", name="Ask for removal").click()
    expect(bea.get_by_text("What you named is hidden")).to_be_visible()
    look(bea, "removal-page")
    page = bea.url
    answer = owner.goto(link)
    assert answer is not None
    assert answer.status == 404
    answer = owner.goto(work)
    assert answer is not None
    assert answer.status == 404

    rosa = sign_in(somebody(Role.REVIEWER), color_scheme="dark")
    rosa.goto("/desk/")
    expect(rosa.get_by_text("removal request").first).to_be_visible()
    look(rosa, "removal-desk")
    rosa.get_by_role("link", name="removal request").first.click()
    rosa.get_by_role("row").last.get_by_role("link").click()
    rosa.get_by_text("Look at it").first.click()
    expect(rosa.locator(".removal-look img").first).to_be_visible()
    assert axe(rosa) == []
    look(rosa, "removal-judged")
    rosa.get_by_role("radio", name="Remove what is ticked").check()
    rosa.get_by_label("Reason, for both sides to read").fill("It shows her, and she did not agree.")
    rosa.get_by_role("button", name="Decide").click()
    expect(rosa.get_by_text("Both sides were told")).to_be_visible()
    look(rosa, "removal-list")

    bea.goto(page)
    expect(bea.get_by_text("We removed it")).to_be_visible()
    owner.goto("/notices/")
    expect(owner.get_by_text("she did not agree").first).to_be_visible()
    context.close()

    with_script = browser.new_context(**phone, color_scheme="dark").new_page()
    with_script.goto(page)
    assert axe(with_script) == []
    assert small_targets(with_script) == []
    with_script.goto(f"{link.partition('/made/')[0]}/removal/")
    assert axe(with_script) == []
    assert small_targets(with_script) == []
    with_script.context.close()
