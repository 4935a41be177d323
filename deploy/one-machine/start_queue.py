"""Who has to wait while many servers start at once: a class comes in the same minute, and the machine has few processors."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Protocol


class Starting(Protocol):
    """What is asked of a spawner of JupyterHub."""

    @property
    def pending(self) -> str | bool | None:
        """``spawn`` from the moment somebody asks for the server until it answers or has failed."""


class StartQueue:
    """Let only so many servers start at once; the others wait for their turn, in the order in which they came.

    JupyterHub's own limit, ``concurrent_spawn_limit``, refuses whoever comes too many: they read “429: Too many users” and have to come
    again by themselves. Who waits here sees the hub's page of a server that starts, and is let in without doing anything.
    The time of waiting does not count into ``start_timeout``, because the hub measures that from behind the hook.

    Parameters
    ----------
    at_once : int
        How many servers may start at the same time; at least 1.
    look_s : float
        Seconds between two looks at whether one of them has started.
    """

    def __init__(self, at_once: int, look_s: float = 0.2) -> None:
        self.at_once, self.look_s = max(1, at_once), look_s
        self._starting: list[Starting] = []
        self._waiting: list[Starting] = []
        self._next = asyncio.Lock()  # who waits for it longest gets it first

    async def wait(self, spawner: Starting) -> None:
        """Return when this server may start."""
        if spawner in self._starting:  # of an earlier start, which nobody has looked at since
            self._starting.remove(spawner)
        self._waiting.append(spawner)
        try:
            async with self._next:
                while len(self._still_starting()) >= self.at_once:
                    await asyncio.sleep(self.look_s)
                self._starting.append(spawner)
        finally:
            self._waiting.remove(spawner)

    async def progress(self, spawner: Starting) -> AsyncIterator[dict[str, object]]:
        """Yield what the hub's page shows of a server that starts, whenever it changes: how many are before it.

        Each is an event of JupyterHub's ``Spawner.progress``: a number of percent for the bar, and a sentence.
        """
        told = None
        while spawner in self._waiting:
            before = self._waiting.index(spawner)
            if before != told:
                told = before
                yield {"progress": 10 + 30 // (before + 1), "message": _place_in_words(before)}
            await asyncio.sleep(self.look_s)
        yield {"progress": 60, "message": "Your server starts now. This takes some seconds."}

    def _still_starting(self) -> list[Starting]:
        self._starting = [one for one in self._starting if one.pending == "spawn"]
        return self._starting


def _place_in_words(before: int) -> str:
    """Say how many wait before somebody, and that nothing needs to be done."""
    place = {0: "You are next", 1: "1 person is before you"}.get(before, f"{before} people are before you")
    return f"Many people are starting at once. {place}. Stay on this page: your server starts by itself."
