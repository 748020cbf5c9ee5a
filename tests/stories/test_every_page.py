"""Every page of the living house, on a desk by day and on a phone by night: axe finds nothing, nothing is too wide."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.urls import resolve, reverse
from playwright.sync_api import Page
from pytest_django import Settings

from accounts.models import Role, User
from tests.access_cases import OWNED, SHARED, Thing
from tests.stories.conftest import PHONE, SignIn, axe, small_targets
from tests.support.layout import out_of_place
from tests.test_access import ALL_ROLES, ROUTES

pytestmark = pytest.mark.browser

Look = Callable[[Page, str], None]

FOR_PEOPLE = {
    "account_change_password",
    "account_email",
    "account_reauthenticate",
    "archive",
    "asset",
    "asset-trim",
    "assignment",
    "assignments",
    "audit",
    "figures",
    "batch",
    "batches",
    "case",
    "consent",
    "consents",
    "conversation",
    "conversation-keeping",
    "conversation-map",
    "appeal",
    "appeals",
    "decision",
    "decisions",
    "desk",
    "desk_decided",
    "desk_search",
    "desk_settings",
    "desk-removal",
    "desk-removals",
    "engines",
    "glass",
    "glass-conversation",
    "glass_for_case",
    "glass_for_person",
    "glasses",
    "handover",
    "help",
    "instructions",
    "invitations",
    "job",
    "ladder",
    "ladders",
    "leave",
    "lineage",
    "lineage-deleted",
    "me",
    "notices",
    "parlour",
    "people",
    "person",
    "persona",
    "personas",
    "project",
    "projects",
    "prompt",
    "prompts",
    "reading",
    "search",
    "share",
    "shares",
    "studio",
    "studio-told",
    "studio-boards",
    "studio-bring",
    "studio-storage",
    "studio-styles",
    "studio-trash",
    "style",
    "style-new",
    "transfers",
    "turn-edit",
    "turn-menu",
    "usage",
    "usage_house",
    "usage_person",
    "usersessions_list",
}
FOR_STRANGERS = {
    "account_confirm_email",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "about-ai",
    "account_signup",
    "check",
    "consent-held",
    "consent-open",
    "join",
    "made",
    "removal",
    "removal-page",
    "removal-confirm",
    "report",
    "report-receipt",
    "shared",
    "transparency",
}
# Commands, fragments, files and redirects; and three pages that need a moment of their own, which the stylebook has.
ELSEWHERE = {"account_logout", "age", "set_up"}
NO_PAGES = {
    "asset-credentials",
    "asset-share",
    "asset-share-revoke",
    "check-file",
    "consent-about",
    "consent-again",
    "consent-end",
    "consent-forget",
    "consent-held-file",
    "consent-picture",
    "consent-selfie",
    "consent-withdraw",
    "made-credentials",
    "made-download",
    "made-file",
    "made-large",
    "made-still",
    "arrival-clear",
    "asset-card",
    "asset-strip",
    "studio-arrivals",
    "studio-bare",
    "account_confirm_login_code",
    "account_set_password",
    "asset-caption",
    "asset-caption-ask",
    "asset-delete",
    "asset-download",
    "asset-file",
    "asset-for-desk",
    "asset-film-for-desk",
    "asset-sheet-for-desk",
    "asset-small-for-desk",
    "case_film",
    "message-picture-for-desk",
    "asset-large",
    "asset-marks",
    "asset-rate",
    "asset-recipe",
    "asset-restore",
    "asset-small",
    "asset-star",
    "audit-sheet",
    "batch-again",
    "batch-cancel",
    "batch-order",
    "batch-row",
    "batch-row-fine",
    "batch-sheet",
    "batch-throw-away",
    "batch-zip",
    "case_decide",
    "case_give_back",
    "case_hold",
    "case_skip",
    "desk_begin_anew",
    "desk_star",
    "case_reason",
    "desk_reason_forget",
    "desk_undo",
    "desk_undo_all",
    "report-faith",
    "desk-removal-judge",
    "desk-removal-point",
    "desk-removal-statement",
    "desk-removal-turn",
    "desk-removal-vouch",
    "removal-withdraw",
    "appeal_ask",
    "appeal_judge",
    "appeal_statement",
    "decision_appeal",
    "decision_say",
    "case_statement",
    "compare",
    "conversation-delete",
    "conversation-jump",
    "conversation-read",
    "conversation-rename",
    "conversation-restore",
    "conversation-show",
    "conversation-stretch",
    "conversation-take",
    "conversations",
    "conversations-choices",
    "conversations-keep",
    "conversations-tagged",
    "correct_birth_date",
    "draft",
    "draft-new",
    "drawing-place",
    "engine-choose",
    "engine-choose-new",
    "engines-offer",
    "export",
    "file",
    "file-add",
    "file-delete",
    "file-small",
    "files-at-hand",
    "gauge",
    "readings",
    "give_roles",
    "glass_close",
    "handover-package",
    "handover-release",
    "handover-withdraw",
    "healthz",
    "job-cancel",
    "job-card",
    "job-go-on",
    "job-pause",
    "job-place",
    "job-repeat",
    "job-resubmit",
    "lineage-delete",
    "lineage-move",
    "lineage-restore",
    "lineage-share",
    "media",
    "notices_header",
    "persona-delete",
    "project-change",
    "project-create",
    "project-delete",
    "project-files",
    "prompt-delete",
    "prompt-used",
    "prompts-menu",
    "put_all_away",
    "put_away",
    "queue",
    "queue-add",
    "queued-drop",
    "queued-now",
    "queued-take",
    "readyz",
    "revoke_invitation",
    "send",
    "send-new",
    "set_allowance",
    "share-badge",
    "share-revoke",
    "share-update",
    "shared-continue",
    "shared-file",
    "studio-board",
    "studio-cards",
    "studio-form",
    "studio-improve",
    "studio-index",
    "studio-many",
    "studio-month",
    "studio-order",
    "studio-pick",
    "studio-prompts",
    "studio-quote",
    "studio-search-forget",
    "studio-search-keep",
    "studio-tray",
    "studio-tray-house",
    "studio-undo",
    "studio-zip",
    "style-remove",
    "ladder-climb",
    "ladder-job",
    "ladder-leave",
    "ladder-remove",
    "summary-edit",
    "summary-use",
    "suspend",
    "temporary-begin",
    "temporary-end",
    "temporary-here",
    "theme",
    "transfer-along",
    "transfer-bring",
    "transfer-cancel",
    "transfer-fetch",
    "turn",
    "turn-beside",
    "turn-branch",
    "turn-compare",
    "turn-continue",
    "turn-download",
    "turn-draw",
    "turn-drawing",
    "turn-drawing-dismiss",
    "turn-flag",
    "turn-keep",
    "turn-retry",
    "turn-stop",
    "unsuspend",
    "webhook-again",
    "webhook-on",
    "webhook-remove",
    "webhook-secret",
    "usage_csv",
}


def test_every_address_is_a_page_somebody_looks_at_or_none() -> None:
    assert {route.name for route in ROUTES} == FOR_PEOPLE | FOR_STRANGERS | ELSEWHERE | NO_PAGES


def addresses(names: Iterable[str], person: User, other: User) -> list[str]:
    """Where these pages are, with something on each. Made in another thread: Playwright's loop runs in this one."""

    def made() -> list[str]:
        try:
            return [address(name) for name in sorted(names)]
        finally:
            connections.close_all()

    def address(name: str) -> str:
        make, owner = (OWNED[name], person) if name in OWNED else (SHARED.get(name, lambda _: Thing()), other)
        return reverse(name, kwargs=make(owner).words)

    with ThreadPoolExecutor(1) as beside:
        return beside.submit(made).result()


