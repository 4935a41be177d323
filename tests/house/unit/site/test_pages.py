"""The landing page and the lessons to read: what they say comes from the course, escaped, and leads somewhere."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import pytest
from PIL import Image
from repository import ROOT

from release.site.pages import cell_outputs, landing, marks, reading, units

MOST_BYTES = 100_000
UNITS = units.read_units(ROOT)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "newspace").mkdir()
    landing.write_landing_page(ROOT, tmp_path, UNITS, 42_000_000)
    return tmp_path


def test_every_unit_has_its_time_and_a_sentence():
    assert [unit.number for unit in UNITS] == [0, 1, 2, 3, 4, 5]
    for unit in UNITS:
        assert re.fullmatch(r"\d+( to \d+)? min", unit.time)
        assert 30 < len(unit.sentence) < 250
        assert unit.sentence.count(".") == 1
        assert "[" not in unit.sentence


def test_the_landing_page_is_small_and_leads_to_every_unit(site):
    text = (site / "index.html").read_text(encoding="utf-8")
    style = (ROOT / "tools" / "release" / "site" / "assets" / "pages.css").stat().st_size
    picture = (site / "newspace" / "landing_simulator.png").stat().st_size
    assert len(text.encode()) + style + picture < MOST_BYTES
    for unit in UNITS:
        for address in (
            f"lab/index.html?path={unit.lesson}",
            f"lab/index.html?path={unit.exercise}",
            f"read/{unit.name}.html",
        ):
            assert f'href="{address}"' in text
        assert (ROOT / unit.lesson).is_file()
        assert (ROOT / unit.exercise).is_file()
    assert "jupyter-config-data" in text, "JupyterLite looks for it"
    assert "about 42 MB" in text
    assert not re.search(r'(?:src|href)="(?:https?:)?//', text), "nothing comes from elsewhere"


def test_the_landing_page_leads_to_the_documents_where_the_site_has_them(site):
    assert "docs/index.html" not in (site / "index.html").read_text(encoding="utf-8")
    landing.write_landing_page(ROOT, site, UNITS, 42_000_000, docs=True)
    assert '<a href="docs/index.html">' in (site / "index.html").read_text(encoding="utf-8")


def test_the_first_screen_has_a_picture_with_words_on_the_page_too():
    cell = json.loads((ROOT / UNITS[0].lesson).read_text(encoding="utf-8"))["cells"][0]
    assert cell["id"] == "title"
    page = reading.prose(reading.with_attachments("".join(cell["source"]), cell["attachments"]), set())
    (picture,) = re.findall(r'<img src="data:image/png;base64,([^"]+)" alt="([^"]+)"', page)
    assert base64.b64decode(picture[0]).startswith(b"\x89PNG")
    assert len(picture[0]) < 40_000, "a notebook is text that people compare"
    assert all(f" {one}," in picture[1].replace(": ", " ") for one in ("gap", "crash", "preview", "cluster", "market"))


def test_what_a_lesson_says_is_escaped(tmp_path):
    (tmp_path / "newspace").mkdir()
    hostile = units.Unit(0, "00_a", "<b>T</b>", "1 min", 'You & "<i>"')
    landing.write_landing_page(ROOT, tmp_path, [hostile], 1)
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "<b>T" not in text
    assert "<i>" not in text
    assert "&lt;b&gt;T" in text


def test_links_of_a_lesson_to_read_lead_to_what_can_be_read_or_to_where_it_runs():
    made = reading.prose("[2](02_x.ipynb), [E](../exercises/a/a.ipynb), [G](glossary.ipynb)", {"02_x"})
    assert 'href="02_x.html"' in made
    assert 'href="../lab/index.html?path=exercises/a/a.ipynb"' in made
    assert 'href="../lab/index.html?path=lessons/glossary.ipynb"' in made


def test_a_numbered_mark_leads_to_its_entry_in_the_list():
    lesson = (
        'So[[2≠]](#Sources "fact a") and[[?]](#Sources "fact b c").\n\n'
        "1. before the list\n\n## Sources\n\n1. One, <https://one.example>\n2. Two\n\nOpen:\n\n- 2: x\n"
    )
    made = marks.linked(reading.prose(lesson, set()))
    assert (
        '<a class="mark" href="#source-2" title="Source 2: disputed" aria-label="Source 2: disputed">[2≠]</a>' in made
    )
    assert 'href="#Sources" title="Open: no source found"' in made
    assert "<li>before the list" in made
    assert '<li id="source-1">One' in made
    assert '<li id="source-2">Two' in made
    assert "<li>2: x" in made


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_each_mark_of_a_page_to_read_has_its_entry_with_an_address(unit):
    cells = json.loads((ROOT / unit.lesson).read_text(encoding="utf-8"))["cells"]
    texts = [
        reading.with_attachments("".join(cell["source"]), cell.get("attachments", {}))
        for cell in cells
        if cell["cell_type"] == "markdown"
    ]
    plain = reading._MATH.sub("", "\n\n".join(texts))  # formulas need the site's own environment
    made = marks.linked(reading.prose(plain, set()))
    wanted = set(re.findall(r'class="mark" href="#(source-\d+)"', made))
    entries = dict(re.findall(r'<li id="(source-\d+)">(.*?)</li>', made, re.DOTALL))
    assert wanted
    assert wanted == set(entries)
    assert all('<a href="http' in entry for entry in entries.values())


def test_a_cell_that_needs_a_learner_is_named_and_other_code_is_escaped():
    unit = UNITS[2]
    assert "Here the lesson shows questions" in reading.program('ns.quiz("a", "b")', unit, {})
    assert reading.program("x = 1 < 2", unit, {}) == "<pre><code>x = 1 &lt; 2</code></pre>"
    printed = reading.program("print(1 < 2)", unit, {"printed": "<True>\n"})
    assert printed.startswith("<pre><code>print(1 &lt; 2)</code></pre>")
    assert "<code>&lt;True&gt;</code>" in printed


def test_a_picture_has_its_sentence_its_text_alternative_and_one_for_a_phone():
    drawn = {"file": "a.png", "size": [900, 500]}
    made = reading.program(
        "ns.landing_simulator()",
        UNITS[2],
        {
            "title": "A & B",
            "caption": "It <fell>.",
            "words": 'a "curve"',
            "wide": drawn,
            "narrow": drawn | {"file": "b.png"},
        },
    )
    assert 'src="pictures/a.png" width="900" height="500"' in made
    assert 'media="(max-width: 560px)" srcset="pictures/b.png"' in made
    assert 'alt="a &quot;curve&quot;"' in made
    assert "<figcaption><strong>A &amp; B.</strong> It &lt;fell&gt;.</figcaption>" in made
    assert "before anything is moved" in made


def test_a_lesson_that_is_run_for_its_page_gives_what_its_cells_show(tmp_path):
    (tmp_path / "lessons").mkdir()
    (tmp_path / "out").mkdir()
    sources = {
        "a": "import newspace as ns\nprint('one', 1)",
        "b": "ns.figures.economics.two_totals()",
        "c": "ns.clock_explorer()",
        "d": "ns.table([{'x': '<1>'}], caption='T')",
        "e": "ns.quiz('00_start_here', 'run-cell')",
    }
    cells = [{"cell_type": "code", "id": name, "source": text} for name, text in sources.items()]
    lesson = tmp_path / "lessons" / "0_x.ipynb"
    lesson.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    cell_outputs.write_outputs(tmp_path, tmp_path / "out")
    shown = json.loads((tmp_path / "out" / cell_outputs.INDEX).read_text(encoding="utf-8"))["0_x"]
    assert list(shown) == ["a", "b", "c", "d"]
    assert shown["a"] == {"printed": "one 1\n"}
    assert "&lt;1&gt;" in shown["d"]["table"]
    for drawn in (shown["b"]["wide"], shown["c"]["wide"], shown["c"]["narrow"]):
        with Image.open(tmp_path / "out" / drawn["file"]) as picture:
            assert list(picture.size) == drawn["size"]
    assert shown["c"]["caption"]
    lesson.write_text(json.dumps({"cells": [{"cell_type": "code", "id": "z", "source": "1 / 0"}]}), encoding="utf-8")
    with pytest.raises(RuntimeError, match=r"0_x\.ipynb, cell z"):
        cell_outputs.write_outputs(tmp_path, tmp_path / "out")
