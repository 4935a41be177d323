"""The kernel's state of files that learners' processes share: no process can leave a mark there, or find one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from newspace_grading.engine.analysis.name_ownership import NameOwnership
from newspace_grading.engine.judge.worker_session import WorkerSession, WorkerSettings
from newspace_grading.engine.launch.forkserver import ForkserverManager
from newspace_grading.sandbox import seccomp
from newspace_grading.sandbox.limits import Limits

LIMITS = Limits(cell_seconds=300.0, test_seconds=300.0, notebook_seconds=900.0)
BEGIN = """
import ctypes, fcntl, mmap, os, struct
libc = ctypes.CDLL(None, use_errno=True)
file = os.open(os.__file__, os.O_RDONLY)
device = os.open("/dev/null", os.O_RDWR)
def lock(file, command, kind): return struct.unpack("hhqqi", fcntl.fcntl(file, command, struct.pack("hhqqi", kind, 0, 100, 1, 0)))
"""
SIGNS = {  # what leaves a sign, and what tells whether there is one
    "lock": (
        "lock(file, fcntl.F_SETLK, fcntl.F_RDLCK)",
        "lock(file, fcntl.F_GETLK, fcntl.F_WRLCK)[0] != fcntl.F_UNLCK",
    ),
    "lock of a device": (
        "lock(device, fcntl.F_SETLK, fcntl.F_WRLCK)",
        "lock(device, fcntl.F_GETLK, fcntl.F_WRLCK)[0] != 2",
    ),
    "flock": ("fcntl.flock(file, fcntl.LOCK_SH)", "fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB) is not None"),
    "times of a device": ("os.utime('/dev/null')", "__import__('time').time() - os.stat('/dev/null').st_mtime < 60"),
}
REFUSED = [
    "if libc.inotify_init1(0) < 0: raise PermissionError",
    "if libc.fanotify_init(0, 0) < 0: raise PermissionError",
    "if libc.mincore(None, 4096, ctypes.create_string_buffer(8)) < 0 and ctypes.get_errno() == 1: raise PermissionError",
    "try: mmap.mmap(file, 0, prot=mmap.PROT_READ).madvise(mmap.MADV_WILLNEED)\nexcept OSError: raise PermissionError",
    "try: os.preadv(file, [bytearray(4)], 0, os.RWF_NOWAIT)\nexcept OSError: raise PermissionError",
    "try: os.utime('/dev/null')\nexcept OSError: raise PermissionError",
    "try: fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)\nexcept OSError: raise PermissionError",
]
ALLOWED = """
import multiprocessing, sqlite3, subprocess
for mode in ("delete", "wal"):
    one, other = sqlite3.connect(mode), sqlite3.connect(mode)
    one.execute(f"pragma journal_mode={mode}")
    one.execute("create table t(a)")
    one.execute("insert into t values (1)")
    one.commit()
    assert other.execute("select a from t").fetchall() == [(1,)]
assert os.write(device, b"x") == 1 and os.preadv(file, [bytearray(4)], 0) == 4
assert os.read(os.open("/dev/zero", os.O_RDONLY), 2) == bytes(2) and len(os.urandom(3)) == 3
assert subprocess.run(["echo", "x"], capture_output=True).stdout == b"x\\n"
with multiprocessing.Pool(2) as pool:
    assert pool.map(abs, [1, -2]) == [1, 2]
"""


@pytest.fixture(scope="module")
def sessions() -> Iterator[list[WorkerSession]]:
    """Two learners' processes that run at the same time."""
    made = ForkserverManager("")
    try:
        made.start()
        if made.level != "namespaces" or not seccomp.is_available():
            pytest.skip(f"this machine allows {made.level} only")
        settings = WorkerSettings(launcher=made.client, limits=LIMITS, names=NameOwnership(), home=made.folder)
        found = [WorkerSession(settings) for _ in range(2)]
        for one in found:
            assert one.run(BEGIN) == (None, None)
        yield found
        for one in found:
            one.close()
    finally:
        made.stop()
        made.clear()


@pytest.mark.parametrize("kind", SIGNS)
def test_no_process_finds_a_mark_that_another_left_on_a_shared_file(sessions: list[WorkerSession], kind: str) -> None:
    first, second = sessions
    leave, look = SIGNS[kind]
    first.run(leave)
    word, error = second.run(f"found = {look}")
    assert (word, error) == (None, None)
    assert second.client(60).name("found") is False


@pytest.mark.parametrize("cell", REFUSED)
def test_calls_that_reveal_the_use_of_shared_files_are_refused(sessions: list[WorkerSession], cell: str) -> None:
    _word, error = sessions[0].run(cell)
    assert error is not None
    assert error.kind == "PermissionError"


def test_what_python_itself_needs_is_allowed(sessions: list[WorkerSession]) -> None:
    assert sessions[0].run(ALLOWED) == (None, None)
