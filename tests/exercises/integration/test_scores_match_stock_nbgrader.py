"""All exercises of the course, three learners each: this course's grader gives the scores that stock nbgrader gives."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from processes.commands import PATIENT, run_python
from repository import ROOT

from authoring.assignment import read

UNITS = sorted(path.parent.name for path in (ROOT / "exercises").glob("*/*.ipynb"))
LEARNERS = ("reference", "every-other-task", "empty")


STOCK = """
import sys
from nbgrader.apps import NbGrader
from nbgrader.apps.api import NbGraderAPI

app = NbGrader()
app.load_config_file()
del app.config.Autograde["exporter_class"]  # as nbgrader is without our line
api = NbGraderAPI(config=app.config)
step, *rest = sys.argv[1:]
for line in rest:
    told = api.generate_assignment(line) if step == "generate" else api.autograde(*line.split("/"))
    if not told["success"]:
        sys.exit(told.get("log", "") + told.get("error", ""))
"""

Scores = dict[tuple[str, str, str], tuple[float | None, bool]]


def run(course: Path, *arguments: str) -> None:
    done = run_python(course, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr


def hand_in(course: Path, unit: str, learner: str) -> None:
    """A submission made of the released notebook and some of the reference's answers."""
    answers = {
        cell.grade_id: cell.source
        for number, task in enumerate(read(course / "solutions" / unit / f"{unit}.ipynb").tasks)
        if learner == "reference" or (learner == "every-other-task" and number % 2 == 0)
        for cell in task.answers
    }
    table = json.loads((course / "exercises" / unit / f"{unit}.ipynb").read_text(encoding="utf-8"))
    for cell in table["cells"]:
        cell["source"] = answers.get(cell["metadata"].get("nbgrader", {}).get("grade_id"), cell["source"])
    folder = course / "classroom" / "submitted" / learner / unit
    folder.mkdir(parents=True)
    (folder / f"{unit}.ipynb").write_text(json.dumps(table), encoding="utf-8")


def scores(course: Path) -> Scores:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'classroom' / 'gradebook.db'}", "newspace") as book:
        return {
            (unit, submission.student_id, grade.name): (grade.auto_score, grade.needs_manual_grade)
            for unit in UNITS
            for submission in book.assignment_submissions(unit)
            for grade in submission.notebooks[0].grades
        }


def test_every_exercise_is_graded_as_stock_nbgrader_does_it(tmp_path: Path) -> None:
    assert len(UNITS) == 6
    stock = tmp_path / "stock"
    shutil.copytree(ROOT / "solutions", stock / "solutions", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shipped = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (stock / "nbgrader_config.py").write_text(f"{shipped}\n{PATIENT}\n", encoding="utf-8")
    run(stock, "-c", STOCK, "generate", *UNITS)
    for unit in UNITS:
        for learner in LEARNERS:
            hand_in(stock, unit, learner)
    ours = shutil.copytree(stock, tmp_path / "ours")
    run(stock, "-c", STOCK, "autograde", *(f"{unit}/{learner}" for unit in UNITS for learner in LEARNERS))
    for unit in UNITS:
        run(ours, "-m", "newspace_grading.cli.main", "autograde", unit)
    wanted = scores(stock)
    assert {key[1] for key in wanted} == set(LEARNERS)
    assert scores(ours) == wanted
