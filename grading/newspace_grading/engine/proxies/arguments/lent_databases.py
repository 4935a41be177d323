"""Databases of sqlite that the test hands over: what the learner's function writes into its copy is written here, too."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from newspace_grading.engine.protocol.codec.scalars import NotSerializableError
from newspace_grading.engine.protocol.sync.known_databases import KnownDatabases

if TYPE_CHECKING:
    import sqlite3

    from newspace_grading.engine.protocol.sync.database_sync import DatabaseState


class LentDatabases:
    """Connections of the test's, of whose databases the worker has copies."""

    def __init__(self) -> None:
        self._known = KnownDatabases()

    def clear(self) -> None:
        """Forget them, for a new test."""
        self._known.clear()

    def encode(self, value: Any) -> dict[str, Any] | None:
        """Encode a connection, or a cursor with which nothing was asked for yet; None for anything else, and where it cannot cross."""
        sqlite3 = sys.modules.get("sqlite3")
        if sqlite3 is None:
            return None
        is_cursor = type(value) is sqlite3.Cursor and value.description is None
        connection = value.connection if is_cursor else value
        if type(connection) is not sqlite3.Connection:
            return None
        number = self._known.number_of(connection)
        number = self._known.add(connection) if number is None else number
        try:
            state = self._known.read_changed(number)
        except (sqlite3.Error, NotSerializableError):
            return None
        return _envelope(number, state) | {"cursor": is_cursor}

    def refreshed(self) -> Iterator[dict[str, Any]]:
        """Encode those that the test has changed since both sides were equal."""
        for number in self._known.numbers():
            try:
                state = self._known.read_changed(number)
            except (sys.modules["sqlite3"].Error, NotSerializableError):
                continue
            if state is not None:
                yield _envelope(number, state)

    def get(self, number: object) -> sqlite3.Connection:
        """Return a connection by its number.

        Raises
        ------
        NotSerializableError
            If there is none.
        """
        if type(number) is not int or number not in self._known:
            raise NotSerializableError("a database arrived that was never handed over")
        return self._known[number]

    def take(self, number: int, raw: object) -> None:
        """Give a database the state that its copy has; none if that is closed.

        Raises
        ------
        NotSerializableError
            If that is broken, or cannot be written here.
        """
        import sqlite3

        from newspace_grading.engine.protocol.sync.database_sync import DatabaseState, write_database

        connection = self.get(number)
        if raw is None:
            connection.close()
            return
        try:
            write_database(connection, DatabaseState.decode(raw))
            self._known.set_equal(number)
        except sqlite3.Error as error:
            raise NotSerializableError(f"the database that the test hands over is changed ({error})") from None

    def leave(self, number: int) -> None:
        """Leave a database as it is here, although its copy has changed."""
        self.get(number)
        self._known.set_equal(number, equal=False)


def _envelope(number: int, state: DatabaseState | None) -> dict[str, Any]:
    return {"t": "database", "n": number, **({} if state is None else {"v": state.encode()})}
