"""Put the submissions of an LMS's zip into nbgrader's folders. Nothing that is there is overwritten without being asked."""

from __future__ import annotations

import enum
import hashlib
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from newspace_grading.course.layout import Course
from newspace_grading.course.lms.lists.students import students
from newspace_grading.course.lms.submissions.collected import CollectedSubmission, read_collected, write_collected
from newspace_grading.course.lms.submissions.matching import Owners
from newspace_grading.course.lms.submissions.origins import Platform
from newspace_grading.course.lms.submissions.submission_zips import Member, SubmissionZip, ZipError, by_learner
from newspace_grading.course.lms.submissions.times import Participant
from newspace_grading.model.notebook.safe_walk import files

_TIMESTAMP = "timestamp.txt"
_AGAIN = re.compile(r"(?:-\d{1,3}| ?\(\d{1,3}\)| - Copy)+$")
"""What Canvas (“-1”) and browsers (“ (1)”) add to the name of a file that is handed in once more."""


class CollectOutcome(enum.Enum):
    """What became of a learner's submission in the zip."""

    NEW = "new"
    UPDATED = "newer attempt taken"
    SAME = "there already"
    DIFFERS = "another attempt is there"
    OLDER = "older than what is there"
    UNMATCHED = "not matched"
    DAMAGED = "cannot be read"


@dataclass(frozen=True)
class Collection:
    """One learner's part of the zip, and what became of it.

    Attributes
    ----------
    outcome : CollectOutcome
        What became of it.
    who : str
        The learner's id in the gradebook, or the LMS's number and name.
    text : str
        What a person should know of it; "" if nothing.
    late : bool
        Whether Canvas marks it as late.
    timed : bool
        Whether it is known when it was handed in.
    """

    outcome: CollectOutcome
    who: str
    text: str = ""
    late: bool = False
    timed: bool = False


@dataclass(frozen=True)
class Wanted:
    """What the teacher has said besides the zip.

    Attributes
    ----------
    times : mapping
        From `newspace_grading.course.lms.submissions.times.read_times`.
    given : mapping
        The LMS's number → id.
    update : bool
        Whether newer attempts replace what is there; what was there is kept beside the journal.
    """

    times: Mapping[str, Participant]
    given: Mapping[str, str]
    update: bool = False


def collect_zip(course: Course, archive: SubmissionZip, assignment: str, wanted: Wanted) -> Iterator[Collection]:
    """Put each learner's files into ``submitted/``; yield what became of them.

    Raises
    ------
    CourseFolderError
        If the assignment has no source.
    """
    course.notebooks(assignment)
    sources = sorted(path.name for path in course.place("source", ".", assignment).iterdir() if path.is_file())
    before = read_collected(course, assignment)
    owners = Owners(
        students(course), wanted.given, wanted.times, {(one.lms, one.number): one.student for one in before.values()}
    )
    taken: dict[str, str] = {}
    for members in by_learner(archive.members):
        whence = members[0].origin
        owner = owners.of(whence)
        label = f"{whence.number} “{whence.name}”"
        if not owner.student:
            yield Collection(CollectOutcome.UNMATCHED, label, owner.why)
            continue
        if owner.student in taken:
            why = f"this would be {owner.student}, as {taken[owner.student]} is: --match {whence.number}=ID says whose it is"
            yield Collection(CollectOutcome.UNMATCHED, label, why)
            continue
        taken[owner.student] = label
        attempt = _attempt(owner.student, members, wanted.times)
        try:
            found = {path: archive.read(member) for path, member in _placed(members, sources).items()}
            result = _put(course, assignment, attempt, found, before.get(owner.student), update=wanted.update)
        except ZipError as error:
            yield Collection(CollectOutcome.DAMAGED, owner.student, error.what)
            continue
        if result.outcome in (CollectOutcome.NEW, CollectOutcome.UPDATED, CollectOutcome.SAME):
            before[owner.student] = _merged(attempt, before.get(owner.student), result.outcome)
            write_collected(course, assignment, before)
        yield result


def _attempt(student: str, members: Sequence[Member], times: Mapping[str, Participant]) -> CollectedSubmission:
    whence = members[0].origin
    row = times.get(whence.number) if whence.platform is Platform.MOODLE else None
    row = row or times.get(student)
    when = "" if row is None or row.submitted is None else row.submitted.isoformat()
    late = any(member.origin.late for member in members)
    newest = max(members, key=lambda one: (one.file.suffix.casefold() == ".ipynb", one.origin.attachment))
    return CollectedSubmission(
        student,
        str(whence.platform),
        whence.number,
        whence.name,
        late,
        attachment=max(one.origin.attachment for one in members),
        submitted=when,
        entry=PurePosixPath(newest.entry).name if whence.platform is Platform.CANVAS else "",
    )


