"""Whatever dies or is away in the middle of a run: nothing is lost, made twice, left over, or tried for ever."""

import base64
import io
import json
import time
import zipfile
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from accounts.models import User
from chatapp.files import deleting
from chatapp.files.refusals import NotTaken
from chatapp.models import Attachment, Conversation, Project, Transfer
from chatapp.models.conversation import MOST_TAGS
from chatapp.transfers import archive, bringing, losses, runs
from chatapp.transfers.sources import read
from foundation.leases import renewed
from foundation.storage import media
from studio import leftovers
from studio.models import Orphan
from tests.chatapp.test_transfers import GOOD, brought
from tests.studio.storages import S3, storages
from tests.support.s3 import S3Server

pytestmark = pytest.mark.django_db


def own(file_data: bytes = b"Some words.", **more: Any) -> dict[str, Any]:
    """A conversation in the house's form, with a file."""
    file = {"id": "f", "name": "a", "data": base64.b64encode(file_data).decode()}
    said = [{"id": 1, "parent": None, "role": "user", "text": "One?", "files": [file]}]
    return {"id": str(uuid4()), "title": "T", "messages": said, **more}


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (32, 32), "red").save(file, "PNG")
    return file.getvalue()


def waiting(person: User, content: Any) -> Transfer:
    return runs.bring(person, ContentFile(json.dumps(content).encode(), name="x.json"))


def again(row: Transfer) -> Transfer:
    """The next hand comes when the lease of the last has ended."""
    Transfer.objects.filter(pk=row.pk).update(lease=None)
    runs.work(row.pk)
    row.refresh_from_db()
    return row


def test_what_always_breaks_is_given_up_after_three_tries_and_says_so(alice: User, settings: Any) -> None:
    settings.TRANSFER_UNPACKED_BYTES = "nonsense"  # of the house's own making: no file is at fault
    row = waiting(alice, GOOD)

    states = [again(row).state for _ in range(3)]

    assert states == ["working", "working", "failed"]
    assert "three times" in losses.failure(row.report)
    assert row.key == ""


def test_what_its_worker_dies_of_is_not_tried_for_ever(alice: User) -> None:
    row = waiting(alice, GOOD)
    Transfer.objects.filter(pk=row.pk).update(attempts=runs.ATTEMPTS)

    assert again(row).state == "failed"


def test_a_file_that_never_arrived_is_said_to_have_not(alice: User) -> None:
    row = waiting(alice, GOOD)
    media().delete(row.key)

    assert again(row).state == "failed"
    assert "Choose it again" in losses.failure(row.report)


def test_a_name_of_letters_no_table_takes_is_reported_without_them(alice: User) -> None:
    row = waiting(alice, [{"title": "Odd \x00 one"}, *GOOD])

    assert again(row).report["lost"]["no_conversation"]["names"] == ["Odd  one"]


def test_files_that_were_deleted_and_purged_are_brought_again(alice: User) -> None:
    content = {"conversations": [own()]}
    brought(alice, content)
    Conversation.objects.all().delete()
    for file in Attachment.objects.owned_by(alice):
        deleting.delete(alice, file.public_id)

    assert brought(alice, content)["lost"] == {}
    assert Attachment.objects.kept().get().conversation == Conversation.objects.get()


def test_a_store_that_is_away_costs_no_file_and_no_try(alice: User, signed_s3_server: S3Server, settings: Any) -> None:
    for name, value in {**signed_s3_server.settings(), "STORAGES": storages(S3)}.items():
        setattr(settings, name, value)
    row = waiting(alice, GOOD)
    signed_s3_server.kill9()

    row = again(row)

    assert (row.state, row.attempts) == ("working", 0)
    Transfer.objects.filter(pk=row.pk).update(lease=uuid4())
    with pytest.raises(NotTaken):  # not "a file was lost", for good
        bringing.write(Transfer.objects.get(), 0, read(own(picture())), lambda name: b"")  # type: ignore[arg-type]


