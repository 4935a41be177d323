"""Summarise a run: a short table of those who need a look, the numbers, and what to do next."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from newspace_grading.cli.output import text_width
from newspace_grading.cli.output.attention import NEEDS_OWN_PROCESS, Look, Remark, Result
from newspace_grading.cli.output.progress_bar import spoken
from newspace_grading.disclosure.messages import verdict_word
from newspace_grading.model.results.verdict import Verdict
from newspace_grading.model.text import one_line, with_noun

MOST_ROWS = 40
_FEW = 3
_NOT_IN_THE_TABLE = (Remark.REPAIRED, Remark.NOT_ISOLATED, Verdict.NEEDS_PROCESS)
_LONGEST_NAME = 24


@dataclass
class Summary:
    """Collect the results of a run: a number for each submission, and the few that need attention.

    Parameters
    ----------
    assignment : str
        Which.
    done, before : str
        The verbs for a submission handled in this run, and for one handled in an earlier run.
    submitted : str
        The folder of the submissions.
    """

    assignment: str
    done: str = "in this run"
    before: str = "graded before"
    submitted: str = ""
    fresh: int = 0
    old: int = 0
    open_tasks: int = 0
    whose: list[str] = field(default_factory=list)
    _begun: float = field(default_factory=time.monotonic)
    _points: list[float] = field(default_factory=list)
    _possible: Counter[float] = field(default_factory=Counter)
    _repaired: int = 0
    _by_person: int = 0
    _by_hand: int = 0
    _other_versions: int = 0
    _not_isolated: int = 0
    _who: dict[Verdict, list[str]] = field(default_factory=dict)
    _tasks: Counter[Verdict] = field(default_factory=Counter)
    _levels: set[str] = field(default_factory=set)
    _rows: list[tuple[str, str, list[str]]] = field(default_factory=list)

    def add(self, student: str, found: Result, *, fresh: bool, other_versions: bool = False) -> None:
        """Count a submission; ``other_versions`` tells that packages have changed since it was graded."""
        self._other_versions += other_versions
        self._by_hand += found.by_hand
        self.fresh += fresh
        self.old += not fresh
        self.open_tasks += found.held
        if found.held:
            self.whose.append(student)
        elif found.scored:
            self._points.append(found.points)
            self._possible[found.possible] += 1
        self._repaired += found.repaired
        self._by_person += found.by_person
        self._not_isolated += found.not_isolated
        self._levels |= found.levels
        for look in found.looks:
            if isinstance(look.about, Verdict) and look.held:
                self._tasks[look.about] += look.tasks
                self._who.setdefault(look.about, []).append(one_line(student))
        seen = [look.text for look in found.looks if _for_the_table(look)]
        if seen:
            self._rows.append(
                (one_line(student), f"{found.points:g} of {found.possible:g}" if found.scored else "–", seen)
            )

    @property
    def finished(self) -> int:
        """Count the submissions that are done."""
        return self.fresh + self.old

    @property
    def need_one(self) -> int:
        """Count the tasks that were not graded because their tests need the learner's own process."""
        return self._tasks[Verdict.NEEDS_PROCESS]

    def table(self, places: int | None) -> list[str]:
        """Lay out a row for each learner who needs attention, in lines of at most so many columns."""
        if not self._rows:
            return []
        rows = sorted(self._rows)[:MOST_ROWS]
        first = min(_LONGEST_NAME, max(text_width.width("Learner"), *(text_width.width(row[0]) for row in rows)))
        second = max(text_width.width(points) for points in ("Points", *(row[1] for row in rows)))
        left = None if places is None else max(20, places - first - second - 4)
        lines = [f"{text_width.padded('Learner', first)}  {text_width.padded('Points', second)}  To look at"]
        for name, points, seen in rows:
            texts = [line for text in seen for line in text_width.wrapped(text, left)]
            begin = f"{text_width.padded(text_width.cut(name, first), first)}  {text_width.padded(points, second)}"
            lines += [
                f"{begin if place == 0 else ' ' * (first + second + 2)}  {text}" for place, text in enumerate(texts)
            ]
        if len(self._rows) > len(rows):
            lines.append(
                f"… and {with_noun(len(self._rows) - len(rows), 'learner')} more: --verbose tells of everybody."
            )
        return lines

    def numbers(self) -> list[str]:
        """List the number of submissions, points, repairs, isolation levels and time."""
        lines = [f"{with_noun(self.finished, 'submission')} of {self.assignment}: {self._how_many()}."]
        if self._points:
            mean, low, high = sum(self._points) / len(self._points), min(self._points), max(self._points)
            whole = f" ({with_noun(len(self._points), 'submission')}, without those held)" if self.whose else ""
            spread = f"mean {mean:.3g}" + (f", from {low:g} to {high:g}" if len(self._points) > 1 else "")
            # A text left empty gets an automatic 0 and raises the possible sum, so the most frequent sum is used.
            possible = self._possible.most_common(1)[0][0]
            lines.append(f"Points of the tests, of {possible:g}: {spread}{whole}.")
        if self._repaired:
            lines.append(f"Repaired, at no cost: {with_noun(self._repaired, 'submission')}.")
        walls = ", ".join(sorted(self._levels))
        if self._not_isolated:
            walls += f"; {with_noun(self._not_isolated, 'task')} not isolated"
        if walls:
            lines.append(f"Isolation: {walls}.")
        seconds = time.monotonic() - self._begun
        rate = f", {self.fresh / seconds:.2g} submissions a second" if self.fresh > 1 and seconds > 0 else ""
        lines.append(f"Time: {spoken(seconds)}{rate}.")
        return lines

    def next(self, after: Sequence[str]) -> list[str]:
        """List the remaining steps for a person, with commands; ``after`` has the steps once everything is graded."""
        again = f"newspace-grade autograde {self.assignment}"
        told = {
            Verdict.UNREADABLE: f"ask for the notebook once more, put it into {self.submitted}, and run “{again}”",
            Verdict.TAMPERED: "look at the answer in formgrader, and give the points there",
            Verdict.GRADER_ERROR: f"“{again}” tries again; until then they wait in formgrader",
            Verdict.NEEDS_PROCESS: f"“newspace-grade doctor {self.assignment}” says which tests need the learner's own process and why; "
            "without --strict they are graded there",
        }
        lines = [
            f"{verdict_word(verdict)}{f', {NEEDS_OWN_PROCESS}' if verdict is Verdict.NEEDS_PROCESS else ''} "
            f"({with_noun(self._tasks[verdict], 'task')} of {self._of(verdict)}): {text}."
            for verdict, text in told.items()
            if self._tasks[verdict]
        ]
        if self._by_person:
            tasks = with_noun(self._by_person, "task")
            done = f" ({self._by_hand} marked already)" if self._by_hand else ""
            lines.append(f"{tasks} for a person to grade{done}: mark them in formgrader (JupyterLab, menu “Nbgrader”).")
        if self._other_versions:
            graded = with_noun(self._other_versions, "submission was", "submissions were")
            lines.append(
                f"{graded} graded with other versions of Python or its packages, and what was tested is the same: the points stay. "
                f"“{again} --force” grades them anew; marks given by hand stay where the answer is the same."
            )
        return [*lines, *after]

    def _of(self, verdict: Verdict) -> str:
        who = list(dict.fromkeys(self._who[verdict]))
        return ", ".join(sorted(who)) if len(who) <= _FEW else with_noun(len(who), "learner")

    def _how_many(self) -> str:
        text = f"{self.finished - len(self.whose)} graded"
        if self.whose:
            text += f", {len(self.whose)} held for a person"
        if self.old:
            text += f" ({self.fresh} {self.done}, {self.old} {self.before})"
        return text


def _for_the_table(look: Look) -> bool:
    """Tell whether a remark belongs in the table; a test that cannot grade any submission would fill it."""
    return look.about not in _NOT_IN_THE_TABLE
