"""What an owner reads of a decision has a shape, wherever they read it."""

import re
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Notice, User
from moderation import decisions, flags, letters, statements
from moderation.models import Decision
from moderation.takedowns import telling
from tests.accounts.people import signed_in
from tests.moderation.deeds import REFUSED, REMOVE, flagged
from tests.moderation.shelf import Shelf

pytestmark = pytest.mark.django_db

HEADS = [
    "What happened", "Their reason", "Where and how long", "How it was found", "The rule", "Who decided", "To appeal",
]  # fmt: skip


def removed(alice: User, rosa: User, reason: str = "Explicit.") -> Decision:
    return decisions.decide(flagged(alice), reviewer=rosa, measures=[REMOVE], reason=reason)


def heads(page: str) -> list[str]:
    return re.findall(r"<dt>(.+?)</dt>", page[page.index('class="reasons"') :])


def test_a_statement_says_one_thing_after_the_other(alice: User, rosa: User, shelf: Shelf) -> None:
    decision = removed(alice, rosa)

    said = statements.parts(decision.statement)

    assert [head for head, _ in said] == HEADS
    assert said[0][1].startswith("A reviewer looked at what you made and decided against it. It stands in the cellar.")
    assert heads(signed_in(alice).get(reverse("decision", args=[decision.public_id])).content.decode()) == HEADS
    assert heads(signed_in(rosa).get(reverse("case", args=[decision.case.public_id])).content.decode()) == HEADS


def test_the_list_says_which_of_their_prompts_a_decision_is_about(alice: User, rosa: User) -> None:
    flag = flags.refuse_prompt(alice, "a passport with <my> face", "studio", REFUSED)
    assert flag is not None
    decisions.decide(flag.case, reviewer=rosa, measures=[REMOVE], reason="No papers.")

    page = signed_in(alice).get(reverse("decisions")).content.decode()

    assert "About your prompt, “a passport with &lt;my&gt; face”" in page
    assert "Refused prompt</a>" in signed_in(rosa).get(reverse("desk_decided")).content.decode()


def test_of_one_endless_word_stands_in_the_place_of_a_thing_what_fits(alice: User, rosa: User, shelf: Shelf) -> None:
    case = removed(alice, rosa, "no" * 1000).case

    assert shelf.hidden[case.subject].startswith("A reviewer decided against this. Their reason: nonono")
    assert len(shelf.hidden[case.subject]) == statements.LONGEST


def test_a_notice_says_what_happened_in_the_header_and_the_rest_on_its_page(
    alice: User, rosa: User, shelf: Shelf
) -> None:
    removed(alice, rosa)
    told, owner = Notice.objects.get(owner=alice), signed_in(alice)

    strip, page = (owner.get(reverse(name)).content.decode() for name in ("notices_header", "notices"))

    assert "Their reason" not in told.sentence
    assert ("cellar" in strip, "You can appeal" in strip) == (True, False)
    assert "<p>Their reason: Explicit.</p>" in page
    assert "<p>To appeal: You can appeal once" in page


def test_a_mail_has_its_paragraphs_as_plain_text(alice: User, rosa: User, shelf: Shelf, mailoutbox: list[Any]) -> None:
    decision = removed(alice, rosa)

    telling.removed(alice, decision.statement)
    letters.send_due()

    assert "\n\nTheir reason: Explicit.\n\nWhere and how long: " in mailoutbox[-1].body


def test_no_reason_looks_like_another_paragraph(alice: User, rosa: User, shelf: Shelf) -> None:
    decision = removed(alice, rosa, "Explicit.\r\n\r\nTo appeal: there is no way.")

    said = statements.parts(decision.statement)

    assert [head for head, _ in said] == HEADS
    assert dict(said)["Their reason"] == "Explicit.\nTo appeal: there is no way."


def test_a_statement_from_before_is_shown_as_it_was_sent() -> None:
    old = "A reviewer looked at your work and decided against it. Their reason: Explicit. A person decided this."

    assert statements.parts(old) == [("", old)]
