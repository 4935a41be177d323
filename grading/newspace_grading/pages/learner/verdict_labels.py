"""Words for verdicts that learners read, and what happens next."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from newspace_grading.disclosure.translation import N_, _
from newspace_grading.model.results.verdict import Verdict


class Word(NamedTuple):
    """A verdict for learners: its name, a sign beside it, its colour on the page, and what happens next."""

    name: str
    sign: str
    tone: str
    next: str

    def translated(self) -> Word:
        """Translate name and next step into the reader's language."""
        return self._replace(name=_(self.name), next=_(self.next))


_FOR_A_PERSON = Word(N_("Waits for a person"), "○", "wait", N_("A person reads this task and gives the points."))

WORDS: Mapping[Verdict, Word] = MappingProxyType(
    {
        Verdict.PASSED: Word(N_("Passed"), "✓", "good", ""),
        Verdict.PARTIAL: Word(
            N_("Partly right"), "◐", "part", N_("Some of the tests passed, and their points are yours.")
        ),
        Verdict.FAILED: Word(N_("Not right yet"), "✗", "bad", ""),
        Verdict.TIMED_OUT: Word(
            N_("Took too long"),
            "✗",
            "bad",
            N_(
                "The program did not come to an end in time. Look for a loop without an end. Your other tasks were graded as usual."
            ),
        ),
        Verdict.OVER_LIMIT: Word(
            N_("Over a limit"),
            "✗",
            "bad",
            N_(
                "The program wanted more memory, processes or space on the disk than is allowed. Your other tasks were graded as usual."
            ),
        ),
        Verdict.CRASHED: Word(
            N_("Ended early"),
            "✗",
            "bad",
            N_(
                "The program ended by itself (by exit, or by a crash), so the test could not be finished. Your other tasks were graded as usual."
            ),
        ),
        Verdict.TAMPERED: Word(
            N_("Held for a person"),
            "○",
            "wait",
            N_(
                "What came back was not an answer to what the test had asked, so no machine can judge it. "
                "You have lost no points: your teacher looks at it and decides."
            ),
        ),
        Verdict.UNREADABLE: Word(
            N_("Could not be read"), "○", "wait", N_("You have lost no points: your teacher looks at it and decides.")
        ),
        Verdict.GRADER_ERROR: Word(
            N_("Could not be graded yet"),
            "○",
            "wait",
            N_(
                "The grader itself failed here; that is not your fault. It will be tried again. "
                "You have lost no points: your teacher looks at it and decides."
            ),
        ),
        Verdict.MANUAL: _FOR_A_PERSON,
        Verdict.NEEDS_PROCESS: _FOR_A_PERSON,
    }
)

NOT_ANSWERED = Word(
    N_("Not answered yet"),
    "–",
    "open",
    N_("The answer is as it was given out. Write yours in its place, and run that cell."),
)
BEGUN = Word(
    N_("Not answered yet"),
    "–",
    "open",
    N_("The cell still holds the line “raise NotImplementedError()”, at which it stops. Write your code in its place."),
)
DOES_NOT_RUN = Word(
    N_("Does not run"),
    "✗",
    "bad",
    N_(
        "Your cell stopped with an error, so the test found nothing to look at. The notebook was run from the top, as “Restart Kernel "
        "and Run All Cells” does it: what a cell uses must stand above it."
    ),
)
BY_A_PERSON = Word(N_("Graded by a person"), "✓", "good", "")
