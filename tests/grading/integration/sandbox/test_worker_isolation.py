"""Isolation of a learner's process: memory outside of its processes, and other processes on the machine."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from courses.small_assignment import LIMITS as LIMITS_OF_A_CLASS
from courses.small_assignment import assigned, graded
from repository import ROOT

from newspace_grading.engine.analysis.name_ownership import NameOwnership
from newspace_grading.engine.engine import Engine
from newspace_grading.engine.judge.worker_session import WorkerSession, WorkerSettings
from newspace_grading.engine.launch.forkserver import ForkserverManager
from newspace_grading.engine.proxies.client import WorkerLost
from newspace_grading.model.errors import GraderError
from newspace_grading.sandbox import landlock, levels, seccomp
from newspace_grading.sandbox.limits import Limits

LIMITS = Limits(
    cell_seconds=300.0,
    test_seconds=300.0,
    notebook_seconds=900.0,
    cpu_seconds=300,
    memory_mb=300,
    file_mb=16,
    disk_mb=32,
)
Start = Callable[..., WorkerSession]


@pytest.fixture(scope="module")
def house() -> Iterator[ForkserverManager]:
    """What starts learners' processes, at the strongest level that this machine allows."""
    made = ForkserverManager("")
    try:
        made.start()
        if made.level != "namespaces":
            pytest.skip(f"this machine allows {made.level} only")
        yield made
    finally:
        made.stop()
        made.clear()


def session(house: ForkserverManager, files: Path | None = None, limits: Limits = LIMITS) -> WorkerSession:
    """A session of a notebook that has no assignment."""
    return WorkerSession(
        WorkerSettings(launcher=house.client, limits=limits, names=NameOwnership(), files=files, home=house.folder)
    )


@pytest.fixture
def start(house: ForkserverManager) -> Iterator[Start]:
    """Start a learner's process."""
    made: list[WorkerSession] = []

    def begin(limits: Limits = LIMITS) -> WorkerSession:
        made.append(session(house, limits=limits))
        return made[-1]

    yield begin
    for lab in made:
        lab.close()


SHARED = """
import mmap, os, time
for number in range(3):
    if os.fork() == 0:
        block = mmap.mmap(-1, 250 << 20)
        for place in range(0, 250 << 20, 4096):
            block[place] = 1
        time.sleep(600)
        os._exit(0)
time.sleep(600)
"""
FILES = """
import os
for number in range(200_000):
    os.close(os.open(f"/tmp/{number}", os.O_CREAT | os.O_WRONLY))
"""
SOCKETS = """
import os, socket, time
for number in range(12):
    if os.fork() == 0:
        held = []
        for _ in range(110):
            held.append(socket.socketpair())
            for end in held[-1]:
                end.setblocking(False)
                try:
                    while True:
                        end.send(b"x" * 4096)
                except BlockingIOError:
                    pass
        time.sleep(600)
        os._exit(0)
time.sleep(600)
"""
PROCESSES = """
import os, time
for number in range(200):
    if os.fork() == 0:
        time.sleep(600)
        os._exit(0)
"""


@pytest.mark.parametrize("cell", [SHARED, FILES, SOCKETS, PROCESSES], ids=["shared", "files", "sockets", "processes"])
def test_shared_memory_files_sockets_and_processes_count_against_limits(start: Start, cell: str) -> None:
    word, _error = start().run(cell)
    assert word == "over a limit"


def test_a_process_that_cannot_be_furnished_is_no_fault_of_the_learners(start: Start) -> None:
    with pytest.raises(GraderError, match="OverflowError"):
        start(dataclasses.replace(LIMITS, cpu_seconds=2**70)).run("x = 1")


def test_no_descriptor_is_left_of_furnishing_the_process(start: Start) -> None:
    found = start().run("import os\nassert set(os.listdir('/proc/self/fd')) <= set('01234')")
    assert found == (None, None)


