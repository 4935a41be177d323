"""Every lesson passes the content checks of ``make check``; in a kernel its cells run in the tests with a browser."""

from __future__ import annotations

import pytest
from repository import ROOT

from authoring import content
from authoring.content.checks import executed_outputs

COURSE = content.load_course(ROOT)
NOTEBOOKS = [*COURSE.lessons, *COURSE.solutions.values()]


def told(problems: list[content.Problem]) -> str:
    return "\n".join(map(str, problems))


def test_there_are_lessons():
    assert any(page.name in COURSE.banks for page in COURSE.lessons)


@pytest.mark.parametrize("page", NOTEBOOKS, ids=lambda page: page.file)
def test_a_lesson_passes_every_content_check(page):
    problems = content.of_page(COURSE, page)
    assert not problems, told(problems)


def test_the_course_passes_every_content_check():
    problems = content.of_course(COURSE)
    assert not problems, told(problems)


@pytest.mark.parametrize("page", COURSE.lessons, ids=lambda page: page.name)
def test_every_picture_has_a_text_alternative_and_all_glyphs(page):
    problems = list(executed_outputs.executed_pictures(page))
    assert not problems, told(problems)
