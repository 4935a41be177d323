"""Write the file of solutions that a teacher may give to a class after grading (``make release-solutions ARGS=02_ispace_missions``)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from authoring.exit_codes import exit_code_of
from newspace.content import solutions
from newspace.core.errors import CourseError

HOME = Path(__file__).resolve().parents[3]
TARGET = HOME / "classroom" / "solutions"


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 0 if every file was written, else 2."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("unit", nargs="+", help="which exercises, such as 02_ispace_missions")
    parser.add_argument("--to", type=Path, default=TARGET, help="the folder to write to (default: classroom/solutions)")
    options = parser.parse_args(arguments)
    return exit_code_of(lambda: release(options.unit, options.to))


def release(units: list[str], folder: Path) -> None:
    """Write a file for each exercise, and say where it is."""
    for unit in units:
        notebook = HOME / "solutions" / unit / f"{unit}.ipynb"
        if not notebook.parent.is_dir():
            known = ", ".join(sorted(path.name for path in (HOME / "solutions").iterdir() if path.is_dir()))
            raise CourseError(f"There is no exercise “{unit}”.", remedy=f"Name one of these: {known}.")
        text = solutions.packed(unit, solutions.read_references(notebook, HOME / "solutions" / f"{unit}.toml"))
        folder.mkdir(parents=True, exist_ok=True)
        (folder / solutions.released(unit)).write_text(text, encoding="utf-8")
        print(f"{folder / solutions.released(unit)}: learners put it beside their exercise.")


if __name__ == "__main__":
    sys.exit(main())
