"""Rating briefs: three of ours first, then one's own, then the reference with the reasons for its levels."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ipywidgets

from newspace.attempts.location import open_store
from newspace.attempts.overview import OWN, ratings, record_rating
from newspace.attempts.store import Store
from newspace.checks.essay import BRIEF, NOTE, examine
from newspace.content import facts, solutions
from newspace.content.solutions import written_text
from newspace.core.errors import CourseError
from newspace.core.i18n import _
from newspace.core.lab.interactive import is_interactive
from newspace.models.policy_brief import briefs
from newspace.models.policy_brief.briefs import Level
from newspace.views.shared.exercise.own_notebook import own_notebook, saved_answers
from newspace.views.shared.html import Html, tag
from newspace.views.shared.prose import fact_sentence
from newspace.views.shared.reading.reading import with_text

UNIT = "05_policy_brief"
_HEAD = "font-size:1.1em;margin:0.8em 0 0.2em"
_FORM = "2 1 18rem"
_FRAME = "border:1px solid currentColor;border-radius:4px;padding:0.2em 1em;line-height:1.55;max-width:48rem"
_NOTE = "margin:0 0 0.6em;line-height:1.4"
_NOT_CHOSEN = -1
_LEFT = "<style>.ns-rating .widget-label { text-align: left; }</style>"
"""JupyterLab sets the name of a choice to the right, which is odd above it."""
_CELL = "text-align:left;vertical-align:top;padding:0.3em 0.9em 0.3em 0;white-space:normal"


class Judging(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets ships no types
    """The briefs that were rated, folded, and the next one to rate."""

    def __init__(self, store: Store, answers: Mapping[str, str]) -> None:
        self._store = store
        self._brief, self._note = (
            written_text(answers.get("brief-text", "")),
            _written(answers.get("covering-note", "")),
        )
        # The form stays the same widget from text to text, so that the keyboard keeps its place.
        self._done, self._form, self._after = ipywidgets.VBox(), _Form(), ipywidgets.VBox()
        self._again = ipywidgets.Button(description=_("Rate mine again"))
        self._again.on_click(lambda _button: self._ask_own(self._done.children[:-1]))
        super().__init__([self._done, self._form, self._again, self._after])
        self._show()

    def text(self) -> str:
        """Say in plain text how far the rating has come."""
        rated = ratings(self._store, UNIT)
        return _("{n} of {all} briefs rated. To go on, run this cell in a live notebook.").format(
            n=len(rated), all=len(briefs.examples()) + 1
        )

    def __repr__(self) -> str:
        return self.text()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Return the widgets, and one sentence for where no widget can be shown."""
        return with_text(super()._repr_mimebundle_(**kwargs), self.text())

    def _show(self) -> None:
        """Show what was rated, and ask for what was not."""
        faults = [str(fault) for fault in examine(self._brief, BRIEF).faults]
        if faults:
            self._arrange([_html(_not_yet(faults))])
            return
        rated = ratings(self._store, UNIT)
        shown: list[Any] = [_html(tag("p", _lead()))]
        for number, brief in enumerate(briefs.examples(), start=1):
            title = _("Brief {letter}").format(letter=brief.id.upper())
            if brief.id not in rated:
                head = _("{title}, {n} of {all}").format(title=title, n=number, all=len(briefs.examples()))
                self._form.ask(head, _prose(brief.text), _("Compare with our levels"), self._keep(brief))
                self._arrange(shown, asks=True)
                return
            shown.append(_html(_folded(title, brief.text, compared(rated[brief.id], brief.levels))))
        shown.append(_html(tag("p", _revealed())))
        if OWN in rated:
            mine = _folded(_("Your own brief"), "", own_points(self._store, rated[OWN]), before=self._own())
            self._arrange([*shown, _html(mine)], after=[_html(_reference())])
        else:
            self._ask_own(shown)

    def _arrange(self, done: Sequence[Any], *, asks: bool = False, after: Sequence[Any] = ()) -> None:
        self._done.children, self._after.children = done, after
        self._form.layout.display = "" if asks else "none"
        self._again.layout.display = "" if after else "none"

    def _ask_own(self, done: Sequence[Any]) -> None:
        """Ask for the levels of the learner's own text."""
        self._form.ask(_("Your own brief and note"), self._own(), _("Keep these points"), self._keep_own)
        self._arrange(done, asks=True)
        self._form.focus()

    def _own(self) -> Html:
        note = _prose(_("**Your note.** {note}").format(note=self._note))
        return Html(_prose(self._brief) + note + _note_form(self._note))

    def _keep(self, brief: briefs.Rated) -> Callable[[Mapping[str, int]], None]:
        def keep(points: Mapping[str, int]) -> None:
            record_rating(self._store, UNIT, brief.id, points, most=briefs.most_points())
            last = brief.id == briefs.examples()[-1].id
            self._form.tell(points, brief.levels, _("Now your own") if last else _("Next brief"), self._go_on)

        return keep

    def _go_on(self) -> None:
        self._show()
        self._form.focus()

    def _keep_own(self, points: Mapping[str, int]) -> None:
        record_rating(self._store, UNIT, OWN, points, most=briefs.most_points())
        self._show()
        self._again.focus()


