"""View of the sources of a lesson: its readings and facts, with date, grade and address."""

from __future__ import annotations

from newspace.content.facts import GRADES, FactSource, grade_text
from newspace.content.readings import Reading
from newspace.core import dates
from newspace.core.i18n import _, ngettext
from newspace.views.shared.html import Html, block, link, tag
from newspace.views.shared.reading.lesson_sources import Used, sources_cited, used_by
from newspace.views.shared.reading.reading import in_short

__all__ = ["Sources", "Used", "sources", "sources_cited", "used_by"]


class Sources:
    """The sources of a lesson; a notebook shows lists with links, anything else plain text."""

    def __init__(self, used: Used) -> None:
        self.used = used
        self._unsettled = [str(fact) for fact in used.facts if fact.status != "confirmed"]

    def _grades(self) -> list[tuple[str, str]]:
        present = {source.grade for source in self.used.sources}
        return [(grade, grade_text(grade)) for grade in GRADES if grade in present]

    def __repr__(self) -> str:
        lines = [_("Readings")]
        lines += [f"- {_reading_words(*pair)} {pair[0].url}".rstrip() for pair in self.used.readings]
        if self._unsettled:
            lines += [_("Not settled"), *(f"- {text}" for text in self._unsettled)]
        if self.used.sources:
            lines += [_("Sources of the facts"), _how_graded()]
            lines += [f"  {grade}: {words}" for grade, words in self._grades()]
            lines += [f"- {self._source_line(source)}" for source in self.used.sources]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        parts = [_label(_("Readings")), tag("ul", *(_reading_item(*pair) for pair in self.used.readings))]
        if self._unsettled:
            count = len(self._unsettled)
            summary = ngettext("Not settled ({n})", "Not settled ({n})", count).format(n=count)
            parts.append(_fold(summary, tag("ul", *(tag("li", text) for text in self._unsettled))))
        if self.used.sources:
            count = len(self.used.sources)
            summary = ngettext("Sources of the facts ({n})", "Sources of the facts ({n})", count).format(n=count)
            grades = tag("ul", *(tag("li", tag("b", grade), f": {words}") for grade, words in self._grades()))
            items = tag("ul", *(self._source_item(source) for source in self.used.sources))
            parts.append(_fold(summary, tag("p", _how_graded()), grades, items))
        return block(*parts)

    def _facts_of(self, source: FactSource) -> tuple[str, list[str]]:
        """Say how many facts rest on a source, and which."""
        found = [fact.statement for fact in self.used.facts_of(source)]
        return ngettext("Used for {n} fact", "Used for {n} facts", len(found)).format(n=len(found)), found

    def _source_line(self, source: FactSource) -> str:
        used, found = self._facts_of(source)
        return f"{_source_words(source)} {source.url}\n    {used}: {' '.join(found)}"

    def _source_item(self, source: FactSource) -> Html:
        used, found = self._facts_of(source)
        fold = tag(
            "details", tag("summary", used, style="cursor:pointer"), tag("ul", *(tag("li", text) for text in found))
        )
        address = link(source.url, source.url)
        return tag("li", _source_words(source), " ", address, fold, style="margin:0.5em 0")


def _source_words(source: FactSource) -> str:
    words = _("{id}, grade {grade}: {source}.").format(id=source.id, grade=source.grade, source=source)
    return f"{words} {source.note}".rstrip()


def _how_graded() -> str:
    return _(
        "A grade says how near to its origin a text was when we saw it. Most were seen as copies, and as excerpts: open the original "
        "before you quote one."
    )


def _fold(summary: str, *inside: Html) -> Html:
    return tag("details", tag("summary", summary, style="cursor:pointer;font-weight:600;padding:0.3em 0"), *inside)


def _label(text: str) -> Html:
    return tag("p", tag("b", text))


def _reading_words(reading: Reading, numbers: tuple[int, ...]) -> str:
    every = len(numbers) == len(reading.paragraphs)
    return _("{name}: {title} {publisher}, {date} ({dated_how}); {genre}. Used: {paragraphs}.").format(
        name=reading.name,
        title=reading.title if reading.title.endswith((".", "?")) else f"{reading.title}.",
        publisher=reading.publisher,
        date=dates.date_in_words(reading.date),
        dated_how=reading.dated_how,
        genre=reading.genre,
        paragraphs=_("the whole text") if every else in_short(numbers),
    )


def _reading_item(reading: Reading, numbers: tuple[int, ...]) -> Html:
    parts: list[str] = [_reading_words(reading, numbers)]
    if reading.url:
        parts += [" ", link(reading.url, reading.url)]
    return tag("li", *parts, style="margin:0.3em 0")


def sources(unit: str) -> Sources:
    """Show the readings and sources that a unit's lesson and question bank use, found in their text.

    Parameters
    ----------
    unit : str
        Such as ``"02_ispace_missions"``.

    Raises
    ------
    CourseError
        If there is no such lesson, or a citation in it is wrong.
    """
    return Sources(used_by(unit))
