"""The lessons to read: on a phone, on paper, for a search engine.

Figures, tables, printed lines and the first picture of each simulator are there; what needs a learner is named, with a link to where
it runs.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from nbconvert.filters import markdown2html

from release.site.lab.contents import Wording
from release.site.lab.exercises import Edition
from release.site.pages import html, marks
from release.site.pages.cell_outputs import INDEX, NARROW, WIDE
from release.site.pages.units import Unit

_ATTACHED = re.compile(r"\(attachment:([^)\s]+)\)")
_SHOWN = re.compile(r"^ns\.(\w+)")
_WHAT_IT_IS = {
    "figures": "a figure",
    "fact_table": "a table of facts",
    "quiz": "questions",
    "reading": "a reading",
    "results": "your results",
    "review": "your review",
    "sources": "the sources",
    "table": "a table",
    "progress": "your progress",
}
_MATH = re.compile(r"\$\$(.+?)\$\$|(?<![\\\w$])\$(?=\S)([^$\n]+?)(?<=\S)\$(?!\w)", re.DOTALL)
_NOTEBOOK = re.compile(r'href="(?:(?:\.\./)*(?:lessons/)?(\w+)|(?:\.\./)+(exercises/\w+/\w+))\.ipynb"')

_WIDE = '<div class="wide" tabindex="0" role="group" aria-label="{}">'
"""Around what may be wider than the page: it scrolls by keyboard, too."""
_NARROW_PX = 560
"""Up to this width of the page a simulator's narrow picture is shown."""


def write_reading_pages(home: Path, site: Path, units: list[Unit], edition: Edition, outputs: Path) -> None:
    """Write a page for each lesson.

    Parameters
    ----------
    home : Path
        The repository.
    site : Path
        The site's folder.
    units : list of Unit
        The units.
    edition : Edition
        For whom the site is built.
    outputs : Path
        A folder as ``cell_outputs`` makes it.
    """
    folder = site / "read"
    (folder / "pictures").mkdir(parents=True)
    for picture in sorted(outputs.glob("*.png")):
        shutil.copy(picture, folder / "pictures")
    outcomes = json.loads((outputs / INDEX).read_text(encoding="utf-8"))
    wording = Wording.read(edition)
    names = {unit.name for unit in units}
    for unit in units:
        cells = json.loads((home / unit.lesson).read_text(encoding="utf-8"))["cells"]
        parts = []
        for cell in cells:
            source = wording.applied(unit.lesson, cell["id"], "".join(cell["source"]))
            if cell["cell_type"] == "markdown":
                parts.append(prose(with_attachments(source, cell.get("attachments", {})), names))
            else:
                parts.append(program(source, unit, outcomes.get(unit.name, {}).get(cell["id"], {})))
        around = (
            f"<nav>{html.page_link('../index.html', 'All units')} · "
            f"{html.page_link(f'../lab/index.html?path={unit.lesson}', 'Open this lesson live')}</nav>\n"
        )
        body = around + '<main class="lesson">\n' + marks.linked("\n".join(parts)) + "\n</main>\n"
        made = html.whole_page(f"{unit.title} – New Space, hands on", unit.sentence, body, root="../")
        (folder / f"{unit.name}.html").write_text(made, encoding="utf-8")


def with_attachments(source: str, attachments: Mapping[str, Mapping[str, str]]) -> str:
    """Return a cell's Markdown with the pictures that are attached to it in place of their names."""

    def address(match: re.Match[str]) -> str:
        ((kind, content),) = attachments[match[1]].items()
        return f"(data:{kind};base64,{content})"

    return _ATTACHED.sub(address, source)


def prose(source: str, read: set[str]) -> str:
    """Return a cell of text as HTML; links lead to what can be read, or else to where it runs."""
    kept: list[str] = []

    def formula(match: re.Match[str]) -> str:
        from latex2mathml.converter import convert  # in the site's own environment only

        display = match[1] is not None
        made = convert((match[1] or match[2]).strip(), display="block" if display else "inline")
        kept.append(_WIDE.format("formula") + made + "</div>" if display else made)
        return f"\N{SYMBOL FOR SUBSTITUTE}{len(kept) - 1}\N{SYMBOL FOR SUBSTITUTE}"

    def address(match: re.Match[str]) -> str:
        if match[1] in read:
            return f'href="{match[1]}.html"'
        return f'href="../lab/index.html?path={match[2] or "lessons/" + match[1]}.ipynb"'

    made = str(markdown2html(_MATH.sub(formula, source)))
    made = re.sub("\N{SYMBOL FOR SUBSTITUTE}(\\d+)\N{SYMBOL FOR SUBSTITUTE}", lambda match: kept[int(match[1])], made)
    made = re.sub(r'<a class="anchor-link"[^>]*>.*?</a>', "", made)
    tables = made.replace("<table>", _WIDE.format("table") + "<table>").replace("</table>", "</table></div>")
    return _NOTEBOOK.sub(address, tables)


def program(source: str, unit: Unit, output: dict[str, Any]) -> str:
    """Return a cell of program as HTML, and what it shows; one that needs a learner is named by what it would show.

    Parameters
    ----------
    source : str
        The cell.
    unit : Unit
        The unit that it belongs to.
    output : dict
        What it shows, as ``cell_outputs`` writes it; empty if nothing.
    """
    shown = _SHOWN.match(source)
    if shown is None:
        return f"<pre><code>{escape(source)}</code></pre>{_output(output)}"
    if "title" not in output and output:
        return _output(output)
    name = shown[1]
    what = _WHAT_IT_IS.get(name, "a simulator" if name.endswith(("simulator", "explorer", "series")) else "a table")
    where = html.page_link(
        f"../lab/index.html?path={unit.lesson}", "open the lesson live to use it", label=f"Open {unit.title} live"
    )
    if output:
        return (
            _output(output) + f'<p class="runs">The picture is {escape(what)}’s, before anything is moved: {where}.</p>'
        )
    return f'<p class="runs">Here the lesson shows {escape(what)}: {where}.</p>'


def _output(output: dict[str, Any]) -> str:
    if "printed" in output:
        return f'<pre class="printed" tabindex="0" role="group" aria-label="printed"><code>{escape(output["printed"].rstrip())}</code></pre>'
    if "table" in output:
        return str(output["table"])  # HTML of the course's own, escaped there
    if WIDE in output:
        return _figure(output)
    return ""


def _figure(output: dict[str, Any]) -> str:
    wide, narrow = output[WIDE], output.get(NARROW)
    title = f"<strong>{escape(output['title'])}.</strong> " if "title" in output else ""
    width, height = wide["size"]
    least = f' style="min-width:{int(output["least_px"])}px"' if "least_px" in output else ""
    picture = (
        f'<img src="pictures/{escape(wide["file"])}" width="{width}" height="{height}" loading="lazy"{least} '
        f'alt="{escape(output["words"])}">'
    )
    if narrow:
        size = f'width="{narrow["size"][0]}" height="{narrow["size"][1]}"'
        source = f'<source media="(max-width: {_NARROW_PX}px)" srcset="pictures/{escape(narrow["file"])}" {size}>'
        picture = f"<picture>{source}{picture}</picture>"
    frame = _WIDE.format("picture") + picture + "</div>"
    return f"<figure>{frame}<figcaption>{title}{escape(output['caption'])}</figcaption></figure>"