class _Form(ipywidgets.HBox):  # type: ignore[misc]  # ipywidgets ships no types
    """A text, and beside it one choice for each criterion; then, in the same place, what came of it."""

    def __init__(self) -> None:
        self._act: Callable[[], None] = lambda: None
        self._chosen = {one.id: _choice(one) for one in briefs.criteria()}
        self._said = ipywidgets.HTML(_LEFT)
        self._button = ipywidgets.Button(button_style="primary", layout={"width": "auto"})
        self._button.on_click(lambda _button: self._act())
        self._head, self._text = ipywidgets.HTML(), ipywidgets.HTML()
        left = ipywidgets.VBox([self._head, self._text], layout={"flex": "3 1 26rem", "min_width": "0"})
        rows = [part for one in briefs.criteria() for part in self._chosen[one.id]]
        right = ipywidgets.VBox(
            [*rows, self._button, self._said], layout={"flex": _FORM, "min_width": "0", "padding": "0 0 0 1rem"}
        )
        super().__init__([left, right], layout={"flex_flow": "row wrap", "align_items": "flex-start"})
        self.add_class("ns-rating")

    def ask(self, title: str, text: Html, button: str, keep: Callable[[Mapping[str, int]], None]) -> None:
        """Show a text, and ask for its levels."""
        self._head.value = tag("h3", title, style=_HEAD)
        self._text.value = tag("div", text, style=_FRAME)
        self._said.value = _LEFT
        self._button.description = button
        for chosen, _words in self._chosen.values():
            chosen.layout.display = ""
            chosen.value = _NOT_CHOSEN

        def act() -> None:
            points = {name: chosen.value for name, (chosen, _words) in self._chosen.items()}
            if _NOT_CHOSEN in points.values():
                missing = _("Choose a level for each of the four criteria first.")
                self._said.value = _LEFT + tag("p", missing, role="status")
                return
            keep(points)

        self._act = act

    def tell(self, own: Mapping[str, int], ours: Mapping[str, Level], button: str, go_on: Callable[[], None]) -> None:
        """Show our levels and our reasons in place of the choices, until the learner goes on.

        With the choices above them, long reasons would push the button off a screen of 800 pixels.
        """
        for one in briefs.criteria():
            chosen, words = self._chosen[one.id]
            chosen.layout.display = "none"
            levels = _("{criterion}: you {own}, we {ours}.").format(
                criterion=one.name, own=own[one.id], ours=ours[one.id].points
            )
            words.value = tag("p", tag("strong", levels), f" {ours[one.id].why}", style=_NOTE)
        self._said.value = _LEFT + tag("p", tag("strong", _summary(own, ours)), role="status")
        self._button.description, self._act = button, go_on

    def focus(self) -> None:
        """Put the keyboard on the first choice."""
        next(iter(self._chosen.values()))[0].focus()


def _choice(one: briefs.Criterion) -> tuple[Any, Any]:
    """Build the choice of a level, and under it the words of the level that is chosen."""
    options = [
        (_("choose"), _NOT_CHOSEN),
        *((f"{points}: {one.levels[points]}", points) for points in range(one.most, -1, -1)),
    ]
    chosen = ipywidgets.Dropdown(
        options=options, value=_NOT_CHOSEN, description=one.name, style={"description_width": "initial"},
        layout={"width": "calc(100% - 8px)", "height": "4.2rem", "flex_flow": "column", "align_items": "stretch"},
    )  # fmt: skip
    words = ipywidgets.HTML()

    def say(change: Mapping[str, Any]) -> None:
        words.value = "" if change["new"] == _NOT_CHOSEN else tag("p", one.levels[change["new"]], style=_NOTE)

    chosen.observe(say, names="value")
    return chosen, words


def compared(own: Mapping[str, int], ours: Mapping[str, Level]) -> Html:
    """Build the table of the learner's levels, ours, and our reasons."""
    rows = [
        (one.name, str(own.get(one.id, "–")), str(ours[one.id].points), ours[one.id].why) for one in briefs.criteria()
    ]
    return Html(
        tag("p", tag("strong", _summary(own, ours))) + _table((_("Criterion"), _("You"), _("We"), _("Why")), rows)
    )


def _summary(own: Mapping[str, int], ours: Mapping[str, Level]) -> str:
    same = sum(own.get(name) == level.points for name, level in ours.items())
    return _("You gave {own} of {most} points, we gave {ours}; the same level on {same} of {all} criteria.").format(
        own=sum(own.values()),
        most=briefs.most_points(),
        ours=sum(level.points for level in ours.values()),
        same=same,
        all=len(ours),
    )


