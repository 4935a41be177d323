"""The review session: questions that the learner got wrong, spaced over days, asked again in the quiz widget."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import ipywidgets

from newspace.attempts import schedule
from newspace.attempts.location import open_store
from newspace.attempts.schedule import Review
from newspace.attempts.store import Store
from newspace.core import dates
from newspace.core.errors import CourseError
from newspace.core.i18n import _, ngettext
from newspace.core.paths import room
from newspace.questions import Bank, load_bank
from newspace.views.shared.quiz.quiz import Quiz
from newspace.views.shared.reading.reading import with_text

#: The largest number of questions in one session: about a quarter of an hour.
LONGEST = 10


class _Afresh:
    """Proxy of the learner's store that hides earlier answers from the quiz and calls back when an answer is stored."""

    def __init__(self, store: Store, told: Any) -> None:
        self._store, self._told = store, told

    @property
    def notice(self) -> str:
        return self._store.notice

    def record(self, unit: str, question_id: str, *, answer: Any, score: float, hints_used: int) -> None:
        self._store.record(unit, question_id, answer=answer, score=score, hints_used=hints_used)
        self._told(unit, question_id)

    def latest(self, unit: str) -> Mapping[str, Any]:  # noqa: ARG002 - what the quiz expects of a store
        return {}


class ReviewSession(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets ships no types
    """The due questions, unit by unit, under a status line that follows the answers."""

    def __init__(self, store: Store, banks: Mapping[str, Bank], asked: Sequence[Review], today: date) -> None:
        self._store, self._banks, self._asked, self._today = store, banks, tuple(asked), today
        self._answered: set[tuple[str, str]] = set()
        self._head = ipywidgets.HTML()
        self._head.value = _paragraph(self.text())
        super().__init__([self._head, *self._quizzes()])

    def _quizzes(self) -> list[Quiz]:
        by_unit: dict[str, list[str]] = {}
        for review in self._asked:
            by_unit.setdefault(review.unit, []).append(review.question)
        kept = _Afresh(self._store, self._told)
        return [
            Quiz(self._banks[unit], tuple(self._banks[unit][name] for name in names), kept)
            for unit, names in by_unit.items()
        ]

    def _told(self, unit: str, question: str) -> None:
        self._answered.add((unit, question))
        self._head.value = _paragraph(self.text())

    def text(self) -> str:
        """Say what is due and when the next reviews are."""
        left = [one for one in self._asked if (one.unit, one.question) not in self._answered]
        known = _known(self._store, self._banks)
        waiting = len(schedule.due(known, self._today)) - sum(one.due <= self._today for one in left)
        lines = []
        early = sum(one.due > self._today for one in left)
        if len(left) > early:
            lines.append(
                ngettext("{n} question is due now.", "{n} questions are due now.", len(left) - early).format(
                    n=len(left) - early
                )
            )
        if early:
            lines.append(
                ngettext("{n} question is asked early.", "{n} questions are asked early.", early).format(n=early)
            )
        if waiting > 0 and left:
            more = ngettext("{n} more waits for the next session.", "{n} more wait for the next session.", waiting)
            lines.append(more.format(n=waiting))
        if waiting > 0 and not left:
            more = ngettext(
                "{n} more question is due: run this cell again.",
                "{n} more questions are due: run this cell again.",
                waiting,
            )
            lines.append(more.format(n=waiting))
        if not left and waiting <= 0:
            lines.append(_("Nothing is due now."))
        later = schedule.to_come(known, self._today)
        hint = (
            [_("To go through today what is due on later days: ns.review(early=True).")] if later and not left else []
        )
        return " ".join([*lines, *_next(later), *hint])

    def __repr__(self) -> str:
        return self.text()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Return the widgets, and the status line alone for where no widget can be shown."""
        return with_text(super()._repr_mimebundle_(**kwargs), self.text())


def _paragraph(text: str) -> str:
    return f'<p role="status" style="margin:0.5em 0;white-space:normal;line-height:1.5">{html.escape(text)}</p>'


def _next(later: Sequence[Review]) -> list[str]:
    """Say when the next questions are due; empty if there are none."""
    if not later:
        return []
    first = [one for one in later if one.due == later[0].due]
    said = ngettext("Next: {n} question on {day}.", "Next: {n} questions on {day}.", len(first))
    return [said.format(n=len(first), day=dates.date_in_words(later[0].due.isoformat()))]


def _known(store: Store, banks: Mapping[str, Bank]) -> list[Review]:
    """Select the reviews of questions that the course still asks."""
    asked = {(unit, question.id) for unit, bank in banks.items() for question in bank.questions}
    return [one for one in schedule.schedule(store.attempts()) if (one.unit, one.question) in asked]


def known_reviews(store: Store) -> list[Review]:
    """Return the state of every question that was taken up for review and is still asked, the earliest due first."""
    return _known(store, _banks())


def _banks() -> dict[str, Bank]:
    """Load every valid bank; the progress page reports an invalid one, which must not stop the others here."""
    found = {}
    for path in sorted((room("lessons") / "quizzes").glob("*.toml")):
        try:
            found[path.stem] = load_bank(path)
        except CourseError:
            continue
    return found


def review(limit: int = LONGEST, *, early: bool = False, store: Store | None = None, today: date | None = None) -> Any:
    """Ask the questions again that this learner got wrong, when they are due.

    Parameters
    ----------
    limit : int
        How many questions one session asks at most.
    early : bool
        Whether to ask also what is due on a later day, so that today's mistakes can be gone through today. The answers of one day
        make one review.
    store : Store, optional
        Where answers are kept; the learner's own progress store if not given.
    today : date, optional
        The day, in the learner's time zone; today's if not given.

    Raises
    ------
    CourseError
        If the limit is not 1 or more.
    """
    if limit < 1:
        raise CourseError(f"A session of {limit} questions cannot be.", where="review(…)", remedy="Give 1 or more.")
    kept = store or open_store()
    banks = _banks()
    day = today or datetime.now().astimezone().date()
    known = _known(kept, banks)
    wanted = schedule.due(known, day) + (schedule.to_come(known, day) if early else [])
    return ReviewSession(kept, banks, wanted[:limit], day)
