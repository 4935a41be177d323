"""The time limit of a test where the system has no alarm clock."""

from __future__ import annotations

import signal

import pytest

from newspace_grading.engine.judge import time_limit
from newspace_grading.engine.proxies.client import WorkerLost


def test_time_limit_ends_a_loop_without_sigalrm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(signal, "setitimer")
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(WorkerLost), time_limit.alarm(0.05):
        _loop()
    assert signal.getsignal(signal.SIGINT) is before


def _loop() -> None:
    while True:
        pass
