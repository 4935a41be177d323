"""Pack the feedback pages of a class as Moodle takes them: “Upload multiple feedback files in a zip”.

Shape: Moodle's ``mod/assign/feedback/file/importziplib.php``. A folder ``Full name_123_assignsubmission_file`` for each participant, as in
the zip of submissions; the number is Moodle's own for this assignment, and the name must hold no underscore.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from newspace_grading.course.layout import Course
from newspace_grading.course.lms.submissions.collected import read_collected
from newspace_grading.course.records.whole_file import whole_file

_WHEN = (1980, 1, 1, 0, 0, 0)
"""The time of every entry, so that the same pages give the same zip."""
_NOT_IN_A_NAME = re.compile(r"[\x00-\x1f&<>\"`|':\\/_]")


@dataclass
class PackedFeedback:
    """A zip of feedback: where it is, how many learners are in it, and who is not, each with the reason."""

    path: Path
    packed: int = 0
    left_out: list[tuple[str, str]] = field(default_factory=list)


def pack_for_moodle(course: Course, assignment: str, path: Path) -> PackedFeedback:
    """Pack the pages in nbgrader's feedback folder into a zip for Moodle.

    Parameters
    ----------
    course : Course
        The course.
    assignment : str
        Which; its submissions were collected from Moodle's zip, which says the number of each participant.
    path : Path
        Where to write; it appears whole, or not at all.
    """
    numbers = {one.student: one for one in read_collected(course, assignment).values() if one.lms == "moodle"}
    made = PackedFeedback(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        top = course.place("feedback", ".", assignment).parent
        for student in sorted(one.name for one in top.iterdir()) if top.is_dir() else ():
            pages = sorted(course.place("feedback", student, assignment).glob("*.html"))
            if not pages:
                continue
            if student not in numbers:
                why = "was not collected from Moodle's zip, so Moodle's number is not known: give the page by hand"
                made.left_out.append((student, why))
                continue
            folder = f"{_NOT_IN_A_NAME.sub(' ', numbers[student].name).strip()}_{numbers[student].number}_assignsubmission_file"
            for page in pages:
                info = zipfile.ZipInfo(f"{folder}/{page.name}", _WHEN)
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                archive.writestr(info, page.read_bytes())
            made.packed += 1
    return made
