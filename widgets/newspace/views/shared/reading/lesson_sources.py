"""Readings, paragraphs and facts that a lesson and its question bank use, found in their text."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newspace.content import catalogue, facts, readings
from newspace.content.facts import Fact, FactSource
from newspace.content.readings import Reading
from newspace.core.errors import CourseError
from newspace.core.paths import room


@dataclass(frozen=True)
class Used:
    """The sources of a lesson, each once.

    ``readings`` pairs a reading with the paragraphs that are used, in order (all of them if it is used as a whole);
    ``facts`` are in the order of their file, ``sources`` too.
    """

    readings: tuple[tuple[Reading, tuple[int, ...]], ...]
    facts: tuple[Fact, ...]
    sources: tuple[FactSource, ...]

    def facts_of(self, source: FactSource) -> tuple[Fact, ...]:
        """Return the used facts that rest on a source."""
        return tuple(fact for fact in self.facts if source in facts.sources_of(fact))


@dataclass
class _Finds:
    """Collector of names and ids; they are validated and sorted at the end."""

    paragraphs: dict[str, set[int]] = field(default_factory=dict)
    facts: set[str] = field(default_factory=set)

    def prose(self, text: str, where: str) -> None:
        for citation in readings.citations_in(text, where):
            self.paragraphs.setdefault(citation.reading, set()).add(citation.paragraph)
        self.facts |= {fact.id for fact in facts.facts_in(text, where)}

    def reading(self, name: str, numbers: Iterable[int]) -> None:
        """Add paragraphs of a reading; none means all of it."""
        whole = range(1, len(readings.load(name).paragraphs) + 1)
        self.paragraphs.setdefault(name, set()).update(set(numbers) or whole)

    def used(self) -> Used:
        for name in self.facts:
            facts.get(name)  # raises for an unknown fact
        found = tuple(facts.get(name) for name in facts.ids() if name in self.facts)
        sources = {source.id: source for fact in found for source in facts.sources_of(fact)}
        return Used(
            tuple(
                (readings.load(name), tuple(sorted(self.paragraphs[name])))
                for name in readings.names()
                if name in self.paragraphs
            ),
            found,
            tuple(sources[name] for name in facts.source_ids() if name in sources),
        )


def sources_cited(*texts: str) -> Used:
    """Find what the texts cite: ``[crash ¶7 "…"]`` and links with the title ``fact ID``.

    Raises
    ------
    CourseError
        If a citation is wrong.
    """
    finds = _Finds()
    for text in texts:
        finds.prose(text, "")
    return finds.used()


def used_by(unit: str) -> Used:
    """Find what the lesson ``lessons/<unit>.ipynb`` and its bank ``lessons/quizzes/<unit>.toml`` use.

    Either may be missing (a start page has no bank), not both.

    Raises
    ------
    CourseError
        If neither exists, one is invalid, or a citation in them is wrong.
    """
    lessons = room("lessons")
    lesson, bank = lessons / f"{unit}.ipynb", lessons / "quizzes" / f"{unit}.toml"
    if not lesson.is_file() and not bank.is_file():
        known = sorted(path.stem for path in lessons.glob("*.ipynb"))
        raise CourseError(
            f"There is no lesson “{unit}”.",
            where=str(lesson),
            remedy=f"Choose one of: {', '.join(known)}." if known else "Restore the lessons (git checkout -- lessons).",
        )
    finds = _Finds()
    if lesson.is_file():
        for number, cell in enumerate(_cells(lesson), start=1):
            _read_cell(finds, cell, f"{lesson}, cell {number}")
    if bank.is_file():
        _read_table(finds, catalogue.load_catalogue(bank), str(bank))
    return finds.used()


def _cells(lesson: Path) -> list[tuple[str, str]]:
    """Read type and source of every cell."""
    try:
        cells = json.loads(lesson.read_text(encoding="utf-8"))["cells"]
        return [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CourseError(
            "The lesson is not a readable notebook.", where=str(lesson), remedy="Restore it: git checkout -- lessons"
        ) from error


def _read_cell(finds: _Finds, cell: tuple[str, str], where: str) -> None:
    kind, source = cell
    if kind == "markdown":
        finds.prose(source, where)
    elif kind == "code":
        plain = "\n".join(line for line in source.splitlines() if not line.lstrip().startswith(("%", "!", "?")))
        try:
            tree = ast.parse(plain)
        except SyntaxError as error:
            raise CourseError(
                f"The code does not parse: {error.msg}.", where=where, remedy="Correct the cell."
            ) from error
        for call in ast.walk(tree):
            if isinstance(call, ast.Call):
                _read_call(finds, call)


def _read_call(finds: _Finds, call: ast.Call) -> None:
    """Collect from a call of ``reading(…)``, ``fact_table(…)``, ``facts.get(…)`` or ``facts.tagged(…)`` with literal arguments."""
    name = ast.unparse(call.func)
    given = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
    texts = [value for value in given if isinstance(value, str)]
    if name.split(".")[-1] == "reading" and texts:
        finds.reading(texts[0], [value for value in given[1:] if isinstance(value, int)])
    elif name.split(".")[-1] == "fact_table" or name.endswith("facts.get"):
        finds.facts.update(texts)
    elif name.endswith("facts.tagged"):
        finds.facts.update(fact.id for tag in texts for fact in facts.tagged(tag))


def _read_table(finds: _Finds, table: Mapping[str, Any], where: str) -> None:
    """Collect from every text of a bank, its lists of facts, and the paragraphs that support a claim."""
    where = f"{where}, {table['id']}" if isinstance(table.get("id"), str) else where
    for key, value in table.items():
        if key == "facts" and isinstance(value, list):
            finds.facts.update(item for item in value if isinstance(item, str))
        elif key == "paragraphs" and isinstance(value, list):
            for item in value:
                if isinstance(item, dict) and isinstance(item.get("reading"), str):
                    finds.reading(item["reading"], [int(item.get("paragraph", 0))])
        else:
            for text in _texts(value):
                if isinstance(text, str):
                    finds.prose(text, f"{where}, field {key}")
                else:
                    _read_table(finds, text, where)


def _texts(value: object) -> Iterator[str | Mapping[str, Any]]:
    """Yield the strings and tables directly inside a value."""
    if isinstance(value, str | dict):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