def _merged(
    attempt: CollectedSubmission, before: CollectedSubmission | None, outcome: CollectOutcome
) -> CollectedSubmission:
    """Return what is kept of an attempt; one that was there already keeps a time that this zip does not know."""
    if outcome is CollectOutcome.SAME and before is not None and not attempt.submitted:
        return replace(attempt, submitted=before.submitted)
    return attempt


def _placed(members: Sequence[Member], sources: Sequence[str]) -> dict[PurePosixPath, Member]:
    """Return where each file goes: a notebook of the assignment under its own name, of two attempts the newest."""
    known = {_key(name): name for name in sources}
    notebooks = [member for member in members if member.file.suffix.casefold() == ".ipynb"]
    own = [name for name in sources if name.endswith(".ipynb")]
    found: dict[PurePosixPath, Member] = {}
    for member in sorted(members, key=lambda one: one.origin.attachment):
        name = known.get(_key(member.file.name))
        if name is None and len(own) == 1 and notebooks == [member]:
            name = own[0]
        found[member.file if name is None else PurePosixPath(name)] = member
    return found


def _key(name: str) -> str:
    """Return a file's name for comparison: without what is added when it is handed in once more."""
    path = PurePosixPath(unicodedata.normalize("NFC", name).casefold())
    return _AGAIN.sub("", path.stem) + path.suffix


def _put(
    course: Course,
    assignment: str,
    attempt: CollectedSubmission,
    found: Mapping[PurePosixPath, bytes],
    before: CollectedSubmission | None,
    *,
    update: bool,
) -> Collection:
    target = course.place("submitted", attempt.student, assignment)
    remark = "" if any(path.suffix == ".ipynb" for path in found) else f"no notebook among {', '.join(map(str, found))}"
    outcome, text = CollectOutcome.NEW, remark
    if target.is_dir():
        if _hashes_in(target) == {path.as_posix(): _hash(data) for path, data in found.items()}:
            outcome = CollectOutcome.SAME
            if attempt.submitted and not (target / _TIMESTAMP).exists():
                _write_time(target, attempt.submitted)
        elif _is_older(attempt, before):
            outcome = CollectOutcome.OLDER
        elif not update:
            outcome, text = (
                CollectOutcome.DIFFERS,
                "it stays: --update takes the one from the zip, and keeps the other beside the journal",
            )
        else:
            outcome = CollectOutcome.UPDATED
            text = "; ".join(
                part
                for part in (f"the one before is in {_keep(course, assignment, attempt.student, target)}", remark)
                if part
            )
    if outcome in (CollectOutcome.NEW, CollectOutcome.UPDATED):
        _write(target, found, attempt.submitted, shared=bool(course.directory.groupshared))
    timed = (target / _TIMESTAMP).is_file()
    return Collection(outcome, attempt.student, text, attempt.late, timed)


def _is_older(attempt: CollectedSubmission, before: CollectedSubmission | None) -> bool:
    """Tell whether the attempt is older than the collected one, by Canvas's numbers or by the times; False if nothing says so."""
    if before is None or before.lms != attempt.lms:
        return False
    if attempt.submitted and before.submitted:
        return datetime.fromisoformat(attempt.submitted) < datetime.fromisoformat(before.submitted)
    return attempt.attachment < before.attachment


def _hashes_in(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): _hash(path.read_bytes())
        for path in files(folder)
        if path.name not in (_TIMESTAMP, "submission_secret.txt") and not path.name.startswith(".")
    }


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _keep(course: Course, assignment: str, student: str, target: Path) -> Path:
    """Move what is there away, to a place where nothing is overwritten; return the place."""
    top = course.records_folder() / "replaced" / assignment
    top.mkdir(parents=True, exist_ok=True)
    number = 1
    while (place := top / f"{student}-{number}").exists():
        number += 1
    shutil.move(target, place)
    return place


def _write(target: Path, found: Mapping[PurePosixPath, bytes], submitted: str, *, shared: bool) -> None:
    """Write a submission whole: the folder appears with all of its files, or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=target.parent, prefix=".collecting-"))
    try:
        for path, data in found.items():
            place = made / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        if submitted:
            _write_time(made, submitted)
        for inside in (made, *made.rglob("*")):
            inside.chmod((0o770 if shared else 0o700) if inside.is_dir() else (0o660 if shared else 0o600))
        os.replace(made, target)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _write_time(folder: Path, submitted: str) -> None:
    """Write the time of submission as nbgrader's exchange does."""
    (folder / _TIMESTAMP).write_text(f"{datetime.fromisoformat(submitted):%Y-%m-%d %H:%M:%S} UTC\n", encoding="utf-8")
