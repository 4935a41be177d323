"""The contradictions between the readings: where a learner meets each, told by tags in the content itself.

A tag is a number: ``contradictions = [1]`` in a question of a bank, or ``{"newspace": {"contradictions": [1]}}`` in the metadata of a
lesson's cell or of an answer cell. What is tagged must cite one of the paragraphs that contradict each other.
"""

from __future__ import annotations

import ast
import dataclasses
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from authoring.content.course import CourseContent
from authoring.content.notebook_model import NotebookCell, Page, literals
from authoring.content.problems import Problem, problem_from_error
from newspace.content import catalogue, readings
from newspace.core.errors import CourseError
from newspace.questions import Question, QuestionPart
from newspace.questions.kinds.claim import Claim
from newspace.questions.kinds.gap import GapSlip
from newspace.questions.kinds.number import NumberSlip

REGISTER = "solutions/contradictions.toml"
GUIDE = "solutions/teacher_guide.md"
UNITS = 6  # until all are there, one that is missing may be the place of a contradiction
BEGIN, END = "<!-- where each contradiction is met: written by make check ARGS=--write-guide -->", "<!-- end -->"
Place = tuple[str, int]


@dataclass(frozen=True)
class Contradiction:
    """One contradiction: its number, what it is about, how it can be settled, and the paragraphs that contradict each other."""

    number: int
    title: str
    settle: str
    places: frozenset[Place]


@dataclass(frozen=True)
class Encounter:
    """Where a learner meets a contradiction, and the paragraphs that are cited there."""

    number: int
    unit: str
    kind: str
    name: str
    file: str
    cited: frozenset[Place]


def read_register(root: Path) -> list[Contradiction]:
    """Read the register, in the order of its numbers.

    Raises
    ------
    CourseError
        For the first thing that is amiss.
    """
    path = root / REGISTER
    return list(_register(path, path.stat().st_mtime_ns if path.exists() else 0))


@lru_cache(maxsize=4)
def _register(path: Path, _changed: int) -> tuple[Contradiction, ...]:
    found = []
    for position, table in enumerate(catalogue.load_catalogue(path).get("contradiction", []), start=1):
        entry = catalogue.TableEntry(path, f"contradiction {position}", table, ("number", "title", "settle", "places"))
        if entry.number("number") != position:
            raise entry.error("number", "is out of order", "Number them 1, 2, 3 …; tags name these numbers.")
        places = set()
        for one in table.get("places", []):
            place = catalogue.TableEntry(
                path, f"contradiction {position}, places", one, ("reading", "paragraph", "quote")
            )
            citation = readings.cite(place.text("reading"), int(place.number("paragraph") or 0), place.text("quote"))
            places.add((citation.reading, citation.paragraph))
        if not places:
            raise entry.error("places", "is missing", "Name the paragraphs that contradict each other.")
        found.append(Contradiction(position, entry.text("title"), entry.text("settle"), frozenset(places)))
    return tuple(found)


def meetings(course: CourseContent) -> list[Encounter]:
    """Every tag of the content: questions, tasks, lessons' cells."""
    found = [
        Encounter(number, unit, "question", question.id, f"lessons/quizzes/{unit}.toml", _of_question(question))
        for unit, bank in course.banks.items()
        for question in bank.questions
        for number in question.contradictions
    ]
    for page in course.lessons:
        section = ""
        for cell in page.cells:
            section = next(iter(re.findall(r"^## +(.+)$", cell.prose, re.MULTILINE)), section)
            place = f"section “{section}”" if section else f"cell {cell.id}"
            found += [
                Encounter(number, page.name, "lesson", place, page.file, _of_cell(cell)) for number in _tags(cell)
            ]
    for unit, page in course.solutions.items():
        found += _of_tasks(unit, page)
    return sorted(found, key=lambda one: (one.number, one.unit, one.kind, one.name))


def _tags(cell: NotebookCell) -> list[int]:
    numbers = cell.own.get("contradictions", [])
    return [number for number in numbers if isinstance(number, int)] if isinstance(numbers, list) else []


def _of_question(question: object) -> frozenset[Place]:
    """Collect what a question cites anywhere: in its prompt, explanation, hints, choices, items and their feedback."""
    cited = {place for text in _texts(question) for place in _cited(text)}
    if isinstance(question, Claim):
        cited |= {(place.reading, place.paragraph) for place in question.places}
    return frozenset(cited)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, Question | QuestionPart | NumberSlip | GapSlip):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name))


def _of_cell(cell: NotebookCell) -> frozenset[Place]:
    shown: set[Place] = set()
    for call in cell.calls("reading"):
        name, *numbers = literals(call) or [""]
        if name in readings.names():
            every = range(1, len(readings.load(name).paragraphs) + 1)
            shown |= {(name, number) for number in (numbers or every) if isinstance(number, int)}
    return frozenset(shown | set(_cited(cell.source)) | set(_written(cell)))


