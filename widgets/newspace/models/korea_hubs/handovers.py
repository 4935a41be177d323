"""Duration of a satellite project: a network of tasks with hand-overs between places, simulated by Monte Carlo.

A task begins when all that it waits for is done and handed over. Its own time is random (gamma, mean and spread given). A hand-over inside
one place takes `HERE_DAYS`. Between two places it fails at first with a chance 1 − exp(−d/d₀) × ease, since questions go unasked; each failure
costs one round of rework (`ROUND_DAYS` on average, exponential), and it can fail again, up to `MOST_ROUNDS` times. Everything about the
project is an assumption made for this course: no Korean project was measured. Method: PERT by Monte Carlo (R. M. Van Slyke, Operations Research 11, 1963).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from newspace.models.korea_hubs import places

Array = NDArray[np.float64]
HERE_DAYS = 1.0
ROUND_DAYS = 20.0
MOST_ROUNDS = 6
SPREAD = 0.3
"""Standard deviation of a task's time over its mean: assumed."""
OTHER_FAULTS = 0.1
"""The chance that even neighbours misunderstand a hand-over: assumed."""


@dataclass(frozen=True)
class Task:
    """A task: mean duration in days, its place in the three-hub plan, and the tasks that it waits for."""

    name: str
    days: float
    home: str
    after: tuple[str, ...] = ()
    government: bool = False


TASKS: tuple[Task, ...] = (
    Task("permit", 60, "sacheon", (), government=True),
    Task("design", 120, "daejeon", ("permit",)),
    Task("parts", 150, "sacheon", ("design",)),
    Task("software", 140, "daejeon", ("design",)),
    Task("review", 20, "sacheon", ("design",), government=True),
    Task("rocket", 200, "goheung", ("review",)),
    Task("assembly", 90, "sacheon", ("parts", "software", "review")),
    Task("tests", 60, "daejeon", ("assembly",)),
    Task("licence", 30, "sacheon", ("tests",), government=True),
    Task("launch", 30, "goheung", ("rocket", "tests", "licence")),
)
LAYOUTS = ("one site", "three hubs", "three hubs and Seoul")
MEASURES = ("none", "shared site", "liaison team", "fewer hand-overs", "better video")


@dataclass(frozen=True)
class ProjectRuns:
    """The lengths of many runs, and the number of hand-overs between places.

    Attributes
    ----------
    days : array, shape (runs,)
        The length of each run, in days.
    crossings : int
        Hand-overs between two places.
    """

    days: Array
    crossings: int

    @property
    def mean(self) -> float:
        """The mean length in days."""
        return float(self.days.mean())

    @property
    def margin(self) -> float:
        """The 95 % margin of chance of the mean, in days: 1.96 standard errors."""
        return _margin(self.days)

    def quantile(self, share: float) -> float:
        """Return the length that this share of the runs stays under, in days."""
        return float(np.quantile(self.days, share))


@dataclass(frozen=True)
class Saving:
    """The mean number of days that one plan is shorter than another, and its 95 % margin of chance in days."""

    days: float
    margin: float


def homes(layout: str, measure: str = "none") -> dict[str, str]:
    """Return the place of each task. A shared site moves the satellite's tasks in Daejeon to Sacheon; fewer hand-overs moves the tests to the assembly."""
    if layout not in LAYOUTS or measure not in MEASURES:
        raise ValueError(f"layout must be one of {LAYOUTS}, measure one of {MEASURES}")
    if layout == "one site":
        return {task.name: "sacheon" for task in TASKS}
    found = {task.name: "seoul" if task.government and layout == LAYOUTS[2] else task.home for task in TASKS}
    if measure == "shared site":
        found |= {name: "sacheon" for name, home in found.items() if home == "daejeon"}
    if measure == "fewer hand-overs":
        found |= {"tests": found["assembly"], "review": found["design"]}
    return found


def first_time_right(distance: float, measure: str = "none", length_m: float = places.CONTACT_LENGTH_M) -> float:
    """Compute the probability that a hand-over across this distance (m) succeeds at once.

    Better video doubles the assumed contact length; a liaison team (people of one place who sit in the other) halves the faults.
    """
    contact = places.contact(distance, 2 * length_m if measure == "better video" else length_m)
    wrong = 1 - (1 - OTHER_FAULTS) * contact
    return 1 - wrong / 2 if measure == "liaison team" and distance > 0 else 1 - wrong