@pytest.mark.parametrize(
    "cell",
    [
        "import os\nos.memfd_create('a')",
        "import ctypes\nif ctypes.CDLL(None).shmget(0x1234, 4096, 0o1666) < 0:\n    raise PermissionError",
        "import ctypes\nif ctypes.CDLL(None).msgget(0x1234, 0o1666) < 0:\n    raise PermissionError",
        "import socket\na, b = socket.socketpair()\na.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2**22)",
    ],
    ids=["memfd", "shared memory", "messages", "large socket"],
)
def test_kernel_memory_without_an_owner_is_refused(start: Start, cell: str) -> None:
    word, error = start().run(cell)
    assert word is None
    assert error.kind == "PermissionError"


HONEST = """
import numpy, os, socket, threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import shared_memory
table = numpy.ones((5000, 2000))
with ThreadPoolExecutor(8) as pool:
    assert sum(pool.map(lambda value: value, range(10))) == 45
children = []
for number in range(6):
    children.append(os.fork())
    if children[-1] == 0:
        import time
        time.sleep(1)
        os._exit(0 if table.sum() == 10_000_000 else 1)
for child in children:
    assert os.waitpid(child, 0)[1] == 0
one, other = socket.socketpair()
one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
one.send(b"x")
assert other.recv(1) == b"x"
block = shared_memory.SharedMemory(create=True, size=2**20)
block.buf[0] = 1
block.close()
block.unlink()
for number in range(2000):
    with open(f"file-{number}.txt", "w") as file:
        file.write("x")
"""


@pytest.mark.parametrize(
    "call",
    [
        "resource.prlimit(1, resource.RLIMIT_NOFILE, (0, 0))",
        "resource.prlimit(os.getpid(), resource.RLIMIT_NOFILE, (9, 9))",
        "os.setpriority(os.PRIO_PROCESS, 1, 19)",
        "os.setpriority(os.PRIO_USER, 0, 19)",
        "os.sched_setaffinity(1, {0})",
        "os.sched_setscheduler(1, os.SCHED_IDLE, os.sched_param(0))",
    ],
)
def test_a_learner_cannot_change_priority_or_limits_of_the_watching_process(start: Start, call: str) -> None:
    word, error = start().run(f"import os, resource\n{call}")
    assert word is None
    assert error.kind == "PermissionError"


OWN = """
import os, resource, subprocess, sys
before = os.getsid(0)
resource.setrlimit(resource.RLIMIT_NOFILE, (200, 256))
assert resource.prlimit(0, resource.RLIMIT_NOFILE) == (200, 256)
os.sched_setaffinity(0, os.sched_getaffinity(0))
os.nice(1)
assert subprocess.run([sys.executable, "-c", "print(1)"], start_new_session=True, capture_output=True).stdout == b"1\\n"
if os.fork() == 0:
    os.setsid()
    os._exit(0 if os.getsid(0) == before else 1)
assert os.wait()[1] == 0
"""


def test_a_learner_may_limit_its_own_processes_and_stays_in_one_session(start: Start) -> None:
    assert start().run(OWN) == (None, None)


ESCAPES = """
import os, time
read, write = os.pipe()
if os.fork() == 0:
    os.setsid()
    os.setpgid(0, 0)
    if os.fork() == 0:
        os.write(write, str(os.getpid()).encode())
        time.sleep(600)
    os._exit(0)
os.wait()
raise ValueError(os.read(read, 20).decode())
"""


@pytest.mark.parametrize(
    "cell",
    ["many = [open(str(n), 'wb').write(bytes(2**23)) for n in range(9)]", "for n in range(25_000): open(str(n), 'w')"],
)
def test_disk_use_is_bounded_without_namespaces(cell: str) -> None:
    house = ForkserverManager("limits")
    try:
        house.start()
        lab = session(house)
        assert lab.run(f"{cell}\nimport time\ntime.sleep(300)") == ("over a limit", None)
        lab.close()
    finally:
        house.stop()
        house.clear()


