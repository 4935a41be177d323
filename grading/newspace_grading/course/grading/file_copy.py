"""The files of a submission and of an assignment: copied without what points elsewhere, and known by their fingerprint."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from pathlib import Path

from newspace_grading.model.notebook.safe_walk import files
from newspace_grading.model.notebook.submission import LARGEST

MOST_BYTES = 2 * LARGEST  # of one submission; it must fit into the private disk of the learner's process
_READ_BYTES = 20 * LARGEST
_OURS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)  # the disk's fault, not that of what was handed in


def copy_files(origin: Path, target: Path, over: frozenset[str] = frozenset()) -> None:
    """Copy ordinary files, and nothing that points elsewhere: a link in a submission would carry other people's files in.

    What is there already stays. Notebooks and hidden files are left out, and so is what is larger than a notebook may be, has no
    place in the target (a folder where a file is), or cannot be read: it is not graded, and must stop nobody's grading.

    Parameters
    ----------
    origin, target : Path
        From where, and to where.
    over : frozenset of str
        Files that take the place of those that are there.

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
    """A fingerprint of all ordinary files in a folder."""
    whole = hashlib.sha256()
    room = _READ_BYTES
    for path in files(folder):
        if ".ipynb_checkpoints" in path.parts:
            continue
        own = hashlib.sha256()
        try:
            # What is too large is not graded either; its size tells whether it is another one.
            size = path.stat().st_size
            room -= size
            own.update(str(size).encode() if size > LARGEST or room < 0 else path.read_bytes())
        except OSError:
            own.update(b"cannot be read")
        whole.update(hashlib.sha256(os.fsencode(path.relative_to(folder))).digest() + own.digest())
    return whole.hexdigest()
