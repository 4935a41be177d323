"""Codes for how a graded cell went: `Verdict` says what that means for its points, `Reason` why.

A program compares these codes. What a person reads is made from them where it is read: see `newspace_grading.disclosure.messages`.
"""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What grading a cell came to."""

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
    """No score: the test needs the learner's own process, and that was not allowed."""


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
