"""Find out whose a submission is; two learners of one name are never guessed apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from newspace_grading.course.lms.lists.names import comparable
from newspace_grading.course.lms.lists.roster import Person
from newspace_grading.course.lms.submissions.origins import Origin, Platform
from newspace_grading.course.lms.submissions.times import Participant

_WAYS = {
    Platform.MOODLE: "--times WORKSHEET tells them apart",
    Platform.CANVAS: "“newspace-grade roster” with Canvas's gradebook gives them their ids",
}


@dataclass(frozen=True)
class Owner:
    """The learner's id in the gradebook; or, if it is "", why nobody was found and what to do."""

    student: str
    why: str = ""


@dataclass
class Owners:
    """Finds owners of submissions: by what the teacher says, by the platform's numbers, else by name, account or id.

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

    def of(self, origin: Origin, name: str = "") -> Owner:
        """Find the owner of a submission by what its path says.

        Parameters
        ----------
        origin : Origin
            What the path says.
        name : str
            What the file itself says of its owner, where the path does not.
        """
        number, key = origin.number, (str(origin.platform), origin.number)
        if number and number in self.given:
            return Owner(self.given[number])
        if origin.platform is Platform.CANVAS and number in self._by_lms:
            return Owner(self._by_lms[number])
        row = self.participants.get(number) if origin.platform is Platform.MOODLE else None
        if row is not None and row.student:
            return Owner(row.student)
        if key in self.remembered:
            return Owner(self.remembered[key])
        alike: set[str] = set()
        for text in (origin.user, origin.name or name):
            found = self._by_name.get(comparable(text), set())
            if len(found) == 1:
                return Owner(next(iter(found)))
            alike = alike or found
        if alike:
            way = _WAYS.get(origin.platform, "the gradebook needs what tells them apart")
            return Owner(
                "", f"{len(alike)} learners have this name ({', '.join(sorted(alike))}): {way}, or --match {number}=ID"
            )
        return Owner(
            "",
            f"nobody in the gradebook has this number or name: “newspace-grade roster” reads the list of the class, or --match {number}=ID",
        )


def _forms(person: Person) -> set[str]:
    """Return what a platform may call a learner: the name in both orders, the id, the e-mail address and what stands before its @."""
    first, last, email = person.first_name, person.last_name, person.email
    names = (first + last, last + first, person.id, person.lms_user_id, email, email.partition("@")[0])
    return {comparable(name) for name in names} - {""}
