"""What is locked leaves the house only by two people: one asks, another releases, and the package is whole."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, Role, User
from chatapp.models import Message
from chatapp.subjects import KIND as ANSWER
from foundation.storage import media
from moderation import flags
from moderation.locked import handing_over
from moderation.locked.package import MANIFEST, Package
from moderation.models import Case, Handover
from moderation.verdicts import Action, Verdict
from studio.models import Asset, Lineage
from studio.subject_kinds import ASSET
from tests.accounts.people import person, signed_in
from tests.chatapp.answers import answered
from tests.moderation.locks import MARKER, locked
from tests.studio.hung import hang, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folder")]


WHY = "They asked by letter of today."


@pytest.fixture
def sam() -> User:
    return person("sam", Role.REVIEWER, Role.ADMINISTRATOR)


@pytest.fixture
def case(alice: User, tmp_path: Path) -> Case:
    """A locked picture that was made from another."""
    source, last = stored(hang(alice, "first"), b"first", tmp_path), stored(hang(alice, MARKER), b"last", tmp_path)
    Lineage.objects.create(child=last, parent=source, role="source")
    return locked(alice, ASSET, last.public_id)


def asked(case: Case, by: User) -> Handover:
    return handing_over.ask(case, by=by, authority="The police", reference="4711/26", reason=WHY)


def test_one_asks_another_releases_and_the_package_is_whole_and_signed_by_the_audit(
    case: Case, ruth: User, sam: User, alice: User
) -> None:
    signed_in(ruth).post(
        reverse("handover", args=[case.public_id]),
        {"authority": "The police", "reference": "4711/26", "reason": WHY},
    )
    handover = Handover.objects.get()
    before = signed_in(ruth).get(reverse("handover-package", args=[handover.public_id])).status_code
    signed_in(sam).post(reverse("handover-release", args=[handover.public_id]), {"reason": "I have looked at it."})
    handover.refresh_from_db()

    content = b"".join(Package(handover, ruth).pieces())

    assert before == 404
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        manifest = json.loads(opened.read(MANIFEST))
        held = {name: opened.read(name) for name in opened.namelist()}
    assert {file["name"]: file["sha256"] for file in manifest["files"]} == {
        name: hashlib.sha256(data).hexdigest() for name, data in held.items() if name != MANIFEST
    }
    assert sorted(data for name, data in held.items() if name.startswith("files/")) == [b"first", b"last"]
    assert (manifest["reference"], manifest["released_by"]) == ("4711/26", str(sam.public_id))
    assert MARKER in held["evidence.json"].decode()
    assert json.loads(held["person.json"])["email"] == alice.email
    assert "handover.released" in held["audit.json"].decode()
    taken = AuditEntry.objects.get(action="handover.taken")
    assert taken.after is not None
    assert taken.after["sha256"] == hashlib.sha256(content).hexdigest()
    acts = AuditEntry.objects.filter(action__startswith="handover.").exclude(action="handover.looked")
    assert {act.action: act.actor for act in acts} == {
        "handover.asked": ruth, "handover.released": sam, "handover.taken": ruth,
    }  # fmt: skip
    assert taken.after["sha256"] in signed_in(sam).get(reverse("handover", args=[case.public_id])).content.decode()


def test_whoever_releases_reads_what_the_package_holds_and_finds_the_case_beside_it(
    case: Case, ruth: User, sam: User
) -> None:
    handover = asked(case, ruth)
    held = {
        piece.filename for piece in zipfile.ZipFile(io.BytesIO(b"".join(Package(handover, ruth).pieces()))).infolist()
    }

    page = signed_in(sam).get(reverse("handover", args=[case.public_id])).content.decode()

    assert {name for name in held if f"<code>{name}</code>" in page} == held
    assert f'href="{reverse("case", args=[case.public_id])}">Look at the case first</a>' in page
    release, withdraw = (reverse(f"handover-{what}", args=[handover.public_id]) for what in ("release", "withdraw"))
    assert page.index(f'action="{release}"') < page.index("Withdraw it…") < page.index(f'action="{withdraw}"')

    handing_over.release(handover, by=sam, reason=WHY)
    assert (
        "Ask for another package…" in signed_in(ruth).get(reverse("handover", args=[case.public_id])).content.decode()
    )


def test_nobody_releases_what_they_asked_for_and_the_database_refuses_it_too(case: Case, ruth: User) -> None:
    handover = asked(case, ruth)

    page = signed_in(ruth).post(
        reverse("handover-release", args=[handover.public_id]), {"reason": "I looked twice."}, follow=True
    )

    assert "It takes a second person" in page.content.decode()
    assert "Nobody is here to release it" in page.content.decode()
    assert not Handover.objects.exclude(released_at=None).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.update(released_by=ruth, released_at=timezone.now())


def test_a_package_is_closed_after_a_day_or_when_it_is_withdrawn(case: Case, ruth: User, sam: User) -> None:
    handover = asked(case, ruth)
    handing_over.release(handover, by=sam, reason=WHY)
    address = reverse("handover-package", args=[handover.public_id])
    third = signed_in(person("tess", Role.REVIEWER, Role.ADMINISTRATOR)).get(address).status_code
    Handover.objects.update(released_at=timezone.now() - timedelta(hours=25))
    late = signed_in(ruth).get(address).status_code
    Handover.objects.update(released_at=timezone.now())

    handing_over.withdraw(handover, by=sam, reason=WHY)

    assert (third, late, signed_in(ruth).get(address).status_code) == (404, 404, 404)


def test_only_what_is_locked_is_handed_over_and_only_once_at_a_time(alice: User, case: Case, ruth: User) -> None:
    plain = flags.raise_flag(
        subject_kind=ASSET, subject=hang(alice).public_id, owner=alice,
        verdict=Verdict(action=Action.REVIEW, check="rules", policy_version=""),
    )  # fmt: skip
    assert plain is not None
    asked(case, ruth)

    assert signed_in(ruth).get(reverse("handover", args=[plain.case.public_id])).status_code == 404
    with pytest.raises(handing_over.NotLocked):
        asked(plain.case, ruth)
    with pytest.raises(handing_over.NotLocked):
        asked(case, person("rosa", Role.REVIEWER))
    with pytest.raises(handing_over.AskedAlready):
        asked(case, ruth)


@pytest.mark.parametrize(
    "filled",
    [{}, {"authority": "x", "reference": "", "reason": WHY}, {"authority": "a\0", "reference": "r", "reason": WHY}],
)
def test_bad_input_is_said_and_asks_for_nothing(case: Case, ruth: User, filled: dict[str, str]) -> None:
    assert signed_in(ruth).post(reverse("handover", args=[case.public_id]), filled).status_code == 422
    assert not Handover.objects.exists()


def test_an_exhibit_that_is_gone_is_named_as_missing_and_the_rest_goes(case: Case, ruth: User, sam: User) -> None:
    media().delete(Asset.objects.get(public_id=case.subject).key)
    handover = asked(case, ruth)
    handing_over.release(handover, by=sam, reason=WHY)
    handover.refresh_from_db()

    with zipfile.ZipFile(io.BytesIO(b"".join(Package(handover, sam).pieces()))) as opened:
        files = json.loads(opened.read(MANIFEST))["files"]

    assert [file.get("missing", False) for file in files if file["name"].startswith("files/")] == [False, True]


def test_a_locked_conversation_goes_with_every_word_also_hidden_ones(alice: User, ruth: User, sam: User) -> None:
    turn = answered(alice, "A question", MARKER)
    Message.objects.filter(pk=turn.answer.pk).update(hidden="Withheld.")
    handover = asked(locked(alice, ANSWER, turn.answer.public_id), ruth)

    with zipfile.ZipFile(io.BytesIO(b"".join(Package(handover, ruth).pieces()))) as opened:
        facts = json.loads(opened.read("evidence.json"))

    assert [message["text"] for message in facts["messages"]] == ["A question", MARKER]
