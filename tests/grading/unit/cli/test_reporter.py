"""The report while a class is graded: a line for each submission, a short table at the end, and the next steps."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from courses.records import checked, error, raised

from newspace_grading.cli.output import summary as summaries
from newspace_grading.cli.output import text_width
from newspace_grading.cli.output.attention import result
from newspace_grading.cli.output.reporter import Manner, tell
from newspace_grading.cli.output.summary import MOST_ROWS, Summary
from newspace_grading.course.grading.submission_grader import GradingResult
from newspace_grading.course.records.journal import Entry
from newspace_grading.model.results.failure import Failure, Label
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Reason, Verdict

WALLS = "namespaces"
PASSED = Record("test-a", Verdict.PASSED, 2.0, 2.0, level=WALLS)
BY_HAND = Record("essay", Verdict.MANUAL, None, 4.0, Reason.MANUAL_TASK, level=WALLS)


def record(verdict: Verdict, score: float | None = None, reason: Reason | None = None, **more: Any) -> Record:
    return Record("test-b", verdict, score, 3.0, reason, level=WALLS, **more)


def failed(failure: Failure | None = None, **more: Any) -> Record:
    return record(Verdict.FAILED, 0.0, Reason.CHECK_FAILED, failure=failure, **more)


NO_ROOM = record(Verdict.GRADER_ERROR, None, Reason.GRADER_FAILED, arguments={"detail": "no room\nat all"})
UNREADABLE = record(Verdict.UNREADABLE, None, Reason.UNREADABLE, arguments={"problem": "a.ipynb: no notebook"})
TAMPERED = record(Verdict.TAMPERED, None, Reason.ERRORS_LOST)
NEEDS_PROCESS = record(Verdict.NEEDS_PROCESS, None, Reason.NEEDS_PROCESS)
STUB = raised("NotImplementedError")


def done(student: str, *records: Record, fresh: bool = True, notebooks: tuple[str, ...] = ("n",)) -> GradingResult:
    return GradingResult(Entry("k", student, "ps1", "", {name: list(records) for name in notebooks}), fresh, 0.25)


def told(*results: GradingResult, capsys: pytest.CaptureFixture[str], **manner: Any) -> tuple[int, str, str]:
    """What is told of a run of 100 s."""
    names = [one.entry.student for one in results]
    summary = Summary("ps1", submitted="submitted/STUDENT/ps1", _begun=0.0)
    with patch.object(summaries, "time", SimpleNamespace(monotonic=lambda: 100.0)):
        code = tell(results, names, summary, Manner(**manner))
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize(
    ("records", "words"),
    [
        ((PASSED, failed(checked()), BY_HAND), "2 of 5 points"),
        ((PASSED, record(Verdict.TIMED_OUT, 0.0, Reason.TIMEOUT)), "2 of 5 points; timed out: test-b"),
        ((PASSED, record(Verdict.CRASHED, 0.0)), "2 of 5 points; crashed: test-b"),
        (
            (PASSED, TAMPERED),
            "2 of 5 points; tampered, held for a person: test-b (A test that must fail did not. A person will look at it.)",
        ),
        (
            (NO_ROOM,),
            "no score, not graded; grader error, held for a person: test-b (no room)",
        ),
        (
            (UNREADABLE, BY_HAND),
            "no score, not graded; unreadable: a.ipynb: no notebook",
        ),
        (
            (PASSED, NEEDS_PROCESS),
            "2 of 5 points; not graded: test-b (needs the learner's own process)",
        ),
        ((BY_HAND,), "no score yet, waits for a person"),
        (
            (
                failed(STUB),
                failed(checked((Label.WHY, "No “b” yet.")), cell_error=error("NotImplementedError")),
                record(Verdict.FAILED, 0.0, Reason.LEFT_EMPTY),
            ),
            "0 of 9 points; nothing answered",
        ),
        ((failed(STUB), PASSED), "2 of 5 points"),
        (
            (record(Verdict.PASSED, 3.0, repaired=("twice", "moved"), isolated=False),),
            "3 of 3 points; not isolated: test-b; repaired: twice (and 1 more)",
        ),
    ],
)
def test_a_line_shows_points_and_what_needs_attention(
    records: tuple[Record, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _code, out, _err = told(done("ada", *records), capsys=capsys)
    assert out.splitlines()[0] == f"ada  {words}"


def test_tasks_of_several_notebooks_carry_the_notebook_s_name() -> None:
    found = result(done("ada", PASSED, record(Verdict.TIMED_OUT, 0.0), notebooks=("n", "m")))
    assert found.looks[0].text == "timed out: n/test-b, m/test-b"
    assert (found.points, found.possible) == (4, 10)


def test_a_run_prints_a_line_per_submission_and_a_summary_with_next_steps(capsys: pytest.CaptureFixture[str]) -> None:
    good = [done(f"learner-{number:03}", PASSED, record(Verdict.FAILED, 0.0), BY_HAND) for number in range(200)]
    cheat = done("김민서", PASSED, TAMPERED, BY_HAND)
    code, out, err = told(*good, cheat, done("lost", UNREADABLE), capsys=capsys)
    lines = out.splitlines()
    assert code == 2
    assert err == "2 tasks were not graded: see the reasons above. Whose: lost, 김민서.\n"
    assert sum(line.startswith("learner-") for line in lines) == 200
    assert len(lines) < 220
    table = lines[lines.index("", 1) :]
    assert table[1].split() == ["Learner", "Points", "To", "look", "at"]
    assert table[2:4] == [
        "lost     –       unreadable: a.ipynb: no notebook",
        "김민서   2 of 5  tampered, held for a person: test-b (A test that must fail did not. A person will look at it.)",
    ]
    for words in (
        "202 submissions of ps1: 200 graded, 2 held for a person.",
        "Points of the tests, of 5: mean 2, from 2 to 2 (200 submissions, without those held).",
        f"Isolation: {WALLS}.",
        "Time: 2 min, 2 submissions a second.",
        "- unreadable (1 task of lost): ask for the notebook once more, put it into submitted/STUDENT/ps1",
        "- tampered (1 task of 김민서): look at the answer in formgrader",
        "- 201 tasks for a person to grade: mark them in formgrader (",
    ):
        assert words in out, words


def test_earlier_results_are_counted_and_shown_only_when_named(capsys: pytest.CaptureFixture[str]) -> None:
    class_ = [
        done("ada", PASSED),
        done("bob", PASSED, fresh=False),
        done("eve", record(Verdict.CRASHED, 0.0), fresh=False),
    ]
    _code, out, _err = told(*class_, capsys=capsys)
    assert [line.split()[0] for line in out.split("\n\n")[0].splitlines()] == ["ada"]
    assert "3 graded (1 in this run, 2 graded before)." in out
    assert "eve      0 of 3  crashed: test-b" in out
    _code, out, _err = told(*class_, capsys=capsys, named=frozenset(["bob"]))
    assert "bob  2 of 2 points, graded before\n" in out
    _code, out, _err = told(*class_, capsys=capsys, verbose=True)
    assert "eve  n: 0 of 3 points, graded before, 0.2 s\ntest-b  crashed  0/3  0.00 s  namespaces" in out


def test_json_output_has_only_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    _code, out, err = told(done("ada", PASSED, NEEDS_PROCESS), capsys=capsys, machine=True)
    lines = [json.loads(line) for line in out.splitlines()]
    assert [(line["student"], line["task"], line["level"]) for line in lines] == [
        ("ada", "test-a", WALLS),
        ("ada", "test-b", WALLS),
    ]
    assert err.startswith("1 task has a test that needs the learner's own process")
    assert "1 task was not graded" in err


def test_a_long_table_is_cut_with_a_count_of_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    class_ = [done(f"learner-{number:03}", record(Verdict.TIMED_OUT, 0.0)) for number in range(MOST_ROWS + 2)]
    _code, out, _err = told(*class_, capsys=capsys)
    assert "… and 2 learners more: --verbose tells of everybody." in out


def test_needs_process_tasks_are_not_listed_in_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    class_ = [done(name, PASSED, NEEDS_PROCESS) for name in "abcd"]
    _code, out, _err = told(*class_, capsys=capsys)
    assert "To look at" not in out
    assert "not graded, needs the learner's own process (4 tasks of 4 learners): “newspace-grade doctor ps1”" in out


def test_an_interrupted_run_reports_progress(capsys: pytest.CaptureFixture[str]) -> None:
    def results() -> Iterator[GradingResult]:
        yield done("ada", PASSED)
        raise KeyboardInterrupt

    assert tell(results(), ["ada", "bob"], Summary("ps1"), Manner()) == 1
    assert capsys.readouterr().err == "Stopped: 1 of 2 done. Run again for the others.\n"


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


def test_no_line_is_wider_than_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr("sys.stdout", screen)
    monkeypatch.setenv("COLUMNS", "80")
    long = "It said yes to everything that it was asked, and " * 5
    held = record(Verdict.GRADER_ERROR, None, Reason.GRADER_FAILED, arguments={"detail": long})
    class_ = [done("ada" * 20, PASSED, held, BY_HAND), done("김" * 30, PASSED)]
    tell(class_, [one.entry.student for one in class_], Summary("ps1", submitted="/a/long/place" * 8), Manner())
    lines = screen.getvalue().splitlines()
    assert max(map(text_width.width, lines)) <= 80
    assert lines[0].endswith("…")
    assert "".join(long.split()) in "".join(screen.getvalue().split()).replace("…", ""), "the table has it whole"
