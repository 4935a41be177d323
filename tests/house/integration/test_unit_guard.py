"""The guard of unit tests refuses what they must not do, also where the refusal is caught on the way."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module

import pytest
from plugins.unit_guard import GUARD, UnitGuard


@pytest.fixture
def guard(request: pytest.FixtureRequest) -> UnitGuard:
    return request.config.stash[GUARD]


FORBIDDEN: dict[str, Callable[[], object]] = {
    "subprocess": lambda: subprocess.run([sys.executable, "-c", ""], check=True),
    "system": lambda: os.system("true"),  # noqa: S605
    "fork": os.fork,
    "socket": socket.socket,
    "pair of sockets": socket.socketpair,
    "nbgrader": lambda: import_module("nbgrader"),
    "a part of nbgrader": lambda: import_module("nbgrader.api"),
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_a_unit_test_fails_when_it_does_what_it_must_not(guard: UnitGuard, name: str) -> None:
    import_module("nbgrader.api")  # an import by another test of this process changes nothing
    with pytest.raises(pytest.fail.Exception, match="integration"), guard.watch():
        FORBIDDEN[name]()


def test_a_refusal_that_is_caught_fails_the_test_at_its_end(guard: UnitGuard) -> None:
    with (
        pytest.raises(pytest.fail.Exception, match="opens a socket"),
        guard.watch(),
        contextlib.suppress(BaseException),
    ):
        socket.socket()


def test_other_tests_may_do_all_of_it_and_find_nbgrader_as_it_was(guard: UnitGuard) -> None:
    before = import_module("nbgrader.api")
    with guard.watch():
        pass
    assert import_module("nbgrader.api") is before
    socket.socket().close()
