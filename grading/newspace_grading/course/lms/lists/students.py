"""Bring a list of a class into nbgrader's gradebook: first as a plan of changes, then in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from newspace_grading.course.layout import Course
from newspace_grading.course.lms.lists.roster import Person, Roster, refuse
from newspace_grading.course.lms.lists.sections import read_sections, write_sections
from newspace_grading.course.nbgrader.gradebook import open_gradebook

FIELDS: Mapping[str, str] = {
    "first_name": "first name",
    "last_name": "last name",
    "email": "e-mail",
    "lms_user_id": "LMS id",
    "section": "section",
}
"""What a list fills, and what it is called: nbgrader's columns, and the section, for which nbgrader has none."""
_BESIDE = ("section",)


@dataclass(frozen=True)
class Change:
    """What a list changes of one learner.

    Attributes
    ----------
    person : Person
        The learner, with the id that the gradebook has or will have.
    new : bool
        Whether the gradebook does not know the learner yet.
    fields : dict
        nbgrader's column → (what is there, what the list says); only what differs. An empty cell of the list changes nothing.
    """

    person: Person
    new: bool
    fields: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class RosterPlan:
    """The changes that a list would make.

    Attributes
    ----------
    changes : tuple of Change
        New and changed learners.
    same : int
        How many are as the list says already.
    others : tuple of str
        The ids in the gradebook that the list does not name: they stay as they are.
    """

    changes: tuple[Change, ...]
    same: int
    others: tuple[str, ...]


def plan(course: Course, roster: Roster, *, known_only: bool = False) -> RosterPlan:
    """Compare a list with the gradebook; nothing is written.

    A learner is the one with the same LMS id, else with the same e-mail address, else with the same id.

    Raises
    ------
    TableError
        If a row fits two learners of the gradebook, two rows fit one, or (``known_only``) a row fits nobody.
    """
    there = students(course)
    changes, faults, same = [], [], 0
    taken: dict[str, int] = {}
    for person in roster.people:
        fitting = _fitting(person, there)
        if len(fitting) > 1:
            faults.append(
                f"line {person.line}: “{person.id}” fits two learners of the gradebook, {' and '.join(fitting)}. "
                "Mend the e-mail address or the LMS id of one of them"
            )
            continue
        if not fitting and known_only:
            faults.append(
                f"line {person.line}: the gradebook has nobody “{person.id}”. Mend the id, or leave out --known-only"
            )
            continue
        name = fitting[0] if fitting else person.id
        if name in taken:
            faults.append(f"line {person.line}: this is “{name}”, as line {taken[name]} is. Keep one of the two rows")
            continue
        taken[name] = person.line
        change = _change(replace(person, id=name), there.get(name))
        if change.new or change.fields:
            changes.append(change)
        else:
            same += 1
    if faults:
        refuse(roster.path, faults)
    return RosterPlan(tuple(changes), same, tuple(sorted(there.keys() - taken.keys())))


def apply(course: Course, made: RosterPlan) -> None:
    """Write the changes into the gradebook, all or none.

    Raises
    ------
    GradebookError
        If the gradebook cannot be written: then nothing is changed.
    """
    from nbgrader.api import Student

    sections = dict(read_sections(course).of)
    with open_gradebook(course) as book:
        for change in made.changes:
            values = {name: after for name, (_before, after) in change.fields.items() if name not in _BESIDE}
            if "section" in change.fields:
                sections[change.person.id] = change.fields["section"][1]
            if change.new:
                book.db.add(Student(id=change.person.id, **values))
            else:
                student = book.find_student(change.person.id)
                for name, value in values.items():
                    setattr(student, name, value)
        book.db.commit()
    if sections:
        write_sections(course, sections)


def students(course: Course) -> dict[str, Person]:
    """Return the learners of the gradebook by id."""
    sections = read_sections(course)
    with open_gradebook(course) as book:
        return {
            one.id: Person(
                one.id,
                one.first_name or "",
                one.last_name or "",
                one.email or "",
                str(one.lms_user_id or ""),
                section=sections.section(one.id),
            )
            for one in book.students
        }


def _fitting(person: Person, there: Mapping[str, Person]) -> Sequence[str]:
    """Return the ids of the learners of the gradebook that a row fits: by LMS id or e-mail, else by id."""
    found = dict.fromkeys(
        one.id
        for one in there.values()
        if (person.lms_user_id and one.lms_user_id == person.lms_user_id)
        or (person.email and one.email.casefold() == person.email.casefold())
    )
    return list(found) or [one for one in (person.id,) if one in there]


def _change(person: Person, before: Person | None) -> Change:
    values = {name: getattr(person, name) for name in FIELDS}
    was = dict.fromkeys(FIELDS, "") if before is None else {name: getattr(before, name) for name in FIELDS}
    fields = {name: (was[name], value) for name, value in values.items() if value and value != was[name]}
    return Change(person, before is None, fields)
