"""Check that the content of the course holds together; authors run it as ``make check``.

Each check is a pure function from the loaded course, or one of its notebooks, to the problems that it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from authoring.content import contradictions, numbered_sources, teacher_guide
from authoring.content.checks import (
    citations,
    executed_outputs,
    glossary_terms,
    lesson_header,
    objectives,
    prose,
    reading_time,
)
from authoring.content.course import CourseContent, load_course
from authoring.content.notebook_model import Page
from authoring.content.problems import Problem

__all__ = [
    "ON_COURSE",
    "ON_LESSONS",
    "ON_NOTEBOOKS",
    "CourseContent",
    "Page",
    "Problem",
    "find_problems",
    "load_course",
    "of_course",
    "of_page",
]

#: Checks of any notebook, lesson or exercise.
ON_NOTEBOOKS: tuple[Callable[[Page], Iterator[Problem]], ...] = (
    prose.headings, prose.links, prose.described_pictures, prose.outputs, citations.resolve, citations.shown,
    numbered_sources.current,
)  # fmt: skip
#: Checks of a lesson, which may look at the rest of the course.
ON_LESSONS: tuple[Callable[[CourseContent, Page], Iterator[Problem]], ...] = (
    lambda _, page: prose.lengths(page),
    lambda _, page: prose.folded_answers(page),
    lambda _, page: lesson_header.header_rows(page),
    lesson_header.ways,
    lesson_header.shape,
    objectives.stated,
    lambda _, page: glossary_terms.known(page),
)
#: Checks of any notebook that look at the rest of the course.
ON_BOTH: tuple[Callable[[CourseContent, Page], Iterator[Problem]], ...] = (reading_time.fits,)
#: Checks of the course as a whole.
ON_COURSE: tuple[Callable[[CourseContent], Iterator[Problem]], ...] = (
    objectives.covered,
    glossary_terms.explained_terms,
    contradictions.met,
    contradictions.guide,
    teacher_guide.written_tasks,
    teacher_guide.explained_answers,
    citations.hints,
)


def of_page(course: CourseContent, page: Page) -> list[Problem]:
    """All that is wrong with one notebook, without running it."""
    found = [problem for one in ON_NOTEBOOKS for problem in one(page)]
    found += [problem for each in ON_BOTH for problem in each(course, page)]
    if page in course.lessons:
        found += [problem for each in ON_LESSONS for problem in each(course, page)]
    return found


def of_course(course: CourseContent) -> list[Problem]:
    """All that is wrong with what no single notebook holds."""
    return [*course.faults, *(problem for one in ON_COURSE for problem in one(course))]


def find_problems(root: Path, *, run: bool = True) -> list[Problem]:
    """All problems of the course at ``root``; with ``run`` every lesson's cells are run as well."""
    course = load_course(root)
    found = of_course(course)
    for page in (*course.lessons, *course.solutions.values()):
        found += of_page(course, page)
    if run:
        found += [problem for page in course.lessons for problem in executed_outputs.executed_pictures(page)]
    return found
