"""Watched watchers: whoever passes a staff door and looks or acts leaves a row in the audit.

A staff address that is named in none of the three tables below fails here: say what it writes down, or why nothing.
"""

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts import audit
from accounts.models import AuditEntry, Role, User
from accounts.policies import Policy
from tests.access_cases import OWNED, SHARED, Thing
from tests.accounts.people import person, signed_in
from tests.test_access import ROUTES, Route

pytestmark = pytest.mark.django_db

STAFF = [route for route in ROUTES if route.policy in (Policy.REVIEWERS, Policy.ADMINISTRATORS, Policy.KEEPERS)]

# Pages that show what is somebody's: by the name of the address, the look.
LOOKS = {
    "appeal": "appeal.looked",
    "appeals": "appeals.looked",
    "asset-film-for-desk": "asset.looked",
    "asset-for-desk": "asset.looked",
    "asset-sheet-for-desk": "asset.looked",
    "asset-small-for-desk": "asset.glimpsed",
    "audit": "audit.looked",
    "audit-sheet": "audit.exported",
    "case": "case.looked",
    "desk": "desk.looked",
    "desk-removal": "takedown.looked",
    "desk-removals": "removals.looked",
    "desk_decided": "decided.looked",
    "desk_search": "search.looked",
    "glass": "glass.looked",
    "glass-conversation": "glass.looked",
    "glasses": "glasses.looked",
    "handover-package": "handover.begun",
    "invitations": "invitations.looked",
    "message-picture-for-desk": "file.looked",
    "people": "people.looked",
    "reading": "reading.looked",
    "person": "person.looked",
    "usage_house": "usage.looked",
    "usage_person": "usage.looked",
}

WHY: dict[str, object] = {"reason": "It had to be."}
# What changes something: the act, and what is filled in so that it does.
ACTS: dict[str, tuple[str, dict[str, object]]] = {
    "appeal_ask": ("appeal.asked", {"words": "Where does it stand?"}),
    "appeal_judge": ("appeal.upheld", {"outcome": "upheld", **WHY}),
    "desk_undo": ("case.undone", {}),
    "desk_undo_all": ("case.undone", {}),
    "case_decide": ("case.decided", {"outcome": "remove", **WHY}),
    "assignment": ("assignment.set", {"lanes": ["other"], "kinds": ["asset"], **WHY}),
    "correct_birth_date": ("person.birth_date", {"birth_date": "1980-02-03", **WHY}),
    "glass_close": ("glass.closed", {}),
    "glass_for_case": ("glass.opened", {**WHY, "minutes": "5"}),
    "glass_for_person": ("glass.opened", {**WHY, "minutes": "5"}),
    "desk-removal-judge": ("takedown.declined", {"verdict": "decline", **WHY}),
    "desk-removal-point": ("takedown.pointed", {"where": "x"}),
    "desk-removal-turn": ("takedown.ticked", {}),
    "desk-removal-vouch": ("takedown.vouched", {}),
    "engines-offer": ("engine.withdrawn", {"engine": "grok-4.6", "offer": "no"}),
    "give_roles": ("person.roles", {"roles": ["creator", "reviewer"], **WHY}),
    "handover": ("handover.asked", {**WHY, "authority": "The police", "reference": "4711/26"}),
    "handover-release": ("handover.released", WHY),
    "handover-withdraw": ("handover.withdrawn", WHY),
    "report-faith": ("report.bad_faith", WHY),
    "revoke_invitation": ("invitation.revoked", {}),
    "set_allowance": ("allowance.set", {"limit": "25", **WHY}),
    "suspend": ("person.suspended", {"days": "7", **WHY}),
    "unsuspend": ("person.unsuspended", WHY),
}
# Acts without words of their own: pressing the button is the reason, and the row says what was pressed.
WITHOUT_REASON = {
    "appeal_ask",
    "desk_undo",
    "desk_undo_all",
    "desk-removal-point",
    "desk-removal-turn",
    "desk-removal-vouch",
    "engines-offer",
    "glass_close",
    "revoke_invitation",
}
# Acts that have nothing before and after them that the audit may keep.
WITHOUT_SIDES = {"correct_birth_date"}  # the dates are the person's, and the audit outlives them

