"""Each other lesson in a real JupyterLab: every cell runs, nobody is shut out, nothing is cut off, and nothing comes from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jupyter_page import Notebook
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
TRIED_ELSEWHERE = {"00_start_here", "02_ispace_missions"}
LESSONS = sorted(path.stem for path in (ROOT / "lessons").glob("*.ipynb") if path.stem not in TRIED_ELSEWHERE)


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_runs_and_fits(page: Page, lab: Any, notebook: Any, name: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    lesson: Notebook = notebook(f"lessons/{name}.ipynb").run_all()
    assert lesson.complaints() == []
    assert lesson.violations() == []
    lesson.dark()
    assert lesson.violations() == []
    lesson.dark(on=False)
    for width, height in ((1280, 900), (800, 900), (640, 450)):  # the last is a window of 1280 × 900 at 200 %
        page.set_viewport_size({"width": width, "height": height})
        assert lesson.too_wide() == [], f"at {width} pixels"
    assert [url for url in asked if not url.startswith((lab.url, "data:", "blob:"))] == []
