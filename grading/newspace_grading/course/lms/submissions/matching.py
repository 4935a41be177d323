"""Find out whose a submission in an LMS's zip is; two learners of one name are never guessed apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from newspace_grading.course.lms.lists.roster import Person
from newspace_grading.course.lms.submissions.times import Participant


@dataclass(frozen=True)
class Owner:
    """The learner's id in the gradebook; or, if it is "", why nobody was found and what to do."""

    student: str
    why: str = ""


@dataclass
class Owners:
    """Finds owners of submissions.

    Parameters
    ----------
    people : mapping
        The learners of the gradebook by id.
    given : mapping
        The LMS's number → id, as the teacher has said.
    participants : mapping
        Moodle's number → the row of the grading worksheet.
    remembered : mapping
        (LMS, number) → id, from zips of this assignment that were collected before.
    """

    people: Mapping[str, Person]
    given: Mapping[str, str] = field(default_factory=dict)
    participants: Mapping[str, Participant] = field(default_factory=dict)
    remembered: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_lms = {one.lms_user_id: one.id for one in self.people.values() if one.lms_user_id}
        self._by_name: dict[str, set[str]] = {}
        for one in self.people.values():
            for name in _forms(one):
                self._by_name.setdefault(name, set()).add(one.id)

    def of(self, lms: str, number: str, name: str) -> Owner:
        """Find the owner of a submission by what the zip says of it."""
        if number in self.given:
            return Owner(self.given[number])
        if lms == "canvas" and number in self._by_lms:
            return Owner(self._by_lms[number])
        row = self.participants.get(number) if lms == "moodle" else None
        if row is not None and row.student:
            return Owner(row.student)
        if (lms, number) in self.remembered:
            return Owner(self.remembered[lms, number])
        found = self._by_name.get(_bare(name), set())
        if len(found) == 1:
            return Owner(next(iter(found)))
        way = (
            "--times WORKSHEET tells them apart"
            if lms == "moodle"
            else "“newspace-grade roster” with Canvas's gradebook gives them their ids"
        )
        if found:
            return Owner(
                "", f"{len(found)} learners have this name ({', '.join(sorted(found))}): {way}, or --match {number}=ID"
            )
        return Owner(
            "",
            f"nobody in the gradebook has this number or name: “newspace-grade roster” reads the list of the class, or --match {number}=ID",
        )


def _forms(person: Person) -> set[str]:
    """Return a learner's name in the orders in which an LMS may write it."""
    first, last = person.first_name, person.last_name
    return {_bare(text) for text in (f"{first} {last}", f"{last} {first}")} - {""}


def _bare(text: str) -> str:
    """Return letters and digits only, composed and in lower case: Canvas leaves out everything else, Moodle some of it."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFC", text)).casefold()
