"""A progress file that may not grow: answers are kept in memory and the notice says what to do."""

from __future__ import annotations

import os
import resource
import subprocess
import sys

from newspace import progress
from newspace.attempts.database.recovery import damaged_copies


def works_in_memory(store, *words):
    """Check that the store keeps working in memory, and that its notice says what, where and what to do."""
    store.record("u", "in-memory", answer="kept", score=0.5)
    assert store.latest("u")["in-memory"].answer == "kept"
    what, where, remedy = store.notice.splitlines()
    for word in words:
        assert word in what
    assert where == f"Where: {store.path}"
    assert remedy.startswith("What to do: ")


def test_a_file_size_limit_is_reported_and_answers_are_kept_in_memory(file, again):
    """A real failure of the write call, as with a quota: the file may not grow."""
    progress.open_store().record("u", "before", answer=1, score=1)
    code = """
from newspace import progress
store = progress.open_store()
store.record("u", "large", answer="x" * 200_000, score=1)
assert store.latest("u")["large"].answer == "x" * 200_000
print(store.notice)
"""
    limit = file.stat().st_size
    said = subprocess.run(
        [sys.executable, "-B", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert "What to do" in said.stdout
    assert list(again().latest("u")) == ["before"]
    assert again().notice == ""


def test_only_one_process_sets_a_damaged_file_aside(file, again):
    progress.open_store().record("u", "q", answer=1, score=1)
    page = bytearray(file.read_bytes())
    page[4096:] = b"\xff" * (len(page) - 4096)
    file.write_bytes(page)
    lock = file.with_name(file.name + "-rescue")
    lock.touch()
    os.utime(lock, (4e9, 4e9))  # as if just taken, however long this test runs
    store = again()
    works_in_memory(store, "repairing")
    assert damaged_copies(file) == []
    os.utime(lock, (0, 0))  # as if left by a process killed long ago
    store.record("u", "after", answer=2, score=1)
    assert len(damaged_copies(file)) == 1
    assert {"in-memory", "after"} <= set(again().latest("u"))
