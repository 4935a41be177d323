"""The widgets' JavaScript: the bundles in ``static/`` match the sources in ``widgets/js``."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import anywidget
import pytest
from repository import ROOT

from newspace.views.shared import bundles
from newspace.views.shared.exercise import grade_button
from newspace.views.shared.explorer import explorer
from newspace.views.shared.quiz import quiz, quiz_strings
from newspace.views.shared.reading import citations, glossary, reading

JAVASCRIPT = ROOT / "widgets" / "js"
STATIC = Path(bundles.__file__).parents[1] / "static"
BUNDLES = sorted(STATIC.glob("*/widget.js"))
MANIFEST = json.loads((STATIC / "manifest.json").read_text(encoding="utf-8"))
MODELS = {
    "explorer": (explorer.Explorer, explorer._strings()),
    "glossary": (glossary.GlossaryView, glossary._strings()),
    "grade_button": (grade_button.GradeMine, grade_button._strings()),
    "quiz": (quiz.Quiz, quiz_strings.quiz_strings()),
    "reading": (reading.ReadingView, reading._strings()),
}
STALE = "the bundles are not what the sources give: run make js and commit what it writes"


def digests(folder: Path, paths: list[Path]) -> dict[str, str]:
    """Compute the digest of each text file by its relative path, independent of line endings."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_text(encoding="utf-8").encode()).hexdigest()
        for path in paths
    }


def test_the_manifest_names_every_source_as_it_is_now():
    sources = [path for path in (JAVASCRIPT / "src").rglob("*") if path.is_file()]
    assert digests(JAVASCRIPT, [JAVASCRIPT / "build.js", *sources]) == MANIFEST["sources"], STALE


def test_the_manifest_names_every_bundle_as_it_is_now():
    files = [path for path in STATIC.rglob("*") if path.is_file() and path.name != "manifest.json"]
    assert digests(STATIC, files) == MANIFEST["bundles"], STALE


def test_the_bundles_were_made_by_the_locked_esbuild():
    locked = json.loads((JAVASCRIPT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert locked["node_modules/esbuild"]["version"] == MANIFEST["esbuild"], STALE


@pytest.mark.parametrize("bundle", BUNDLES, ids=lambda path: path.parent.name)
def test_a_bundle_writes_no_html_and_fetches_nothing(bundle):
    code = bundle.read_text(encoding="utf-8")
    dangers = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|fetch\(|XMLHttpRequest|\bimport\b"
    assert re.findall(dangers, code) == []
    code = code.replace('"http://www.w3.org/2000/svg"', "")  # the name of a kind of element: nobody goes there
    assert [found for found in re.findall(r"https?:/[^\s]*", code) if "\\/" not in found] == []


def test_the_lock_names_no_registry():
    lock = json.loads((JAVASCRIPT / "package-lock.json").read_text(encoding="utf-8"))
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    assert all("integrity" in package for name, package in lock["packages"].items() if name)


def test_no_folder_of_sources_or_bundles_is_crowded():
    folders = [JAVASCRIPT / "src", JAVASCRIPT / "tests", STATIC]
    folders += [path for folder in folders for path in folder.rglob("*") if path.is_dir()]
    assert {str(folder): len(list(folder.iterdir())) for folder in folders if len(list(folder.iterdir())) > 8} == {}


def declared(text: str, name: str) -> list[str]:
    """Return the members of a union of strings that a JSDoc type declares."""
    (found,) = re.findall(rf"@typedef {{([^}}]*)}} {name}\b", text)
    return re.findall(r'"([^"]+)"', found)


@pytest.mark.parametrize("widget", MODELS)
def test_the_page_declares_the_traits_that_the_widget_sends(widget):
    view, _ = MODELS[widget]
    text = (JAVASCRIPT / "src" / widget / "model.js").read_text(encoding="utf-8")
    (properties,) = re.findall(r"@typedef {object} Traits\n((?: \* @property .*\n)+)", text)
    own = set(view.class_traits(sync=True)) - set(anywidget.AnyWidget.class_traits(sync=True))
    assert set(re.findall(r"} (\w+)", properties)) == own


@pytest.mark.parametrize("widget", [*MODELS, "citations"])
def test_every_string_of_the_page_comes_from_the_catalogue_and_is_used(widget):
    strings = citations.citation_strings() if widget == "citations" else MODELS[widget][1]
    types = "contract.js" if widget == "citations" else "model.js"
    folder = JAVASCRIPT / "src" / widget
    names = declared((folder / types).read_text(encoding="utf-8"), "StringName")
    assert sorted(names) == sorted(strings)
    # tsc checks that no other name is used.
    code = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.js") if path.name != types)
    used = set(re.findall(r"\bstrings\.(\w+)|[\"']([\w ]+)[\"']|\b(right|partly|wrong|open): ", code))
    assert set(names) - {name for parts in used for name in parts} == set()
