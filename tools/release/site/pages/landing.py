"""The page on which a learner arrives."""

from __future__ import annotations

import shutil
from html import escape
from pathlib import Path

from release.site.pages import html
from release.site.pages.units import Unit

PICTURE = "docs/assets/landing_simulator.png"
PICTURE_SIZE = (896, 946)
TITLE = "New Space, hands on"
_WHAT = (
    "An interactive course on the new space economy. You read five real texts that disagree with one another, rebuild their "
    "claims in simulators, answer questions, and do exercises. At the end you can tell what a text shows from what it merely says."
)
# JupyterLite looks for this element in the first page of a site.
_CONFIG = '<script id="jupyter-config-data" type="application/json" data-jupyter-lite-root=".">{}</script>\n'
_BODY = """\
<header>
<h1>{title}</h1>
<p class="lead">{what}</p>
<p><a class="start" href="{start}">Start the course in this tab</a></p>
<p class="note">The first visit loads about {megabytes} MB, once; a line at the lower edge says how far it is. After that the course opens without a network.</p>
</header>
<main>
<section aria-labelledby="units">
<h2 id="units">The six units</h2>
<ol class="units">
{units}
</ol>
</section>
<section aria-labelledby="ways">
<h2 id="ways">Three ways to take it</h2>
<div class="ways">
<div><h3>In this tab</h3>
<p>Nothing to install. Your answers and notebooks stay in this browser on this computer: a private window forgets them, and so does a browser whose data are deleted. Exercises are checked in the tab; in the edition for those who study alone they are graded there, too.</p></div>
<div><h3>On your computer</h3>
<p>You need Python 3.11 or newer, git and make, and a copy of the course. In its folder, <code>make lab</code> sets everything up and opens it. Exercises can be graded there, hidden tests included.</p></div>
<div><h3>With a class</h3>
<p>Teachers hand out and collect the exercises with nbgrader, on a JupyterHub or as files. A grader that belongs to the course marks them in a sandbox, and pays points only for evidence.</p></div>
</div>
</section>
<figure>
<img src="newspace/landing_simulator.png" width="{width}" height="{height}" alt="The landing simulator of lesson 2: two curves show the true and the believed altitude of a lander, which part company.">
<figcaption>The landing simulator of lesson 2: what the lander believed, and what was true.</figcaption>
</figure>
</main>
<footer>{docs}<p>Code, lessons and exercises: BSD 3-Clause. The five readings belong to their publishers.</p></footer>
"""
_DOCS = '<p><a href="docs/index.html">The documents</a>: guides for learners, teachers and authors, and how the course is made.</p>\n'


def write_landing_page(
    home: Path, site: Path, units: list[Unit], first_visit_bytes: int, *, docs: bool = False
) -> None:
    """Write the page, and put its picture beside it; ``docs``: whether the documents are part of the site."""
    body = _BODY.format(
        title=escape(TITLE),
        what=escape(_WHAT),
        start=live(units[0].lesson),
        units="\n".join(map(_item, units)),
        megabytes=round(first_visit_bytes / 1e6),
        width=PICTURE_SIZE[0],
        height=PICTURE_SIZE[1],
        docs=_DOCS if docs else "",
    )
    (site / "index.html").write_text(html.whole_page(TITLE, _WHAT, body, root="./", head=_CONFIG), encoding="utf-8")
    shutil.copy(home / PICTURE, site / "newspace" / "landing_simulator.png")


def live(notebook: str) -> str:
    """Return where a notebook can be worked with, seen from the first page."""
    return f"lab/index.html?path={escape(notebook)}"


def _item(unit: Unit) -> str:
    ways = " · ".join(
        (
            html.page_link(
                live(unit.lesson), "Open the lesson", label=f"Open the lesson of unit {unit.number}: {unit.title}"
            ),
            html.page_link(
                f"read/{unit.name}.html", "Read it", label=f"Read the lesson of unit {unit.number}: {unit.title}"
            ),
            html.page_link(live(unit.exercise), "Exercise", label=f"Exercise of unit {unit.number}: {unit.title}"),
        )
    )
    return (
        f'<li><h3>{unit.number} · {escape(unit.title)} <span class="time">{escape(unit.time)}</span></h3>\n'
        f'<p>{escape(unit.sentence)}</p>\n<p class="links">{ways}</p></li>'
    )
