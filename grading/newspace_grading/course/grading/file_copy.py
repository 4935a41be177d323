"""Copy and fingerprint the files of submissions and assignments, without following links."""

from __future__ import annotations

import errno
import fnmatch
import hashlib
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from newspace_grading.model.notebook.notebook_file import LARGEST_FILE
from newspace_grading.model.notebook.safe_walk import files

LARGEST = 50 * 2**20  # bytes of a file that is no notebook
MOST_BYTES = 2 * LARGEST  # of one submission: more would not fit into the worker's own file system
_READ_BYTES = 20 * LARGEST
_OURS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)  # errors of the disk, not of the submission's files


def copy_files(origin: Path, target: Path, over: frozenset[str] = frozenset(), ignored: Sequence[str] = ()) -> None:
    """Copy ordinary files without following links: a link in a submission would copy other people's files.

    Existing files are kept. Notebooks, hidden files, files larger than 50 MB, files that cannot be read, and files in
    whose place the target has a folder are skipped: none of them is graded, and none must stop the grading.

    Parameters
    ----------
    origin, target : Path
        The folder to copy from, and the folder to copy to.
    over : frozenset of str
        Files that replace existing ones, as paths relative to the folders.
    ignored : sequence of str
        Patterns of names: what bears such a name, or lies in a folder that does, is skipped.

    Raises
    ------
    OSError
        If the disk is full or fails.
    """
    room = MOST_BYTES
    for path in files(origin):
        inside = path.relative_to(origin)
        if any(part.startswith(".") or part.endswith(".ipynb") for part in inside.parts):
            continue
        if any(fnmatch.fnmatchcase(part, pattern) for part in inside.parts for pattern in ignored):
            continue
        place = target / inside
        try:
            if place.is_dir() or (place.exists() and inside.as_posix() not in over):
                continue
            room -= path.stat().st_size
            if path.stat().st_size > LARGEST or room < 0:
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            place.unlink(missing_ok=True)
            shutil.copyfile(path, place, follow_symlinks=False)
        except OSError as error:
            if error.errno in _OURS:
                raise


def digest(folder: Path) -> str:
    """Return a fingerprint of the ordinary files in a folder."""
    whole = hashlib.sha256()
    room = _READ_BYTES
    for path in files(folder):
        if ".ipynb_checkpoints" in path.parts:
            continue
        own = hashlib.sha256()
        try:
            # A file that is too large is not graded either: its size is enough to notice a change.
            size = path.stat().st_size
            room -= size
            if size > (LARGEST_FILE if path.suffix == ".ipynb" else LARGEST) or room < 0:
                own.update(str(size).encode())
            else:
                with path.open("rb") as file:
                    own = hashlib.file_digest(file, "sha256")
        except OSError:
            own.update(b"cannot be read")
        whole.update(hashlib.sha256(os.fsencode(path.relative_to(folder))).digest() + own.digest())
    return whole.hexdigest()
