"""The notebooks of the browser edition: those of the course, with the browser's kernel and words that are true in a browser.

What has to be said otherwise stands in ``wording.toml``. A notebook is never changed by guessing: a text that the table replaces
must stand in the cell that it names.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from release.site.errors import SiteError
from release.site.lab.exercises import Edition

EVERY_EXERCISE = "exercises/*"
WORDING = Path(__file__).with_name("wording.toml")
KERNEL = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
"""JupyterLite's kernel: with another name in a notebook it would have to guess, or to ask."""


def write_notebooks(home: Path, folder: Path, edition: Edition) -> list[str]:
    """Write all notebooks of the course into a folder, as this edition has them; return their paths in it.

    Raises
    ------
    SiteError
        If a text that has to be replaced is not where the table says.
    """
    wording = Wording.read(edition)
    written = []
    for path in [*sorted((home / "lessons").glob("*.ipynb")), *sorted((home / "exercises").glob("*/*.ipynb"))]:
        name = path.relative_to(home).as_posix()
        notebook = adapted(json.loads(path.read_text(encoding="utf-8")), name, wording)
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        written.append(name)
    wording.check_all_used()
    return written


class Wording:
    """What has to be said otherwise in a browser.

    Parameters
    ----------
    rows : list of dict
        Each with ``notebook`` (a path, or ``exercises/*`` for every exercise), ``cell``, ``old`` and ``new``.
    """

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self._rows = rows
        self._used: set[int] = set()

    @classmethod
    def read(cls, edition: Edition, path: Path = WORDING) -> Wording:
        """Read the rows of an edition: those that name it, and those that name none."""
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["replace"]
        return cls([row for row in rows if row.get("edition", edition) == edition])

    def applied(self, notebook: str, cell: str, source: str) -> str:
        """Return the source of a cell as it reads in a browser.

        Raises
        ------
        SiteError
            If it does not hold the text that has to be replaced.
        """
        for number, row in enumerate(self._rows):
            if row["cell"] != cell or not _fits(row["notebook"], notebook):
                continue
            if row["old"] in source:
                source = source.replace(row["old"], row["new"])
                self._used.add(number)
            elif row["notebook"] != EVERY_EXERCISE:
                raise SiteError(
                    f"{notebook}, cell {cell}: this text is not there: “{row['old']}”.\n"
                    f"What to do: change {WORDING.name} as the lesson was changed."
                )
        return source

    def check_all_used(self) -> None:
        """Refuse a table with a row that no cell fits.

        Raises
        ------
        SiteError
            If there is one.
        """
        for number, row in enumerate(self._rows):
            if number not in self._used:
                raise SiteError(
                    f"{WORDING.name}: no cell {row['cell']} of {row['notebook']} holds “{row['old']}”.\n"
                    "What to do: change the row, or take it out."
                )


def _fits(wanted: str, notebook: str) -> bool:
    return wanted == notebook or (wanted == EVERY_EXERCISE and notebook.startswith("exercises/"))


def adapted(notebook: dict[str, Any], name: str, wording: Wording) -> dict[str, Any]:
    """Return a notebook as the browser gets it."""
    cells = []
    for cell in notebook["cells"]:
        source = wording.applied(name, cell["id"], "".join(cell["source"]))
        cells.append({**cell, "source": source.splitlines(keepends=True)})
    return {**notebook, "cells": cells, "metadata": {**notebook["metadata"], "kernelspec": KERNEL}}
