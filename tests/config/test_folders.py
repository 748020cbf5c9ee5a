"""Folders that several processes want at once, and folders that only one user may enter."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from config.dev import folders

AT_ONCE = 8
ROUNDS = 100  # enough that asking first and making then was seen to lose in every run


def test_many_may_make_the_same_folder_at_once(tmp_path: Path) -> None:
    together = Barrier(AT_ONCE)

    def make(round_: int) -> Path:
        together.wait()
        return folders.open_folder(tmp_path / str(round_) / "shared")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for round_ in range(ROUNDS):
            list(pool.map(make, [round_] * AT_ONCE))

    assert all((tmp_path / str(round_) / "shared").stat().st_mode & 0o777 == 0o711 for round_ in range(ROUNDS))


def test_a_file_in_the_folders_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "shared").touch()

    with pytest.raises(FileExistsError):
        folders.open_folder(tmp_path / "shared")


def test_a_folder_somebody_else_made_is_refused(tmp_path: Path) -> None:
    trap = tmp_path / "sockets"
    trap.mkdir()
    trap.chmod(0o777)

    with pytest.raises(folders.Unsafe, match="open to others"):
        folders.private_folder(trap, None)


def test_our_own_folder_is_taken_again(tmp_path: Path) -> None:
    made = folders.private_folder(tmp_path / "sockets", None)

    assert folders.private_folder(tmp_path / "sockets", None) == made
    assert made.stat().st_mode & 0o777 == 0o700
