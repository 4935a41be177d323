"""Cost sharing of a joint mission, and the groups that would do better by themselves.

The cost of a group is the sum of three parts. Of what each partner's mission would cost alone, a share is *common* (launcher, bus,
ground stations): the group needs it only once, in the size that its largest member needs. The rest each pays for itself. And each pair of
partners costs something to coordinate. Without the third part this is the *airport game* (Littlechild and Owen 1973).
The Shapley value is the mean of what a partner adds over all orders of joining (Shapley 1953). A split lies in the *core* (Gillies 1959)
if no group pays more than it would by itself. The numbers that one puts in are examples: no budget of a real mission is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

RULES = ("proportional", "equal", "shapley")
Group = frozenset[int]
Costs = dict[Group, float]
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Split:
    """A split of the joint cost by one rule. ``leavers`` is the group that saves most by leaving (empty if none does), ``saving`` how much."""

    rule: str
    shares: tuple[float, ...]
    total: float
    leavers: tuple[int, ...]
    saving: float

    @property
    def stable(self) -> bool:
        """Tell whether no group does better by leaving."""
        return not self.leavers


def group_cost(alone: Sequence[float], *, common: float, per_pair: float = 0.0) -> float:
    """Compute the cost of one joint mission for a group.

    Parameters
    ----------
    alone : sequence of float
        What each member's mission would cost alone (any unit of money); none negative.
    common : float
        The share of it that is common, 0 to 1.
    per_pair : float
        The cost of coordinating each pair, in the same unit; not negative.
    """
    if not 0 <= common <= 1:
        raise ValueError(f"common is a share from 0 to 1; got {common}")
    if per_pair < 0 or any(cost < 0 for cost in alone):
        raise ValueError("costs cannot be negative")
    members = len(alone)
    if members == 0:
        return 0.0
    return common * max(alone) + (1 - common) * sum(alone) + per_pair * members * (members - 1) / 2


def costs_of_groups(alone: Sequence[float], *, common: float, per_pair: float = 0.0) -> Costs:
    """Compute the cost of every group of partners, the empty one included; partners are numbered from 0."""
    return {
        group: group_cost([alone[member] for member in sorted(group)], common=common, per_pair=per_pair)
        for group in groups(len(alone))
    }


def groups(partners: int) -> Iterator[Group]:
    """Yield every group of so many partners, the smallest first."""
    for size in range(partners + 1):
        yield from map(frozenset, combinations(range(partners), size))


def _everybody(costs: Mapping[Group, float]) -> Group:
    return max(costs, key=lambda group: len(group))


def proportional(costs: Mapping[Group, float]) -> tuple[float, ...]:
    """Split in proportion to what each partner would pay alone."""
    everybody = _everybody(costs)
    alone = [costs[frozenset({member})] for member in sorted(everybody)]
    if sum(alone) == 0:
        return equal(costs)
    return tuple(costs[everybody] * cost / sum(alone) for cost in alone)


def equal(costs: Mapping[Group, float]) -> tuple[float, ...]:
    """Split into equal parts."""
    everybody = _everybody(costs)
    return tuple(costs[everybody] / len(everybody) for _member in everybody)


def shapley(costs: Mapping[Group, float]) -> tuple[float, ...]:
    """Split by the Shapley value: the mean, over all orders of joining, of what each partner adds to the cost."""
    everybody = sorted(_everybody(costs))
    shares = dict.fromkeys(everybody, 0.0)
    orders = list(permutations(everybody))
    for order in orders:
        there: Group = frozenset()
        for member in order:
            shares[member] += costs[there | {member}] - costs[there]
            there |= {member}
    return tuple(shares[member] / len(orders) for member in everybody)


def split(costs: Mapping[Group, float], rule: str) -> Split:
    """Split the cost of the whole by a rule, and find the group that gains most by leaving.

    Raises
    ------
    ValueError
        If there is no such rule.
    """
    rules = {"proportional": proportional, "equal": equal, "shapley": shapley}
    if rule not in rules:
        raise ValueError(f"rule must be one of {', '.join(RULES)}; got {rule!r}")
    shares = rules[rule](costs)
    leavers, saving = best_to_leave(costs, shares)
    return Split(rule, shares, costs[_everybody(costs)], leavers, saving)


def best_to_leave(costs: Mapping[Group, float], shares: Sequence[float]) -> tuple[tuple[int, ...], float]:
    """Find the group that saves most by leaving, and how much; an empty group and 0 where none saves anything."""
    best: tuple[tuple[int, ...], float] = ((), 0.0)
    for group, cost in costs.items():
        saving = sum(shares[member] for member in group) - cost
        if 0 < len(group) < len(shares) and saving > best[1] + TOLERANCE * max(1.0, abs(cost)):
            best = (tuple(sorted(group)), saving)
    return best


def can_be_kept(costs: Mapping[Group, float]) -> bool:
    """Return whether some split of the cost among three partners keeps everybody (the core is not empty).

    For three partners this holds if the whole costs no more than any balanced cover of it by smaller groups (Bondareva 1963, Shapley 1967).

    Raises
    ------
    ValueError
        If there are not three partners.
    """
    everybody = _everybody(costs)
    if len(everybody) != 3:
        raise ValueError(f"this test is for three partners; got {len(everybody)}")
    whole = costs[everybody]
    alone = {member: costs[frozenset({member})] for member in everybody}
    pairs = {member: costs[everybody - {member}] for member in everybody}
    covers = [sum(alone.values()), sum(pairs.values()) / 2, *(alone[member] + pairs[member] for member in everybody)]
    return all(whole <= cover + TOLERANCE * max(1.0, abs(cover)) for cover in covers)
