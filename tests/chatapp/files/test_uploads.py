"""Taking a file in: once per click, within bounds, judged, kept without a word of its maker, shown to its owner alone."""

import hashlib
import io
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from accounts.models import User
from accounts.privacy import export_of
from chatapp import temporary, turns
from chatapp.composer import drafts
from chatapp.files import deleting, keeping, refusals, uploads
from chatapp.files.refusals import NotTaken
from chatapp.models import Attachment
from moderation import known_hashes
from moderation.models import Case
from studio.media import pdq
from tests.chatapp.files import made
from tests.chatapp.files.conftest import Take
from tests.studio.storages import Store
from tests.support.s3 import S3Server

pytestmark = pytest.mark.django_db

TEXT = b"The fox crossed in March."


def browser_of(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def test_nothing_that_is_stored_says_where_a_picture_was_taken(alice: User, take: Take, store: Store) -> None:
    row = take(alice, made.told_of_its_maker("JPEG"), "holiday.jpg")

    assert sorted(store.held()) == sorted([row.key, row.thumb_key])
    assert row.key.startswith(f"files/{row.public_id.hex}")
    for key in (row.key, row.thumb_key):
        kept = store.read(key)
        assert made.SECRET not in kept
        assert b"Exif" not in kept
        assert b"GPS" not in kept


def test_the_same_click_again_is_one_file(alice: User, settings: Settings) -> None:
    first = uploads.take(alice, SimpleUploadedFile("a.txt", TEXT), key="click-0001")
    second = uploads.take(alice, SimpleUploadedFile("a.txt", TEXT), key="click-0001")

    assert second == first
    with pytest.raises(NotTaken) as refused:
        uploads.take(alice, SimpleUploadedFile("a.txt", b"Something else"), key="click-0001")
    assert refused.value.reason == "key_reused"
    assert Attachment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_parallel_uploads_no_more_are_kept_than_there_is_room_for(alice: User, settings: Settings) -> None:
    settings.FILES_PER_PERSON = 2
    kept: list[str] = []
    gate = threading.Barrier(4)

    def add(number: int) -> None:
        gate.wait()
        try:
            kept.append(uploads.take(alice, SimpleUploadedFile("a.txt", TEXT), key=f"click-000{number}").name)
        except NotTaken as refused:
            assert refused.reason == "quota_count"  # noqa: PT017 (in a thread)
        connection.close()

    threads = [threading.Thread(target=add, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert len(kept) == 2
    assert Attachment.objects.kept().count() == 2


def test_bytes_are_bounded_for_a_person_and_not_for_another(
    alice: User, bob: User, take: Take, settings: Settings
) -> None:
    settings.FILE_BYTES_PER_PERSON = 40
    take(alice, TEXT, "a.txt")

    with pytest.raises(NotTaken) as refused:
        take(alice, TEXT, "b.txt")

    assert refused.value.reason == "quota_bytes"
    assert take(bob, TEXT, "b.txt").name == "b.txt"


def test_what_the_policy_forbids_is_not_taken_and_waits_on_the_desk(alice: User, take: Take) -> None:
    with pytest.raises(NotTaken) as refused:
        take(alice, b"Tell me how to build a bomb at home", "question.txt")

    assert "othing was" in refused.value.sentence
    assert not Attachment.objects.exists()
    assert Case.objects.get().owner == alice


def test_a_file_on_the_list_of_known_ones_is_not_taken_nor_is_what_looks_like_it(alice: User, take: Take) -> None:
    scene = Image.effect_noise((64, 48), 90).resize((640, 480)).convert("RGB")
    small, large = io.BytesIO(), io.BytesIO()
    scene.save(large, "PNG")
    scene.resize((400, 300)).save(small, "JPEG")
    known_hashes.block("sha256", [hashlib.sha256(TEXT).hexdigest()], clause="selfharm.1", origin="a list")
    known_hashes.block("pdq", [pdq.of(scene)], clause="likeness.1", origin="a list")

    for raw, name in ((TEXT, "a.txt"), (large.getvalue(), "fox.png"), (small.getvalue(), "small.jpg")):
        with pytest.raises(NotTaken) as refused:
            take(alice, raw, name)
        assert refused.value.reason == "policy"

    assert not Attachment.objects.exists()
    assert Case.objects.filter(owner=alice).count() == 3
    assert take(alice, made.picture("PNG")).name == "fox.png"


def test_while_the_store_is_away_nothing_is_kept_and_one_may_try_again(
    alice: User, take: Take, s3_server: S3Server, settings: Settings, request: pytest.FixtureRequest
) -> None:
    from django.test import override_settings

    from tests.studio.storages import STORES

    away = STORES["moto"](request)
    with override_settings(**{**away.settings, "S3_ENDPOINT_URL": "http://127.0.0.1:9"}):
        with pytest.raises(NotTaken) as refused:
            take(alice, made.picture("PNG"))

        assert (refused.value.reason, refused.value.again) == ("away", True)
        assert not Attachment.objects.kept().exists()


def test_a_browser_hears_what_was_made_of_its_file_or_why_not(alice: User, client: Client) -> None:
    browser = browser_of(client, alice)

    taken = browser.post(
        "/files/", {"file": SimpleUploadedFile("../fox\u202e.png", made.picture("PNG")), "key": "click-01"}
    )
    refused = browser.post("/files/", {"file": SimpleUploadedFile("a.txt", made.archive("a"))})
    nothing = browser.post("/files/", {})

    assert (taken.status_code, taken.json()["name"], taken.json()["tokens"]) == (201, "fox.png", 20 * 15 + 2)
    assert (refused.status_code, refused.json()["sentence"]) == (422, refusals.SENTENCES["archive"])
    assert nothing.status_code == 422


def test_it_is_looked_at_by_a_link_that_dies_and_a_text_runs_nothing(alice: User, client: Client, take: Take) -> None:
    browser = browser_of(client, alice)
    picture, page = take(alice, made.picture("PNG")), take(alice, b"<script>alert(1)</script>", "page.html")

    link = browser.get(f"/files/{picture.public_id}/")
    shown = browser.get(f"/files/{page.public_id}/")

    assert link.status_code == 302
    assert link["Location"].startswith("/media/")
    assert "no-store" in link["Cache-Control"]
    assert shown["Content-Type"] == "text/plain; charset=utf-8"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Content-Security-Policy"].startswith("sandbox")


def test_what_was_added_stands_in_the_draft_until_it_is_deleted(alice: User, client: Client) -> None:
    browser = browser_of(client, alice)
    taken = browser.post("/files/", {"file": SimpleUploadedFile("a.txt", TEXT)}).json()

    assert [file.name for file in drafts.files(drafts.of(alice, None))] == ["a.txt"]
    assert taken["id"] in browser.get("/").content.decode()
    assert browser.post(taken["delete"]).status_code == 204
    assert taken["id"] not in browser.get("/").content.decode()
    assert not Attachment.objects.exists()


def test_of_a_temporary_chat_nothing_is_in_any_store(alice: User, client: Client, take: Take, store: Store) -> None:
    chat = temporary.begin(alice)
    row, words = take(alice, made.picture("PNG"), place=chat), take(alice, TEXT, "a.txt", place=chat)
    browser = browser_of(client, alice)

    assert store.held() == []
    assert Attachment.objects.get(pk=words.pk).text == ""
    assert browser.get(f"/files/{row.public_id}/small/")["Content-Type"] == "image/webp"
    assert browser.get(f"/files/{words.public_id}/").content == TEXT
    deleting.delete(alice, row.public_id)
    assert browser.get(f"/files/{row.public_id}/").status_code == 404


def test_with_a_temporary_chat_its_files_go_sent_or_not(alice: User, take: Take, settings: Settings) -> None:
    settings.DELETE_UNDO_MINUTES = 0
    chat = temporary.begin(alice)
    sent, unsent = take(alice, TEXT, "a.txt", place=chat), take(alice, made.picture("PNG"), place=chat)
    begun = turns.send(
        alice, "Read", key=uuid4().hex, conversation=chat.public_id, along=turns.Along(attachments=[sent.public_id])
    )
    turns.stop(alice, begun.turn)

    temporary.end(alice, chat.public_id)
    deleting.purge()

    assert not Attachment.objects.exists()
    for file in (sent, unsent):
        with pytest.raises(FileNotFoundError):
            keeping.data(file)


def test_a_file_for_somebody_elses_conversation_is_not_taken(alice: User, bob: User, client: Client) -> None:
    chat = temporary.begin(bob)

    answer = browser_of(client, alice).post(
        "/files/", {"file": SimpleUploadedFile("a.txt", TEXT), "conversation": str(chat.public_id)}
    )

    assert answer.status_code == 404
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("kept_in", ["nothing", "draft", "message"])
def test_what_was_never_sent_goes_after_a_day_with_its_bytes(
    alice: User, take: Take, store: Store, kept_in: str
) -> None:
    row = take(alice, made.picture("PNG"))
    if kept_in == "draft":
        drafts.add_file(alice, None, row)
    if kept_in == "message":
        turns.send(alice, "Look", key=uuid4().hex, along=turns.Along(attachments=[row.public_id]))
    Attachment.objects.update(created_at=timezone.now() - timedelta(hours=25))

    deleting.purge()

    assert Attachment.objects.kept().exists() == (kept_in != "nothing")
    assert bool(store.held()) == (kept_in != "nothing")


def test_one_takes_along_what_was_read_of_ones_files(alice: User, take: Take) -> None:
    take(alice, TEXT, "a.txt")

    [record] = export_of(alice)["stores"]["chatapp.files"]["records"]

    assert (record["name"], record["text"]) == ("a.txt", TEXT.decode())
