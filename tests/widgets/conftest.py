from __future__ import annotations

import pytest

from newspace import progress


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A progress file of this test's own, which no store has opened yet."""
    monkeypatch.setattr(progress, "_stores", {})
    path = tmp_path / "data" / "progress.sqlite"
    monkeypatch.setenv("NEWSPACE_PROGRESS", str(path))
    return path


@pytest.fixture
def again(monkeypatch):
    """Opens the store as a new kernel would: with nothing left in memory."""

    def reopen():
        monkeypatch.setattr(progress, "_stores", {})
        return progress.open_store()

    return reopen
