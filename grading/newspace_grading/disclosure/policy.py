"""Decide what of a record is disclosed to a learner: never the arguments or the expected value of a hidden test.

The decision is made on codes and flags (verdict, reason, `Failure.hidden`, labels, which words are quoted), so it is the same in
every language. Only what may be disclosed is rendered.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from newspace_grading.disclosure import messages
from newspace_grading.disclosure.redaction import descriptions, hidden_sources, visible
from newspace_grading.disclosure.translation import render_text
from newspace_grading.model.results.failure import STUB, Failure, Label, quoted_texts
from newspace_grading.model.results.message import Text, message
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import OF_THE_PROCESS, Reason, Verdict

LONGEST = 600
Row = tuple[Label, str]
_NUMBER = re.compile(r"(?<![\w.])-?(?:\d[\d_]*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w])")
_TELLING_DIGITS = 3
_TOLD_BY_THE_VERDICT = frozenset(
    {Verdict.PASSED, Verdict.TAMPERED, Verdict.GRADER_ERROR, Verdict.UNREADABLE, Verdict.MANUAL}
)
_TOLD_OF_HIDDEN = frozenset({Label.EXPECTED, Label.WHY})
_TOLD_OF_A_TABLE = frozenset({Label.LOOKED_AT, Label.CAME_BACK, Label.EXPECTED, Label.WHY})
_OTHERS_STUB = message("Your code uses something of another task that is not answered yet.")
_BEFORE_THE_TEST = message("In the cell of this task itself, before the test began.")
_PLACE = re.compile(r" ?\((?:<[^<>]*>|[^()\s]*\.py|[^()\s]*ipython[^()]*), line (?P<line>\d+)\)$")


@dataclass(frozen=True)
class Disclosed:
    """What to show of a graded cell.

    Attributes
    ----------
    rows : list of (Label, str)
        What was called, what came back, what was expected, why: in the reader's language.
    hidden : list of str
        What the cell's hidden tests try.
    hidden_failed : bool
        Whether it was a hidden test that did not pass.
    about : str
        What that test tries, in its own words; "" if it has no description.
    """

    rows: list[Row] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    hidden_failed: bool = False
    about: str = ""


def disclose(
    record: Record, source: str, secret: frozenset[float] = frozenset(), own: str = "", answer: str = STUB
) -> Disclosed:
    """Decide what a learner may read of a record.

    Parameters
    ----------
    record : Record
        The record of the cell.
    source : str
        The test cell in the assignment's source.
    secret : set of float
        Numbers that no row may show (see `secret_numbers`).
    own : str
        What the learner wrote, as it stands in the file.
    answer : str
        The part of it that answers this task.
    """
    hidden, failure = descriptions(source), record.failure
    if record.verdict in _TOLD_BY_THE_VERDICT or (is_stub(record) and STUB in answer):
        return Disclosed(hidden=hidden)
    if does_not_run(record):
        return Disclosed(_scrubbed(_cell_stopped(record), secret), hidden)
    if failure is not None and failure.hidden:
        rows = [*_cell_stopped(record), *_of_hidden(failure, own)]
        about = failure.about or (hidden[0] if len(hidden) == 1 else "")
        return Disclosed(_scrubbed(rows, secret), hidden, True, about)
    return Disclosed(_scrubbed([*_cell_stopped(record), *_of_visible(record, hidden)], secret), hidden)


def is_stub(record: Record) -> bool:
    """Tell whether a test failed only because of a released stub, ``raise NotImplementedError()``, of this task or another."""
    failure = record.failure
    if record.verdict is not Verdict.FAILED or record.score or (failure is not None and failure.hidden):
        return False
    if record.cell_error is not None and record.cell_error.kind == STUB and not record.called:
        return True
    return failure is not None and failure.stub


def does_not_run(record: Record) -> bool:
    """Tell whether the learner's cell ended with an error before a test could call anything."""
    hidden = record.failure is not None and record.failure.hidden
    return record.verdict is Verdict.FAILED and record.cell_error is not None and not record.called and not hidden


def cell_error_text(record: Record) -> str:
    """Write the error with which the learner's cell ended; line numbers in it are those of that cell."""
    if record.cell_error is None:
        return ""
    return _PLACE.sub(lambda found: f" (line {found['line']} of the cell)", messages.error_text(record.cell_error))


