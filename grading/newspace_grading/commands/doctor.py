"""``newspace-grade doctor``: what this machine allows, and what to do."""

from __future__ import annotations

import argparse
import os

from newspace_grading.course.folder import Course
from newspace_grading.engine.engine import Engine
from newspace_grading.sandbox.levels import LEVELS, Level

NAME = "doctor"
HELP = "tell what this machine allows"

_MEANS: dict[Level, str] = {
    "namespaces": "a file system, network and processes of its own for every notebook",
    "landlock": "the kernel refuses files, connections and signals; other programs can be seen",
    "limits": "only time, memory and file size are limited: grade on a machine that holds nothing else",
    "none": "no walls at all: grade only what you trust",
}


def options(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(course: Course, _options: argparse.Namespace) -> int:
    """Print it."""
    import nbgrader

    with Engine() as engine:
        level = next(level for level in LEVELS if level == engine.level)
    assignments = sorted(path.parent.name for path in course.place("source", ".", "*").parent.glob("*/*.ipynb"))
    print(f"Isolation:   {level}: {_MEANS[level]}")
    if hasattr(os, "geteuid") and os.geteuid() == 0 and level != "namespaces":
        print("             You are root, so fewer limits hold: run the grader as an ordinary user.")
    print(f"Cores:       {os.cpu_count()}")
    print(f"nbgrader:    {nbgrader.__version__}")
    print(f"Course:      {course.root}")
    print(f"Assignments: {', '.join(dict.fromkeys(assignments)) or 'none'}")
    return 0
