"""The journal of a grading run: damaged lines count as not written, and of a long one only offsets are kept."""

from __future__ import annotations

from pathlib import Path

from newspace_grading.course.grading.submission_grader import GradingResult
from newspace_grading.course.records.journal import Entry, Journal
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Verdict


def test_a_damaged_journal_line_is_skipped(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j.jsonl")
    entry = Entry("k", "ada", "bank", "", {"bank": [Record("t", Verdict.PASSED, 2.0, 2.0, repaired=("x",))]})
    journal.write(entry)
    assert journal.entries() == {("ada", "k"): entry}
    journal.path.write_bytes(journal.path.read_bytes().replace(b"2.0", b"3.0"))
    assert journal.entries() == {}
    journal.write(entry)
    assert journal.entries() == {("ada", "k"): entry}


STUDENTS = [f"learner-{number:02}" for number in range(12)]


def result(student: str, text: str = "fine") -> GradingResult:
    """A result without a grader."""
    records = {"small": [Record("test", Verdict.PASSED, 1.0, 1.0, returned=text)]}
    return GradingResult(Entry(student, student, "small", "", records), True, 0.0)


def test_journal_offsets_keep_no_entries_in_memory(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j.jsonl")
    for text in ("first", "second"):
        for student in STUDENTS:
            journal.write(result(student, text).entry)
    offsets = journal.offsets()
    assert set(map(type, offsets.values())) == {int}
    for student in STUDENTS:
        entry = journal.entry_at(offsets[student, student])
        assert entry is not None
        assert entry.notebooks["small"][0].returned == "second"
