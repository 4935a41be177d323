"""Prose with inline citations, converted to plain data that a page can show without HTML."""

from __future__ import annotations

import re

from newspace.content import readings
from newspace.content.facts import Fact, FactSource
from newspace.content.readings import Citation
from newspace.core import dates

Run = dict[str, str]


def paragraphs(text: str) -> list[list[Run]]:
    """Split a text at blank lines into paragraphs, each as runs of text and of citations.

    A run is ``{"text": …}`` or ``{"label": "crash ¶7", "quote": "…"}``; a citation without quotation has an empty quote.
    """
    return [_runs(part.strip()) for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]


def _runs(text: str) -> list[Run]:
    runs: list[Run] = []
    for citation in readings.citations_in(text):
        before, found, after = text.partition(str(citation))
        if not found:
            continue  # written with other spacing: keep it as text
        if before:
            runs.append({"text": _one_line(before)})
        runs.append({"label": f"{citation.reading} ¶{citation.paragraph}", "quote": citation.quote})
        text = after
    if text:
        runs.append({"text": _one_line(text)})
    return runs


def _one_line(text: str) -> str:
    """Join the lines of a text: line breaks only belong to the layout of the bank's file."""
    return re.sub(r"\s+", " ", text)


def places(citations: tuple[Citation, ...]) -> list[dict[str, object]]:
    """Return the cited paragraphs in order of citation, each once and in full, with the quotations marked."""
    spans: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for citation in citations:
        marks = spans.setdefault((citation.reading, citation.paragraph), [])
        if citation.quote:
            marks.append((citation.start, citation.end))
    found: list[dict[str, object]] = []
    for (name, number), marks in spans.items():
        reading = readings.load(name)
        runs = _marked(reading.paragraph(number), marks)
        found.append({"label": f"{name} ¶{number}", "title": reading.title, "runs": runs})
    return found


def _marked(text: str, spans: list[tuple[int, int]]) -> list[dict[str, object]]:
    """Split the text into pieces and mark those within a span; spans may overlap."""
    runs: list[dict[str, object]] = []
    at = 0
    for start, end in sorted(spans):
        if start > at:
            runs.append({"text": text[at:start], "mark": False})
        if end > at:
            runs.append({"text": text[max(start, at) : end], "mark": True})
            at = end
    if at < len(text):
        runs.append({"text": text[at:], "mark": False})
    return runs


def _when(source: FactSource) -> str:
    return dates.date_in_words(source.date) if source.date else ""


def fact_sentence(fact: Fact) -> str:
    """Return a fact as one sentence with its sources in brackets."""
    return f"{fact} ({', '.join(str(source) for source in fact.sources)})"


def fact_lines(facts: tuple[Fact, ...]) -> list[dict[str, object]]:
    """Return facts as sentences, each with its sources by name, date and address."""
    return [
        {
            "text": str(fact),
            "sources": [
                {
                    "text": ", ".join(part for part in (source.publisher, source.title, _when(source)) if part),
                    "url": source.url,
                }
                for source in fact.sources
            ],
        }
        for fact in facts
    ]
