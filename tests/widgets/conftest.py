from __future__ import annotations

import sys

import pytest

from newspace.attempts import location


@pytest.fixture
def file(tmp_path, monkeypatch):
    """Return the path of a progress file for this test, which no store has opened yet."""
    location._store_at.cache_clear()
    path = tmp_path / "data" / "progress.sqlite"
    monkeypatch.setenv("NEWSPACE_PROGRESS", str(path))
    return path


@pytest.fixture(autouse=True)
def _own_progress(tmp_path, monkeypatch):
    """Keep every test away from the progress file of whoever runs it."""
    monkeypatch.setenv("NEWSPACE_PROGRESS", str(tmp_path / "own" / "progress.sqlite"))


@pytest.fixture(autouse=True)
def _no_views_left():
    """Close the views of a test: ipywidgets keeps each until then, with its figures, and every search for garbage would go through all of them."""
    yield
    if widgets := sys.modules.get("ipywidgets"):
        widgets.Widget.close_all()


@pytest.fixture
def again():
    """Open the store as a new kernel would, with nothing in memory."""

    def reopen():
        location._store_at.cache_clear()
        return location.open_store()

    return reopen
