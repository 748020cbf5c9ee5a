"""Tables kept between sessions are only used for the code that made them."""

from pathlib import Path

import pytest

from tests.support import tables


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tables, "ROOT", tmp_path)
    for name in ("room/migrations/0001_first.py", "room/models/row.py", "room/views.py", "foundation/grants.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("# first\n")
    return tmp_path


@pytest.mark.parametrize("name", ["room/migrations/0001_first.py", "room/models/row.py", "foundation/grants.py"])
def test_a_change_to_what_makes_tables_makes_them_anew(checkout: Path, name: str) -> None:
    before = tables.fingerprint()

    (checkout / name).write_text("# second\n")

    assert tables.fingerprint() != before


def test_a_new_migration_makes_them_anew(checkout: Path) -> None:
    before = tables.fingerprint()

    (checkout / "room/migrations/0002_second.py").write_text("")

    assert tables.fingerprint() != before


def test_a_change_to_a_view_does_not(checkout: Path) -> None:
    before = tables.fingerprint()

    (checkout / "room/views.py").write_text("# second\n")

    assert tables.fingerprint() == before
