"""The commands of ``newspace-grade``, a module each: what it is called, what can be said to it, and what it does."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Protocol

from newspace_grading.course.layout import Course


class Command(Protocol):
    """What a module of this package offers."""

    NAME: str
    HELP: str

    def options(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own options."""

    def run(self, course: Course, options: argparse.Namespace) -> int:
        """Do it; the exit code (0: all done, 1: something was not, and it was said what)."""


def path(text: str) -> Path:
    """A path as it was meant where the command was given: the commands themselves work in the course folder."""
    return Path(os.path.abspath(Path(text).expanduser()))
