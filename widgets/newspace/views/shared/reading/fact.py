"""Facts as a table: statement, value, date, status and sources."""

from __future__ import annotations

from newspace.content import facts
from newspace.content.facts import Fact, FactSource, grade_text
from newspace.core import dates
from newspace.core.errors import CourseError
from newspace.core.i18n import _
from newspace.core.number_format import quantity_in_words
from newspace.views.shared.html import Html, block, link, tag

_CELL = "text-align:left;vertical-align:top;padding:0.4em 0.6em;white-space:normal"


class FactTable:
    """A list of facts; a notebook shows an accessible table, anything else plain text."""

    def __init__(self, rows: tuple[Fact, ...]) -> None:
        self.facts = rows

    def __repr__(self) -> str:
        return "\n".join(_line(fact) for fact in self.facts)

    def _repr_html_(self) -> str:
        heads = (_("Fact"), _("Value, and as of when"), _("Status"), _("Sources"))
        caption = tag(
            "caption", _("Facts, with their status and sources"), style="text-align:left;font-weight:600;color:inherit"
        )
        head = tag("thead", tag("tr", *(tag("th", text, scope="col", style=_CELL) for text in heads)))
        body = tag("tbody", *(_row(fact) for fact in self.facts))
        table = tag("table", caption, head, body, style="border-collapse:collapse;min-width:36rem;overflow-wrap:normal")
        label = _("Table of facts: {ids}").format(ids=", ".join(fact.id for fact in self.facts))
        frame = tag("div", table, role="group", aria_label=label, tabindex="0", style="overflow-x:auto;max-width:100%")
        return block(frame, tag("p", self._grades()))

    def _grades(self) -> str:
        """Explain the letters in the last column."""
        present = {source.grade for fact in self.facts for source in facts.sources_of(fact)}
        words = "; ".join(f"{grade} – {grade_text(grade)}" for grade in facts.GRADES if grade in present)
        return _("Grades: {words}.").format(words=words) if words else ""


def _row(fact: Fact) -> Html:
    status: list[str] = [tag("div", fact.status_text)]
    status += [tag("div", f"– {said}") for said in reported(fact)]
    if fact.note and fact.status == "confirmed":
        status.append(tag("div", fact.note))
    shown = facts.sources_of(fact)
    sources: list[str] = [
        tag("div", link(source.url, _named(source)), _(" (grade {grade})").format(grade=source.grade))
        for source in shown
    ]
    if fact.derived_from:
        sources.insert(0, tag("div", _("computed from other facts, which rest on:")))
    return tag(
        "tr",
        tag("th", fact.statement, tag("div", tag("code", fact.id), style="font-weight:400"), scope="row", style=_CELL),
        tag("td", tag("div", fact.amount()), tag("div", _as_of(fact)), style=_CELL),
        tag("td", *status, style=_CELL),
        tag("td", *(sources or [_("none")]), style=_CELL),
    )


def _as_of(fact: Fact) -> str:
    return _("constant") if fact.as_of == "constant" else dates.date_in_words(fact.as_of)


def _named(source: FactSource) -> str:
    when = dates.date_in_words(source.date) if source.date else _("no date")
    return f"{source.publisher}, {when}"


def reported(fact: Fact) -> list[str]:
    """Return what each source says, where sources differ."""
    return [
        ": ".join(
            part
            for part in (
                quantity_in_words(one.value, fact.unit),
                ", ".join(part for part in (_named(one.source) if one.source else "", one.note) if part),
            )
            if part
        )
        for one in fact.values
    ]


def _line(fact: Fact) -> str:
    sources = "; ".join(f"{source} [{source.grade_text}] {source.url}" for source in facts.sources_of(fact))
    parts = [
        f"{fact.id}: {fact}",
        _("Value: {value}").format(value=fact.amount()),
        _("As of: {date}").format(date=_as_of(fact)),
    ]
    parts += [f"– {said}" for said in reported(fact)]
    if fact.note and fact.status == "confirmed":
        parts.append(fact.note)
    return "\n    ".join([*parts, _("Sources: {sources}").format(sources=sources or _("none"))])


def fact_table(*ids: str) -> FactTable:
    """Show facts as a table.

    Parameters
    ----------
    *ids : str
        Ids of ``facts.toml``, in the order to show.

    Raises
    ------
    CourseError
        If none is named, or one does not exist.
    """
    if not ids:
        raise CourseError("No fact is named.", where="fact_table()", remedy='Name some: fact_table("m1_step_m").')
    return FactTable(tuple(facts.get(name) for name in ids))
