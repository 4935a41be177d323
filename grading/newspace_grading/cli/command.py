"""The interface of a command of ``newspace-grade``: a module with a name, help text, options and a function that runs it."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Protocol

from newspace_grading.course.layout import Course


class Command(Protocol):
    """The attributes that the module of a command has."""

    NAME: str
    HELP: str

    def options(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options of the command."""

    def run(self, course: Course, options: argparse.Namespace) -> int:
        """Run the command; return the exit code: 0 if all was done, 1 if something was not and was named."""


def path(text: str) -> Path:
    """Return an absolute path: relative ones are relative to where the command was started, and commands run in the course folder."""
    return Path(os.path.abspath(Path(text).expanduser()))
