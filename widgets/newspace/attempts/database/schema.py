"""Schema of the progress file and its migrations.

``user_version`` is the number of migrations applied; ``application_id`` tells our files from those of other programs.
"""

from __future__ import annotations

import sqlite3

from newspace.attempts.database.errors import Trouble
from newspace.core.i18n import _

#: "NSPR" in ASCII, at byte 68 of the file.
APPLICATION_ID = 0x4E535052

Row = tuple[str, str, str, float, int, str]
"""An attempt as the file holds it: the columns below, the answer as JSON, the time as ISO 8601 in UTC."""

COLUMNS = "unit, question, answer, score, hints_used, time"
INSERT = f"INSERT INTO attempt ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608 - the names are our own
# By time, because what was imported was stored later than it was given; all times are in UTC and written alike.
SELECT = f"SELECT {COLUMNS} FROM attempt ORDER BY time, id"  # noqa: S608 - the same

GradedRow = tuple[str, float, float, float, str]
"""An exercise that was graded, as the file holds it: unit, points, points that there are, points that wait for a person, time."""

GRADED_COLUMNS = "unit, points, possible, waiting, time"
INSERT_GRADED = f"INSERT INTO graded ({GRADED_COLUMNS}) VALUES (?, ?, ?, ?, ?)"  # noqa: S608 - the names are our own
SELECT_GRADED = f"SELECT {GRADED_COLUMNS} FROM graded ORDER BY time, id"  # noqa: S608 - the same
GRADED_SINCE = 2
"""The version of a file that holds them at the earliest."""

PredictionRow = tuple[str, str, str]
"""What was predicted before an explorer's first run, as the file holds it: explorer, prediction, time."""

INSERT_PREDICTION = "INSERT INTO prediction (explorer, predicted, time) VALUES (?, ?, ?)"
SELECT_PREDICTIONS = "SELECT explorer, predicted, time FROM prediction ORDER BY time, id"
PREDICTIONS_SINCE = 3
"""The version of a file that holds what was predicted before an explorer's first run at the earliest."""

SettingsRow = tuple[str, str, str]
"""How an explorer was set, as the file holds it: its name, the values of its controls as JSON, time."""

INSERT_SETTINGS = "INSERT INTO settings (explorer, chosen, time) VALUES (?, ?, ?)"
SELECT_SETTINGS = "SELECT explorer, chosen, time FROM settings ORDER BY time, id"
SETTINGS_SINCE = 4
"""The version of a file that holds how an explorer was last set at the earliest."""

#: Migration n leads from version n to version n + 1. Migrations are only added, never changed: learners have files of every version.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE attempt (
            id INTEGER PRIMARY KEY,
            unit TEXT NOT NULL,
            question TEXT NOT NULL,
            answer TEXT NOT NULL,
            score REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
            hints_used INTEGER NOT NULL CHECK (hints_used >= 0),
            time TEXT NOT NULL
        )
        """,
        "CREATE INDEX attempt_by_question ON attempt (unit, question, id)",
        # Spaced review needs every attempt with its time, so a trigger refuses to change one.
        """
        CREATE TRIGGER attempt_is_never_changed BEFORE UPDATE ON attempt
        BEGIN SELECT RAISE(ABORT, 'an attempt is never changed'); END
        """,
    ),
    (
        """
        CREATE TABLE graded (
            id INTEGER PRIMARY KEY,
            unit TEXT NOT NULL,
            points REAL NOT NULL CHECK (points >= 0),
            possible REAL NOT NULL CHECK (possible >= points),
            waiting REAL NOT NULL CHECK (waiting >= 0),
            time TEXT NOT NULL
        )
        """,
    ),
    (
        """
        CREATE TABLE prediction (
            id INTEGER PRIMARY KEY,
            explorer TEXT NOT NULL,
            predicted TEXT NOT NULL,
            time TEXT NOT NULL
        )
        """,
    ),
    (
        """
        CREATE TABLE settings (
            id INTEGER PRIMARY KEY,
            explorer TEXT NOT NULL,
            chosen TEXT NOT NULL,
            time TEXT NOT NULL
        )
        """,
    ),
)


def read_pragma(connection: sqlite3.Connection, pragma: str) -> int:
    """Read an integer PRAGMA."""
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


def checked_version(connection: sqlite3.Connection) -> int:
    """Return the schema version of a file that is ours or still empty.

    Raises
    ------
    Trouble
        If the file belongs to another program, or to a newer version of the course.
    """
    version = read_pragma(connection, "user_version")
    owner = read_pragma(connection, "application_id")
    if owner != APPLICATION_ID:
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if owner or version or tables:
            raise Trouble(_("This file belongs to another program."), _("Choose another file with NEWSPACE_PROGRESS."))
    if version > len(MIGRATIONS):
        raise Trouble(
            _(
                "This file of answers was written by a newer version of the course (format {there}, this version knows {here})."
            ).format(there=version, here=len(MIGRATIONS)),
            _("Update the course (git pull, then make lab)."),
        )
    return version


def migrate(connection: sqlite3.Connection) -> None:
    """Apply the missing migrations inside the caller's transaction.

    Raises
    ------
    Trouble
        As `checked_version`.
    """
    version = checked_version(connection)
    if version == len(MIGRATIONS):
        return
    for step in MIGRATIONS[version:]:
        for statement in step:
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
