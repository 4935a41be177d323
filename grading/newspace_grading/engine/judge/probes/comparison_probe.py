"""Detect operators of the learner's own classes that give the same answer whatever is compared.

A test that such an operator decided is run once more, in a worker of its own. Each comparison that a learner's class
answers is hidden among decoys, in random order: with the sides swapped, with objects made again by the calls of the
test so far, with values that do not exist. The reference's own class gets the same requests, once for all submissions. If the
learner's class always gives one answer where the reference's gives two, a person reviews it.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newspace_grading.engine.proxies.client import WorkerClient
from newspace_grading.engine.proxies.objects import Remote, RemoteCallable
from newspace_grading.model.frozen_map import FrozenMap

_COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge", "contains")
_MAX_REMADE = 4
Answer = tuple[str, bool | None]
ScoredAnswers = tuple[float, tuple[Answer, ...]]


@dataclass(frozen=True)
class ReferenceComparisons:
    """How the reference's classes compare among decoys.

    Attributes
    ----------
    seed : int
        Chooses the decoys; a secret of the engine's, so that all its submissions get the same.
    answers : mapping
        Test → the reference's points in it, and its answers in the order of the requests.
    """

    seed: int
    answers: Mapping[str, ScoredAnswers] = FrozenMap[str, ScoredAnswers]()


class ProbingClient(WorkerClient):
    """Send decoy comparisons to the worker beside those of the test.

    Attributes
    ----------
    dice : random.Random
        Chooses the further comparisons; set to a secret seed before it is used.
    answers : list of (operator, bool or None)
        The answers, in the order of the requests; None for an answer that is no boolean.
    makes : bool
        Whether further objects are made to compare with.
    """

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.dice = random.Random(0)  # noqa: S311 - set to a secret number before it is used
        self.answers: list[Answer] = []
        self.makes = True
        self._named: set[int] = set()  # handles of objects that the notebook has names for
        self._makers: list[Callable[[], Any]] = []
        self._busy = False

    def operate(self, handle: int, operator: str, operands: list[Any], *, reflected: bool = False) -> Any:
        """Forward the request; hide a comparison among decoys."""
        if self._busy or reflected or operator not in _COMPARISONS:
            return super().operate(handle, operator, operands, reflected=reflected)
        self._busy = True
        try:
            return self._compare_among_decoys(operator, handle, operands[0])
        finally:
            self._busy = False

    def name(self, name: str) -> Any:
        """Forward the request; record handles of objects that the notebook has names for."""
        value = super().name(name)
        if isinstance(value, Remote):
            self._named.add(value._remote_id)
        return value

    def call(self, handle: int, arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """Forward the request; record how an object was made of plain data, so that it can be made again."""
        can_repeat = self.makes and not self._busy and handle in self._named
        given = (_copy(list(arguments)), _copy(named)) if can_repeat else (None, None)
        value = super().call(handle, arguments, named)
        is_object = isinstance(value, Remote) and not isinstance(value, RemoteCallable)
        if is_object and None not in given:
            self._makers.append(lambda: WorkerClient.call(self, handle, tuple(_copy(given[0])), _copy(given[1])))
        return value

    def _compare_among_decoys(self, operator: str, handle: int, other: Any) -> Any:
        target = self._proxies[handle]
        remade = [self._remade(make) for make in self.dice.sample(self._makers, min(_MAX_REMADE, len(self._makers)))]
        pairs = [(target, other), *((target, one) for one in remade), *((one, other) for one in remade)]
        if isinstance(other, Remote):
            pairs += [(other, target), (target, target), *itertools.pairwise(remade)]
            pairs += [(right, left) for left, right in itertools.pairwise(remade)]
        else:
            pairs += [(target, one) for one in self._similar_values(other)]
        order = list(range(len(pairs)))
        self.dice.shuffle(order)
        found: dict[int, Any] = {}
        for place in order:
            left, right = pairs[place]
            try:
                found[place] = super().operate(left._remote_id, operator, [right])
            except Exception as error:  # noqa: BLE001 - an error is an answer too
                found[place] = error
        answers = (found[place] for place in range(len(pairs)))
        self.answers += [(operator, answer if isinstance(answer, bool) else None) for answer in answers]
        if isinstance(found[0], BaseException):
            raise found[0]
        return found[0]

    @staticmethod
    def _remade(make: Callable[[], Any]) -> Any:
        """Make an object again; return a handle that does not exist if that fails."""
        try:
            made = make()
        except Exception:  # noqa: BLE001 - it may be possible once only
            made = None
        return made if isinstance(made, Remote) else _NoObject()

    def _similar_values(self, value: object) -> list[Any]:
        """Return values that are similar to a value, but not equal."""
        far, near = self.dice.randrange(10_000, 10**6), self.dice.choice((-1, 1))
        letters = "".join(self.dice.choices("qxzjkv", k=5))
        if isinstance(value, str):
            return [value + letters, letters]
        if isinstance(value, int | float) and not isinstance(value, bool):
            return [value + far, value - far, value + near]
        return []


class _NoObject:
    """Replace an object that could not be made: the worker has no such handle."""

    _remote_id = -(10**9)


def _copy(value: Any) -> Any:
    """Copy plain data; return None for anything else."""
    if isinstance(value, dict):
        copied = {key: _copy(one) for key, one in value.items()}
        return None if any(one is None for one in copied.values()) else copied
    if isinstance(value, list | tuple):
        parts = [_copy(one) for one in value]
        return None if any(one is None for one in parts) else type(value)(parts)
    return value if type(value) in (int, float, str, bool, complex, bytes, frozenset) else None


def answers_are_constant(theirs: Sequence[Answer], ours: Sequence[Answer]) -> bool:
    """Tell whether an operator gave one answer only, where the reference's gave two to the same requests."""
    pairs_of: dict[str, list[tuple[bool, bool]]] = {}
    for (operator, their), (same, our) in zip(theirs, ours, strict=False):
        if operator != same:
            break  # from here on the two got different requests
        if their is not None and our is not None:
            pairs_of.setdefault(operator, []).append((their, our))
    return any(
        len({their for their, _our in pairs}) == 1 and len({our for _their, our in pairs}) == 2
        for pairs in pairs_of.values()
    )
