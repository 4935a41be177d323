"""Copy databases of sqlite from one side to the other: content, an open transaction, and the settings that a program notices.

A database crosses as its pages. Where a transaction is open, its pages as they are committed cross as well: a program that forgets to
commit must lose its rows on the other side, too, when the other side rolls back.
"""

from __future__ import annotations

import base64
import contextlib
import sqlite3
from dataclasses import dataclass
from typing import Any

from newspace_grading.engine.protocol.codec.scalars import NotSerializableError

MAX_DATABASE_BYTES = 16 * 2**20
_WAL, _ROLLBACK = (
    b"\x02\x02",
    b"\x01\x01",
)  # how a database is written, in its header: only a file can have a log beside it
_JOURNAL_MODE = slice(18, 20)
Glance = tuple[bytes, bool, bool, bool, str | None]
"""What changes with a database: its pages, whether a transaction is open, and the settings of the connection."""


@dataclass(frozen=True)
class DatabaseState:
    """A database as a connection sees it.

    Attributes
    ----------
    content : bytes
        Its pages; none if there is nothing in it yet.
    committed : bytes or None
        The same as it is committed, if a transaction is open.
    named : bool
        Whether rows are given as `sqlite3.Row`.
    foreign_keys : bool
        Whether foreign keys are enforced.
    isolation_level : str or None
        As `sqlite3.Connection.isolation_level`.
    """

    content: bytes
    committed: bytes | None
    named: bool
    foreign_keys: bool
    isolation_level: str | None

    def encode(self) -> dict[str, Any]:
        """Encode it in JSON's terms."""
        return {
            "content": base64.b64encode(self.content).decode("ascii"),
            "committed": None if self.committed is None else base64.b64encode(self.committed).decode("ascii"),
            "named": self.named,
            "foreign keys": self.foreign_keys,
            "isolation": self.isolation_level,
        }

    @classmethod
    def decode(cls, raw: Any) -> DatabaseState:
        """Decode one that arrived.

        Raises
        ------
        NotSerializableError
            If it is broken.
        """
        try:
            content = base64.b64decode(raw["content"], validate=True)
            committed = None if raw["committed"] is None else base64.b64decode(raw["committed"], validate=True)
            named, foreign_keys, isolation = raw["named"], raw["foreign keys"], raw["isolation"]
        except (TypeError, ValueError, LookupError):
            raise NotSerializableError("a database arrived broken") from None
        if isolation not in _ISOLATION_LEVELS or len(content) + len(committed or b"") > 2 * MAX_DATABASE_BYTES:
            raise NotSerializableError("a database arrived broken")
        return cls(content, committed, named is True, foreign_keys is True, isolation)


_ISOLATION_LEVELS = (None, "", "DEFERRED", "IMMEDIATE", "EXCLUSIVE")


def glance(connection: sqlite3.Connection) -> Glance:
    """Look at a database without changing anything.

    Raises
    ------
    sqlite3.ProgrammingError
        If the connection is closed.
    NotSerializableError
        If the database is too large, or the connection has settings that do not cross.
    """
    if connection.row_factory not in (None, sqlite3.Row) or not _has_usual_transactions(connection):
        raise NotSerializableError("the connection to the database has settings that do not cross")
    content = _pages(connection)
    if len(content) > MAX_DATABASE_BYTES:
        raise NotSerializableError("the database is too large to cross")
    ((foreign_keys,),) = _rows(connection, "PRAGMA foreign_keys")
    named = connection.row_factory is sqlite3.Row
    return content, connection.in_transaction, named, bool(foreign_keys), connection.isolation_level


def read_database(connection: sqlite3.Connection) -> DatabaseState:
    """Read a database; one with an open transaction is rolled back for a moment.

    Raises
    ------
    sqlite3.Error, NotSerializableError
        As `glance`; or if the transaction has changed the tables themselves, or there are triggers.
    """
    content, in_transaction, named, foreign_keys, isolation_level = glance(connection)
    committed = None
    if in_transaction:
        connection.rollback()
        committed = _pages(connection)
        _begin_with(connection, content)
    return DatabaseState(content, committed, named, foreign_keys, isolation_level)


def write_database(connection: sqlite3.Connection, state: DatabaseState) -> None:
    """Give a connection's database another state; one that is a file changes with it.

    Raises
    ------
    sqlite3.Error, NotSerializableError
        If the state is broken, or the database is in use.
    """
    if connection.in_transaction:
        connection.rollback()
    base = state.content if state.committed is None else state.committed
    if connection.isolation_level != state.isolation_level:
        connection.isolation_level = state.isolation_level  # type: ignore[assignment]  # `DatabaseState.decode` has looked
    with contextlib.closing(_opened(base)) as source:
        source.backup(connection)
    connection.row_factory = sqlite3.Row if state.named else None
    connection.execute(f"PRAGMA foreign_keys = {int(state.foreign_keys)}")
    if state.committed is not None:
        _begin_with(connection, state.content)


