"""Journals of earlier versions are still read, and tell a learner no more than before, in whatever language they were written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from languages import korean, spoken, write_korean
from repository import TESTS

from newspace_grading.course.records import old_records
from newspace_grading.course.records.journal import Journal
from newspace_grading.disclosure.messages import record_text
from newspace_grading.disclosure.policy import disclose, is_stub
from newspace_grading.model.results.failure import Label
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Reason, Verdict

DATA = TESTS / "grading" / "data"
ENGLISH, KOREAN = DATA / "journal_of_0.1_en.jsonl", DATA / "journal_of_0.1_ko.jsonl"
"""Lines of the bank's submissions as the grader of November 2026 wrote them, with the catalogues of two languages."""
HIDDEN = "check()\n### BEGIN HIDDEN TESTS\nwith checks.hidden('squares', 'others'):\n    check()\n### END HIDDEN TESTS"
SECRET = ("[3, 1, 2]", "[9, 1, 4]")


def records(journal: Path, student: str) -> dict[str, Record]:
    entry = next(entry for entry in Journal(journal) if entry.student == student)
    return {record.task.removeprefix("test-"): record for record in entry.notebooks["bank"]}


@pytest.mark.parametrize("journal", [ENGLISH, KOREAN], ids=["en", "ko"])
def test_every_line_is_read_and_written_anew_in_the_new_form(journal: Path, tmp_path: Path) -> None:
    entries = list(Journal(journal))
    assert len(entries) == len(journal.read_text(encoding="utf-8").splitlines())
    new = Journal(tmp_path / "new.jsonl")
    for entry in entries:
        new.write(entry)
    assert list(new) == entries
    lines = [json.loads(json.loads(line)["entry"]) for line in new.path.read_text(encoding="utf-8").splitlines()]
    assert not any("message" in record for line in lines for record in line["notebooks"]["bank"])


@pytest.mark.parametrize(
    ("student", "task", "verdict", "reason"),
    [
        ("nothing-done", "area", Verdict.FAILED, Reason.CHECK_FAILED),
        ("nothing-done", "why", Verdict.FAILED, Reason.LEFT_EMPTY),
        ("half-right", "sign", Verdict.PARTIAL, None),
        ("half-right", "area", Verdict.PASSED, None),
        ("crashes", "area", Verdict.CRASHED, Reason.EXITED),
        ("endless-cell", "total", Verdict.TIMED_OUT, Reason.CELL_ENDED),
        ("memory-in-a-call", "area", Verdict.OVER_LIMIT, Reason.MEMORY),
        ("forges-a-reply", "area", Verdict.TAMPERED, Reason.PROTOCOL),
        ("truncated", "area", Verdict.UNREADABLE, Reason.UNREADABLE),
        ("array-larger-than-its-message", "total", Verdict.FAILED, Reason.NOT_PLAIN_DATA),
    ],
)
def test_an_old_sentence_becomes_its_reason_code(
    student: str, task: str, verdict: Verdict, reason: Reason | None
) -> None:
    record = records(ENGLISH, student)[task]
    assert (record.verdict, record.reason) == (verdict, reason)


def test_old_stub_and_cell_error_are_recognised() -> None:
    assert all(
        is_stub(record) for task, record in records(ENGLISH, "nothing-done").items() if task in ("area", "squares")
    )
    error = records(ENGLISH, "tells-it-in-the-cell")["total"].cell_error
    assert error is not None
    assert error.kind == "ValueError"
    withheld = records(ENGLISH, "answers-by-hand")["total"].failure
    assert withheld is not None
    assert withheld.withheld


