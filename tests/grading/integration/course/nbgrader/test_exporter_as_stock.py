"""Options and habits of ``nbgrader autograde`` that hold with the engine, too: one small course with two notebooks, files and odd submissions."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
from processes.commands import LIMITED, ONE_JOB, PATIENT, run

LINE = 'c.Autograde.exporter_class = "newspace_grading.course.nbgrader.autograde_exporter.EngineExporter"'
PYTHON = {"name": "python3", "display_name": "Python 3", "language": "python"}
R = {"name": "ir", "display_name": "R", "language": "R"}
MARKS = {
    "answer": {"solution": True, "grade": False, "locked": False},
    "test": {"solution": False, "grade": True, "locked": True, "points": 2},
}
LATE = """
from nbgrader.plugins import BasePlugin


class OneForAll(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 1
"""


def cell(grade_id: str, source: str) -> dict[str, Any]:
    metadata: dict[str, Any] = {}
    if grade_id:
        role = MARKS["test" if grade_id.startswith("test") else "answer"]
        metadata = {"nbgrader": {"grade_id": grade_id, "schema_version": 3, "task": False, "cell_type": "code", **role}}
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": [], "execution_count": None}


def notebook(*cells: dict[str, Any], kernel: dict[str, str] | None = None) -> str:
    metadata = {"kernelspec": kernel} if kernel else {}
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4})


def put(place: Path, text: str) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return place


def answered(answer: str) -> str:
    test = "assert double(4) == 8"
    return notebook(cell("double", f"def double(x):\n    return {answer}"), cell("test-double", test), kernel=PYTHON)


ENVIRONMENT = "import os\nassert os.environ['NBGRADER_EXECUTION'] == 'autograde'\nassert told == 'autograde'"
TOLD = "import os\ntold = os.environ.get('NBGRADER_EXECUTION')"


def assignment(course: Path, name: str, notebooks: dict[str, str]) -> None:
    for stem, text in notebooks.items():
        put(course / "source" / name / f"{stem}.ipynb", text)
    done = run(course, "generate_assignment", name, module="nbgrader")
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with one assignment of two notebooks, and a class that has handed in."""
    course = tmp_path_factory.mktemp("as-stock").resolve() / "course"
    put(course / "nbgrader_config.py", "\n".join(("c = get_config()", PATIENT, LIMITED, ONE_JOB, LINE, "")))
    put(course / "source" / "ps1" / "table.csv", "1")
    second = notebook(cell("told", TOLD), cell("test-environment", ENVIRONMENT), kernel=PYTHON)
    assignment(course, "ps1", {"p1": answered("2 * x"), "p2": second})
    for student, answer in (("right", "2 * x"), ("wrong", "x")):
        folder = course / "submitted" / student / "ps1"
        put(folder / "p1.ipynb", answered(answer))
        put(folder / "table.csv", "2")
        put(folder / "old.pyc", "")
    put(course / "submitted" / "right" / "ps1" / "p2.ipynb", second)
    (course / "submitted" / "nothing" / "ps1").mkdir(parents=True)
    return course


@pytest.fixture
def course(released: Path, tmp_path: Path) -> Path:
    """A copy for one test."""
    return shutil.copytree(released, tmp_path.resolve() / "course")


def autograde(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = run(course, "autograde", *arguments, module="nbgrader")
    assert "Traceback (most recent call last)" not in done.stderr or arguments[0] == "reading", done.stderr
    return done


def scores(course: Path, name: str = "ps1") -> dict[tuple[str, str], tuple[float, bool]]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        return {
            (submission.student_id, one.name): (one.score, one.needs_manual_grade)
            for submission in book.assignment_submissions(name)
            for one in submission.notebooks
        }


def test_a_class_is_graded_with_its_files_and_settings_as_stock_nbgrader_does_it(course: Path) -> None:
    done = autograde(course, "ps1", "--Autograde.permissions=640")
    assert done.returncode == 0, done.stderr
    assert scores(course) == {
        ("right", "p1"): (2.0, False),
        ("right", "p2"): (2.0, False),  # the variable says “autograde” on both sides
        ("wrong", "p1"): (0.0, False),
        ("wrong", "p2"): (0.0, False),  # not handed in
    }
    graded = course / "autograded"
    assert sorted(path.name for path in graded.iterdir()) == ["right", "wrong"]  # an empty folder is no submission
    assert sorted(path.name for path in (graded / "wrong" / "ps1").iterdir()) == ["p1.ipynb", "table.csv"]
    assert (graded / "right" / "ps1" / "table.csv").read_text(encoding="utf-8") == "1"
    assert {stat.S_IMODE(path.stat().st_mode) for path in (graded / "right" / "ps1").iterdir()} == {0o640}
    done = run(course, "validate", str(graded / "right" / "ps1" / "p1.ipynb"), module="nbgrader")
    assert "Success" in done.stdout, done.stdout + done.stderr


def test_only_the_notebooks_that_are_named_are_graded_again(course: Path) -> None:
    assert autograde(course, "ps1", "--student=right").returncode == 0
    folder = course / "submitted" / "right" / "ps1"
    second = (course / "autograded" / "right" / "ps1" / "p2.ipynb").read_bytes()
    put(folder / "p1.ipynb", answered("x"))
    put(folder / "p2.ipynb", notebook())
    assert autograde(course, "ps1", "--student=right", "--notebook=p1").returncode == 0
    assert scores(course) == {("right", "p1"): (0.0, False), ("right", "p2"): (2.0, False)}
    assert (course / "autograded" / "right" / "ps1" / "p2.ipynb").read_bytes() == second
    assert autograde(course, "ps1", "--student=right").returncode == 0
    assert scores(course) == {("right", "p1"): (0.0, False), ("right", "p2"): (0.0, False)}
    done = autograde(course, "ps1", "--student=right", "--notebook=p3")
    assert done.returncode == 1
    assert "p3" in done.stderr


def test_a_time_that_cannot_be_read_and_a_late_one_are_told_and_counted(course: Path) -> None:
    put(course.parent / "elsewhere" / "late_plugin.py", LATE)
    config = f'c.CourseDirectory.root = r"{course}"\nc.AssignLatePenalties.plugin_class = "late_plugin.OneForAll"\n'
    put(course.parent / "elsewhere" / "nbgrader_config.py", f"c = get_config()\n{config}")
    done = run(course, "db", "assignment", "add", "ps1", "--duedate", "2026-01-01 00:00:00 UTC", module="nbgrader")
    assert done.returncode == 0, done.stderr
    put(course / "submitted" / "right" / "ps1" / "timestamp.txt", "2026-01-02 00:00:00 UTC")
    put(course / "submitted" / "wrong" / "ps1" / "timestamp.txt", "some time on Friday")
    done = autograde(course.parent / "elsewhere", "ps1", f"--db=sqlite:///{course / 'gradebook.db'}")
    assert done.returncode == 1
    assert "wrong/ps1/timestamp.txt" in done.stderr
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        found = {one.student_id: one.late_submission_penalty for one in book.assignment_submissions("ps1")}
    assert found == {"right": 2.0, "wrong": 0.0}


def test_tests_that_nbgrader_wrote_are_run_and_not_the_lines_that_ask_for_them(course: Path) -> None:
    rules = (
        'python3:\n  setup: "import math"\n  hash: ""\n  dispatch: "type({{snippet}})"\n  normalize: "str({{snippet}})"\n'
        '  check: \'assert {{snippet}} == "{{value}}", "{{message}}"\'\n  success: ""\n'
        '  templates:\n    default:\n      - test: "{{snippet}}"\n        fail: "another value"\n'
    )
    put(course / "autotests.yml", rules)
    asked = "### BEGIN HIDDEN TESTS\n### AUTOTEST seven\n### END HIDDEN TESTS"
    source = notebook(
        cell("seven", "### BEGIN SOLUTION\nseven = 7\n### END SOLUTION"), cell("test-seven", asked), kernel=PYTHON
    )
    assignment(course, "auto", {"a1": source})
    for student, value in (("right", 7), ("wrong", 8)):
        text = notebook(cell("seven", f"seven = {value}"), cell("test-seven", ""), kernel=PYTHON)
        put(course / "submitted" / student / "auto" / "a1.ipynb", text)
    done = autograde(course, "auto")
    assert done.returncode == 0, done.stderr
    assert scores(course, "auto") == {("right", "a1"): (2.0, False), ("wrong", "a1"): (0.0, False)}
    graded = (course / "autograded" / "right" / "auto" / "a1.ipynb").read_text(encoding="utf-8")
    assert "assert str(seven) ==" in graded
    (course / "gradebook.db").unlink()
    done = run(course, "autograde", "auto")
    assert done.returncode == 2
    assert "AUTOTEST" in done.stderr
    assert "generate_assignment auto --force" in done.stderr


def test_an_assignment_without_points_is_copied_and_nothing_of_it_is_run(course: Path) -> None:
    assignment(course, "reading", {"r1": notebook(cell("", "1 + 1"))})
    endless = notebook(cell("", "open('made', 'w')\nwhile True: pass"))
    put(course / "submitted" / "honest" / "reading" / "r1.ipynb", endless)
    put(course / "submitted" / "other" / "reading" / "r1.ipynb", notebook(kernel=R))
    linked = put(course / "submitted" / "linked" / "reading" / "r1.ipynb", endless).parent
    (linked / "grades").symlink_to(course / "gradebook.db")
    done = autograde(course, "reading")
    assert done.returncode == 1
    assert "written in R" in done.stderr
    assert "linked/reading holds a link" in done.stderr
    assert [path.name for path in (course / "autograded").iterdir() if (path / "reading").is_dir()] == ["honest"]
    assert not list(course.rglob("made"))


def test_no_execute_runs_nothing_and_takes_the_outputs_as_they_are(course: Path) -> None:
    output = {"output_type": "execute_result", "data": {"text/plain": "1"}, "metadata": {}, "execution_count": 1}
    handed_in = json.loads(answered("x"))
    handed_in["cells"][1]["outputs"] = [output]
    put(course / "submitted" / "right" / "ps1" / "p1.ipynb", json.dumps(handed_in))
    done = autograde(course, "ps1", "--student=right", "--no-execute")
    assert done.returncode == 0, done.stderr
    assert "anybody can write" in done.stderr
    assert scores(course)["right", "p1"] == (1.0, False)


def test_only_python_is_graded(course: Path) -> None:
    cells = (cell("double", "double <- 2"), cell("test-double", "stopifnot(double == 2)"))
    assignment(course, "statistics", {"s1": notebook(*cells)})
    put(course / "submitted" / "right" / "statistics" / "s1.ipynb", notebook(*cells, kernel=R))
    done = autograde(course, "statistics")
    assert done.returncode == 1
    assert "it is written in R, and not in Python" in done.stderr
    put(course / "source" / "statistics" / "s1.ipynb", notebook(*cells, kernel=R))
    done = autograde(course, "statistics")
    assert done.returncode == 1
    assert "it is written in R, and only Python is graded here" in done.stderr
