"""Paths and dotted names that the documents mention exist."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from documents import pages
from repository import ROOT

PACKAGES = {"newspace": ROOT / "widgets", "newspace_grading": ROOT / "grading", "authoring": ROOT / "tools"}
DOTTED = re.compile(rf"(?<![\w./-])(?:{'|'.join(PACKAGES)})(?:\.[A-Za-z_]\w*)+")
# Where a path in a document may begin.
PLACES = [ROOT, ROOT / "grading" / "newspace_grading", ROOT / "widgets" / "newspace", ROOT / "docs"]
PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)*/?")
# Files and folders that are made, by a class or by a command, and paths with a name to fill in.
MADE = re.compile(
    r"(?:\.venv|classroom|work|dist|build|reports|feedback|demo)(?:/|$)|.*(?:UNIT|STUDENT|ASSIGNMENT|TASK|VERSION|FOLDER)"
    r"|.*/ko/|.*\.new\b"
)
TOP_FOLDERS = {path.name for place in PLACES for path in place.iterdir() if path.is_dir()}


@cache
def members(file: Path) -> frozenset[str]:
    """The names that a module binds, classes with their own members as ``Class.member``."""
    found: set[str] = set()

    def collect(body: list[ast.stmt], before: str) -> None:
        for node in body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found.add(before + node.name)
                if isinstance(node, ast.ClassDef):
                    collect(node.body, f"{before}{node.name}.")
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                found.update(before + target.id for target in targets if isinstance(target, ast.Name))
            elif isinstance(node, ast.Import | ast.ImportFrom):
                found.update(before + (one.asname or one.name) for one in node.names)
            elif isinstance(node, ast.If | ast.Try):
                collect(node.body, before)

    tree = ast.parse(file.read_text(encoding="utf-8"))
    collect(tree.body, "")
    # A package may give names that it loads when they are first used: they are the texts in its module.
    if file.name == "__init__.py" and "__getattr__" in found:
        found |= {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    return frozenset(found)


def exists(dotted: str) -> bool:
    """Whether a dotted name is a module, or something that a module binds."""
    package, *parts = dotted.split(".")
    place = PACKAGES[package] / package
    while parts and (place / parts[0]).is_dir():
        place = place / parts.pop(0)
    is_module = bool(parts) and (place / f"{parts[0]}.py").is_file()
    file = place / f"{parts.pop(0)}.py" if is_module else place / "__init__.py"
    if not parts:
        return file.is_file()
    bound = members(file) if file.is_file() else frozenset()
    return (
        ".".join(parts[:2]) in bound or (len(parts) == 1 and parts[0] in bound) or _lazy(package, place, parts, bound)
    )


def _lazy(package: str, place: Path, parts: list[str], bound: frozenset[str]) -> bool:
    """Whether the first part is loaded lazily from elsewhere, and the rest exists there."""
    if place != PACKAGES[package] / package or parts[0] not in bound or len(parts) < 2:
        return False
    elsewhere = [name for name in bound if name.startswith(f"{package}.") and name.endswith(f".{parts[0]}")]
    return any(exists(".".join([name, *parts[1:]])) for name in elsewhere)


def is_a_path(text: str) -> bool:
    """Whether a piece of code looks like a path of this repository."""
    if not PATH.fullmatch(text) or text.startswith((".", "/")) or MADE.match(text):
        return False
    return "/" in text and text.split("/")[0] in TOP_FOLDERS


@pytest.mark.parametrize("page", pages.PAGES, ids=pages.NAMES)
def test_every_dotted_name_exists(page):
    texts = [*pages.code_spans(page), *pages.code_blocks(page)]
    wrong = [
        f"{found.page}:{found.line}: {name}"
        for found in texts
        for name in DOTTED.findall(found.text)
        if not exists(name.removesuffix("."))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("page", pages.PAGES, ids=pages.NAMES)
def test_every_path_exists(page):
    near = [*PLACES, page.parent]
    wrong = [
        f"{found.page}:{found.line}: {found.text}"
        for found in pages.code_spans(page)
        if is_a_path(found.text) and not any((place / found.text).exists() for place in near)
    ]
    assert not wrong, "\n".join(wrong)


def test_a_missing_name_or_path_is_reported():
    assert not exists("newspace_grading.engine.no_such_module")
    assert not exists("newspace_grading.sandbox.limits.NoSuchClass")
    assert exists("newspace_grading.sandbox.limits.Limits.plain")
    assert exists("newspace.progress.path")
    assert is_a_path("engine/launch/no_such_file.py")
    assert not is_a_path("classroom/submitted/STUDENT")
