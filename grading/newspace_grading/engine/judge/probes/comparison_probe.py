"""Whether an operator of the learner's own class tells one thing from another, where the words of one decided a test.

The test is run once more, in a process of its own. At each comparison that a class of the learner's answers, others are asked as
well, in no order that could be guessed: the sides changed, objects made again by the calls that the test has made so far,
values that are not there. The reference's own class is asked the same. Whoever gives one answer to everything, where the reference
has two, is looked at by a person.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from typing import Any

from newspace_grading.engine.proxies.client import WorkerClient
from newspace_grading.engine.proxies.objects import Remote, RemoteCallable

COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge", "contains")
_SOME = 4
Answer = tuple[str, bool | None]


class ProbingClient(WorkerClient):
    """A channel that asks more than the test does."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.dice = random.Random(0)  # noqa: S311 - set to a secret number before it is used
        self.answers: list[Answer] = []
        self._top: set[int] = set()
        self._made: list[Callable[[], Any]] = []
        self._busy = False
        self.makes = True  # whether objects are made for the sake of being compared

    def ask(self, **request: Any) -> Any:
        """As always; a comparison is one of several."""
        if not self._busy and request["op"] == "operator" and request["name"] in COMPARISONS:
            self._busy = True
            try:
                return self._among_others(request["name"], request["id"], request["others"][0])
            finally:
                self._busy = False
        value = super().ask(**request)
        if request["op"] == "get" and isinstance(value, Remote):
            self._top.add(value._id)
        return value

    def call(self, number: int, arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """As always; what makes an object of plain data can make it again."""
        given = (
            None if self._busy or not self.makes or number not in self._top else (_copy(list(arguments)), _copy(named))
        )
        value = super().call(number, arguments, named)
        made = isinstance(value, Remote) and not isinstance(value, RemoteCallable)
        if made and given is not None and None not in given:
            self._made.append(lambda: WorkerClient.call(self, number, tuple(_copy(given[0])), _copy(given[1])))
        return value

    def _among_others(self, name: str, number: int, other: Any) -> Any:
        target = self._proxies[number]
        fresh = [self._again(make) for make in self.dice.sample(self._made, min(_SOME, len(self._made)))]
        pairs = [(target, other), *((target, one) for one in fresh), *((one, other) for one in fresh)]
        if isinstance(other, Remote):
            pairs += [(other, target), (target, target), *itertools.pairwise(fresh)]
            pairs += [(right, left) for left, right in itertools.pairwise(fresh)]
        else:
            pairs += [(target, one) for one in self._others(other)]
        order = list(range(len(pairs)))
        self.dice.shuffle(order)
        found: dict[int, Any] = {}
        for place in order:
            left, right = pairs[place]
            try:
                found[place] = super().ask(op="operator", id=left._id, name=name, others=[right])
            except Exception as error:  # noqa: BLE001 - an error is an answer too
                found[place] = error
        self.answers += [(name, found[n] if isinstance(found[n], bool) else None) for n in range(len(pairs))]
        if isinstance(found[0], BaseException):
            raise found[0]
        return found[0]

    @staticmethod
    def _again(make: Callable[[], Any]) -> Any:
        try:
            made = make()
        except Exception:  # noqa: BLE001 - it may be possible once only
            made = None
        return made if isinstance(made, Remote) else _Nobody()

    def _others(self, value: object) -> list[Any]:
        """Values like one, and not it."""
        far, near = self.dice.randrange(10_000, 10**6), self.dice.choice((-1, 1))
        letters = "".join(self.dice.choices("qxzjkv", k=5))
        if isinstance(value, str):
            return [value + letters, letters]
        if isinstance(value, int | float) and not isinstance(value, bool):
            return [value + far, value - far, value + near]
        return []


class _Nobody:
    """Stands where no object could be made: there is nothing with this number on the other side."""

    _id = -(10**9)


def _copy(value: Any) -> Any:
    """A copy of plain data; None of anything else."""
    if isinstance(value, dict):
        copied = {key: _copy(one) for key, one in value.items()}
        return None if any(one is None for one in copied.values()) else copied
    if isinstance(value, list | tuple):
        parts = [_copy(one) for one in value]
        return None if any(one is None for one in parts) else type(value)(parts)
    return value if type(value) in (int, float, str, bool, complex, bytes, frozenset) else None


def answers_are_constant(theirs: list[Answer], ours: list[Answer]) -> bool:
    """Whether one operator said one thing only, where the reference's said both to the same questions."""
    said: dict[str, list[tuple[bool, bool]]] = {}
    for (name, their), (same, our) in zip(theirs, ours, strict=False):
        if name != same:
            break  # from here on the two were not asked the same
        if their is not None and our is not None:
            said.setdefault(name, []).append((their, our))
    return any(
        len({their for their, _our in pairs}) == 1 and len({our for _their, our in pairs}) == 2
        for pairs in said.values()
    )
