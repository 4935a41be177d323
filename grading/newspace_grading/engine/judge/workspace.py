"""Prepare the folder in which test cells run."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path


def prepare_workspace(room: str, own: Path | None) -> None:
    """Make a folder the working folder of tests: it holds what lies beside the source, and nothing of the learner's."""
    if own is not None and any(path.suffix != ".ipynb" and path.name[0] != "." for path in own.iterdir()):
        shutil.copytree(own, room, dirs_exist_ok=True, symlinks=True, ignore=shutil.ignore_patterns("*.ipynb", ".*"))
    os.chdir(room)
    os.environ.update(MPLBACKEND="agg", TMPDIR=room)
    tempfile.tempdir = None
    sys.path[:] = [*(path for path in sys.path if path), room]
