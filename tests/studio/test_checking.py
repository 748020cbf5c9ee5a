"""“Check this file”, for anyone: ours and intact, ours but stripped, changed, or not known; and nothing more."""

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from accounts.models import User
from config.bodies import CHECKING, UPLOADS
from config.senders import may_send
from foundation.seats import seat
from foundation.storage import media
from studio import assets
from studio.checking import answers, known, looking
from studio.checking.answers import Verdict
from studio.media import certificate, credentials
from studio.models import Asset, Lineage, Origin
from studio.sharing import shares, stills
from tests.chatapp.links import reader
from tests.studio.steps import order_picture, order_video, work
from tests.support.simulator import Simulator

HTMX = {"HX-Request": "true"}


@pytest.fixture
def picture(alice: User, upstream: Simulator) -> Asset:
    asset: Asset = work(order_picture(alice)).assets.get()
    return asset


def bytes_of(asset: Asset) -> bytes:
    with media().open(asset.key) as stored:
        return bytes(stored.read())


def at(folder: Path, content: bytes) -> Path:
    path = folder / "file"
    path.write_bytes(content)
    return path


def sent(content: bytes, **where: Any) -> Any:
    file = SimpleUploadedFile("private-name.jpg", content)
    return reader().post("/check/file/", {"file": file}, headers=HTMX, **where)


