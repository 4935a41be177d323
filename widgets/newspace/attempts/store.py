"""Append-only, durable store of a learner's attempts; a failing file never interrupts the learner."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from newspace.attempts.database import recovery, transaction
from newspace.attempts.database.errors import Trouble
from newspace.attempts.database.schema import (
    GRADED_SINCE,
    INSERT,
    INSERT_GRADED,
    INSERT_PREDICTION,
    INSERT_SETTINGS,
    PREDICTIONS_SINCE,
    SELECT,
    SELECT_GRADED,
    SELECT_PREDICTIONS,
    SELECT_SETTINGS,
    SETTINGS_SINCE,
    GradedRow,
    PredictionRow,
    Row,
    SettingsRow,
)
from newspace.core.i18n import _

#: How long the first call waits for a file that another process has locked; later calls must not delay the learner again.
PATIENCE_S = 3.0
_IN_TROUBLE_S = 0.1

_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Attempt:
    """One answer to one question.

    Parameters
    ----------
    unit, question : str
        The ids of the unit and of the question.
    answer : object
        What the learner gave, as plain data.
    score : float
        0 to 1.
    hints_used : int
        How many hints had been shown.
    time : datetime
        When it was given, in UTC.
    attempts : int
        The number of attempts at this question, this one included.
    best : float
        The best score on this question up to and including this one.
    """

    unit: str
    question: str
    answer: Any
    score: float
    hints_used: int
    time: datetime
    attempts: int
    best: float


@dataclass(frozen=True)
class GradedExercise:
    """The result of grading one of the learner's exercises, and its time.

    ``waiting`` are points that only a person can give; they are part of ``possible``.
    """

    unit: str
    points: float
    possible: float
    waiting: float
    time: datetime


@dataclass(frozen=True)
class Predicted:
    """What the learner predicted before the first run of an explorer, and its time."""

    explorer: str
    predicted: str
    time: datetime


@dataclass(frozen=True)
class Settings:
    """How the learner last set the controls of an explorer, and when."""

    explorer: str
    chosen: dict[str, Any]
    time: datetime


class Store:
    """The attempts in one file, opened with `newspace.attempts.location.open_store`.

    A file that cannot be used never stops a quiz: attempts are then kept in memory, each further one tries the file again, and
    ``notice`` says what is wrong, where, and what to do.
    """

    def __init__(self, path: Path, *, own_place: bool) -> None:
        self.path = path
        self._own_place = own_place
        self._waiting: list[Row] = []
        self._trouble: Trouble | None = None
        self._rescued = ""
        self._lock = threading.RLock()
        self._keep()  # so that an error is known before the first answer is given

    @property
    def notice(self) -> str:
        """A message if answers cannot be kept in the file: why, where, and what to do; empty otherwise."""
        if self._trouble is None:
            return self._rescued
        return "\n".join(
            [
                _("{what} Your answers are kept until this notebook's kernel stops, and no longer.").format(
                    what=self._trouble.what
                ),
                _("Where: {path}").format(path=self.path),
                _("What to do: {remedy}").format(remedy=self._trouble.remedy),
            ]
        )

    def record(self, unit: str, question_id: str, *, answer: object, score: float, hints_used: int = 0) -> None:
        """Store an attempt; on return it is on disk, or ``notice`` says why not.

        Parameters
        ----------
        unit, question_id : str
            What was answered.
        answer : object
            Plain data: what JSON can hold.
        score : float
            0 to 1.
        hints_used : int
            How many hints had been shown.

        Raises
        ------
        ValueError, TypeError
            If the score does not lie in 0 to 1, hints are negative, or the answer is no plain data.
        """
        if not 0 <= score <= 1:
            raise ValueError(f"score must lie between 0 and 1; got {score}")
        if hints_used < 0:
            raise ValueError(f"hints_used cannot be negative; got {hints_used}")
        text = json.dumps(answer, ensure_ascii=False, allow_nan=False)
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        with self._lock:
            self._waiting.append((unit, question_id, text, float(score), int(hints_used), now))
            self._keep()

    def attempts(self, unit: str | None = None) -> tuple[Attempt, ...]:
        """Return every attempt (of one unit), oldest first."""
        with self._lock:
            rows = self._using(lambda wait: transaction.query_rows(self.path, SELECT, (), wait)) or []
            found: list[Attempt] = []
            last: dict[tuple[str, str], Attempt] = {}
            for row in [*rows, *self._waiting]:
                attempt = _attempt(row)
                if attempt is None:
                    continue
                key = (attempt.unit, attempt.question)
                if key in last:
                    attempt = replace(attempt, attempts=last[key].attempts + 1, best=max(attempt.best, last[key].best))
                last[key] = attempt
                found.append(attempt)
        return tuple(attempt for attempt in found if unit in (None, attempt.unit))

    def latest(self, unit: str) -> dict[str, Attempt]:
        """Return the last attempt on each question of a unit, by question id; it includes the number of attempts and the best score."""
        return {attempt.question: attempt for attempt in self.attempts(unit)}

    def latest_by_unit(self) -> dict[str, dict[str, Attempt]]:
        """Return what `latest` returns of each unit that has attempts, with one reading of the file."""
        found: dict[str, dict[str, Attempt]] = {}
        for attempt in self.attempts():
            found.setdefault(attempt.unit, {})[attempt.question] = attempt
        return found

    def record_graded(self, unit: str, *, points: float, possible: float, waiting: float = 0) -> None:
        """Store the result of grading an exercise; if the file cannot be written it is lost, and ``notice`` says why.

        Raises
        ------
        ValueError
            If there are more points than possible, or fewer than none.
        """
        if not 0 <= points <= possible or not 0 <= waiting <= possible:
            raise ValueError(f"points and waiting must lie between 0 and {possible}; got {points} and {waiting}")
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        row: GradedRow = (unit, float(points), float(possible), float(waiting), now)
        self._insert(INSERT_GRADED, row)

    def graded(self) -> tuple[GradedExercise, ...]:
        """Return every stored grading of an exercise, oldest first."""
        with self._lock:
            rows = (
                self._using(lambda wait: transaction.query_rows(self.path, SELECT_GRADED, (), wait, since=GRADED_SINCE))
                or []
            )
        return tuple(found for found in map(_graded, rows) if found is not None)

    def record_prediction(self, explorer: str, predicted: str) -> None:
        """Store what was predicted before the first run of an explorer; if the file cannot be written it is lost, and ``notice`` says why."""
        row = (explorer, predicted, datetime.now(UTC).isoformat(timespec="milliseconds"))
        self._insert(INSERT_PREDICTION, row)

    def predictions(self) -> tuple[Predicted, ...]:
        """Return everything that was predicted, oldest first."""
        with self._lock:
            rows = self._using(
                lambda wait: transaction.query_rows(self.path, SELECT_PREDICTIONS, (), wait, since=PREDICTIONS_SINCE)
            )
        return tuple(found for found in map(_prediction, rows or []) if found is not None)

    def record_settings(self, explorer: str, chosen: Mapping[str, float | str]) -> None:
        """Store how an explorer was set; if the file cannot be written it is lost, and ``notice`` says why."""
        row = (explorer, json.dumps(dict(chosen)), datetime.now(UTC).isoformat(timespec="milliseconds"))
        self._insert(INSERT_SETTINGS, row)

    def settings(self, explorer: str) -> dict[str, Any]:
        """Return how an explorer was last set; empty if it never was, or if what the file holds cannot be read."""
        last = self.all_settings().get(explorer)
        return last.chosen if last else {}

    def all_settings(self) -> dict[str, Settings]:
        """Return how each explorer was last set, by its name."""
        with self._lock:
            rows = self._using(
                lambda wait: transaction.query_rows(self.path, SELECT_SETTINGS, (), wait, since=SETTINGS_SINCE)
            )
        return {found.explorer: found for found in map(_settings, rows or []) if found is not None}

    def add_missing(
        self,
        attempts: Sequence[Row],
        graded: Sequence[GradedRow] = (),
        predictions: Sequence[PredictionRow] = (),
        settings: Sequence[SettingsRow] = (),
    ) -> int:
        """Add what the file does not hold yet, in one transaction; return the number of attempts that were added.

        Raises
        ------
        Trouble
            If the file cannot be written; nothing is added then.
        """

        def work(connection: sqlite3.Connection) -> int:
            _add_missing(connection, SELECT_GRADED, INSERT_GRADED, graded)
            _add_missing(connection, SELECT_PREDICTIONS, INSERT_PREDICTION, predictions)
            _add_missing(connection, SELECT_SETTINGS, INSERT_SETTINGS, settings)
            return _add_missing(connection, SELECT, INSERT, attempts)

        with self._lock:
            self._keep()
            return transaction.run_transaction(self.path, work, PATIENCE_S)

    def erase(self) -> int:
        """Delete every attempt, grading, prediction and setting, in the file and in memory; return the number of attempts.

        Raises
        ------
        Trouble
            If the file cannot be written; nothing is deleted then.
        """
        with self._lock:
            count = transaction.run_transaction(self.path, _delete_all, PATIENCE_S) + len(self._waiting)
            self._waiting.clear()
            self._trouble = None
        return count

    def _insert(self, statement: str, row: tuple[object, ...]) -> None:
        """Write one row to the file, if it can be written."""
        with self._lock:
            self._using(
                lambda wait: transaction.run_transaction(
                    self.path, lambda connection: connection.execute(statement, row), wait
                )
            )

    def _keep(self) -> None:
        """Write the attempts kept in memory to the file, if it can be written."""
        if self._using(self._append):
            self._waiting.clear()
            self._trouble = None

    def _append(self, wait_s: float) -> bool:
        def work(connection: sqlite3.Connection) -> bool:
            connection.executemany(INSERT, self._waiting)
            return True

        return transaction.run_transaction(self.path, work, wait_s)

    def _using(self, work: Callable[[float], _Result]) -> _Result | None:
        """Run ``work`` on the file; None, and a notice, if it cannot be used. A damaged file is set aside first."""
        wait_s = PATIENCE_S if self._trouble is None else _IN_TROUBLE_S
        try:
            try:
                return work(wait_s)
            except Trouble as trouble:
                if not trouble.damaged:
                    raise
                self._rescued = recovery.set_aside(self.path, own_place=self._own_place) or self._rescued
                return work(wait_s)
        except Trouble as trouble:
            self._trouble = trouble
            return None


def _add_missing(connection: sqlite3.Connection, select: str, insert: str, rows: Sequence[tuple[object, ...]]) -> int:
    """Insert those rows that a table does not hold, each once; return how many they are."""
    known = set(connection.execute(select).fetchall())
    missing = [row for row in dict.fromkeys(rows) if row not in known]
    connection.executemany(insert, missing)
    return len(missing)


def _delete_all(connection: sqlite3.Connection) -> int:
    connection.execute("PRAGMA secure_delete = ON")  # overwrite the deleted answers
    connection.execute("DELETE FROM graded")
    connection.execute("DELETE FROM prediction")
    connection.execute("DELETE FROM settings")
    return connection.execute("DELETE FROM attempt").rowcount


def _attempt(row: Any) -> Attempt | None:
    """Convert a row to an attempt; None for an invalid row, such as one edited by hand."""
    unit, question, answer, score, hints_used, time = row
    try:
        plain, moment = json.loads(answer), datetime.fromisoformat(time)
    except (TypeError, ValueError):
        return None
    return Attempt(unit, question, plain, score, hints_used, moment, attempts=1, best=score)


def _graded(row: Any) -> GradedExercise | None:
    """Convert a row to a grading; None for an invalid row, such as one edited by hand."""
    unit, points, possible, waiting, time = row
    try:
        return GradedExercise(unit, float(points), float(possible), float(waiting), datetime.fromisoformat(time))
    except (TypeError, ValueError):
        return None


def _prediction(row: Any) -> Predicted | None:
    """Convert a row to a prediction; None for an invalid row, such as one edited by hand."""
    explorer, predicted, time = row
    try:
        return Predicted(str(explorer), str(predicted), datetime.fromisoformat(time))
    except (TypeError, ValueError):
        return None


def _settings(row: Any) -> Settings | None:
    """Convert a row to settings; None for an invalid row, such as one edited by hand."""
    explorer, chosen, time = row
    try:
        plain = json.loads(str(chosen))
        return Settings(str(explorer), plain, datetime.fromisoformat(time)) if isinstance(plain, dict) else None
    except (TypeError, ValueError):
        return None
