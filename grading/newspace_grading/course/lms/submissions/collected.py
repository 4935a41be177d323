"""What was collected from an LMS's zips: kept beside the journal, for feedback, for lateness, and for the next zip."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from newspace_grading.course.layout import Course, CourseFolderError
from newspace_grading.course.records.private_folders import GROUP_FILE, OWN_FILE, make_private
from newspace_grading.course.records.whole_file import whole_file


@dataclass(frozen=True)
class CollectedSubmission:
    """One learner's submission, as it was collected.

    Attributes
    ----------
    student : str
        The learner's id in the gradebook.
    lms : str
        ``moodle`` or ``canvas``.
    number : str
        Moodle's number of the participant in this assignment, or Canvas's user id.
    name : str
        The learner's name, as the LMS wrote it into the zip.
    late : bool
        Whether Canvas marks it as late.
    attachment : int
        Canvas's largest number of a file; 0 for Moodle.
    submitted : str
        When it was handed in, in ISO format and UTC; "" if nothing says so.
    entry : str
        The newest notebook's name in Canvas's zip; "" for Moodle.
    """

    student: str
    lms: str
    number: str
    name: str
    late: bool = False
    attachment: int = 0
    submitted: str = ""
    entry: str = ""


def read_collected(course: Course, assignment: str) -> dict[str, CollectedSubmission]:
    """Return what was collected of an assignment, by learner; nothing if no zip was.

    Raises
    ------
    CourseFolderError
        If the file cannot be read.
    """
    path = _path(course, assignment)
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {one["student"]: CollectedSubmission(**one) for one in data}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise CourseFolderError(
            f"What was collected before cannot be read: {error}.",
            where=str(path),
            remedy="Move the file away, then collect the zips again: nothing else depends on it.",
        ) from None


def write_collected(course: Course, assignment: str, found: Mapping[str, CollectedSubmission]) -> None:
    """Write what was collected, atomically."""
    path = _path(course, assignment)
    shared = bool(course.directory.groupshared)
    make_private(path.parent, shared=shared)
    text = json.dumps([asdict(found[name]) for name in sorted(found)], ensure_ascii=False, indent=1)
    with whole_file(path, GROUP_FILE if shared else OWN_FILE) as file:
        file.write(text.encode())


def _path(course: Course, assignment: str) -> Path:
    return course.records_folder() / "collected" / f"{assignment}.json"
