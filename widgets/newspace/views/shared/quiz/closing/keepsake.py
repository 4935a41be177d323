"""A page to keep: name, units, points and days, as one HTML file that a browser prints or saves as PDF."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import date
from typing import Any

import ipywidgets

from newspace.attempts.location import open_store
from newspace.attempts.overview import UnitProgress
from newspace.attempts.store import Attempt, GradedExercise, Store
from newspace.core import dates
from newspace.core.i18n import _
from newspace.views.shared.html import Html, tag
from newspace.views.shared.quiz import progress_page
from newspace.views.shared.quiz.progress_page import CourseUnit
from newspace.views.shared.reading.reading import with_text

_FILE = "new_space_my_course.html"
_STYLE = """body { font-family: Georgia, serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem; line-height: 1.5; color: #1a1a1a; background: #fff; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.6rem; border-bottom: 1px solid #aaa; font-weight: 400; }
thead th { font-weight: 700; }
h1 { font-size: 1.6rem; } .name { font-size: 1.3rem; }
@media print { body { margin: 0; max-width: none; } tr { break-inside: avoid; } }"""


class Keepsake(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets ships no types
    """A field for the name, a link to the file, and a preview."""

    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self._name = ipywidgets.Text(
            value=name, description=_("Name on the page"), style={"description_width": "initial"}, layout={"width": "min(30rem, 98%)"}
        )  # fmt: skip
        self._link, self._shown = ipywidgets.HTML(), ipywidgets.HTML()
        self._name.observe(lambda _change: self._fill(), names="value")
        self._fill()
        super().__init__([self._name, self._link, self._shown])

    def text(self) -> str:
        """Return the content of the page as plain text."""
        rows = unit_rows(self._store)
        return "\n".join([self._name.value, *(": ".join(row) for row in rows), *_notes(self._store)])

    def __repr__(self) -> str:
        return self.text()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Return the widgets, and the content as text for where no widget can be shown."""
        return with_text(super()._repr_mimebundle_(**kwargs), self.text())

    def _fill(self) -> None:
        body = _body(self._store, self._name.value.strip())
        page = f"<!doctype html>\n{_page(body)}"
        address = "data:text/html;base64," + base64.b64encode(page.encode("utf-8")).decode("ascii")
        self._link.value = tag(
            "p",
            tag("a", _("Download this page"), href=address, download=_FILE, style="text-decoration:underline"),
            ". ",
            _("Open the file in your browser; its Print command prints it or saves it as PDF."),
        )
        self._shown.value = tag(
            "div", body, style="border:1px solid currentColor;padding:0.5em 1.5em;max-width:46rem;line-height:1.5"
        )


def keepsake(name: str = "", *, store: Store | None = None) -> Keepsake:
    """Show a page to keep, with your name, what you did in each unit, and when; download it to print it or to save it as PDF.

    Parameters
    ----------
    name : str
        The name on the page; it can be written into the field, too.
    store : Store, optional
        Where answers are kept; your own progress store if not given.
    """
    return Keepsake(store or open_store(), name)


def unit_rows(store: Store) -> list[tuple[str, str, str, str]]:
    """List for each unit its title, the questions, the exercise, and the days from the first answer to the last."""
    units, done = progress_page.course_state(store)
    attempts, graded = store.attempts(), store.graded()
    return [
        (unit.title, _questions(one), _exercise(unit, one), _days(unit.name, attempts, graded))
        for unit, one in zip(units, done, strict=True)
    ]


def _questions(done: UnitProgress) -> str:
    return _("{right} of {asked} right, {answered} answered").format(
        right=done.right, asked=done.asked, answered=done.answered
    )


def _exercise(unit: CourseUnit, done: UnitProgress) -> str:
    last = done.graded
    if last is None:
        said = _("not graded here") if unit.exercise else "–"
        if done.given is None:
            return said
        return _("{said}; {given} points for written work given by the learner").format(said=said, given=done.given)
    said = _("{points} of {possible} points by the checks").format(
        points=f"{last.points:g}", possible=f"{last.possible:g}"
    )
    if not last.waiting:
        return said
    if done.given is None:
        return _("{said}; {waiting} of them for written work, not judged").format(
            said=said, waiting=f"{last.waiting:g}"
        )
    return _("{said}; {given} of {waiting} points for written work given by the learner").format(
        said=said, given=done.given, waiting=f"{last.waiting:g}"
    )


def _days(unit: str, attempts: Sequence[Attempt], graded: Sequence[GradedExercise]) -> str:
    all_done: list[Attempt | GradedExercise] = [*attempts, *graded]
    days = sorted(_day(one) for one in all_done if one.unit.partition(":")[0] == unit)
    if not days:
        return "–"
    first, last = (dates.date_in_words(day.isoformat()) for day in (days[0], days[-1]))
    return first if first == last else _("{first} to {last}").format(first=first, last=last)


def _day(one: Attempt | GradedExercise) -> date:
    return one.time.astimezone().date()


def _notes(store: Store) -> list[str]:
    notes = [
        _("Written by the course for the learner. Nobody watched who answered, and hints and second tries were free."),
        _("Points “by the checks” come from automatic tests, on the learner's own computer."),
    ]
    _units, done = progress_page.course_state(store)
    if any(one.given is not None for one in done):
        notes.append(
            _(
                "Points for written work are the learner's own judgement, after rating three other texts by the same criteria."
            )
        )
    return notes


def _body(store: Store, name: str) -> Html:
    heads = (_("Unit"), _("Questions"), _("Exercise"), _("When"))
    cell = "text-align:left;vertical-align:top;padding:0.35em 0.6em 0.35em 0;white-space:normal"
    rows = [tag("tr", *(tag("td", text, style=cell) for text in row)) for row in unit_rows(store)]
    return Html(
        tag("h2", _("New Space, hands on"), style="margin:0.3em 0")
        + tag("p", tag("strong", name or _("(your name)")), style="font-size:1.2em;margin:0.3em 0")
        + tag("p", _("took part in a course on the new space economy: five texts that disagree, and how one can know."))
        + tag(
            "table",
            tag("thead", tag("tr", *(tag("th", head, scope="col", style=cell) for head in heads))),
            tag("tbody", *rows),
            style="border-collapse:collapse",
        )
        + "".join(tag("p", note, style="font-size:0.9em;margin:0.3em 0") for note in _notes(store))
    )


def _page(body: Html) -> Html:
    head = tag(
        "head", Html('<meta charset="utf-8">'), tag("title", _("New Space, hands on")), Html(f"<style>{_STYLE}</style>")
    )
    return tag("html", head, tag("body", body), lang="en")
