"""Let nbgrader make gradebooks without the new process in which it asks Alembic for the version of its tables.

nbgrader runs ``alembic heads`` for each new gradebook: two seconds of processor time for one word. Commands that tests start as new
processes, and those of an installed grader, still do.
"""

from __future__ import annotations

import functools
import sys


@functools.cache
def version_of_tables() -> str:
    """Return what ``alembic heads`` says for nbgrader's own migrations."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from nbgrader import dbutil

    with dbutil._temp_alembic_ini("sqlite://") as settings:
        version = ScriptDirectory.from_config(Config(settings)).get_current_head()
    assert version is not None
    return version


def pytest_runtest_setup() -> None:
    """Give nbgrader the version, where something has imported nbgrader; fixtures are made after this."""
    if api := sys.modules.get("nbgrader.api"):
        api.get_alembic_version = version_of_tables  # type: ignore[attr-defined]
