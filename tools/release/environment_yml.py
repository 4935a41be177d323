"""Write ``environment.yml`` (conda, Binder) from the lock, so that it gives the same versions: every pin, no addresses."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

HEAD = """\
# For conda and Binder users: the same versions as requirements.lock. Written by make lock; do not edit.
# conda env create -f environment.yml && conda activate newspace && newspace lab
name: newspace
channels:
  - conda-forge
dependencies:
  - python{python}
  - pip
  - pip:
"""


def pins(lock: str) -> list[str]:
    """List the requirement of each package in a lock, with its marker, without its hashes."""
    return [line.rstrip("\\ ").strip() for line in lock.splitlines() if re.match(r"[A-Za-z0-9]", line)]


def learners_part(lock: str) -> str:
    """Return the part of the lock that is installed for learners and teachers: what stands above the first comment."""
    return lock.split("\n#", 1)[0] + "\n"


def environment_yml(pyproject: str, lock: str) -> str:
    """Write the text of ``environment.yml``, from the learners' ``pyproject.toml`` and the learners' part of the lock."""
    lowest = re.search(r'^requires-python = "(.+)"$', pyproject, re.MULTILINE)
    if lowest is None:
        raise ValueError("pyproject.toml has no requires-python")
    rows = [f'    - "{pin}"' for pin in (*pins(lock), "-e ./widgets", "-e ./grading")]
    return HEAD.format(python=lowest.group(1)) + "\n".join("  " + row for row in rows) + "\n"


def main() -> int:
    """Write ``environment.yml`` from the lock."""
    text = environment_yml(
        (ROOT / "widgets" / "pyproject.toml").read_text(encoding="utf-8"),
        learners_part((ROOT / "requirements.lock").read_text(encoding="utf-8")),
    )
    (ROOT / "environment.yml").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
