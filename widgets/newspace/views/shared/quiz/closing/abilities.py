"""What the learner can do now: each objective of the course with the learner's own evidence, and what comes back for review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from newspace.attempts import schedule
from newspace.attempts.location import open_store
from newspace.attempts.overview import ObjectiveEvidence, UnitProgress, evidence
from newspace.attempts.store import Attempt, Store
from newspace.core import dates
from newspace.core.i18n import _, ngettext
from newspace.views.shared.html import tag
from newspace.views.shared.quiz import progress_page
from newspace.views.shared.quiz.progress_page import CourseUnit
from newspace.views.shared.quiz.review import known_reviews

_CELL = "text-align:left;vertical-align:top;padding:0.3em 1.2em 0.3em 0;white-space:normal"


class Abilities:
    """The objectives of all units, each with what the answers show; HTML in a notebook, plain text elsewhere."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def rows(self) -> list[tuple[CourseUnit, UnitProgress, list[tuple[str, ObjectiveEvidence]]]]:
        """List the units with their objectives and the evidence of each."""
        units, done = progress_page.course_state(self._store)
        attempts = self._store.attempts()
        return [(unit, one, _objectives(unit, attempts)) for unit, one in zip(units, done, strict=True) if unit.bank]

    def __repr__(self) -> str:
        lines = []
        for unit, done, objectives in self.rows():
            lines.append(_heading(unit, done))
            lines += [f"- {sentence} {evidence_words(found)}" for sentence, found in objectives]
        return "\n".join([*lines, _honest()])

    def _repr_html_(self) -> str:
        head = tag("tr", *(tag("th", name, scope="col", style=_CELL) for name in (_("You can …"), _("Your evidence"))))
        bodies = []
        for unit, done, objectives in self.rows():
            title = tag(
                "tr",
                tag("th", tag("a", _heading(unit, done), href=unit.lesson), scope="rowgroup", colspan="2", style=_CELL),
            )
            lines = [
                tag("tr", tag("td", sentence, style=_CELL), tag("td", evidence_words(found), style=_CELL))
                for sentence, found in objectives
            ]
            bodies.append(tag("tbody", title, *lines))
        table = tag("table", tag("thead", head), *bodies, style="border-collapse:collapse;max-width:60rem")
        frame = tag(
            "div", table, style="overflow-x:auto", tabindex="0", role="region", aria_label=_("What you can do now")
        )
        return frame + tag("p", _honest())


class ReviewPlan:
    """What comes back for review, by day."""

    def __init__(self, store: Store, today: date) -> None:
        self._store, self._today = store, today

    def lines(self) -> list[str]:
        """Say for each day how many questions come back, and of which units."""
        units, _done = progress_page.course_state(self._store)
        titles = {unit.name: unit.title for unit in units}
        known = known_reviews(self._store)
        due = schedule.due(known, self._today)
        said = [_("today: {what}").format(what=_reviews_in(due, titles))] if due else []
        for day, group in groupby(schedule.to_come(known, self._today), key=lambda one: one.due):
            said.append(f"{dates.date_in_words(day.isoformat())}: {_reviews_in(list(group), titles)}")
        return said

    def __repr__(self) -> str:
        return "\n".join(self.lines() or [_nothing()])

    def _repr_html_(self) -> str:
        lines = self.lines()
        return tag("ul", *(tag("li", line) for line in lines)) if lines else tag("p", _nothing())


def abilities(*, store: Store | None = None) -> Abilities:
    """Show what you can do now: each objective of the course with your own evidence.

    Parameters
    ----------
    store : Store, optional
        Where answers are kept; your own progress store if not given.
    """
    return Abilities(store or open_store())


def review_plan(*, store: Store | None = None, today: date | None = None) -> ReviewPlan:
    """Show which questions come back for review, and when.

    Parameters
    ----------
    store : Store, optional
        Where answers are kept; your own progress store if not given.
    today : date, optional
        The day, in your time zone; today's if not given.
    """
    return ReviewPlan(store or open_store(), today or datetime.now().astimezone().date())


def evidence_words(found: ObjectiveEvidence) -> str:
    """Format the evidence of one objective as a sentence."""
    if not found.answered:
        return _("no question answered yet")
    parts = [
        _("right at the first try: {n} of {all}").format(n=found.right_at_first, all=found.answered),
        _("right now: {n} of {all}").format(n=found.right_now, all=found.asked),
    ]
    if found.hints:
        parts.append(ngettext("{n} hint opened", "{n} hints opened", found.hints).format(n=found.hints))
    if found.reviewed:
        said = ngettext("{n} answered again on a later day", "{n} answered again on a later day", found.reviewed)
        parts.append(said.format(n=found.reviewed))
    return "; ".join(parts)


def _objectives(unit: CourseUnit, attempts: Sequence[Attempt]) -> list[tuple[str, ObjectiveEvidence]]:
    bank = unit.bank
    if bank is None:
        return []
    own = [one for one in attempts if one.unit == unit.name]
    return [
        (sentence, evidence(own, [one.id for one in bank.questions if one.objective == name]))
        for name, sentence in bank.objectives.items()
    ]


def _heading(unit: CourseUnit, done: UnitProgress) -> str:
    graded = progress_page.graded_words(unit, done)
    return _("{title} (exercise: {graded})").format(title=unit.title, graded=graded) if graded else unit.title


def _reviews_in(some: Sequence[schedule.Review], titles: dict[str, str]) -> str:
    count = ngettext("{n} question", "{n} questions", len(some)).format(n=len(some))
    return f"{count} ({', '.join(sorted({titles.get(one.unit, one.unit) for one in some}))})"


def _honest() -> str:
    return _(
        "A first try that was right says more than a last one, and a question answered again on a later day more than one of the same evening. "
        "Some choices can be guessed."
    )


def _nothing() -> str:
    return _("Nothing comes back: no answer was wrong, or all that were have been learned.")
