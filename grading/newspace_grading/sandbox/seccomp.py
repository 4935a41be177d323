"""Refuse system calls that no learner needs, with a seccomp filter: a deny-list, written for x86-64."""

from __future__ import annotations

import ctypes
import functools
import platform
import struct

from newspace_grading.sandbox import linux_syscalls

_ARCH = 0xC000003E  # x86-64
_REFUSED = {
    "ptrace": 101,
    "process_vm_readv": 310,
    "process_vm_writev": 311,
    "pidfd_getfd": 438,
    "mount": 165,
    "umount2": 166,
    "pivot_root": 155,
    "chroot": 161,
    "unshare": 272,
    "setns": 308,
    "open_tree": 428,
    "move_mount": 429,
    "fsopen": 430,
    "fsconfig": 431,
    "fsmount": 432,
    "mount_setattr": 442,
    "keyctl": 250,
    "add_key": 248,
    "request_key": 249,
    "bpf": 321,
    "perf_event_open": 298,
    "userfaultfd": 323,
    "io_uring_setup": 425,
    "io_uring_enter": 426,
    "io_uring_register": 427,
    "kexec_load": 246,
    "init_module": 175,
    "finit_module": 313,
    "delete_module": 176,
    "reboot": 169,
    "swapon": 167,
    "name_to_handle_at": 303,
    "open_by_handle_at": 304,
    # memory that belongs to no process and to no file in the working folder
    "memfd_create": 319,
    "memfd_secret": 447,
    "shmget": 29,
    "shmat": 30,
    "msgget": 68,
    "mq_open": 240,
    "semget": 64,
    "io_setup": 206,
    "syslog": 103,
    # what reveals the use of shared files by other processes: changes, reads, and which pages are in memory
    "inotify_init": 253,
    "inotify_init1": 294,
    "inotify_add_watch": 254,
    "fanotify_init": 300,
    "fanotify_mark": 301,
    "mincore": 27,
    "cachestat": 451,
    "process_madvise": 440,
}
# Calls that would change that report success without effect: programs advise and lock even files that they alone use.
_WITHOUT_EFFECT = {"flock": 73, "fadvise64": 221, "readahead": 187}
_FCNTL, _SETLK, _SETLKW, _OFD_SETLK, _OFD_SETLKW = 72, 6, 7, 37, 38
_LEASES_AND_NOTICES = (1024, 1025, 1026)  # F_SETLEASE, F_GETLEASE, F_NOTIFY
_LIFE_TIMES = range(1035, 1039)  # F_GET_RW_HINT and the three after it
_MADVISE, _CACHE_ADVICE = 28, (3, 20, 21, 22, 23)  # MADV_WILLNEED, _COLD, _PAGEOUT, _POPULATE_READ and _WRITE
_PREADV2, _PWRITEV2 = 327, 328
_SOCKET, _CLONE, _CLONE3, _SETSOCKOPT = 41, 56, 435, 54
_SETSID, _SETPGID, _PRLIMIT, _SETPRIORITY, _IOPRIO_SET = 112, 109, 302, 141, 251
_SCHEDULING = (142, 144, 203, 314)  # their first argument is a process; 0 is one's own
_SOL_SOCKET, _SNDBUF, _SNDBUFFORCE = 1, 7, 32
_ALLOW, _REFUSE, _UNKNOWN, _NOTHING, _KILL = 0x7FFF0000, 0x00050000 | 1, 0x00050000 | 38, 0x00050000, 0x80000000
_INVALID, _UNSUPPORTED = 0x00050000 | 22, 0x00050000 | 95
_NEW_SPACES = 0x7E020000 | 0x80


def is_available() -> bool:
    """Tell whether the filter is written for this machine."""
    return platform.system() == "Linux" and platform.machine() == "x86_64"


