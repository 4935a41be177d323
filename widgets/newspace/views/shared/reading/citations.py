"""Answers to the page when the learner opens a citation of a fact or a reading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anywidget

from newspace.content import facts, readings
from newspace.content.facts import Fact
from newspace.core import dates
from newspace.core.errors import CourseError
from newspace.core.i18n import _
from newspace.views.shared.prose import places
from newspace.views.shared.reading.fact import reported


def citation_strings() -> dict[str, str]:
    """Return the strings that the page shows around an opened citation."""
    return {
        "behind": _("What stands behind this citation"),
        "close": _("Close, and back to the text"),
        "find_date": _("When it was written: find the date in the text first, then open this to compare"),
        "number": _("Source {number}"),
        "number_disputed": _("Source {number}: disputed"),
        "number_open": _("Source {number}: open"),
        "number_none": _("Open: no source found"),
        "passage": _("Show this passage of the reading"),
        "no_fact": _(
            "The notebook’s kernel does not answer. The list of sources at the end of the lesson has this one, too."
        ),
    }


def said_of(names: str) -> dict[str, Any]:
    """Describe the facts that a mark names, with spaces between them; for an unknown one return the error."""
    try:
        return {"facts": [_described(facts.get(name)) for name in names.split() or [""]]}
    except CourseError as error:
        return {"error": str(error)}


def _described(fact: Fact) -> dict[str, Any]:
    """Return statement, value, date, status and sources of a fact."""
    since = (
        _("a constant") if fact.as_of == "constant" else _("as of {date}").format(date=dates.date_in_words(fact.as_of))
    )
    about = [_("{value}, {since}; {status}").format(value=fact.amount(), since=since, status=fact.status_text)]
    about += [_("{said}.").format(said=one) for one in reported(fact)]
    if fact.derived_from:
        about.append(_("Computed from other facts, which rest on:"))
    return {
        "text": fact.statement,
        "about": " ".join(one if one.endswith((".", ":")) else f"{one}." for one in about),
        "sources": [
            {
                "text": str(source),
                "url": source.url,
                "grade": _("grade {grade}: {words}").format(grade=source.grade, words=source.grade_text),
            }
            for source in facts.sources_of(fact)
        ],
    }


def passage(written: str) -> dict[str, Any]:
    """Return the paragraph named by a citation such as ``[crash ¶7 "roughly 900 kilometers"]``, with the quotation marked.

    For a malformed or wrong citation return the error.
    """
    try:
        citations = readings.citations_in(written)
        if [str(one) for one in citations] != [written]:
            raise CourseError(
                f"{written!r} is not one citation.", where="citation", remedy='Write it as [crash ¶7 "exact words"].'
            )
    except CourseError as error:
        return {"error": str(error)}
    reading = readings.load(citations[0].reading)
    (place,) = places(tuple(citations))
    ours = _("{title} (the text has no headline; this one is ours)")
    return {
        "reading": reading.name,
        "title": ours.format(title=reading.title) if reading.title_is_ours else reading.title,
        "about": _("{publisher}; {genre}.").format(publisher=reading.publisher, genre=reading.genre),
        "dated": _("Date: {date} ({dated_how}).").format(
            date=dates.date_in_words(reading.date), dated_how=reading.dated_how
        ),
        "paragraph": place["label"],
        "runs": place["runs"],
        "url": reading.url,
    }


def reply(view: anywidget.AnyWidget, content: object) -> bool:
    """Answer a message of a view's page if it asks for a citation; tell whether it did."""
    said = answer(content)
    if said is not None:
        view.send(said)
    return said is not None


def answer(content: object) -> Mapping[str, Any] | None:
    """Return the reply to a message of the page; None if it asks for something else."""
    what = content.get("do") if isinstance(content, dict) else None
    if not isinstance(content, dict) or what not in ("fact", "passage"):
        return None
    said = said_of(str(content.get("fact", ""))) if what == "fact" else passage(str(content.get("citation", "")))
    return {"request": content.get("request"), "said_of": said}
