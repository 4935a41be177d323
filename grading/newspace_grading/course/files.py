"""The files of a submission and of an assignment: copied without what points elsewhere, and known by their fingerprint."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

from newspace_grading.engine.engine import fingerprint
from newspace_grading.engine.submission import LARGEST


def copy_files(origin: Path, target: Path, leave: frozenset[str] = frozenset()) -> None:
    """Copy ordinary files, and nothing that points elsewhere: a link in a submission would carry other people's files in.

    Notebooks and hidden files are left out, and so is what is larger than a notebook may be.

    Parameters
    ----------
    origin, target : Path
        From where, and to where.
    leave : frozenset of str
        Files that stay as they are in the target, if they are there.
    """
    for top, folders, names in os.walk(origin, followlinks=False):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(top, name)
            found = path.lstat()
            if (
                not stat.S_ISREG(found.st_mode)
                or name.startswith(".")
                or name.endswith(".ipynb")
                or found.st_size > LARGEST
            ):
                continue
            place = target / path.relative_to(origin)
            if path.relative_to(origin).as_posix() in leave and place.exists():
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            place.unlink(missing_ok=True)
            shutil.copyfile(path, place, follow_symlinks=False)


def digest(folder: Path) -> str:
    """A fingerprint of all ordinary files in a folder."""
    parts: list[bytes] = []
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file() or ".ipynb_checkpoints" in path.parts:
            continue
        name = path.relative_to(folder).as_posix().encode()
        if path.stat().st_size > LARGEST:  # it is not graded either; its size tells whether it is another one
            parts += [name, str(path.stat().st_size).encode()]
            continue
        try:
            parts += [name, path.read_bytes()]
        except PermissionError:
            parts += [name, b"cannot be read"]
    return fingerprint(*parts)
