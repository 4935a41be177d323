"""An object of the test's own class, as the learner's code sees it: its public attributes and methods are those of the judge's."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any


class TestsObject:
    """Stand for an object that stays in the judge.

    Parameters
    ----------
    ask : callable
        Has the judge call one of its functions.
    number : int
        The judge's function that gives an attribute; the next one sets it.
    """

    def __init__(self, ask: Callable[[int, list[object]], object], number: int) -> None:
        object.__setattr__(self, "_ask", ask)
        object.__setattr__(self, "_number", number)

    _ask: Callable[[int, list[object]], object]
    _number: int

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._ask(self._number, [name])

    def __setattr__(self, name: str, value: object) -> None:
        self._ask(self._number + 1, [name, value])


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


class LentDatabases:
    """The databases of sqlite that the test has handed over, for reading: copies, in which nothing is begun and not committed yet."""

    def __init__(self) -> None:
        self._copies: list[tuple[Any, bytes | None]] = []

    def clear(self) -> None:
        """Forget them, for a new test."""
        self._copies.clear()

    def open(self, raw: dict[str, Any]) -> Any:
        """Make a connection to a copy, or a cursor of one."""
        import sqlite3

        content = base64.b64decode(raw["b"])
        connection = sqlite3.connect(":memory:")
        if content:
            connection.deserialize(content)
        connection.row_factory = sqlite3.Row if raw["named"] else None
        self._copies.append((connection, _content(connection)))
        return connection.cursor() if raw["cursor"] else connection

    def have_changed(self) -> bool:
        """Tell whether the learner's program has written into one of them, or closed it: the test's own is as it was."""
        return any(one.in_transaction or _content(one) != before for one, before in self._copies)


def _content(connection: Any) -> bytes | None:
    """Return what is in a database; None if it is closed, or if there is nothing in it yet."""
    import sqlite3

    try:
        return bytes(connection.serialize())
    except sqlite3.Error:
        return None
