"""View of a reading, or of some paragraphs: numbered, with quotations marked, its catalogue entry, and a search box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import anywidget
import traitlets

from newspace.content import readings
from newspace.content.readings import Citation, Reading
from newspace.core import dates
from newspace.core.errors import CourseError
from newspace.core.fuzzy_match import nearest, whole_words
from newspace.core.i18n import _
from newspace.views.shared import bundles
from newspace.views.shared.reading import citations as citation_lookup


def _strings() -> dict[str, str]:
    """Return the strings that the page puts together itself; it fills in the names in braces."""
    return {
        "about": _("About this text, and what to be careful about"),
        "address": _("Address"),
        "cautions": _("Be careful"),
        "citation": _("Citation: {citation}"),
        "copied": _("Copied: {citation}"),
        "copy": _("copy the citation of this paragraph, or of the words that you selected in it"),
        "count_many": _("{count} matches"),
        "count_none": _("No match"),
        "count_one": _("1 match"),
        "date": _("Date"),
        "dated_how": _("How it is dated"),
        "find": _("Find in this text"),
        "find_date": _(
            "Date, and what to be careful about: find the date in the text first, then open this to compare"
        ),
        "furniture": _("From the web page around the text, not part of it: {paragraphs}"),
        "genre": _("What it is"),
        "hide_rest": _("Show only {paragraphs}"),
        "highlighted": _("Highlighted: “{quote}” ({paragraph})"),
        "match": _("Match {at} of {count}, in {paragraph}"),
        "next": _("Next match"),
        "paragraph": _("¶{number}"),
        "previous": _("Previous match"),
        "publisher": _("Publisher"),
        "range": _("¶{first} to ¶{last}"),
        "shown": _("Shown: {paragraphs}, of {count} paragraphs"),
        "show_all": _("Show the whole text ({count} paragraphs)"),
        "title_is_ours": _("the text has no headline; this one is ours"),
        "tools": _("Find in the whole text, or show all of it"),
    }


class ReadingView(anywidget.AnyWidget):
    """One reading on the page. All of it is sent at the start, so that it can be searched without a kernel.

    Parameters
    ----------
    reading : Reading
        The text.
    shown : sequence of int
        The paragraphs to show first, in order.
    citations : sequence of Citation
        The quotations to mark.
    undated : bool
        Whether the learner is to find out when it was written: date and cautions are then hidden at first.
    """

    _esm = bundles.bundled_module("reading")
    _css = bundles.style("reading")

    strings = traitlets.Dict().tag(sync=True)
    citing = traitlets.Dict().tag(sync=True)
    card = traitlets.Dict().tag(sync=True)
    paragraphs: traitlets.List[Any] = traitlets.List().tag(sync=True)
    shown: traitlets.List[Any] = traitlets.List().tag(sync=True)

    def __init__(
        self,
        reading: Reading,
        shown: Sequence[int],
        citations: Sequence[Citation] = (),
        *,
        undated: bool = False,
    ) -> None:
        self._reading, self._citations, self._undated = reading, tuple(citations), undated
        super().__init__(
            strings=_strings(),
            citing=citation_lookup.citation_strings(),
            card={**_card(reading), "undated": undated},
            paragraphs=[
                {
                    "number": number,
                    "text": text,
                    "furniture": number in reading.furniture,
                    # The quotations are sent as text: JavaScript counts characters differently from Python where a
                    # character lies outside the basic plane.
                    "quotes": [citation.quote for citation in citations if citation.paragraph == number],
                }
                for number, text in enumerate(reading.paragraphs, start=1)
            ],
            shown=list(shown),
        )
        self.on_msg(self._receive)

    def _receive(self, _widget: object, content: object, _buffers: object) -> None:
        citation_lookup.reply(self, content)

    def text(self) -> str:
        """Return the shown paragraphs and the catalogue entry as plain text, for those who read without the widget."""
        reading = self._reading
        ours = _("{title} (the text has no headline; this one is ours)")
        title = ours.format(title=reading.title) if reading.title_is_ours else reading.title
        lines = [
            f"{reading.name}: {title}",
            f"{reading.publisher}; {reading.genre}"
            if self._undated
            else f"{reading.publisher}, {dates.date_in_words(reading.date)} ({reading.dated_how}); {reading.genre}",
        ]
        if not self._undated:
            lines += [_("Be careful: {caution}").format(caution=caution) for caution in reading.cautions]
        for number in self.shown:
            mark = _("(from the web page around the text)") + "  " if number in reading.furniture else ""
            lines.append(f"¶{number}  {mark}{reading.paragraph(number)}")
        lines += [
            _("Highlighted: “{quote}” ({paragraph})").format(quote=one.quote, paragraph=f"¶{one.paragraph}")
            for one in self._citations
        ]
        return "\n".join(lines)  # not wrapped: a line break would break a quotation

    def __repr__(self) -> str:
        return self.text()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Return the widget, and its whole text for where no widget can be shown (anywidget alone would truncate it)."""
        return with_text(super()._repr_mimebundle_(**kwargs), self.text())


