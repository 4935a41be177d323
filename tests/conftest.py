"""Settings of every test: its kind, how many run at once, and how examples are drawn."""

from __future__ import annotations

import functools
import os
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = (
    "plugins.unit_guard",
    "plugins.garbage",
    "plugins.new_gradebooks",
    "browser.fixtures",
    "courses.engines",
)

# Hypothesis limits the time of each example unless it is told not to, and draws other examples in every run. Its own
# profile for CI does neither, so that a test ends alike on a slow machine and on a fast one.
settings.load_profile("ci")

# Commands of tests run in processes of their own, but for those that try the server.
os.environ["NEWSPACE_GRADE_SERVER"] = "no"

KINDS = ("e2e", "integration", "unit")
"""The folders that name what kind a test is; the kinds that take longest begin first, so that no worker is late with one."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: some tests wait, and each worker loads and collects everything once more."""
    from newspace_grading.course.parallel.process_pool import cores

    return cores() + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Say how tests are given out where files stay together; elsewhere xdist's own way holds."""
    if config.getoption("dist") != "loadfile":
        return None
    from plugins.scheduling import SharedBrowsers

    return SharedBrowsers(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with the kind that its folder names, and put the long ones first; every test has exactly one kind."""
    ranks: dict[str, int] = {}
    for item in items:
        kind = _kind(item.path)
        item.add_marker(kind)
        ranks[item.nodeid] = KINDS.index(kind)
    items.sort(key=lambda item: ranks[item.nodeid])


@functools.cache
def _kind(file: Path) -> str:
    kinds = [part for part in file.relative_to(Path(__file__).parent).parts if part in KINDS]
    if len(kinds) != 1:
        raise pytest.UsageError(f"{file}: move it into a folder unit, integration or e2e of its room")
    return kinds[0]
