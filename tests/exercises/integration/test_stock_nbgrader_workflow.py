"""The whole workflow of a class with nbgrader's own commands and the shipped configuration.

Everything happens in a copy of the course in a temporary folder; three learners work in folders of their own and find the
course only through ``JUPYTER_CONFIG_PATH``, as ``make lab`` arranges it. The commands run with a bare search path, as they do
when nobody has activated the environment.
"""

from __future__ import annotations

import csv
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from browser.lab_server import START_S, kept_port, wait_until_up
from processes.commands import PATIENT, run_python
from repository import ROOT

from authoring.assignment import AuthoredAssignment, read_assignment

UNIT = "02_ispace_missions"
NOTEBOOK = f"{UNIT}.ipynb"
LEARNERS = ("reference", "half", "empty")
MANUAL_SCORE = 6.0


@dataclass
class Class:
    """A finished round: where it took place, and what was seen on the way."""

    course: Path
    assignment: AuthoredAssignment
    seen: dict[str, Any]

    def gradebook(self) -> Any:
        from nbgrader.api import Gradebook

        return Gradebook(f"sqlite:///{self.course / 'classroom' / 'gradebook.db'}", "newspace")

    def submission(self, learner: str) -> dict[str, Any]:
        """A learner's scores and what still waits for a person, as the gradebook has them now."""
        with self.gradebook() as book:
            found = book.find_submission(UNIT, learner)
            grades = {
                grade.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade)
                for grade in found.notebooks[0].grades
            }
            return {"score": found.score, "max": found.max_score, "needs": found.needs_manual_grade, "grades": grades}


def environment(course: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "NBGRADER", "PYTHON"))}
    return kept | {
        "PATH": "/usr/bin:/bin",
        "HOME": str(course.parent),
        "JUPYTER_CONFIG_PATH": str(course),
        "MPLBACKEND": "agg",
    }


def nbgrader(course: Path, folder: Path, *arguments: str, ok: bool = True) -> str:
    """One nbgrader command, started in ``folder``; its whole output."""
    done = run_python(folder, "-m", "nbgrader", *arguments, timeout=900, env=environment(course))
    text = done.stdout + done.stderr
    assert (done.returncode == 0) is ok, text
    return text


