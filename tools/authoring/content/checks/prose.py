"""Form: headings, links, pictures, cells of a readable length, no outputs, and no answer beside its question."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator

from authoring.content.notebook_model import LINK, Page
from authoring.content.numbered_sources import without_list
from authoring.content.problems import Problem

VAGUE = {"here", "click here", "link", "this", "this link", "more", "read more", "page"}
LONGEST_CELL_WORDS = 330
_HEADING = re.compile(r"^(#+) +(.+)$", re.MULTILINE)
_ASKS = re.compile(r"\bGuess\b|\bPredict\b|Before you run")
_SIMULATOR = ("explorer", "simulator", "series")
_QUIZ = "quiz"
_FOLD = "<details>\n<summary>After you have tried: what came out, and why</summary>\n\n"
_GOES_ON = (_FOLD, "## ", "**Read.**", "**Explore.**")
"""How the text after a question may begin: folded, or with the next thing to do."""
_ASKS_ANEW = re.compile(r"\*\*[^*]+\?\*\*")
"""How the text after a quiz may begin besides: with a new question in bold, which a simulator or a guess would leave open."""
_PICTURE = re.compile(r"!\[\s*\]\(|<img(?![^>]*\balt=\"[^\"]+\")")


def headings(page: Page) -> Iterator[Problem]:
    """One title, and below it no step is left out."""
    found = [(cell, len(marks), title) for cell in page.cells for marks, title in _HEADING.findall(cell.prose)]
    if not found or found[0][1] != 1:
        yield Problem(
            page.file,
            found[0][0].place if found else "",
            "The notebook does not begin with its title.",
            "Begin the first cell with “# ” and the title.",
        )
    for cell, level, title in found[1:]:
        if level == 1:
            yield Problem(page.file, cell.place, f"There is a second title: “{title}”.", "Write ## for a section.")
    for (_, before, _first), (cell, level, title) in itertools.pairwise(found):
        if level > before + 1:
            yield Problem(
                page.file,
                cell.place,
                f"The heading “{title}” leaves out a level.",
                f"Write {'#' * (before + 1)} in place of {'#' * level}.",
            )


def links(page: Page) -> Iterator[Problem]:
    """Check that a link says where it leads, and leads to something that is there."""
    anchors = {re.sub(r"\s+", "-", title.strip()) for _, title in _HEADING.findall(page.prose)}
    for cell in page.cells:
        for text, target, _title in LINK.findall(cell.prose):
            if text.strip().lower() in VAGUE:
                yield Problem(
                    page.file,
                    cell.place,
                    f"The link [{text}] does not say where it leads.",
                    "Name what is there: [Exercise 2](…).",
                )
            if target.startswith("#"):
                if target[1:] not in anchors:
                    yield Problem(
                        page.file,
                        cell.place,
                        f"No heading of this notebook is “{target}”.",
                        f"Link one of: {', '.join(sorted(anchors))}.",
                    )
            elif "://" not in target and not (page.path.parent / target.split("#")[0]).exists():
                yield Problem(
                    page.file,
                    cell.place,
                    f"The link leads to “{target}”, which is not there.",
                    "Mend the path; it counts from this notebook's folder.",
                )


def described_pictures(page: Page) -> Iterator[Problem]:
    """Check that a picture in the text has words for those who cannot see it."""
    for cell in page.cells:
        if _PICTURE.search(cell.prose):
            yield Problem(
                page.file, cell.place, "A picture has no words in its place.", "Write ![what the picture shows](file)."
            )


def lengths(page: Page) -> Iterator[Problem]:
    """One idea a cell."""
    for cell in page.cells:
        count = len(without_list(cell.prose).split())
        if count > LONGEST_CELL_WORDS:
            yield Problem(
                page.file,
                cell.place,
                f"The cell has {count} words.",
                f"Part it: at most {LONGEST_CELL_WORDS} words, one idea a cell.",
            )


def outputs(page: Page) -> Iterator[Problem]:
    """Notebooks are kept without outputs."""
    for cell in page.cells:
        if cell.has_output:
            yield Problem(
                page.file, cell.place, "The cell carries an output.", "Clear all outputs and save (menu Edit)."
            )


def folded_answers(page: Page) -> Iterator[Problem]:
    """Check that the text after a simulator, a quiz, or a cell whose result is to be guessed is folded until that has been tried."""
    asked = quizzed = False
    for cell in page.cells:
        if cell.code:
            called = [ast.unparse(call.func) for call in cell.calls()]
            asked = asked or any(name.endswith(_SIMULATOR) for name in called)
            quizzed = quizzed or any(name.endswith(_QUIZ) for name in called)
            continue
        goes_on = cell.prose.startswith(_GOES_ON) or (not asked and _ASKS_ANEW.match(cell.prose))
        if (asked or quizzed) and not goes_on:
            yield Problem(
                page.file,
                cell.place,
                "The answer stands beside its question.",
                f"Begin it with {' '.join(_FOLD.split())}, an empty line after that, and end it with </details> after an empty line.",
            )
        asked, quizzed = bool(_ASKS.search(cell.prose)), False
