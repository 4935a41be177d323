"""Read from the path of a downloaded file who handed it in: learning platforms write it there, each in a way of its own.

Known are the downloads of Moodle (with and without folders), Canvas, Blackboard, Brightspace and Sakai. What comes by mail or on a
stick bears the name that the browser edition writes: ``ASSIGNMENT--NAME.ipynb``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from newspace_grading.course.lms.submissions.submission_zips import CANVAS_NAME, MOODLE_NAME

_BRIGHTSPACE = r"\d+-\d+ - (?P<name>.+?)(?: - (?P<time>[A-Z][a-z]{2} \d{1,2}, \d{4} \d{3,4} [AP]M))?"
_FILES = (
    MOODLE_NAME,  # without folders
    re.compile(r".+?_(?P<user>[^_]+)_attempt_(?P<time>\d{4}(?:-\d\d){5})_(?P<file>.+)"),  # Blackboard
    re.compile(rf"{_BRIGHTSPACE} - (?P<file>.+)"),
)
_FOLDERS = (
    MOODLE_NAME,
    re.compile(_BRIGHTSPACE),
    re.compile(r"(?P<name>[^(),]+, [^(),]+)\((?P<user>[^()]+)\)"),  # Sakai
)
_COPY = re.compile(r"\s*\((\d+)\)$|(?<=\w)-(\d{1,2})$")
_TYPED = re.compile(r"--(?P<name>.+?)(?:\s*\(\d+\))?$")


@dataclass(frozen=True)
class Origin:
    """Where a file comes from, as its path says.

    Attributes
    ----------
    file : str
        Its name as the learner had it.
    name : str
        The person's name; "" if the path does not say it.
    user : str
        The platform's short name of the person; "" if the path does not say it.
    number : str
        The platform's number of the person, the same in every assignment; "" if the path does not say it.
    place : str
        A number of the person that holds in this download only, as Moodle's; else "".
    time : str
        When it was handed in, as the platform says: ``2026-11-29 19:05:00``; "" if the path does not say it.
    """

    file: str
    name: str = ""
    user: str = ""
    number: str = ""
    place: str = ""
    time: str = ""

    @property
    def stem(self) -> str:
        """The learner's file name without its ending."""
        return PurePath(self.file).stem

    @property
    def copy(self) -> int:
        """Which copy it is, by a number that a browser or a platform put behind the name; 0 if there is none."""
        found = _COPY.search(self.stem)
        return int(found[1] or found[2]) if found else 0

    @property
    def typed(self) -> str:
        """The name that the learner typed in, as it stands in the file's name; "" if there is none."""
        found = _TYPED.search(self.stem)
        return found["name"] if found else ""

    @property
    def person(self) -> tuple[str, str]:
        """What tells persons of one name apart: the platform's names and numbers; two empty texts if it has none."""
        return (self.user, self.number or self.place)


def origin(path: PurePath, notebooks: Collection[str]) -> Origin:
    """Read where a file comes from.

    Parameters
    ----------
    path : PurePath
        The file, seen from the folder of the download.
    notebooks : collection of str
        The assignment's notebooks, without ending: what begins with such a name has nothing of a platform before it.
    """
    patterns = [*_FILES, *([] if notebook_of(path.stem, notebooks) else [CANVAS_NAME])]
    for pattern in patterns:
        found = pattern.fullmatch(path.name)
        if found and found["file"]:
            return _origin(found, found["file"])
    for folder in reversed(path.parts[:-1]):
        for pattern in _FOLDERS:
            if found := pattern.fullmatch(folder):
                return _origin(found, path.name)
    return Origin(path.name)


def _origin(found: re.Match[str], file: str) -> Origin:
    said = {name: text or "" for name, text in found.groupdict().items()}
    number = said.get("number", "")
    stable, place = ("", number) if found.re is MOODLE_NAME else (number, "")
    return Origin(
        file,
        name=said.get("name", ""),
        user=said.get("user", ""),
        number=stable,
        place=place,
        time=_time(said.get("time", "")),
    )


def _time(text: str) -> str:
    """Return a platform's time in the form that nbgrader reads."""
    padded = re.sub(r"(?<= )(\d)(\d\d) ([AP]M)$", r"0\1\2 \3", text)
    for form in ("%Y-%m-%d-%H-%M-%S", "%b %d, %Y %I%M %p"):
        try:
            return datetime.strptime(padded, form).strftime("%Y-%m-%d %H:%M:%S")
        except ValueError:
            continue
    return ""


def notebook_of(stem: str, notebooks: Iterable[str]) -> str:
    """Return which of the assignment's notebooks a file's name begins with; "" if none."""
    low = stem.casefold()
    fitting = [
        name for name in notebooks if low.startswith(name.casefold()) and not low[len(name) : len(name) + 1].isalnum()
    ]
    return max(fitting, key=len, default="")


def as_folder(name: str) -> str:
    """Return a name as a student's id, which is the name of a folder: letters and digits of any script, with hyphens between."""
    return re.sub(r"[^\w.]+", "-", unicodedata.normalize("NFC", name)).strip("-._")


def comparable(name: str) -> str:
    """Return a name without capitals, spaces and signs, to be compared with another one."""
    return "".join(character for character in unicodedata.normalize("NFKC", name).casefold() if character.isalnum())
