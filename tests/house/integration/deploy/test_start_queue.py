"""Who comes when enough servers are starting waits for their turn, and nobody is refused."""

from __future__ import annotations

import asyncio
import importlib.util
from dataclasses import dataclass

import pytest
from processes.coroutines import run_in_thread
from repository import ROOT


@dataclass(eq=False)
class Spawner:
    """A server that starts once it may, as the hub sees it."""

    name: str
    pending: str | bool = "spawn"


@pytest.fixture(scope="module")
def queue_of():
    spec = importlib.util.spec_from_file_location("start_queue", ROOT / "deploy" / "one-machine" / "start_queue.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return lambda at_once: module.StartQueue(at_once, look_s=0.0)


async def turns() -> None:
    """Let everybody who waits look again, more than once."""
    for _ in range(20):
        await asyncio.sleep(0)


def test_so_many_start_at_once_and_the_others_in_the_order_in_which_they_came(queue_of):
    async def a_class() -> None:
        queue, begun = queue_of(2), []
        spawners = [Spawner(str(number)) for number in range(5)]

        async def start(spawner: Spawner) -> None:
            await queue.wait(spawner)
            begun.append(spawner.name)

        tasks = [asyncio.ensure_future(start(one)) for one in spawners]
        await turns()
        assert begun == ["0", "1"]
        spawners[1].pending = False  # it has started
        await turns()
        assert begun == ["0", "1", "2"]
        spawners[0].pending = spawners[2].pending = False
        await turns()
        assert begun == ["0", "1", "2", "3", "4"]
        await asyncio.gather(*tasks)

    run_in_thread(a_class())


def test_a_server_that_is_started_again_does_not_wait_for_itself(queue_of):
    async def twice() -> None:
        queue, spawner = queue_of(1), Spawner("kim")
        await queue.wait(spawner)
        spawner.pending = False
        spawner.pending = "spawn"  # stopped and started again before anybody looked
        await asyncio.wait_for(queue.wait(spawner), timeout=60)

    run_in_thread(twice())


def test_who_stops_waiting_keeps_nobody_waiting(queue_of):
    async def given_up() -> None:
        queue, first, second, third = queue_of(1), *map(Spawner, "abc")
        await queue.wait(first)
        waiting = asyncio.ensure_future(queue.wait(second))
        await turns()
        waiting.cancel()
        await turns()
        first.pending = False
        await asyncio.wait_for(queue.wait(third), timeout=60)

    run_in_thread(given_up())


def test_who_waits_reads_how_many_are_before_them(queue_of):
    async def a_class() -> None:
        queue = queue_of(1)
        first, *waiting = map(Spawner, "abcd")
        await queue.wait(first)
        tasks = [asyncio.ensure_future(queue.wait(one)) for one in waiting]
        await turns()
        page = queue.progress(waiting[2])
        assert "2 people are before you" in (await anext(page))["message"]
        first.pending = False
        await turns()
        second = await anext(page)
        assert "1 person is before you" in second["message"]
        waiting[0].pending = False
        await turns()
        third = await anext(page)
        assert "You are next" in third["message"]
        waiting[1].pending = False
        await turns()
        last = await anext(page)
        assert "starts now" in last["message"]
        assert 0 < second["progress"] < third["progress"] < last["progress"] < 100
        assert [event async for event in page] == []
        await asyncio.gather(*tasks)

    run_in_thread(a_class())
