"""A command of ``newspace-grade``: its name, help text, options, and the function that runs it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from newspace_grading.course.layout import Course


@dataclass(frozen=True, kw_only=True)
class Command:
    """A command.

    Attributes
    ----------
    name : str
        The word by which it is called.
    help, description : str
        One line for the list of commands, and the text above its own help.
    examples : tuple of str
        Command lines, without the program's name, that its help ends with.
    add_options : callable
        Declares its options.
    run : callable
        Runs it, and returns the exit code: 0 if all was done, 1 if something was not and was named.
    needs_points : bool
        Whether it has nothing to do for an assignment in which nothing is worth points: then it is not run, and that is said.
    """

    name: str
    help: str
    description: str
    examples: tuple[str, ...] = ()
    add_options: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Course, argparse.Namespace], int]
    needs_points: bool = False


def absolute_path(text: str) -> Path:
    """Return an absolute path: relative ones are relative to where the command was started, and commands run in the course folder."""
    return Path(os.path.abspath(Path(text).expanduser()))
