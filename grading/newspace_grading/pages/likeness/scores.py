"""Score pairs of learners by the passages that they share, each weighed by how rare it is in the class.

`DEFINITIONS` defines each number, in words that the page shows, too.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newspace_grading.pages.likeness.passages import CODE_TOKENS, TEXT_WORDS, Cut, Passage

FEWEST_LEARNERS = 5
WHOLE_SHARE, WHOLE_RARE = 0.7, 30
TASK_SHARE, TASK_RARE = 0.75, 30
FEW_SHARE, FEW_AT_LEAST = 0.04, 3

DEFINITIONS: Mapping[str, str] = {
    "passage": f"{CODE_TOKENS} signs of a program in a row, or {TEXT_WORDS} words of a text, after names that the learner gave, comments, layout, "
    "imports, docstrings and type hints are taken away, and from a text citations and quotations. What the release, the reference answer and "
    "the files named with --given hold is no passage of anybody's.",
    "weight": "Each passage weighs the binary logarithm of the number of answers divided by the number of those that have it: one that all have "
    "weighs nothing, one that two of a hundred have 5.6. The weight of a pair is the sum over the passages that both have.",
    "share": "The weight that both have, divided by the weight of the whole of the lighter of the two.",
    "rare": f"Passages of the pair that at most {FEW_SHARE:.0%} of the class have, and at most {FEW_AT_LEAST} learners in a small one.",
    "listed": f"A pair is listed if its share over all tasks is at least {WHOLE_SHARE:.0%} with at least {WHOLE_RARE} rare passages, or if the share "
    f"in one task is at least {TASK_SHARE:.0%} with at least {TASK_RARE} rare passages. A short answer cannot reach that: it proves nothing.",
}  # fmt: skip


_Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class TaskLikeness:
    """How alike two answers to one task are.

    Attributes
    ----------
    task : str
        Which.
    weight : float
        The sum of the weights of the shared passages.
    share : float
        ``weight``, divided by the weight of all passages of the answer that weighs less, 0 to 1.
    rare : int
        How many of the shared passages only few of the class have.
    lines : (frozenset, frozenset)
        The lines of the first and of the second answer on which shared passages stand that not everybody has, counted from 0.
    """

    task: str
    weight: float
    share: float
    rare: int
    lines: tuple[frozenset[int], frozenset[int]]


@dataclass(frozen=True)
class AlikePair:
    """Two learners with answers that are more alike than the tasks explain.

    Attributes
    ----------
    learners : (str, str)
        Their names, in the order of the alphabet.
    weight, share : float
        As of a task, over all tasks.
    tasks : tuple of TaskLikeness
        All tasks with something in common if the whole is alike, else those that are; the heaviest first.
    """

    learners: tuple[str, str]
    weight: float
    share: float
    tasks: tuple[TaskLikeness, ...]


Answers = Mapping[str, Mapping[str, Cut]]
"""Task → learner → the answer."""


def similar_pairs(answers: Answers, given: Mapping[str, Set[Passage]]) -> list[AlikePair]:
    """Find the pairs whose answers are alike, the most alike first.

    Parameters
    ----------
    answers : mapping
        Task → learner → the answer, cut into passages.
    given : mapping
        Task → passages that everybody got; "" has those that count for every task.
    """
    learners = sorted({name for of_task in answers.values() for name in of_task})
    if len(learners) < FEWEST_LEARNERS:
        return []
    shared = np.zeros((len(learners), len(learners)))
    own = np.zeros(len(learners))
    by_task = {}
    for task, of_task in answers.items():
        weights = passage_weights(of_task.values(), given.get(task, set()) | given.get("", set()))
        matrix, whole = _shared_weights(of_task, weights, learners)
        few = max(FEW_AT_LEAST, int(FEW_SHARE * len(of_task)))
        by_task[task] = (matrix, whole, weights, math.log2(len(of_task) / few) if len(of_task) > few else math.inf)
        shared += matrix
        own += whole
    found = []
    for first in range(len(learners)):
        for second in range(first + 1, len(learners)):
            if not shared[first, second]:
                continue
            pair = _pair(answers, by_task, learners, (first, second), (shared, own))
            if pair is not None:
                found.append(pair)
    return sorted(found, key=lambda pair: (-pair.weight, pair.learners))


def passage_weights(cuts: Iterable[Cut], given: Set[Passage]) -> dict[Passage, float]:
    """Weigh each passage by how rare it is: the binary logarithm of the number of answers divided by those that have it; 0 if given.

    Passages that one answer alone has weigh as much as if two had them: nobody shares them, and they are a part of the whole.
    """
    cuts = list(cuts)
    counts = Counter(passage for cut in cuts for passage in cut.lines)
    return {
        passage: 0.0 if passage in given else math.log2(max(len(cuts), 1) / max(count, 2)) if len(cuts) > 2 else 0.0
        for passage, count in counts.items()
    }


def _shared_weights(
    of_task: Mapping[str, Cut], weights: Mapping[Passage, float], learners: Sequence[str]
) -> tuple[_Matrix, _Matrix]:
    """Return the weight that each two learners share, and that of each learner's whole answer."""
    places = {name: place for place, name in enumerate(learners)}
    holders: dict[Passage, list[int]] = {}
    whole = np.zeros(len(learners))
    for name, cut in of_task.items():
        for passage in cut.lines:
            holders.setdefault(passage, []).append(places[name])
            whole[places[name]] += weights[passage]
    rows = [(found, weights[passage]) for passage, found in holders.items() if len(found) > 1 and weights[passage] > 0]
    present = np.zeros((len(rows), len(learners)))
    for row, (found, _weight) in enumerate(rows):
        present[row, found] = 1.0
    matrix = present.T @ (present * np.array([weight for _found, weight in rows]).reshape(-1, 1))
    np.fill_diagonal(matrix, 0.0)
    return matrix, whole


