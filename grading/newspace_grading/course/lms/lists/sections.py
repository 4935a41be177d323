"""Sections of a class, and who marks which: the roster says who is in which, ``markers.toml`` who marks it.

nbgrader's gradebook has no place for a section, so it is kept beside the journal.
"""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from newspace_grading.course.layout import Course, CourseFolderError
from newspace_grading.course.records.private_folders import GROUP_FILE, OWN_FILE, make_private
from newspace_grading.course.records.teachers_file import read_teachers_file
from newspace_grading.course.records.whole_file import whole_file
from newspace_grading.model.errors import UserError

FILE_NAME = "markers.toml"
_TOP = "sections"
_BETWEEN = re.compile(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+")
"""What an LMS writes between the sections of a learner who is in several: Canvas “A, B, and C”, a table of one's own “A; B”."""


class MarkersError(UserError):
    """``markers.toml`` cannot be read; the message names file, field and remedy."""


@dataclass(frozen=True)
class Sections:
    """Who is in which section, and who marks it.

    Attributes
    ----------
    of : mapping
        A learner's id → the section, as the roster writes it; those without one are not in it.
    markers : mapping
        Section → who marks it.
    """

    of: Mapping[str, str] = field(default_factory=dict)
    markers: Mapping[str, str] = field(default_factory=dict)

    def section(self, student: str) -> str:
        """Return a learner's section; "" if none is known."""
        return self.of.get(student, "")

    def marker(self, student: str) -> str:
        """Return who marks a learner's work; "" if nobody has the section. Of several sections the first that has a marker counts."""
        return next((self.markers[name] for name in section_parts(self.section(student)) if name in self.markers), "")

    def unknown(self) -> Iterator[tuple[str, str]]:
        """Yield each section of ``markers.toml`` in which nobody is, and the section that is called most like it, or ""."""
        known = {part for section in self.of.values() for part in section_parts(section)}
        for name in self.markers:
            if name not in known:
                yield name, next(iter(difflib.get_close_matches(name, known, n=1)), "")


def section_parts(section: str) -> list[str]:
    """Return a section, and, if it is a list of several, each of them."""
    return list(dict.fromkeys(part for part in (section, *_BETWEEN.split(section)) if part))


def marking_order(marker: str, section: str) -> tuple[bool, str, bool, str]:
    """Return the key that sorts what is to be marked by marker and section; what nobody has comes last."""
    return not marker, marker.casefold(), not section, section.casefold()


def read_sections(course: Course) -> Sections:
    """Read the sections and the markers of a course; without the files there are none.

    Raises
    ------
    CourseFolderError
        If what the roster has left cannot be read.
    MarkersError
        If ``markers.toml`` has a fault.
    """
    path = _path(course)
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        of = {str(name): str(section) for name, section in found.items() if section}
    except FileNotFoundError:
        of = {}
    except (OSError, ValueError, AttributeError) as error:
        raise CourseFolderError(
            f"The sections of the class cannot be read: {error}.",
            where=str(path),
            remedy="Move the file away, then read the list of the class again: nothing else depends on it.",
        ) from None
    return Sections(of, _markers(course.root / FILE_NAME))


def write_sections(course: Course, of: Mapping[str, str]) -> None:
    """Write who is in which section, atomically."""
    path = _path(course)
    shared = bool(course.directory.groupshared)
    make_private(path.parent, shared=shared)
    text = json.dumps({name: of[name] for name in sorted(of) if of[name]}, ensure_ascii=False, indent=1)
    with whole_file(path, GROUP_FILE if shared else OWN_FILE) as file:
        file.write(text.encode())


def _path(course: Course) -> Path:
    return course.records_folder() / "sections.json"


def _markers(path: Path) -> dict[str, str]:
    try:
        data = tomllib.loads(read_teachers_file(path, "markers", MarkersError) or "")
    except tomllib.TOMLDecodeError as error:
        raise MarkersError(
            f"This is not TOML: {error}.",
            where=str(path),
            remedy='Write a line [sections], and below it a line for each section: "Space 1" = "Ms Kim". Each section once.',
        ) from None
    table = data.get(_TOP)
    for name in data:
        if name != _TOP or not isinstance(table, Mapping):
            raise MarkersError(
                f"There is no field “{name}” here.",
                where=f"{path}, {name}",
                remedy='Write a line [sections], and below it a line for each section: "Space 1" = "Ms Kim".',
            )
    found = dict(table or {})
    for name, marker in found.items():
        if not isinstance(marker, str) or not marker.strip():
            raise MarkersError(
                f"“{marker}” is nobody's name.",
                where=f"{path}, {_TOP}.{name}",
                remedy=f'Write one name in quotation marks: "{name}" = "Ms Kim".',
            )
    return {name: marker.strip() for name, marker in found.items()}
