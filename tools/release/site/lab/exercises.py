"""What exercises are graded with in the browser: their tests, and with ``--self-study`` their solutions."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path

from release.site.kernel import wheels
from release.site.kernel.wheels import Wheel

SOLUTIONS = "newspace-solutions"
"""The wheel with the solutions: it puts them where the course's package looks for them."""
LIMIT_S = 30
"""How long a cell or a test may take when a notebook is graded: somebody waits for it."""


class Edition(StrEnum):
    """For whom a site is built."""

    SELF_STUDY = "self-study"
    """Solutions and hidden tests are part of it: an exercise is graded whole, in the learner's browser."""
    CLASS = "class"
    """They are not: in the browser the visible tests are run, and the teacher grades what is handed in."""


def write_graders(home: Path, folder: Path, edition: Edition) -> None:
    """Write for each exercise what grades it: the notebook that is given out, and with the solutions the one with all tests."""
    folder.mkdir(parents=True)
    for path in sorted((home / "exercises").glob("*/*.ipynb")):
        name = path.stem
        material = {
            "release": path.read_text(encoding="utf-8"),
            "files": {
                other.name: other.read_text(encoding="utf-8")
                for other in sorted(path.parent.iterdir())
                if other.is_file() and other.suffix != ".ipynb"
            },
        }
        if edition is Edition.SELF_STUDY:
            material["source"] = (home / "solutions" / name / path.name).read_text(encoding="utf-8")
        (folder / f"{name}.json").write_text(json.dumps(material, ensure_ascii=False), encoding="utf-8")


def solutions(home: Path, folder: Path, edition: Edition) -> list[Wheel]:
    """Write the wheel with the solutions; none for a class."""
    if edition is Edition.CLASS:
        return []
    room = home / "solutions"
    kept = [path for path in sorted(room.rglob("*")) if path.suffix in (".ipynb", ".toml") and path.name[0] != "."]
    files = {f"newspace/course/solutions/{path.relative_to(room).as_posix()}": path.read_bytes() for path in kept}
    return [wheels.write_wheel(SOLUTIONS, "1", files, folder)]
