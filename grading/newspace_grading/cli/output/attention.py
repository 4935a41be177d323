"""What a submission came to: its points, and only what needs somebody's attention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newspace_grading.course.grading.submission_grader import GradingResult
from newspace_grading.disclosure.messages import LEFT_EMPTY
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import LEFT_TO_A_PERSON, UNGRADED, Verdict
from newspace_grading.model.text import one_line

NEEDS_OWN_PROCESS = "needs the learner's own process"
_COSTLY = (Verdict.TIMED_OUT, Verdict.OVER_LIMIT, Verdict.CRASHED)


@dataclass(frozen=True)
class Look:
    """One thing about a submission that somebody should know.

    Attributes
    ----------
    word : str
        The verdict, or what else it is.
    text : str
        The same with tasks and reason, for people.
    tasks : int
        How many tasks it is about.
    held : bool
        Whether these were not graded.
    """

    word: str
    text: str
    tasks: int
    held: bool


@dataclass(frozen=True)
class Result:
    """A submission in few words.

    Attributes
    ----------
    points, possible : float
        Of what a machine grades: what was earned, and what there is. Nothing that a person grades by design is in them.
    scored : int
        How many tasks have a score.
    by_person : int
        How many tasks a person grades by design.
    not_isolated : int
        How many tasks were graded in the learner's own process.
    repaired : bool
        Whether something in the file had to be mended.
    looks : list of Look
        What needs attention, the worst first.
    levels : frozenset of str
        The walls around the learner's code.
    """

    points: float
    possible: float
    scored: int
    by_person: int
    not_isolated: int
    repaired: bool
    looks: list[Look]
    levels: frozenset[str]

    @property
    def held(self) -> int:
        """How many tasks were not graded that should have been."""
        return sum(look.tasks for look in self.looks if look.held)

    @property
    def came_to(self) -> str:
        """The points in words."""
        if self.scored:
            return f"{self.points:g} of {self.possible:g} points"
        return "no score, not graded" if self.held else "no score yet, waits for a person"


def ungraded(record: Record) -> bool:
    """What a person grades by design is no failure of grading; a test that could not be run here is one."""
    return record.verdict in UNGRADED


def result(done: GradingResult) -> Result:
    """What a submission came to."""
    many = len(done.entry.notebooks) > 1
    return of(
        [
            (f"{notebook}/{record.task}" if many else record.task, record)
            for notebook, records in done.entry.notebooks.items()
            for record in records
        ]
    )


def of(named: Sequence[tuple[str, Record]]) -> Result:
    """The same of some records, each with the name of its task."""
    records = [record for _name, record in named]
    machines = [record for record in records if record.verdict is not Verdict.MANUAL]
    scores = [record.score for record in records if record.score is not None]
    return Result(
        sum(scores),
        sum(record.points for record in machines),
        len(scores),
        len(records) - len(machines),
        sum(not record.isolated for record in records),
        any(record.repaired for record in records),
        _looks(named),
        frozenset(record.level for record in records if record.level),
    )


def _looks(named: Sequence[tuple[str, Record]]) -> list[Look]:
    """What is held comes first, then what cost points for no wrong answer, then what was mended."""
    groups: dict[tuple[bool, str, str], list[str]] = {}
    for name, record in named:
        if ungraded(record) or record.verdict in _COSTLY:
            reason = one_line(next(iter(record.message.splitlines()), "")) if ungraded(record) else ""
            groups.setdefault((ungraded(record), record.verdict, reason), []).append(one_line(name))
    found = [
        Look(word, _words(word, reason, names), len(names), held)
        for (held, word, reason), names in sorted(groups.items(), key=lambda item: not item[0][0])
    ]
    if _empty([record for _name, record in named]):
        found.append(Look("nothing answered", "nothing answered", 0, held=False))
    apart = [one_line(name) for name, record in named if not record.isolated]
    if apart:
        found.append(Look("not isolated", f"not isolated: {', '.join(apart)}", len(apart), held=False))
    mended = list(dict.fromkeys(one_line(text) for _name, record in named for text in record.repaired))
    if mended:
        more = f" (and {len(mended) - 1} more)" if len(mended) > 1 else ""
        found.append(Look("repaired", f"repaired: {mended[0]}{more}", 0, held=False))
    return found


def _empty(records: Sequence[Record]) -> bool:
    """Whether no test saw anything but what had been given out: somebody may have handed in the wrong file."""
    from newspace_grading.disclosure.policy import stub_came  # it needs nbgrader, which takes a while to load

    tests = [record for record in records if record.verdict not in LEFT_TO_A_PERSON]
    return bool(tests) and all(stub_came(record) or record.message == LEFT_EMPTY for record in tests)


def _words(word: str, reason: str, names: list[str]) -> str:
    if word == Verdict.UNREADABLE:
        return f"unreadable: {reason}"
    tasks = ", ".join(names)
    if word == Verdict.NEEDS_PROCESS:
        return f"not graded: {tasks} ({NEEDS_OWN_PROCESS})"
    if word in (Verdict.TAMPERED, Verdict.GRADER_ERROR):
        return f"{word}, held for a person: {tasks} ({reason})"
    return f"{word}: {tasks}"
