"""What learners choose the letters of reaches the teacher's terminal, and whoever reads the lines of JSON, as visible text only."""

from __future__ import annotations

import csv
import json
import logging
import os
import subprocess
import sys
import unicodedata
from dataclasses import asdict
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import classroom
from classroom import NAME

from newspace_grading.course.nbgrader import autograde_exporter
from newspace_grading.model.record import Record, table
from newspace_grading.model.text import as_json, no_formula, one_line, plain_text, say

COURSE = pytest.mark.slow
EVIL = "\x1b]0;owned\x07\x1b[2J\x1b[Hall graded\x9b31m\u202e\u2066\x7f\x85\u2028next\rfirst\nsecond\ud800"
RAISES = f"raise ValueError({EVIL!r})"
NAMES = ("an\x1b[1A\x1b[2Kna", "bo\u202eb", "ca\nrol", "da\x9bve")
FORMULA = '=HYPERLINK("x","y")'
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def unseen(text: str) -> set[str]:
    """The signs of a text that a terminal does something with instead of showing them."""
    return {char for char in text if unicodedata.category(char) in UNSEEN and char != "\n"}


def test_a_line_holds_nothing_that_is_not_seen() -> None:
    shown = one_line(EVIL)
    assert not unseen(shown)
    assert "\n" not in shown
    assert "all graded" in shown
    assert unseen(plain_text(EVIL)) == {"\u2028"}  # a page may have it


@pytest.mark.parametrize("nested", ["\x1b\x1b[0m[2J", "\x1b[\x1b[0m2J", "\x1b[0\x1b[0m;1H"])
def test_what_is_taken_out_leaves_no_new_sequence(nested: str) -> None:
    assert "\x1b" not in plain_text(nested)


def test_honest_text_stays_as_it_is() -> None:
    for text in ("Zoë Ångström", "田中さん", "x² ≤ 5 €", "ñ" * 3, "a\tb\nc", "🚀"):
        assert plain_text(text) == text


def test_json_is_visible_ascii_and_means_the_same() -> None:
    line = as_json({"text": EVIL})
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line) == {"text": EVIL.replace("\ud800", "?")}
    assert json.loads(as_json(["🚀", 1.5, None])) == ["🚀", 1.5, None]


def test_records_tell_nothing_unseen() -> None:
    record = Record(f"task{EVIL}", "failed", 0.0, 1.0, f"Error: {EVIL}", EVIL, EVIL, 0.1, "namespaces", True, (EVIL,))
    assert not unseen(table([record, record]))
    assert len(table([record, record]).splitlines()) == 2
    assert record.line().isascii()
    assert record.line().isprintable()
    read = Record.from_line(record.line())
    assert read.message == record.message.replace("\ud800", "?")
    assert Record.from_line(read.line()) == read
    json.dumps(asdict(read), ensure_ascii=False).encode()  # a journal can hold it


def test_what_is_said_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    say(f"{EVIL}: done")
    say(f"{EVIL}: not done", wrong=True)
    out, err = capsys.readouterr()
    for text, end in ((out, ": done\n"), (err, ": not done\n")):
        assert text.count("\n") == 1
        assert text.endswith(end)
        assert not unseen(text)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_no_text_becomes_a_formula(text: str) -> None:
    assert no_formula(text) == "'" + text


def test_other_values_of_a_table_stay_as_they_are() -> None:
    for value in (-1.5, None, 3, "anna", "a=b", ""):
        assert no_formula(value) == value


def test_nbgraders_log_shows_nothing_unseen(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("test-of-handover")
    record = {"student": EVIL, "notebook": EVIL, "task": EVIL, "verdict": "failed", "score": 0.0, "points": 1.0}
    with caplog.at_level(logging.INFO, log.name):
        for line in (json.dumps(record), f"no JSON: {EVIL}"):
            autograde_exporter._tell(line + "\n", log)
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


@COURSE
def test_no_command_shows_what_is_not_seen(course: Path) -> None:
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
    return subprocess.run(
        classroom.command(*arguments),
        cwd=course,
        env=classroom.environment(course.parent),
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=900,
        check=False,
    )


@COURSE
def test_exported_grades_hold_no_formula(course: Path) -> None:
    told(course, "autograde", NAME, "--student", FORMULA)
    exporter = "--exporter=newspace_grading.course.nbgrader.grades_export.GradesTable"
    done = classroom.run(course, "export", exporter, "--to=grades.csv", module="nbgrader")
    assert done.returncode == 0, done.stderr
    with (course / "grades.csv").open(encoding="utf-8", newline="") as file:
        students = [row["student_id"] for row in csv.DictReader(file)]
    assert f"'{FORMULA}" in students
    assert not any(name.startswith("=") for name in students)
