"""Short transactions on the progress file.

Every call opens the file, does its work and closes it again: nothing stays locked between two answers, and a kernel that is
killed leaves at most a journal, which the next call rolls back by itself.

The journal is the old rollback journal and not the write-ahead log: the log needs memory that all processes share, which a
network file system (a school's home folders) does not have.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TypeVar

from newspace.attempts.database import browser_lock, schema
from newspace.attempts.database.errors import from_error

Result = TypeVar("Result")


@contextmanager
def _open(path: Path, timeout_s: float, *, reading: bool = False) -> Iterator[sqlite3.Connection]:
    # isolation_level None: sqlite3 opens no transaction by itself; this module begins and ends each one.
    if browser_lock.in_browser():
        with _in_memory(path, reading=reading) as connection:
            yield connection
        return
    with closing(sqlite3.connect(path, timeout=timeout_s, isolation_level=None)) as connection:
        yield connection


@contextmanager
def _in_memory(path: Path, *, reading: bool) -> Iterator[sqlite3.Connection]:
    """Open a file of the browser's storage: read whole, and written whole after the work unless that was reading only.

    There every look at a file is a request to the page, which takes about 10 ms, and SQLite looks twenty times in a transaction.
    What is read comes in one piece, so only who writes has to be alone.
    """
    lock = nullcontext() if reading else browser_lock.alone()
    with lock, closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        with suppress(FileNotFoundError):
            if content := path.read_bytes():
                connection.deserialize(content)
        yield connection
        if not reading:
            path.write_bytes(connection.serialize())


def run_transaction(path: Path, work: Callable[[sqlite3.Connection], Result], timeout_s: float) -> Result:
    """Run ``work`` in one immediate transaction on a file migrated to the newest version.

    Immediate, because two transactions that begin by reading and then want to write would block each other.

    Raises
    ------
    Trouble
        If the file cannot be used; it is unchanged then.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _open(path, timeout_s) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            # EXTRA also syncs the removal of the journal, so that a committed answer survives a power cut.
            connection.execute("PRAGMA synchronous = EXTRA")
            connection.execute("BEGIN IMMEDIATE")
            try:
                schema.migrate(connection)
                # Deletes nothing, but needs write permission: a read-only file is noticed before the first answer.
                connection.execute("DELETE FROM attempt WHERE 0")
                result = work(connection)
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # on a full disk SQLite has already rolled back
                    connection.execute("ROLLBACK")
                raise
            return result
    except (OSError, sqlite3.Error) as error:
        raise from_error(error) from error


def query_rows(
    path: Path, query: str, values: tuple[object, ...], timeout_s: float, *, since: int = 1
) -> list[tuple[object, ...]]:
    """Return the rows of a query, also of a read-only file; none if there is no file, or one of a version before ``since``.

    Raises
    ------
    Trouble
        If the file cannot be used.
    """
    try:
        if not browser_lock.in_browser() and not path.exists():
            return []
        with _open(path, timeout_s, reading=True) as connection:
            return connection.execute(query, values).fetchall() if schema.checked_version(connection) >= since else []
    except (OSError, sqlite3.Error) as error:
        raise from_error(error) from error
