"""What a brought file says of where it came from: believed, kept, and signed with."""

from pathlib import Path

import pytest
from django.test import Client

from accounts.models import User
from foundation.storage import media
from studio.media import credentials
from tests.studio import clips
from tests.studio.bringing import hung, stored
from tests.studio.bringing import store as store

pytestmark = pytest.mark.django_db(transaction=True)


MODEL = "trainedAlgorithmicMedia"


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
