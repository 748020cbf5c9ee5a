"""Pictures and clips that people bring: looked into, written anew, signed, hung; what is no picture and no clip is not."""

import hashlib
import io
import json
import struct
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from PIL import Image

from accounts import leaving
from accounts.models import User
from bench import copies_set
from foundation import kill_points
from foundation.storage import media
from moderation import known_hashes
from moderation.consent import signing
from moderation.consent import things as consents
from moderation.models import Case, Consent
from moderation.models.case import Lane
from moderation.models.consent import Cause
from studio import evidence, leftovers, reviews
from studio.arrivals import again, checking, forgetting, taking
from studio.arrivals.refusals import NotTaken
from studio.media import credentials
from studio.models import Arrival, Asset, Orphan, Stage
from studio.subject_kinds import ASSET
from tests.studio import clips
from tests.studio.likenesses import agreed
from tests.studio.portraits import portrait
from tests.studio.storages import Store, local
from tests.studio.test_pdq import scene

pytestmark = pytest.mark.django_db(transaction=True)

MODEL = "trainedAlgorithmicMedia"


@pytest.fixture(autouse=True)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """A folder of its own for each test; the other kinds of store are tried with what is made to order."""
    opened = local(request)
    with override_settings(**opened.settings):
        yield opened


def bring(owner: User, content: bytes, name: str = "holiday.jpg") -> Arrival:
    """Bring it, and let a worker look at it."""
    arrival = taking.take(owner, SimpleUploadedFile(name, content))
    checking.check(arrival.pk)
    arrival.refresh_from_db()
    return arrival


def hung(owner: User, content: bytes, name: str = "holiday.jpg") -> Asset:
    """Bring something good."""
    arrival = bring(owner, content, name)
    assert arrival.stage == Stage.READY, arrival.sentence
    assert arrival.asset
    return arrival.asset


def stored(asset: Asset, folder: Path) -> Path:
    path = folder / "stored"
    path.write_bytes(media().open(asset.key).read())
    return path


# --- what is taken ---------------------------------------------------------------------------------------------------


def test_a_picture_hangs_upright_and_says_nothing_of_place_and_camera(alice: User, tmp_path: Path) -> None:
    asset = hung(alice, clips.telling())

    path = stored(asset, tmp_path)
    picture = Image.open(path)
    assert picture.size == (asset.width, asset.height) == (200, 320)
    assert not picture.getexif()
    for word in (b"Telephone", b"taken at home"):
        assert word not in path.read_bytes()
    top, bottom = (picture.convert("RGB").getpixel((100, y)) for y in (20, 300))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 200 > bottom[0]


@pytest.mark.parametrize(
    ("kind", "mime"), [("PNG", "image/png"), ("WEBP", "image/webp"), ("GIF", "image/png"), ("JPEG", "image/jpeg")]
)
def test_each_kind_of_picture_is_taken(kind: str, mime: str, alice: User) -> None:
    asset = hung(alice, clips.photograph(kind=kind))

    assert (asset.kind, asset.mime, asset.width, asset.height) == ("picture", mime, 320, 200)
    assert {"small.webp", "large.avif"} <= set(asset.previews)


@pytest.mark.parametrize(("kind", "codec"), [("mp4", "libx264"), ("mov", "libx264"), ("webm", "libvpx")])
def test_each_kind_of_clip_is_written_anew(kind: str, codec: str, alice: User, tmp_path: Path) -> None:
    asset = hung(alice, clips.clip(2, kind=kind, codec=codec), f"clip.{kind}")

    path = stored(asset, tmp_path)
    assert (asset.mime, asset.codec, asset.fps) == ("video/mp4", "h264", clips.FPS)
    assert asset.seconds == pytest.approx(2, abs=0.1)
    assert len(clips.frames_of(path)) == pytest.approx(48, abs=1)
    assert path.read_bytes().index(b"moov") < path.read_bytes().index(b"mdat")
    assert b"the secret place" not in path.read_bytes()
    assert "strip.webp" in asset.previews


def test_a_clip_of_an_upright_telephone_stands_upright(alice: User) -> None:
    asset = hung(alice, clips.sideways(clips.clip(1)), "clip.mov")

    assert (asset.width, asset.height) == (120, 160)


def test_a_clip_larger_than_we_keep_is_made_smaller(alice: User) -> None:
    asset = hung(alice, clips.clip(0.3, size=(2560, 1440), sound=False), "clip.mp4")

    assert (asset.width, asset.height) == (1920, 1080)