def _pair(
    answers: Answers,
    by_task: Mapping[str, tuple[_Matrix, _Matrix, Mapping[Passage, float], float]],
    learners: Sequence[str],
    places: tuple[int, int],
    sums: tuple[_Matrix, _Matrix],
) -> AlikePair | None:
    """Return the pair if it is to be listed."""
    shared, own = sums
    weight = float(shared[places])
    share = _share(weight, own, places)
    first, second = (learners[place] for place in places)
    tasks = []
    for task, (matrix, whole, weights, least) in by_task.items():
        heavy = float(matrix[places])
        part = _share(heavy, whole, places)
        if heavy > 0 and (share >= WHOLE_SHARE or part >= TASK_SHARE):
            rare, lines = _shared(answers[task][first], answers[task][second], weights, least)
            tasks.append(TaskLikeness(task, heavy, part, rare, lines))
    if share < WHOLE_SHARE or sum(one.rare for one in tasks) < WHOLE_RARE:
        tasks = [one for one in tasks if one.share >= TASK_SHARE and one.rare >= TASK_RARE]
    if not tasks:
        return None
    return AlikePair((first, second), weight, share, tuple(sorted(tasks, key=lambda one: (-one.weight, one.task))))


def _shared(
    first: Cut, second: Cut, weights: Mapping[Passage, float], least: float
) -> tuple[int, tuple[frozenset[int], frozenset[int]]]:
    """Return how many of the shared passages weigh at least so much, and the lines of each answer on which shared ones stand."""
    passages = [passage for passage in first.lines.keys() & second.lines.keys() if weights[passage] > 0]
    lines = [frozenset(line for passage in passages for line in cut.lines[passage]) for cut in (first, second)]
    return sum(weights[passage] >= least for passage in passages), (lines[0], lines[1])


def _share(weight: float, whole: _Matrix, places: tuple[int, int]) -> float:
    least = min(float(whole[place]) for place in places)
    return weight / least if least > 0 else 0.0