# What comes back when it is refused: the name of whose it is and the form, nothing they wrote.
SHOWS_A_FORM_ALONE = {"assignment", "glass_for_case", "glass_for_person"}

NOTHING = {
    "case_film": "how far the frames are; seeing them is written down, and so was opening the case",
    "assignments": "who takes what: no words of anybody",
    "figures": "numbers alone",
    "readings": "leads to the next one, whose opening is written down",
    "case_give_back": "frees a case for others; opening it was written down",
    "case_hold": "goes on with a look that was written down when the case opened",
    "case_skip": "passes a case by, which changes nothing about it",
    "desk_begin_anew": "a reviewer's own sitting",
    "desk_settings": "how a reviewer works",
    "desk_star": "which lanes stand first for one reviewer",
    "case_reason": "fills in a form, and is the look that was written down when the case opened",
    "desk_reason_forget": "a reviewer's own sentence",
    "appeal_statement": "rehearses an end on the page that was written down when it opened",
    "desk-removal-statement": "rehearses a verdict on the page that was written down when it opened",
    "case_statement": "rehearses a decision on the page that was written down when it opened",
    "studio-tray-house": "numbers by person, without a word of any order",
}


def test_every_staff_address_says_what_it_writes_down() -> None:
    assert {route.name for route in STAFF} == {*LOOKS, *ACTS, *NOTHING}


@pytest.fixture
def ruth() -> User:
    return person("ruth", Role.REVIEWER, Role.ADMINISTRATOR)


@pytest.mark.parametrize("route", [route for route in STAFF if route.name in LOOKS], ids=str)
def test_a_look_is_written_down_with_who_looked_and_at_what(route: Route, ruth: User) -> None:
    thing = thing_for(route, ruth)

    answer = signed_in(ruth).get(reverse(route.name or "", kwargs=thing.words), thing.data)

    assert answer.status_code in (200, 302)
    row = AuditEntry.objects.get(action=LOOKS[route.name or ""], actor=ruth)
    assert all(str(word) in f"{row.target} {row.after}" for word in thing.words.values())


@pytest.mark.parametrize("route", [route for route in STAFF if route.name in ACTS], ids=str)
def test_an_act_is_written_down_with_its_reason_and_what_it_changed(route: Route, ruth: User) -> None:
    name = route.name or ""
    act, filled = ACTS[name]
    thing = thing_for(route, ruth)

    answer = signed_in(ruth).post(reverse(name, kwargs=thing.words), filled)

    assert answer.status_code in (200, 302)
    row = AuditEntry.objects.get(action=act, actor=ruth)
    assert all(str(word) in f"{row.target} {row.after}" for word in thing.words.values())
    assert (row.reason == WHY["reason"]) != (name in WITHOUT_REASON)
    assert (row.before is not None or row.after is not None) != (name in WITHOUT_SIDES)


@pytest.mark.parametrize("route", [route for route in STAFF if route.name in ACTS], ids=str)
def test_a_form_that_is_refused_is_a_look_as_well(route: Route, ruth: User) -> None:
    thing = thing_for(route, ruth)

    answer = signed_in(ruth).post(reverse(route.name or "", kwargs=thing.words))

    looks = AuditEntry.objects.filter(action__endswith=".looked", actor=ruth)
    assert answer.status_code != 422 or route.name in SHOWS_A_FORM_ALONE or looks.exists()


def test_reading_on_is_one_look_and_another_persons_is_a_second(ruth: User) -> None:
    rosa = person("rosa", Role.ADMINISTRATOR)

    written = [audit.looked(who, "people.looked", "people") is not None for who in (ruth, ruth, rosa, ruth)]

    assert written == [True, False, True, False]


def thing_for(route: Route, visitor: User) -> Thing:
    """What the address names: the visitor's own where it has to be, else somebody's."""
    if make := OWNED.get(route.name or ""):
        return make(visitor)
    make = SHARED.get(route.name or "")
    return make(person(uuid4().hex, Role.CREATOR)) if make else Thing()
