"""The feedback page of one submission: prepares the template's values; the template escapes every text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import jinja2

from newspace_grading.disclosure.messages import label_words, record_text
from newspace_grading.disclosure.policy import Disclosed, disclose, does_not_run, is_stub, secret_numbers
from newspace_grading.disclosure.redaction import visible
from newspace_grading.disclosure.translation import render_text as words_of
from newspace_grading.model.results.failure import STUB, Label
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Verdict
from newspace_grading.model.text import plain_text
from newspace_grading.pages.learner import markdown
from newspace_grading.pages.learner.task_texts import TaskText
from newspace_grading.pages.learner.verdict_labels import BEGUN, BY_A_PERSON, DOES_NOT_RUN, NOT_ANSWERED, WORDS, Word

LONGEST_ANSWER = 20_000
_HERE = Path(__file__).parent


class PageRow(NamedTuple):
    """A row about a failure: its label as a code and in words, and its text."""

    label: Label
    name: str
    text: str


@dataclass(frozen=True)
class GradedAnswer:
    """The gradebook's entry for a graded cell: its points (None if there is no number yet), and who gave them."""

    score: float | None
    by_person: bool = False
    waits: bool = False


@dataclass(frozen=True)
class Work:
    """One learner's notebook after grading.

    Attributes
    ----------
    notebook : str
        Its name.
    learner : str
        Whose; "" on a page that a learner makes for themselves.
    handed_in : str
        When, in words; "" if it is not known.
    records : list of Record
        The records of the graded cells.
    answers : dict
        grade_id → the learner's text of that cell.
    given : dict
        grade_id → the gradebook's points; where it has none the record counts.
    comments : dict
        grade_id → what a person wrote.
    notes : list of str
        What else the learner should know, above everything.
    left : set of str
        The answers that are as they were given out.
    """

    notebook: str
    learner: str
    handed_in: str
    records: Sequence[Record]
    answers: Mapping[str, str]
    _: KW_ONLY
    given: Mapping[str, GradedAnswer] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    notes: Sequence[str] = ()
    left: frozenset[str] = frozenset()


def render_feedback_page(work: Work, asked: Sequence[TaskText], seen: Sequence[str] = ()) -> str:
    """Render the feedback page as HTML.

    Parameters
    ----------
    work : Work
        What was handed in, and how it went.
    asked : list of TaskText
        The tasks of the assignment.
    seen : list of str
        Further texts of the assignment that learners see: what stands in them is no secret.
    """
    tasks = summary(work, asked, seen)
    unreadable = bool(work.records) and all(record.verdict == Verdict.UNREADABLE for record in work.records)
    got = sum(task["got"] for task in tasks)
    return _template("page.html").render(
        work=work,
        tasks=tasks,
        got=got,
        possible=sum(task["points"] for task in tasks),
        waiting=sum(task["waiting"] for task in tasks),
        unreadable=plain_text(record_text(work.records[0]))[:1000] if unreadable else "",
        repairs=_shared_repairs(work.records),
        levels=sorted({record.level for record in work.records if record.level}),
        css=(_HERE / "page.css").read_text(encoding="utf-8"),
    )


