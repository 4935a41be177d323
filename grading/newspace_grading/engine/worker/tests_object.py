"""An object of the test's own class, as the learner's code sees it: its public attributes and methods are those of the judge's.

A private attribute is there only if the learner's code has made it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from typing import Any


class TestsObject:
    """Stand for an object that stays in the judge.

    Parameters
    ----------
    ask : callable
        Has the judge call one of its functions.
    number : int
        The judge's function that gives an attribute; the next one sets it, and the one after that works on the fields.
    """

    def __init__(self, ask: Callable[[int, list[object]], object], number: int) -> None:
        object.__setattr__(self, "_ask", ask)
        object.__setattr__(self, "_number", number)

    _ask: Callable[[int, list[object]], object]
    _number: int

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._ask(self._number, [name])

    def __setattr__(self, name: str, value: object) -> None:
        self._ask(self._number + 1, [name, value])

    def __delattr__(self, name: str) -> None:
        self._ask(self._number + 2, ["delete", name])

    @property
    def __dict__(self) -> Any:  # type: ignore[override]  # its own is for itself
        """The fields of the judge's object, for descriptors that keep their values there."""
        return _Fields(self._ask, self._number + 2)


class _Fields(MutableMapping[str, Any]):
    """The fields of an object of the judge's, past the descriptors of its class."""

    def __init__(self, ask: Callable[[int, list[object]], object], number: int) -> None:
        self._ask, self._number = ask, number

    def __getitem__(self, name: str) -> Any:
        try:
            return self._ask(self._number, ["get", name])
        except AttributeError:  # one that is private
            raise KeyError(name) from None

    def __setitem__(self, name: str, value: Any) -> None:
        self._ask(self._number, ["set", name, value])

    def __delitem__(self, name: str) -> None:
        self._ask(self._number, ["delete", name])

    def __iter__(self) -> Iterator[str]:
        names: Any = self._ask(self._number, ["names"])
        return iter(names)

    def __len__(self) -> int:
        return sum(1 for _name in self)


class CallableTestsObject(TestsObject):
    """Stand for such an object that can be called: a mock.

    Parameters
    ----------
    ask, number
        As for `TestsObject`.
    call : callable
        Has the judge call it with a list of arguments and a dict of named ones.
    """

    def __init__(
        self,
        ask: Callable[[int, list[object]], object],
        number: int,
        call: Callable[[list[object], dict[str, object]], object],
    ) -> None:
        super().__init__(ask, number)
        object.__setattr__(self, "_call", call)

    _call: Callable[[list[object], dict[str, object]], object]

    def __call__(self, *arguments: object, **named: object) -> object:
        """Call it on the judge's side."""
        return self._call(list(arguments), named)


def number_of(value: TestsObject) -> int:
    """Return the number by which the judge knows the object."""
    return int(object.__getattribute__(value, "_number"))
