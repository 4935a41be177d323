"""Pack the feedback of a class as Moodle and Canvas take it.

Shapes: Moodle's ``mod/assign/feedback/file/importziplib.php`` (“Upload multiple feedback files in a zip”): a folder
``Full name_123_assignsubmission_file`` for each participant, as in the zip of submissions; the number is Moodle's own for this
assignment, and the name must hold no underscore. Canvas's ``AbstractAssignment#generate_comments_from_files`` (“Upload Submissions”): the
files of the downloaded zip, under their names there, of which the first two numbers are looked up, the learner's and that of the file;
each becomes a comment's attachment, called as the file that was handed in.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from newspace_grading.course.layout import Course
from newspace_grading.course.lms.lists.names import comparable
from newspace_grading.course.lms.submissions.collected import CollectedSubmission, read_collected
from newspace_grading.course.lms.submissions.feedback_notebook import feedback_notebook
from newspace_grading.course.lms.submissions.origins import Platform
from newspace_grading.course.records.private_folders import make_private
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
    """Pack the pages in nbgrader's feedback folder into a zip for Moodle: a folder of pages for each learner.

    Parameters
    ----------
    course : Course
        The course.
    assignment : str
        Which; its submissions were collected from Moodle's zip, which says the number of each participant.
    path : Path
        Where to write; it appears whole, or not at all.
    """

    def entries(one: CollectedSubmission, pages: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
        folder = f"{_NOT_IN_A_NAME.sub(' ', one.name).strip()}_{one.number}_assignsubmission_file"
        yield from ((f"{folder}/{page.name}", page.read_bytes()) for page in pages)

    return _pack(course, assignment, path, Platform.MOODLE, entries)


def pack_for_canvas(course: Course, assignment: str, path: Path) -> PackedFeedback:
    """Pack the pages in nbgrader's feedback folder into a zip for Canvas: a notebook for each learner, called as the one handed in.

    See `pack_for_moodle`; the submissions were collected from Canvas's zip.
    """

    def entries(one: CollectedSubmission, pages: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
        made = feedback_notebook([page.read_text(encoding="utf-8") for page in pages])
        yield one.entry or f"{comparable(one.name)}_{one.number}_{one.attachment}_{assignment}.ipynb", made

    return _pack(course, assignment, path, Platform.CANVAS, entries)


def _pack(
    course: Course,
    assignment: str,
    path: Path,
    lms: Platform,
    entries: Callable[[CollectedSubmission, Sequence[Path]], Iterator[tuple[str, bytes]]],
) -> PackedFeedback:
    known = {one.student: one for one in read_collected(course, assignment).values() if one.lms == lms}
    made = PackedFeedback(path)
    make_private(path.parent, shared=bool(course.directory.groupshared))
    with whole_file(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        top = course.place("feedback", ".", assignment).parent
        for student in sorted(one.name for one in top.iterdir()) if top.is_dir() else ():
            pages = sorted(course.place("feedback", student, assignment).glob("*.html"))
            if not pages:
                continue
            if student not in known:
                name = lms.title()
                why = f"was not collected from {name}'s zip, so {name}'s number is not known: give the page by hand"
                made.left_out.append((student, why))
                continue
            for name, data in entries(known[student], pages):
                info = zipfile.ZipInfo(name, _WHEN)
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                archive.writestr(info, data)
            made.packed += 1
    return made