def summary(work: Work, asked: Sequence[TaskText], seen: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Prepare the template's values, task by task; the learner's texts in them are not escaped yet."""
    tests = [source for task in asked for source in task.tests.values()]
    secret = secret_numbers(tests, [*seen, *(task.text for task in asked)])
    records = {record.task: record for record in work.records}
    return [_task(task, work, records, secret) for task in asked]


def _task(asked: TaskText, work: Work, records: Mapping[str, Record], secret: frozenset[float]) -> dict[str, Any]:
    left = bool(asked.answers) and set(asked.answers) <= work.left
    cells = [_cell(name, work, records[name], asked, secret, left) for name in asked.tests if name in records]
    return {
        "name": asked.name,
        "title": plain_text(asked.title or asked.name),
        "text": markdown.html(asked.text),
        "answers": [] if left else [_answer(work.answers.get(name, ""), code) for name, code in asked.answers.items()],
        "cells": cells,
        **_totals(cells),
        "word": _worst(cells),
        "repairs": _repairs_of_task(asked, work, records),
        "comments": _comments(asked, work),
        "shared": any(not records[name].isolated for name in asked.tests if name in records),
    }


def _totals(cells: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Add up a task's points: got, possible, without a number yet, and of these held back for a person to look at."""
    return {
        "got": sum(cell["score"] or 0 for cell in cells),
        "points": sum(cell["points"] for cell in cells),
        "waiting": sum(cell["points"] for cell in cells if cell["score"] is None),
        "held": sum(cell["points"] for cell in cells if cell["held"]),
    }


def _repairs_of_task(asked: TaskText, work: Work, records: Mapping[str, Record]) -> list[str]:
    """List the repairs for this task alone, each once."""
    shared = _shared_repairs(work.records)
    found = [text for name in asked.tests if name in records for text in _repairs(records[name])]
    return list(dict.fromkeys(plain_text(text) for text in found if text not in shared))


def _comments(asked: TaskText, work: Work) -> list[str]:
    """List what a person wrote about the task's cells, each once."""
    found = [work.comments.get(name, "") for name in (*asked.answers, *asked.tests)]
    return [plain_text(text) for text in dict.fromkeys(found) if text]


def _cell(
    name: str, work: Work, record: Record, asked: TaskText, secret: frozenset[float], left: bool
) -> dict[str, Any]:
    source = asked.tests[name]
    given = work.given.get(name, GradedAnswer(record.score))
    answer = "\n".join(work.answers.get(one, "") for one in asked.answers)
    shown = disclose(record, source, secret, "\n".join(work.answers.values()), answer)
    word = BY_A_PERSON if given.by_person and not given.waits else _word(record, answer, left)
    if word is NOT_ANSWERED:
        shown = Disclosed(hidden=shown.hidden)
    return {
        "word": word.translated(),
        "score": given.score,
        "points": record.points,
        "rows": [PageRow(label, label_words(label), plain_text(text)) for label, text in shown.rows],
        "hidden": shown.hidden,
        "hidden_failed": shown.hidden_failed,
        "about": shown.about,
        "held": given.score is None and record.verdict is not Verdict.MANUAL,
        "passed": record.verdict == Verdict.PASSED,
        "test": visible(source) if shown.rows and not shown.hidden_failed and name not in work.answers else "",
    }


def _word(record: Record, answer: str, left: bool) -> Word:
    """Choose the words for a record: those of its verdict, or “not answered” or “does not run” where that is why it failed."""
    if record.verdict == Verdict.FAILED and not record.score:
        if left:
            return NOT_ANSWERED
        if is_stub(record) and STUB in answer:
            return BEGUN
        if does_not_run(record):
            return DOES_NOT_RUN
    return WORDS[record.verdict]


def _worst(cells: Sequence[Mapping[str, Any]]) -> Word | None:
    """Choose the verdict to show beside the task's title: the first that is not good, else the first."""
    words = [cell["word"] for cell in cells]
    return next((word for word in words if word.tone != "good"), words[0] if words else None)


def _answer(text: str, code: bool) -> dict[str, Any]:
    shown = plain_text(text.strip("\n"))
    return {"text": shown[:LONGEST_ANSWER], "cut": max(0, len(shown) - LONGEST_ANSWER), "code": code}


def _shared_repairs(records: Sequence[Record]) -> list[str]:
    """Return the repairs of the file as a whole, which every record has."""
    if len(records) < 2:
        return []
    return [text for text in _repairs(records[0]) if all(text in _repairs(record) for record in records)]


def _repairs(record: Record) -> list[str]:
    return [words_of(text) for text in record.repaired]


def points(value: float) -> str:
    """Write a number of points with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


@lru_cache(maxsize=4)
def _template(name: str) -> jinja2.Template:
    world = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    world.filters["points"] = points
    return world.get_template(name)
