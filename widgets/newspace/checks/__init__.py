"""The assertions that test cells of the exercises are written with: plain Python, no widgets.

A test cell uses the learner's work only by calling functions and reading plain data::

    with checks.task("orbit-speed") as check:
        check.number(orbit_speed, 100_000, expect=1633.5, unit="m/s", rel_tol=1e-3)

A check that fails raises `CheckFailed`, which IPython shows without a traceback: what was called, what came back, what
kind of thing was expected, and why. Inside ``checks.hidden`` the expected value is never part of that.
"""

from __future__ import annotations

from newspace.checks.check import Check, hidden, task
from newspace.checks.failure import CheckFailed

__all__ = ["Check", "CheckFailed", "hidden", "task"]
