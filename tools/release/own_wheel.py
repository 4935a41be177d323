"""Build the wheel of a distribution of this repository: the same sources give the same bytes.

The site is built in an environment without the course, so nothing of it is imported here.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_SOURCE_DATE_EPOCH = "315532800"  # 1 January 1980 in seconds since 1970: the earliest date that a zip can hold


class WheelBuildError(Exception):
    """A distribution of this repository cannot be built; the text is what hatchling reports."""


def build_wheel(source: Path, folder: Path, python: Path = Path(sys.executable)) -> Path:
    """Build the wheel of the distribution in the folder ``source`` into ``folder``, with a Python that has hatchling; return its path.

    Raises
    ------
    WheelBuildError
        If it cannot be built.
    """
    folder.mkdir(parents=True, exist_ok=True)
    command = [str(python), "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    env = {**os.environ, "SOURCE_DATE_EPOCH": _SOURCE_DATE_EPOCH}
    before = set(folder.glob("*.whl"))
    done = subprocess.run(command, cwd=source, env=env, capture_output=True, text=True, check=False)
    made = set(folder.glob("*.whl")) - before
    if done.returncode != 0 or len(made) != 1:
        raise WheelBuildError((done.stdout + done.stderr).strip())
    return made.pop()
