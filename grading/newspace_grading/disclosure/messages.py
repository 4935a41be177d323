"""Texts for verdicts, reasons and rows, in the reader's language.

The functions here return full texts for teachers; `newspace_grading.disclosure.policy` decides what a learner may read.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from types import MappingProxyType

from newspace_grading.disclosure.translation import N_, _, render_text
from newspace_grading.model.results.failure import Failure, Label, RaisedError
from newspace_grading.model.results.message import Argument, Sentence
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Reason, Verdict

_WIDTH = 80  # as the course's checks lay out their rows
_VERDICTS: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.PASSED: N_("passed"),
        Verdict.PARTIAL: N_("partial"),
        Verdict.FAILED: N_("failed"),
        Verdict.TIMED_OUT: N_("timed out"),
        Verdict.OVER_LIMIT: N_("over a limit"),
        Verdict.CRASHED: N_("crashed"),
        Verdict.TAMPERED: N_("tampered"),
        Verdict.UNREADABLE: N_("unreadable"),
        Verdict.GRADER_ERROR: N_("grader error"),
        Verdict.MANUAL: N_("not graded"),
        Verdict.NEEDS_PROCESS: N_("not graded"),
    }
)
_REASONS: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.NO_POINTS: "",
        Reason.NO_NUMBER: N_("What came back could not be counted: the points of this task did not come to a number."),
        Reason.TOO_MANY_POINTS: N_("The points of this task came to more than there are: {score} of {points}."),
        Reason.NOT_PLAIN_DATA: N_("A value could not be looked at: {error}."),
        Reason.MEMORY: N_("It took more memory than is allowed."),
        Reason.TIMEOUT: N_("It took too long. Is there a loop without an end?"),
        Reason.EXITED: N_("The program ended in the middle of this test."),
        Reason.PROTOCOL: N_("What came back was not an answer to what was asked. A person will look at it."),
        Reason.CELL_ENDED: N_("The cell of this task did not end well: {verdict}."),
        Reason.LEFT_EMPTY: N_("Nothing was written here."),
        Reason.MANUAL_TASK: N_("A person grades this task."),
        Reason.NEEDS_PROCESS: N_(
            "This test works in a way that the grader does not do by itself. A person will look at it."
        ),
        Reason.CANNOT_CROSS: N_(
            "The answer gives something that the grader does not look at by itself. A person will look at it."
        ),
        Reason.STOPPED_EARLY: N_("The test did not come to its end. A person will look at it."),
        Reason.ERRORS_LOST: N_("A test that must fail did not. A person will look at it."),
        Reason.INTERPRETER_CHANGED: N_(
            "A part of Python that tests rely on had been replaced before the test. A person will look at it."
        ),
        Reason.ACCEPTS_ANYTHING: N_(
            "The result passes for other values than the right one as well. A person will look at it."
        ),
        Reason.EMPTY_VALUES: N_(
            "Something without any content came back where values were expected. A person will look at it."
        ),
        Reason.ARGUMENTS_CHANGED: N_(
            "The test is passed only because what it had handed over was changed. A person will look at it."
        ),
        Reason.UNREADABLE: "{problem}",
        Reason.BROKEN_TEST: N_("the test cell is no Python: {error}"),
        Reason.GRADER_FAILED: "{detail}",
    }
)
_LABELS: Mapping[Label, str] = MappingProxyType(
    {
        Label.CALLED: N_("Called"),
        Label.LOOKED_AT: N_("Looked at"),
        Label.CAME_BACK: N_("Came back"),
        Label.EXPECTED: N_("Expected"),
        Label.WHY: N_("Why"),
        Label.WHAT_HAPPENED: N_("What happened"),
        Label.WHERE: N_("Where"),
        Label.CELL_STOPPED: N_("Your cell stopped with"),
    }
)
_WITHHELD = N_(
    "What your code said is not shown here: it said so only after hidden tests were run, and it could hold their values. "
    "Run the cells of the notebook from the top, and then this test."
)


def verdict_word(verdict: Verdict) -> str:
    """Format a verdict as a word or two."""
    return _(_VERDICTS[verdict])


def label_words(label: Label) -> str:
    """Format the label of a failure's row."""
    return _(_LABELS[label])


def hidden_test_failed() -> str:
    """Return the text that says only that a hidden test failed."""
    return _("A hidden test did not pass.")


def record_text(record: Record) -> str:
    """Explain a record's verdict in full; "" if it passed. The text can hold values of hidden tests."""
    if record.failure is not None:
        return failure_text(record.failure)
    return "" if record.reason is None else reason_text(record.reason, record.arguments)


def record_summary(record: Record) -> str:
    """Summarise in one line why a record has its verdict, or else its points."""
    told = " ".join(record_text(record).split())[:300]
    if told or record.score is None:
        return told or verdict_word(record.verdict)
    return f"{verdict_word(record.verdict)}: {record.score:g} / {record.points:g}"


def first_line(record: Record) -> str:
    """Return the first line of a record's text."""
    return next(iter(record_text(record).splitlines()), "")


def reason_text(reason: Reason, arguments: Mapping[str, Argument]) -> str:
    """Format a reason as a sentence."""
    given = dict(arguments)
    if reason is Reason.CELL_ENDED:
        given["verdict"] = verdict_word(Verdict(str(given["verdict"])))
    return render_text(Sentence(_REASONS.get(reason, ""), tuple(given.items())))


def failure_text(failure: Failure) -> str:
    """Describe a failure in full, as the course's checks lay it out."""
    if failure.withheld:
        kind = "" if failure.error is None else f"{failure.error.kind}. "
        return f"{kind}{_(_WITHHELD)}"
    if failure.rows or failure.task:
        about = [(_("Hidden test"), failure.about)] if failure.hidden and failure.about else []
        return _laid_out(
            failure.task, [*about, *((label_words(label), render_text(text)) for label, text in failure.rows)]
        )
    if failure.error is not None:
        return str(failure.error)
    return hidden_test_failed() if failure.hidden else _("It did not pass.")


def error_text(error: RaisedError) -> str:
    """Write an error as the last line of a traceback does; without a name, say only that there was one."""
    return str(error) or _("an error")


def last_call_result(record: Record) -> str:
    """Return the result of a test's last call, or its error."""
    return record.returned if record.raised is None else str(record.raised)


def _laid_out(task: str, rows: list[tuple[str, str]]) -> str:
    wide = max((len(label) for label, _text in rows), default=0) + 2
    lines = [_("{task}: not right yet.").replace("{task}", task)]
    for label, text in rows:
        first, rest = f"  {label}:".ljust(wide + 2), " " * (wide + 2)
        for number, line in enumerate(text.splitlines()):
            lead = first if number == 0 else rest
            lines += textwrap.wrap(
                line, _WIDTH, initial_indent=lead, subsequent_indent=rest, break_long_words=False
            ) or [lead.rstrip()]
    return "\n".join(lines)