def _steps() -> list[tuple[int, int, int, int]]:
    load, equal, at_least, any_bit, give = 0x20, 0x15, 0x35, 0x45, 0x06
    code = [(load, 0, 0, 4), (equal, 1, 0, _ARCH), (give, 0, 0, _KILL), (load, 0, 0, 0)]
    code += [(at_least, 0, 1, 0x40000000), (give, 0, 0, _KILL)]  # the calls of another architecture
    for number in _REFUSED.values():
        code += [(equal, 0, 1, number), (give, 0, 0, _REFUSE)]
    # clone3 has its flags in memory, out of the filter's reach; the C library falls back to clone.
    code += [(equal, 0, 1, _CLONE3), (give, 0, 0, _UNKNOWN)]
    code += [
        (equal, 0, 4, _CLONE),
        (load, 0, 0, 16),
        (any_bit, 0, 1, _NEW_SPACES),
        (give, 0, 0, _REFUSE),
        (give, 0, 0, _ALLOW),
    ]
    code += [(equal, 0, 4, _SOCKET), (load, 0, 0, 16), (equal, 1, 0, 1), (give, 0, 0, _REFUSE), (give, 0, 0, _ALLOW)]
    # The watcher may belong to the same user: no process may set the limits or the priority of another.
    for number in (_PRLIMIT, *_SCHEDULING):
        code += [(equal, 0, 4, number), (load, 0, 0, 16), (equal, 1, 0, 0), (give, 0, 0, _REFUSE), (give, 0, 0, _ALLOW)]
    code += [(equal, 0, 6, _SETPRIORITY), (load, 0, 0, 16), (equal, 0, 2, 0), (load, 0, 0, 24), (equal, 1, 0, 0)]
    code += [(give, 0, 0, _REFUSE), (give, 0, 0, _ALLOW), (equal, 0, 1, _IOPRIO_SET), (give, 0, 0, _REFUSE)]
    # The kernel divides processor time between sessions, and kills processes by group: a learner keeps one session and
    # one group, and calls that would make a new one report success without effect.
    code += [(equal, 0, 1, _SETSID), (give, 0, 0, _NOTHING), (equal, 0, 1, _SETPGID), (give, 0, 0, _NOTHING)]
    code += [(equal, 0, 7, _SETSOCKOPT), (load, 0, 0, 24), (equal, 0, 4, _SOL_SOCKET), (load, 0, 0, 32)]
    code += [(equal, 1, 0, _SNDBUF), (equal, 0, 1, _SNDBUFFORCE), (give, 0, 0, _REFUSE), (give, 0, 0, _ALLOW)]
    for number in _WITHOUT_EFFECT.values():
        code += [(equal, 0, 1, number), (give, 0, 0, _NOTHING)]
    code += _on_shared_files()
    return [*code, (give, 0, 0, _ALLOW)]


def _on_shared_files() -> list[tuple[int, int, int, int]]:
    """Disable calls that leave or find a mark on a shared file, and that programs also need for other purposes.

    Locking reports success without effect, as SQLite needs it for its own files: F_GETLK never finds a lock.
    """
    load, equal, give = 0x20, 0x15, 0x06
    by_argument = (
        (_FCNTL, 24, {_SETLK: _NOTHING, _SETLKW: _NOTHING, _OFD_SETLK: _NOTHING, _OFD_SETLKW: _NOTHING}),
        (_FCNTL, 24, dict.fromkeys((*_LEASES_AND_NOTICES, *_LIFE_TIMES), _INVALID)),
        (_MADVISE, 32, dict.fromkeys(_CACHE_ADVICE, _INVALID)),
    )
    code: list[tuple[int, int, int, int]] = []
    for call, argument, answers in by_argument:
        inner = [step for value, answer in answers.items() for step in ((equal, 0, 1, value), (give, 0, 0, answer))]
        code += [(equal, 0, len(inner) + 2, call), (load, 0, 0, argument), *inner, (load, 0, 0, 0)]
    for call in (_PREADV2, _PWRITEV2):  # without flags (RWF_NOWAIT is one) they are as preadv and pwritev
        code += [(equal, 0, 4, call), (load, 0, 0, 56), (equal, 1, 0, 0), (give, 0, 0, _UNSUPPORTED), (load, 0, 0, 0)]
    return code


class _Filter(ctypes.Structure):
    """The kernel's ``struct sock_fprog``: the number of instructions, and their address."""

    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_char_p)]


@functools.lru_cache(maxsize=1)
def filter_program() -> _Filter:
    """Assemble the filter, once."""
    steps = _steps()
    return _Filter(len(steps), b"".join(struct.pack("HBBI", *step) for step in steps))


def install_filter() -> None:
    """Install the filter on this process and all that it starts; it cannot be removed.

    Raises
    ------
    OSError
        If the kernel does not allow it.
    """
    linux_syscalls.no_new_privileges()
    linux_syscalls.prctl(linux_syscalls.PR_SET_SECCOMP, 2, ctypes.byref(filter_program()))
