"""What stands behind a citation of a fact: a view that lives on the page answers when the learner opens one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newspace import _dates, facts
from newspace._errors import CourseError
from newspace._i18n import _
from newspace.views.fact import reported


def strings() -> dict[str, str]:
    """The page's own words for an opened citation."""
    return {
        "behind": _("What stands behind this citation"),
        "close": _("Close, and back to the text"),
        "no_fact": _(
            "The notebook’s kernel does not answer. The list of sources at the end of the lesson has this one, too."
        ),
    }


def said_of(name: str) -> dict[str, Any]:
    """A fact in words: what is said, how much, as of when, how settled, and by whom; an unknown one gives its error."""
    try:
        fact = facts.get(name)
    except CourseError as error:
        return {"error": str(error)}
    since = _("a constant") if fact.as_of == "constant" else _("as of {date}").format(date=_dates.in_words(fact.as_of))
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


def answer(content: object) -> Mapping[str, Any] | None:
    """The reply to a message of the page, or None if it asks for something else."""
    if not isinstance(content, dict) or content.get("do") != "fact":
        return None
    return {"request": content.get("request"), "said_of": said_of(str(content.get("fact", "")))}
