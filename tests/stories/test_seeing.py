"""Somebody pastes a picture, drops a PDF, asks about both, and takes one of them back."""

import base64
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from chatapp.models import Attachment, Message, Project
from tests.chatapp.files import made
from tests.stories.conftest import PHONE, SignIn, axe

pytestmark = pytest.mark.browser

Look = Callable[[Page, str], None]
Somebody = Callable[..., User]

# What a browser does with files is told to the page by events; these are the same events, with real files in them.
GIVE = """([kind, raw, name, type, target]) => {
  const bytes = Uint8Array.from(atob(raw), (letter) => letter.charCodeAt(0))
  const data = new DataTransfer()
  data.items.add(new File([bytes], name, { type }))
  const options = { bubbles: true, cancelable: true, composed: true }
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { ...options, clipboardData: data })
    : new DragEvent(kind, { ...options, dataTransfer: data })
  document.querySelector(target).dispatchEvent(event)
}"""


def give(page: Page, kind: str, raw: bytes, name: str, media_type: str, target: str) -> None:
    page.evaluate(GIVE, [kind, base64.b64encode(raw).decode(), name, media_type, target])


def ready(page: Page) -> None:
    page.wait_for_selector("#composer[data-alive]")
    page.wait_for_selector(".attachments[data-alive]", state="attached")


def test_pasted_dropped_sent_read_again_and_taken_back(sign_in: SignIn, somebody: Somebody, look: Look) -> None:
    page = sign_in(somebody())
    ready(page)

    give(page, "paste", made.picture("PNG", (1200, 800)), "image.png", "image/png", "#words")
    give(page, "dragenter", b"x", "report.pdf", "application/pdf", "#main")
    expect(page.get_by_text("Drop to add")).to_be_visible()
    look(page, "seeing-dropping")
    give(
        page, "drop", made.pdf("The fox crossed in March", "And back in May"), "report.pdf", "application/pdf", "#main"
    )

    expect(page.get_by_text("Drop to add")).to_be_hidden()
    expect(page.locator(".attachment[data-state=ready]")).to_have_count(2)
    expect(page.locator(".attachment", has_text="report.pdf")).to_contain_text("2 pages")
    look(page, "seeing-composer")
    page.reload()
    ready(page)
    expect(page.locator(".attachment[data-state=ready]")).to_have_count(2)  # they stand in the draft
    page.get_by_label("Write to Grok").fill("What do you see, and when did the fox cross?")
    page.keyboard.press("Enter")

    beside = page.locator(".attached-file")
    expect(beside).to_have_count(2)
    expect(page.locator(".attachment")).to_have_count(0)
    expect(page.locator("footer.receipt")).to_be_visible()
    look(page, "seeing-turn")
    page.reload()
    expect(beside).to_have_count(2)
    shown = page.locator(".attached-file img")
    shown.scroll_into_view_if_needed()
    expect(page.locator(".attached-file img")).not_to_have_js_property("naturalWidth", 0)
    page.wait_for_selector(".attached[data-alive]")
    shown.click()
    expect(page.get_by_role("dialog").locator("img")).to_be_visible()
    look(page, "seeing-large")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.get_by_role("button", name="Delete Pasted picture 1.png").focus()
    page.keyboard.press("Enter")
    look(page, "seeing-delete")
    asked = page.get_by_role("dialog")
    expect(
        asked.get_by_role("button", name="Keep it as it is")
    ).to_be_focused()  # what cannot be undone is not one Enter away
    expect(asked.get_by_role("button", name="Delete it")).to_have_class(re.compile("button-danger"))
    asked.get_by_role("button", name="Delete it").click()

    expect(page.locator(".attached-file[data-gone]")).to_contain_text("removed")
    assert axe(page) == []
    page.reload()
    expect(page.locator(".attached-file[data-gone]")).to_contain_text("removed")
    row = Attachment.objects.get(kind="picture", conversation=Message.objects.latest("pk").conversation)
    assert (row.key, row.thumb_key) == ("", "")


def test_a_project_is_given_files_by_choosing_dropping_and_pasting(
    sign_in: SignIn, somebody: Somebody, look: Look, tmp_path: Path
) -> None:
    alice = somebody()
    place = f"/projects/{Project.objects.create(owner=alice, name='Boats').public_id}/"
    phone = sign_in(alice, viewport=PHONE)
    phone.goto(place)
    phone.wait_for_selector(".shelf[data-taking]")
    ready(phone)
    (tmp_path / "rules.txt").write_text("No boat is blue. " * 4_000)
    (tmp_path / "song.mp3").write_bytes(b"ID3\x00\x00")
    bare = phone.locator("#gauge").get_attribute("data-used")

    phone.get_by_label("Add files").set_input_files([tmp_path / "rules.txt", tmp_path / "song.mp3"])
    give(phone, "drop", made.pdf("The mast is high"), "mast.pdf", "application/pdf", ".shelf")
    give(phone, "paste", made.picture("PNG", (900, 600)), "image.png", "image/png", "body")

    stand = phone.locator(".shelf-files .attached-file")
    expect(stand).to_have_count(3)
    expect(phone.locator(".attachment[data-state=failed]")).to_contain_text("Sound cannot be played to Grok here.")
    expect(phone.locator("#composer .attachment")).to_have_count(
        0
    )  # what is dropped on the shelf is not of the question
    expect(phone.locator("#gauge")).not_to_have_attribute("data-used", bare or "")
    look(phone, "seeing-project")
    assert axe(phone) == []

    phone.get_by_role("button", name="Remove song.mp3").click()
    phone.get_by_role("button", name="Delete rules.txt").click()
    phone.get_by_role("dialog").get_by_role("button", name="Delete it").click()
    expect(stand).to_have_count(2)
    phone.reload()
    expect(stand).to_have_count(2)


def test_a_picture_needs_no_words_and_what_is_not_taken_says_why(
    sign_in: SignIn, somebody: Somebody, look: Look, tmp_path: Path
) -> None:
    phone = sign_in(somebody(), viewport=PHONE, has_touch=True, is_mobile=True, color_scheme="dark")
    ready(phone)
    (tmp_path / "fox.jpg").write_bytes(made.told_of_its_maker("JPEG"))
    (tmp_path / "notes.txt").write_bytes(made.archive("a.txt"))

    phone.get_by_label("Add pictures or files").set_input_files([tmp_path / "fox.jpg", tmp_path / "notes.txt"])

    expect(phone.locator(".attachment[data-state=failed]")).to_contain_text("This is an archive.")
    expect(phone.locator(".attachment[data-state=ready]")).to_have_count(1)
    look(phone, "seeing-phone-refused")
    assert axe(phone) == []
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.get_by_role("alert").filter(has_text="A file was not taken")).to_be_visible()
    phone.get_by_role("button", name="Remove notes.txt").click()
    phone.get_by_role("button", name="Send", exact=True).click()

    expect(phone.locator(".attached-file img")).to_be_visible()
    expect(phone.locator("footer.receipt")).to_be_visible()
    look(phone, "seeing-phone-turn")
