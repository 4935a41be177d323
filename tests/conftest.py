"""What holds for every test."""

from __future__ import annotations

import pytest
from hypothesis import settings

from newspace_grading.course.parallel.process_pool import cores

# Hypothesis limits the time of each example unless it is told not to, and draws other examples in every run. Its own
# profile for CI does neither, so that a test ends alike on a slow machine and on a fast one.
settings.load_profile("ci")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: some tests wait for a clock, a disk or a browser."""
    return cores() + 1
