"""Failures of exercise tests: a short message without source lines, and the same as plain data for a grader."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from newspace.core.i18n import Text, _, plain

_WIDTH = 76  # an output is that wide in a window of 800 pixels; nbgrader's Validate cuts lines of more than 80


class Label(StrEnum):
    """What a row of a failure is about."""

    CALLED = "called"
    LOOKED_AT = "looked at"
    CAME_BACK = "came back"
    EXPECTED = "expected"
    WHY = "why"


class CheckFailed(AssertionError):  # noqa: N818 - its name is what a learner reads: a check failed, nothing broke
    """A test of an exercise did not pass.

    Parameters
    ----------
    task : str
        The id of the task.
    rows : sequence of (Label, text)
        What to show, in order; rows with an empty text are left out.
    hidden : bool
        Whether it is a hidden test that did not pass.
    about : str
        What that hidden test tries, in words for the learner.
    unanswered : bool
        Whether the function stopped with the ``NotImplementedError`` that learners are given to replace.
    heading : str
        The first line of the message, in place of “not right yet”.

    Attributes
    ----------
    failure : dict
        The same as plain data, for a grader that reads it in another language or shows less of it: ``task``, ``hidden``, ``about``,
        ``stub`` (unanswered) and ``rows``, a list of pairs. A pair holds the code of a label (`Label`) and a text: a string, or what
        `newspace.core.i18n.TranslatableText.plain` gives, whose ``quoted`` names the arguments that hold words of the learner's program.
    """

    def __init__(
        self,
        task: str,
        rows: Sequence[tuple[Label, Text]],
        *,
        hidden: bool = False,
        about: str = "",
        unanswered: bool = False,
        heading: str = "",
    ) -> None:
        filled = [(label, text) for label, text in rows if text]
        self.task = task
        self.failure: dict[str, Any] = {
            "task": task,
            "rows": [[label.value, plain(text)] for label, text in filled],
            "hidden": hidden,
            "about": about,
            "stub": unanswered,
        }
        self._rows = filled
        shown = [(_words(label), str(text)) for label, text in filled]
        head = heading or _("{task}: not right yet.").format(task=task)
        super().__init__(_laid_out(head, [*([(_("Hidden test"), about)] if hidden and about else []), *shown]))

    def message(self) -> str:
        """Format the message as plain text, each row under its label."""
        return str(self)

    def _render_traceback_(self) -> list[str]:
        """Show the message without a traceback, which would print lines of the test cell with expected values."""
        return self.message().splitlines()


def joined_failures(failed: Sequence[CheckFailed], right: int, parts: int) -> CheckFailed:
    """Join the failures of a task of which some parts are right: what was looked at, what came back and why, for each."""
    first = failed[0]
    rows = [(label, text) for one in failed for label, text in one._rows if label is not Label.EXPECTED]
    about = next((one.failure["about"] for one in failed if one.failure["about"]), "")
    heading = _("{task}: {right} of {n} parts right.").format(task=first.task, right=right, n=parts)
    return CheckFailed(
        first.task, rows, hidden=any(one.failure["hidden"] for one in failed), about=about, heading=heading
    )


class PartialPoints(float):
    """Points of a task of which some parts are right. nbgrader reads the number; ``error`` says which parts are not."""

    error: CheckFailed

    def __new__(cls, points: float, error: CheckFailed) -> PartialPoints:
        """Make the number, with the error beside it."""
        made = super().__new__(cls, points)
        made.error = error
        return made


def _words(label: Label) -> str:
    """Translate a label for the learner."""
    return {
        Label.CALLED: _("Called"),
        Label.LOOKED_AT: _("Looked at"),
        Label.CAME_BACK: _("Came back"),
        Label.EXPECTED: _("Expected"),
        Label.WHY: _("Why"),
    }[label]


def _laid_out(head: str, rows: list[tuple[str, str]]) -> str:
    wide = max((len(label) for label, _text in rows), default=0) + 2
    lines = [head]
    for label, text in rows:
        first, rest = f"  {label}:".ljust(wide + 2), " " * (wide + 2)
        for number, line in enumerate(text.splitlines()):
            lead = first if number == 0 else rest
            lines += textwrap.wrap(
                line, _WIDTH, initial_indent=lead, subsequent_indent=rest, break_long_words=False
            ) or [lead.rstrip()]
    return "\n".join(lines)


class Wrong(Exception):  # noqa: N818 - not a fault of the program: the answer is wrong, and this says why
    """Internal: why a value is wrong, raised before the message about the call is put together."""

    def __init__(self, why: Text) -> None:
        super().__init__(str(why))
        self.why = why
