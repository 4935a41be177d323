"""Frames of JSON on a socket, with a limit on size and a deadline for every byte."""

from __future__ import annotations

import contextlib
import json
import select
import socket
import struct
import time
from typing import Any

_HEAD = struct.Struct("!I")
_PART = 2**16
_DONTWAIT: int = getattr(socket, "MSG_DONTWAIT", 0)  # Windows has none
_JSON = json.JSONEncoder(allow_nan=False, separators=(",", ":"))
LARGEST = 32 * 2**20
Message = dict[str, Any]


class WireError(Exception):
    """What arrived is no message: too large, or no JSON object."""


class LateError(Exception):
    """Nothing arrived in time."""


class GoneError(Exception):
    """The other side has closed the channel."""


class Wire:
    """One end of a channel.

    Parameters
    ----------
    channel : socket.socket
        A connected stream socket.
    """

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._poll: select.poll | None = None
        self._rest = bytearray()  # what has arrived, and belongs to no message that was taken yet

    def send(self, message: Message, until: float | None = None) -> None:
        """Send one message; ``until`` is a time of `time.monotonic`.

        Raises
        ------
        WireError
            If the message is larger than a frame may be.
        GoneError, LateError
            If nobody takes it.
        """
        body = _JSON.encode(message).encode("ascii")
        if len(body) > LARGEST:
            raise WireError(f"{len(body):,} bytes are more than the {LARGEST:,} that may cross at once")
        rest = memoryview(_HEAD.pack(len(body)) + body)
        try:
            while rest:
                rest = rest[self._sent(rest, until) :]
        except OSError:
            raise GoneError from None

    def _sent(self, rest: memoryview, until: float | None) -> int:
        """How much was taken at once; there is nearly always room, so it is tried before it is waited for."""
        if until is None:
            return self._channel.send(rest)
        with contextlib.suppress(BlockingIOError):
            return self._at_once(rest[:_PART])
        self._wait(until, writing=True)
        if not _DONTWAIT:
            return self._sent(rest, until)
        return self._channel.send(rest[:_PART])

    def _at_once(self, part: memoryview) -> int:
        """What is taken without a wait; `BlockingIOError` if nothing is."""
        if _DONTWAIT:
            return self._channel.send(part, _DONTWAIT)
        self._channel.setblocking(False)
        try:
            return self._channel.send(part)
        finally:
            self._channel.setblocking(True)

    def receive(self, until: float | None = None) -> Message:
        """The next message.

        Raises
        ------
        WireError, GoneError, LateError
            If what arrives is no message, or if nothing does.
        """
        (length,) = _HEAD.unpack(self._exactly(_HEAD.size, until))
        if length > LARGEST:
            raise WireError(f"a frame of {length:,} bytes was announced")
        try:
            message = json.loads(self._exactly(length, until))
        except (ValueError, RecursionError):
            raise WireError("what arrived is no JSON") from None
        if not isinstance(message, dict):
            raise WireError("what arrived is no message")
        return message

    def close(self) -> None:
        """Close this end."""
        self._channel.close()

    def _exactly(self, wanted: int, until: float | None) -> bytes:
        while len(self._rest) < wanted:
            self._wait(until, writing=False)
            try:
                part = self._channel.recv(min(max(_PART, wanted - len(self._rest)), 2**20))
            except OSError:
                raise GoneError from None
            if not part:
                raise GoneError
            self._rest += part
        found = bytes(self._rest[:wanted])
        del self._rest[:wanted]
        return found

    def _wait(self, until: float | None, *, writing: bool) -> None:
        if until is None:
            return
        seconds = max(0.0, until - time.monotonic())
        if not hasattr(select, "poll"):  # Windows, and some builds for macOS
            self._choose(seconds, writing=writing)
            return
        try:
            if self._poll is None:
                self._poll = select.poll()
                self._poll.register(self._channel, 0)
            self._poll.modify(self._channel, select.POLLOUT if writing else select.POLLIN)
        except (OSError, ValueError):
            raise GoneError from None
        if not self._poll.poll(seconds * 1000):
            raise LateError

    def _choose(self, seconds: float, *, writing: bool) -> None:
        these = [self._channel]
        try:
            found = select.select([], these, [], seconds) if writing else select.select(these, [], [], seconds)
        except (OSError, ValueError):
            raise GoneError from None
        if not any(found):
            raise LateError
