"""The folder with nbgrader's source: whether it is one, and of the version that is installed."""

from __future__ import annotations

import re
from pathlib import Path

VERSION_FILE = Path("nbgrader", "_version.py")
TESTS = Path("nbgrader", "tests", "apps")
FILES = (
    "test_nbgrader_autograde.py",
    "test_nbgrader_generate_feedback.py",
    "test_nbgrader_export.py",
    "test_nbgrader_validate.py",
)
_NUMBERS = re.compile(r"^version_info\s*=\s*\((.*?)\)", re.MULTILINE)
_EXAMPLE = "make peer NBGRADER=FOLDER"


class PeerError(Exception):
    """Something that the person at the keyboard can mend; its text says what, where and what to do."""


def checked_source_folder(given: str, installed: str) -> Path:
    """Return the folder with nbgrader's source.

    Parameters
    ----------
    given : str
        What was given for the folder; may be empty.
    installed : str
        The version of nbgrader that is installed.

    Raises
    ------
    PeerError
        If it is none, has no tests, or is of another version.
    """
    get_one = f"get nbgrader's source at the tag v{installed}, in a folder outside this one, and name it: {_EXAMPLE}"
    if not given:
        raise PeerError(f"No folder with nbgrader's source was named.\nWhat to do: {get_one}")
    folder = Path(given).expanduser().resolve()
    if not folder.is_dir():
        raise PeerError(f"There is no such folder: {folder}\nWhat to do: {get_one}")
    if not (folder / VERSION_FILE).is_file():
        raise PeerError(f"This folder has no {VERSION_FILE.as_posix()}: {folder}\nWhat to do: {get_one}")
    found = nbgrader_version((folder / VERSION_FILE).read_text(encoding="utf-8"))
    if found != installed:
        raise PeerError(
            f"nbgrader {installed} is installed, and this folder has {found or 'no version that can be read'}: {folder}\n"
            f"What to do: check out the tag v{installed} there."
        )
    missing = [name for name in FILES if not (folder / TESTS / name).is_file()]
    if missing:
        raise PeerError(
            f"{folder / TESTS} lacks {', '.join(missing)}.\nWhat to do: {get_one}; a package without its tests is not enough."
        )
    return folder


def nbgrader_version(text: str) -> str:
    """Read nbgrader's version from the text of its version file; "" if there is none."""
    found = _NUMBERS.search(text)
    parts = [part.strip(" \"'") for part in found.group(1).split(",")] if found else []
    return ".".join(parts[:3]) + "".join(parts[3:])
