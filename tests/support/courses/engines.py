"""An engine that the tests of a process share: each has a forkserver of its own, which takes a second to start."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from repository import ROOT

if TYPE_CHECKING:  # unit tests need none of it
    from newspace_grading.engine.engine import Engine


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """An engine with patient limits. A test that needs other settings changes them through ``monkeypatch``, or makes its own."""
    from courses.small_assignment import LIMITS

    from newspace_grading.engine.engine import Engine

    with Engine(LIMITS) as made:
        yield made


@pytest.fixture(scope="session")
def strict_engine() -> Iterator[Engine]:
    """The same, but no test is run in a learner's process."""
    from courses.small_assignment import LIMITS

    from newspace_grading.engine.engine import Engine

    with Engine(LIMITS, together=False) as made:
        yield made


@pytest.fixture(scope="session")
def course_engine() -> Iterator[Engine]:
    """An engine that grades this course's exercises."""
    from newspace_grading.engine.engine import Engine

    with Engine(readable=(ROOT / "seeds", ROOT / "lessons")) as made:
        yield made
