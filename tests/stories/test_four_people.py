"""Four people and one picture: who made it, who is in it, who decides, and who hears the appeal."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role, User
from tests.stories.conftest import PHONE, SignIn, axe
from tests.stories.test_shared_work import made_one

pytestmark = pytest.mark.browser

Look = Callable[[Page, str], None]


def status(page: Page, address: str) -> int:
    """What the address answers."""
    answer = page.goto(address)
    assert answer is not None
    return answer.status


def asked_who_it_is(alice: Page) -> str:
    """Alice says whom her picture shows; the link for that person."""
    alice.get_by_role("button", name="It shows a real person").click()
    alice.get_by_label("Somebody who agreed, or will be asked").check()
    alice.get_by_label("Whom do you mean?").fill("Carla")
    alice.get_by_role("button", name="Answer").click()
    return alice.get_by_role("textbox", name="Link for Carla").input_value()


def agreed(carla: Page, passport: str) -> None:
    """Carla lets it be shown."""
    carla.goto(passport)
    carla.get_by_label("Show it by link").check()
    carla.get_by_label("Your name").fill("Carla Costa")
    carla.get_by_role("button", name="I agree").click()
    expect(carla.get_by_text("You agreed")).to_be_visible()


def shared(alice: Page, picture: str) -> str:
    """Its link for everybody."""
    alice.goto(picture)
    alice.get_by_role("link", name="Share", exact=True).click()
    alice.get_by_role("button", name="Make the link").click()
    return alice.get_by_role("textbox", name="Link").input_value()


def reported(carla: Page, link: str, news: str) -> str:
    """Carla says that something is wrong with it; her receipt."""
    carla.goto(link)
    carla.get_by_role("link", name="Report").first.click()
    carla.get_by_role("radio", name="It pretends to be real").check()
    carla.get_by_label("What should we know?").fill(news)
    carla.get_by_role("button", name="Send the report").click()
    expect(carla.get_by_text("Thank you: we have your report")).to_be_visible()
    return carla.url


def removed(rosa: Page, news: str) -> None:
    """Rosa takes it away, by keys: the case that was reported with these words, wherever it stands."""
    rosa.goto("/desk/")
    rosa.locator("a.case", has_text=news).click()
    rosa.wait_for_selector("form[data-island=keys][data-alive]")
    rosa.keyboard.press("b")
    rosa.keyboard.press("1")
    rosa.keyboard.press("n")
    rosa.keyboard.type(f"It looks like a photo of {news}.")
    expect(rosa.locator("#statement")).to_contain_text(f"It looks like a photo of {news}.")
    rosa.keyboard.press("Enter")
    expect(rosa.locator(".toast")).to_contain_text("The owner was told.")


def appealed(alice: Page) -> None:
    """Alice reads why, and asks for another look."""
    alice.goto("/decisions/")
    alice.get_by_role("link", name="Read").first.click()
    expect(alice.get_by_text("A person decided this.").first).to_be_visible()
    alice.get_by_label("Why you think it is wrong").fill("It is a drawing, and says so in its corner.")
    alice.get_by_role("button", name="Appeal").click()


def test_what_four_people_say_about_one_picture_is_what_happens_to_it(
    browser: Any, sign_in: SignIn, somebody: Callable[..., User], look: Look
) -> None:
    alice = sign_in(somebody(Role.CREATOR))
    made_one(alice, "Carla in the harbour, at noon")  # hers alone: what is asked of it counts for its copies, too
    picture, passport = alice.url, asked_who_it_is(alice)
    phone = browser.new_context(viewport=PHONE, is_mobile=True, java_script_enabled=False)
    carla = phone.new_page()
    agreed(carla, passport)
    link = shared(alice, picture)
    news = f"the news of {uuid4().hex[:8]}"  # by which this one is known among what other stories left
    receipt = reported(carla, link, news)
    rosa, ruth = sign_in(somebody(Role.REVIEWER)), sign_in(somebody(Role.REVIEWER), color_scheme="dark")

    removed(rosa, news)
    assert status(carla, link) == 404

    appealed(alice)
    look(alice, "four-appealed")
    assert axe(alice) == []
    decision = alice.url
    rosa.goto("/desk/appeals/")
    expect(rosa.get_by_text("about your own decisions")).to_be_visible()
    expect(rosa.locator(".items > li", has_text=news)).to_have_count(0)

    ruth.goto("/desk/appeals/")
    ruth.locator(".items > li", has_text=news).get_by_role("link", name="Look").click()
    ruth.get_by_label("Ask them something").fill("In which corner?")
    ruth.get_by_role("button", name="Ask").click()
    alice.goto(decision)
    expect(alice.get_by_text("In which corner?")).to_be_visible()
    alice.get_by_label("Add something").fill("The left one, below.")
    alice.get_by_role("button", name="Send").click()
    ruth.reload()
    expect(ruth.get_by_text("The left one, below.")).to_be_visible()
    look(ruth, "four-judged-dark")
    assert axe(ruth) == []
    ruth.get_by_role("radio", name="The decision is taken back").check()
    ruth.get_by_label("Your answer, for the owner to read").fill("You are right: it is marked.")
    ruth.get_by_role("button", name="Judge").click()

    alice.goto(decision)
    expect(alice.get_by_text("You are right: it is marked.").first).to_be_visible()
    assert status(carla, link) == 200
    assert status(carla, receipt) == 200

    carla.goto(passport)
    carla.get_by_role("button", name="Take my consent back").click()
    expect(carla.get_by_text("It is taken back")).to_be_visible()
    assert status(carla, link) == 404
    assert status(alice, picture) == 403  # hers, and it says why it is not shown
    phone.close()
