"""The number of processes of a pool."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newspace_grading.course.parallel import process_pool as pools
from newspace_grading.course.parallel.process_pool import cores


def test_cores_counts_usable_processors(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pools, "_QUOTA", tmp_path / "cpu.max")
    if hasattr(os, "sched_getaffinity"):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(48)))
        assert cores() == 48
        (tmp_path / "cpu.max").write_text("150000 100000\n", encoding="ascii")
        assert cores() == 2
        (tmp_path / "cpu.max").write_text("max 100000\n", encoding="ascii")
        assert cores() == 48
        monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    assert cores() == 3
