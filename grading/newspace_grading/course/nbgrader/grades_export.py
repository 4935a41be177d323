"""Export grades as a table in which “not graded” is an empty cell instead of 0.

For one export::

    nbgrader export --exporter=newspace_grading.course.nbgrader.grades_export.GradesTable

or, for every export, in nbgrader_config.py: ``c.ExportApp.plugin_class = "newspace_grading.course.nbgrader.grades_export.GradesTable"``.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.plugins import ExportPlugin

from newspace_grading.model.text import no_formula

COLUMNS = (
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score", "points_so_far", "tasks_not_graded"),
)


class GradesTable(ExportPlugin):  # type: ignore[misc]  # nbgrader ships no types
    """Exports nbgrader's columns and two more: the points so far, and the number of tasks that are not graded yet.

    Until every task is graded, ``raw_score`` and ``score`` are empty. A submission that is not graded at all has no points.
    A learner without a submission has 0, as in nbgrader's own table.
    """

    def export(self, gradebook: Any) -> None:
        """Write the table."""
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
        try:
            submission = gradebook.find_submission(assignment.name, student.id)
        except MissingEntry:
            if self._handed_in(assignment.name, student.id):
                return row | {"tasks_not_graded": _task_count(assignment)}
            return (
                row
                | dict.fromkeys(("raw_score", "late_submission_penalty", "score", "points_so_far"), 0.0)
                | {"tasks_not_graded": 0}
            )
        waiting = sum(grade.needs_manual_grade for notebook in submission.notebooks for grade in notebook.grades)
        penalty = submission.late_submission_penalty or 0.0
        row |= {"timestamp": submission.timestamp, "late_submission_penalty": penalty, "tasks_not_graded": waiting}
        row["points_so_far"] = max(0.0, submission.score - penalty)
        if not waiting:
            row |= {"raw_score": submission.score, "score": row["points_so_far"]}
        return row

    def _handed_in(self, assignment: str, student: str) -> bool:
        directory = getattr(self.parent, "coursedir", None)
        if directory is None:
            return False
        return Path(directory.format_path(directory.submitted_directory, student, assignment)).is_dir()


def _task_count(assignment: Any) -> int:
    return sum(len(notebook.grade_cells) + len(notebook.task_cells) for notebook in assignment.notebooks)