@pytest.mark.parametrize("journal", [ENGLISH, KOREAN], ids=["en", "ko"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_hidden_arguments_of_old_records_are_shown_in_no_language(journal: Path, language: str, tmp_path: Path) -> None:
    with spoken(language, write_korean(tmp_path)):
        record = records(journal, "changes-its-argument")["squares"]
        shown = disclose(record, HIDDEN)
    assert shown.hidden_failed
    assert not any(one in str(shown.rows) for one in SECRET)
    whole = record_text(record)
    assert ("[3, 1, 2]" in whole) is (journal is ENGLISH or language == "ko"), "teachers read it, if it can be read"


def test_old_visible_rows_are_shown_where_their_labels_are_known(tmp_path: Path) -> None:
    visible = "assert draw"
    with spoken("ko", write_korean(tmp_path)):
        told = disclose(records(KOREAN, "no-labels")["draw"], visible)
    assert [label for label, _text in told.rows] == [Label.CALLED, Label.CAME_BACK, Label.EXPECTED, Label.WHY]
    assert told.rows[-1][1] == korean("The picture has no title: ax.set_title(…).")
    assert disclose(records(KOREAN, "no-labels")["draw"], visible).rows == []


def old(message: str, verdict: str = "failed", **more: Any) -> dict[str, Any]:
    record = {"task": "t", "verdict": verdict, "score": None, "points": 1.0, "message": message, "called": ""}
    rest = {"came_back": "", "seconds": 0.5, "level": "limits", "isolated": True, "repaired": ["x"], "stopped": ""}
    return record | rest | more


@pytest.mark.parametrize(
    ("data", "verdict", "reason"),
    [
        (old("A person grades this task.", "not graded"), Verdict.MANUAL, Reason.MANUAL_TASK),
        (
            old(
                "This test works in a way that the grader does not do by itself. A person will look at it.",
                "not graded",
            ),
            Verdict.NEEDS_PROCESS,
            Reason.NEEDS_PROCESS,
        ),
        (old("", "not graded"), Verdict.MANUAL, Reason.NO_POINTS),
        (old("no room on the disk", "grader error"), Verdict.GRADER_ERROR, Reason.GRADER_FAILED),
        (
            old("The points of this task came to more than there are: 5 of 4.", "grader error"),
            Verdict.GRADER_ERROR,
            Reason.TOO_MANY_POINTS,
        ),
        (
            old("The result passes for other values than the right one as well. A person will look at it.", "tampered"),
            Verdict.TAMPERED,
            Reason.ACCEPTS_ANYTHING,
        ),
    ],
)
def test_ambiguous_old_verdicts_are_told_apart(data: dict[str, Any], verdict: Verdict, reason: Reason) -> None:
    record = old_records.record(data)
    assert (record.verdict, record.reason) == (verdict, reason)
    assert record_text(record) == data["message"]


def test_the_oldest_records_had_no_error_of_the_cell() -> None:
    data = old("ValueError: negative", came_back="ValueError: negative")
    del data["stopped"]
    record = old_records.record(data)
    assert record.cell_error is None
    assert record.returned == "ValueError: negative"


@pytest.mark.parametrize(
    "text",
    [
        "t: not right yet.\n  Hidden test:  other values\n  Called:  f(71234.5)\nCame back: 71234.5",
        "t: 아직\n  숨은 검사:  other values\n  호출:  f(71234.5)",
        "ValueError: x\n  Called: f(71234.5)\n  Something else: y",
        "t: not right yet.\n  Called: f(1)\nHidden test: f(71234.5)",
    ],
)
def test_unparsable_old_text_counts_as_hidden(text: str) -> None:
    failure = old_records.failure_of(text)
    assert failure.hidden
    assert "71234.5" not in str(disclose(old_records.of_output(text), HIDDEN).rows)


def test_a_line_of_the_learner_s_program_is_quoted_as_before() -> None:
    text = "t: not right yet.\n  Hidden test: others\n  Why: It happened in your line: return\n       1 / 0"
    record = old_records.of_output(text)
    assert disclose(record, HIDDEN, own="def f():\n    return 1 / 0").rows
    assert disclose(record, HIDDEN, own="def f():\n    return g()").rows == []


def test_a_new_record_is_no_old_one() -> None:
    record = Record("t", Verdict.PASSED, 1.0, 1.0)
    assert old_records.record(json.loads(record.line())) == record
