"""No folder holds more than eight entries; see CONTRIBUTING."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from repository import ROOT

MOST_ENTRIES = 8
CODE_ROOTS = ("grading/newspace_grading", "widgets/newspace", "widgets/js/src", "tools", "docs", "benchmarks", "tests")
NOT_COUNTED = {"__init__.py", "__main__.py", "py.typed"}
NOT_CODE = {"answers"}
"""Folders of data, whose number of entries says nothing about where to look."""


def entries(folder: Path) -> list[str]:
    """Return the names that count in a folder: what git ignores by pattern, such as caches, does not."""
    return sorted(
        path.name
        for path in folder.iterdir()
        if path.name not in NOT_COUNTED and not path.name.startswith((".", "__pycache__"))
    )


def folders(root: Path) -> Iterator[Path]:
    """Yield a code root and every folder below it that holds code."""
    for path, below, _files in os.walk(root):
        below[:] = [name for name in below if name not in NOT_CODE and not name.startswith((".", "__pycache__"))]
        yield Path(path)


@pytest.mark.parametrize("root", CODE_ROOTS)
def test_no_folder_holds_more_than_eight_entries(root):
    crowded = {
        str(folder.relative_to(ROOT)): names
        for folder in folders(ROOT / root)
        if len(names := entries(folder)) > MOST_ENTRIES
    }
    assert not crowded, f"split each of these by subject: {crowded}"


def test_a_crowded_folder_is_found(tmp_path):
    crowded = tmp_path / "package" / "crowded"
    crowded.mkdir(parents=True)
    for number in range(MOST_ENTRIES + 1):
        (crowded / f"module_{number}.py").touch()
    for name in NOT_COUNTED:
        (tmp_path / "package" / name).touch()
    assert [folder.name for folder in folders(tmp_path) if len(entries(folder)) > MOST_ENTRIES] == ["crowded"]
    assert entries(tmp_path / "package") == ["crowded"]
