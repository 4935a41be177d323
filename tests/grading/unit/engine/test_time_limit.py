"""Limits of time: of a test where the system has no alarm clock, and of the processes that run a notebook's cells again."""

from __future__ import annotations

import signal
import types
from typing import Any

import pytest

from newspace_grading.engine.analysis.name_ownership import ownership_of
from newspace_grading.engine.judge import time_limit, worker_session
from newspace_grading.engine.proxies.client import WorkerLost
from newspace_grading.sandbox.limits import Limits


def test_time_limit_ends_a_loop_without_sigalrm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(signal, "setitimer")
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(WorkerLost), time_limit.alarm(0.05):
        _loop()
    assert signal.getsignal(signal.SIGINT) is before


def _loop() -> None:
    while True:
        pass


def test_cells_that_take_nearly_all_the_time_of_a_notebook_can_be_run_twice_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = types.SimpleNamespace(monotonic=lambda: clock.now, now=0.0)
    monkeypatch.setattr(worker_session, "time", clock)
    nobody: Any = None
    settings = worker_session.WorkerSettings(
        launcher=nobody, limits=Limits(notebook_seconds=10.0), names=ownership_of([], []), home=""
    )
    session = worker_session.WorkerSession(settings)
    clock.now = 11.0
    other = session.fresh()
    assert (session.is_out_of_time, other.is_out_of_time) == (True, False)
    clock.now = 29.0
    assert not other.is_out_of_time
    clock.now = 31.0
    assert other.is_out_of_time
    assert other.clone().is_out_of_time  # there is no end to what is made again
