"""Every statement has its evidence: citations of readings, dated facts, quotations shown in a reading."""

from __future__ import annotations

from collections.abc import Iterator

from authoring.content.course import CourseContent
from authoring.content.notebook_model import Page, keyword, literals
from authoring.content.problems import Problem, problem_from_error
from newspace.content import catalogue, facts, readings
from newspace.core.errors import CourseError


def resolve(page: Page) -> Iterator[Problem]:
    """Each inline citation stands in its reading to the letter, and each fact is in the register."""
    for cell in page.cells:
        if cell.code:
            continue
        for find in (readings.citations_in, facts.facts_in):
            try:
                find(cell.source, where="")
            except CourseError as error:
                yield problem_from_error(error, page.file, cell.place)


def shown(page: Page) -> Iterator[Problem]:
    """Check that what ``ns.reading`` is asked to show is there."""
    for cell, call in page.calls("reading"):
        name, *paragraphs = literals(call) or [""]
        quote = keyword(call, "quote") or []
        try:
            reading = readings.load(str(name))
            texts = [reading.paragraph(number) for number in paragraphs] or list(reading.paragraphs)
        except CourseError as error:
            yield problem_from_error(error, page.file, cell.place)
            continue
        for one in [quote] if isinstance(quote, str) else quote:
            if not any(one in text for text in texts):
                yield Problem(
                    page.file,
                    cell.place,
                    f"The reading {name} {paragraphs} does not hold “{one}”.",
                    "Copy the words from the reading, to the letter.",
                )


def hints(course: CourseContent) -> Iterator[Problem]:
    """Check that what the hints of the exercises cite is there."""
    for path in sorted((course.root / "lessons" / "hints").glob("*.toml")):
        file = path.relative_to(course.root).as_posix()
        try:
            tasks = catalogue.load_catalogue(path).get("task", [])
        except CourseError as error:
            yield problem_from_error(error, file)
            continue
        for task in tasks:
            for hint in task.get("hints", []):
                try:
                    readings.citations_in(hint)
                except CourseError as error:
                    yield problem_from_error(error, file, f"task {task.get('id', '?')}")
