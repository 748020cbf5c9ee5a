"""What is kept of a result: signed, with previews, whole, under keys made from ids, on every store."""

import hashlib
import io
import json
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image

from accounts.models import User
from foundation.storage import media
from studio.media import credentials, sandbox
from studio.media.certificate import root
from studio.models import Asset
from tests.studio.steps import order_picture, order_video, work
from tests.studio.storages import Store, on_a_folder
from tests.support.simulator import Simulator

SIZES = [("small.webp", 640), ("small.avif", 640), ("large.webp", 1600), ("large.avif", 1600)]
MADE_BY_A_MODEL = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


def stored(asset: Asset, store: Store, folder: Path) -> Path:
    path = folder / f"stored.{asset.key.rsplit('.', 1)[1]}"
    path.write_bytes(store.read(asset.key))
    return path


@pytest.mark.parametrize(
    ("store", "scene", "mime"),
    [
        ("local", "", "image/jpeg"),
        ("local", "picture_format format=png", "image/png"),
        ("local", "picture_format format=webp", "image/webp"),
        ("local", "video", "video/mp4"),
        ("moto", "", "image/jpeg"),
        ("rclone", "video", "video/mp4"),
    ],
    indirect=["store"],
)
def test_what_was_generated_says_so_inside_the_file(
    scene: str, mime: str, alice: User, upstream: Simulator, store: Store, tmp_path: Path
) -> None:
    upstream.set_scene(scene if scene != "video" else "")

    job = work(order_video(alice) if scene == "video" else order_picture(alice))

    asset = job.assets.get()
    seal = credentials.read(stored(asset, store, tmp_path), asset.mime)
    assert asset.mime == mime
    assert seal is not None
    assert (seal.state, seal.actions, seal.source_type) == ("Trusted", ("c2pa.created",), MADE_BY_A_MODEL)
    assert alice.email not in str(seal)


@on_a_folder
def test_a_changed_file_is_seen_to_be_changed(alice: User, upstream: Simulator, store: Store, tmp_path: Path) -> None:
    asset = work(order_picture(alice)).assets.get()
    path = stored(asset, store, tmp_path)
    changed = bytearray(path.read_bytes())
    changed[-200] ^= 1
    path.write_bytes(changed)

    seal = credentials.read(path, asset.mime)

    assert seal is None or seal.state == "Invalid"


@on_a_folder
def test_who_does_not_know_our_root_finds_it_valid_but_not_trusted(
    alice: User, upstream: Simulator, store: Store, tmp_path: Path
) -> None:
    asset = work(order_picture(alice)).assets.get()

    seal = credentials.read(stored(asset, store, tmp_path), asset.mime, trusted=b"")

    assert seal is not None
    assert seal.state == "Valid"
    assert b"BEGIN CERTIFICATE" in root()


def test_the_store_holds_exactly_what_the_rows_say(alice: User, upstream: Simulator, store: Store) -> None:
    jobs = [work(order_picture(alice, n=2)), work(order_video(alice))]

    assets = [asset for job in jobs for asset in job.assets.all()]
    assert sorted(key for asset in assets for key in asset.stored_keys) == store.held()
    for asset in assets:
        content = store.read(asset.key)
        assert (len(content), sha256(content)) == (asset.bytes, asset.sha256)
        assert asset.job
        assert asset.key.startswith(f"assets/{asset.job.public_id.hex}/{asset.part}-")
        assert "fox" not in asset.key


@on_a_folder
def test_previews_are_small_copies_of_the_same_shape(alice: User, upstream: Simulator, store: Store) -> None:
    picture = work(order_picture(alice, ratio="16:9", resolution="2k")).assets.get()
    film = work(order_video(alice, resolution="720p")).assets.get()

    for asset in (picture, film):
        for name, longest in SIZES:
            preview = Image.open(io.BytesIO(store.read(asset.preview_key(name))))
            assert preview.format == name.rpartition(".")[2].upper()
            assert max(preview.size) == min(longest, max(asset.width, asset.height))
            assert preview.width / preview.height == pytest.approx(asset.width / asset.height, rel=0.01)
            assert b"trainedAlgorithmicMedia" in preview.info["xmp"]
    assert len(store.read(picture.preview_key("small.webp"))) < 100_000