def in_the_parlour(place: str) -> bool:
    return resolve(place).func.__module__.startswith("chatapp.")


def wrong_with(page: Page, places: list[str], look: Look, when: str, *, thumbs: bool = False) -> list[str]:
    """What there is to complain about, page by page. `thumbs`: also what one of them would miss in the parlour."""
    wrong: list[str] = []
    for place in places:
        answer = page.goto(place)
        page.wait_for_load_state()
        status = answer.status if answer else None
        wrong += [] if status == 200 else [f"{place}: {status}"]
        wrong += [f"{place}: {each}" for each in axe(page)]
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wrong += [f"{place}: {wider} px wider than the screen"] if wider > 0 else []
        wrong += [f"{place}: {each}" for each in out_of_place(page)]
        wrong += [f"{place}: {each}" for each in small_targets(page)] if thumbs and in_the_parlour(place) else []
        look(page, f"every-{when}-{place.strip('/').replace('/', '-')[:50] or 'home'}")
    return wrong


SCREENS: dict[str, dict[str, Any]] = {
    "day": {"color_scheme": "light"},
    "night": {"viewport": PHONE, "is_mobile": True, "has_touch": True, "color_scheme": "dark"},
}


@pytest.mark.long
@pytest.mark.parametrize("when", SCREENS)
def test_pages_for_people_pass_axe_and_fit(
    when: str, sign_in: SignIn, somebody: Callable[..., User], look: Look, settings: Settings
) -> None:
    settings.MAX_WRITING_TURNS_PER_PERSON = 100  # a conversation for each page, at once
    person = somebody(*ALL_ROLES)
    places = addresses(FOR_PEOPLE, person, somebody(Role.CREATOR))

    wrong = wrong_with(sign_in(person, by_form=True, **SCREENS[when]), places, look, when, thumbs=when == "night")
    assert wrong == [], "\n".join(wrong)


def test_pages_for_strangers_pass_axe_and_fit(
    live: Any, browser: Any, somebody: Callable[..., User], look: Look
) -> None:
    places = addresses(FOR_STRANGERS, somebody(), somebody(Role.CREATOR))
    wrong: list[str] = []
    for when, options in {"day": {}, "night": {"viewport": PHONE, "color_scheme": "dark"}}.items():
        context = browser.new_context(base_url=live.url, **options)
        wrong += wrong_with(context.new_page(), places, look, f"stranger-{when}")
        context.close()

    assert wrong == []