def _written(cell: NotebookCell) -> Iterator[Place]:
    """Yield each reading's name with a paragraph's number beside it, as tasks write evidence down: ("gap", 2, "…")."""
    for node in cell.nodes:
        values = (
            list(node.values)
            if isinstance(node, ast.Dict)
            else getattr(node, "elts", None) or getattr(node, "args", None)
        )
        if not isinstance(values, list):
            continue
        for first, then in itertools.pairwise(values):
            name, number = getattr(first, "value", None), getattr(then, "value", None)
            if isinstance(number, int) and isinstance(name, str) and name in readings.names():
                yield (name, number)


def _of_tasks(unit: str, page: Page) -> Iterator[Encounter]:
    """Yield what each task cites; the cells from the task before up to an answer cell belong to its task."""
    cited: set[Place] = set()
    before = ""
    for cell in page.cells:
        task = str(cell.own.get("task", ""))
        if task != before and before:
            cited = set()
        before = task
        cited |= _of_cell(cell)
        for number in _tags(cell):
            yield Encounter(number, unit, "task", task or cell.id, page.file, frozenset(cited))


def _cited(text: str) -> list[Place]:
    try:
        return [(one.reading, one.paragraph) for one in readings.citations_in(text)]
    except CourseError:
        return []  # statements.resolve() says so


def met(course: CourseContent) -> Iterator[Problem]:
    """Each contradiction is met somewhere, and each tag is true."""
    try:
        known = {one.number: one for one in read_register(course.root)}
    except CourseError as error:
        yield problem_from_error(error, REGISTER)
        return
    found = meetings(course)
    for one in found:
        if one.number not in known:
            yield Problem(
                one.file,
                f"{one.kind} {one.name}",
                f"There is no contradiction {one.number}.",
                f"Numbers go from 1 to {len(known)}: see {REGISTER}.",
            )
        elif not one.cited & known[one.number].places:
            wanted = ", ".join(f"[{name} ¶{number}]" for name, number in sorted(known[one.number].places))
            yield Problem(
                one.file,
                f"{one.kind} {one.name}",
                f"It is tagged with contradiction {one.number} and cites none of its paragraphs.",
                f"Cite one of: {wanted}; or take the tag away.",
            )
    missing = sorted(set(known) - {one.number for one in found})
    if missing and len(course.units) >= UNITS:
        for number in missing:
            yield Problem(
                REGISTER,
                f"contradiction {number}",
                f"“{known[number].title}” is met nowhere.",
                "Tag the question, task or cell where it is, or write one.",
            )


def contradictions_table(course: CourseContent) -> str:
    """Write the table of the teacher's guide, in Markdown."""
    where: dict[int, list[str]] = {}
    for one in meetings(course):
        where.setdefault(one.number, []).append(f"unit {int(one.unit[:2])}, {one.kind} {one.name}")
    lines = [
        "| | Contradiction | Between | How it can be settled | Where learners meet it |",
        "|---|---|---|---|---|",
    ]
    for each in read_register(course.root):
        between = ", ".join(f"{name} ¶{number}" for name, number in sorted(each.places))
        places = "; ".join(dict.fromkeys(where.get(each.number, [])))
        lines.append(f"| {each.number} | {each.title} | {between} | {each.settle} | {places or 'not yet'} |")
    return "\n".join(lines)


def guide(course: CourseContent) -> Iterator[Problem]:
    """Check that the table in the teacher's guide is the one that follows from the tags."""
    path = course.root / GUIDE
    try:
        text, wanted = path.read_text(encoding="utf-8"), contradictions_table(course)
    except OSError:
        yield Problem(GUIDE, "", "The teacher's guide is missing.", "Restore it from git.")
        return
    except CourseError:
        return  # met() says so
    if _parts(text) is None:
        yield Problem(
            GUIDE,
            "",
            "The place of the table of contradictions is not marked.",
            f"Write the lines {BEGIN} and {END} around it.",
        )
    elif (_parts(text) or ("", "", ""))[1].strip() != wanted:
        yield Problem(
            GUIDE,
            "table of contradictions",
            "It does not say what the content's tags say.",
            "Run make check ARGS=--write-guide.",
        )


def guide_text(course: CourseContent) -> str:
    """Return the guide's text with the table as it should be.

    Raises
    ------
    CourseError
        If the guide has no place for it.
    """
    parts = _parts((course.root / GUIDE).read_text(encoding="utf-8"))
    if parts is None:
        raise CourseError(
            "The guide has no place for the table.", where=GUIDE, remedy=f"Write the lines {BEGIN} and {END}."
        )
    return f"{parts[0]}{BEGIN}\n\n{contradictions_table(course)}\n\n{END}{parts[2]}"


def _parts(text: str) -> tuple[str, str, str] | None:
    before, begin, rest = text.partition(BEGIN)
    inner, end, after = rest.partition(END)
    return (before, inner, after) if begin and end else None
