"""Check the header of every lesson, and the links from one to the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from authoring.content.course import CourseContent
from authoring.content.notebook_model import LINK, NotebookCell, Page
from authoring.content.problems import Problem

ROWS = ("Time needed", "After it you can", "Readings", "Facts as of", "Know before you start", "Words", "Last checked")
NOT_ON_THE_START_PAGE = {"Facts as of"}
GLOSSARY = "glossary.ipynb"
SOURCES = "## Sources"
PARTS = ("**Read.**", "**Explore.**", "**Explain.**", "## Key points", "## What the sources leave open", SOURCES)
_DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ 20\d\d")


def header_rows(page: Page) -> Iterator[Problem]:
    """Check that the header table has its rows, in their order."""
    if not page.is_unit:
        return
    cell, found = page.header
    if cell is None:
        yield Problem(page.file, "", "The header table is missing.", f"Write a table with the rows: {', '.join(ROWS)}.")
        return
    yield from _row_order(page, cell, found)
    if "Words" in found and f"({GLOSSARY})" not in found["Words"]:
        yield Problem(
            page.file,
            cell.place,
            "The row Words does not link the glossary.",
            f"Write | Words | [Glossary]({GLOSSARY}) |.",
        )
    if "Last checked" in found and not _DAY.fullmatch(found["Last checked"]):
        yield Problem(page.file, cell.place, f"“{found['Last checked']}” is no day.", "Write it as 21 November 2026.")


def _row_order(page: Page, cell: NotebookCell, found: Mapping[str, str]) -> Iterator[Problem]:
    """Check that no row of the header is missing, and that they stand in their order."""
    wanted = [row for row in ROWS if not (page.is_start and row in NOT_ON_THE_START_PAGE)]
    missing = [row for row in wanted if row not in found]
    if missing:
        yield Problem(
            page.file,
            cell.place,
            f"The header lacks: {', '.join(missing)}.",
            f"Its rows are, in this order: {', '.join(wanted)}.",
        )
    elif [row for row in found if row in wanted] != wanted:
        yield Problem(
            page.file,
            cell.place,
            "The rows of the header stand in another order.",
            f"Write them as: {', '.join(wanted)}.",
        )


def ways(course: CourseContent, page: Page) -> Iterator[Problem]:
    """Check the links back to the lesson before, on to the exercise, and at the end, before the sources, on to the next lesson."""
    order = [lesson.name for lesson in course.numbered]
    if page.name not in order:
        return
    here = order.index(page.name)
    first, last = page.cells[0], _last(page)
    exercise = f"../exercises/{page.name}/{page.name}.ipynb" if page.name in course.assignments else ""
    following = f"{order[here + 1]}.ipynb" if here + 1 < len(order) else ""
    before = f"{order[here - 1]}.ipynb" if here else ""
    for text, target in (("Back", before), ("Next", exercise or following)):
        if target and not _leads(first.prose, target, f"{text}: "):
            yield Problem(
                page.file,
                first.place,
                f"The first cell has no link “{text}” to {target}.",
                f"End it with the line [Back: …]({before}) · [Next: …]({exercise or following}).",
            )
    for target in filter(None, (exercise, following)):
        if not page.is_start and not _leads(last.prose, target):
            yield Problem(
                page.file,
                last.place,
                f"The last cell before the sources has no link to {target}.",
                "Say there where it goes on.",
            )


def _last(page: Page) -> NotebookCell:
    """Return the last cell of text before the sources."""
    told = [cell for cell in page.cells if cell.prose and SOURCES not in cell.prose]
    return told[-1] if told else page.cells[-1]


def _leads(prose: str, target: str, begins: str = "") -> bool:
    return any(text.startswith(begins) and found == target for text, found, _ in LINK.findall(prose))


def shape(course: CourseContent, page: Page) -> Iterator[Problem]:
    """Check that a unit's lesson has every part of a lesson; the start page and the capstone choose their own."""
    if page.name not in course.banks or page.is_start:
        return
    for part in PARTS:
        if part not in page.prose:
            yield Problem(
                page.file, "", f"The part {part} is missing.", "See “Write a lesson”, docs/guides/authors/lesson.md."
            )
