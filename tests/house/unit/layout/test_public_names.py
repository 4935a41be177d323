"""The names that notebooks import from ``newspace``: modules may move, these stay."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from repository import ROOT

import newspace

MODULES = {"checks", "facts", "figures", "models", "progress", "readings"}
VIEWS = {
    "abilities",
    "citations",
    "clock_explorer",
    "cost_sharing_explorer",
    "course_gain",
    "course_test",
    "date_explorer",
    "fact_table",
    "glossary",
    "grade_mine",
    "headcount_explorer",
    "hint",
    "judge_briefs",
    "keepsake",
    "landing_simulator",
    "latecomer_explorer",
    "learning_explorer",
    "meeting_explorer",
    "mission_series",
    "patience_explorer",
    "project_simulator",
    "quiz",
    "reading",
    "results",
    "review",
    "review_plan",
    "solution",
    "sources",
    "table",
    "timeline_explorer",
    "waiting_simulator",
    "weighing_simulator",
    "what_if_explorer",
    "writing_desk",
}
MODELS = {
    "agreements",
    "chance",
    "clocks",
    "commitments",
    "cost_sharing",
    "dating",
    "descent",
    "evidence",
    "growth",
    "handovers",
    "latecomers",
    "launch",
    "learning",
    "market",
    "patience",
    "places",
    "plausibility",
    "two_dates",
    "venture",
    "waiting",
    "weighing",
}
FIGURES = {"Drawing", "agreements", "brief", "describe", "economics", "hubs", "ispace"}
PROGRESS = {"erase", "export", "open_store", "path", "show"}
NOTEBOOKS = sorted(path for room in ("lessons", "solutions", "exercises") for path in (ROOT / room).rglob("*.ipynb"))
SHORT = {"ns": "newspace", "checks": "newspace.checks", "descent": "newspace.models.descent"}


def resolve(dotted: str) -> object:
    """Return what a dotted name stands for, as an import and attribute access in a notebook would find it."""
    first, *rest = dotted.split(".")
    found: object = import_module(first)
    for part in rest:
        found = getattr(found, part)
    return found


def used_in(notebook: Path) -> Iterator[str]:
    """Yield every name of ``newspace`` that a notebook's code cells import or access."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        for node in ast.walk(ast.parse("".join(cell["source"]))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "newspace":
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
            elif isinstance(node, ast.Attribute):
                first, _dot, rest = ast.unparse(node).partition(".")
                if first in SHORT and all(part.isidentifier() for part in rest.split(".")):
                    yield f"{SHORT[first]}.{rest}"


def test_the_package_has_its_public_names() -> None:
    assert set(newspace.__all__) == MODULES | VIEWS
    assert set(dir(newspace)) == MODULES | VIEWS
    for name in VIEWS:
        assert callable(getattr(newspace, name)), name


@pytest.mark.parametrize(
    ("package", "names"),
    [
        ("newspace", MODULES),
        ("newspace.models", MODELS),
        ("newspace.figures", FIGURES),
        ("newspace.progress", PROGRESS),
    ],
)
def test_a_public_module_has_its_names(package: str, names: set[str]) -> None:
    for name in names:
        resolve(f"{package}.{name}")


def test_the_notebooks_are_found() -> None:
    assert len(NOTEBOOKS) >= 18


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_name_that_a_notebook_uses_exists(notebook: Path) -> None:
    for name in used_in(notebook):
        resolve(name)


def test_an_unknown_name_is_refused_as_python_does() -> None:
    with pytest.raises(AttributeError, match="module 'newspace' has no attribute 'no_such_name'"):
        resolve("newspace.no_such_name")
    with pytest.raises(AttributeError, match=r"module 'newspace\.models' has no attribute 'no_such_model'"):
        resolve("newspace.models.no_such_model")


def defined_in(path: Path, kinds: tuple[type[ast.stmt], ...]) -> Iterator[str]:
    """Yield the public functions or classes that a module defines at its top level."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, kinds) and not node.name.startswith("_"):  # type: ignore[attr-defined]  # both have one
            yield node.name  # type: ignore[attr-defined]


def shared_names(folders: Iterable[str], *kinds: type[ast.stmt]) -> dict[str, list[str]]:
    """Names that several modules of these folders define, each with the modules."""
    homes: dict[str, set[str]] = {}
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for name in defined_in(path, kinds):
            homes.setdefault(name, set()).add(path.relative_to(ROOT).as_posix())
    return {name: sorted(paths) for name, paths in homes.items() if len(paths) > 1}


#: Functions that may stand in several modules of a package: what lessons call, and what a program begins with.
SHARED_FUNCTIONS = {"widgets/newspace": {"rows"}, "grading/newspace_grading": {"main"}}
#: Functions of which the course and the grader have one each, since neither imports the other.
SHARED_MAKERS = {
    "message": "makes a sentence of the distribution's own catalogue; the tool that extracts sentences looks for this name",
    "plural_message": "the same for a sentence with a number",
}
#: Classes of which the course and the grader have one each, since neither imports the other.
SHARED_CLASSES = {
    "Label": "the labels of a check's rows: the course writes them, and the grader reads them as data",
    "Verdict": "what an answer came to: a question's is a score with its feedback, a task's is one of the grader's codes",
}


@pytest.mark.parametrize("package", SHARED_FUNCTIONS)
def test_no_two_modules_define_one_public_function(package: str) -> None:
    shared = shared_names([package], ast.FunctionDef)
    assert set(shared) <= SHARED_FUNCTIONS[package], shared


def test_no_two_public_functions_of_course_grader_tools_and_benchmarks_share_a_name() -> None:
    shared = shared_names([*SHARED_FUNCTIONS, "tools", "benchmarks"], ast.FunctionDef)
    assert set(shared) - {"main", "rows"} == set(SHARED_MAKERS), shared
    for name in SHARED_MAKERS:
        assert [path.split("/")[0] for path in shared[name]] == ["grading", "widgets"], (name, shared[name])
    assert all(path.startswith("widgets/newspace/models/") for path in shared["rows"]), shared["rows"]


def test_no_two_public_classes_of_course_grader_and_tools_share_a_name() -> None:
    shared = shared_names([*SHARED_FUNCTIONS, "tools"], ast.ClassDef)
    assert set(shared) == set(SHARED_CLASSES), shared
    for name, paths in shared.items():
        assert [path.split("/")[0] for path in paths] == ["grading", "widgets"], (name, paths)
