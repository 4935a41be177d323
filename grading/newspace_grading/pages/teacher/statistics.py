"""Statistics of what a class found hard. `DEFINITIONS` defines each number, in words that the page shows, too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from newspace_grading.model.text import with_noun
from newspace_grading.pages.teacher.descriptive_statistics import correlation, mean, median, share

FEWEST_FOR_A_SHARE = 10
FEWEST_FOR_A_CORRELATION = 20
EASY = 0.8
MOST_WRONG = 3

DEFINITIONS: Mapping[str, str] = {
    "points": "What the task is worth.",
    "handed in": "Learners whose submission is in the grader's journal. Of each only the newest counts.",
    "tried": "Learners who changed at least one answer cell of the task. Submissions that could not be read are not among them.",
    "graded": "Learners for whom the task has a number, from the grader or, before it, from a person.",
    "not graded": "Learners for whom it has none yet. They are left out of every share, mean and correlation; they never count as 0.",
    "right": "Of those who tried and were graded: the share with all points of the task.",
    "mean": "The mean of points divided by possible points, over all who were graded; an empty answer counts with the 0 that it earned.",
    "discrimination": "Pearson's correlation between a learner's share of points in this task and the share in all other graded tasks "
    "together; the task itself is left out. Near 0: the task does not tell the strong from the weak. Below 0: the strong fail it; look "
    "at its wording and its tests. It does not exist where everybody has the same.",
    "wrong results": "Of those who tried and did not get all points: what came back in the test that failed first, the same results "
    "counted together.",
    "seconds": "The median time that the task's tests took, in seconds. It tells of slow programs, not of how long a learner worked.",
    "late": "Handed in after the due time that the gradebook has for the assignment. The points taken off are what nbgrader's plugin for late "
    "submissions asks for, as this course has set it. They are taken off the whole, after grading, so no other number here holds them.",
    "too few": f"† marks a share or mean of fewer than {FEWEST_FOR_A_SHARE} learners (one learner more or less moves it by more than "
    f"a tenth) and a correlation of fewer than {FEWEST_FOR_A_CORRELATION} (by chance alone it is often beyond ±0.2): "
    "do not judge a task by it.",
}  # fmt: skip


@dataclass(frozen=True)
class TaskAttempt:
    """One learner's task.

    Attributes
    ----------
    points : float or None
        None where there is no number: never the same as 0.
    possible : float
        What the task is worth.
    tried : bool
        Whether anything was changed in its answer cells.
    back : str
        What came back in the first test that failed, in few words; "" if none did.
    seconds : float
        How long its tests took.
    verdict : str
        The grader's word.
    """

    points: float | None
    possible: float
    tried: bool
    back: str = ""
    seconds: float = 0.0
    verdict: str = ""

    @property
    def share(self) -> float | None:
        """Points divided by possible points; None where there is no number, or nothing to earn."""
        return None if self.points is None or self.possible <= 0 else self.points / self.possible

    @property
    def right(self) -> bool:
        """Tell whether all points were earned."""
        return self.points is not None and self.points >= self.possible


@dataclass(frozen=True)
class Learner:
    """One learner's submission: task → attempt."""

    name: str
    attempts: Mapping[str, TaskAttempt]

    def rest(self, without: str) -> float | None:
        """Compute the share of points in all graded tasks but one."""
        others = [one for name, one in self.attempts.items() if name != without and one.points is not None]
        possible = sum(one.possible for one in others)
        return sum(one.points or 0.0 for one in others) / possible if possible > 0 else None

    @property
    def total(self) -> float | None:
        """Share of points in all graded tasks."""
        return self.rest("")


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """The statistics of one task; see `DEFINITIONS`."""

    task: str
    title: str
    possible: float
    handed_in: int
    tried: int
    graded: int
    not_graded: int
    right: float | None
    right_of: int
    mean: float | None
    discrimination: float | None
    discrimination_of: int
    seconds: float | None
    wrong: Sequence[tuple[str, int]] = field(default=())

    @property
    def few_for_right(self) -> bool:
        """Tell whether too few tried it to judge the share that is right."""
        return self.right_of < FEWEST_FOR_A_SHARE

    @property
    def few_for_mean(self) -> bool:
        """Tell whether too few were graded to judge the mean."""
        return self.graded < FEWEST_FOR_A_SHARE

    @property
    def few_for_discrimination(self) -> bool:
        """Tell whether too few were graded to judge the correlation."""
        return self.discrimination_of < FEWEST_FOR_A_CORRELATION


