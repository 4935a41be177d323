"""Recovery of a damaged progress file: it is set aside, never deleted, and its readable rows go into a new one."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from newspace.attempts.database import transaction
from newspace.attempts.database.errors import Trouble
from newspace.attempts.database.schema import APPLICATION_ID, COLUMNS, INSERT, Row
from newspace.core.i18n import _

_STALE_AFTER_S = 60.0


def set_aside(path: Path, *, own_place: bool) -> str:
    """Move a damaged file aside and start a new one with every attempt that could be read; return what was done, in words.

    Parameters
    ----------
    path : Path
        The damaged file.
    own_place : bool
        Whether it is at the course's own path. Elsewhere only a file with our application id is moved: a learner may have
        named the wrong file.

    Raises
    ------
    Trouble
        If the file is not ours, another process is setting it aside just now, or it cannot be moved.
    """
    if not own_place and not _carries_our_mark(path):
        raise Trouble(
            _("This is not a file of answers."),
            _("It was left as it is. Choose another file with NEWSPACE_PROGRESS."),
        )
    with _alone(path):
        if not is_damaged(path):
            return ""  # another process has done it meanwhile
        rows = _readable(path)
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        aside = path.with_name(f"{path.stem}.damaged-{stamp}-{os.getpid()}{path.suffix}")
        try:
            path.rename(aside)
            journal = path.with_name(path.name + "-journal")
            if journal.exists():  # it belongs to the damaged file, and SQLite would apply it to the new one
                journal.rename(aside.with_name(aside.name + "-journal"))
        except OSError as error:
            raise Trouble(
                _("The file of your answers is damaged and cannot be moved ({reason}).").format(reason=error.strerror),
                _("Move it elsewhere, and keep it."),
            ) from error
        transaction.run_transaction(path, lambda connection: connection.executemany(INSERT, rows), timeout_s=5.0)
    return _(
        "The file of your answers was damaged. It was kept as {aside}; {count} answers were read from it into a new file."
    ).format(aside=aside, count=len(rows))


def damaged_copies(path: Path) -> list[Path]:
    """List the files that were set aside beside a progress file."""
    return sorted(path.parent.glob(f"{path.stem}.damaged-*{path.suffix}"))


def is_damaged(path: Path) -> bool:
    """Return whether SQLite finds the file damaged."""
    try:
        with contextlib.closing(sqlite3.connect(path)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
    except sqlite3.OperationalError:
        return False  # locked or not readable: no sign of damage
    except sqlite3.DatabaseError:
        return True


def _carries_our_mark(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(72)
    return head.startswith(b"SQLite format 3\0") and head[68:72] == APPLICATION_ID.to_bytes(4, "big")


def _readable(path: Path) -> list[Row]:
    """Read the attempts before and after the damage, one row at a time, so that a broken page loses only its own rows."""
    found: dict[int, Row] = {}
    for order in ("ASC", "DESC"):
        # Damaged bytes can raise any of SQLite's errors, or yield text that is not UTF-8.
        with (
            contextlib.suppress(sqlite3.Error, UnicodeDecodeError),
            contextlib.closing(sqlite3.connect(path)) as connection,
        ):
            for number, *row in connection.execute(f"SELECT id, {COLUMNS} FROM attempt ORDER BY id {order}"):  # noqa: S608
                if _whole(row):
                    found[number] = (row[0], row[1], row[2], row[3], row[4], row[5])
    return [found[number] for number in sorted(found)]


def _whole(row: list[object]) -> bool:
    kinds = (str, str, str, float, int, str)
    if not all(isinstance(value, kind) for value, kind in zip(row, kinds, strict=True)):
        return False
    try:
        json.loads(str(row[2]))
        datetime.fromisoformat(str(row[5]))
    except ValueError:
        return False
    return True


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold a lock while a file is set aside; a lock left by a killed process is taken over after a minute."""
    lock = path.with_name(path.name + "-rescue")
    busy = Trouble(_("Another notebook is repairing the file of your answers."), _("Your next answer tries again."))
    try:
        if lock.exists() and time.time() - lock.stat().st_mtime > _STALE_AFTER_S:
            lock.unlink(missing_ok=True)
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
    except FileExistsError as error:
        raise busy from error
    except OSError as error:
        raise Trouble(
            _("The file of your answers is damaged and its folder cannot be written ({reason}).").format(
                reason=error.strerror
            ),
            _("Keep the file, and correct the rights of its folder."),
        ) from error
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
