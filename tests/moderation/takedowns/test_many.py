"""A request may reach a thousand things: it is read page by page and carried out some at a time, by whoever is alive."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry, Notice, Role, User
from moderation.models import Case, Decision, Takedown
from moderation.models.case import Lane
from moderation.models.takedown import Reached, State, Why
from moderation.takedowns import carrying_out, hiding, judging, showing, sweeping
from studio.models import Asset
from studio.subject_kinds import ASSET
from tests.access_cases.studio_works import hung
from tests.accounts.people import person, signed_in
from tests.moderation.takedowns.asking import confirmed, copies, judge, link, looking, seen

pytestmark = pytest.mark.django_db

Reaching = Callable[[int], tuple[Takedown, list[Asset]]]


@pytest.fixture
def reaching(picture: Asset) -> Reaching:
    def reach(many: int) -> tuple[Takedown, list[Asset]]:
        """A request that names one thing and reaches so many more."""
        takedown = confirmed(link(picture))
        return takedown, reached_by(takedown, copies(picture, many))

    return reach


def reached_by(takedown: Takedown, things: list[Asset]) -> list[Asset]:
    for each in things:
        hiding.hide(takedown, ASSET, each.public_id, owner=each.owner_id, title="Picture", why=Why.COPY)
    return things


def desk(takedown: Takedown) -> str:
    return f"/desk/removals/{takedown.public_id}/"


def killed(_row: Reached) -> None:
    raise KeyboardInterrupt


def boxes(rows: list[Reached], ticked: list[Reached], elsewhere: int, **more: str) -> dict[str, Any]:
    keys = ([str(each.public_id) for each in some] for some in (rows, ticked))
    return dict(zip(("shown", "thing"), keys, strict=True)) | {"elsewhere": elsewhere, "reason": "So.", **more}


def test_what_was_named_goes_at_once_and_the_rest_by_whoever_comes_next(
    reaching: Reaching, picture: Asset, rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    takedown, more = reaching(5)
    late = Reached.objects.get(takedown=takedown, why=Why.NAMED)
    Reached.objects.filter(pk=late.pk).update(id=late.pk + 1_000)  # a reviewer pointed at it last
    rows = list(takedown.reached.all())
    monkeypatch.setattr(carrying_out, "AT_ONCE", 2)

    judge(rosa, takedown, "uphold", *rows)

    assert Decision.objects.count() == 2
    assert takedown.reached.get(why=Why.NAMED).removed_at
    assert seen(picture, *more) == [False] * 6
    page = signed_in(rosa).get(desk(takedown)).content.decode()
    assert 'Removed <span class="tabular">2</span> of <span class="tabular">6</span>' in page
    assert "2 things removed so far" in Client().get(takedown.page).content.decode()

    assert carrying_out.some(takedown.pk) == 2  # and this worker is killed
    carrying_out.go_on()

    assert Decision.objects.count() == 6
    assert seen(picture, *more) == [False] * 6
    assert all(asset.hidden_at and not asset.takedown_at for asset in Asset.objects.filter(owner=picture.owner))
    assert not Takedown.objects.unfinished().exists()
    assert carrying_out.go_on() == 0


def test_a_batch_that_fails_changes_nothing_and_is_done_by_the_next(
    reaching: Reaching, picture: Asset, rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    takedown, more = reaching(4)
    monkeypatch.setattr(carrying_out, "AT_ONCE", 2)
    judge(rosa, takedown, "uphold", *takedown.reached.all())
    done, acts = Decision.objects.count(), AuditEntry.objects.count()

    with monkeypatch.context() as broken:
        broken.setattr(carrying_out, "_give_back", killed)
        with pytest.raises(KeyboardInterrupt):
            carrying_out.some(takedown.pk)
    assert (Decision.objects.count(), AuditEntry.objects.count()) == (done, acts)

    carrying_out.go_on()
    assert Decision.objects.count() == 5
    assert seen(picture, *more) == [False] * 5


def test_what_stays_is_shown_again_in_batches_and_its_owner_hears_once(
    reaching: Reaching, picture: Asset, rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    takedown, more = reaching(4)
    monkeypatch.setattr(carrying_out, "AT_ONCE", 2)
    told = Notice.objects.filter(owner=picture.owner, code="takedown_over")

    judge(rosa, takedown, "decline")
    assert seen(picture, *more).count(True) == 2
    assert not told.exists()
    carrying_out.go_on()
    carrying_out.go_on()

    assert seen(picture, *more) == [True] * 5
    assert told.get().body.startswith("5 things of yours are")


def test_what_was_locked_meanwhile_stays_hidden_until_it_is_not(
    reaching: Reaching, picture: Asset, rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    takedown, more = reaching(2)
    monkeypatch.setattr(carrying_out, "AT_ONCE", 1)
    judge(rosa, takedown, "decline")
    case = Case.objects.create(owner=picture.owner, subject_kind=ASSET, subject=more[1].public_id, lane=Lane.LOCKED)

    carrying_out.go_on()
    assert seen(picture, *more) == [True, True, False]
    assert Takedown.objects.unfinished().exists()

    Case.objects.filter(pk=case.pk).update(lane=Lane.OTHER)
    carrying_out.go_on()
    assert seen(picture, *more) == [True] * 3
    assert not Takedown.objects.unfinished().exists()


def test_what_was_locked_meanwhile_is_not_shown_by_taking_the_request_back(
    reaching: Reaching, picture: Asset, rosa: User
) -> None:
    takedown, more = reaching(1)
    case = Case.objects.create(owner=picture.owner, subject_kind=ASSET, subject=picture.public_id, lane=Lane.LOCKED)

    judging.withdraw(takedown)
    carrying_out.go_on()
    assert seen(picture, *more) == [False, True]

    Case.objects.filter(pk=case.pk).update(decided_at=timezone.now(), freed_at=timezone.now())
    carrying_out.go_on()
    assert seen(picture, *more) == [True, True]
    assert not Takedown.objects.unfinished().exists()


def test_what_was_left_to_seniors_waits_for_them_and_stops_nothing_else(
    reaching: Reaching, picture: Asset, rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    takedown, more = reaching(3)
    monkeypatch.setattr(carrying_out, "AT_ONCE", 2)
    case = Case.objects.create(owner=picture.owner, subject_kind=ASSET, subject=more[0].public_id)
    Case.objects.filter(pk=case.pk).update(escalated_by=person("ruth"), escalated_at=timezone.now())

    judge(rosa, takedown, "uphold", *takedown.reached.all())
    carrying_out.go_on()
    assert [bool(row.removed_at) for row in takedown.reached.order_by("pk")] == [True, False, True, True]
    assert seen(picture, *more) == [False] * 4

    Case.objects.filter(pk=case.pk).update(decided_at=timezone.now())
    carrying_out.go_on()
    assert not takedown.reached.filter(removed_at=None).exists()


def test_what_waits_for_somebody_else_keeps_no_other_request_from_its_turn(
    reaching: Reaching, picture: Asset, rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying_out, "AT_ONCE", 1)
    monkeypatch.setattr(carrying_out, "REQUESTS", 1)
    stuck, more = reaching(1)
    judge(rosa, stuck, "decline")
    Case.objects.create(owner=picture.owner, subject_kind=ASSET, subject=more[0].public_id, lane=Lane.LOCKED)
    other = looking(hung(picture.owner), "", "9" * 64)
    second = confirmed(link(other))
    things = reached_by(second, copies(picture, 1))
    judge(rosa, second, "decline")

    carrying_out.go_on()

    assert seen(*more, *things) == [False, True]
    page = signed_in(person("ruth", Role.REVIEWER, Role.ADMINISTRATOR)).get(desk(stuck)).content.decode()
    assert "until somebody else has judged it" in page
    assert "every 3s" not in page


def test_what_is_said_of_a_verdict_is_what_is_done_by_now(
    reaching: Reaching, rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    takedown, _more = reaching(1)
    monkeypatch.setattr(carrying_out, "AT_ONCE", 1)
    reviewer = signed_in(rosa)
    rows = list(takedown.reached.all())

    said = reviewer.post(f"{desk(takedown)}judge/", boxes(rows, rows, 0, verdict="uphold"), follow=True)

    assert "It is being removed: 1 of 2 done" in said.content.decode()


def test_another_page_keeps_what_was_ticked_and_written_and_all_is_judged_together(
    reaching: Reaching, picture: Asset, rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    takedown, more = reaching(3)
    monkeypatch.setattr(showing, "PAGE", 2)
    rows = list(takedown.reached.order_by("pk"))
    reviewer = signed_in(rosa)

    second = reviewer.post(f"{desk(takedown)}turn/", boxes(rows[:2], rows[:1], 2, page="2")).content.decode()
    assert "Page 2 of 2" in second
    assert 'name="elsewhere" value="1"' in second
    assert "So." in second
    first = reviewer.get(desk(takedown)).content.decode()
    assert first.count(" checked>") == 1

    said = boxes(rows[2:], rows[2:], 1, verdict="uphold")
    assert reviewer.post(f"{desk(takedown)}judge/", said).status_code == 302
    assert [bool(row.removed_at) for row in takedown.reached.order_by("pk")] == [True, False, True, True]
    assert seen(picture, *more) == [False, True, False, False]


def test_nothing_goes_that_came_while_the_reviewer_looked(reaching: Reaching, picture: Asset, rosa: User) -> None:
    takedown, _more = reaching(1)
    rows = list(takedown.reached.order_by("pk"))
    late = looking(hung(picture.owner), "", picture.sha256)
    sweeping.sweep(takedown.pk)

    answer = signed_in(rosa).post(f"{desk(takedown)}judge/", boxes(rows, rows, 0, verdict="uphold"))

    assert answer.status_code == 422
    assert "More came while you looked" in answer.content.decode()
    assert Takedown.objects.get().state == State.OPEN
    assert takedown.reached.get(subject=late.public_id).wanted


def test_a_request_that_reaches_more_than_is_looked_for_hides_no_more_and_is_judged_all_the_same(
    reaching: Reaching, picture: Asset, rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    takedown, _more = reaching(2)  # a reviewer pointed at the last of them
    monkeypatch.setattr(sweeping, "MOST", 2)
    late = [looking(hung(picture.owner), "", picture.sha256) for _ in range(3)]

    sweeping.sweep(takedown.pk)

    assert seen(*late) == [True] * 3
    reviewer, rows = signed_in(rosa), list(takedown.reached.all())
    assert "There may be more copies, and they are shown" in reviewer.get(desk(takedown)).content.decode()
    said = boxes(rows[:1], rows[:1], 1_200, verdict="decline")
    assert reviewer.post(f"{desk(takedown)}judge/", said).status_code == 302


def test_messages_that_nobody_meant_leave_room_for_the_copies_of_what_was_named(
    picture: Asset, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    takedown, copy = confirmed(link(picture)), looking(hung(alice), "", picture.sha256)
    monkeypatch.setattr(sweeping, "MOST", 2)
    for _ in range(3):
        hiding.hide(takedown, "message", uuid4(), owner=alice.pk, title="", why=Why.NAMED, unclear=True)

    sweeping.sweep(takedown.pk)

    assert seen(copy) == [False]


@pytest.mark.parametrize(
    "said", [{"shown": "x"}, {"thing": ["x", ""]}, {"elsewhere": "-1"}, {"page": "x"}, {"page": "9"}]
)
def test_nonsense_in_the_form_is_no_fault_of_ours(said: dict[str, Any], reaching: Reaching, rosa: User) -> None:
    takedown, _more = reaching(1)

    assert signed_in(rosa).post(f"{desk(takedown)}turn/", said).status_code == 200
    assert signed_in(rosa).post(f"{desk(takedown)}judge/", {"verdict": "uphold", **said}).status_code == 422
    assert signed_in(rosa).get(desk(takedown), {"page": "x"}).status_code == 200


def test_a_page_of_fifty_asks_no_more_than_one_of_ten_and_a_sweep_passes_over_what_it_knows(
    reaching: Reaching, picture: Asset, rosa: User
) -> None:
    takedown, _more = reaching(9)
    reviewer = signed_in(rosa)

    def asked() -> tuple[int, int]:
        reviewer.get(desk(takedown))
        with CaptureQueriesContext(connection) as page:
            reviewer.get(desk(takedown))
        sweeping.sweep(takedown.pk)
        with CaptureQueriesContext(connection) as swept:
            sweeping.sweep(takedown.pk)
        return len(page), len(swept)

    few = asked()
    reached_by(takedown, copies(picture, 50))
    assert asked() == few
