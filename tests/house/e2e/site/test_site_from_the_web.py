"""The site as ``make site`` builds it by default, with Pyodide from where its makers serve it; here as a class gets it, without solutions."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.fixtures import FLAGS, chromium_path
from browser.notebook_page import SLOW_MS, Notebook, leave_without_saving, note_errors
from browser.pyodide.cdn import cdn
from browser.site_server import FETCH, NUMPY, SPARE, build_from_cdn, pyodide_folder, served
from playwright.sync_api import Browser, expect
from repository import ROOT

from release.site.kernel import pyodide

LESSON = "lessons/01_new_space_economics.ipynb"


@pytest.fixture(scope="module")
def folder(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001 - its environment is made first
    return build_from_cdn(tmp_path_factory.mktemp("cdn") / "site", "--class")


def test_a_lesson_runs_with_python_from_its_makers_and_an_altered_file_is_refused(
    browser: Browser, folder: Path, tmp_path: Path
) -> None:
    complaints: list[str] = []
    with cdn(pyodide_folder(), tmp_path) as makers, served(folder) as site:
        other = browser.browser_type.launch(
            executable_path=chromium_path(), headless=True, args=[*FLAGS, *makers.flags], timeout=SLOW_MS
        )
        page = other.new_page()
        page.set_default_timeout(SLOW_MS)
        leave_without_saving(page)
        makers.spoilt |= {NUMPY, SPARE}
        page.goto(site.address(LESSON))
        sentence = "Python could not be loaded. What to do: check the network connection, then reload this page."
        expect(page.locator("#newspace-status")).to_contain_text(sentence)
        assert page.evaluate(FETCH, pyodide.CDN + SPARE) == "refused"
        makers.spoilt.clear()
        note_errors(page, complaints)
        page.reload()
        lesson = Notebook(page, site, LESSON).wait_for_kernel().run_all()
        assert lesson.complaints() == []
        other.close()
    assert complaints == []
    assert {"pyodide.js", "pyodide.asm.wasm", NUMPY} <= set(makers.asked)
    assert {name for name in makers.asked if makers.asked.count(name) > 1} <= {NUMPY}, "what came whole is kept"
    assert not (folder / "pyodide").exists()


def test_a_site_for_a_class_holds_no_solutions(folder: Path) -> None:
    secret = secret_lines()
    assert len(secret) > 50
    found = [(name, line) for name, text in texts(folder) for line in secret if line in text]
    assert found == []


def secret_lines() -> set[str]:
    """The longer lines of the reference's answers and of hidden tests that stand nowhere in what learners get."""
    learners = [*(ROOT / "exercises").glob("*/*.ipynb"), *(ROOT / "widgets" / "newspace").rglob("*.py")]
    given = "".join(path.read_text(encoding="utf-8") for path in learners)
    given += "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "lessons").rglob("*") if path.suffix in (".ipynb", ".toml")
    )
    lines: set[str] = set()
    for path in (ROOT / "solutions").glob("*/*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            text = "".join(cell["source"])
            for hidden in re.findall(r"### BEGIN (?:SOLUTION|HIDDEN TESTS)\n(.*?)### END", text, re.DOTALL):
                lines |= {line.strip() for line in hidden.splitlines() if len(line.strip()) > 40}
    return {line for line in lines if line not in given and json.dumps(line, ensure_ascii=False)[1:-1] not in given}


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """The text of every file of ours in a site, those in wheels too; what stands in notebooks is JSON, so quotes are undone."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".whl" and path.name.startswith("newspace"):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield f"{path.name}: {name}", archive.read(name).decode("utf-8", "replace").replace('\\"', '"')
        elif path.suffix in (".ipynb", ".json", ".html", ".toml", ".py", ".js") and "pyodide" not in path.parts:
            yield path.name, path.read_text(encoding="utf-8", errors="replace").replace('\\"', '"')