def fill(notebook: Path, assignment: AuthoredAssignment, tasks: set[str], written: str) -> None:
    """Write the reference's answers to some tasks, and a written answer, into a learner's notebook."""
    answers = {
        cell.grade_id: cell.source
        for task in assignment.tasks
        if task.name in tasks and not task.manual
        for cell in task.answers
    }
    table = json.loads(notebook.read_text(encoding="utf-8"))
    for cell in table["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if grade_id in answers:
            cell["source"] = answers[grade_id]
        elif grade_id == "argument" and written:
            cell["source"] = written
    notebook.write_text(json.dumps(table), encoding="utf-8")


def half_of(assignment: AuthoredAssignment) -> set[str]:
    """The first tasks that are worth exactly half of what is graded by the machine."""
    machine = [task for task in assignment.tasks if not task.manual]
    wanted = sum(task.points for task in machine) / 2
    chosen: set[str] = set()
    for task in machine:
        if wanted <= 0:
            break
        chosen.add(task.name)
        wanted -= task.points
    assert wanted == 0, "the first tasks must add up to exactly half"
    return chosen


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Class:
    """The round, step by step; the tests below look at what each step left."""
    place = tmp_path_factory.mktemp("class").resolve()
    course = place / "course"
    course.mkdir()
    shipped = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (course / "nbgrader_config.py").write_text(f"{shipped}\n{PATIENT}\n", encoding="utf-8")
    shutil.copytree(ROOT / "solutions", course / "solutions", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    assignment = read_assignment(course / "solutions" / UNIT / NOTEBOOK)
    seen: dict[str, Any] = {}

    nbgrader(course, course, "generate_assignment", UNIT)
    seen["valid reference"] = nbgrader(course, course, "validate", f"solutions/{UNIT}/{NOTEBOOK}")
    nbgrader(course, course, "release_assignment", UNIT)
    (place / "empty").mkdir()
    nbgrader(course, place / "empty", "fetch_assignment", UNIT)
    for learner in ("reference", "half"):
        shutil.copytree(place / "empty", place / learner)  # what fetching once more would give
    seen["valid release"] = nbgrader(course, place / "empty", "validate", f"{UNIT}/{NOTEBOOK}")
    everything = {task.name for task in assignment.tasks}
    fill(place / "reference" / UNIT / NOTEBOOK, assignment, everything, "It was reasonable, because …")
    fill(place / "half" / UNIT / NOTEBOOK, assignment, half_of(assignment), "It was not, because …")
    for learner in LEARNERS:
        nbgrader(course, place / learner, "submit", UNIT, f"--student={learner}")
    nbgrader(course, course, "collect", UNIT)
    nbgrader(course, course, "autograde", UNIT)
    finished = Class(course, assignment, seen)
    seen["graded"] = {learner: finished.submission(learner) for learner in LEARNERS}

    with finished.gradebook() as book:
        grade = book.find_grade("argument", UNIT, UNIT, "reference")
        grade.manual_score = MANUAL_SCORE
        grade.needs_manual_grade = False
        book.find_comment("argument", UNIT, UNIT, "reference").manual_comment = "A well judged source."
        book.db.commit()
    nbgrader(course, course, "autograde", UNIT, "--student=reference", "--force")
    seen["regraded"] = finished.submission("reference")
    nbgrader(course, course, "generate_feedback", UNIT)
    nbgrader(course, course, "export")
    return finished


def machine_points(finished: Class) -> float:
    return sum(task.points for task in finished.assignment.tasks if not task.manual)


def test_the_reference_gets_all_points_that_a_machine_gives(finished: Class) -> None:
    assert finished.seen["graded"]["reference"]["score"] == machine_points(finished)


def test_an_unanswered_submission_gets_no_points(finished: Class) -> None:
    graded = finished.seen["graded"]["empty"]
    assert graded["score"] == 0
    assert not graded["needs"], "what was left as it was needs no person"


def test_a_half_right_submission_gets_half_of_the_points(finished: Class) -> None:
    assert finished.seen["graded"]["half"]["score"] == machine_points(finished) / 2


def test_the_written_task_waits_for_a_person(finished: Class) -> None:
    for learner in ("reference", "half"):
        assert finished.seen["graded"][learner]["grades"]["argument"] == (None, None, True)


def test_a_manual_score_survives_regrading(finished: Class) -> None:
    regraded = finished.seen["regraded"]
    assert regraded["grades"]["argument"][1] == MANUAL_SCORE
    assert regraded["score"] == machine_points(finished) + MANUAL_SCORE
    with finished.gradebook() as book:
        assert book.find_comment("argument", UNIT, UNIT, "reference").manual_comment == "A well judged source."


def test_validate_is_content_with_the_reference_and_counts_what_is_missing_in_the_release(finished: Class) -> None:
    assert "Success! Your notebook passes all the tests." in finished.seen["valid reference"]
    told = " ".join(finished.seen["valid release"].split())
    assert f"VALIDATION FAILED ON {len(finished.assignment.tasks)} CELL(S)" in told
    assert "You did not provide a response." in told, "the written task"
    assert "not answered yet" in told
    assert "Traceback" not in told


def hidden_values(assignment: AuthoredAssignment) -> set[str]:
    """The expected numbers of hidden tests that are long enough to be nothing else."""
    hidden = "".join(
        text
        for cell in assignment.cells
        for text in re.findall(r"BEGIN HIDDEN TESTS(.*?)END HIDDEN TESTS", cell.source, re.DOTALL)
    )
    return {
        number
        for expected in re.findall(r"expect=([^=]*?),\s*\w+=", hidden)
        for number in re.findall(r"\d+\.\d{3,}", expected)
    }


@pytest.mark.parametrize("learner", LEARNERS)
def test_feedback_shows_what_hidden_tests_try_and_not_their_values(finished: Class, learner: str) -> None:
    page = (finished.course / "classroom" / "feedback" / learner / UNIT / f"{UNIT}.html").read_text(encoding="utf-8")
    text = re.sub(r"<[^>]+>", "", page)
    values = hidden_values(finished.assignment)
    assert len(values) >= 10
    visible = "".join(cell.source for cell in read_assignment(finished.course / "exercises" / UNIT / NOTEBOOK).cells)
    assert [value for value in sorted(values) if value in text and value not in visible] == []
    assert "hidden tests: other altitudes, from the ground up to 6,000 km" in text
    assert "BEGIN HIDDEN" not in text


def test_feedback_of_an_unanswered_task_is_a_message_without_source_lines(finished: Class) -> None:
    page = (finished.course / "classroom" / "feedback" / "empty" / UNIT / f"{UNIT}.html").read_text(encoding="utf-8")
    text = re.sub(r"<[^>]+>", "", page)
    assert "This task is not answered yet" in text
    assert "ipykernel" not in re.sub(r"python3 \(ipykernel\)", "", text.split("claims")[0], flags=re.IGNORECASE)


def test_grades_are_exported_and_what_waits_for_a_person_is_no_zero(finished: Class) -> None:
    with (finished.course / "classroom" / "exports" / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    points = machine_points(finished)
    assert {learner: row["score"] for learner, row in rows.items()} == {
        "reference": str(points + MANUAL_SCORE),
        "half": "",
        "empty": "0.0",
    }
    assert (float(rows["half"]["points_so_far"]), rows["half"]["tasks_not_graded"]) == (points / 2, "1")


def test_all_of_the_class_lies_in_one_folder(finished: Class) -> None:
    assert {entry.name for entry in finished.course.iterdir()} - {"__pycache__"} == {
        "nbgrader_config.py",
        "solutions",
        "exercises",
        "classroom",
    }
    assert {"submitted", "autograded", "feedback", "exchange", "exports", "gradebook.db"} <= {
        entry.name for entry in (finished.course / "classroom").iterdir()
    }


@pytest.fixture
def server(finished: Class) -> Iterator[str]:
    """A real JupyterLab in the course folder; its address with the token left to fill in."""
    token = secrets.token_hex(8)
    log = finished.course.parent / "server.log"
    with log.open("wb") as out, kept_port() as kept:
        port = kept.getsockname()[1]
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"]
        command += ["--ServerApp.port_retries=0", f"--IdentityProvider.token={token}"]
        running = subprocess.Popen(
            command, cwd=finished.course, env=environment(finished.course), stdout=out, stderr=subprocess.STDOUT
        )
        address = f"http://127.0.0.1:{port}{{path}}?token={token}"
        try:
            wait_until_up(address.format(path="/api/status"), running, log)
            yield address
        finally:
            running.terminate()
            running.wait(timeout=START_S)


def test_formgrader_answers_with_the_class(finished: Class, server: str) -> None:
    with urllib.request.urlopen(server.format(path="/formgrader"), timeout=START_S) as answer:  # noqa: S310 - our own server
        page = answer.read().decode()
    assert "formgrader" in page
    assert "not a subdirectory" not in page
    with urllib.request.urlopen(server.format(path="/formgrader/api/assignments"), timeout=START_S) as answer:  # noqa: S310 - the same
        found = {entry["name"]: entry for entry in json.load(answer)}
    assert found[UNIT]["num_submissions"] == len(LEARNERS)
    assert found[UNIT]["max_score"] == sum(task.points for task in finished.assignment.tasks)
    with urllib.request.urlopen(server.format(path=f"/formgrader/api/submissions/{UNIT}"), timeout=START_S) as answer:  # noqa: S310 - the same
        waiting = {entry["student"]: entry["needs_manual_grade"] for entry in json.load(answer)}
    assert waiting["half"] is True
    assert waiting["empty"] is False
