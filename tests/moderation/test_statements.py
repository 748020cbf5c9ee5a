"""What an owner reads of a decision has a shape, wherever they read it."""

import re
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Notice, User
from moderation import decisions, flags, letters, policies, statements
from moderation.measures import Measure
from moderation.measures.remove import FOR_GOOD
from moderation.models import Decision
from moderation.takedowns import telling
from moderation.verdicts import REMOVAL, Action, Verdict
from tests.accounts.people import signed_in
from tests.moderation.deeds import LOCK, REFUSED, REMOVE, decided, flagged, later
from tests.moderation.shelf import Shelf

pytestmark = pytest.mark.django_db

WARN = Measure("warn")
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


def test_a_statement_says_what_ends_and_what_does_not(alice: User, rosa: User, shelf: Shelf) -> None:
    suspended = Measure("suspend", later())
    both, one, told = (decided(flagged(alice), rosa, *acts) for acts in ((REMOVE, suspended), (suspended,), (WARN,)))

    reach = [dict(statements.parts(each.statement)).get("Where and how long") for each in (both, one, told)]

    ends = f"until {statements.day(later())}"
    assert reach == [
        f"It counts everywhere in this house, for what was decided about without an end and for your account {ends}.",
        f"It counts everywhere in this house, {ends}.",
        None,
    ]


def test_who_asked_for_a_removal_and_by_which_rule_it_is_granted_is_said_as_it_was(
    alice: User, rosa: User, shelf: Shelf
) -> None:
    asked = Verdict(action=Action.REVIEW, check=REMOVAL, policy_version=policies.current().version, clause="likeness.3")

    decision = decided(flagged(alice, asked, source="person"), rosa, REMOVE, clause="likeness.3")

    said = dict(statements.parts(decision.statement))
    assert said["How it was found"] == "Somebody who says that they are shown asked for it to be removed."
    assert said["The rule"].startswith("Who is shown without having agreed may ask")


def test_of_evidence_nobody_is_told_that_it_will_be_destroyed(alice: User, ruth: User, shelf: Shelf) -> None:
    assert FOR_GOOD not in decided(flagged(alice, LOCK), ruth, REMOVE).statement
    assert FOR_GOOD in decided(flagged(alice), ruth, REMOVE).statement


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
