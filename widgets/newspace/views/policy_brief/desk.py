"""The desk of the policy brief: a text view that writes into the notebook's answer cell, and says live what its form still lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import anywidget
import ipywidgets
import traitlets

from newspace.checks.essay import BRIEF, NOTE, Cited, Examination, Form, examine
from newspace.core.errors import CourseError
from newspace.core.i18n import _
from newspace.core.lab.interactive import is_interactive
from newspace.models.policy_brief import evidence, scores
from newspace.views.policy_brief.brief import weighing_simulator
from newspace.views.shared import bundles
from newspace.views.shared.prose import places
from newspace.views.shared.reading.reading import with_text


@dataclass(frozen=True)
class _Task:
    """The place of a text: the ``grade_id`` of the answer cell, and the variable in it; a Markdown cell has none."""

    cell: str
    variable: str
    title: str
    form: Form


def _tasks() -> dict[str, _Task]:
    return {
        "brief-text": _Task("brief-text", "brief", _("Your brief"), BRIEF),
        "covering-note": _Task("covering-note", "", _("Your note to the minister"), NOTE),
    }


class DeskText(anywidget.AnyWidget):
    """The text view. The text stands in the notebook's answer cell, and nowhere else; the kernel only examines it."""

    _esm = bundles.bundled_module("writing_desk")
    _css = bundles.style("writing_desk")

    strings = traitlets.Dict().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    cell = traitlets.Unicode().tag(sync=True)
    variable = traitlets.Unicode().tag(sync=True)
    table: traitlets.List[Any] = traitlets.List().tag(sync=True)
    found = traitlets.Dict().tag(sync=True)

    def __init__(self, task: _Task, on_weigh: Any) -> None:
        self._form, self._on_weigh = task.form, on_weigh
        super().__init__(
            strings=_strings(),
            title=task.title,
            cell=task.cell,
            variable=task.variable,
            table=_evidence() if task.form.quotations else [],
            found=_found(examine("", task.form), task.form),
        )
        self.on_msg(self._receive)

    def _receive(self, _widget: object, content: object, _buffers: object) -> None:
        """Answer a message of the page; never raise, whatever the message."""
        message: Mapping[str, Any] = content if isinstance(content, dict) else {}
        if message.get("do") == "weigh":
            self._on_weigh()
        elif message.get("do") == "examine" and isinstance(message.get("text"), str):
            said = _found(examine(message["text"], self._form), self._form)
            self.found = {**said, "request": message.get("request")}


class WritingDesk(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets ships no types
    """The text view, and under it the weighing once it is asked for."""

    def __init__(self, task: _Task) -> None:
        self._said = _("{title}: run this cell in a live notebook to write here.").format(title=task.title)
        self._text = DeskText(task, self._weigh)
        self._weighs = False
        super().__init__([self._text])

    def _weigh(self) -> None:
        """Show the weighing under the text, or put it away."""
        self._weighs = not self._weighs
        self.children = [self._text, *([weighing_simulator(guess_first=False)] if self._weighs else [])]

    def __repr__(self) -> str:
        return self._said

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Return the widgets, and one sentence for where no widget can be shown."""
        return with_text(super()._repr_mimebundle_(**kwargs), self._said)


def writing_desk(task: str) -> WritingDesk | None:
    """Show a desk to write a text of unit 5 at.

    What is written goes at once into the answer cell below, which is kept with the notebook and handed in with it.

    Parameters
    ----------
    task : str
        ``"brief-text"`` for the brief, ``"covering-note"`` for the note to the minister.

    Returns
    -------
    WritingDesk or None
        None while nbgrader runs the notebook: nobody is there to write.

    Raises
    ------
    CourseError
        If there is no such task.
    """
    tasks = _tasks()
    if task not in tasks:
        raise CourseError(
            f"There is no desk for the task “{task}”.",
            where=f"writing_desk({task!r})",
            remedy=f"Tasks: {', '.join(tasks)}.",
        )
    return WritingDesk(tasks[task]) if is_interactive() else None


def _found(seen: Examination, form: Form) -> dict[str, Any]:
    """Format an examination as the words and signs that the page shows; citations that do not hold come first, as a long list has to be scrolled."""
    shortest, longest = form.words
    return {
        "count": _("{n} of {shortest} to {longest} words").format(n=seen.words, shortest=shortest, longest=longest),
        "enough": shortest <= seen.words <= longest,
        "parts": [{"text": name, "good": there} for name, there in _parts(seen, form)],
        "citations": [_citation(one) for one in sorted(seen.citations, key=lambda one: one.citation is not None)],
        "quoted": _quoted(seen, form),
        "faults": [str(fault) for fault in seen.repeats],
    }


def _parts(seen: Examination, form: Form) -> list[tuple[str, bool]]:
    found = list(seen.parts.items())
    if form.number_in:
        found.append((_("a number in “{part}”").format(part=form.number_in), seen.has_number))
    return found


def _quoted(seen: Examination, form: Form) -> str:
    if not form.quotations:
        return ""
    return _("Passages that count: {n} (at least {wanted}). Readings: {sources} (at least {readings}).").format(
        n=seen.quotations, wanted=form.quotations, sources=seen.readings, readings=form.readings
    )


def _citation(one: Cited) -> dict[str, Any]:
    shown = places((one.citation,))[0]["runs"] if one.citation else []
    return {"text": one.written, "good": one.citation is not None, "trouble": str(one.trouble), "runs": shown}


def _evidence() -> list[dict[str, Any]]:
    """Group the rows of the evidence table by the question that they bear on."""
    questions = {choice.id: choice.question for choice in scores.choices()} | {evidence.NONE: _("none of the four")}
    return [{"question": text, "rows": list(evidence.rows(name))} for name, text in questions.items()]


def _strings() -> dict[str, str]:
    return {
        "cell": _("The text is in the answer cell below. Saved with the notebook at {time}."),
        "citation_bad": _("does not hold"),
        "citation_good": _("is there to the letter"),
        "citations": _("Citations"),
        "claim": _("Claim"),
        "copy": _("Copy the cell’s text"),
        "copied": _("Copied. Paste it into the answer cell."),
        "done": _("is there"),
        "evidence": _("Evidence table"),
        "foreign": _(
            "The answer cell holds something that this desk did not write, and it is left as it is. "
            "To go on here, press the button: the cell’s content is then replaced by what you write."
        ),
        "form_only": _(
            "This is the form only. No machine can tell whether the text convinces: a person judges that. If you study on your own, you do."
        ),
        "insert": _("Insert"),
        "insert_label": _("Insert {claim} into your text"),
        "missing": _("is missing"),
        "no_cell": _(
            "This program does not let the desk reach the answer cell. Write here, copy the cell’s text, and paste it into the answer cell."
        ),
        "no_kernel": _(
            "The notebook’s kernel does not answer, so nothing is counted now. The text is kept all the same."
        ),
        "parts": _("Parts"),
        "replace": _("Write here instead"),
        "verdict": _("Verdict"),
        "weigh": _("My weighing: show or hide"),
        "why": _("Why"),
        "writes": _("What you write goes into the answer cell below, at once."),
    }
