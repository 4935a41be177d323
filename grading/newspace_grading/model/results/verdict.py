"""Codes for the result of a graded cell: `Verdict` determines its points, `Reason` says why.

A program compares these codes. What a person reads is made from them where it is read: see `newspace_grading.disclosure.messages`.
"""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """The result of grading a cell."""

    PASSED = "passed"
    """All points."""
    PARTIAL = "partial"
    """Some of the points: the test cell ended with a number."""
    FAILED = "failed"
    """No points: the test did not pass, or nothing was answered."""
    TIMED_OUT = "timed out"
    """No points: the program did not come to an end in time."""
    OVER_LIMIT = "over a limit"
    """No points: the program wanted more memory, processes or disk than is allowed."""
    CRASHED = "crashed"
    """No points: the learner's process ended by itself."""
    TAMPERED = "tampered"
    """No score: what came back was made to please the test, so a person looks at it."""
    UNREADABLE = "unreadable"
    """No score: what was handed in is no notebook."""
    GRADER_ERROR = "grader error"
    """No score: the grader or the test itself failed; the next run tries again."""
    MANUAL = "manual"
    """No score yet: a person grades this task by design."""
    NEEDS_PROCESS = "needs process"
    """No score: the test, or what the learner returns, needs the learner's own process, and may not be graded there."""


SCORED_FAILURES = frozenset({Verdict.FAILED, Verdict.PARTIAL, Verdict.CRASHED, Verdict.TIMED_OUT, Verdict.OVER_LIMIT})
"""These come from evidence and carry a score below the full points."""
NEEDS_REVIEW = frozenset(
    {Verdict.TAMPERED, Verdict.UNREADABLE, Verdict.GRADER_ERROR, Verdict.MANUAL, Verdict.NEEDS_PROCESS}
)
"""These carry no score and go to a person."""
UNGRADED = NEEDS_REVIEW - {Verdict.MANUAL}
"""These should have a score and have none."""
LEFT_TO_A_PERSON = frozenset({Verdict.MANUAL, Verdict.NEEDS_PROCESS})
"""Of these a learner reads that a person grades the task: nothing went wrong."""


class Reason(StrEnum):
    """Why a cell got its verdict. The record's ``arguments`` go into its sentence; a cell with points needs none."""

    CHECK_FAILED = "check failed"
    """A test did not pass: the record's ``failure`` says how."""
    NO_POINTS = "no points"
    """The test cell ended with no points."""
    NO_NUMBER = "no number"
    """The test cell ended with something that is no number of points."""
    TOO_MANY_POINTS = "too many points"
    """It ended with more points (``score``) than there are (``points``)."""
    NOT_PLAIN_DATA = "not plain data"
    """A value of the learner's could not cross to the test (``error``)."""
    MEMORY = "memory"
    """The test itself took more memory than is allowed."""
    TIMEOUT = "timeout"
    """The learner's program took too long."""
    EXITED = "exited"
    """The learner's process ended in the middle of the test."""
    PROTOCOL = "protocol"
    """What came from the learner's process was no answer to what was asked."""
    CELL_ENDED = "cell ended"
    """The learner's own cell ended its process, with this ``verdict``."""
    LEFT_EMPTY = "left empty"
    """An answer for a person is as it was given out."""
    MANUAL_TASK = "manual task"
    """A person grades this task by design."""
    NEEDS_PROCESS = "needs process"
    """The test needs the learner's own process, and all tests had to be isolated (``strict``)."""
    CANNOT_CROSS = "cannot cross"
    """A value of the learner's could not cross to the test, which is passed in the learner's own process."""
    STOPPED_EARLY = "stopped early"
    """In the learner's own process, the test did not come to its end."""
    ERRORS_LOST = "errors lost"
    """In the learner's own process, a test that must fail did not."""
    INTERPRETER_CHANGED = "interpreter changed"
    """In the learner's own process, Python or a module that decides was no longer as it was."""
    ACCEPTS_ANYTHING = "accepts anything"
    """The result passes for other values than the right one as well."""
    EMPTY_VALUES = "empty values"
    """Something without any content came back where values were expected."""
    ARGUMENTS_CHANGED = "arguments changed"
    """The test passes only because what it handed over was changed."""
    UNREADABLE = "unreadable"
    """What was handed in cannot be read (``problem``)."""
    BROKEN_TEST = "broken test"
    """The test cell is no Python (``error``)."""
    GRADER_FAILED = "grader failed"
    """The grader itself failed (``detail``)."""


OF_THE_PROCESS = frozenset({Reason.TIMEOUT, Reason.EXITED, Reason.PROTOCOL})
"""The learner's process was lost: the verdict says to the learner all there is to say."""
