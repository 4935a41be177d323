"""Read one table of a question bank field by field; each fault becomes one CourseError that names its place."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeVar

from newspace.content import readings
from newspace.content.readings import Citation
from newspace.core.errors import CourseError

_T = TypeVar("_T")


def suggestion(word: str, known: Iterable[str]) -> str:
    """Build the suggestion “Did you mean “x”?” for the most similar known word; empty if there is none."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"Did you mean “{close[0]}”? " if close else ""


def listing(words: Iterable[str]) -> str:
    """Join words in one line for an error message."""
    return ", ".join(words) or "(none)"


@dataclass
class Fields:
    """One table, with its place in the bank (``"02.toml, question pole-distance"``) and the path inside the question."""

    table: dict[str, Any]
    place: str
    path: str = ""
    citations: dict[str, tuple[Citation, ...]] = field(default_factory=dict)

    def where(self, key: str = "") -> str:
        """Describe the place of a field for an error message."""
        name = " → ".join(part for part in (self.path, key) if part)
        return f"{self.place}, field {name}" if name else self.place

    def refuse(self, what: str, key: str = "", *, remedy: str) -> NoReturn:
        """Raise the error for a fault in this table."""
        raise CourseError(what, where=self.where(key), remedy=remedy)

    def only(self, known: Collection[str], *, outer: Collection[str] = ()) -> None:
        """Refuse unknown keys; ``outer`` are keys of the enclosing table, which in TOML easily land in an inner one."""
        for key in self.table:
            if key in known:
                continue
            if key in outer:
                self.refuse(
                    f"The key “{key}” belongs to the question, but stands inside one of its parts.",
                    key,
                    remedy="In TOML everything below [[question.…]] belongs to that part: move this line above the question's first part.",
                )
            self.refuse(
                f"Unknown key “{key}”.", key, remedy=f"{suggestion(key, known)}Known keys here: {listing(known)}."
            )

    def _get(self, key: str, kind: type[_T] | tuple[type, ...], noun: str, default: _T | None) -> Any:
        if key not in self.table:
            if default is not None:
                return default
            self.refuse(f"“{key}” is missing.", key, remedy=f"Write {key} = … ({noun}).")
        value = self.table[key]
        # In Python a bool is an int; in a bank it is not.
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.refuse(f"“{key}” must be {noun}, not {value!r}.", key, remedy=f"Write {noun} here.")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """Read a non-empty string (``default`` for an optional one that is missing)."""
        value: str = self._get(key, str, "a text in quotes", default)
        if not value.strip() and default is None:
            self.refuse(f"“{key}” is empty.", key, remedy="Write the text, or remove what needs none.")
        return value.strip()

    def prose(self, key: str, default: str | None = None) -> str:
        """Read a text, verify its inline citations and add them to ``citations``."""
        text = self.text(key, default)
        self._plain(key, text)
        self.citations[key] = tuple(readings.citations_in(text, self.where(key)))
        return text

    def _plain(self, key: str, *texts: str) -> None:
        """Refuse Markdown, which a question would show unrendered."""
        if any("**" in text for text in texts):
            self.refuse("A question's text is plain: its ** would be shown.", key, remedy="Remove the **.")

    def flag(self, key: str) -> bool:
        """Read a boolean; False if it is missing."""
        return bool(self._get(key, bool, "true or false", False))

    def number(self, key: str) -> float:
        """Read a finite number; an int stays an int, so that it is shown as one."""
        value: float = self._get(key, (int, float), "a number", None)
        if not math.isfinite(value):
            self.refuse(f"“{key}” must be a finite number, not {value!r}.", key, remedy="Write an ordinary number.")
        return value

    def words(self, key: str, *, least: int = 1) -> tuple[str, ...]:
        """Read a list of at least ``least`` non-empty strings."""
        value = self._get(key, list, "a list of texts", None if least else [])
        if not all(isinstance(part, str) and part.strip() for part in value):
            self.refuse(f"“{key}” must hold texts that are not empty.", key, remedy=f'Write {key} = ["…", "…"].')
        if len(value) < least:
            self.refuse(f"“{key}” is empty.", key, remedy=f"Write at least {least}.")
        return tuple(part.strip() for part in value)

    def proses(self, key: str, *, least: int = 1) -> tuple[str, ...]:
        """Read a list of texts and verify their inline citations."""
        texts = self.words(key, least=least)
        self._plain(key, *texts)
        self.citations[key] = tuple(c for text in texts for c in readings.citations_in(text, self.where(key)))
        return texts

    def choice_of(self, key: str, known: Collection[str]) -> str:
        """Read a string that is one of the known ones."""
        value = self.text(key)
        if value not in known:
            self.refuse(
                f"Unknown {key} “{value}”.", key, remedy=f"{suggestion(value, known)}Write one of: {listing(known)}."
            )
        return value

    def inner(self, key: str) -> Fields:
        """Read a table inside this one."""
        return Fields(self._get(key, dict, "a table", None), self.place, self._path(key))

    def parts(self, key: str, build: Callable[[Fields], _T], *, least: int) -> tuple[_T, ...]:
        """Build one part from each table of ``[[question.key]]``, at least ``least`` of them."""
        tables = self._get(key, list, f"a list of tables, [[question.{key}]]", [])
        if not all(isinstance(table, dict) for table in tables):
            self.refuse(
                f"“{key}” must be a list of tables.", key, remedy=f"Write each under its own [[question.{key}]]."
            )
        if len(tables) < least:
            remedy = f"Write at least {least}, each under its own [[question.{key}]]."
            self.refuse(f"There are {len(tables)} of “{key}”; this kind needs at least {least}.", key, remedy=remedy)
        made = []
        for number, table in enumerate(tables, start=1):
            name = table.get("id")
            made.append(
                build(Fields(table, self.place, self._path(f"{key} {number}" + (f" ({name})" if name else ""))))
            )
        return tuple(made)

    def _path(self, key: str) -> str:
        return " → ".join(part for part in (self.path, key) if part)

    def distinct(self, key: str, values: Iterable[str], noun: str) -> None:
        """Refuse a duplicate value."""
        seen: set[str] = set()
        for value in values:
            if value in seen:
                self.refuse(
                    f"Two of “{key}” have the same {noun}: “{value}”.", key, remedy=f"Give each a {noun} of its own."
                )
            seen.add(value)
