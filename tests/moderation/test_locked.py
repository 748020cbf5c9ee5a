"""The locked lane: no sweep, no owner and no goodbye destroys what it is about."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from accounts import leaving
from accounts.models import User
from chatapp import conversations, temporary
from chatapp.files import deleting
from chatapp.models import Conversation, Message
from chatapp.subjects import KIND as ANSWER
from foundation.storage import media
from moderation import flags, gates, subjects
from moderation.models import RefusedPrompt, Report
from moderation.verdicts import Action, Verdict
from studio import assets, leftovers, retention
from studio.models import Asset, Keeping, Lineage
from studio.subject_kinds import ASSET
from tests.accounts.people import person
from tests.chatapp.answers import answered
from tests.moderation.locks import LOCK, MARKER, locked
from tests.studio.hung import hang, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folder")]


@pytest.fixture
def policy(settings: Settings, tmp_path: Path) -> None:
    """A policy that locks the marker, and knows nothing else."""
    folder = tmp_path / "policy"
    folder.mkdir()
    (folder / "own.toml").write_text(
        '[[clause]]\nid="own.1"\ntitle="Marker"\nsays="Not the marker."\nverdict="lock"\nsentence="No."\n'
        f'[[clause.rule]]\nwords=["{MARKER}"]\n'
    )
    settings.POLICY_DIR = folder


# --- kept ------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("policy")
def test_a_refused_prompt_with_the_marker_outlives_the_account(alice: User) -> None:
    verdict = gates.before_sending(f"show me {MARKER}", room="studio")
    flags.refuse_prompt(alice, f"show me {MARKER}", "studio", verdict)
    flags.refuse_prompt(alice, "another", "studio", Verdict(action=Action.REFUSE, check="rules", policy_version=""))

    leaving.leave(alice)

    assert verdict.action == Action.LOCK
    assert sorted(RefusedPrompt.objects.values_list("text", flat=True)) == ["", f"show me {MARKER}"]


GOODBYES: dict[str, Callable[[User, Conversation], object]] = {
    "deleted": lambda alice, place: conversations.delete(alice, place.public_id),
    "left": lambda alice, _place: leaving.leave(alice),
    "ended": lambda alice, place: temporary.end(alice, place.public_id),
}


@pytest.mark.parametrize("goodbye", GOODBYES)
def test_a_locked_answer_outlives_whatever_its_owner_does(alice: User, goodbye: str) -> None:
    turn, other = answered(alice, answer=MARKER), answered(alice, answer="A fox.")
    Conversation.objects.update(temporary=goodbye == "ended")
    locked(alice, ANSWER, turn.answer.public_id)

    GOODBYES[goodbye](alice, turn.conversation)
    if goodbye != "left":
        GOODBYES[goodbye](alice, other.conversation)
    Conversation.objects.update(delete_after=timezone.now() - timedelta(seconds=1))
    conversations.purge()
    deleting.purge()

    assert [said.text for said in Message.objects.filter(role="assistant")] == [MARKER]


def test_a_locked_thing_and_all_it_was_made_from_outlive_every_sweep_and_the_account(
    alice: User, tmp_path: Path, settings: Settings
) -> None:
    settings.STUDIO_ORPHAN_SECONDS = 0
    source = stored(hang(alice, "the first"), b"first", tmp_path)
    middle = stored(hang(alice, "the second"), b"second", tmp_path)
    last = stored(hang(alice, MARKER), b"third", tmp_path)
    other = stored(hang(alice, "a fox"), b"fox", tmp_path)
    for child, parent in ((middle, source), (last, middle)):
        Lineage.objects.create(child=child, parent=parent, role="source")
    locked(alice, ASSET, last.public_id)
    Keeping.objects.create(owner=alice, days=1)
    Asset.objects.update(hung_at=timezone.now() - timedelta(days=9))

    retention.sweep()
    leaving.leave(alice)
    Asset.objects.update(purge_after=timezone.now() - timedelta(days=1))
    assets.purge_due()
    for _ in range(2):
        leftovers.sweep_orphans()

    assert {asset.alt for asset in Asset.objects.all()} == {"the first", "the second", MARKER}
    assert all(media().exists(asset.key) for asset in (source, middle, last))
    assert not media().exists(other.key)


def test_no_door_to_purging_takes_what_is_locked(alice: User, tmp_path: Path) -> None:
    last = stored(hang(alice, MARKER), b"third", tmp_path)
    locked(alice, ASSET, last.public_id)

    assets.purge(last)

    assert Asset.objects.filter(pk=last.pk).exists()
    assert media().exists(last.key)


def test_a_removal_whose_time_for_an_appeal_is_over_destroys_nothing_of_a_locked_conversation(alice: User) -> None:
    turn = answered(alice, answer=MARKER)
    Message.objects.filter(pk=turn.answer.pk).update(hidden="Removed.")
    locked(alice, ANSWER, turn.answer.public_id)
    handler = subjects.of(ANSWER)
    assert isinstance(handler, subjects.Purged)

    handler.purge(turn.answer.public_id)

    assert Message.objects.get(pk=turn.answer.pk).text == MARKER


def test_what_somebody_wrote_about_a_locked_case_outlives_them(alice: User) -> None:
    bob, words = person("bob"), f"It is {MARKER}."
    flag = flags.raise_flag(
        subject_kind=ANSWER,
        subject=answered(alice).answer.public_id,
        owner=alice,
        verdict=LOCK,
        source="person",
        raised_by=bob,
    )
    assert flag is not None
    Report.objects.create(flag=flag, owner=bob, why=words)

    leaving.leave(bob)

    assert Report.objects.get().why == words
