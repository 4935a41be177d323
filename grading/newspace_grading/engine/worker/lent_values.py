"""Copies of what the test has handed over and what is no plain data: databases, and objects of libraries."""

from __future__ import annotations

import base64
import pickle
import sys
from collections.abc import Iterator
from typing import Any

from newspace_grading.engine.protocol.codec.scalars import NotSerializableError
from newspace_grading.engine.protocol.sync.known_databases import KnownDatabases


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


class DatabaseCopies:
    """Copies of the test's databases, by the judge's numbers."""

    def __init__(self) -> None:
        self._known = KnownDatabases()

    def clear(self) -> None:
        """Forget them, for a new test."""
        self._known.clear()

    def open(self, raw: dict[str, Any]) -> Any:
        """Return a connection to a copy, or a cursor of one; with a state, the copy gets that."""
        import sqlite3

        from newspace_grading.engine.protocol.sync.database_sync import DatabaseState, write_database

        number = int(raw["n"])
        if number not in self._known:
            self._known.add(sqlite3.connect(":memory:"), number)
        connection = self._known[number]
        if "v" in raw:
            write_database(connection, DatabaseState.decode(raw["v"]))
            self._known.set_equal(number)
        return connection.cursor() if raw.get("cursor") else connection

    def number_of(self, value: object) -> int | None:
        """Return the number of the database to which a value is a copy's connection; None for anything else."""
        return self._known.number_of(value)

    def take_changed(self) -> Iterator[tuple[int, Any]]:
        """Give the copies that have changed, by number; None for one that is closed.

        Raises
        ------
        NotSerializableError
            If one cannot cross as it is now.
        """
        for number in self._known.numbers():
            try:
                state = self._known.read_changed(number)
            except sys.modules["sqlite3"].ProgrammingError:
                yield number, None
                continue
            except sys.modules["sqlite3"].Error as error:
                raise NotSerializableError(f"the database that the test hands over is changed ({error})") from None
            if state is not None:
                yield number, state.encode()
