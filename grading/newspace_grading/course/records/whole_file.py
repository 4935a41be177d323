"""Write a file whole or not at all: after an interruption the old one is still there."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def whole_file(path: Path, mode: int = 0o600) -> Iterator[IO[bytes]]:
    """Open a file to be written; it takes its place, with these permissions, once all of it is on the disk.

    A device, such as ``/dev/null``, is written to as it is: with root's rights the file would take its place for the whole machine.

    Parameters
    ----------
    path : Path
        The place; its folder exists.
    mode : int
        The permissions.
    """
    if _is_device(path):
        with path.open("wb") as device:
            yield device
        return
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)


def _is_device(path: Path) -> bool:
    try:
        return stat.S_ISCHR(path.lstat().st_mode)
    except OSError:
        return False