def simulate(
    layout: str,
    measure: str = "none",
    *,
    length_m: float = places.CONTACT_LENGTH_M,
    round_days: float = ROUND_DAYS,
    consent_days: float = 0.0,
    runs: int = 4000,
    seed: int = 3,
) -> ProjectRuns:
    """Simulate the project many times.

    The same seed gives each task the same random times in every layout, so that only the hand-overs differ.
    ``consent_days`` above 0 adds one task: after the tests and beside the licence one more authority (of defence, or of an ally) must agree
    before the launch; on average it takes this many days. It has the place of the licence. This, too, is an assumption.

    Raises
    ------
    ValueError
        For an unknown layout or measure, fewer than one run, or a time or length below 0.
    """
    if runs < 1 or min(round_days, consent_days) < 0 or length_m <= 0:
        raise ValueError("runs must be at least 1, round_days and consent_days 0 or more, length_m above 0")
    where = homes(layout, measure)
    done: dict[str, Array] = {}
    crossings = 0

    def handed_over(ready: Array, a: str, b: str, chances: tuple[Array, Array]) -> Array:
        """Compute the day on which work finished in ``a`` is taken over in ``b``, in each run."""
        luck, lengths = chances
        failed = np.cumprod(
            luck > first_time_right(places.distance_m(a, b) if a != b else 0.0, measure, length_m), axis=0
        )
        arrived: Array = ready + HERE_DAYS + round_days * (failed * lengths).sum(axis=0)
        return arrived

    for task, (own, rounds) in zip(TASKS, _chances(runs, seed), strict=True):
        here = where[task.name]
        start = np.zeros(runs)
        for earlier, chances in zip(task.after, rounds, strict=True):
            crossings += where[earlier] != here
            start = np.maximum(start, handed_over(done[earlier], where[earlier], here, chances))
        if task.name == "launch" and consent_days > 0:
            office = where["licence"]
            crossings += (where["tests"] != office) + (office != here)
            wait, (asking, answering) = _drawn(np.random.default_rng(seed + 1), consent_days, 2, runs)
            agreed = handed_over(done["tests"], where["tests"], office, asking) + wait
            start = np.maximum(start, handed_over(agreed, office, here, answering))
        done[task.name] = start + own
    return ProjectRuns(np.maximum.reduce(list(done.values())), crossings)


@lru_cache(maxsize=1)
def _chances(runs: int, seed: int) -> tuple[tuple[Array, tuple[tuple[Array, Array], ...]], ...]:
    """Draw for each task its days, and for each hand-over to it uniform numbers and lengths of rounds; cached, as all plans share them."""
    rng = np.random.default_rng(seed)
    return tuple(_drawn(rng, task.days, len(task.after), runs) for task in TASKS)


def _drawn(
    rng: np.random.Generator, days: float, handovers: int, runs: int
) -> tuple[Array, tuple[tuple[Array, Array], ...]]:
    shape = 1 / SPREAD**2
    own, rounds = rng.gamma(shape, days / shape, runs), (MOST_ROUNDS, runs)
    return own, tuple((rng.random(rounds), rng.exponential(1.0, rounds)) for _each in range(handovers))


def saved(longer: ProjectRuns, shorter: ProjectRuns) -> Saving:
    """Compute by how much a plan is shorter than another one that was simulated with the same seed, run by run."""
    apart = longer.days - shorter.days
    return Saving(float(apart.mean()), _margin(apart))


def savings(
    layout: str,
    *,
    length_m: float = places.CONTACT_LENGTH_M,
    round_days: float = ROUND_DAYS,
    runs: int = 4000,
    seed: int = 3,
) -> Mapping[str, Saving]:
    """Compute for each measure how many days it saves in a layout, with its margin of chance."""

    def simulated(measure: str) -> ProjectRuns:
        return simulate(layout, measure, length_m=length_m, round_days=round_days, runs=runs, seed=seed)

    plain = simulated("none")
    return {measure: saved(plain, simulated(measure)) for measure in MEASURES[1:]}


def bought_back(
    layout: str, *, length_m: float = places.CONTACT_LENGTH_M, round_days: float = ROUND_DAYS
) -> Mapping[str, float]:
    """Compute for each measure the mean number of days that it saves in a layout."""
    found = savings(layout, length_m=length_m, round_days=round_days)
    return {measure: saving.days for measure, saving in found.items()}


def _margin(days: Array) -> float:
    return float(1.96 * days.std() / np.sqrt(days.size))


__all__ = [
    "LAYOUTS", "MEASURES", "TASKS", "ProjectRuns", "Saving", "Task", "bought_back", "first_time_right", "homes", "saved", "savings", "simulate",
]  # fmt: skip
