"""Stock nbgrader's scores of three learners in every exercise, stored as data; ``python tests/support/courses/stock_scores.py`` renews them."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    for folder in ("tests/support", "tools"):
        sys.path.insert(0, str(Path(__file__).resolve().parents[3] / folder))

from processes.commands import ONE_JOB, PATIENT, run_python
from repository import ROOT, TESTS

from authoring.assignment import AuthoredTask, read_assignment

FILE = TESTS / "exercises" / "stock.json"
UNITS = sorted(path.parent.name for path in (ROOT / "exercises").glob("*/*.ipynb"))
LEARNERS = ("reference", "every-other-task", "empty")
Scores = dict[str, dict[str, dict[str, list[Any]]]]
"""Unit → learner → test → its automatic score, and whether a person has to look at it."""

_PACKAGES = ("nbgrader", "ipykernel", "ipython", "matplotlib", "numpy")
_STOCK = """
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


def kept() -> dict[str, Any]:
    """The file: versions, a digest of each unit, and the scores."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def nbgrader_version() -> str:
    """The version of nbgrader that is installed."""
    return importlib.metadata.version("nbgrader")


def digest(unit: str) -> str:
    """Changes with all that decides a unit's scores: the cells that are graded or run, and the checks that they call."""
    graded = []
    for room in ("solutions", "exercises"):
        table = json.loads((ROOT / room / unit / f"{unit}.ipynb").read_text(encoding="utf-8"))
        graded += [
            [cell["source"], cell["metadata"].get("nbgrader")]
            for cell in table["cells"]
            if cell["cell_type"] == "code" or "nbgrader" in cell["metadata"]
        ]
    made = hashlib.sha256(json.dumps(graded, sort_keys=True).encode())
    for path in sorted((ROOT / "widgets" / "newspace" / "checks").rglob("*.py")):
        made.update(path.read_bytes())
    return made.hexdigest()[:16]


def write_course(course: Path) -> None:
    """Write a course with this repository's exercises and configuration, and what the three learners hand in."""
    shutil.copytree(ROOT / "solutions", course / "solutions", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shipped = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (course / "nbgrader_config.py").write_text(f"{shipped}\n{PATIENT}\n{ONE_JOB}\n", encoding="utf-8")
    run(course, "-c", _STOCK, "generate", *UNITS)
    for unit in UNITS:
        for learner in LEARNERS:
            _hand_in(course, unit, learner)


def _hand_in(course: Path, unit: str, learner: str) -> None:
    """Hand in the released notebook with some of the reference's answers; only the reference fills in tables to their last entry."""
    answers = {
        cell.grade_id: cell.source
        if learner == "reference" or not _has_parts(task)
        else f"{cell.source}\n{cell.source.partition(' = ')[0]}.popitem()"
        for number, task in enumerate(read_assignment(course / "solutions" / unit / f"{unit}.ipynb").tasks)
        if learner == "reference" or (learner == "every-other-task" and number % 2 == 0)
        for cell in task.answers
    }
    table = json.loads((course / "exercises" / unit / f"{unit}.ipynb").read_text(encoding="utf-8"))
    for cell in table["cells"]:
        cell["source"] = answers.get(cell["metadata"].get("nbgrader", {}).get("grade_id"), cell["source"])
    folder = course / "classroom" / "submitted" / learner / unit
    folder.mkdir(parents=True)
    (folder / f"{unit}.ipynb").write_text(json.dumps(table), encoding="utf-8")


def _has_parts(task: AuthoredTask) -> bool:
    return any(cell.source.endswith("check.points") for cell in task.tests)


def scores(course: Path) -> Scores:
    """What a course's gradebook says of its submissions."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'classroom' / 'gradebook.db'}", "newspace") as book:
        return {
            unit: {
                submission.student_id: {
                    grade.name: [grade.auto_score, grade.needs_manual_grade] for grade in submission.notebooks[0].grades
                }
                for submission in book.assignment_submissions(unit)
            }
            for unit in UNITS
        }


def run(course: Path, *arguments: str) -> None:
    """Run this Python in a course; it has to end well."""
    done = run_python(course, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr


def main() -> None:
    """Grade the exercises with stock nbgrader and write the file."""
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder).resolve() / "course"
        write_course(course)
        run(course, "-c", _STOCK, "autograde", *(f"{unit}/{learner}" for unit in UNITS for learner in LEARNERS))
        found = scores(course)
    versions = {"python": platform.python_version(), **{name: importlib.metadata.version(name) for name in _PACKAGES}}
    digests = {unit: digest(unit) for unit in UNITS}
    lines = [
        f"  {json.dumps(unit)}: {{\n"
        + ",\n".join(f"   {json.dumps(one)}: {json.dumps(rows, sort_keys=True)}" for one, rows in sorted(given.items()))
        + "\n  }"
        for unit, given in found.items()
    ]
    head = json.dumps({"versions": versions, "digests": digests}, indent=1)[:-2]
    FILE.write_text(head + ',\n "scores": {\n' + ",\n".join(lines) + "\n }\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
