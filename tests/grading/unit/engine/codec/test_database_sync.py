"""Databases that cross: their state is the same on the other side, and nothing broken is taken over."""

# ruff: noqa: S608 - queries made from the names of a test

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from newspace_grading.engine.protocol.codec.scalars import NotSerializableError
from newspace_grading.engine.protocol.sync.database_sync import DatabaseState, glance, read_database, write_database
from newspace_grading.engine.protocol.sync.known_databases import KnownDatabases

ODD = '"a ""name"" "'
TABLES = f"""
create table {ODD} (id integer primary key autoincrement, x, twice generated always as (x * 2));
create table without (k text primary key, v) without rowid;
create table plain (v);
create view seen as select v from plain;
create index fast on plain (v);
"""


def made() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.executescript(TABLES)
    connection.execute("insert into plain (rowid, v) values (7, x'00ff')")
    connection.commit()
    return connection


def crossed(connection: sqlite3.Connection) -> sqlite3.Connection:
    other = sqlite3.connect(":memory:")
    write_database(other, DatabaseState.decode(read_database(connection).encode()))
    return other


def dump(connection: sqlite3.Connection) -> list[Any]:
    tables = (ODD, "plain", "without", "seen", "sqlite_sequence")
    return [connection.execute(f"select * from {table}").fetchall() for table in tables]


def test_open_transaction_is_open_on_the_other_side() -> None:
    connection = made()
    connection.execute(f"insert into {ODD} (x) values (1), (2)")
    connection.execute("insert into without values ('k', 1.0)")
    connection.execute("update plain set v = null")
    other = crossed(connection)
    assert connection.in_transaction
    assert other.in_transaction
    assert dump(other) == dump(connection)
    assert other.execute("select rowid, v from plain").fetchall() == [(7, None)]
    connection.rollback()
    other.rollback()
    assert dump(other) == dump(connection)
    assert dump(made()) == dump(other)


@pytest.mark.parametrize("ddl", ["create table new (a)", "drop table plain"])
def test_transaction_that_changes_tables_does_not_cross(ddl: str) -> None:
    connection = made()
    connection.execute("insert into plain values (1)")
    connection.execute(ddl)
    with pytest.raises(NotSerializableError):
        read_database(connection)


def test_settings_cross() -> None:
    connection = made()
    connection.execute("pragma foreign_keys = on")
    connection.row_factory = sqlite3.Row
    connection.isolation_level = None
    other = crossed(connection)
    assert glance(other)[1:] == glance(connection)[1:] == (False, True, True, None)


def test_rows_that_a_function_makes_do_not_cross() -> None:
    connection = made()
    connection.row_factory = lambda _cursor, row: row
    with pytest.raises(NotSerializableError):
        glance(connection)


def damaged(content: bytes) -> bytes:
    return content[:4096] + b"\xff" * 4096 + content[8192:]


@pytest.mark.parametrize(
    "change",
    [
        {"content": "no base64"},
        {"content": 3},
        {"isolation": "'; drop table plain; --"},
        {"content": "AAAA"},
        {"committed": "AAAA"},
    ],
)
def test_broken_state_is_refused(change: dict[str, Any]) -> None:
    connection = made()
    raw = read_database(connection).encode() | change
    with pytest.raises(NotSerializableError):
        write_database(connection, DatabaseState.decode(raw))
    assert connection.execute("select v from plain").fetchall() == [(b"\x00\xff",)]


def test_damaged_pages_are_refused() -> None:
    connection = made()
    state = read_database(connection)
    broken = DatabaseState(damaged(state.content), None, named=False, foreign_keys=False, isolation_level="")
    with pytest.raises(NotSerializableError):
        write_database(connection, broken)


def test_known_database_is_read_only_where_it_has_changed() -> None:
    known = KnownDatabases()
    connection = made()
    number = known.add(connection)
    assert known.read_changed(number) is not None
    assert known.read_changed(number) is None
    connection.execute("insert into plain values (1)")
    assert known.read_changed(number) is not None
    assert known.read_changed(number) is None
    known.set_equal(number, equal=False)
    assert known.read_changed(number) is not None
