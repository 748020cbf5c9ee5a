"""Somebody brings a saved prompt by keyboard, fills its blanks and sends; chooses an engine and a file by name."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from chatapp.models import Message, Persona, SavedPrompt, Turn
from tests.chatapp.relays import until
from tests.stories.conftest import PHONE, SignIn, axe
from tests.stories.test_composing import composer

pytestmark = pytest.mark.browser

Look = Callable[[Page, str], None]
Somebody = Callable[..., User]

SCHEMA = {"type": "object", "properties": {"colour": {"type": "string"}}}


def keep(owner: User) -> None:
    for name, text, schema in (
        ("Explain simply", "Explain {{what}} to {{whom}}, please.", None),
        ("Proofread", "Correct the spelling and nothing else:", None),
        ("The colour of it", "Which colour is {{thing}}?", SCHEMA),
    ):
        SavedPrompt.objects.create(owner=owner, name=name, text=text, json_schema=schema)


def test_a_prompt_is_brought_filled_and_sent_by_keyboard(sign_in: SignIn, somebody: Somebody, look: Look) -> None:
    alice = somebody()
    keep(alice)
    page = composer(sign_in(alice, color_scheme="light"))
    field = page.get_by_role("textbox", name="Write to Grok")
    field.focus()

    page.keyboard.type("/")
    expect(page.get_by_role("option")).to_have_count(4)
    expect(page.locator("#announcer")).to_have_text("4 to choose.")
    expect(field).to_have_attribute("aria-activedescendant", "chooser-0")
    look(page, "prompts-menu-light")
    assert axe(page) == []
    page.keyboard.type("pro")
    expect(page.get_by_role("option")).to_have_text([re.compile("Proofread"), "Make a new prompt"])
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(field).to_have_value("/pro")
    field.fill("")
    page.keyboard.type("/expl")
    expect(page.get_by_role("option", selected=True)).to_contain_text("Explain simply")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_text("Make a new prompt")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Explain {{what}} to {{whom}}, please.")

    page.keyboard.type("the sky")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Fill in {{whom}} first, then send.")).to_be_visible()
    look(page, "prompts-blank-light")
    page.keyboard.press("Shift+Tab")  # no blank is left before it: away from the field, as ever
    page.keyboard.press("Tab")
    expect(field).to_be_focused()
    field.evaluate("field => field.setSelectionRange(0, 0)")
    page.keyboard.press("Tab")
    page.keyboard.type("a child")
    page.keyboard.press("Enter")

    expect(page.locator(".question")).to_have_text("Explain the sky to a child, please.")
    until(lambda: SavedPrompt.objects.get(owner=alice, name="Explain simply").used_at is not None, "it was used")


def test_a_prompt_in_a_shape_says_so_and_can_be_asked_in_words(sign_in: SignIn, somebody: Somebody, look: Look) -> None:
    alice = somebody()
    keep(alice)
    teacher = Persona.objects.create(owner=alice, name="A patient teacher of everything", instructions="Explain.")
    page = composer(sign_in(alice, viewport=PHONE, is_mobile=True, has_touch=True, color_scheme="dark"))
    persona = page.get_by_label("Persona of the new conversation")
    persona.select_option(teacher.name)
    expect(page).to_have_url(re.compile(f"persona={teacher.public_id}"))
    page.reload()
    expect(persona).to_have_value(str(teacher.public_id))
    look(page, "persona-phone-dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    field = page.get_by_label("Write to Grok")
    field.press_sequentially("/")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(4)
    look(page, "prompts-menu-phone-dark")
    page.get_by_role("option", name="The colour of it").tap()
    expect(page.get_by_text("Answer in a shape: The colour of it")).to_be_visible()
    look(page, "prompts-shape-phone-dark")
    page.get_by_role("button", name="Answer in words instead").tap()
    expect(page.get_by_text("Answer in a shape")).to_be_hidden()

    field.fill("")
    field.press_sequentially("/col")
    page.get_by_role("option", name="The colour of it").tap()
    page.keyboard.type("the sky")
    page.get_by_role("button", name="Send", exact=True).tap()

    expect(page.locator(".question")).to_have_text("Which colour is the sky?")
    asked = Message.objects.get(conversation__owner=alice, role="user")
    assert (asked.json_schema, asked.conversation.instructions) == (SCHEMA, "Explain.")
    expect(page.get_by_text("Answer in a shape")).to_be_hidden()


def test_an_engine_and_what_was_typed_are_chosen_from_the_same_list(
    sign_in: SignIn, somebody: Somebody, look: Look
) -> None:
    alice = somebody()
    page = composer(sign_in(alice, color_scheme="light"))
    field = page.get_by_label("Write to Grok")
    field.press_sequentially("Why is the sky blue? @")
    expect(page.get_by_role("option").first).to_contain_text("Auto")
    look(page, "prompts-at-light")
    engine = page.get_by_role("option").nth(1).locator("b").inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(field).to_have_value("Why is the sky blue? ")
    expect(page.locator(".engine-chip")).to_contain_text(engine)

    field.evaluate("field => field.setSelectionRange(0, 0)")
    page.keyboard.type("/")
    expect(page.get_by_role("option")).to_have_text("Keep what I typed as a prompt")
    page.keyboard.press("Enter")

    expect(page.get_by_label("What you ask")).to_have_value("Why is the sky blue?")
    look(page, "prompts-page-light")
    assert not Turn.objects.filter(owner=alice).exists()
