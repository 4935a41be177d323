"""How long programs wait for a gradebook that another one is writing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine

from newspace_grading.course.nbgrader.configuration import locked_gradebook
from newspace_grading.course.nbgrader.configuration.locked_gradebook import wait_for_locked_gradebook, with_lock_timeout


@pytest.fixture
def patient_process() -> Iterator[None]:
    """This process as a course's nbgrader_config.py sets it; afterwards as it was."""
    was = event.contains(Engine, "do_connect", locked_gradebook._set_timeout)
    wait_for_locked_gradebook()
    wait_for_locked_gradebook()  # formgrader and a command in one process read the file twice
    yield
    if not was:
        event.remove(Engine, "do_connect", locked_gradebook._set_timeout)


def wait_of(address: str) -> float:
    """Seconds that SQLite waits for a lock."""
    engine = create_engine(address)
    with engine.connect() as connection:
        milliseconds = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
    engine.dispose()
    return float(milliseconds) / 1000


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("sqlite:////class/gradebook.db", "sqlite:////class/gradebook.db?timeout=60"),
        (
            "sqlite:////class/gradebook.db?cached_statements=9",
            "sqlite:////class/gradebook.db?cached_statements=9&timeout=60",
        ),
        ("sqlite:////class/gradebook.db?timeout=90", "sqlite:////class/gradebook.db?timeout=90"),
        ("postgresql://grader:secret@school/grades", "postgresql://grader:secret@school/grades"),
    ],
)
def test_the_wait_is_added_to_the_address_of_a_file(address: str, expected: str) -> None:
    assert with_lock_timeout(address) == expected
    shorter = with_lock_timeout(address, 2, replace=True)
    assert ("timeout=2" in shorter) == address.startswith("sqlite")
    assert shorter.count("timeout=") == address.startswith("sqlite")


@pytest.mark.usefixtures("patient_process")
def test_nbgrader_waits_too_and_its_address_stays_a_files_name(tmp_path: Path) -> None:
    assert wait_of(f"sqlite:///{tmp_path / 'gradebook.db'}") == locked_gradebook.PATIENCE_S
    assert wait_of(f"sqlite:///{tmp_path / 'gradebook.db'}?timeout=90") == 90
    assert [path.name for path in tmp_path.iterdir()] == ["gradebook.db"]