def test_targets_of_links_are_left_unchanged(house: ForkserverManager, tmp_path: Path) -> None:
    outside, beside = tmp_path / "outside.csv", tmp_path / "beside"
    outside.write_text("1,2", encoding="utf-8")
    outside.chmod(0o600)
    beside.mkdir()
    (beside / "data.csv").symlink_to(outside)
    (beside / "lock").symlink_to(tmp_path / "nowhere")
    (beside / "own.csv").write_text("3,4", encoding="utf-8")
    lab = session(house, beside)
    try:
        assert lab.run("assert open('own.csv').read() == '3,4'") == (None, None)
        assert lab.run("open('data.csv')")[1].kind == "FileNotFoundError"
    finally:
        lab.close()
    assert outside.stat().st_mode & 0o777 == 0o600


def test_a_killed_watcher_is_not_the_learners_fault(house: ForkserverManager) -> None:
    lab = session(house)
    try:
        channel = lab.client(LIMITS.cell_seconds)
        os.kill(lab._process._pid, signal.SIGKILL)
        with pytest.raises(WorkerLost) as lost:
            channel.run_cell("import time\ntime.sleep(600)")  # a short cell may be done before the worker has died
        with pytest.raises(GraderError, match="ended from outside"):
            lab.verdict_on_loss(lost.value)
    finally:
        lab.close()


def test_no_process_stays_behind_without_namespaces() -> None:
    house = ForkserverManager("landlock")
    try:
        house.start()
        if house.level != "landlock" or not landlock.interface_version() or not seccomp.is_available():
            pytest.skip("this machine has no Landlock or no filter")
        lab = session(house)
        left = Path("/proc", str(lab.client(LIMITS.cell_seconds).run_cell(ESCAPES).text), "stat")
        assert left.exists()
        lab.close()
        until = time.monotonic() + 300
        with contextlib.suppress(OSError):  # it is gone
            while left.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z":
                assert time.monotonic() < until, "it goes on without its learner"
                time.sleep(0.05)
    finally:
        house.stop()
        house.clear()


MANY = """
import os, time
ends = []
first = os.getpriority(os.PRIO_PROCESS, 0)  # the tests may run at a lower priority themselves
for number in range(10):
    read, write = os.pipe()
    ends.append(read)
    if os.fork() == 0:
        while os.getpriority(os.PRIO_PROCESS, 0) == first and number > 4:
            time.sleep(0.01)
        os.write(write, str(os.getpriority(os.PRIO_PROCESS, 0)).encode())
        time.sleep(600)
        os._exit(0)
told = [os.read(end, 10) for end in ends]
assert told[0] == str(first).encode()
assert told[5:] == [b"19"] * 5
"""


def test_processes_beyond_the_first_few_get_the_lowest_priority(start: Start) -> None:
    assert start().run(MANY) == (None, None)


BUSY = """
import os
for number in range(6):
    if os.fork() == 0:
        while True:
            pass
for number in range(6):
    os.wait()
"""


def test_processor_time_of_all_processes_is_summed(start: Start) -> None:
    assert start(dataclasses.replace(LIMITS, cpu_seconds=1)).run(BUSY)[0] == "over a limit"


def test_memory_shared_by_processes_counts_once(start: Start) -> None:
    assert start().run(HONEST) == (None, None)


def test_one_learners_processes_are_not_counted_for_another(start: Start) -> None:
    one, other = start(), start()
    assert one.run(PROCESSES)[0] == "over a limit"  # and as many as it may have are still there
    assert other.run(HONEST) == (None, None)


def test_each_process_has_a_user_of_its_own(start: Start) -> None:
    if os.getuid() != 0:
        pytest.skip("only root can give numbers")
    told = "import os\nraise ValueError(f'{os.getresuid()} {os.getresgid()} {os.getgroups()}')"
    said = {start().client(LIMITS.cell_seconds).run_cell(told).text for _number in range(3)}
    assert len(said) == 3
    assert all("(0," not in one and one.endswith("[]") for one in said)


