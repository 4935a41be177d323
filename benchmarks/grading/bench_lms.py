"""How long a class of three hundred takes from the LMS's zip to the LMS's grades, with exercise 2: seconds and memory of each command.

``tests/support/courses/lms_files.py`` makes the class (names in Hangul, Kanji and Latin letters, learners of one name), and the files in
the shapes of Moodle and Canvas. A tenth hands in nothing; with Canvas some are late, and some have handed in twice. A person's marks
for the written task are entered between the second command and the third, as formgrader would.
"""

from __future__ import annotations

import csv
import json
import os
import random
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(HOME / "tests" / "support"), str(HOME / "tools")]

from _classroom import Ran, command, course, submissions  # noqa: E402 - found on the path above
from courses import lms_files  # noqa: E402
from courses.lms_files import Learner  # noqa: E402

UNIT, POINTS, LEARNERS, SEED = "02_ispace_missions", 36, 300, 1
HAND_IN_NOTHING, LATE, TWICE = 0.1, 0.04, 0.05
"""Shares of the class."""
GRADER = "newspace_grading.cli.main"


def made_class(size: int, seed: int) -> tuple[list[Learner], dict[str, bytes]]:
    """Return a class, and the work of those who hand in."""
    people = lms_files.made_class(size)
    absent = set(random.Random(seed).sample([one.id for one in people], round(HAND_IN_NOTHING * size)))  # noqa: S311 - no secret
    present = [one.id for one in people if one.id not in absent]
    tables = submissions(UNIT, len(present))
    return people, {name: json.dumps(table).encode() for name, table in zip(present, tables, strict=True)}


def moodle(folder: Path, people: Sequence[Learner], work: Mapping[str, bytes]) -> dict[str, tuple[str, ...]]:
    """Write Moodle's files; return the four commands."""
    (folder / "class.csv").write_bytes(lms_files.moodle_participants(people))
    lms_files.moodle_zip(folder / "submissions.zip", people, work, f"{UNIT}.ipynb")
    times = dict.fromkeys(work, "Monday, 5 January 2026, 7:00 PM")
    (folder / "worksheet.csv").write_bytes(lms_files.moodle_worksheet(people, times, f"{POINTS}.00"))
    return {
        "collect": ("collect", "submissions.zip", UNIT, "--times", "worksheet.csv", "--timezone", "Asia/Seoul"),
        "autograde": ("autograde", UNIT),
        "feedback": ("feedback", UNIT, "--for", "moodle"),
        "grades": ("grades", UNIT, "--for", "moodle", "--template", "worksheet.csv"),
    }


def canvas(folder: Path, people: Sequence[Learner], work: Mapping[str, bytes]) -> dict[str, tuple[str, ...]]:
    """Write Canvas's files; return the four commands."""
    chance = random.Random(SEED)  # noqa: S311 - a class, not a secret
    late, twice = (chance.sample(sorted(work), round(share * len(people))) for share in (LATE, TWICE))
    (folder / "class.csv").write_bytes(lms_files.canvas_gradebook(people, {f"{UNIT} (41)": float(POINTS)}))
    lms_files.canvas_zip(folder / "submissions.zip", people, work, f"{UNIT}.ipynb", late=late, twice=twice)
    return {
        "collect": ("collect", "submissions.zip", UNIT),
        "autograde": ("autograde", UNIT),
        "feedback": ("feedback", UNIT, "--for", "canvas"),
        "grades": ("grades", UNIT, "--for", "canvas", "--template", "class.csv"),
    }


def mark(folder: Path) -> None:
    """Give every written answer that waits half of its points."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        for submission in book.assignment_submissions(UNIT):
            for grade in (grade for notebook in submission.notebooks for grade in notebook.grades):
                if grade.needs_manual_grade:
                    grade.manual_score, grade.needs_manual_grade = grade.max_score / 2, False
        book.db.commit()


def through(name: str, folder: Path) -> int:
    """Take the class through the four commands of one LMS; print a row for each; return how many learners have no grade and should."""
    people, work = made_class(LEARNERS, SEED)
    source = json.loads((HOME / "solutions" / UNIT / f"{UNIT}.ipynb").read_text(encoding="utf-8"))
    course(folder, UNIT, source, iter(()))
    commands = {"moodle": moodle, "canvas": canvas}[name](folder, people, work)
    command(folder, GRADER, "roster", "class.csv", "--write")
    for step, arguments in commands.items():
        if step == "feedback":
            mark(folder)
        ran: Ran = command(folder, GRADER, *arguments, watch=True)
        print(f"{name}: {step}: {ran.seconds:.0f} s, {ran.memory / 2**20:.0f} MB", flush=True)
    with next((folder / "exports").glob("*.csv")).open(encoding="utf-8", newline="") as file:
        heading = "Grade" if name == "moodle" else f"{UNIT} (41)"
        graded = sum(bool(row[heading]) and row.get("ID", "2026") != "" for row in csv.DictReader(file))
    missing = len(work) - graded
    print(f"{name}: {len(people)} learners, {len(work)} handed in, {graded} have a grade, {missing} failed", flush=True)
    return missing


def main() -> int:
    """Take the class through both; return 1 if anybody is left out."""
    os.environ["NEWSPACE_GRADE_SERVER"] = "no"  # what a server holds would not be counted
    missing = 0
    for name in ("moodle", "canvas"):
        with tempfile.TemporaryDirectory() as folder:
            missing += through(name, Path(folder).resolve())
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
