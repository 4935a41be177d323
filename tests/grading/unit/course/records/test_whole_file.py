"""A file is written whole or not at all."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from newspace_grading.course.records.whole_file import whole_file


def test_a_file_takes_its_place_with_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    with whole_file(path, 0o640) as file:
        file.write(b"new")
        assert not path.exists()
    assert path.read_bytes() == b"new"
    if sys.platform != "win32":
        assert os.stat(path).st_mode & 0o777 == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no terminals in its file system")
def test_a_device_is_written_to_and_never_replaced() -> None:
    ours, terminal = os.openpty()
    try:
        with whole_file(Path(os.ttyname(terminal))) as device:
            device.write(b"text")
        assert os.read(ours, 100) == b"text"
    finally:
        os.close(ours)
        os.close(terminal)


def test_after_an_interruption_the_old_file_is_there_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        interrupted(path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def interrupted(path: Path) -> None:
    """Write half of a file, and be stopped."""
    with whole_file(path) as file:
        file.write(b"half")
        raise KeyboardInterrupt
