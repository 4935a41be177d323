"""Control characters in learners' names, files and errors never reach a terminal or a table."""

from __future__ import annotations

import csv
import json
import logging
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from courses import classroom
from courses.classroom import NAME
from processes.commands import run_python

from newspace_grading.course.nbgrader import autograde_exporter

EVIL = "\x1b]0;owned\x07\x1b[2J\x1b[Hall graded\x9b31m\u202e\u2066\x7f\x85\u2028next\rfirst\nsecond\ud800"
RAISES = f"raise ValueError({EVIL!r})"
NAMES = ("an\x1b[1A\x1b[2Kna", "bo\u202eb", "ca\nrol", "da\x9bve")
FORMULA = '=HYPERLINK("x","y")'
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def unseen(text: str) -> set[str]:
    """The signs of a text that a terminal does something with instead of showing them."""
    return {char for char in text if unicodedata.category(char) in UNSEEN and char != "\n"}


def test_nbgraders_log_escapes_invisible_characters(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("test-of-handover")
    record = {"student": EVIL, "notebook": EVIL, "task": EVIL, "verdict": "failed", "score": 0.0, "points": 1.0}
    with caplog.at_level(logging.INFO, log.name):
        for line in (json.dumps(record), f"no JSON: {EVIL}"):
            autograde_exporter._log_result(line + "\n", log)
        autograde_exporter._run(
            [sys.executable, "-c", "import sys; sys.stderr.write('an error: \\x1b[2J \\u202e\\n')"], log
        )
    assert len(caplog.messages) == 3
    assert not any(unseen(text) or "\n" in text for text in caplog.messages)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Learners whose folders, files and errors have such names and texts, and an honest one."""
    work = {"honest": classroom.GOOD, FORMULA: classroom.GOOD, **dict.fromkeys(NAMES, RAISES)}
    made = classroom.make(tmp_path_factory.mktemp("terminal").resolve() / "course", work)
    lost = made / "submitted" / "lost" / NAME
    lost.mkdir(parents=True)
    (lost / "\x1b[2J\u202ex.ipynb").write_text("junk", encoding="utf-8")
    (lost / "timestamp.txt").write_text("\x1b[2J\x9b\u202e", encoding="utf-8")
    (made / "submitted" / "late" / NAME).mkdir(parents=True)
    if sys.platform == "linux":
        os.makedirs(os.fsencode(made / "submitted") + b"/by\xfftes/" + NAME.encode())
    return made


def test_no_command_prints_invisible_characters(course: Path) -> None:
    for arguments in (
        ("autograde", NAME, "--student", NAMES[0], "--student", "no\x1b[2Jbody"),
        ("report", NAME),  # with some who are not graded yet
        ("autograde", NAME, "--json"),
        ("feedback", NAME),
        ("merge", NAME),
        ("report", "no\x1b[2Jthing\u202e"),
    ):
        done = told(course, *arguments)
        assert "Traceback" not in done.stderr, f"{arguments}: {done.stderr}"
        for text in (done.stdout, done.stderr):
            assert not unseen(text), f"{arguments}: {text!r}"
        if "--json" in arguments:
            assert done.stdout.isascii()
            assert all(json.loads(line)["student"] for line in done.stdout.splitlines())
    scores = classroom.scores(course)
    assert scores["honest"]["test-double"][0] == 2
    assert all(scores[name]["test-double"][0] == 0 for name in NAMES)


def told(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What a command says, and be it no UTF-8."""
    return run_python(course, *classroom.command(*arguments)[1:], timeout=900, errors="surrogateescape")


def test_exported_grades_contain_no_spreadsheet_formula(course: Path) -> None:
    told(course, "autograde", NAME, "--student", FORMULA)
    exporter = "--exporter=newspace_grading.course.nbgrader.grades_export.GradesTable"
    done = classroom.run(course, "export", exporter, "--to=grades.csv", module="nbgrader")
    assert done.returncode == 0, done.stderr
    with (course / "grades.csv").open(encoding="utf-8", newline="") as file:
        students = [row["student_id"] for row in csv.DictReader(file)]
    assert f"'{FORMULA}" in students
    assert not any(name.startswith("=") for name in students)


def test_grading_goes_on_when_the_reader_of_its_output_stops(tmp_path: Path) -> None:
    """As in `newspace-grade autograde small | head -1`."""
    made = classroom.make(tmp_path.resolve() / "course", {f"learner-{number}": classroom.GOOD for number in range(4)})
    grading = classroom.start(made, "autograde", NAME, "--verbose")
    assert grading.stdout is not None
    grading.stdout.readline()
    grading.stdout.close()
    assert grading.stderr is not None
    errors = grading.stderr.read()
    assert (grading.wait(timeout=120), errors) == (0, "")
    assert len(classroom.scores(made)) == 4
