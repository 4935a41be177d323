"""Stock nbgrader's points in the corpus, stored as data; ``python tests/support/ordinary/stock.py`` renews them."""

from __future__ import annotations

import importlib.metadata
import json
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from processes.commands import PATIENT, environment

from ordinary.corpus import CORPUS, assignments, variants, write_course

FILE = CORPUS / "stock.json"
_PACKAGES = ("nbgrader", "ipykernel", "ipython", "matplotlib", "numpy", "pandas")
Scores = dict[str, dict[str, list[float]]]
"""Notebook → test → its score in each variant, in their order."""


def kept() -> dict[str, Any]:
    """The file: versions, variants, and for each assignment the digests of its notebooks and their scores."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def _run(course: Path, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course,
        env=environment(course.parent),
        capture_output=True,
        text=True,
        check=False,
    )
    print(" ".join(arguments), "→", done.returncode)
    if done.returncode:
        print(done.stderr[-4000:])


def _scores(course: Path, assignment: str) -> Scores:
    from nbgrader.api import Gradebook

    found: Scores = {sheet.name: {} for sheet in assignments()[assignment]}
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        for variant in variants():
            submission = book.find_submission(assignment, variant)
            for one in submission.notebooks:
                for grade in one.grades:
                    found[one.name].setdefault(grade.name, []).append(grade.score)
    return found


def main() -> None:
    """Grade the corpus, or the assignments that are named, with stock nbgrader, and write the file."""
    wanted = sys.argv[1:] or list(assignments())
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder) / "course"
        course.mkdir()
        write_course(course, PATIENT, release=False)
        found = kept()["assignments"] if FILE.exists() else {}
        for assignment in wanted:
            sheets = assignments()[assignment]
            _run(course, "generate_assignment", assignment)
            _run(course, "autograde", assignment)
            found[assignment] = {
                "digests": {sheet.name: sheet.digest for sheet in sheets},
                "scores": _scores(course, assignment),
            }
    versions = {"python": platform.python_version(), **{name: importlib.metadata.version(name) for name in _PACKAGES}}
    _write({"versions": versions, "variants": list(variants()), "assignments": dict(sorted(found.items()))})


def _write(table: dict[str, Any]) -> None:
    """Write one line a test."""
    head = json.dumps({name: table[name] for name in ("versions", "variants")}, indent=1)[:-2]
    parts = []
    for assignment, one in table["assignments"].items():
        sheets = []
        for name, scores in one["scores"].items():
            lines = ",\n".join(f"    {json.dumps(test)}: {json.dumps(row)}" for test, row in sorted(scores.items()))
            sheets.append(f"   {json.dumps(name)}: {{\n{lines}\n   }}")
        digests = json.dumps(one["digests"])
        joined = ",\n".join(sheets)
        parts.append(
            f'  {json.dumps(assignment)}: {{\n   "digests": {digests},\n   "scores": {{\n{joined}\n   }}\n  }}'
        )
    body = ",\n".join(parts)
    FILE.write_text(f'{head},\n "assignments": {{\n{body}\n }}\n}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
