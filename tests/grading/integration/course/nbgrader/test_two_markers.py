"""Two people mark in one gradebook at once, as two formgraders do: no mark is lost."""

from __future__ import annotations

import os
import sysconfig
import threading
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

LEARNERS = 15
"""Of each marker."""


def mark(address: str, learners: list[str], points: float, start: threading.Barrier) -> None:
    """Mark as formgrader's `GradeHandler` does: one session for all, a commit for each mark."""
    with Gradebook(address) as book:
        start.wait(timeout=30)
        for learner in learners:
            grade = book.find_grade("essay", "ps1", "ps1", learner)
            grade.manual_score, grade.needs_manual_grade = points, False
            book.db.commit()


def test_marks_by_two_people_at_once_are_all_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scripts = sysconfig.get_path("scripts")  # nbgrader starts “alembic” by its bare name
    monkeypatch.setenv("PATH", os.pathsep.join((scripts, os.environ["PATH"])))
    address = f"sqlite:///{tmp_path / 'gradebook.db'}"
    mine, yours = ([f"{name}{number}" for number in range(LEARNERS)] for name in ("a", "b"))
    with Gradebook(address) as book:
        book.add_assignment("ps1")
        book.add_notebook("ps1", "ps1")
        book.add_grade_cell("essay", "ps1", "ps1", max_score=5, cell_type="markdown")
        for learner in [*mine, *yours]:
            book.add_student(learner)
            book.add_submission("ps1", learner)
    start = threading.Barrier(2)
    markers = [
        threading.Thread(target=mark, args=(address, learners, points, start))
        for learners, points in ((mine, 3.0), (yours, 4.0))
    ]
    for one in markers:
        one.start()
    for one in markers:
        one.join(timeout=60)
    with Gradebook(address) as book:
        found = {one.student_id: one.score for one in book.assignment_submissions("ps1")}
    assert found == dict.fromkeys(mine, 3.0) | dict.fromkeys(yours, 4.0)
