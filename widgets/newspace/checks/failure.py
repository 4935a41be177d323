"""Failures of exercise tests: a short message, without source lines."""

from __future__ import annotations

import textwrap

from newspace.core.i18n import _

_WIDTH = 80  # nbgrader's Validate cuts lines that are longer than this


class CheckFailed(AssertionError):  # noqa: N818 - its name is what a learner reads: a check failed, nothing broke
    """A test of an exercise did not pass.

    Parameters
    ----------
    task : str
        The id of the task.
    rows : sequence of (label, text)
        What to show, in order; rows with an empty text are left out.
    """

    def __init__(self, task: str, rows: list[tuple[str, str]]) -> None:
        self.task = task
        self.rows = [(label, text) for label, text in rows if text]
        super().__init__(self.message())

    def message(self) -> str:
        """Format the message as plain text, each row under its label."""
        wide = max((len(label) for label, _text in self.rows), default=0) + 2
        lines = [_("{task}: not right yet.").format(task=self.task)]
        for label, text in self.rows:
            first, rest = f"  {label}:".ljust(wide + 2), " " * (wide + 2)
            for number, line in enumerate(text.splitlines()):
                lead = first if number == 0 else rest
                lines += textwrap.wrap(
                    line, _WIDTH, initial_indent=lead, subsequent_indent=rest, break_long_words=False
                ) or [lead.rstrip()]
        return "\n".join(lines)

    def _render_traceback_(self) -> list[str]:
        """Show the message without a traceback, which would print lines of the test cell with expected values."""
        return self.message().splitlines()


class Wrong(Exception):  # noqa: N818 - not a fault of the program: the answer is wrong, and this says why
    """Internal: why a value is wrong, raised before the message about the call is put together."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
