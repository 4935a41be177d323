"""Folders with work and points are private whatever the umask, and what others can read is found."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from newspace_grading.course.records.private_folders import make_private, make_private_file, open_to_others

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such rights")


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    """The umask of most machines: others may read what one makes."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_new_folders_are_the_owners_and_existing_ones_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    make_private(tmp_path / "there" / "graded" / "ada")
    assert [mode(tmp_path / place) for place in ("there", "there/graded", "there/graded/ada")] == [0o755, 0o700, 0o700]
    make_private(tmp_path / "there")
    assert mode(tmp_path / "there") == 0o755
    make_private(tmp_path / "group", shared=True)
    assert mode(tmp_path / "group") == 0o2770


def test_a_new_file_is_the_owners_and_an_existing_one_stays_as_it_is(tmp_path: Path) -> None:
    book, shared, old = tmp_path / "gradebook.db", tmp_path / "shared.db", tmp_path / "old.db"
    old.write_text("points", encoding="utf-8")
    make_private_file(book)
    make_private_file(shared, shared=True)
    make_private_file(old)
    assert [mode(path) for path in (book, shared, old)] == [0o600, 0o660, 0o644]
    assert old.read_text(encoding="utf-8") == "points"


def test_a_file_in_the_place_of_a_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "graded").touch()
    with pytest.raises(OSError, match="graded"):
        make_private(tmp_path / "graded")


def test_only_what_others_can_reach_is_found() -> None:
    import tempfile

    with tempfile.TemporaryDirectory(dir=_reachable()) as name:  # pytest's own folders are private
        top = Path(name)
        top.chmod(0o755)
        (top / "open").mkdir()
        (top / "closed").mkdir(mode=0o700)
        inside = top / "closed" / "gradebook.db"
        inside.touch()
        book = top / "gradebook.db"
        book.touch()
        everything = [top / "open", top / "closed", inside, book, top / "missing"]
        assert open_to_others(everything) == [top / "open", book]
        book.chmod(0o600)
        (top / "open").chmod(0o711)
        assert open_to_others(everything) == []


def _reachable() -> str:
    """A folder below which other users of this machine can read files."""
    return "/tmp"  # noqa: S108 - what is made there is private or empty
