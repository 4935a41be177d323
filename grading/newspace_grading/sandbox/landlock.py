"""Restrict a process with Landlock: the kernel refuses what is not named, and no privilege is needed for that."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable

from newspace_grading.sandbox import linux_syscalls

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_EXECUTE, _READ_FILE, _READ_DIR, _WRITE_FILE = 1, 4, 8, 2
_FILE_ONLY = _EXECUTE | _READ_FILE | _WRITE_FILE | 1 << 14 | 1 << 15
_OPEN_PATH = getattr(os, "O_PATH", 0)


def interface_version() -> int:
    """Return the version of Landlock's interface in this kernel; 0 where there is none."""
    try:
        return max(0, int(linux_syscalls.libc().syscall(_CREATE, None, 0, 1)))
    except (OSError, AttributeError, TypeError):
        return 0


def restrict_to(readable: Iterable[str], writable: Iterable[str]) -> None:
    """Refuse every file outside these folders, all TCP, and signals to processes outside.

    Raises
    ------
    OSError
        If the kernel does not allow it.
    """
    abi = interface_version()
    if abi < 1:
        raise OSError("this kernel has no Landlock")
    files = (1 << 13) - 1
    files |= (1 << 13 if abi >= 2 else 0) | (1 << 14 if abi >= 3 else 0) | (1 << 15 if abi >= 5 else 0)
    rules = struct.pack("Q", files)
    if abi >= 4:
        rules += struct.pack("Q", 3)
    if abi >= 6:
        rules += struct.pack("Q", 3)
    ruleset = linux_syscalls.checked_result(
        linux_syscalls.libc().syscall(_CREATE, rules, ctypes.c_size_t(len(rules)), 0), "landlock"
    )
    try:
        for path in readable:
            _allow(ruleset, path, _EXECUTE | _READ_FILE | _READ_DIR)
        for path in writable:
            _allow(ruleset, path, files)
        linux_syscalls.no_new_privileges()
        linux_syscalls.checked_result(linux_syscalls.libc().syscall(_RESTRICT, ruleset, 0), "landlock")
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, _OPEN_PATH | os.O_CLOEXEC)
    except OSError:
        return  # a missing path needs no rule
    try:
        if not os.path.isdir(path):
            rights &= _FILE_ONLY
        rule = struct.pack("=Qi", rights, place)
        linux_syscalls.checked_result(linux_syscalls.libc().syscall(_ADD, ruleset, 1, rule, 0), f"landlock {path}")
    finally:
        os.close(place)