def test_of_two_hands_the_slow_one_writes_nothing(alice: User) -> None:
    row = waiting(alice, GOOD)
    mine = Transfer.objects.filter(pk=row.pk)
    mine.claim(60)
    mine.update(state="working")
    slow = mine.get()
    mine.update(lease=uuid4())
    fast = mine.get()

    made = [bringing.write(fast, 0, what, lambda name: b"") for what in (found(), found())]

    assert made[1] is None
    with pytest.raises(bringing.Stopped):
        bringing.write(slow, 0, found("other"), lambda name: b"")
    assert Conversation.objects.owned_by(alice).count() == 1


def found(id: str = "one") -> Any:
    return read({**GOOD[0], "id": id})


@pytest.mark.django_db(transaction=True)
def test_a_lease_is_renewed_while_one_step_takes_longer_than_it(alice: User) -> None:
    row = waiting(alice, GOOD)
    mine = Transfer.objects.filter(pk=row.pk)
    token = mine.claim(0.6)
    assert token

    later = mine.filter(lease_until__gt=mine.get().lease_until)

    with renewed(mine, token, 0.6):
        until = time.monotonic() + 10
        while not later.exists() and time.monotonic() < until:
            time.sleep(0.02)

    assert later.exists()


def test_an_object_that_no_run_names_is_swept_and_one_that_is_named_stays(alice: User, settings: Any) -> None:
    media().save("transfers/left.zip", ContentFile(b"x"))
    row = waiting(alice, GOOD)

    leftovers.sweep_orphans()
    Orphan.objects.update(seen_at=timezone.now() - timedelta(seconds=settings.STUDIO_ORPHAN_SECONDS + 1))
    leftovers.sweep_orphans()

    assert not media().exists("transfers/left.zip")
    assert media().exists(row.key)


def test_an_export_names_its_file_before_there_is_one(alice: User, settings: Any) -> None:
    row = runs.take_along(alice, "json")
    settings.MEDIA_ROOT = "/proc/nowhere"  # no folder can be made there

    again(row)

    assert row.key


def packed(**members: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in members.items():
            made.writestr(f"conversations-{name}.json", text)
    return file.getvalue()


def test_many_members_have_one_budget_between_them(alice: User, settings: Any) -> None:
    settings.TRANSFER_UNPACKED_BYTES = 1_000_000
    data = packed(**{f"m{number}": "[" + " " * 400_000 + "]" for number in range(5)})

    assert brought(alice, data, "x.zip")["lost"] == {"unreadable": 1}


@pytest.mark.parametrize(("limit", "most"), [("MOST_ENTRIES", 3), ("DIRECTORY_BYTES", 100)])
def test_a_directory_without_end_is_not_read(alice: User, limit: str, most: int, monkeypatch: Any) -> None:
    monkeypatch.setattr(archive, limit, most)

    assert brought(alice, packed(a=json.dumps(GOOD), b="[]", c="[]", d="[]"))["lost"] == {"unreadable": 1}


def test_a_file_passes_no_limit_of_the_house(alice: User, settings: Any) -> None:
    settings.MAX_INSTRUCTIONS_CHARACTERS = 10
    tags = ["Two Words", "two-words", "##", *(f"t{number}" for number in range(20))]
    project = {"name": "  Foxes   here ", "instructions": "x" * 50}

    report = brought(alice, {"conversations": [own(tags=tags, instructions="y" * 9_000, project=project)]})

    row = Conversation.objects.get()
    assert row.tags == ["two-words", *(f"t{number}" for number in range(11))]
    assert len(row.tags) == MOST_TAGS
    assert len(row.instructions) == 4_000
    assert (Project.objects.get().name, Project.objects.get().instructions) == ("Foxes here", "x" * 10)
    assert report["lost"] == {"tag": 10, "instructions": 2}
