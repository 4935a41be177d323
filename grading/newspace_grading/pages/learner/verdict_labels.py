"""Verdicts in a learner's words, and what happens next."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from newspace_grading.model.results.verdict import Verdict


class Word(NamedTuple):
    """A verdict for people: its name, a sign beside it, its colour on the page, and what follows from it."""

    name: str
    sign: str
    tone: str
    next: str


_WAITS = "You have lost no points: your teacher looks at it and decides."

_FOR_A_PERSON = Word("Waits for a person", "○", "wait", "A person reads this task and gives the points.")

WORDS: Mapping[Verdict, Word] = MappingProxyType(
    {
        Verdict.PASSED: Word("Passed", "✓", "good", ""),
        Verdict.PARTIAL: Word("Partly right", "◐", "part", "Some of the tests passed, and their points are yours."),
        Verdict.FAILED: Word("Not right yet", "✗", "bad", ""),
        Verdict.TIMED_OUT: Word(
            "Took too long",
            "✗",
            "bad",
            "The program did not come to an end in time. Look for a loop without an end. Your other tasks were graded as usual.",
        ),
        Verdict.OVER_LIMIT: Word(
            "Over a limit",
            "✗",
            "bad",
            "The program wanted more memory, processes or space on the disk than is allowed. Your other tasks were graded as usual.",
        ),
        Verdict.CRASHED: Word(
            "Ended early",
            "✗",
            "bad",
            "The program ended by itself (by exit, or by a crash), so the test could not be finished. Your other tasks were graded as usual.",
        ),
        Verdict.TAMPERED: Word(
            "Held for a person",
            "○",
            "wait",
            f"What came back was not an answer to what the test had asked, so no machine can judge it. {_WAITS}",
        ),
        Verdict.UNREADABLE: Word("Could not be read", "○", "wait", _WAITS),
        Verdict.GRADER_ERROR: Word(
            "Could not be graded yet",
            "○",
            "wait",
            f"The grader itself failed here; that is not your fault. It will be tried again. {_WAITS}",
        ),
        Verdict.MANUAL: _FOR_A_PERSON,
        Verdict.NEEDS_PROCESS: _FOR_A_PERSON,
    }
)

NOT_ANSWERED = Word(
    "Not answered yet", "–", "open", "The answer is as it was given out. Write yours in its place, and run that cell."
)
BEGUN = Word(
    "Not answered yet",
    "–",
    "open",
    "The cell still holds the line “raise NotImplementedError()”, at which it stops. Write your code in its place.",
)
DOES_NOT_RUN = Word(
    "Does not run",
    "✗",
    "bad",
    "Your cell stopped with an error, so the test found nothing to look at. The notebook was run from the top, as “Restart Kernel "
    "and Run All Cells” does it: what a cell uses must stand above it.",
)
BY_A_PERSON = Word("Graded by a person", "✓", "good", "")
