"""Each term is explained where it first stands, and the one glossary holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from authoring.content.course import CourseContent
from authoring.content.notebook_model import LINK, NotebookCell, Page
from authoring.content.problems import Problem, problem_from_error
from newspace.content import terms
from newspace.content.terms import Term
from newspace.core.errors import CourseError

GLOSSARY = f"lessons/{terms.FILE}"
_ITALIC = re.compile(
    r"(?<![*\w\\])\*(?![*\s])([^*\n]+?)(?<![\s\\])\*(?![*\w])|(?<![\w\\])_(?![_\s])([^_\n]+?)(?<!\s)_(?!\w)"
)


def italics(cell: NotebookCell) -> list[str]:
    """List what a cell sets in italics: by the course's convention, terms. Links' addresses do not count."""
    return [star or line for star, line in _ITALIC.findall(LINK.sub(r"\1", cell.words))]


def known(page: Page) -> Iterator[Problem]:
    """Every term in italics is in the glossary."""
    try:
        forms = {form for term in terms.load_terms() for form in term.forms}
    except CourseError:
        return  # explained() says so
    for cell in page.cells:
        for word in italics(cell):
            if word.casefold() not in forms:
                yield Problem(
                    page.file,
                    cell.place,
                    f"*{word}* is set as a term, and the glossary does not hold it.",
                    f"Add it to {GLOSSARY}; for stress write **{word}**.",
                )


def explained_terms(course: CourseContent) -> Iterator[Problem]:
    """Every term of the glossary stands in italics in its lesson, and in none before it."""
    try:
        found = terms.load_terms()
    except CourseError as error:
        yield problem_from_error(error, GLOSSARY)
        return
    marked = [(page, {word.casefold() for cell in page.cells for word in italics(cell)}) for page in course.numbered]
    for term in found:
        yield from _placed(term, [page.name for page, words in marked if words & term.forms])


def _placed(term: Term, lessons: list[str]) -> Iterator[Problem]:
    if not lessons:
        yield Problem(
            GLOSSARY,
            f"term {term.id}",
            f"No lesson sets *{term.term}* in italics.",
            "Set it so where it is explained, or take it out of the glossary.",
        )
    elif lessons[0] != term.lesson:
        yield Problem(
            GLOSSARY,
            f"term {term.id}",
            f"*{term.term}* stands in italics first in {lessons[0]}, not in {term.lesson}.",
            f'Write lesson = "{lessons[0]}", if it is explained there.',
        )