def with_text(bundle: Any, text: str) -> Any:
    """Set ``text`` as the plain form of a widget's display data."""
    if isinstance(bundle, tuple):
        return ({**bundle[0], "text/plain": text}, *bundle[1:])
    return {**(bundle or {}), "text/plain": text}


def _card(reading: Reading) -> dict[str, Any]:
    return {
        "name": reading.name,
        "title": reading.title,
        "title_is_ours": reading.title_is_ours,
        "publisher": reading.publisher,
        "date": dates.date_in_words(reading.date),
        "dated_how": reading.dated_how,
        "genre": reading.genre,
        "url": reading.url,
        "cautions": list(reading.cautions),
    }


def reading(
    name: str, *paragraphs: int, quote: str | Sequence[str] | None = None, undated: bool = False
) -> ReadingView:
    """Show a reading, or a few of its paragraphs.

    Parameters
    ----------
    name : str
        The reading's short name, such as ``"crash"``.
    *paragraphs : int
        Which paragraphs, counted from 1; none for the whole text. A button shows the others.
    quote : str or sequence of str, optional
        Exact quotations to mark; each must be in one of these paragraphs.
    undated : bool
        For a reading whose date is asked for: its date and cautions are hidden at first.

    Raises
    ------
    QuotationError
        If a quotation is not there; the message gives the closest match.
    CourseError
        If there is no such reading or paragraph.
    """
    text = readings.load(name)
    for number in paragraphs:
        text.paragraph(number)
    shown = sorted(set(paragraphs)) or list(range(1, len(text.paragraphs) + 1))
    quotes = [quote] if isinstance(quote, str) else list(quote or ())
    found = [citation for one in quotes for citation in _found(text, shown, one)]
    return ReadingView(text, shown, found, undated=undated)


def _found(text: Reading, shown: Sequence[int], quote: str) -> list[Citation]:
    """Find a quotation in every shown paragraph that contains it."""
    if not isinstance(quote, str) or not quote.strip():
        raise CourseError(
            f"{quote!r} is not a quotation.",
            where=f'reading("{text.name}", …), quote',
            remedy="Give the exact words in quotes, or leave quote out.",
        )
    holding = [number for number in shown if whole_words(text.paragraph(number), quote) >= 0]
    if not holding:  # let cite refuse it, with the closest paragraph
        holding = [max(shown, key=lambda number: nearest(quote, text.paragraph(number)).ratio)]
    return [readings.cite(text.name, number, quote) for number in holding]


def in_short(numbers: Sequence[int]) -> str:
    """Format paragraph numbers: ``¶3, ¶7 to ¶9``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words: list[str] = []
    for run in runs:
        if len(run) > 2:
            words.append(_("¶{first} to ¶{last}").format(first=run[0], last=run[-1]))
        else:
            words += [f"¶{number}" for number in run]
    return ", ".join(words)
