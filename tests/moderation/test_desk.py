"""The desk: flags become cases, people decide with a reason, owners are told, the audit knows."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, Notice, Role, User
from moderation import decisions, flags, queue
from moderation.models import Decision, Flag, PolicyVersion
from moderation.models.case import Lane
from moderation.verdicts import Action, Verdict
from tests.accounts.people import person, signed_in
from tests.moderation.deeds import ALLOW, LOCK, REMOVE, flagged
from tests.moderation.shelf import Shelf

pytestmark = pytest.mark.django_db


def test_two_flags_about_one_thing_are_one_case(alice: User, shelf: Shelf) -> None:
    thing = uuid4()

    first = flagged(alice, subject=thing)
    second = flagged(alice, subject=thing, source="person", detail="This is me.")

    assert first == second
    assert Flag.objects.filter(case=first).count() == 2


def test_a_flag_keeps_the_policy_it_was_judged_by(alice: User) -> None:
    flag = flags.refuse_prompt(alice, "a naked man", "studio", _judged("a naked man"))

    assert flag is not None
    kept = PolicyVersion.objects.get(version=flag.policy_version)
    assert "sexual.1" in "".join(kept.files.values())


def test_a_locked_matter_goes_into_the_locked_lane_even_when_the_case_was_open(alice: User, shelf: Shelf) -> None:
    case = flagged(alice)
    assert case.lane == Lane.OTHER

    flagged(alice, LOCK, subject=case.subject)

    case.refresh_from_db()
    assert case.lane == Lane.LOCKED


def test_a_reviewer_removes_with_a_reason_and_the_owner_is_told(alice: User, rosa: User, shelf: Shelf) -> None:
    case = flagged(alice)

    page = signed_in(rosa).post(
        reverse("case_decide", args=[case.public_id]),
        {"outcome": "remove", "clause": "sexual.1", "reason": "Explicit."},
    )

    assert page.status_code == 302
    assert "Explicit." in shelf.hidden[case.subject]
    told = Notice.objects.get(owner=alice)
    assert "Explicit." in told.body
    assert "The studio makes no explicit" in told.body
    assert "It stands in the cellar." in told.body
    assert told.subject_url == reverse("decision", args=[Decision.objects.get().public_id])
    assert f'href="/things/{case.subject}/"' in signed_in(alice).get(told.subject_url).content.decode()
    assert AuditEntry.objects.get(action="case.decided").actor == rosa


def test_a_long_reason_is_shortened_where_it_stands_in_the_place_of_a_thing(
    alice: User, rosa: User, shelf: Shelf
) -> None:
    case = flagged(alice)

    decisions.decide(case, reviewer=rosa, measures=[REMOVE], reason="It is too long. " * 100)

    assert len(shelf.hidden[case.subject]) <= 500


def test_what_is_allowed_is_shown_again(alice: User, rosa: User, shelf: Shelf) -> None:
    case = flagged(alice)

    decisions.decide(case, reviewer=rosa, measures=[ALLOW], reason="A statue.")

    assert case.subject in shelf.shown
    assert "It stands on the shelf." in Notice.objects.get(owner=alice).body
    assert Decision.objects.get().clause == "sexual.1"


@pytest.mark.parametrize("missing", ["outcome", "reason"])
def test_a_decision_without_a_word_of_it_changes_nothing_and_keeps_what_was_typed(
    alice: User, rosa: User, shelf: Shelf, missing: str
) -> None:
    case = flagged(alice)
    filled = {"outcome": "remove", "clause": "sexual.1", "reason": "Explicit, I think."}
    filled.pop(missing)

    page = signed_in(rosa).post(reverse("case_decide", args=[case.public_id]), filled)

    assert page.status_code == 422
    assert b'role="alert"' in page.content
    if missing == "outcome":
        assert b"Explicit, I think." in page.content
    assert not Decision.objects.exists()
    assert not shelf.hidden


@pytest.mark.parametrize("flagged_for", ["", "sexual.1"])
def test_a_form_sent_as_it_was_opened_names_no_clause_that_was_not_flagged(
    alice: User, rosa: User, shelf: Shelf, flagged_for: str
) -> None:
    case = flagged(alice, Verdict(action=Action.REVIEW, check="person", policy_version="", clause=flagged_for))
    at_rosa, address = signed_in(rosa), reverse("case", args=[case.public_id])

    clause = chosen_clause(at_rosa.get(address).content.decode())
    at_rosa.post(f"{address}decide/", {"outcome": "remove", "clause": clause, "reason": "No."})

    assert clause == flagged_for
    assert Decision.objects.get().clause == flagged_for
    assert ("It rests on no clause" in Notice.objects.get(owner=alice).body) == (not flagged_for)


def test_of_two_reviewers_the_second_is_told_and_changes_nothing(alice: User, rosa: User, shelf: Shelf) -> None:
    case = flagged(alice)
    decisions.decide(case, reviewer=rosa, measures=[ALLOW], reason="Fine.")

    page = signed_in(person("ruth", Role.REVIEWER)).post(
        reverse("case_decide", args=[case.public_id]), {"outcome": "remove", "reason": "What she wrote."}
    )

    assert page.status_code == 409
    assert "Rosa decided this: allowed. Nothing was changed by you." in page.content.decode()
    assert "What she wrote." in page.content.decode()
    assert not shelf.hidden
    assert Decision.objects.count() == 1


def test_nobody_judges_what_is_theirs(rosa: User, shelf: Shelf) -> None:
    case = flagged(rosa)

    assert signed_in(rosa).get(reverse("case", args=[case.public_id])).status_code == 404
    with pytest.raises(decisions.NotYours):
        decisions.decide(case, reviewer=rosa, measures=[ALLOW], reason="Mine, and fine.")


def test_the_locked_lane_opens_only_to_both_named_roles(alice: User, rosa: User, shelf: Shelf) -> None:
    locked = flagged(alice, LOCK)
    address = reverse("case", args=[locked.public_id])
    ruth = person("ruth", Role.REVIEWER, Role.ADMINISTRATOR)

    for verb, door in (("get", address), ("post", f"{address}decide/"), ("post", f"{address}statement/")):
        assert getattr(signed_in(rosa), verb)(door, {"outcome": "allow", "reason": "Fine."}).status_code == 404
    with pytest.raises(decisions.NotYours):
        decisions.decide(locked, reviewer=rosa, measures=[ALLOW], reason="Fine.")

    assert "Nothing waits" in signed_in(rosa).get(reverse("desk")).content.decode()
    assert str(locked.public_id) in signed_in(ruth).get(reverse("desk")).content.decode()
    assert signed_in(ruth).get(address).status_code == 200


def test_a_locked_case_that_nobody_can_open_is_told_to_the_desk(alice: User, rosa: User, shelf: Shelf) -> None:
    flagged(alice, LOCK)

    before = signed_in(rosa).get(reverse("desk")).content.decode()
    people_with_both = person("ruth", Role.REVIEWER, Role.ADMINISTRATOR)
    after = signed_in(rosa).get(reverse("desk")).content.decode()

    assert people_with_both.may_administer
    assert ("that nobody here can open" in before, "that nobody here can open" in after) == (True, False)


def test_deciding_never_drops_a_reviewer_into_the_locked_lane(alice: User, rosa: User, shelf: Shelf) -> None:
    case, _locked = flagged(alice), flagged(alice, LOCK)

    page = signed_in(rosa).post(reverse("case_decide", args=[case.public_id]), {"outcome": "remove", "reason": "No."})

    assert page.headers["Location"] == reverse("desk")


def test_what_was_locked_is_not_seen_by_way_of_an_older_case_or_the_list_of_decisions(
    alice: User, rosa: User, shelf: Shelf
) -> None:
    older = flagged(alice)
    decisions.decide(older, reviewer=rosa, measures=[ALLOW], reason="Looked harmless then.")
    flagged(alice, LOCK, subject=older.subject)

    assert signed_in(rosa).get(reverse("case", args=[older.public_id])).status_code == 404
    assert "Looked harmless then." not in signed_in(rosa).get(reverse("desk_decided")).content.decode()


def test_looking_at_a_case_claims_it_and_is_written_down(alice: User, rosa: User, shelf: Shelf) -> None:
    case = flagged(alice)

    page = signed_in(rosa).get(reverse("case", args=[case.public_id]))

    assert "the words in question" in page.content.decode()
    assert "claimed by you" in page.content.decode()
    assert AuditEntry.objects.filter(action="case.looked", actor=rosa).count() == 1


def test_the_desk_is_not_there_for_others(alice: User, shelf: Shelf) -> None:
    case = flagged(alice)
    administrator = person("adam", Role.ADMINISTRATOR)

    for who in (alice, administrator):
        assert signed_in(who).get(reverse("desk")).status_code == 404
        assert signed_in(who).get(reverse("case", args=[case.public_id])).status_code == 404


def test_an_empty_desk_says_so(rosa: User) -> None:
    assert "Nothing waits" in signed_in(rosa).get(reverse("desk")).content.decode()


def chosen_clause(page: str) -> str:
    """What a browser would send of the select: the last option marked, else the first one."""
    options: list[tuple[str, str]] = re.findall(r'<option value="([^"]*)"( selected)?>', page)
    marked = [value for value, mark in options if mark]
    return marked[-1] if marked else options[0][0]


def _judged(text: str) -> Verdict:
    from moderation import gates

    return gates.before_sending(text, room="studio")


def test_a_reviewer_does_not_read_of_what_was_decided_about_a_locked_copy(
    alice: User, rosa: User, shelf: Shelf
) -> None:
    ruth = person("ruth", Role.REVIEWER, Role.ADMINISTRATOR)
    case, copy = flagged(alice), flagged(alice, LOCK)
    shelf.alike[case.subject] = [copy.subject]
    decisions.decide(copy, reviewer=ruth, measures=[REMOVE], reason="Two looked at this.")
    page = reverse("case", args=[case.public_id])

    assert "Two looked at this." not in signed_in(rosa).get(page).content.decode()
    assert "Two looked at this." in signed_in(ruth).get(page).content.decode()


def test_a_reviewer_is_not_told_which_colleague_decided_about_their_own_things(rosa: User, shelf: Shelf) -> None:
    bob = person("bob", Role.REVIEWER)
    decision = decisions.decide(flagged(rosa), reviewer=bob, measures=[ALLOW], reason="Harmless, that one.")

    assert not queue.decided(rosa)
    assert bob.name not in signed_in(rosa).get(reverse("desk_decided")).content.decode()
    assert queue.decided(bob) == [decision]


def test_each_opening_of_a_case_is_a_row_of_its_own(alice: User, rosa: User, shelf: Shelf) -> None:
    address, browser = reverse("case", args=[flagged(alice).public_id]), signed_in(rosa)

    assert [browser.get(address).status_code for _ in range(2)] == [200, 200]

    assert AuditEntry.objects.filter(action="case.looked", actor=rosa).count() == 2
