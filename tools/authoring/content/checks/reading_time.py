"""How long a lesson or an exercise takes, by a stated rule, and whether it says so.

Two paces: a quick reader, and one for whom English is a second language and who thinks a while at each question. The start page
tells learners the rule. Each notebook's time is computed from its words, questions, simulators, figures and tasks, rounded to five
minutes; authors write it by ``make check ARGS=--write``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from authoring.assignment import AuthoredAssignment
from authoring.content.course import CourseContent
from authoring.content.notebook_model import LINK, NotebookCell, Page, literals
from authoring.content.numbered_sources import without_list
from authoring.content.problems import Problem
from newspace.content import readings
from newspace.core.errors import CourseError


@dataclass(frozen=True)
class Pace:
    """Words a minute, and the minutes that a question, a simulator, a figure, a task of code and a written task take."""

    words: int
    question: float
    simulator: float
    figure: float
    task: float
    text: float


QUICK = Pace(words=200, question=1, simulator=2, figure=0.5, task=5, text=20)
CAREFUL = Pace(words=120, question=2, simulator=5, figure=1, task=12, text=40)
ROUNDED_TO = 5
SEARCHED_READING_WORDS = 320  # a reading shown whole is searched, not read from end to end
TIME = re.compile(r"(?<=Time needed \| )\d+(?: to \d+)? minutes|(?<=Time needed: )\d+(?: to \d+)? minutes")
_QUIET = {"reading", "quiz", "sources", "hint", "solution", "grade_mine", "writing_desk"}


@dataclass(frozen=True)
class Estimate:
    """What a notebook asks of a learner."""

    words: int
    questions: int = 0
    simulators: int = 0
    figures: int = 0
    tasks: int = 0
    texts: int = 0

    def minutes(self, pace: Pace) -> float:
        """Return the minutes that all of it takes at a pace."""
        return (
            self.words / pace.words
            + self.questions * pace.question
            + self.simulators * pace.simulator
            + self.figures * pace.figure
            + self.tasks * pace.task
            + self.texts * pace.text
        )

    def __str__(self) -> str:
        low, high = (ROUNDED_TO * round(self.minutes(pace) / ROUNDED_TO) for pace in (QUICK, CAREFUL))
        return f"{low} to {high} minutes"


def estimate(page: Page) -> Estimate:
    """Count words, questions, simulators and figures of a lesson."""
    prose = sum(len(LINK.sub(r"\1", without_list(cell.words)).split()) for cell in page.cells)
    shown = sum(_shown_words(literals(call)) for _, call in page.calls("reading"))
    questions = sum(len(literals(call)) - 1 for _, call in page.calls("quiz"))
    simulators = sum(_is_simulator(cell) for cell in page.cells)
    figures = sum(bool(cell.calls()) and not _is_simulator(cell) and not _is_quiet(cell) for cell in page.cells)
    return Estimate(prose + shown, questions, simulators, figures)


def estimate_exercise(page: Page, assignment: AuthoredAssignment) -> Estimate:
    """Count words and tasks of an exercise; the reference answers are not read."""
    answers = {cell.index for cell in assignment.cells if cell.role in ("answer", "manual")}
    told = [cell for index, cell in enumerate(page.cells) if index not in answers]
    words = sum(len(LINK.sub(r"\1", without_list(cell.words)).split()) for cell in told)
    written = sum(task.manual or task.name in WRITTEN for task in assignment.tasks)
    return Estimate(words, tasks=len(assignment.tasks) - written, texts=written)


WRITTEN = {"brief-text"}
"""Tasks that ask for a text, though a program tests its form."""


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


def wanted(course: CourseContent, page: Page) -> Estimate | None:
    """Return the estimate that a notebook has to state: every lesson of a unit, and every exercise; None for others."""
    name = next((name for name, one in course.solutions.items() if one == page), "")
    if name:
        return estimate_exercise(page, course.assignments[name])
    return estimate(page) if page.is_unit else None


def stated_time(course: CourseContent, page: Page) -> dict[str, str]:
    """Write the time into the cell that states it; empty if none does, or none has to."""
    found = wanted(course, page)
    cell = next((cell for cell in page.cells if TIME.search(cell.prose)), None)
    return {cell.id: TIME.sub(str(found), cell.source, count=1)} if found and cell else {}


def fits(course: CourseContent, page: Page) -> Iterator[Problem]:
    """Check that the time which a notebook states is the one that the rule gives."""
    found = wanted(course, page)
    if found is None:
        return
    cell = next((cell for cell in page.cells if TIME.search(cell.prose)), None)
    if cell is None:
        yield Problem(
            page.file,
            page.cells[0].place,
            "It does not say how long it takes.",
            f"Write “Time needed: {found}”, in a lesson as the row | Time needed | {found} |.",
        )
    elif cell.source != stated_time(course, page)[cell.id]:
        said = TIME.search(cell.source)
        yield Problem(
            page.file,
            cell.place,
            f"It says {said[0] if said else 'no time'}; by the rule it takes {found}.",
            "Run make check ARGS=--write.",
        )
