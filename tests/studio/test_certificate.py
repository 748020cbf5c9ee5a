"""The key we sign with: made once, by whoever starts first; renewed in time; or the operator's own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from PIL import Image

from studio import checks
from studio.media import certificate, credentials


@pytest.fixture(autouse=True)
def _fresh(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / "var"


def test_of_several_first_starts_one_makes_the_key_and_all_use_it() -> None:
    with ThreadPoolExecutor(6) as starts:
        made = set(starts.map(lambda _: certificate.credentials(), range(6)))

    assert len(made) == 1


def test_the_keys_are_nobody_elses_to_read(settings: Any) -> None:
    certificate.credentials()

    modes = {path.name: path.stat().st_mode & 0o777 for path in (settings.VAR_DIR / "credentials").iterdir()}
    assert set(modes.values()) == {0o600}


def test_a_leaf_near_its_end_is_renewed_under_the_same_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certificate, "LEAF_DAYS", 10)
    first, root = certificate.credentials(), certificate.root()
    monkeypatch.setattr(certificate, "LEAF_DAYS", 730)

    second = certificate.credentials()

    ends = x509.load_pem_x509_certificate(second.chain).not_valid_after_utc
    assert second != first
    assert ends - datetime.now(UTC) > timedelta(days=700)
    assert certificate.root() == root


def test_an_operators_own_certificate_signs(settings: Any, tmp_path: Path) -> None:
    made = certificate.credentials()
    own_chain, own_key = tmp_path / "chain.pem", tmp_path / "key.pem"
    own_chain.write_bytes(made.chain)
    own_key.write_bytes(made.key)
    root = certificate.root()
    settings.CREDENTIALS_CERT_FILE, settings.CREDENTIALS_KEY_FILE = str(own_chain), str(own_key)
    source, target = tmp_path / "a.png", tmp_path / "b.png"
    Image.new("RGB", (64, 64), "teal").save(source)

    credentials.sign(source, target, mime="image/png", title="b.png", engine="grok-imagine-image")

    seal = credentials.read(target, "image/png", trusted=root)
    assert seal is not None
    assert seal.state == "Trusted"
    assert certificate.root() == b""


@pytest.mark.parametrize(
    ("certificate_file", "key_file"), [("chain.pem", ""), ("", "key.pem"), ("gone.pem", "gone.key")]
)
def test_half_a_pair_refuses_to_start(certificate_file: str, key_file: str, settings: Any) -> None:
    settings.CREDENTIALS_CERT_FILE, settings.CREDENTIALS_KEY_FILE = certificate_file, key_file

    assert checks.credentials_come_in_pairs()
