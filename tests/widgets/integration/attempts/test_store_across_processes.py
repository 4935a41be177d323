"""The store with several processes, and with kernels killed at any moment."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from newspace import progress

pytestmark = pytest.mark.usefixtures("file")

RECORD_THEN_DIE = """
import os, signal
from newspace import progress
progress.open_store().record("u", "q", answer={"verdict": "supported"}, score=0.5, hints_used=1)
os.kill(os.getpid(), signal.SIGKILL)
"""

MANY = """
import sys
from newspace import progress
from newspace.attempts import store as waiting
waiting.PATIENCE_S = 600.0  # here nobody gives up while the others write
store = progress.open_store()
for number in range(int(sys.argv[2])):
    store.record("u", f"{sys.argv[1]}-{number}", answer=number, score=1.0)
assert not store.notice, store.notice
"""


def python(code, *arguments, **options):
    return subprocess.Popen([sys.executable, "-c", code, *arguments], **options)


def test_an_answer_survives_a_kernel_killed_right_after_it(again):
    killed = python(RECORD_THEN_DIE)
    assert killed.wait(600) == -signal.SIGKILL
    attempt = again().latest("u")["q"]
    assert (attempt.answer, attempt.score, attempt.hints_used) == ({"verdict": "supported"}, 0.5, 1)


def test_a_kernel_killed_inside_a_transaction_leaves_the_file_intact(file, again):
    progress.open_store().record("u", "before", answer=1, score=1)
    dies_inside = """
import os, signal
from newspace.attempts.database import schema, transaction
from newspace.attempts.location import path
def work(connection):
    connection.execute("PRAGMA cache_size = 1")  # so that pages reach the file before the end
    row = ("u", "half", '"' + "x" * 5000 + '"', 1.0, 0, "2026-01-01T00:00:00+00:00")
    connection.executemany(schema.INSERT, [row] * 200)
    os.kill(os.getpid(), signal.SIGKILL)
transaction.run_transaction(path(), work, 3.0)
"""
    assert python(dies_inside).wait(600) == -signal.SIGKILL
    assert file.with_name(file.name + "-journal").exists(), "the test must leave a journal to be rolled back"
    store = again()
    assert set(store.latest("u")) == {"before"}
    store.record("u", "after", answer=2, score=1)
    assert set(again().latest("u")) == {"before", "after"}
    assert store.notice == ""


def test_concurrent_processes_lose_no_attempt(file, again):
    writers = [python(MANY, str(name), "25") for name in range(4)]
    assert [writer.wait(900) for writer in writers] == [0, 0, 0, 0]
    kept = again().latest("u")
    assert set(kept) == {f"{name}-{number}" for name in range(4) for number in range(25)}
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
