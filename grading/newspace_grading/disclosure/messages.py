"""What a learner may read of a test that was not passed: nothing of a hidden one's values."""

from __future__ import annotations

import traceback

from newspace.core.i18n import _
from newspace_grading.model.execution_plan import Step
from newspace_grading.model.notebook import hidden_regions

LOST = {
    "timeout": "It took too long. Is there a loop without an end?",
    "exited": "The program ended in the middle of this test.",
    "protocol": "What came back was not an answer to what was asked. A person will look at it.",
}
CELL_ENDED = "The cell of this task did not end well"
LEFT_EMPTY = "Nothing was written here."
NEEDS_ONE = "This test works in a way that the grader does not do by itself. A person will look at it."
NOT_TO_ITS_END = "The test did not come to its end. A person will look at it."
ERRORS_ARE_LOST = "A test that must fail did not. A person will look at it."
ANY_WILL_DO = "The result passes for other values than the right one as well. A person will look at it."
NOTHING_THERE = "Something without any content came back where values were expected. A person will look at it."
HIDDEN = "A hidden test did not pass."
UNSAID = (
    "What your code said is not shown here: it said so only after hidden tests were run, and it could hold their values. "
    "Run the cells of the notebook from the top, and then this test."
)


def failed_here(error: BaseException, step: Step) -> tuple[str, bool, int]:
    """A check's own message, or where the test is visible, the error; whether it quotes the learner's program; and in which line."""
    lines = [
        frame.lineno or 0
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == f"test {step.task}"
    ]
    line = lines[0] if lines else 0
    secret = hidden_regions.holds(step.source, line)
    if hasattr(error, "rows") and hasattr(error, "message") and "learners_text" not in vars(error):
        as_hidden = told_as_hidden(str(error))
        if as_hidden or not secret:
            return str(error), not as_hidden, line
    if secret:
        return HIDDEN, False, line
    return _shown(type(error).__name__, str(error)), True, line


def told_as_hidden(message: str) -> bool:
    """Whether a check's message says that it is of a hidden test: then what was called and came back is not shown."""
    return any(f"  {label}:" in message for label in (_("Hidden test"), "Hidden test"))


def failed_there(kind: str, text: str, line: int, step: Step) -> str:
    """The same, of a test in the learner's own process. Its words are the learner's, so nothing is told that could be a hidden value."""
    if hidden_regions.BEGIN in step.source and (line < 1 or hidden_regions.holds(step.source, line)):
        return HIDDEN
    return _shown(kind, text)


def _shown(kind: str, text: str) -> str:
    return f"{kind}: {text}" if text else kind