def test_isolation_works_for_an_ordinary_user() -> None:
    if sys.platform != "linux" or os.getuid() != 0:
        pytest.skip("only root can become another user")
    room = Path(tempfile.mkdtemp(prefix="walls-"))
    try:
        room.chmod(0o777)
        done = subprocess.run(
            [sys.executable, "-c", AS_ANOTHER, sys.base_prefix, str(room), str(Path(__file__))],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
        if done.returncode == 77:
            pytest.skip(done.stdout.strip())
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    finally:
        shutil.rmtree(room, ignore_errors=True)


# Python itself may lie where only root can look: in a space of mounts of its own it is put into sight.
AS_ANOTHER = """
import os, pathlib, sys
from newspace_grading.sandbox import linux_syscalls
prefix, room, tests = sys.argv[1:]
try:
    linux_syscalls.checked_result(linux_syscalls.libc().unshare(linux_syscalls.NEWNS), "unshare")
    linux_syscalls.mount("none", "/", None, linux_syscalls.REC | linux_syscalls.PRIVATE)
    hidden = [path for path in reversed(pathlib.Path(prefix).parents) if not path.stat().st_mode & 1]
    if hidden:
        linux_syscalls.mount(prefix, room, None, linux_syscalls.BIND | linux_syscalls.REC)
        linux_syscalls.mount("tmpfs", str(hidden[0]), "tmpfs", 0, "mode=755")
        os.makedirs(prefix)
        linux_syscalls.mount(room, prefix, None, linux_syscalls.BIND | linux_syscalls.REC)
        linux_syscalls.checked_result(linux_syscalls.libc().umount2(room.encode(), 2), "umount")
except OSError as error:
    print(f"mounts are not allowed here: {error}")
    sys.exit(77)
os.setgroups([])
os.setresgid(65534, 65534, 65534)
os.setresuid(65534, 65534, 65534)
os.environ.update(HOME=room, TMPDIR=room)
import importlib.util, tempfile
tempfile.tempdir = None
if not os.access(sys.executable, os.X_OK) or importlib.util.find_spec("pytest") is None:
    print("another user cannot run this Python")
    sys.exit(77)
# What is watched without namespaces is the same for every user.
options = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-k", "not disk_use_is_bounded"]
os.execv(sys.executable, [sys.executable, "-m", "pytest", *options, tests])
"""


KNN = """
import numpy as np
from sklearn.neighbors import KNeighborsClassifier
X, y = np.arange(20.0).reshape(10, 2), np.arange(10) // 5
def guess(): return KNeighborsClassifier(3, algorithm="brute").fit(X, y).predict(X)
"""
BEHIND_LANDLOCK = {  # an answer, a test, and whether it is isolated: /proc is closed, and so are control groups
    "a test that needs the learner's process": ("def f(): return 3", "assert f.__globals__\nassert f() == 3", False),
    "a library that looks for its libraries and for processors": (KNN, "assert (guess() == y).all()", True),
}


@pytest.mark.skipif(bool(levels.refusal("landlock")), reason="this machine has no Landlock")
@pytest.mark.parametrize("case", BEHIND_LANDLOCK)
def test_right_answers_are_paid_behind_landlock_too(tmp_path: Path, case: str) -> None:
    answer, test, isolated = BEHIND_LANDLOCK[case]
    with Engine(LIMITS_OF_A_CLASS, level="landlock") as engine:
        cells = assigned([{"name": "t", "answer": answer, "test": test}])
        _source, records = graded(engine, tmp_path, cells, {"t": answer + "\n"})
    assert (records["t"].verdict, records["t"].isolated, records["t"].level) == ("passed", isolated, "landlock")
