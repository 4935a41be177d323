"""The teacher's report of a graded class: lateness and penalties come from the gradebook."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from courses import classroom
from processes.commands import run

from newspace_grading.pages.teacher.statistics import Learner, TaskAttempt


def learner(name: str, **points: float | None) -> Learner:
    """Each task is worth 4 points; None is not graded, and −1 was left empty."""
    return Learner(
        name,
        {
            task: TaskAttempt(
                0.0 if value == -1 else value, 4.0, value != -1, "" if value == 4 else f"back {value}", 0.5
            )
            for task, value in points.items()
        },
    )


def test_the_report_reads_lateness_and_penalties_from_the_gradebook(tmp_path: Path) -> None:
    from nbgrader.api import Gradebook

    work = {"ada": classroom.GOOD, "bob": "return oops", "eve": "return number\noops ="}
    course = classroom.make(tmp_path.resolve() / "course", work, ['c.LateSubmissionPlugin.penalty_method = "zero"'])
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        book.update_or_create_assignment(classroom.NAME, duedate=dt.datetime(2026, 1, 4, 9, 30))
    classroom.hand_in(course, "bob", "return oops", "2026-01-04 09:29:00 UTC")
    graded = run(course, "autograde", classroom.NAME)
    assert (graded.returncode, graded.stderr) == (0, ""), "nbgrader's plugin for late work says nothing in between"
    done = run(course, "report", classroom.NAME)
    assert done.returncode == 0, done.stderr
    folder = course / "reports" / classroom.NAME
    text = (folder / "index.html").read_text(encoding="utf-8")
    assert "Due: 4 January 2026, 09:30 UTC. 2 of 3 submissions came" in text
    assert '<th scope="row">ada</th><td class="number">1 d</td><td class="number">2</td>' in text
    assert '<th scope="row">eve</th><td class="number">1 d</td><td class="number">0</td>' in text
    with (folder / "learners.csv").open(encoding="utf-8-sig", newline="") as file:
        late = {
            row["learner"]: (float(row["late_seconds"]), float(row["late_penalty"])) for row in csv.DictReader(file)
        }
    assert late == {"ada": (88_200.0, 2.0), "bob": (0.0, 0.0), "eve": (88_200.0, 0.0)}
    assert "the cell stopped with SyntaxError" in (folder / "wrong_results.csv").read_text(encoding="utf-8-sig")
