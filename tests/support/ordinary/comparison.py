"""Our verdicts on the corpus beside stock nbgrader's."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from newspace_grading.course.grading.submission_grader import Assignment, Grader
from newspace_grading.course.layout import find_course
from newspace_grading.course.records.journal import Journal
from newspace_grading.engine.engine import Engine
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Verdict
from ordinary.corpus import CORPUS, REFERENCE, variants, write_course
from ordinary.stock import kept


@dataclass(frozen=True)
class Case:
    """A test cell on one submission.

    Attributes
    ----------
    test : str
        Assignment, notebook and task, with slashes between them.
    variant : str
        The submission.
    stock : float
        What stock nbgrader pays.
    record : Record
        What our grader says.
    needs_process : bool
        Whether the reference needs the learner's process for it.
    """

    test: str
    variant: str
    stock: float
    record: Record
    needs_process: bool

    @property
    def is_isolated(self) -> bool:
        """Whether the test needs no process in which the learner's code runs, too."""
        return self.record.isolated and self.record.verdict is not Verdict.NEEDS_PROCESS and not self.needs_process

    @property
    def is_equal(self) -> bool:
        """Whether it pays what stock pays; what waits for a person only because it is not isolated is no question of that."""
        return self.record.verdict is Verdict.NEEDS_PROCESS or self.record.score == self.stock


def graded(course: Path, engine: Engine, *assignments: str) -> Iterator[Case]:
    """Build the course in a folder, grade all submissions, and give each test on each of them.

    What ``right-1`` hands in is the reference, which the engine judges by itself where somebody fails a test.
    """
    write_course(course, release=True)
    found = find_course(course)
    for name, stock in kept()["assignments"].items():
        if assignments and name not in assignments:
            continue
        assignment = Assignment(found, name)
        grader = Grader(assignment, engine, Journal(course / "journal.jsonl"), {}, texts=False)
        sources = {master.source.name: master.source for master in assignment.masters}
        for number, variant in enumerate(variants()):
            if variant == REFERENCE:
                continue
            for sheet, records in grader.grade(variant).entry.notebooks.items():
                needs = engine.findings(sources[sheet]).needs
                for record in records:
                    task = record.task.removeprefix("test-")
                    paid = stock["scores"][sheet][record.task][number]
                    yield Case(f"{name}/{sheet}/{task}", variant, paid, record, record.task in needs)
        for source in sources.values():
            engine.probe_reference(source)
            assert not engine.findings(source).failures, "the reference earns all points"


def known() -> tuple[set[str], set[str]]:
    """The tests that are known not to be isolated, and the cases (test, variant) that are known to differ from stock."""
    table = tomllib.loads((CORPUS / "differences.toml").read_text(encoding="utf-8"))
    shared = {test for entry in table.get("not_isolated", ()) for test in entry["tests"]}
    different = {case for entry in table.get("different", ()) for case in entry["cases"]}
    return shared, different
