"""Frames between judge and worker: limits, deadlines, and systems without poll."""

from __future__ import annotations

import contextlib
import io
import select
import socket
import threading
import time
from typing import Any

import pytest

from newspace_grading.engine.protocol import framing
from newspace_grading.engine.protocol.framing import (
    MAX_FRAME_BYTES,
    FrameChannel,
    FrameError,
    FrameTimeoutError,
    PeerClosedError,
)
from newspace_grading.engine.proxies.client import WorkerClient


def test_framing_refuses_invalid_frames_and_respects_its_timeout() -> None:
    for data, error in (
        (b"\xff\xff\xff\xff", FrameError),
        (b"\0\0\0\x02[]", FrameError),
        (b"\0\0\0\x01{", FrameError),
        (b"\0\0", PeerClosedError),
    ):
        ours, theirs = socket.socketpair()
        theirs.sendall(data)
        theirs.close()
        with ours, pytest.raises(error):
            FrameChannel(ours).receive(time.monotonic() + 600)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        with pytest.raises(FrameTimeoutError):
            FrameChannel(ours).receive(time.monotonic() + 0.05)
        with pytest.raises(FrameError, match="more than"):
            FrameChannel(ours).send({"x": "y" * MAX_FRAME_BYTES})
        with pytest.raises(FrameTimeoutError):
            FrameChannel(ours).send({"x": "y" * 10**7}, time.monotonic() + 0.05)


def test_reported_output_is_bounded() -> None:
    """The learner's process bounds it; one that was tampered with does not."""
    ours, _theirs = socket.socketpair()
    channel = WorkerClient(FrameChannel(ours), lambda *_names: True, set())
    channel.begin_test()
    with contextlib.redirect_stdout(io.StringIO()) as kept:
        for _ in range(30):
            channel._print("x" * 10**6, "")
    assert 0 < len(kept.getvalue()) <= 100_000
    channel.begin_test()
    with contextlib.redirect_stdout(io.StringIO()) as kept:
        channel._print("again", "")
    assert kept.getvalue() == "again"


def test_large_frames_cross_without_poll_and_without_deadlock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(select, "poll")
    monkeypatch.setattr(framing, "_DONTWAIT", 0)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        found: list[Any] = []
        reader = threading.Thread(
            target=lambda: found.append(framing.FrameChannel(theirs).receive(time.monotonic() + 300))
        )
        reader.start()
        framing.FrameChannel(ours).send({"text": "x" * 2**22}, time.monotonic() + 300)
        reader.join()
        assert len(found[0]["text"]) == 2**22
        with pytest.raises(framing.FrameTimeoutError):
            framing.FrameChannel(ours).receive(time.monotonic() + 0.05)
        with pytest.raises(framing.FrameTimeoutError):
            framing.FrameChannel(ours).send({"text": "x" * 2**24}, time.monotonic() + 0.2)
        assert ours.getblocking()
