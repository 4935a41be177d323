"""The numbered marks in a notebook's prose and the list of sources at its end; authors write both by ``make check ARGS=--write``.

A mark is a link whose title names one fact or several: ``[[14]](#Sources "fact m1_step_m")``. Authors write and move the title;
what stands between the brackets is generated. The number is that of the entry in the list; facts that rest on the same sources share
one. “?” follows where a fact is open, and stands alone where no source was found; “≠” follows where sources differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from authoring.content.notebook_model import Page, outside_fences
from authoring.content.problems import Problem
from newspace.content import facts
from newspace.content.facts import Fact, FactSource
from newspace.core import dates
from newspace.core.errors import CourseError

HEADING = "## Sources"
LEAD = "The numbers in the text stand for these sources."
_GRADES = {
    "P": "P: a primary or official source",
    "N": "N: a news organisation or the trade press",
    "M": "M: a mirror or a rewrite of a better source",
    "W": "W: a weak source",
}
_DIFFER = "Marked ≠, because the sources differ:"
_OPEN = "Marked ?, because it is open:"
_MARK = re.compile(r'\[(?:\[[^\[\]]*\]|[^\[\]])*\]\([^()\s]*\s+"fact ([a-z0-9_ ]+)"\)')
_SPECIAL = re.compile(r"([\\`*_\[\]<>$|])")


@dataclass
class _Numbering:
    """The marks met so far: the entries in their order, and each fact that is not settled with the marks that name it."""

    entries: dict[tuple[str, ...], tuple[FactSource, ...]] = field(default_factory=dict)
    unsettled: dict[str, list[str]] = field(default_factory=dict)

    def mark(self, title: str) -> str:
        """Write the mark of the facts named in a title, and number their sources if they are new."""
        cited = [facts.get(name) for name in title.split()]
        sources = tuple(dict.fromkeys(source for fact in cited for source in facts.sources_of(fact)))
        key = tuple(source.id for source in sources)
        if sources:
            self.entries.setdefault(key, sources)
        number = str(list(self.entries).index(key) + 1) if sources else ""
        shown = number + sign(cited)
        for fact in cited:
            if fact.status != "confirmed":
                marks = self.unsettled.setdefault(fact.id, [])
                marks += [shown] if shown not in marks else []
        return f'[[{shown}]](#Sources "fact {" ".join(title.split())}")'

    def listed(self) -> str:
        """Write the list: an entry for each number, and what is not settled."""
        entries = [f"{number}. {'; '.join(map(_entry, one))}" for number, one in enumerate(self.entries.values(), 1)]
        parts = [self._lead(), "\n".join(entries), self._notes("disputed", _DIFFER), self._notes("open", _OPEN)]
        return "\n\n".join(filter(None, parts))

    def _lead(self) -> str:
        used = {source.grade for sources in self.entries.values() for source in sources}
        grades = "; ".join(words for grade, words in _GRADES.items() if grade in used)
        return f"{LEAD} The letter says how near each is to its origin. {grades}." if used else LEAD

    def _notes(self, status: str, lead: str) -> str:
        found = [(facts.get(name), marks) for name, marks in self.unsettled.items()]
        lines = [f"- {', '.join(marks)}: {_unsettled(fact)}" for fact, marks in found if fact.status == status]
        return "\n".join([lead, "", *lines]) if lines else ""


def sign(cited: list[Fact]) -> str:
    """Return what follows the number of a mark: ``?`` if a fact is open, ``≠`` if one is disputed, else nothing."""
    statuses = {fact.status for fact in cited}
    return "?" if "open" in statuses else "≠" if "disputed" in statuses else ""


def _entry(source: FactSource) -> str:
    when = dates.date_in_words(source.date) if source.date else "no date"
    return f"{_escaped(source.publisher)}: {_escaped(source.title)} ({when}; {source.grade}), <{source.url}>"


def _unsettled(fact: Fact) -> str:
    note = fact.note[:1].upper() + fact.note[1:]
    return _escaped(f"{fact.statement} {note}".rstrip(".") + ".")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def without_list(text: str) -> str:
    """Return a cell's text without the list of sources, which nobody reads from end to end."""
    return text.partition(LEAD)[0]


def numbered_prose(page: Page) -> dict[str, str]:
    """Write the prose of a notebook with its marks numbered and its list at the end.

    Returns
    -------
    dict of str to str
        The source of each cell of text by its id; empty if the notebook marks nothing.

    Raises
    ------
    CourseError
        If a mark names no fact of the register.
    """
    numbering = _Numbering()
    found = {cell.id: _numbered(cell.source, numbering.mark) for cell in page.cells if not cell.code}
    if not numbering.entries and not numbering.unsettled:
        return {}
    for name, source in found.items():
        if re.search(rf"^{HEADING}$", source, re.MULTILINE):
            above = source.partition(LEAD)[0].rstrip() if LEAD in source else source.rstrip()
            found[name] = f"{above}\n\n{numbering.listed()}"
    return found


def _numbered(source: str, mark: Callable[[str], str]) -> str:
    return outside_fences(source, lambda prose: _MARK.sub(lambda match: mark(match[1]), prose))


def current(page: Page) -> Iterator[Problem]:
    """Check that the marks are numbered in the order in which they appear, and that the list agrees with them."""
    try:
        wanted = numbered_prose(page)
    except CourseError:
        return  # citations.resolve() says so
    if wanted and not any(LEAD in source for source in wanted.values()):
        yield Problem(page.file, "", "The numbers in the text have no list.", f"Add a cell of text with {HEADING}.")
        return
    for cell in page.cells:
        if cell.id in wanted and cell.source != wanted[cell.id]:
            yield Problem(
                page.file,
                cell.place,
                "A numbered mark or the list of sources is out of date.",
                'Run make check ARGS=--write. (Where a mark stands, write only its title: [](#Sources "fact m1_step_m").)',
            )
