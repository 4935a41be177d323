"""Warn before learners' code runs with weak isolation; without any isolation, ask for confirmation."""

from __future__ import annotations

import argparse
import sys

from newspace_grading.model.text import say
from newspace_grading.sandbox import levels

_SAID: dict[levels.Level, str] = {
    "limits": "Isolation: limits. Learners' code runs with limits on time, memory and files; it can read your files and use the network. "
    "“newspace-grade doctor” says what to do.",
    "none": "Isolation: none. Nothing on this system holds learners' code back: it runs with your rights, and can read and change your "
    "files. Time and memory are watched. On Windows, WSL gives full walls: “newspace-grade doctor” says how.",
}


def add_isolation_options(parser: argparse.ArgumentParser) -> None:
    """Declare the option that skips the confirmation."""
    parser.add_argument(
        "--yes",
        action="store_true",
        help="do not ask whether to grade where nothing holds learners' code back (Windows)",
    )


def note_old_option(options: argparse.Namespace) -> None:
    """Tell the user that an option of earlier versions is the default now."""
    if getattr(options, "allow_not_isolated", None):
        say("--allow-not-isolated is the default now, and need not be given; --strict is the opposite.", wrong=True)


def warn_of_weak_isolation(options: argparse.Namespace, wanted: str = "") -> bool:
    """Warn of weak isolation; return False if there is none and the person at the terminal declines.

    Parameters
    ----------
    options : argparse.Namespace
        Only ``yes`` is used.
    wanted : str
        The requested level; "" for the strongest that the machine allows.
    """
    if not wanted and sys.platform == "linux" and levels.can_fork():
        return True  # the level is found by trying, and recorded in the results
    level = wanted or levels.strongest()
    if level not in _SAID:
        return True
    say(_SAID[level], wrong=True)
    if level != "none" or options.yes or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return True
    print("Grade all the same? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() in ("y", "yes"):
        return True
    say("Nothing was graded.", wrong=True)
    return False
