"""How long a lesson takes, and whether its header says so.

An estimate, by a stated rule: a learner who reads English as a second language reads careful prose at about 180 words a minute
(a native speaker: about 240), thinks a minute and a quarter about a question, tries a simulator for three minutes, and looks at a
figure or a table for half a minute. It is there to catch a header that no longer fits, not to time anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from authoring.content.notebook_model import LINK, NotebookCell, Page, literals
from authoring.content.numbered_sources import without_list
from authoring.content.problems import Problem
from newspace.content import readings
from newspace.core.errors import CourseError

WORDS_A_MINUTE = 180
MINUTES_A_QUESTION = 1.25
MINUTES_A_SIMULATOR = 3.0
MINUTES_A_FIGURE = 0.5
SEARCHED_READING_WORDS = 320  # a reading shown whole is searched, not read from end to end
SLACK = 1 / 3
_TIME = re.compile(r"(\d+)(?: to (\d+))? minutes")
_QUIET = {"reading", "quiz", "sources", "hint"}


@dataclass(frozen=True)
class Estimate:
    """What a lesson asks of a learner, and the minutes that this takes."""

    words: int
    questions: int
    simulators: int
    figures: int

    @property
    def minutes(self) -> float:
        """Minutes for reading, questions, simulators and figures together."""
        return (
            self.words / WORDS_A_MINUTE
            + self.questions * MINUTES_A_QUESTION
            + self.simulators * MINUTES_A_SIMULATOR
            + self.figures * MINUTES_A_FIGURE
        )


def estimate(page: Page) -> Estimate:
    """Count words, questions, simulators and figures of a lesson."""
    prose = sum(len(LINK.sub(r"\1", without_list(cell.words)).split()) for cell in page.cells)
    shown = sum(_shown_words(literals(call)) for _, call in page.calls("reading"))
    questions = sum(len(literals(call)) - 1 for _, call in page.calls("quiz"))
    simulators = sum(_is_simulator(cell) for cell in page.cells)
    figures = sum(bool(cell.calls()) and not _is_simulator(cell) and not _is_quiet(cell) for cell in page.cells)
    return Estimate(prose + shown, questions, simulators, figures)


def _names(cell: NotebookCell) -> set[str]:
    return {call.func.attr for call in cell.calls() if hasattr(call.func, "attr")}


def _is_simulator(cell: NotebookCell) -> bool:
    return any(name.endswith(("simulator", "explorer")) for name in _names(cell))


def _is_quiet(cell: NotebookCell) -> bool:
    return _names(cell) <= _QUIET


def _shown_words(arguments: list[object]) -> int:
    try:
        reading = readings.load(str(arguments[0])) if arguments else None
        if reading is None:
            return 0
        numbers = [number for number in arguments[1:] if isinstance(number, int)]
        if not numbers:
            return SEARCHED_READING_WORDS
        return sum(len(reading.paragraph(number).split()) for number in numbers)
    except CourseError:
        return 0  # statements.shown() says so


def fits(page: Page) -> Iterator[Problem]:
    """Check that the header's time lies within a third of the estimate."""
    cell, rows = page.header
    if cell is None or "Time needed" not in rows:
        return
    match = _TIME.search(rows["Time needed"])
    if match is None:
        yield Problem(
            page.file,
            cell.place,
            f"“{rows['Time needed']}” is no time.",
            "Write it as 60 minutes, or 45 to 60 minutes.",
        )
        return
    low, high = float(match[1]), float(match[2] or match[1])
    found = estimate(page)
    if not low * (1 - SLACK) <= found.minutes <= high * (1 + SLACK):
        counted = f"{found.words} words, {found.questions} questions, {found.simulators} simulators, {found.figures} figures or tables"
        yield Problem(
            page.file,
            cell.place,
            f"The header says {match[0]}; {counted} take about {found.minutes:.0f}.",
            "Change the header, or the lesson.",
        )
