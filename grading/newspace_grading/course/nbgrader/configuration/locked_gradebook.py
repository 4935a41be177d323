"""Let programs wait for a gradebook that another program is writing: SQLite by itself gives up after five seconds."""

from __future__ import annotations

from typing import Any

PATIENCE_S = 60.0
"""Seconds: longer than any of our commands, or a hundred presses of formgrader's buttons, hold a gradebook."""

_OPTION = "timeout"  # of Python's sqlite3.connect, and so of an address that SQLAlchemy reads


def with_lock_timeout(address: str, seconds: float = PATIENCE_S, *, replace: bool = False) -> str:
    """Return the address of a gradebook with the time to wait for its lock.

    Parameters
    ----------
    address : str
        As in ``c.CourseDirectory.db_url``; any but that of an SQLite file comes back as it is.
    seconds : float
        How long to wait.
    replace : bool
        Whether to take the place of a time that the address names itself.
    """
    place, _mark, options = address.partition("?")
    if not place.startswith("sqlite:///"):
        return address
    given = [part for part in options.split("&") if part]
    others = [part for part in given if not part.startswith(f"{_OPTION}=")]
    if len(others) < len(given) and not replace:
        return address
    return f"{place}?{'&'.join([*others, f'{_OPTION}={seconds:g}'])}"


def wait_for_locked_gradebook() -> None:
    """Let nbgrader's commands and formgrader, in this process, wait for a gradebook that another program is writing.

    A course calls it in its ``nbgrader_config.py``. An option in ``c.CourseDirectory.db_url`` would do the same, but
    ``nbgrader db upgrade`` takes it for a part of the file's name. An address that names a time itself keeps it.
    """
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    if not event.contains(Engine, "do_connect", _set_timeout):
        event.listen(Engine, "do_connect", _set_timeout)


def _set_timeout(dialect: Any, _record: Any, _arguments: Any, options: dict[str, Any]) -> None:
    if dialect.name == "sqlite":
        options.setdefault(_OPTION, PATIENCE_S)
