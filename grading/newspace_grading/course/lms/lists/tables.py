"""Read a table that an LMS or a spreadsheet has written, whatever its separator and encoding."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from newspace_grading.course.lms.lists.names import comparable
from newspace_grading.model.errors import UserError
from newspace_grading.model.text import with_noun

LARGEST_FILE = 50_000_000
"""Bytes: a list of a hundred thousand learners is smaller."""
_SEPARATORS = (",", ";", "\t", "|")
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class TableError(UserError):
    """A table cannot be used; the message names the file, the row and the remedy."""


@dataclass(frozen=True)
class TableRow:
    """A row: the line of the file on which it ends, and its cells, as many as the table has columns."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class TextTable:
    """A table as it was read.

    Attributes
    ----------
    path : Path
        The file.
    header : tuple of str
        The headings, without spaces around them.
    rows : tuple of TableRow
        The rows below, without empty ones.
    separator : str
        What stands between two cells.
    """

    path: Path
    header: tuple[str, ...]
    rows: tuple[TableRow, ...]
    separator: str = ","


def read_table(path: Path, known: Collection[str] = (), encoding: str | None = None) -> TextTable:
    """Read a table.

    Parameters
    ----------
    path : Path
        The file.
    known : collection of str
        Headings in the form of `newspace_grading.course.lms.lists.names.comparable`; the separator is the one with which most of them are found.
    encoding : str, optional
        The name of the encoding; without it a byte-order mark decides, then UTF-16 without a mark is tried, then UTF-8.

    Raises
    ------
    TableError
        If the file is not there, is a spreadsheet's own file, has another encoding, no row, or rows of another length.
    """
    text = text_of_file(path, encoding)
    separator, text = _separator(text, known)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        found = [TableRow(reader.line_num, tuple(tidy(cell) for cell in cells)) for cells in reader]
    except csv.Error as error:
        raise TableError(
            f"This table cannot be read: {error}.",
            where=f"{path}, line {reader.line_num}",
            remedy="Look for a quotation mark that is not closed, or export the table again.",
        ) from None
    found = [row for row in found if any(row.cells)]
    if not found:
        raise TableError("This table is empty.", where=str(path), remedy="Export it again.")
    header = found[0].cells
    while header and not header[-1]:
        header = header[:-1]
    return TextTable(path, header, tuple(_fitted(path, row, len(header)) for row in found[1:]), separator)


def text_of_file(path: Path, encoding: str | None = None) -> str:
    """Return the text of a file; see `read_table`."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise TableError(
            f"This file cannot be read: {error.strerror}.", where=str(path), remedy="Check the name."
        ) from None
    if len(data) > LARGEST_FILE:
        raise TableError(
            f"This file is larger than {LARGEST_FILE // 1_000_000} MB, so it is no list of a class.",
            where=str(path),
            remedy="Check the name.",
        )
    if data.startswith(_SPREADSHEETS):
        raise TableError(
            "This is a spreadsheet's own file, not a table as text.",
            where=str(path),
            remedy="Export it once more as “Comma separated values (.csv)”, or save it from the spreadsheet as CSV (UTF-8).",
        )
    name = encoding or _encoding_of(data)
    try:
        text = data.decode(name)
    except LookupError:
        raise TableError(
            f"There is no encoding “{encoding}”.",
            where="--encoding",
            remedy="Names are such as utf-8, utf-16, cp949, cp932.",
        ) from None
    except UnicodeDecodeError as error:
        raise TableError(
            f"This file is not in {name}.",
            where=f"{path}, byte {error.start}",
            remedy="Save it as UTF-8, or name its encoding: --encoding cp949 (Excel in Korean), cp932 (in Japanese), cp1252.",
        ) from None
    if "\0" in text:
        raise TableError("This file holds no text.", where=str(path), remedy="Check the name, or export it again.")
    return text.removeprefix("\ufeff")


def tidy(text: str) -> str:
    """Return a cell without spaces around it, composed (a name from a Mac has its accents and Hangul in parts).

    Canvas writes a name that begins with “=” as the formula ``="…"``, so that a spreadsheet shows it as text.
    """
    text = unicodedata.normalize("NFC", text).strip()
    if text.startswith('="') and text.endswith('"') and len(text) > 2:
        text = text[2:-1].replace('""', '"')
    return text


def _encoding_of(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    start = data[:400]
    if len(start) >= 4 and start.count(0) > len(start) // 4:
        return "utf-16-le" if start[1::2].count(0) >= start[0::2].count(0) else "utf-16-be"
    return "utf-8"


def _separator(text: str, known: Collection[str]) -> tuple[str, str]:
    """Find the separator; Excel's first line ``sep=;`` names it, and is no row."""
    first, _break, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], rest
    beginning = text.lstrip("\r\n")

    def fit(separator: str) -> tuple[int, int]:
        cells: Sequence[str] = next(csv.reader(io.StringIO(beginning), delimiter=separator), [])
        return sum(comparable(cell) in known for cell in cells), len(cells)

    try:
        return max(_SEPARATORS, key=fit), text
    except csv.Error:
        return ",", text


def _fitted(path: Path, row: TableRow, columns: int) -> TableRow:
    """Return a row with as many cells as there are columns; what is beyond them must be empty."""
    cells = row.cells
    if len(cells) < columns or any(cells[columns:]):
        raise TableError(
            f"This row has {with_noun(len(cells), 'cell')}, and the header has {columns}.",
            where=f"{path}, line {row.line}",
            remedy="A cell that holds the separator must stand in quotation marks. Export the table again, or mend this line.",
        )
    return TableRow(row.line, cells[:columns])
