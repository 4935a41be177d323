"""Summarise a graded submission: its points, and what needs somebody's attention."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from newspace_grading.course.grading.submission_grader import GradingResult
from newspace_grading.disclosure.messages import first_line, verdict_word
from newspace_grading.disclosure.policy import is_stub
from newspace_grading.disclosure.translation import render_text
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import LEFT_TO_A_PERSON, UNGRADED, Reason, Verdict
from newspace_grading.model.text import one_line, with_noun

NEEDS_OWN_PROCESS = "needs the learner's own process"
_COSTLY = (Verdict.TIMED_OUT, Verdict.OVER_LIMIT, Verdict.CRASHED)


class Remark(StrEnum):
    """A remark on a submission besides its verdicts."""

    NOTHING_ANSWERED = "nothing answered"
    NOT_ISOLATED = "not isolated"
    REPAIRED = "repaired"


@dataclass(frozen=True)
class Look:
    """A group of tasks with one verdict and reason, or a remark, that needs attention.

    Attributes
    ----------
    about : Verdict or Remark
        The verdict, or the kind of remark.
    text : str
        The text for people, with tasks and reason.
    tasks : int
        The number of tasks.
    held : bool
        Whether these were not graded.
    """

    about: Verdict | Remark
    text: str
    tasks: int
    held: bool


@dataclass(frozen=True, kw_only=True)
class Result:
    """The summary of a submission.

    Attributes
    ----------
    points, possible : float
        Points earned and available in automatically graded tasks; tasks that a person grades by design are left out.
    scored : int
        How many tasks have a score.
    by_person : int
        How many tasks a person grades by design, and has not marked yet.
    by_hand : int
        How many tasks a person has marked.
    not_isolated : int
        How many tasks were graded in the learner's own process.
    repaired : bool
        Whether something in the file had to be repaired.
    looks : list of Look
        What needs attention, the worst first.
    levels : frozenset of str
        The isolation levels of the learner's code.
    """

    points: float
    possible: float
    scored: int
    by_person: int
    by_hand: int = 0
    not_isolated: int
    repaired: bool
    looks: list[Look]
    levels: frozenset[str]

    @property
    def held(self) -> int:
        """Count the tasks that were not graded and should have been."""
        return sum(look.tasks for look in self.looks if look.held)

    @property
    def came_to(self) -> str:
        """Format the points."""
        if self.scored:
            return f"{self.points:g} of {with_noun(self.possible, 'point')}"
        if self.held:
            return "no score, not graded"
        return "marked by a person" if self.by_hand and not self.by_person else "no score yet, waits for a person"


def result(done: GradingResult) -> Result:
    """Summarise a graded submission."""
    many = len(done.entry.notebooks) > 1
    named = [
        (f"{notebook}/{record.task}" if many else record.task, record, (notebook, record.task) in done.marked)
        for notebook, records in done.entry.notebooks.items()
        for record in records
    ]
    return of([one[:2] for one in named], frozenset(name for name, _record, marked in named if marked))


def of(named: Sequence[tuple[str, Record]], marked: Set[str] = frozenset()) -> Result:
    """Summarise records, each with the name of its task; those whose names are ``marked`` wait for nobody any more."""
    records = [record for _name, record in named]
    machines = [record for record in records if record.verdict is not Verdict.MANUAL]
    scores = [record.score for record in records if record.score is not None]
    return Result(
        points=sum(scores),
        possible=sum(record.points for record in machines),
        scored=len(scores),
        by_person=_by_person(named, marked),
        by_hand=len(marked),
        not_isolated=sum(not record.isolated for record in records),
        repaired=any(record.repaired for record in records),
        looks=_looks(_to_look_at(named, marked)),
        levels=frozenset(record.level for record in records if record.level),
    )


def _by_person(named: Sequence[tuple[str, Record]], marked: Set[str]) -> int:
    """Count the tasks that a person grades by design and has not marked yet."""
    return sum(record.verdict is Verdict.MANUAL and name not in marked for name, record in named)


def _to_look_at(named: Sequence[tuple[str, Record]], marked: Set[str]) -> list[tuple[str, Record]]:
    """Leave out what was held for a person, who has marked it since."""
    return [(name, record) for name, record in named if name not in marked or record.verdict not in UNGRADED]


def _looks(named: Sequence[tuple[str, Record]]) -> list[Look]:
    """List what needs attention: first what was not graded, then points lost without a wrong answer, then repairs."""
    groups: dict[tuple[Verdict, str], list[str]] = {}
    for name, record in named:
        if record.verdict in UNGRADED or record.verdict in _COSTLY:
            reason = one_line(first_line(record)) if record.verdict in UNGRADED else ""
            groups.setdefault((record.verdict, reason), []).append(one_line(name))
    found = [
        Look(verdict, _words(verdict, reason, names), len(names), verdict in UNGRADED)
        for (verdict, reason), names in sorted(groups.items(), key=lambda item: item[0][0] not in UNGRADED)
    ]
    if _empty([record for _name, record in named]):
        found.append(Look(Remark.NOTHING_ANSWERED, "nothing answered", 0, held=False))
    apart = [one_line(name) for name, record in named if not record.isolated]
    if apart:
        found.append(Look(Remark.NOT_ISOLATED, f"not isolated: {', '.join(apart)}", len(apart), held=False))
    mended = list(dict.fromkeys(one_line(render_text(text)) for _name, record in named for text in record.repaired))
    if mended:
        more = f" (and {len(mended) - 1} more)" if len(mended) > 1 else ""
        found.append(Look(Remark.REPAIRED, f"repaired: {mended[0]}{more}", 0, held=False))
    return found


def _empty(records: Sequence[Record]) -> bool:
    """Tell whether every answer is as it was released: the learner may have handed in the wrong file."""
    tests = [record for record in records if record.verdict not in LEFT_TO_A_PERSON]
    return bool(tests) and all(is_stub(record) or record.reason is Reason.LEFT_EMPTY for record in tests)


def _words(verdict: Verdict, reason: str, names: list[str]) -> str:
    word, tasks = verdict_word(verdict), ", ".join(names)
    if verdict is Verdict.UNREADABLE:
        return f"{word}: {reason}"
    if verdict is Verdict.NEEDS_PROCESS:
        return f"{word}: {tasks} ({NEEDS_OWN_PROCESS})"
    if verdict in UNGRADED:
        return f"{word}, held for a person: {tasks} ({reason})"
    return f"{word}: {tasks}"
