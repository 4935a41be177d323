"""The databases of sqlite that both sides have. Where nobody uses any, the library is not loaded: a browser's Python may have none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

    from newspace_grading.engine.protocol.sync.database_sync import DatabaseState, Glance


class KnownDatabases:
    """Databases that both sides have, by number, and how each was when both were equal."""

    def __init__(self) -> None:
        self._connections: dict[int, sqlite3.Connection] = {}
        self._equal: dict[int, Glance | None] = {}

    def clear(self) -> None:
        """Forget them, for a new test."""
        self._connections.clear()
        self._equal.clear()

    def __contains__(self, number: int) -> bool:
        return number in self._connections

    def __getitem__(self, number: int) -> sqlite3.Connection:
        """Return a connection by its number; KeyError if there is none."""
        return self._connections[number]

    def number_of(self, connection: object) -> int | None:
        """Return the number of a connection; None if there is none."""
        return next((number for number, one in self._connections.items() if one is connection), None)

    def add(self, connection: sqlite3.Connection, number: int | None = None) -> int:
        """Add a connection; without a number it gets the next one, and is not yet equal to anything."""
        number = len(self._connections) if number is None else number
        self._connections[number] = connection
        self._equal[number] = None
        return number

    def set_equal(self, number: int, *, equal: bool = True) -> None:
        """Note that both sides are equal now, or that they no longer are."""
        from newspace_grading.engine.protocol.sync.database_sync import glance

        self._equal[number] = glance(self._connections[number]) if equal else None

    def read_changed(self, number: int) -> DatabaseState | None:
        """Read a database if it is not as it was when both were equal, and take that for equal from now on.

        Raises
        ------
        sqlite3.Error, NotSerializableError
            As `read_database`.
        """
        from newspace_grading.engine.protocol.sync.database_sync import glance, read_database

        if self._equal[number] == glance(self._connections[number]):
            return None
        state = read_database(self._connections[number])
        self.set_equal(number)
        return state

    def numbers(self) -> Iterator[int]:
        """Give all numbers."""
        yield from list(self._connections)