def _has_usual_transactions(connection: sqlite3.Connection) -> bool:
    """Tell whether transactions begin and end as in all versions of Python."""
    usual = getattr(sqlite3, "LEGACY_TRANSACTION_CONTROL", None)  # since Python 3.12
    return getattr(connection, "autocommit", usual) == usual


def _pages(connection: sqlite3.Connection) -> bytes:
    try:
        content = connection.serialize()
    except sqlite3.OperationalError:  # there is nothing in it yet
        return b""
    if content[_JOURNAL_MODE] == _WAL:
        content = content[: _JOURNAL_MODE.start] + _ROLLBACK + content[_JOURNAL_MODE.stop :]
    return content


def _opened(content: bytes) -> sqlite3.Connection:
    """Open pages as a database of its own, once they are found sound: what arrives may be made up.

    Raises
    ------
    NotSerializableError
        If they are not.
    """
    connection = sqlite3.connect(":memory:")
    try:
        if content:
            connection.deserialize(content)
            connection.execute("PRAGMA trusted_schema = OFF")
            if connection.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
                raise NotSerializableError("a database arrived broken")
    except (sqlite3.Error, NotSerializableError):
        connection.close()
        raise NotSerializableError("a database arrived broken") from None
    return connection


def _begin_with(connection: sqlite3.Connection, content: bytes) -> None:
    """Begin a transaction, and give all tables the rows of another database in it."""
    with contextlib.closing(_opened(content)) as source:
        schema = _rows(source, _SCHEMA)
        if schema != _rows(connection, _SCHEMA) or any(_is_out_of_the_ordinary(*one) for one in schema):
            raise NotSerializableError("a transaction is open that has changed more than rows")
        connection.execute("BEGIN")
        connection.execute("PRAGMA defer_foreign_keys = ON")
        tables = [_Table(source, name) for kind, name, _sql in schema if kind == "table"]
        changed = [one for one in tables if repr(one.rows(source)) != repr(one.rows(connection))]
        _empty(connection, changed)
        for one in changed:
            connection.executemany(one.insertion, one.rows(source))


def _empty(connection: sqlite3.Connection, tables: list[_Table]) -> None:
    """Delete all rows of some tables, in an order that the foreign keys allow."""
    waiting = list(tables)
    while waiting:
        left = []
        for one in waiting:
            try:
                connection.execute(f"DELETE FROM {one.quoted}")  # noqa: S608 - quoted
            except sqlite3.IntegrityError:
                left.append(one)
        if len(left) == len(waiting):
            raise NotSerializableError("a transaction is open whose foreign keys form a circle")
        waiting = left


# `sqlite_sequence`, in which tables with AUTOINCREMENT count, comes last: filling those changes it, and its rows are replaced.
_SCHEMA = "SELECT type, name, sql FROM sqlite_master ORDER BY name LIKE 'sqlite%', type, name"


def _is_out_of_the_ordinary(kind: str, _name: str, sql: str | None) -> bool:
    return kind == "trigger" or str(sql).upper().startswith("CREATE VIRTUAL")


class _Table:
    """A table whose rows are copied, with the numbers that sqlite gives them."""

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self.quoted = _quoted(name)
        columns = [row[1] for row in _rows(connection, f"PRAGMA table_xinfo({self.quoted})") if row[-1] == 0]
        names = [_quoted(one) for one in columns]
        if not any(one.lower() == "rowid" for one in columns) and self._has_numbers(connection):
            names.insert(0, "rowid")
        listed = ", ".join(names)
        self._selection = f"SELECT {listed} FROM {self.quoted}"  # noqa: S608 - quoted
        self.insertion = f"INSERT OR REPLACE INTO {self.quoted} ({listed}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608

    def _has_numbers(self, connection: sqlite3.Connection) -> bool:
        with contextlib.suppress(sqlite3.OperationalError):
            _rows(connection, f"SELECT rowid FROM {self.quoted} LIMIT 0")  # noqa: S608 - quoted
            return True
        return False

    def rows(self, connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
        """Read all rows."""
        return _rows(connection, self._selection)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _rows(connection: sqlite3.Connection, query: str) -> list[tuple[Any, ...]]:
    """Read rows as plain tuples, whatever the connection gives."""
    cursor = connection.cursor()
    cursor.row_factory = None
    return cursor.execute(query).fetchall()
