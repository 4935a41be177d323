"""The browser edition in Firefox: the start page opens and runs, and a question is answered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from browser.firefox import firefox, firefox_path
from browser.notebook_page import DONE, OUTPUTS, READY, RUN_ALL
from browser.site_server import Site, pyodide_folder
from repository import ROOT

START = "lessons/00_start_here.ipynb"
QUIZ = "document.querySelector('.ns-quiz')"
CONTENTS_AT_THE_LEFT = "[...jupyterapp.shell.widgets('left')].find((one) => one.isVisible)?.id === 'table-of-contents'"
ARTEFACTS = ROOT / "artefacts" / "site"


@pytest.fixture(scope="session")
def _firefox_first() -> None:
    """Nothing is built where there is no Firefox to try it in."""
    pyodide_folder()
    firefox_path()


@pytest.mark.usefixtures("_firefox_first")
def test_the_start_page_opens_and_runs_in_firefox(site: Site, tmp_path: Path) -> None:
    with firefox(tmp_path) as page:
        page.goto(site.address(START))
        page.wait_for(f"({READY})('{START}')")
        page.wait_for("document.querySelector('[data-newspace-name]') !== null")  # the tab is named as on the desktop
        page.wait_for(CONTENTS_AT_THE_LEFT)  # though nothing in this window has the keyboard
        page.evaluate(f"({RUN_ALL})()")
        page.wait_for(f"({DONE})()")
        page.wait_for(f"{QUIZ}.querySelector('input[type=radio]')")
        cells = json.loads(page.evaluate(f"JSON.stringify(({OUTPUTS})())"))
        bad = [output for cell in cells for output in cell["outputs"] if output["output_type"] == "error"]
        assert bad == []
        page.evaluate(f"{QUIZ}.querySelector('input[type=radio]').click()")
        page.evaluate(f"[...{QUIZ}.querySelectorAll('button')].find((b) => b.textContent.trim() === 'Check').click()")
        page.wait_for(f"{QUIZ}.querySelector('.ns-verdict').getClientRects().length > 0")
        page.screenshot(ARTEFACTS / "firefox.png")
