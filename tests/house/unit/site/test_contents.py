"""The notebooks of the browser edition: texts that are true in a browser, and its kernel."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from repository import ROOT

from release.site.errors import SiteError
from release.site.lab import contents
from release.site.lab.contents import Wording
from release.site.lab.exercises import Edition

UNTRUE = {
    edition: re.compile(rf"\bmake [a-z]+\b.*`|`make|`work/`|Validate|newspace lab|on this computer\?|■{more}")
    for edition, more in {Edition.SELF_STUDY: "", Edition.CLASS: r"|ns\.solution|Grade my work"}.items()
}
"""What holds on a computer with the course installed, and not in a browser."""


@pytest.fixture(scope="module", params=list(Edition))
def edition(request: pytest.FixtureRequest) -> Edition:
    return request.param


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, edition: Edition) -> Path:
    made = tmp_path_factory.mktemp("contents")
    contents.write_notebooks(ROOT, made, edition)
    return made


def test_every_lesson_and_exercise_is_there(folder):
    def paths(home: Path) -> list[str]:
        found = [*(home / "lessons").glob("*.ipynb"), *(home / "exercises").glob("*/*.ipynb")]
        return sorted(path.relative_to(home).as_posix() for path in found)

    assert paths(folder) == paths(ROOT)
    assert len(paths(folder)) > 12


def test_no_notebook_says_what_is_untrue_in_a_browser(folder, edition):
    wrong = []
    for path in folder.rglob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            wrong += [
                f"{path.name}, {cell['id']}: {line.strip()}" for line in cell["source"] if UNTRUE[edition].search(line)
            ]
    assert wrong == []


def test_a_notebook_differs_in_its_kernel_and_its_wording_alone(folder):
    for path in folder.rglob("*.ipynb"):
        name = path.relative_to(folder).as_posix()
        made = json.loads(path.read_text(encoding="utf-8"))
        given = json.loads((ROOT / name).read_text(encoding="utf-8"))
        assert made["metadata"]["kernelspec"]["name"] == "python"
        kept = given["cells"]
        assert [cell["id"] for cell in made["cells"]] == [cell["id"] for cell in kept]
        assert [cell["metadata"] for cell in made["cells"]] == [cell["metadata"] for cell in kept]
        code = [
            ("".join(a["source"]), "".join(b["source"]))
            for a, b in zip(made["cells"], kept, strict=True)
            if a["cell_type"] == "code"
        ]
        assert all(one == other for one, other in code)


def test_a_text_that_is_not_there_is_reported():
    rows = Wording([{"notebook": "lessons/a.ipynb", "cell": "x", "old": "gone", "new": ""}])
    with pytest.raises(SiteError, match="“gone”"):
        rows.applied("lessons/a.ipynb", "x", "another text")
    assert rows.applied("lessons/a.ipynb", "y", "another text") == "another text"


def test_a_row_that_fits_nothing_is_reported():
    rows = Wording([{"notebook": "exercises/*", "cell": "x", "old": "gone", "new": ""}])
    assert rows.applied("exercises/a/a.ipynb", "x", "another text") == "another text"
    with pytest.raises(SiteError, match="holds “gone”"):
        rows.check_all_used()
