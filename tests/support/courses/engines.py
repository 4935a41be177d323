"""Engines that the tests of a process share. Each has a forkserver of its own, forked where it can be from a process that is ready."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from repository import ROOT

if TYPE_CHECKING:  # unit tests need none of it
    from newspace_grading.engine.engine import Engine
    from newspace_grading.engine.launch.forkserver import WarmStart


def warm() -> WarmStart | None:
    """Where an engine gets its forkserver: from the process that forks them; None for a new interpreter."""
    from processes import command_client

    from newspace_grading.engine.launch.forkserver import WarmStart

    return WarmStart(command_client.server().forkservers) if command_client.usable() else None


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """An engine with patient limits. A test that needs other settings changes them through ``monkeypatch``, or makes its own."""
    from courses.small_assignment import LIMITS

    from newspace_grading.engine.engine import Engine

    with Engine(LIMITS, warm=warm()) as made:
        yield made


@pytest.fixture(scope="session")
def strict_engine() -> Iterator[Engine]:
    """The same, but no test is run in a learner's process."""
    from courses.small_assignment import LIMITS

    from newspace_grading.engine.engine import Engine

    with Engine(LIMITS, together=False, warm=warm()) as made:
        yield made


@pytest.fixture(scope="session")
def course_engine() -> Iterator[Engine]:
    """An engine that grades this course's exercises."""
    from newspace_grading.engine.engine import Engine

    with Engine(readable=(ROOT / "seeds", ROOT / "lessons"), warm=warm()) as made:
        yield made
