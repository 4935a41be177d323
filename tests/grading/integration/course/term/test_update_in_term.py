"""A course, a package or the grader is updated in the middle of a term: points and marks stay, and nobody is graded anew unasked."""

from __future__ import annotations

import csv
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from courses import classroom
from processes.commands import command, environment, run, run_python

CLASS = {"ada": classroom.GOOD, "bob": classroom.WRONG, "cho": "return number + number"}


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A course's package, of version 1, which tells the grader that its version can change a result."""
    folder = tmp_path / "installed"
    (folder / "astronomy-1.dist-info").mkdir(parents=True)
    (folder / "astronomy_plugin.py").write_text("packages = ['astronomy']\n", encoding="utf-8")
    entry = "[newspace_grade.course]\nastronomy = astronomy_plugin\n"
    (folder / "astronomy-1.dist-info" / "entry_points.txt").write_text(entry, encoding="utf-8")
    set_version(folder, "1")
    return folder


def set_version(installed: Path, version: str) -> None:
    place = installed / "astronomy-1.dist-info" / "METADATA"
    place.write_text(f"Metadata-Version: 2.1\nName: astronomy\nVersion: {version}\n", encoding="utf-8")


def grade(course: Path, installed: Path, *options: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(filter(None, (str(installed), os.environ.get("PYTHONPATH"))))
    line = command("autograde", classroom.NAME, *options)[1:]
    done = run_python(course, *line, env=environment(course.parent) | {"PYTHONPATH": path})
    assert done.returncode == 0, done.stderr
    return done


def mark_everybody(course: Path, points: float = 2.5) -> None:
    """A person marks the text of every learner."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "") as book:
        for submission in book.assignment_submissions(classroom.NAME):
            for one in submission.notebooks[0].grades:
                if one.name == "why":
                    one.manual_score, one.needs_manual_grade = points, False
        book.db.commit()


def table(course: Path) -> list[dict[str, Any]]:
    """The table of grades."""
    exporter = "newspace_grading.course.nbgrader.grades_export.GradesTable"
    done = run(course, "export", f"--exporter={exporter}", "--to=grades.csv", module="nbgrader")
    assert done.returncode == 0, done.stderr
    with (course / "grades.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_raising_the_courses_version_leaves_every_hand_marked_task_marked(tmp_path: Path, installed: Path) -> None:
    course = classroom.make(tmp_path / "course", CLASS)
    assert "3 tasks for a person to grade" in grade(course, installed).stdout
    mark_everybody(course)
    before = classroom.scores(course)
    set_version(installed, "2")
    done = grade(course, installed)
    assert "3 graded before" in done.stdout, "nobody was graded anew"
    assert "graded with other versions" in done.stdout
    assert "--force” grades them anew" in " ".join(done.stdout.split())
    assert "for a person" not in done.stdout
    assert classroom.scores(course) == before
    assert [row["score"] for row in table(course)] == ["4.5", "2.5", "4.5"]
    forced = grade(course, installed, "--force")
    assert "for a person" not in forced.stdout
    assert classroom.scores(course) == before, "graded anew, and every mark holds"
    assert {one["environment"].partition("astronomy ")[2][:1] for one in journal(course)[-3:]} == {"2"}


def test_a_mended_text_in_the_assignment_grades_anew_and_keeps_the_marks(tmp_path: Path, installed: Path) -> None:
    course = classroom.make(tmp_path / "course", CLASS)
    grade(course, installed)
    mark_everybody(course)
    before = classroom.scores(course)
    place = course / "source" / classroom.NAME / f"{classroom.NAME}.ipynb"
    source = json.loads(place.read_text(encoding="utf-8"))
    source["cells"].insert(0, {"id": "said", "cell_type": "markdown", "metadata": {}, "source": "A mended text."})
    place.write_text(json.dumps(source), encoding="utf-8")
    grade(course, installed)
    assert len(journal(course)) == 6
    assert classroom.scores(course) == before


def test_a_changed_answer_goes_to_a_person_again_and_an_unchanged_one_does_not(tmp_path: Path, installed: Path) -> None:
    course = classroom.make(tmp_path / "course", CLASS)
    grade(course, installed)
    mark_everybody(course)
    changed = json.dumps(classroom.notebook(classroom.GOOD, "For another reason.")).encode()
    classroom.hand_in(course, "ada", changed, "2026-01-06 10:00:00 UTC")
    classroom.hand_in(course, "bob", classroom.GOOD, "2026-01-06 10:00:00 UTC")  # the text is the same
    done = grade(course, installed)
    assert "1 task for a person to grade (2 marked already)" in " ".join(done.stdout.split())
    found = classroom.scores(course)
    assert found["ada"]["why"] == (None, 2.5, True), "the mark stands there until a person has looked again"
    assert found["bob"]["why"] == (None, 2.5, False)
    assert found["bob"]["test-double"] == (2.0, None, False)
    assert [row["score"] for row in table(course)] == ["", "4.5", "4.5"]


def journal(course: Path) -> list[dict[str, Any]]:
    return classroom.entries(course / ".newspace-grade" / f"{classroom.NAME}.jsonl")