@dataclass(frozen=True)
class Help:
    """A learner who may need help, and why."""

    learner: str
    reasons: tuple[str, ...]


def task_statistics(learners: Sequence[Learner], titles: Mapping[str, str]) -> list[TaskRow]:
    """Compute the statistics of each task (task → title), in their order."""
    return [_row(learners, task, title) for task, title in titles.items()]


def _row(learners: Sequence[Learner], task: str, title: str) -> TaskRow:
    attempts = [one.attempts[task] for one in learners if task in one.attempts]
    graded = [attempt for attempt in attempts if attempt.points is not None]
    tried = [attempt for attempt in graded if attempt.tried]
    pairs = _task_and_rest(learners, task)
    return TaskRow(
        task=task,
        title=title,
        possible=max((attempt.possible for attempt in attempts), default=0.0),
        handed_in=len(attempts),
        tried=sum(attempt.tried for attempt in attempts),
        graded=len(graded),
        not_graded=len(attempts) - len(graded),
        right=share(sum(attempt.right for attempt in tried), len(tried)),
        right_of=len(tried),
        mean=mean([attempt.share for attempt in graded if attempt.share is not None]),
        discrimination=correlation(pairs),
        discrimination_of=len(pairs),
        seconds=median([attempt.seconds for attempt in attempts if attempt.seconds > 0]),
        wrong=_most_frequent_wrong(tried),
    )


def _task_and_rest(learners: Sequence[Learner], task: str) -> list[tuple[float, float]]:
    """Pair each learner's share of points in a task with the share in all others, where both exist."""
    attempts = [(one, one.attempts[task].share) for one in learners if task in one.attempts]
    shares = [(own, learner.rest(task)) for learner, own in attempts if own is not None]
    return [(own, rest) for own, rest in shares if rest is not None]


def _most_frequent_wrong(tried: Sequence[TaskAttempt]) -> tuple[tuple[str, int], ...]:
    """Count equal wrong results; return the most frequent, with their numbers."""
    wrong = Counter(attempt.back for attempt in tried if not attempt.right and attempt.back)
    return tuple(sorted(wrong.items(), key=lambda item: (-item[1], item[0]))[:MOST_WRONG])


HELP_RULES = (
    "fewer than half of the tasks were tried",
    "fewer than half of the points of the graded tasks were earned",
    f"two or more tasks were missed that at least {EASY:.0%} of the others who tried them got right",
)


def may_need_help(learners: Sequence[Learner]) -> list[Help]:
    """Find the learners to whom a rule of `HELP_RULES` applies, those with the most reasons first; tasks that are not graded do not count."""
    tried: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for learner in learners:
        for task, one in learner.attempts.items():
            tried[task] += one.tried and one.points is not None
            right[task] += one.tried and one.right
    found = [Help(learner.name, tuple(_reasons(learner, tried, right))) for learner in learners]
    return sorted((one for one in found if one.reasons), key=lambda one: (-len(one.reasons), one.learner))


def _reasons(learner: Learner, tried: Mapping[str, int], right: Mapping[str, int]) -> list[str]:
    attempts = learner.attempts
    graded = {task: one for task, one in attempts.items() if one.points is not None}
    if not graded:
        return []  # nothing is known of this learner: that is a matter for the teacher, and no sign of weakness
    reasons = []
    own = sum(one.tried for one in attempts.values())
    if 2 * own < len(attempts):
        reasons.append(f"tried {own} of {with_noun(len(attempts), 'task')}")
    total = learner.total
    if total is not None and total < 0.5:
        reasons.append(f"earned {total:.0%} of the points that are graded")
    missed = [
        task
        for task, one in graded.items()
        if one.tried and not one.right and _easy_for_others(right[task], tried[task] - 1)
    ]
    if len(missed) >= 2:
        reasons.append(f"missed what most of the others got right: {', '.join(missed)}")
    return reasons


def _easy_for_others(right: int, others: int) -> bool:
    """Tell whether most of the others who tried got it right; False if they are too few to say."""
    found = share(right, others)
    return others >= FEWEST_FOR_A_SHARE - 1 and found is not None and found >= EASY
