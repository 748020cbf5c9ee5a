"""Somebody edits, asks again, turns through what there is, compares engines and finds the way on the map."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from chatapp.models import Turn
from tests.stories.conftest import PHONE, SignIn, axe
from tests.stories.test_the_reply import ask

pytestmark = pytest.mark.browser

Look = Callable[[Page, str], None]
Somebody = Callable[..., User]

RECEIPTS = "article.turn footer.receipt"
QUICK = "[[scene:pace rate=400 tokens=30 first=0]]"


def talk(page: Page, *questions: str) -> None:
    """Ask one after the other, each once the answer before it has ended."""
    for number, words in enumerate(questions, page.locator(RECEIPTS).count() + 1):
        ask(page, f"{QUICK} {words}")
        expect(page.locator(RECEIPTS)).to_have_count(number)


def questions(page: Page) -> list[str]:
    return [words.removeprefix(f"{QUICK} ") for words in page.locator(".question").all_inner_texts()]


def test_a_question_is_edited_and_both_wordings_are_there_with_what_followed(
    sign_in: SignIn, somebody: Somebody, look: Look
) -> None:
    page = sign_in(somebody())
    talk(page, "One?", "Two?", "Three?")
    second = page.locator("article.turn").nth(1)

    second.hover()
    second.get_by_role("link", name="Edit").click()
    field = second.get_by_label("Your question")
    expect(field).to_be_focused()
    look(page, "branches-editing")
    field.press("Escape")
    expect(field).to_have_count(0)
    expect(second.locator(".question")).to_be_visible()
    second.get_by_role("link", name="Edit").click()
    field.fill(f"{QUICK} Two, better?")
    field.press("Control+Enter")

    expect(page.locator("article.turn")).to_have_count(2)
    expect(page.locator(RECEIPTS)).to_have_count(2)
    assert questions(page) == ["One?", "Two, better?"]
    expect(page.get_by_text("1 later turn belongs to another wording of your question.")).to_be_visible()
    look(page, "branches-edited")

    wordings = page.get_by_role("group", name="Wordings of this question")
    expect(wordings).to_have_text("2 / 2")
    above = page.locator("article.turn").nth(1).bounding_box()
    wordings.get_by_role("button", name="Previous wording").click()
    expect(page.locator("article.turn")).to_have_count(3)
    assert questions(page) == ["One?", "Two?", "Three?"]
    below = page.locator("article.turn").nth(1).bounding_box()
    assert above is not None
    assert below is not None
    assert abs(above["y"] - below["y"]) < 4  # one stays where one was
    expect(wordings.get_by_role("button", name="Previous wording")).to_be_focused()

    page.keyboard.press("Alt+ArrowRight")
    expect(wordings).to_have_text("2 / 2")
    page.get_by_role("button", name="Go there").click()
    expect(page.locator("article.turn")).to_have_count(3)
    page.reload()
    assert questions(page) == ["One?", "Two?", "Three?"]
    assert axe(page) == []


def test_an_answer_is_asked_for_again_shorter_and_by_another_engine(
    sign_in: SignIn, somebody: Somebody, look: Look
) -> None:
    alice = somebody()
    page = sign_in(alice)
    talk(page, "One?")

    page.get_by_role("button", name="More to do with this answer").click()
    expect(page.get_by_role("button", name="Try again").last).to_be_focused()
    look(page, "branches-menu")
    page.get_by_role("button", name="Shorter").click()
    answers = page.get_by_role("group", name="Answers to this question")
    expect(answers).to_have_text("2 / 2")
    expect(page.locator(RECEIPTS)).to_be_visible()
    page.get_by_role("button", name="More to do with this answer").click()
    page.get_by_text("With another engine").last.click()
    other = page.locator(".menu:popover-open [name=engine][type=submit]").first
    engine = other.inner_text()
    other.click()
    expect(answers).to_have_text("3 / 3")
    expect(page.locator(RECEIPTS)).to_contain_text(engine)

    page.locator(".receipt-more summary").click()
    expect(page.locator(".receipt-more dl")).to_contain_text("First word")
    look(page, "branches-receipt")
    page.locator(".answer").click()
    page.keyboard.press("Alt+ArrowLeft")
    expect(answers).to_have_text("2 / 3")
    wishes = Turn.objects.filter(owner=alice).order_by("pk").values_list("wish", flat=True)
    assert list(wishes) == ["", "shorter", ""]
    assert axe(page) == []


@pytest.mark.parametrize("where", ["desk", "phone"])
def test_engines_answer_side_by_side_and_one_is_kept(
    sign_in: SignIn, somebody: Somebody, look: Look, where: str
) -> None:
    alice = somebody()
    page = sign_in(alice, **({"viewport": PHONE, "has_touch": True, "is_mobile": True} if where == "phone" else {}))
    page.wait_for_selector("#composer[data-alive]")
    page.get_by_label("Write to Grok").fill("Why is the sky blue?")
    page.get_by_role("button", name="Send").click()  # on glass Enter breaks the line
    expect(page.locator(RECEIPTS)).to_be_visible()

    page.get_by_role("button", name="More to do with this answer").click()
    page.get_by_text("Compare with…").click()
    boxes = page.locator(".menu-more input[type=checkbox]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_role("button", name="Compare", exact=True).click()

    columns = page.locator(".comparison article.column")
    expect(columns).to_have_count(3)
    expect(columns.locator("footer.receipt")).to_have_count(3)
    look(page, f"branches-compared-{where}")
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0
    assert axe(page) == []
    page.reload()
    expect(columns).to_have_count(3)
    if where == "phone":
        page.get_by_role("navigation", name="Answers").get_by_role("link").nth(1).click()
        expect(columns.nth(1)).to_be_in_viewport(ratio=0.3)
    columns.nth(1).get_by_role("button", name="Keep this one").click()

    expect(page.locator(".comparison")).to_have_count(0)
    expect(page.get_by_role("group", name="Answers to this question")).to_have_text("2 / 3")
    kept = Turn.objects.get(owner=alice, kept_at__isnull=False)
    expect(page.locator(RECEIPTS)).to_contain_text(kept.engine)
    assert kept.conversation.leaf_id == kept.answer_id


@pytest.mark.parametrize("where", ["desk", "phone"])
def test_a_question_goes_to_several_engines_from_the_composer(
    sign_in: SignIn, somebody: Somebody, look: Look, where: str
) -> None:
    alice = somebody()
    phone = where == "phone"
    page = sign_in(alice, **({"viewport": PHONE, "has_touch": True, "is_mobile": True} if phone else {}))
    page.wait_for_selector("#composer[data-alive]")
    page.wait_for_selector("#engine-menu[data-alive]", state="attached")
    page.get_by_label("Write to Grok").fill(f"{QUICK} Why is the sky blue?")
    press = Locator.tap if phone else by_key

    press(page.locator(".engine-chip"))
    press(page.get_by_label("Compare several, side by side"))
    options = page.locator(".engine-option:visible input")
    said = page.locator("[data-compared]")
    expect(said).to_contain_text("Tick two to 4 engines; 0 so far.")
    for number in range(5):
        press(options.nth(number))
    expect(said).to_contain_text("4 engines at most.")
    expect(said).to_be_in_viewport(ratio=0.9)
    expect(page.locator("[data-cost]")).to_have_text("4 answers, each at its engine’s price")
    press(options.nth(3))
    expect(said).to_contain_text("3 engines answer your next question")
    look(page, f"engines-compare-{where}")
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".engine-chip")).to_contain_text("Compare 3 engines")
    press(page.get_by_role("button", name="Send"))

    expect(page.locator(".comparison article.column footer.receipt")).to_have_count(3)
    expect(page.locator("#engine-label")).to_have_text("Auto")
    expect(page.locator("#engine-menu[data-comparing]")).to_have_count(0)
    assert Turn.objects.filter(owner=alice).exclude(comparison=None).count() == 3


def by_key(field: Locator) -> None:
    """What it is pressed with on a desk."""
    field.focus()
    field.press("Space")


def test_the_map_shows_every_branch_and_leads_there(sign_in: SignIn, somebody: Somebody, look: Look) -> None:
    page = sign_in(somebody())
    talk(page, "One?", "Two?", "Three?")
    second = page.locator("article.turn").nth(1)
    second.get_by_role("button", name="Try again").click()
    expect(page.locator("article.turn")).to_have_count(2)
    expect(page.locator(RECEIPTS)).to_have_count(2)

    page.get_by_role("button", name="More about this conversation").click()
    page.get_by_role("link", name="Map of branches").click()

    spots = page.locator(".spot-way")
    expect(spots).to_have_count(4)
    expect(page.locator("[aria-current=location]")).to_be_focused()
    look(page, "branches-map")
    assert axe(page) == []
    page.keyboard.press("ArrowRight")
    expect(page.locator(".spot-way:focus")).to_contain_text("another answer")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".spot-way:focus")).to_contain_text("Three?")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/c/[0-9a-f-]{36}/\?message="))
    assert questions(page) == ["One?", "Two?", "Three?"]


def test_the_thinking_says_what_it_does_and_opens_formatted(sign_in: SignIn, somebody: Somebody, look: Look) -> None:
    alice = somebody()
    alice.engine = "grok-4.7"  # one that thinks aloud
    alice.save(update_fields=["engine"])
    page = sign_in(alice)
    ask(page, "[[scene:pace rate=30 tokens=30 first=0 reasoning=240]] Why is the sky blue?")

    line = page.locator("details.thinking summary")
    expect(line).to_contain_text(re.compile(r"Thinking: .+ · \d s"))
    look(page, "branches-thinking")
    line.click()
    expect(page.locator(".thoughts p").first).not_to_be_empty()
    expect(page.locator(RECEIPTS)).to_be_visible()
    expect(line).to_contain_text(re.compile(r"Thought for \d+ s"))


def test_a_conversation_branches_off_into_one_of_its_own(sign_in: SignIn, somebody: Somebody) -> None:
    page = sign_in(somebody())
    talk(page, "One?", "Two?")
    before = page.url

    page.get_by_role("button", name="More to do with this answer").first.click()
    page.get_by_role("button", name="Branch off here").click()

    page.wait_for_url(lambda url: url != before and "/c/" in url)
    expect(page.locator("article.turn")).to_have_count(1)
    assert questions(page) == ["One?"]
