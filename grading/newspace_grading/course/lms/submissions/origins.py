"""Read from the path of a downloaded file who handed it in: learning platforms write it there, each in a way of its own.

Known are the downloads of Moodle (with and without folders), Canvas, Blackboard, Brightspace and Sakai. What comes by mail or on a
stick bears the name that the browser edition writes: ``ASSIGNMENT--NAME.ipynb``. A path is read from its beginning, which the platform
writes: the learner's own file may be called as somebody else's would be.

Shapes: Moodle's ``mod/assign/classes/downloader.php`` (a folder ``Full name_123_assignsubmission_file`` for each participant, with an
underscore at its end before 4.1; or flat, the file's name behind it), Canvas's ``lib/content_zipper.rb``
(``lastfirst_LATE_user_attachment_file``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import PurePath


class Platform(StrEnum):
    """Who has written a path."""

    MOODLE = "moodle"
    CANVAS = "canvas"
    BLACKBOARD = "blackboard"
    BRIGHTSPACE = "brightspace"
    SAKAI = "sakai"
    NONE = ""


_MOODLE = re.compile(r"(?P<name>.*?)_(?P<number>\d+)_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<file>.*))?")
_CANVAS = re.compile(r"(?P<name>\w*?)(?:_(?P<late>LATE))?_(?P<number>\d+)_(?P<attachment>\d+)_(?P<file>.+)")
_BRIGHTSPACE = r"\d+-\d+ - (?P<name>.+?)(?: - (?P<time>[A-Z][a-z]{2} \d{1,2}, \d{4} \d{3,4} [AP]M))?"
_FOLDERS = (
    (Platform.MOODLE, _MOODLE),
    (Platform.BRIGHTSPACE, re.compile(_BRIGHTSPACE)),
    (Platform.SAKAI, re.compile(r"(?P<name>[^(),]+, [^(),]+)\((?P<user>[^()]+)\)")),
)
_FILES = (
    (Platform.MOODLE, _MOODLE),
    (Platform.BLACKBOARD, re.compile(r".+?_(?P<user>[^_]+)_attempt_(?P<time>\d{4}(?:-\d\d){5})_(?P<file>.+)")),
    (Platform.BRIGHTSPACE, re.compile(rf"{_BRIGHTSPACE} - (?P<file>.+)")),
)
_COPY = re.compile(r"\s*\((\d+)\)$|(?<=\w)-(\d{1,2})$")
_TYPED = re.compile(r"--(?P<name>.+?)(?:\s*\(\d+\))?$")


@dataclass(frozen=True)
class Origin:
    """Where a file comes from, as its path says.

    Attributes
    ----------
    inside : tuple of str
        The file's path in the submission, as the learner had it; its last part is the file.
    platform : Platform
        Who has written the path.
    name : str
        The person's name; "" if the path does not say it.
    user : str
        The platform's short name of the person; "" if the path does not say it.
    number : str
        Moodle's number of the participant in this assignment, or Canvas's user id; "" if the path does not say it.
    time : str
        When it was handed in, as the platform says: ``2026-11-29 19:05:00``; "" if the path does not say it.
    late : bool
        Whether Canvas marks it as late.
    attachment : int
        Canvas's number of the file: a later one has a larger number. 0 elsewhere.
    plugin : str
        Moodle's word for the kind of submission: ``file``, or ``onlinetext``; "" elsewhere.
    """

    inside: tuple[str, ...]
    platform: Platform = Platform.NONE
    name: str = ""
    user: str = ""
    number: str = ""
    time: str = ""
    late: bool = False
    attachment: int = 0
    plugin: str = ""

    @property
    def file(self) -> str:
        """The file's name as the learner had it."""
        return self.inside[-1] if self.inside else ""

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
        """What tells persons of one name apart: the platform's short name and number; two empty texts if it has none."""
        return (self.user, self.number)


def origin(path: PurePath, notebooks: Collection[str] = ()) -> Origin:
    """Read where a file comes from.

    Parameters
    ----------
    path : PurePath
        The file, seen from the folder of the download.
    notebooks : collection of str
        The assignment's notebooks, without ending: what begins with such a name has nothing of Canvas before it.
    """
    *folders, file = path.parts
    for place, folder in enumerate(folders):
        if found := _read(_FOLDERS, folder, path.parts[place + 1 :]):
            return found
    if found := _read(_FILES, file):
        return found
    if not notebook_of(PurePath(file).stem, notebooks) and (found := _read([(Platform.CANVAS, _CANVAS)], file)):
        return found
    return Origin((file,))


def _read(kinds: Iterable[tuple[Platform, re.Pattern[str]]], part: str, below: Sequence[str] = ()) -> Origin | None:
    """Read one part of a path; what is left of it, and what is below, is the learner's own."""
    for platform, pattern in kinds:
        found = pattern.fullmatch(part)
        said = {} if found is None else {name: text or "" for name, text in found.groupdict().items()}
        inside = tuple(name for name in (said.pop("file", ""), *below) if name)
        if found and inside:
            return Origin(
                inside,
                platform,
                name=said.get("name", ""),
                user=said.get("user", ""),
                number=said.get("number", ""),
                time=_time(said.get("time", "")),
                late=bool(said.get("late")),
                attachment=int(said.get("attachment") or 0),
                plugin=said.get("plugin", ""),
            )
    return None


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
