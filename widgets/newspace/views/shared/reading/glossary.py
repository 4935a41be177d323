"""View of the glossary: every term with its meaning and its Korean and Japanese words, and a filter box."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import anywidget
import traitlets

from newspace.content import terms
from newspace.content.terms import Term
from newspace.core.errors import CourseError
from newspace.core.i18n import _, ngettext
from newspace.core.paths import room
from newspace.views.shared import bundles
from newspace.views.shared.reading.reading import with_text


def _strings() -> dict[str, str]:
    return {
        "all": _("{count} terms"),
        "explained": _("First explained in"),
        "find": _("Find a term (English, Korean or Japanese)"),
        "found_many": _("{count} of {all} terms"),
        "found_none": _("No term has these letters. Try fewer."),
        "found_one": _("1 of {all} terms"),
        "ja": _("Japanese:"),
        "ko": _("Korean:"),
        "title": _("Glossary"),
    }


class GlossaryView(anywidget.AnyWidget):
    """Terms on the page. All are sent at the start, so that they can be searched without a kernel."""

    _esm = bundles.bundled_module("glossary")
    _css = bundles.style("glossary")

    strings = traitlets.Dict().tag(sync=True)
    terms: traitlets.List[Any] = traitlets.List().tag(sync=True)

    def __init__(self, shown: Sequence[Term]) -> None:
        self._shown = tuple(shown)
        titles = {name: _title(name) for name in {term.lesson for term in shown}}
        super().__init__(strings=_strings(), terms=[_entry(term, titles[term.lesson]) for term in shown])

    def text(self) -> str:
        """Return the content as plain text."""
        head = ngettext("Glossary, {n} term", "Glossary, {n} terms", len(self._shown)).format(n=len(self._shown))
        return "\n".join([head, *(f"{one.term} ({one.ko}; {one.ja}): {one.meaning}" for one in self._shown)])

    def __repr__(self) -> str:
        return self.text()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Return the widget, and its whole text for where no widget can be shown."""
        return with_text(super()._repr_mimebundle_(**kwargs), self.text())


def _entry(term: Term, lesson: str) -> dict[str, Any]:
    # Links are relative to the folder of the lessons, where the glossary is shown.
    link = f"{term.lesson}.ipynb" if lesson else ""
    return {
        "id": term.id,
        "term": term.term,
        "also": list(term.also),
        "meaning": term.meaning,
        "ko": term.ko,
        "ja": term.ja,
        "lesson": lesson or term.lesson,
        "link": link,
    }


def _title(lesson: str) -> str:
    """Return a lesson's title; empty if the lesson does not exist."""
    try:
        cells = json.loads((room("lessons") / f"{lesson}.ipynb").read_text(encoding="utf-8"))["cells"]
        lines = ["".join(cell["source"]).split("\n")[0] for cell in cells if cell["cell_type"] == "markdown"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return next((line.removeprefix("# ").strip() for line in lines if line.startswith("# ")), "")


def glossary(lesson: str = "") -> GlossaryView:
    """Show the terms of the course, or those that one lesson explains first.

    Parameters
    ----------
    lesson : str
        The name of a lesson's notebook without its ending, such as ``"02_ispace_missions"``; empty for all.

    Raises
    ------
    CourseError
        If the glossary is invalid, or the lesson explains no term.
    """
    found = terms.load_terms()
    shown = [term for term in found if lesson in ("", term.lesson)]
    if not shown:
        names = ", ".join(sorted({term.lesson for term in found}))
        raise CourseError(
            f"No term is explained first in “{lesson}”.",
            where=f'glossary("{lesson}")',
            remedy=f"Lessons with terms: {names}.",
        )
    return GlossaryView(shown)
