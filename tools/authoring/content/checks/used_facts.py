"""The facts that the course uses: which are due for a new look, and how good the best source of each is. Lists, not errors."""

from __future__ import annotations

import re
from datetime import date

from authoring.content.course import CourseContent
from newspace.content import facts
from newspace.content.facts import Fact

_LINK = re.compile(r'"fact ([a-z0-9_ ]+)"')
A_YEAR_DAYS = 365


def used(course: CourseContent) -> set[str]:
    """Collect the ids of the facts that lessons, exercises and questions name."""
    pages = (*course.lessons, *course.solutions.values())
    found = {name for page in pages for title in _LINK.findall(page.prose) for name in title.split()}
    found |= {fact.id for bank in course.banks.values() for question in bank.questions for fact in question.facts}
    return found & set(facts.ids())


def facts_due(course: CourseContent, today: date) -> list[Fact]:
    """List the used facts whose day lies more than a year before ``today``, the oldest first.

    The day of an event (unit UTC) does not age, and neither does a constant.
    """
    found = [facts.get(name) for name in used(course)]
    old = [
        fact
        for fact in found
        if fact.as_of != "constant" and fact.unit != "UTC" and _age_days(fact.as_of, today) > A_YEAR_DAYS
    ]
    return sorted(old, key=lambda fact: (fact.as_of, fact.id))


NO_SOURCE = "-"


def best_grade(fact: Fact) -> str:
    """Return the grade of a fact's best source, its parents' sources counted: ``P``, ``N``, ``M``, ``W``, or ``-`` for none."""
    found = {source.grade for source in facts.sources_of(fact)}
    return next((grade for grade in facts.GRADES if grade in found), NO_SOURCE)


def by_grade(course: CourseContent) -> dict[str, list[Fact]]:
    """Group the used facts by the grade of their best source, the best grade first, and last those without any source."""
    found: dict[str, list[Fact]] = {grade: [] for grade in (*facts.GRADES, NO_SOURCE)}
    for name in sorted(used(course)):
        fact = facts.get(name)
        found[best_grade(fact)].append(fact)
    return found


def weak(course: CourseContent) -> list[Fact]:
    """List the used facts that rest on mirrors and weak sources only."""
    found = by_grade(course)
    return [*found["M"], *found["W"]]


def _age_days(as_of: str, today: date) -> int:
    """Days since the end of the year, the month or the day that is named."""
    numbers = [int(part) for part in as_of[:10].split("-")]
    year, month, day = [*numbers, *(12, 28)[len(numbers) - 1 :]][:3]
    return (today - date(year, month, day)).days
