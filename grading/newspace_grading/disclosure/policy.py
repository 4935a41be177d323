"""What a learner may be told of a record: never what a hidden test was called with, nor what it expected."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from newspace.core.i18n import _
from newspace_grading.disclosure.messages import CELL_ENDED, LOST
from newspace_grading.disclosure.messages import HIDDEN as GENERAL
from newspace_grading.disclosure.redaction import descriptions, hidden_sources, visible
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Verdict

LONGEST = 600
_ROW = re.compile(r"^  (?P<label>\S[^:]{0,40}):\s*(?P<text>.*)$")
_NUMBER = re.compile(r"(?<![\w.])-?(?:\d[\d_]*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w])")
_TELLING_DIGITS = 3
_TOLD_BY_THE_VERDICT = frozenset(
    {Verdict.PASSED, Verdict.TAMPERED, Verdict.GRADER_ERROR, Verdict.UNREADABLE, Verdict.MANUAL}
)
STUB = "NotImplementedError"
_OTHERS_STUB = "Your code uses something of another task that is not answered yet."
_PLACE = re.compile(r" ?\((?:<[^<>]*>|[^()\s]*\.py|[^()\s]*ipython[^()]*), line (?P<line>\d+)\)$")


@dataclass(frozen=True)
class Disclosed:
    """What to show of a graded cell.

    Attributes
    ----------
    rows : list of (label, text)
        What was called, what came back, what was expected, why.
    hidden : list of str
        What the cell's hidden tests try.
    failed : str
        The hidden test that did not pass, in its own words; "" if it was none, or if it cannot be told.
    """

    rows: list[tuple[str, str]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    failed: str = ""


def disclose(
    record: Record, source: str, secret: frozenset[float] = frozenset(), own: str = "", answer: str = STUB
) -> Disclosed:
    """What a learner may read of a record.

    Parameters
    ----------
    record : Record
        How the cell went.
    source : str
        The test cell in the assignment's source.
    secret : set of float
        Numbers that no row may show (see `secret_numbers`).
    own : str
        What the learner wrote, as it stands in the file.
    answer : str
        The part of it that answers this task.
    """
    hidden = descriptions(source)
    if record.verdict in _TOLD_BY_THE_VERDICT:
        return Disclosed(hidden=hidden)
    if stub_came(record) and STUB in answer:
        return Disclosed(hidden=hidden)
    if does_not_run(record):
        return Disclosed(_scrubbed([("Your cell stopped with", last_line(record))], secret), hidden)
    rows = rows_of(record.message)
    labels = dict(rows)
    about = labels.get(_("Hidden test"), labels.get("Hidden test", ""))
    if _is_hidden(record.message):  # told from the whole text, so that one that cannot be taken apart shows nothing
        kept = [
            (label, text) for label, text in rows if label not in _cut(labels) and quotes_only_own_source(text, own)
        ]
        return Disclosed(
            _scrubbed([*_stopped(record), *kept], secret), hidden, about or (hidden[0] if len(hidden) == 1 else GENERAL)
        )
    if stub_came(record):
        rows = [(label, text) for label, text in rows if label not in (_("Why"), "Why")]
        rows.append(("Why", _OTHERS_STUB))
    if rows:
        return Disclosed(_scrubbed([*_stopped(record), *rows], secret), hidden)
    shown = [("What happened", record.message)] if record.message and record.message not in LOST.values() else []
    if record.message.startswith(CELL_ENDED):
        shown = [("Where", "In the cell of this task itself, before the test began.")]
    if not hidden and record.called and record.verdict != Verdict.PARTIAL:
        shown = [
            ("Called", f"your function, with {record.called}"),
            ("Came back", record.came_back.rstrip(": ")),
            *shown,
        ]
    return Disclosed(_scrubbed([row for row in (*_stopped(record), *shown) if row[1]], secret), hidden)


def stub_came(record: Record) -> bool:
    """Whether a test saw nothing but the stub that learners are given: ``raise NotImplementedError()``, of this task or another."""
    if record.verdict != Verdict.FAILED or record.score or _is_hidden(record.message):
        return False
    if record.stopped.startswith(STUB) and not record.called:
        return True
    labels = dict(rows_of(record.message))
    back = labels.get(_("Came back"), labels.get("Came back", ""))
    return STUB in back.partition(":")[0] if labels else record.message.strip().rstrip(":") == STUB


def does_not_run(record: Record) -> bool:
    """Whether the learner's cell ended with an error before a test could call anything."""
    return (
        record.verdict == Verdict.FAILED
        and bool(record.stopped)
        and not record.called
        and not _is_hidden(record.message)
    )


def last_line(record: Record) -> str:
    """The last line of the error with which the learner's cell ended; a place in it is a line of that cell."""
    return _PLACE.sub(lambda found: f" (line {found['line']} of the cell)", record.stopped)


def _stopped(record: Record) -> list[tuple[str, str]]:
    """A cell that ended with an error although the test found what it looks for: that may be why it did not pass."""
    return [("Your cell stopped with", last_line(record))] if record.stopped else []


def quotes_only_own_source(text: str, own: str) -> bool:
    """Whether what a hidden test quotes of the learner's program stands in its file.

    A line or a name can be made up while the program runs, and could carry out what the test called it with.
    """
    for template in (
        _("It happened in your line: {line}"),
        _("Your function uses “{name}”, which does not exist. Check the spelling; run the cells above."),
    ):
        before, after = re.split(r"\{\w+\}", template)
        if text.startswith(before.rstrip()):
            quoted = text.removeprefix(before.rstrip()).removesuffix(after)
            return "".join(quoted.split()) in "".join(own.split())
    return True


def _is_hidden(message: str) -> bool:
    return message.strip() == GENERAL or any(f"  {label}:" in message for label in (_("Hidden test"), "Hidden test"))


def _cut(labels: dict[str, str]) -> set[str]:
    """The rows of a hidden test that would show its values. What stands in the learner's own table is no secret."""
    own = {_("Looked at"), "Looked at"} & set(labels)
    cut = {_("Called"), "Called", _("Hidden test"), "Hidden test"}
    return cut if own else cut | {_("Came back"), "Came back"}


def rows_of(message: str) -> list[tuple[str, str]]:
    """The rows of a message that `newspace.checks` wrote; none if it is another."""
    rows: list[tuple[str, str]] = []
    for line in message.splitlines()[1:]:
        found = _ROW.match(line)
        if found:
            rows.append((found["label"], found["text"].strip()))
        elif not line.strip():
            continue
        elif rows and line.startswith("   "):
            rows[-1] = (rows[-1][0], f"{rows[-1][1]} {line.strip()}".strip())
        else:
            return []
    return rows


def secret_numbers(tests: Iterable[str], shown: Iterable[str]) -> frozenset[float]:
    """The telling numbers of hidden tests: with three digits or more, and in no text that learners see.

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
    """How many digits tell something: 6,000,000 has one."""
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


def _scrubbed(rows: list[tuple[str, str]], secret: frozenset[float]) -> list[tuple[str, str]]:
    """Rows in which no telling number of a hidden test stands, even if the learner's own code kept and returned it."""

    def blank(found: re.Match[str]) -> str:
        return "…" if abs(_value(found[0])) in secret else found[0]

    return [(label, _NUMBER.sub(blank, text[:LONGEST])) for label, text in rows]
