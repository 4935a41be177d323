"""User numbers of workers, and process limits beside those of others."""

from __future__ import annotations

import threading

import pytest

from newspace_grading.sandbox import limits, namespaces
from newspace_grading.sandbox.limits import Limits

LIMITS = Limits()


@pytest.mark.parametrize(
    ("table", "lowest", "beyond"),
    [
        ("         0          0 4294967295\n", 2**31, 2**32 - 2**16),
        ("0 100000 65536\n", 2**15, 2**16),
        ("0 1000 1\n1 100000 65536\n", 2**15 + 1, 2**16 + 1),
    ],
    ids=["a machine", "a container", "a container of a user's"],
)
def test_worker_user_ids_are_unassigned(table: str, lowest: int, beyond: int) -> None:
    found = {namespaces.free_number(table) for _number in range(50)}
    assert len(found) > 40
    assert all(lowest <= number < beyond for number in found)


def test_processes_of_others_do_not_count_against_the_learner() -> None:
    assert limits.with_processes_of_others(LIMITS).processes >= LIMITS.processes + threading.active_count()
