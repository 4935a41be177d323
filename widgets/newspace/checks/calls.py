"""Call a learner's function: with copies of the arguments, output captured, and every way of failing described."""

from __future__ import annotations

import contextlib
import copy
import io
import linecache
import traceback
import warnings
from dataclasses import dataclass

from newspace.checks.failure import Wrong
from newspace.checks.result_conversion import came_back, format_value
from newspace.core.i18n import Quoted, Text, message


@dataclass(frozen=True)
class RecordedCall:
    """Record of one call: its source text, result, captured output, arguments afterwards, and the error, if any."""

    text: str
    result: object
    printed: str
    arguments: tuple[object, ...]
    error: BaseException | None

    def outcome(self) -> Text:
        """Describe the result, or the error with which the call stopped."""
        if self.error is None:
            return came_back(self.result)
        text = str(self.error)
        return message(
            "it stopped with {error}", error=Quoted(type(self.error).__name__ + (f": {text}" if text else ""))
        )

    def value(self) -> object:
        """Return the result of the call.

        Raises
        ------
        Wrong
            If the function stopped with an error instead.
        """
        if self.error is None:
            return self.result
        if isinstance(self.error, NotImplementedError):
            raise Wrong(
                message(
                    "This task is not answered yet: write your code in place of “raise NotImplementedError()”, and run that cell."
                )
            )
        if isinstance(self.error, NameError) and self.error.name:
            raise Wrong(
                message(
                    "Your function uses “{name}”, which does not exist. Check the spelling; run the cells above.",
                    name=Quoted(self.error.name),
                )
            )
        line = _line_of(self.error)
        raise Wrong(
            message("It happened in your line: {line}", line=Quoted(line))
            if line
            else message("Read the error's name and message; call the function yourself in a new cell.")
        )


def call(function: object, *arguments: object) -> RecordedCall:
    """Call a function of the learner with copies of ``arguments``.

    Its output is captured, warnings included: nbgrader gives no points to a test cell that wrote anything to stderr,
    and a right answer that warns is still right.
    """
    if not callable(function):
        raise Wrong(
            message(
                "A function was expected, but this is {thing}. Was the name used again for something else?",
                thing=came_back(function),
            )
        )
    name = getattr(function, "__name__", "function")
    text = f"{name}({', '.join(format_value(item) for item in arguments)})"
    own = copy.deepcopy(arguments)
    output = io.StringIO()
    result: object = None
    error: BaseException | None = None
    with warnings.catch_warnings(), contextlib.redirect_stdout(output), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        try:
            result = function(*own)
        except (Exception, SystemExit) as problem:  # noqa: BLE001 - whatever the learner's code raises becomes a message
            error = problem
    return RecordedCall(text, result, output.getvalue(), own, error)


def _line_of(error: BaseException) -> str:
    """Return the line of the learner's notebook that raised the error; empty if it is unknown."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        in_notebook = "ipykernel" in frame.filename or frame.filename.startswith("<ipython-input")
        if in_notebook and frame.name != "<module>" and frame.lineno:
            return linecache.getline(frame.filename, frame.lineno).strip()
    return ""