def _cell_stopped(record: Record) -> list[tuple[Label, Text]]:
    """Report the error of a cell that defined what the test looks for before it stopped: that may be why the test failed."""
    return [(Label.CELL_STOPPED, cell_error_text(record))] if record.cell_error is not None else []


def _of_hidden(failure: Failure, own: str) -> list[tuple[Label, Text]]:
    """Return the rows of a hidden test that show none of its values; the learner's own table is no secret."""
    rows = failure.rows
    if any(label is Label.LOOKED_AT for label, _text in rows):
        return _in_one_line((label, text) for label, text in rows if label in _TOLD_OF_A_TABLE)
    return _in_one_line(
        (label, text) for label, text in rows if label in _TOLD_OF_HIDDEN and quotes_only_own_source(text, own)
    )


def _in_one_line(rows: Iterable[tuple[Label, Text]]) -> list[tuple[Label, Text]]:
    """Join what a check wrote in several lines into one line for each row."""
    return [(label, " ".join(line.strip() for line in render_text(text).splitlines())) for label, text in rows]


def _of_visible(record: Record, hidden: Sequence[str]) -> list[tuple[Label, Text]]:
    """Return the rows of a visible test, or of a reason."""
    rows = [] if record.failure is None else _in_one_line(record.failure.rows)
    if is_stub(record):
        return [*((label, text) for label, text in rows if label is not Label.WHY), (Label.WHY, _OTHERS_STUB)]
    if rows:
        return rows
    if record.reason is Reason.CELL_ENDED:
        rows = [(Label.WHERE, _BEFORE_THE_TEST)]
    elif record.reason not in OF_THE_PROCESS:
        rows = [(Label.WHAT_HAPPENED, messages.record_text(record))]
    # With a hidden region in the cell it is unknown whether a hidden test made the last call.
    if not hidden and record.called and record.verdict is not Verdict.PARTIAL:
        call = message("your function, with {arguments}", arguments=record.called)
        rows = [(Label.CALLED, call), (Label.CAME_BACK, messages.last_call_result(record)), *rows]
    return [(label, text) for label, text in rows if text]


def quotes_only_own_source(text: Text, own: str) -> bool:
    """Tell whether a hidden test's failure quotes only text of the learner's file, or built-in names.

    A line or a name can be generated at run time, and could disclose the arguments of the test.
    """
    written = "".join(own.split())
    return all("".join(quoted.split()) in written or hasattr(builtins, quoted) for quoted in quoted_texts(text))


def secret_numbers(tests: Iterable[str], shown: Iterable[str]) -> frozenset[float]:
    """Collect the numbers that would reveal hidden tests: of three digits or more, and in no text that learners see.

    Parameters
    ----------
    tests : iterable of str
        All test cells of the assignment.
    shown : iterable of str
        All that learners see of the assignment besides.
    """
    sources = list(tests)
    numbers = {
        abs(float(node.value))
        for source in sources
        for region in hidden_sources(source)
        for node in ast.walk(_tree(region))
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float)
    }
    seen = {
        abs(_value(found[0]))
        for text in (*map(visible, sources), *shown)
        for found in _NUMBER.finditer(text.replace(",", "_"))
    }
    return frozenset(number for number in numbers - seen if _digits(number) >= _TELLING_DIGITS)


def _digits(number: float) -> int:
    """Count a number's significant digits: 6,000,000 has one."""
    return len(repr(number).split("e")[0].replace(".", "").strip("0"))


def _value(text: str) -> float:
    try:
        return float(text.replace("_", ""))
    except ValueError:
        return 0.0


def _tree(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return ast.Module(body=[], type_ignores=[])


def _scrubbed(rows: Iterable[tuple[Label, Text]], secret: frozenset[float]) -> list[Row]:
    """Render rows without the secret numbers of hidden tests, even if the learner's code stored and returned one."""

    def blank(found: re.Match[str]) -> str:
        return "…" if abs(_value(found[0])) in secret else found[0]

    return [(label, _NUMBER.sub(blank, render_text(text)[:LONGEST])) for label, text in rows]