# --- what is not -----------------------------------------------------------------------------------------------------


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("holiday.jpg", clips.photograph())
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(out, "PNG")
    return out.getvalue()


AT_THE_DOOR = {
    "empty": b"",
    "archive": archive(),
    "text": b"only words",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "other_picture": b"\x00\x00\x00\x18ftypheic" + bytes(200),
    "pdf": b"%PDF-1.7\n",
    "program": b"\x7fELF" + bytes(100),
    "sound": b"ID3" + bytes(100),
    "other_film": b"RIFF\x00\x00\x00\x00AVI " + bytes(100),
}


@pytest.mark.parametrize("reason", AT_THE_DOOR)
def test_what_is_neither_is_told_so_at_the_door_and_leaves_nothing(reason: str, tab: Client, store: Store) -> None:
    answer = tab.post("/studio/bring/", {"file": SimpleUploadedFile("holiday.jpg", AT_THE_DOOR[reason])})

    assert answer.status_code == 422
    assert answer.json()["sentence"]
    assert not Arrival.objects.exists()
    assert store.held() == []


HOSTILE = {
    "too_many_pixels": lambda: bomb(),
    "too_small": lambda: clips.photograph((8, 200), "PNG"),
    "damaged": lambda: clips.photograph()[:600],
    "damaged clip": lambda: clips.clip(2)[: -len(clips.clip(2)) // 2],
    "damaged clip that ends early": lambda: clips.clip(2, sound=False, faststart=True)[:-1500],
    "damaged polyglot": lambda: b"\x89PNG\r\n\x1a\n" + archive(),
    "damaged playlist": lambda: b"\x00\x00\x00\x18ftypmp42" + b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
    "sound": lambda: only_sound(),
    "too_long_film": lambda: clips.clip(4, sound=False),
}


def only_sound() -> bytes:
    import av

    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as made:
        tone: Any = made.add_stream("aac", rate=48_000)
        clips._hum(made, tone, 1)
    return out.getvalue()


@pytest.mark.parametrize("what", HOSTILE)
def test_what_turns_out_to_be_none_inside_is_refused_and_says_why(
    what: str, alice: User, tab: Client, store: Store
) -> None:
    with override_settings(STUDIO_CLIP_SECONDS=3):
        arrival = bring(alice, HOSTILE[what](), "holiday.png")

    assert (arrival.stage, arrival.reason) == (Stage.REFUSED, what.split()[0])
    assert arrival.sentence in tab.get("/studio/bring/list/").content.decode().replace("&#x27;", "'")
    assert not Asset.objects.exists()
    assert store.held() == []


def exif(*entries: tuple[int, int, int, bytes]) -> bytes:
    """What stands beside the pixels, entry by entry (tag, type, count, value), whatever the types should be."""
    turned = (0x0112, 3, 1, b"\x06\x00\x00\x00")
    body = b"".join(struct.pack("<HHI", *entry[:3]) + entry[3] for entry in (turned, *entries))
    return b"Exif\x00\x00II*\x00" + struct.pack("<IH", 8, len(entries) + 1) + body + bytes(64)


HOSTILE_EXIF = {
    "a number where words belong": ((0x010F, 11, 1, b"\x00\x00\x80\x3f"),),
    "a fraction where words belong": ((0x010F, 5, 1, b"\x20\x00\x00\x00"),),
    "words where a number belongs": ((0x0100, 2, 3, b"abc\x00"),),
    "a place before the file": ((0x8769, 9, 1, b"\xff\xff\xff\xff"),),
    "more than there is": ((0x9286, 7, 0xFFFFFFFF, b"\x08\x00\x00\x00"),),
    "itself": ((0x8769, 4, 1, b"\x08\x00\x00\x00"), (0x8825, 4, 1, b"\x08\x00\x00\x00")),
}


@pytest.mark.parametrize("what", HOSTILE_EXIF)
def test_what_is_wrong_beside_the_pixels_is_never_called_our_fault(what: str, alice: User) -> None:
    content = clips.photograph(exif=exif(*HOSTILE_EXIF[what]))

    arrival = bring(alice, content)

    assert (arrival.stage, arrival.reason) in [(Stage.READY, ""), (Stage.REFUSED, "damaged")]
    if arrival.asset:
        assert (arrival.asset.width, arrival.asset.height) == (200, 320)


def test_what_the_limit_lets_in_is_taken_to_the_last_pixel_and_the_limit_is_named(alice: User, settings: Any) -> None:
    settings.MAX_PICTURE_PIXELS = 42_000_000
    large, larger = (clips.photograph(size) for size in ((7_000, 6_000), (7_001, 6_000)))

    taken, refused = bring(alice, large), bring(alice, larger)

    assert taken.stage == Stage.READY, taken.sentence
    assert refused.reason == "too_many_pixels"
    assert "7,001 × 6,000" in refused.sentence
    assert "42 million" in refused.sentence


def test_a_second_file_behind_a_picture_does_not_come_along(alice: User, tmp_path: Path) -> None:
    asset = hung(alice, clips.photograph() + archive())

    assert b"PK\x03\x04" not in stored(asset, tmp_path).read_bytes()


def test_more_than_there_is_room_for_is_not_taken(tab: Client) -> None:
    with override_settings(STUDIO_BYTES_PER_PERSON=100):
        full = tab.post("/studio/bring/", {"file": SimpleUploadedFile("a.jpg", clips.photograph())})
    with override_settings(STUDIO_UPLOAD_BYTES=100):
        large = tab.post("/studio/bring/", {"file": SimpleUploadedFile("a.jpg", clips.photograph())})

    assert (full.status_code, large.status_code) == (422, 422)
    assert "room" in full.json()["sentence"]
    assert "100" in large.json()["sentence"]


# --- again, aside, judged --------------------------------------------------------------------------------------------


def test_the_same_bytes_give_the_one_that_is_there(alice: User, bob: User, store: Store) -> None:
    first, theirs = hung(alice, clips.photograph()), hung(bob, clips.photograph())

    twice = bring(alice, clips.photograph(), "the-same.jpg")

    assert twice.asset == first
    assert theirs != first
    assert Asset.objects.owned_by(alice).count() == 1
    assert store.held() == sorted([*first.stored_keys, *theirs.stored_keys])


def test_what_was_deleted_can_be_brought_again(alice: User) -> None:
    first = hung(alice, clips.photograph())
    Asset.objects.filter(pk=first.pk).update(deleted_at="2026-01-01T00:00Z", purge_after="2999-01-01T00:00Z")

    assert hung(alice, clips.photograph()) != first


def test_what_is_put_aside_before_it_is_checked_is_not_taken(alice: User, store: Store) -> None:
    arrival = taking.take(alice, SimpleUploadedFile("a.jpg", clips.photograph()))

    taking.clear(alice, arrival.public_id)
    checking.check(arrival.pk)

    assert not Asset.objects.exists()
    assert store.held() == []


def test_putting_it_aside_while_it_is_checked_takes_no_evidence_from_the_desk(
    alice: User, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = clips.photograph()
    known_hashes.block("sha256", [hashlib.sha256(content).hexdigest()], clause="minors.1", origin="a list")
    arrival = taking.take(alice, SimpleUploadedFile("a.jpg", content))
    meanwhile(monkeypatch, lambda: taking.clear(alice, arrival.public_id))

    checking.check(arrival.pk)

    case, kept = Case.objects.get(), Asset.objects.get()
    assert (case.lane, case.subject) == (Lane.LOCKED, kept.public_id)
    assert set(store.held()) >= set(kept.stored_keys)
    assert not Arrival.objects.shown().exists()


def test_it_shows_a_real_person_said_while_it_is_checked_is_heard(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    content = clips.photograph()
    arrival = taking.take(alice, SimpleUploadedFile("a.jpg", content))
    anew = SimpleUploadedFile("a.jpg", content)
    meanwhile(monkeypatch, lambda: taking.take(alice, anew, of_a_person=True))

    checking.check(arrival.pk)

    assert Consent.objects.get().subject == Asset.objects.get().public_id


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Its owner does this when the worker has drawn the thing and not hung it yet."""

    def reach(seam: str) -> None:
        if seam == "arrival.stored":
            act()

    monkeypatch.setattr(kill_points, "reach", reach)


def test_nobody_lists_or_puts_aside_what_is_not_theirs(alice: User, bob: User, client: Client) -> None:
    arrival = bring(alice, b"\x89PNG\r\n\x1a\nbroken", "the name.png")
    client.force_login(bob)

    answer = client.post(f"/studio/bring/{arrival.public_id}/clear/")

    assert answer.status_code == 404
    assert "the name" not in client.get("/studio/bring/").content.decode()


def test_what_the_rules_want_a_person_to_see_is_not_shown_until_then(alice: User, tab: Client) -> None:
    arrival = bring(alice, clips.photograph(), "celebrity portrait.jpg")
    asset = Asset.objects.get()
    before = tab.get(f"/studio/assets/{asset.public_id}/").status_code

    with transaction.atomic():
        reviews.show(asset.public_id)

    arrival.refresh_from_db()
    assert before == 404
    assert arrival.stage == Stage.READY
    assert tab.get(f"/studio/assets/{asset.public_id}/").status_code == 200


def hidden(asset: Asset) -> Asset:
    """The desk decides that nobody sees it."""
    with transaction.atomic():
        reviews.hide(asset.public_id, "Not here.")
    return asset


@pytest.mark.parametrize("whose", ["hers", "another's"])
def test_the_very_bytes_of_what_was_hidden_are_not_taken_again(
    whose: str, alice: User, bob: User, tab: Client, store: Store
) -> None:
    content = clips.photograph()
    asset = hung(alice if whose == "hers" else bob, content)
    ours = media().open(asset.key).read()
    hidden(asset)
    kept = store.held()

    for again_ in (content, ours):
        answer = tab.post("/studio/bring/", {"file": SimpleUploadedFile("other.png", again_)}, follow=True)
        assert "decided that this is not shown" in answer.content.decode()

    assert store.held() == kept
    with transaction.atomic():
        reviews.show(asset.public_id)
    assert bring(alice, content).stage == Stage.READY


def test_what_looks_like_something_hidden_is_looked_at_first(alice: User, bob: User) -> None:
    picture, other = scene(1), scene(2)
    hidden(hung(alice, as_png(picture)))

    alike, another = bring(bob, as_png(picture.resize((450, 300)))), bring(bob, as_png(other))

    assert (alike.stage, another.stage) == (Stage.REVIEWING, Stage.READY)
    assert alike.asset
    assert Case.objects.filter(subject=alike.asset.public_id, decided_at=None).exists()
    assert "looks like something that was hidden" in alike.sentence
    assert alike.asset not in Asset.objects.visible_to(bob)


def test_what_looks_like_somebody_who_took_their_consent_back_is_looked_at_first(alice: User, bob: User) -> None:
    signing.withdraw(agreed(hung(alice, as_png(scene(1)))).pk)

    again = bring(bob, as_png(scene(1).resize((450, 300))))

    assert again.stage == Stage.REVIEWING
    assert again.asset not in Asset.objects.visible_to(bob)


def test_what_was_thrown_away_and_is_brought_anew_is_bound_by_what_was_asked_before(alice: User, bob: User) -> None:
    content = as_png(scene(1))
    first = hung(alice, content)
    consent = agreed(first)
    Asset.objects.filter(pk=first.pk).update(deleted_at=timezone.now(), purge_after="2999-01-01T00:00Z")

    anew, another = hung(alice, content), hung(bob, content)
    signing.withdraw(consent.pk)

    assert anew != first
    assert anew not in Asset.objects.visible_to(alice)
    assert another in Asset.objects.visible_to(bob)  # nobody binds what is somebody else's


def test_a_no_to_one_persons_picture_does_not_refuse_the_same_bytes_of_another(alice: User, bob: User) -> None:
    content = as_png(Image.new("RGB", (64, 64), "red"))  # of one colour: nothing looks like it but the very bytes
    signing.withdraw(agreed(hung(alice, content)).pk)

    again = bring(bob, content)

    assert again.stage == Stage.REVIEWING
    with pytest.raises(NotTaken):
        taking.take(alice, SimpleUploadedFile("again.png", content))


def test_what_was_hidden_is_known_in_a_mirror_and_a_film_by_any_of_its_frames(
    alice: User, bob: User, tmp_path: Path
) -> None:
    picture, frames = scene(1), copies_set.frames(5)
    hidden(hung(alice, as_png(picture)))
    hidden(hung(alice, copies_set.film(frames, tmp_path / "whole.mp4").read_bytes(), "film.mp4"))

    mirrored = bring(bob, as_png(picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)))
    half = bring(bob, copies_set.film(frames[24:], tmp_path / "half.mp4", fps=20).read_bytes(), "other.mp4")

    assert (mirrored.stage, half.stage) == (Stage.REVIEWING, Stage.REVIEWING)


def as_png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def test_a_bell_that_was_lost_is_rung_again(alice: User, settings: Any) -> None:
    settings.STUDIO_RING_AGAIN_SECONDS = 0
    taking.take(alice, SimpleUploadedFile("a.jpg", clips.photograph()))

    assert again.ring_again() == 1


def test_a_file_that_ends_whoever_opens_it_is_given_up(alice: User) -> None:
    arrival = taking.take(alice, SimpleUploadedFile("a.jpg", clips.photograph()))
    Arrival.objects.filter(pk=arrival.pk).update(tries=again.MOST_TRIES)

    checking.check(arrival.pk)

    arrival.refresh_from_db()
    assert (arrival.stage, arrival.reason) == (Stage.REFUSED, "ours")


def test_bytes_that_wait_are_no_orphans(alice: User, settings: Any) -> None:
    arrival = taking.take(alice, SimpleUploadedFile("a.jpg", clips.photograph()))
    settings.STUDIO_ORPHAN_SECONDS = 0

    leftovers.sweep_orphans()

    assert media().exists(arrival.key)
    assert not Orphan.objects.exists()


def test_what_was_not_taken_is_forgotten_in_time_and_what_the_desk_has_is_not(alice: User) -> None:
    def ago(arrival: Arrival, **when: Any) -> Arrival:
        Arrival.objects.filter(pk=arrival.pk).update(**{name: timezone.now() - each for name, each in when.items()})
        return arrival

    old, aside, young = (bring(alice, clips.photograph()[: 600 + n], f"private {n}.jpg") for n in range(3))
    taken = bring(alice, clips.photograph())
    for each in (old, taken):
        ago(each, ended_at=timedelta(days=31))
    ago(aside, cleared_at=timedelta(days=2))
    withheld = ago(bring(alice, clips.photograph((64, 64))), ended_at=timedelta(days=31))
    Arrival.objects.filter(pk=withheld.pk).update(stage=Stage.REFUSED, reason="policy")

    assert forgetting.forget_old() == 2
    assert set(Arrival.objects.all()) == {young, taken, withheld}


# --- credentials -----------------------------------------------------------------------------------------------------


def test_a_photograph_is_not_said_to_be_a_models_work(alice: User, tab: Client, tmp_path: Path) -> None:
    asset = hung(alice, clips.photograph())

    seal = credentials.read(stored(asset, tmp_path), asset.mime)

    assert seal is not None
    assert (seal.state, seal.actions, seal.source_type) == ("Trusted", ("c2pa.opened", "c2pa.transcoded"), "")
    assert len(seal.ingredients) == 1
    assert b"holiday" not in media().open(asset.key).read()
    assert "Made with AI" not in tab.get(f"/studio/assets/{asset.public_id}/").content.decode()
    assert MODEL.encode() not in media().open(asset.preview_key("small.webp")).read()


def test_what_a_file_says_of_itself_at_its_very_end_is_believed(alice: User) -> None:
    said = f"http://cv.iptc.org/newscodes/digitalsourcetype/{MODEL}".encode()

    asset = hung(alice, clips.photograph() + bytes(3 << 20) + said)

    assert asset.by_a_machine


def test_credentials_that_came_along_are_kept_and_believed(alice: User, tab: Client, tmp_path: Path) -> None:
    plain, theirs = tmp_path / "plain.jpg", tmp_path / "theirs.jpg"
    plain.write_bytes(clips.photograph())
    credentials.sign(plain, theirs, mime="image/jpeg", title="made elsewhere", engine="another-engine")

    asset = hung(alice, theirs.read_bytes(), "theirs.jpg")

    seal = credentials.read(stored(asset, tmp_path), asset.mime)
    assert seal is not None
    assert seal.source_type.endswith(MODEL)
    assert b"another-engine" in stored(asset, tmp_path).read_bytes()
    assert asset.by_a_machine
    assert "made with AI" in tab.get(f"/studio/assets/{asset.public_id}/").content.decode()


@pytest.mark.parametrize("kind", ["webm", "mov"])
def test_a_clip_of_another_kind_is_signed_with_where_it_came_from(kind: str, alice: User, tmp_path: Path) -> None:
    codec = "libvpx" if kind == "webm" else "libx264"

    asset = hung(alice, clips.clip(0.5, kind=kind, codec=codec), f"clip.{kind}")

    seal = credentials.read(stored(asset, tmp_path), asset.mime)
    assert seal is not None
    assert (seal.state, len(seal.ingredients)) == ("Trusted", 1)


# --- the door --------------------------------------------------------------------------------------------------------


def test_a_form_without_a_script_brings_one_and_lists_it(tab: Client) -> None:
    file = SimpleUploadedFile("holiday.jpg", clips.photograph())

    answer = tab.post("/studio/bring/", {"file": file}, headers={"Accept": "text/html"}, follow=True)

    assert "holiday.jpg" in answer.content.decode()
    assert "Being checked" in answer.content.decode()


def test_a_script_hears_what_it_is_called(tab: Client) -> None:
    file = SimpleUploadedFile("../../\u202egpj.exe", clips.photograph())

    answer = tab.post("/studio/bring/", {"file": file})

    assert answer.status_code == 201
    assert json.loads(answer.content)["name"] == "gpj.exe"


# --- what is blocked -------------------------------------------------------------------------------------------------


def test_bytes_on_the_list_are_refused_kept_and_lie_in_the_locked_lane(alice: User) -> None:
    content = clips.photograph()
    known_hashes.block("sha256", [hashlib.sha256(content).hexdigest()], clause="minors.1", origin="a list")

    arrival = bring(alice, content)

    assert (arrival.stage, arrival.reason) == (Stage.REFUSED, "policy")
    assert not Asset.objects.visible_to(alice).exists()
    case = Case.objects.get()
    assert (case.lane, case.subject) == (Lane.LOCKED, Asset.objects.get().public_id)


def test_what_is_locked_is_kept_and_handed_over_as_it_came(alice: User, store: Store, settings: Any) -> None:
    content = clips.photograph()
    known_hashes.block("sha256", [hashlib.sha256(content).hexdigest()], clause="minors.1", origin="a list")
    asset = bring(alice, content).asset
    assert asset
    settings.STUDIO_ORPHAN_SECONDS = 0

    leaving.leave(alice)
    for _ in range(2):
        leftovers.sweep_orphans()

    exhibits = evidence.of_thing(asset.public_id).exhibits
    assert (hashlib.sha256(content).hexdigest(), content) in [(x.sha256, b"".join(x.pieces())) for x in exhibits]


def test_no_consent_link_opens_what_is_locked_or_was_not_let_pass(alice: User) -> None:
    content = as_png(portrait(3))
    known_hashes.block("sha256", [hashlib.sha256(content).hexdigest()], clause="minors.1", origin="a list")
    locked = bring(alice, content).asset
    unseen = bring(alice, as_png(portrait(5)), "celebrity portrait.png").asset
    passed = hung(alice, as_png(portrait(4)))
    assert locked
    assert unseen

    assert not Consent.objects.filter(subject=locked.public_id).exists()
    Asset.objects.filter(pk=locked.pk).update(approved_sha256=locked.sha256)
    minted = consents.of(ASSET).minted
    assert [bool(minted(each.public_id)) for each in (locked, unseen, passed)] == [False, False, True]

    signing.withdraw(agreed(passed).pk)
    assert minted(passed.public_id)  # whom it shows may look again before they agree again


def test_what_looks_like_something_on_the_list_waits_for_a_person(alice: User) -> None:
    first = hung(alice, scene_bytes())
    known_hashes.block("pdq", [first.pdq], clause="sexual.1", origin="a list")

    arrival = bring(alice, scene_bytes(quality=60), "again.jpg")

    assert arrival.stage == Stage.REVIEWING
    assert (Case.objects.get().flags.get().score or 0) > 0.8


def scene_bytes(quality: int = 95) -> bytes:
    out = io.BytesIO()
    scene(7).save(out, "JPEG", quality=quality)
    return out.getvalue()


def test_a_face_asks_who_that_is_and_its_owner_need_not_say_so_first(alice: User) -> None:
    shown = hung(alice, as_png(portrait(3)), "face.png")
    empty = hung(alice, as_png(scene(4)), "scene.png")

    question = Consent.objects.get()

    assert (question.owner, question.subject, question.cause) == (alice, shown.public_id, Cause.PICTURE)
    assert (shown.recipe["face"], empty.recipe["face"]) == (True, False)
