"""Send and receive frames of JSON on a socket: each has a largest size, and every byte a deadline."""

from __future__ import annotations

import contextlib
import json
import select
import socket
import struct
import time
from typing import Any

MAX_FRAME_BYTES = 32 * 2**20
"""The largest frame, in either direction. What a frame announces is checked before anything of it is read."""

_HEADER = struct.Struct("!I")
_CHUNK = 2**16
_MAX_CHUNK = 2**20
_DONTWAIT: int = getattr(socket, "MSG_DONTWAIT", 0)  # Windows has none
_JSON = json.JSONEncoder(allow_nan=False, separators=(",", ":"))


class FrameError(Exception):
    """A frame is too large, or what arrived in it is no JSON object."""


class FrameTimeoutError(Exception):
    """The deadline passed before a frame was sent or received."""


class PeerClosedError(Exception):
    """The other side has closed the channel."""


class FrameChannel:
    """Exchange frames over one end of a connection.

    Parameters
    ----------
    connection : socket.socket
        A connected stream socket.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._poll: select.poll | None = None
        self._received = bytearray()  # received bytes that no returned frame holds

    def send(self, content: dict[str, Any], until: float | None = None) -> None:
        """Send one frame; ``until`` is a time of `time.monotonic`.

        Raises
        ------
        FrameError
            If the content is larger than a frame may be.
        PeerClosedError, FrameTimeoutError
            If the other side does not receive it.
        """
        body = _JSON.encode(content).encode("ascii")
        if len(body) > MAX_FRAME_BYTES:
            raise FrameError(f"{len(body):,} bytes are more than the {MAX_FRAME_BYTES:,} that may cross at once")
        rest = memoryview(_HEADER.pack(len(body)) + body)
        try:
            while rest:
                rest = rest[self._send_some(rest, until) :]
        except OSError:
            raise PeerClosedError from None

    def _send_some(self, rest: memoryview, until: float | None) -> int:
        """Send what fits at once, and return its size; there is nearly always room, so try before waiting."""
        if until is None:
            return self._connection.send(rest)
        with contextlib.suppress(BlockingIOError):
            return self._send_without_waiting(rest[:_CHUNK])
        self._wait(until, writing=True)
        if not _DONTWAIT:
            return self._send_some(rest, until)
        return self._connection.send(rest[:_CHUNK])

    def _send_without_waiting(self, part: memoryview) -> int:
        """Send what fits without waiting; raise `BlockingIOError` if nothing does."""
        if _DONTWAIT:
            return self._connection.send(part, _DONTWAIT)
        self._connection.setblocking(False)
        try:
            return self._connection.send(part)
        finally:
            self._connection.setblocking(True)

    def receive(self, until: float | None = None) -> dict[str, Any]:
        """Receive the next frame.

        Raises
        ------
        FrameError, PeerClosedError, FrameTimeoutError
            If what arrives is no frame, or if nothing does.
        """
        (length,) = _HEADER.unpack(self._receive_exactly(_HEADER.size, until))
        if length > MAX_FRAME_BYTES:
            raise FrameError(f"a frame of {length:,} bytes was announced")
        try:
            content = json.loads(self._receive_exactly(length, until))
        except (ValueError, RecursionError):
            raise FrameError("what arrived is no JSON") from None
        if not isinstance(content, dict):
            raise FrameError("what arrived is no JSON object")
        return content

    def close(self) -> None:
        """Close this end."""
        self._connection.close()

    def _receive_exactly(self, wanted: int, until: float | None) -> bytes:
        while len(self._received) < wanted:
            self._wait(until, writing=False)
            try:
                part = self._connection.recv(min(max(_CHUNK, wanted - len(self._received)), _MAX_CHUNK))
            except OSError:
                raise PeerClosedError from None
            if not part:
                raise PeerClosedError
            self._received += part
        taken = bytes(self._received[:wanted])
        del self._received[:wanted]
        return taken

    def _wait(self, until: float | None, *, writing: bool) -> None:
        """Wait until the connection can be written to or read from."""
        if until is None:
            return
        seconds = max(0.0, until - time.monotonic())
        if not hasattr(select, "poll"):  # Windows, and some builds for macOS
            self._wait_with_select(seconds, writing=writing)
            return
        try:
            if self._poll is None:
                self._poll = select.poll()
                self._poll.register(self._connection, 0)
            self._poll.modify(self._connection, select.POLLOUT if writing else select.POLLIN)
        except (OSError, ValueError):
            raise PeerClosedError from None
        if not self._poll.poll(seconds * 1000):
            raise FrameTimeoutError

    def _wait_with_select(self, seconds: float, *, writing: bool) -> None:
        these = [self._connection]
        try:
            found = select.select([], these, [], seconds) if writing else select.select(these, [], [], seconds)
        except (OSError, ValueError):
            raise PeerClosedError from None
        if not any(found):
            raise FrameTimeoutError
