"""Strict reader for TOML catalogues: each fault becomes one CourseError with file, entry, field and remedy."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from newspace.core.errors import CourseError


def load_catalogue(path: Path) -> dict[str, Any]:
    """Parse a TOML file.

    Raises
    ------
    CourseError
        If the file is missing, not UTF-8, or not TOML.
    """
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise CourseError(
            f"The file “{path.name}” cannot be read: {error.strerror or error}.",
            where=str(path),
            remedy="Restore it from the repository (git checkout).",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(
            f"The file “{path.name}” is not valid TOML: {error}.",
            where=str(path),
            remedy="Correct the line that is named, or restore the file from the repository (git checkout).",
        ) from error


class TableEntry:
    """One table of a catalogue, read field by field.

    Parameters
    ----------
    path : Path
        The file, for messages.
    name : str
        What the entry is called there, such as ``fact m1_step_m``.
    table : object
        What the file holds for it.
    fields : iterable of str
        Every field that it may have.
    """

    def __init__(self, path: Path, name: str, table: object, fields: Iterable[str]) -> None:
        self.path, self.name = path, name
        if not isinstance(table, Mapping):
            raise CourseError(
                f"“{name}” is not a table.",
                where=f"{path}, {name}",
                remedy=f"Begin it with a line of its own: [{name}].",
            )
        self.table = table
        known = sorted(fields)
        for field in table:
            if field not in known:
                raise self.error(field, "is not a field of this catalogue", f"Use one of: {', '.join(known)}.")

    def error(self, field: str, fault: str, remedy: str) -> CourseError:
        """Build the error for a faulty field."""
        return CourseError(
            f"The field “{field}” of “{self.name}” {fault}.",
            where=f"{self.path}, {self.name}, field {field}",
            remedy=remedy,
        )

    def text(self, field: str, *, default: str | None = None, empty: bool = False) -> str:
        """Read a string, stripped; ``default`` if it is absent; an empty one is refused unless ``empty``."""
        value = self.table.get(field, default)
        if not isinstance(value, str):
            fault = "is missing" if field not in self.table else "is not a text"
            raise self.error(field, fault, f'Write {field} = "…".')
        if value != value.strip():
            raise self.error(field, "begins or ends with a space", "Take the space away.")
        if not value and not empty and default != "":
            raise self.error(field, "is empty", f'Write {field} = "…".')
        return value

    def flag(self, field: str) -> bool:
        """Read a boolean; False if it is absent."""
        value = self.table.get(field, False)
        if not isinstance(value, bool):
            raise self.error(field, "is neither true nor false", f"Write {field} = true, or leave it out.")
        return value

    def number(self, field: str) -> float | int | None:
        """Read a finite number; None if it is absent."""
        value = self.table.get(field)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or value - value != 0:
            raise self.error(field, "is not a number", f"Write {field} = 12.5, without quotes.")
        return value

    def texts(self, field: str) -> tuple[str, ...]:
        """Read a list of non-empty strings; an empty tuple if it is absent."""
        value = self.table.get(field, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.error(field, "is not a list of texts", f'Write {field} = ["…", "…"].')
        return tuple(value)
