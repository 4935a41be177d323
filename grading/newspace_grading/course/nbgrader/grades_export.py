"""Export grades as a table in which “not graded” is an empty cell instead of 0.

For one export::

    nbgrader export --exporter=newspace_grading.course.nbgrader.grades_export.GradesTable

or, for every export, in nbgrader_config.py: ``c.ExportApp.plugin_class = "newspace_grading.course.nbgrader.grades_export.GradesTable"``.
"""

from __future__ import annotations

import csv
from datetime import UTC
from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.plugins import ExportPlugin

from newspace_grading.course.grading.deadlines.class_lateness import ClassLateness, class_lateness
from newspace_grading.course.layout import Course
from newspace_grading.course.records.grade_state import GradeState
from newspace_grading.model.text import no_formula

COLUMNS = (
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score", "points_so_far", "tasks_not_graded", "state"),
)


class GradesTable(ExportPlugin):  # type: ignore[misc]  # nbgrader ships no types
    """Exports nbgrader's columns and three more: the points so far, the number of tasks that are not graded yet, and the state.

    Until every task is graded, ``raw_score`` and ``score`` are empty. A submission that is not graded at all has no points.
    Nor has a learner who handed in nothing: nbgrader's own table has 0 there, which nobody has given.
    """

    def export(self, gradebook: Any) -> None:
        """Write the table."""
        self._deadlines: dict[str, ClassLateness] = {}
        path = Path(self.to or "grades.csv")
        self.log.info("Exporting grades to %s", path)
        students, assignments = [str(one) for one in self.student], [str(one) for one in self.assignment]
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, COLUMNS)
            table.writeheader()
            people = sorted(gradebook.students, key=lambda one: (one.last_name or "", one.first_name or "", one.id))
            for assignment in gradebook.assignments:
                for student in people if not assignments or assignment.name in assignments else ():
                    if not students or student.id in students:
                        row = self._row(gradebook, assignment, student)
                        table.writerow({name: no_formula(value) for name, value in row.items()})

    def _row(self, gradebook: Any, assignment: Any, student: Any) -> dict[str, object]:
        row = {name: getattr(student, name) for name in ("last_name", "first_name", "email")}
        row |= {"assignment": assignment.name, "duedate": assignment.duedate, "student_id": student.id}
        row["max_score"] = assignment.max_score
        deadline = self._lateness(assignment.name).deadline
        if deadline is not None:
            row["duedate"] = deadline.extensions.get(student.id, deadline.due).astimezone(UTC).replace(tzinfo=None)
        try:
            submission = gradebook.find_submission(assignment.name, student.id)
        except MissingEntry:
            if self._handed_in(assignment.name, student.id):
                return row | {"tasks_not_graded": _task_count(assignment), "state": GradeState.NOT_GRADED}
            return row | {"state": GradeState.NOTHING}
        waiting = sum(grade.needs_manual_grade for notebook in submission.notebooks for grade in notebook.grades)
        penalty = self._penalty(assignment.name, submission)
        row |= {"timestamp": submission.timestamp, "late_submission_penalty": penalty, "tasks_not_graded": waiting}
        row["points_so_far"] = max(0.0, submission.score - penalty)
        if waiting:
            return row | {"state": GradeState.WAITS}
        return row | {"raw_score": submission.score, "score": row["points_so_far"], "state": GradeState.GRADED}

    def _penalty(self, assignment: str, submission: Any) -> float:
        """Return what lateness takes off: by ``deadlines.toml`` where it has the assignment, else what nbgrader's plugin has stored."""
        lateness = self._lateness(assignment).of(submission.student_id, submission.timestamp)
        if lateness is not None:
            return round(lateness.penalty(float(submission.score or 0.0)), 6)
        return float(submission.late_submission_penalty or 0.0)

    def _lateness(self, assignment: str) -> ClassLateness:
        directory = getattr(self.parent, "coursedir", None)
        if directory is None:
            return ClassLateness(None)
        if assignment not in self._deadlines:
            self._deadlines[assignment] = class_lateness(Course(directory), assignment)
        return self._deadlines[assignment]

    def _handed_in(self, assignment: str, student: str) -> bool:
        directory = getattr(self.parent, "coursedir", None)
        if directory is None:
            return False
        return Path(directory.format_path(directory.submitted_directory, student, assignment)).is_dir()


def _task_count(assignment: Any) -> int:
    return sum(len(notebook.grade_cells) + len(notebook.task_cells) for notebook in assignment.notebooks)
