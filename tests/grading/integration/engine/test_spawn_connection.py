"""The connection of a spawned worker: only a peer with the token is accepted."""

from __future__ import annotations

import secrets
import socket
from types import SimpleNamespace
from typing import Any

from newspace_grading.engine.launch import spawn


def test_a_connection_without_the_secret_is_refused() -> None:
    token = secrets.token_bytes(32)
    made: Any = SimpleNamespace(process=SimpleNamespace(poll=lambda: None))
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as stranger,
        socket.create_connection(server.getsockname()) as silent,
        socket.create_connection(server.getsockname()) as own,
    ):
        stranger.sendall(secrets.token_bytes(32))
        silent.shutdown(socket.SHUT_WR)
        own.sendall(token)
        with spawn._connection(server, token, made) as wired:
            assert wired.getpeername() == own.getsockname()
        assert stranger.recv(1) == silent.recv(1) == b""