def own_points(store: Store, own: Mapping[str, int]) -> Html:
    """Say which points the checks gave, and which the learner."""
    last = next((one for one in reversed(store.graded()) if one.unit == UNIT), None)
    said = _("You gave yourself {own} of {most} points. Nobody else has judged them.").format(
        own=sum(own.values()), most=briefs.most_points()
    )
    if last is not None:
        checks = _("The checks gave {points} of {possible} points; {waiting} are yours to judge.").format(
            points=f"{last.points:g}", possible=f"{last.possible:g}", waiting=f"{last.waiting:g}"
        )
        said = f"{checks} {said}"
    rows = [
        (one.name, str(own.get(one.id, "–")), one.levels[own[one.id]] if one.id in own else "")
        for one in briefs.criteria()
    ]
    return Html(
        tag("p", tag("strong", said), role="status")
        + _table((_("Criterion"), _("You"), _("The words of this level")), rows)
    )


def _reference() -> Html:
    """Build the reference brief as a text, with its sources and the reasons for its levels."""
    try:
        given = solutions.load_references(UNIT)
    except CourseError:
        return tag("p", _("The reference brief is shown here once your teacher has given the solutions out."))
    levels = briefs.reference()
    rows = [(one.name, str(levels.levels[one.id].points), levels.levels[one.id].why) for one in briefs.criteria()]
    sources = [tag("li", fact_sentence(facts.get(name))) for name in levels.facts]
    return Html(
        tag("h3", _("The reference brief"), style=_HEAD)
        + tag("p", _("This is one answer of many. Another position, argued as well, earns as many points."))
        + tag("div", _prose(given["brief-text"].prose), _prose(given["covering-note"].prose), style=_FRAME)
        + tag(
            "p",
            tag(
                "strong",
                _("Why it has its levels: {points} of {most} points").format(
                    points=levels.points, most=briefs.most_points()
                ),
            ),
        )
        + _table((_("Criterion"), _("Points"), _("Why")), rows)
        + tag("p", _("What it states from outside the readings:"))
        + tag("ul", *sources)
    )


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Html:
    head = tag("tr", *(tag("th", name, scope="col", style=_CELL) for name in heads))
    body = [
        tag("tr", tag("th", row[0], scope="row", style=_CELL), *(tag("td", cell, style=_CELL) for cell in row[1:]))
        for row in rows
    ]
    return tag("table", tag("thead", head), tag("tbody", *body), style="border-collapse:collapse;max-width:54rem")


def _folded(title: str, text: str, after: Html, *, before: Html | None = None) -> Html:
    """Build what is done: the comparison in sight, the text to unfold."""
    inside = before or _prose(text)
    return tag(
        "div", tag("h3", title, style=_HEAD), after,
        tag("details", tag("summary", _("Show the text"), style="cursor:pointer"), tag("div", inside, style=_FRAME)),
    )  # fmt: skip


def _prose(text: str) -> Html:
    """Build the paragraphs of a text; of Markdown, bold words are what a brief needs."""
    made = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        pieces = re.split(r"\*\*(.+?)\*\*", " ".join(paragraph.split()))
        made.append(
            tag(
                "p",
                *(tag("strong", piece) if place % 2 else piece for place, piece in enumerate(pieces)),
                style="margin:0.5em 0",
            )
        )
    return Html("".join(made))


def _written(note: str) -> str:
    return "" if note.strip() == "YOUR ANSWER HERE" else note.strip()


def _note_form(note: str) -> Html:
    seen = examine(note, NOTE)
    said = [str(fault) for fault in seen.faults] or [_("{n} words, as asked for.").format(n=seen.words)]
    return tag("p", _("The form of the note: {said}").format(said=" ".join(said)))


def _lead() -> str:
    return _(
        "Rate three briefs by the four criteria first: one is weak, one fair, one good, and you find out which. Then rate your own with the same eyes. "
        "A machine can see whether a text has the right form; only a person can give these points, and here that is you."
    )


def _revealed() -> str:
    names = {one.points: one.id.upper() for one in briefs.examples()}
    weak, fair, good = (names[points] for points in sorted(names))
    return _(
        "Brief {weak} was meant to be weak, {fair} fair and {good} good. All three have the form that the machine asks for."
    ).format(weak=weak, fair=fair, good=good)


def _not_yet(faults: list[str]) -> Html:
    return Html(
        tag(
            "p",
            _(
                "Write your brief first (task 11) and save the notebook (Ctrl+S, on a Mac ⌘S); then run this cell again. What its form still lacks:"
            ),
        )
        + tag("ul", *(tag("li", fault) for fault in faults))
    )


def _html(content: Html) -> Any:
    return ipywidgets.HTML(content)


def judge_briefs(*, store: Store | None = None) -> Judging | None:
    """Rate three briefs, then your own brief and note, and read the reference with the reasons for its levels.

    Your own text is read from the saved notebook of exercise 5.

    Parameters
    ----------
    store : Store, optional
        Where ratings are kept; the learner's own progress store if not given.

    Returns
    -------
    Judging or None
        None while nbgrader runs the notebook: nobody is there to judge.
    """
    if not is_interactive():
        return None
    notebook = own_notebook(UNIT)
    return Judging(store or open_store(), saved_answers(notebook) if notebook else {})
