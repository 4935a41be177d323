"""The five readings: catalogue, numbered paragraphs, and citations with exact quotations.

Paragraph *n* is the *n*-th non-empty line of the file, counted from 1. A citation in prose is written
``[crash ¶7 "roughly 900 kilometers"]``, or ``[crash ¶7]`` without a quotation.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from newspace.content import catalogue
from newspace.core import dates
from newspace.core.errors import CourseError
from newspace.core.fuzzy_match import Near, nearest, whole_words
from newspace.core.paths import room

CATALOGUE = "readings.toml"
_FIELDS = (
    "cautions", "date", "dated_how", "file", "furniture", "genre", "publisher", "sha256", "title", "title_is_ours", "url",
)  # fmt: skip
_CITATION = re.compile(r'\[([a-z][a-z0-9_-]*) ¶([1-9]\d*)(?: "([^"]*)")?\]')
# Matches everything meant as a citation: one with a slip (no paragraph sign, curly quotation marks) must not go unchecked.
_MEANT = r"\[[^\[\]]*¶[^\[\]]*\]|\[(?:{names})[\s:,]*(?:[Pp§]\w*\.?\s*)?\d[^\[\]]*\]"


class QuotationError(CourseError):
    """Raised for a quotation that is not in the cited paragraph."""


@dataclass(frozen=True)
class Reading:
    """One of the five texts, with its catalogue entry."""

    name: str
    file: str
    title: str
    publisher: str
    date: str  # 2025, 2025-06 or 2025-06-05: as exact as it is known
    dated_how: str
    genre: str
    cautions: tuple[str, ...]
    paragraphs: tuple[str, ...] = field(repr=False)
    furniture: tuple[int, ...]  # paragraph numbers, from 1
    title_is_ours: bool = False
    url: str = ""

    def paragraph(self, number: int) -> str:
        """Return the paragraph with that number, counted from 1."""
        if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= len(self.paragraphs):
            raise CourseError(
                f"The reading “{self.name}” has no paragraph {number!r}.",
                where=self.file,
                remedy=f"Choose a whole number from 1 to {len(self.paragraphs)}.",
            )
        return self.paragraphs[number - 1]


@dataclass(frozen=True)
class Citation:
    """A reading, a paragraph, and an exact quotation (empty if the whole paragraph is meant).

    ``start`` and ``end`` are the position of the quotation in the paragraph, in characters; both 0 without one.
    """

    reading: str
    paragraph: int
    quote: str = ""
    start: int = 0
    end: int = 0

    def __str__(self) -> str:
        return (
            f'[{self.reading} ¶{self.paragraph} "{self.quote}"]'
            if self.quote
            else f"[{self.reading} ¶{self.paragraph}]"
        )


@lru_cache(maxsize=4)
def _catalogue_at(seeds: Path) -> dict[str, Reading]:
    """Load every reading of the catalogue in ``seeds``, in its order."""
    path = seeds / CATALOGUE
    tables = catalogue.load_catalogue(path)
    if not tables:
        raise CourseError(
            "The catalogue of readings is empty.",
            where=str(path),
            remedy="Restore it from the repository (git checkout).",
        )
    return {name: _reading(catalogue.TableEntry(path, name, table, _FIELDS), seeds) for name, table in tables.items()}


def _reading(entry: catalogue.TableEntry, seeds: Path) -> Reading:
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", entry.name):
        raise entry.error("(name)", "is not a short name", "Use small letters a to z, digits, - and _ only.")
    date = entry.text("date")
    if not dates.is_date(date):
        raise entry.error("date", f"is not a date: {date!r}", f"Write it as {dates.FORMS}.")
    paragraphs = _paragraphs(entry, seeds)
    furniture = entry.table.get("furniture", [])
    allowed = range(1, len(paragraphs) + 1)
    if (
        not isinstance(furniture, list)
        or not all(
            isinstance(number, int) and not isinstance(number, bool) and number in allowed for number in furniture
        )
        or sorted(set(furniture)) != furniture
    ):
        raise entry.error(
            "furniture",
            "is not a list of paragraph numbers, each once, in order",
            f"Write numbers from 1 to {len(paragraphs)}, such as furniture = [5, 6], or furniture = [].",
        )
    return Reading(
        name=entry.name,
        file=entry.text("file"),
        title=entry.text("title"),
        publisher=entry.text("publisher"),
        date=date,
        dated_how=entry.text("dated_how"),
        genre=entry.text("genre"),
        cautions=entry.texts("cautions"),
        paragraphs=paragraphs,
        furniture=tuple(furniture),
        title_is_ours=entry.flag("title_is_ours"),
        url=entry.text("url", default=""),
    )


def _paragraphs(entry: catalogue.TableEntry, seeds: Path) -> tuple[str, ...]:
    file = entry.text("file")
    if Path(file).name != file:
        raise entry.error("file", "is not a plain file name", "Name a file that lies beside the catalogue.")
    try:
        content = (seeds / file).read_bytes()
    except OSError as error:
        raise entry.error(
            "file",
            f"names “{file}”, which cannot be read ({error.strerror or error})",
            "Restore it: git checkout -- seeds",
        ) from error
    if hashlib.sha256(content).hexdigest() != entry.text("sha256"):
        raise entry.error(
            "sha256",
            f"does not fit “{file}”: the text was changed, and quotations from it can no longer be trusted",
            "Restore the text: git checkout -- seeds",
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise entry.error(
            "file", f"names “{file}”, which is not UTF-8 text", "Restore it: git checkout -- seeds"
        ) from error
    # Only a line feed ends a paragraph; str.splitlines would also split at rarer characters inside a line.
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def names() -> tuple[str, ...]:
    """Return the short names of the readings, in the order of the catalogue."""
    return tuple(_catalogue_at(room("seeds")))


def load(name: str) -> Reading:
    """Return the reading with that short name.

    Raises
    ------
    CourseError
        If there is no such reading, a text is missing or changed, or the catalogue is invalid.
    """
    known = _catalogue_at(room("seeds"))
    if name not in known:
        raise CourseError(
            f"There is no reading “{name}”.",
            where=f"reading {name}",
            remedy=f"Choose one of: {', '.join(known)}.",
        )
    return known[name]


def cite(reading: str, paragraph: int, quote: str = "") -> Citation:
    """Create a citation after verifying it against the reading.

    Parameters
    ----------
    reading : str
        Short name.
    paragraph : int
        Counted from 1.
    quote : str
        The exact words, made of whole words; empty to cite the paragraph as a whole.

    Raises
    ------
    QuotationError
        If the exact words are not there; the message gives the closest text and its place.
    CourseError
        If there is no such reading or paragraph.
    """
    text = load(reading).paragraph(paragraph)
    if not quote:
        return Citation(reading, paragraph)
    start = whole_words(text, quote) if quote.strip() else -1
    if start < 0:
        raise _refusal(Citation(reading, paragraph, quote))
    return Citation(reading, paragraph, quote, start, start + len(quote))


def _refusal(wanted: Citation) -> QuotationError:
    """Build the error that says where the words are, or gives the closest match."""
    what = f"{wanted} is not there to the letter."
    elsewhere = _exact_elsewhere(wanted)
    own = nearest(wanted.quote, load(wanted.reading).paragraph(wanted.paragraph))
    if not wanted.quote.strip():
        remedy = "Quote the exact words, or leave the quotation out."
    elif elsewhere:
        remedy = "These words stand in " + ", ".join(elsewhere) + ": correct the number or the name."
    elif wanted.quote in load(wanted.reading).paragraph(wanted.paragraph):
        remedy = f"The quotation cuts a word in two. Quote whole words: “{own.text}”."
    elif own.ratio >= 0.6:
        remedy = f"The nearest text in that paragraph is “{own.text}”. Copy it letter by letter."
    else:
        number, near = _nearest_in_reading(wanted)
        remedy = f"The nearest text in that paragraph is “{own.text}”."
        if number != wanted.paragraph and near.ratio > own.ratio:
            remedy += f" Nearer is [{wanted.reading} ¶{number}]: “{near.text}”."
    return QuotationError(what, where=f"reading {wanted.reading}, paragraph {wanted.paragraph}", remedy=remedy)


def _exact_elsewhere(wanted: Citation) -> list[str]:
    return [
        f"[{name} ¶{number}]"
        for name in sorted(names(), key=lambda name: name != wanted.reading)
        for number, text in enumerate(load(name).paragraphs, start=1)
        if (name, number) != (wanted.reading, wanted.paragraph)
        and wanted.quote.strip()
        and whole_words(text, wanted.quote) >= 0
    ]


def _nearest_in_reading(wanted: Citation) -> tuple[int, Near]:
    found = [
        (number, nearest(wanted.quote, text)) for number, text in enumerate(load(wanted.reading).paragraphs, start=1)
    ]
    return max(found, key=lambda pair: pair[1].ratio)


def citations_in(text: str, where: str = "") -> list[Citation]:
    """Find every inline citation of a text, in order, and verify it.

    Parameters
    ----------
    text : str
        Prose, such as a Markdown cell or an explanation.
    where : str
        The origin of the text (file, question, field), for the error.

    Raises
    ------
    CourseError
        If a citation is malformed or its quotation is wrong; the message names the citation.
    """
    found: list[Citation] = []
    if "[" not in text:  # most texts: the catalogue need not be asked
        return found
    for meant in re.finditer(_MEANT.format(names="|".join(names())), text):
        match = _CITATION.fullmatch(meant.group())
        if not match or match[3] == "":
            raise CourseError(
                f"{meant.group()} is not written as a citation.",
                where=where,
                remedy='Write [crash ¶7 "exact words"], with straight quotation marks, or [crash ¶7].',
            )
        try:
            found.append(cite(match[1], int(match[2]), match[3] or ""))
        except CourseError as error:
            place = "; ".join(part for part in (where, error.where) if part)
            what = error.what if meant.group() in error.what else f"In the citation {meant.group()}: {error.what}"
            raise type(error)(what, where=place, remedy=error.remedy) from error
    return found
