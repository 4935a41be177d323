"""Copies of what the test has handed over and what is no plain data: databases, and objects of libraries."""

from __future__ import annotations

import base64
import pickle
from collections.abc import Iterator
from typing import Any


class ObjectCopies:
    """Copies of objects of libraries, each under the judge's number, as long as they are as they were handed over."""

    def __init__(self) -> None:
        self._copies: dict[int, tuple[Any, bytes | None]] = {}

    def clear(self) -> None:
        """Forget them, for a new test."""
        self._copies.clear()

    def open(self, raw: dict[str, Any]) -> Any:
        """Return the copy of an object; where it comes with a content, make it from that, or give that to the one that there is."""
        number = int(raw["n"])
        known, _content = self._copies.get(number, (None, None))
        if "b" not in raw:
            return known
        made = pickle.loads(base64.b64decode(raw["b"]))  # noqa: S301 - the judge's own, in the learner's process
        if known is not None and type(known) is type(made) and hasattr(made, "__dict__"):
            vars(known).clear()
            vars(known).update(vars(made))
            made = known
        self._copies[number] = (made, _pickled(made))
        return made

    def number_of(self, value: object) -> int | None:
        """Return the number of a copy that is as it was handed over; None for anything else."""
        for number, (copy, before) in self._copies.items():
            if copy is value:
                return number if _pickled(copy) == before else None
        return None

    def take_changed(self) -> Iterator[tuple[int, Any]]:
        """Give the copies that have changed, by number, and forget these."""
        for number, (copy, before) in list(self._copies.items()):
            if _pickled(copy) != before:
                del self._copies[number]
                yield number, copy


def _pickled(value: object) -> bytes | None:
    """Pickle an object; None if that is impossible by now."""
    try:
        return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    except Exception:  # noqa: BLE001 - whatever the learner's program has put into it
        return None


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
