"""Inside ``newspace`` imports point down only. The contracts of the grader stand in pyproject.toml: see test_import_contracts."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from repository import ROOT

PACKAGE = ROOT / "widgets" / "newspace"

LEVELS = {
    "views": 6,
    "checks": 5,
    "figures": 4,
    "questions": 3,
    "models": 2,
    "progress": 1,
    "content": 1,
    "core": 0,
}
ENTRANCES = {"__init__", "__main__"}


def modules(package: Path) -> list[Path]:
    return sorted(package.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The absolute names that a module imports, those inside functions too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write the import in full"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
            assert all(alias.name != "*" for alias in node.names), f"{path}: import *"
    return found


def room_of(parts: tuple[str, ...]) -> str:
    return parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", modules(PACKAGE), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_down(path):
    own = room_of(path.relative_to(PACKAGE).parts)
    names = imported(path)
    assert not any(name.startswith("newspace_grading") for name in names), "newspace must not import grading"
    if own in ENTRANCES or own.startswith("_"):
        return
    assert own in LEVELS, f"the room {own} has no level: add it to LEVELS and to the design"
    for name in names:
        parts = name.split(".")
        if parts[0] != "newspace" or len(parts) < 2 or parts[1].startswith("_"):
            continue
        if own == "progress" and parts[1] == "views":
            continue  # progress.show() is the one call that a learner makes on the store; its view is loaded then
        if parts[1] != own:
            assert LEVELS.get(parts[1], 0) < LEVELS[own], f"{path}: {own} must not import {parts[1]}"


def test_models_and_questions_draw_nothing():
    for room in ("models", "questions"):
        for path in modules(PACKAGE / room):
            for name in imported(path):
                assert name.split(".")[0] not in {"matplotlib", "ipywidgets", "anywidget", "IPython"}, f"{path}: {name}"