def test_a_film_can_be_leafed_through_by_twelve_frames(alice: User, upstream: Simulator, tab: Client) -> None:
    film, picture = work(order_video(alice)).assets.get(), work(order_picture(alice)).assets.get()

    strip = Image.open(io.BytesIO(media().open(film.preview_key("strip.webp")).read()))

    frames = [strip.crop((n * strip.width // 12, 0, (n + 1) * strip.width // 12, strip.height)) for n in (0, 11)]
    assert strip.width / strip.height == pytest.approx(12 * film.width / film.height, rel=0.05)
    assert frames[0].tobytes() != frames[1].tobytes()
    assert tab.get(f"/studio/assets/{film.public_id}/strip/").status_code == 302
    assert tab.get(f"/studio/assets/{picture.public_id}/strip/").status_code == 404


def test_a_browser_gets_the_kind_of_preview_it_takes(alice: User, upstream: Simulator, tab: Client) -> None:
    address = f"/studio/assets/{work(order_picture(alice)).assets.get().public_id}/small/"

    new, old = tab.get(address, headers={"Accept": "image/avif,image/webp,*/*"}), tab.get(address)

    assert (new["Location"].rpartition("/")[2], old["Location"].rpartition("/")[2]) == ("small.avif", "small.webp")
    assert "Accept" in new["Vary"]
    assert "Accept" in old["Vary"]


@on_a_folder
def test_a_poster_shows_something(alice: User, upstream: Simulator, store: Store) -> None:
    film = work(order_video(alice)).assets.get()

    poster = Image.open(io.BytesIO(store.read(film.preview_key("large.webp")))).convert("L")

    grey = poster.tobytes()
    assert max(grey) - min(grey) > 40


# --- made from something ---------------------------------------------------------------------------------------------


@on_a_folder
def test_what_was_made_from_others_names_them(alice: User, upstream: Simulator, store: Store, tmp_path: Path) -> None:
    asset = work(order_picture(alice)).assets.get()
    first = stored(asset, store, tmp_path)
    plain = tmp_path / "plain.png"
    Image.new("RGB", (64, 64), "teal").save(plain)
    target = tmp_path / "made.jpg"

    credentials.sign(
        first, target, mime="image/jpeg", title="made.jpg", engine="grok-imagine-image",
        parents=[credentials.Parent(first, "image/jpeg", "first"), credentials.Parent(plain, "image/png", "second")],
    )  # fmt: skip

    seal = credentials.read(target, "image/jpeg")
    assert seal is not None
    assert seal.state == "Trusted"
    assert seal.ingredients == ("first", "second")
    assert seal.actions[0] == "c2pa.opened"


# --- hostile files ---------------------------------------------------------------------------------------------------


def look(path: Path, kind: str = "picture") -> sandbox.Look:
    return sandbox.look(path, kind, path.parent)


def test_a_picture_too_large_to_decode_is_refused_by_its_header(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    Image.new("1", (9_000, 9_000)).save(path)

    with pytest.raises(sandbox.Unsound, match="too many"):
        look(path)


def test_moving_pictures_and_drawings_are_no_pictures(tmp_path: Path) -> None:
    moving, drawing = tmp_path / "moving.webp", tmp_path / "drawing.svg"
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    frames[0].save(moving, save_all=True, append_images=frames[1:])
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')

    for path in (moving, drawing):
        with pytest.raises(sandbox.Unsound):
            look(path)


def test_a_playlist_is_no_film_and_opens_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    playlist = tmp_path / "film.mp4"
    playlist.write_text(f"#EXTM3U\n#EXTINF:1,\nfile://{secret}\n")

    with pytest.raises(sandbox.Unsound):
        look(playlist, "video")


def test_the_child_knows_no_secret(tmp_path: Path) -> None:
    ended = sandbox.run("import os, json; print(json.dumps(dict(os.environ)))", "", folder=tmp_path)

    assert set(json.loads(ended.stdout)) <= {"PATH", "LC_ALL", "LC_CTYPE"}


def test_the_child_cannot_eat_the_machine(tmp_path: Path) -> None:
    greedy = (
        "import sys; sys.path.insert(0, sys.argv[1]); from studio.media import child; child.bound(); bytes(4 << 30)"
    )

    ended = sandbox.run(greedy, "", folder=tmp_path)

    assert ended.returncode != 0
    assert b"MemoryError" in ended.stderr


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