def saved_anew(content: bytes) -> bytes:
    """As a messenger does: smaller, as another JPEG, without anything that was written beside the pixels."""
    anew = io.BytesIO()
    with Image.open(io.BytesIO(content)) as image:
        image.convert("RGB").resize((image.width * 3 // 4, image.height * 3 // 4)).save(anew, "JPEG", quality=70)
    return anew.getvalue()


def tampered(content: bytes) -> bytes:
    changed = bytearray(content)
    changed[-200] ^= 1
    return bytes(changed)


@pytest.mark.parametrize("film", [False, True], ids=["picture", "film"])
def test_a_file_of_ours_is_known_by_its_hash_and_need_not_be_sent(alice: User, upstream: Simulator, film: bool) -> None:
    asset = work(order_video(alice) if film else order_picture(alice)).assets.get()

    answer = reader().post("/check/", {"sha256": asset.sha256}, headers=HTMX)

    assert answer.status_code == 200
    assert "It comes from here, and nothing was changed" in answer.content.decode()
    assert reader().post("/check/", {"sha256": "5" * 64}, headers=HTMX).status_code == 204


def test_an_answer_says_nothing_of_whose_it_is_or_what_was_asked_for(alice: User, picture: Asset) -> None:
    for answer in (
        reader().post("/check/", {"sha256": picture.sha256}),
        sent(bytes_of(picture)),
        sent(tampered(bytes_of(picture))),
    ):
        body = answer.content.decode()
        for secret in (
            "fox",
            alice.email,
            alice.name,
            picture.public_id.hex,
            str(picture.public_id),
            "/made/",
            "/studio/",
        ):
            assert secret not in body


def test_our_signature_is_enough_when_the_thing_itself_is_gone(picture: Asset, tmp_path: Path) -> None:
    content = bytes_of(picture)
    assets.purge(picture)

    answer = answers.about_file(at(tmp_path, content))

    assert answer.verdict == Verdict.INTACT
    assert answer.by_a_machine
    assert answer.said is not None
    assert answer.said.tools[0] == "grok-imagine-image-2.0"


@pytest.mark.parametrize("film", [False, True], ids=["picture", "film"])
def test_a_changed_file_is_called_changed(alice: User, upstream: Simulator, tmp_path: Path, film: bool) -> None:
    asset = work(order_video(alice) if film else order_picture(alice)).assets.get()

    answer = answers.about_file(at(tmp_path, tampered(bytes_of(asset))))

    assert answer.verdict == Verdict.CHANGED


def test_what_was_taken_out_of_its_seal_is_known_by_its_bytes(picture: Asset, tmp_path: Path) -> None:
    Asset.objects.filter(pk=picture.pk).update(unsigned_sha256=hashlib.sha256(b"as it came").hexdigest())

    assert picture.unsigned_sha256 not in ("", picture.sha256)
    assert answers.about_file(at(tmp_path, b"as it came")).verdict == Verdict.STRIPPED


def test_what_was_saved_anew_is_known_by_its_looks(
    alice: User, upstream: Simulator, settings: Any, tmp_path: Path
) -> None:
    settings.STUDIO_WATERMARK = False
    anew = saved_anew(bytes_of(work(order_picture(alice)).assets.get()))

    body = sent(anew).content.decode()

    assert answers.about_file(at(tmp_path, anew)).verdict == Verdict.ALIKE
    assert "looks like something made here" in body
    assert "no proof" in body


BUSY = f"{int('01' * 128, 2):064x}"


def nearly(pdq: str, bits: int) -> str:
    return f"{int(pdq, 16) ^ ((1 << bits) - 1):064x}"


@pytest.mark.parametrize(("bits", "alike"), [(0, True), (31, True), (32, False)])
def test_looks_are_alike_up_to_31_bits(picture: Asset, bits: int, alike: bool) -> None:
    Asset.objects.filter(pk=picture.pk).update(pdq=BUSY)

    assert known.by_likeness(nearly(BUSY, bits)) == alike


def test_looks_are_sought_under_the_index_whoever_asks(picture: Asset) -> None:
    Asset.objects.filter(pk=picture.pk).update(pdq=BUSY)

    with CaptureQueriesContext(connection) as asked:
        known.by_likeness(BUSY)

    compared = [each["sql"] for each in asked if "bit_count" in each["sql"]]
    assert compared
    assert all("bands &&" in each for each in compared)


def test_a_photograph_that_was_edited_here_is_not_called_ours(alice: User, upstream: Simulator) -> None:
    edit, photograph = work(order_picture(alice, n=2)).assets.order_by("part")
    Asset.objects.filter(pk=edit.pk).update(verb="edit", pdq=BUSY)
    Asset.objects.filter(pk=photograph.pk).update(origin=Origin.UPLOADED, job=None, pdq=BUSY)
    Lineage.objects.create(child=edit, parent=photograph, role="reference")

    assert not known.by_likeness(BUSY)
    assert known.by_bytes(photograph.sha256) is None
    Asset.objects.filter(pk=photograph.pk).delete()
    assert not known.by_likeness(BUSY)


def test_an_edit_of_what_was_made_here_is_ours(alice: User, upstream: Simulator) -> None:
    edit, first = work(order_picture(alice, n=2)).assets.order_by("part")
    Asset.objects.filter(pk=edit.pk).update(verb="edit", pdq=BUSY)
    Lineage.objects.create(child=edit, parent=first, role="reference")

    assert known.by_likeness(BUSY)


def test_of_a_picture_of_one_colour_nothing_is_said(picture: Asset) -> None:
    Asset.objects.filter(pk=picture.pk).update(pdq="0" * 64)

    assert not known.by_likeness("0" * 64)


def test_somebody_elses_credentials_are_told_and_not_believed(tmp_path: Path, settings: Any, db: None) -> None:
    plain, signed = tmp_path / "plain.jpg", tmp_path / "signed.jpg"
    Image.effect_noise((300, 200), 60).convert("RGB").save(plain)
    ours = settings.VAR_DIR
    settings.VAR_DIR = tmp_path / "another house"
    credentials.sign(plain, signed, mime="image/jpeg", title="x", engine="another engine")
    settings.VAR_DIR = ours
    certificate.root()

    body = sent(signed.read_bytes()).content.decode()

    assert "We do not know this file" in body
    assert "It carries credentials of somebody else: Signed by “Salon”, made with another engine" in body
    assert "They say that AI made it." in body
    assert "whether the name is true, we cannot say" in body


NONSENSE = {
    "words": b"This is no picture.",
    "a broken picture": b"\xff\xd8\xff\xe0" + b"x" * 5_000,
    "a broken film": b"\0\0\0\x20ftypisom" + b"x" * 5_000,
    "a drawing": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
}


@pytest.mark.parametrize("content", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_told_so(content: bytes, db: None) -> None:
    answer = sent(content)

    assert answer.status_code == 200
    assert "We could not read this file" in answer.content.decode()


def test_what_is_unknown_is_said_to_be_no_more_than_that(tmp_path: Path, db: None) -> None:
    raw = io.BytesIO()
    Image.effect_noise((300, 200), 60).convert("RGB").save(raw, "PNG")

    body = sent(raw.getvalue()).content.decode()

    assert "We do not know this file" in body
    assert "says nothing about whether AI made it" in body


def test_nothing_sent_is_kept(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    sent(b"\xff\xd8\xff\xe0" + b"x" * 5_000)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_too_large_too_often_and_nothing_at_all_each_get_a_sentence(settings: Any, db: None) -> None:
    settings.CHECK_FILE_BYTES = 10
    settings.CHECK_FILES_PER_HOUR = 3
    settings.CHECK_HASHES_PER_MINUTE = 2

    large, none = sent(b"x" * 11), reader().post("/check/file/", headers=HTMX)
    sent(b"x")
    often = sent(b"x")
    hashes = [reader().post("/check/", {"sha256": said}, headers=HTMX).status_code for said in ("x", "'; --", "5" * 64)]

    assert (large.status_code, none.status_code, often.status_code) == (422, 422, 429)
    assert "Choose a picture or a film first." in none.content.decode()
    assert hashes == [204, 204, 429]
    assert sent(b"x", REMOTE_ADDR="198.51.100.7").status_code == 200


def test_only_so_many_are_looked_at_at_once_in_the_whole_house(
    picture: Asset, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STUDIO_LOOKS_AT_ONCE = settings.STUDIO_STILLS_AT_ONCE = 1
    for room in (looking, stills):
        monkeypatch.setattr(room, "WAIT_SECONDS", 0.0)
    still = f"/made/{shares.share(picture.owner, [picture.public_id], key=uuid4().hex).token}/still.jpg"

    with elsewhere_taken(looking.SEATS), elsewhere_taken(stills.SEATS):
        full = [sent(b"\xff\xd8\xff\xe0" + b"x" * 500), reader().get(still)]
    free = [sent(b"\xff\xd8\xff\xe0" + b"x" * 500), reader().get(still)]

    assert [answer.status_code for answer in full] == [503, 503]
    assert "Many files are being looked at just now" in full[0].content.decode()
    assert [answer.status_code for answer in free] == [200, 200]


@contextmanager
def elsewhere_taken(what: str) -> Iterator[None]:
    """Another process of the house sits there."""
    sat, done = Event(), Event()

    def sit() -> None:
        with seat(what, most=1, wait_seconds=0):
            sat.set()
            done.wait(30)
        connection.close()

    thread = Thread(target=sit)
    thread.start()
    assert sat.wait(30)
    try:
        yield
    finally:
        done.set()
        thread.join()


def test_without_a_script_the_whole_page_answers(picture: Asset) -> None:
    page = reader().get("/check/")
    answer = reader().post("/check/file/", {"file": SimpleUploadedFile("a.jpg", bytes_of(picture))})

    assert 'action="/check/file/"' in page.content.decode()
    assert "It comes from here" in answer.content.decode()
    assert "<!doctype html>" in answer.content.decode()


def test_large_files_are_counted_before_they_are_kept(settings: Any, db: None) -> None:
    settings.CHECK_FILES_PER_HOUR = 2
    here = {"REMOTE_ADDR": "198.51.100.9"}

    tries = [may_send(CHECKING, b"", here) for _ in range(3)]

    assert tries == [True, True, False]
    assert may_send(CHECKING, b"", {"REMOTE_ADDR": "198.51.100.10"})
    assert may_send(UPLOADS, b"", here) is False  # that is for who is signed in
    answer = reader().post("/check/file/", headers=HTMX, REMOTE_ADDR="198.51.100.9")
    assert answer.status_code == 429
