"""Prepare the folder in which test cells run."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from newspace_grading.model import course_modules


def prepare_workspace(room: str, own: Path | None) -> None:
    """Make a folder the working folder of tests: it holds what lies beside the source, and nothing of the learner's."""
    if own is not None and any(path.suffix != ".ipynb" and path.name[0] != "." for path in own.iterdir()):
        shutil.copytree(own, room, dirs_exist_ok=True, symlinks=True, ignore=shutil.ignore_patterns("*.ipynb", ".*"))
    os.chdir(room)
    os.environ.update(MPLBACKEND="agg", TMPDIR=room)
    os.environ.setdefault("NBGRADER_EXECUTION", "autograde")
    tempfile.tempdir = None
    course_modules.prefer_modules_of(room)
