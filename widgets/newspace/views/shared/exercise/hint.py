"""Hints of an exercise, in order and on request: nested native disclosure elements, without a script."""

from __future__ import annotations

import html
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from newspace.core.errors import CourseError
from newspace.core.i18n import _, ngettext
from newspace.core.paths import room


@dataclass(frozen=True)
class Hint:
    """The hints of one task. A notebook shows them closed; opening one shows the control for the next.

    Parameters
    ----------
    task : str
        The task's id.
    hints : tuple of str
        The hints, from the first to the most explicit.
    """

    task: str
    hints: tuple[str, ...]

    def __repr__(self) -> str:
        count = ngettext("{n} hint for “{task}”", "{n} hints for “{task}”", len(self.hints)).format(
            n=len(self.hints), task=self.task
        )
        return _("{count}. In plain text: print(_.text(1)) shows the first.").format(count=count)

    def text(self, upto: int) -> str:
        """Return the first ``upto`` hints as plain text, for those who work without a browser."""
        return "\n".join(f"{number}. {hint}" for number, hint in enumerate(self.hints[:upto], start=1))

    def _repr_html_(self) -> str:
        page = ""
        for number, hint in reversed(list(enumerate(self.hints, start=1))):
            title = _("Hint {number} of {all}").format(number=number, all=len(self.hints))
            page = (
                f'<details style="margin:0.4em 0 0.4em 0.2em"><summary style="cursor:pointer;padding:0.3em 0">{html.escape(title)}</summary>'
                f'<div style="margin-left:1.2em;white-space:pre-wrap">{html.escape(hint)}</div>{page}</details>'
            )
        return page


def hint(assignment: str, task: str) -> Hint:
    """Show the hints of one task of an exercise.

    Parameters
    ----------
    assignment : str
        The exercise's name, such as ``"02_ispace_missions"``.
    task : str
        The task's id, such as ``"orbit-speed"``.

    Raises
    ------
    CourseError
        If there are no such hints, or their file is invalid.
    """
    known = load_hints(assignment)
    if task not in known:
        raise CourseError(f"There is no task “{task}” in {assignment}.", remedy=f"Choose one of: {', '.join(known)}.")
    return Hint(task, known[task])


def load_hints(assignment: str) -> Mapping[str, tuple[str, ...]]:
    """Load the hints of all tasks of an exercise from ``lessons/hints/<assignment>.toml``.

    Raises
    ------
    CourseError
        Naming file and field, if the file is missing or invalid.
    """
    path = room("lessons") / "hints" / f"{assignment}.toml"
    if not path.is_file():
        raise CourseError(
            f"The exercise “{assignment}” has no hints.", where=str(path), remedy="Check the exercise's name."
        )
    try:
        return _read(path, path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CourseError(
            f"The file of hints is not valid TOML: {error}", where=str(path), remedy="Look at the line that is named."
        ) from None


@lru_cache(maxsize=16)
def _read(path: Path, text: str) -> Mapping[str, tuple[str, ...]]:
    """Parse the text of a hints file; cached, since every task of an exercise needs it."""
    table = tomllib.loads(text)
    known: dict[str, tuple[str, ...]] = {}
    for number, entry in enumerate(table.get("task", []), start=1):
        name, hints = _entry(entry, path, number)
        if name in known:
            raise CourseError(
                f"The task “{name}” stands twice.", where=str(path), remedy="Put its hints into one [[task]]."
            )
        known[name] = hints
    return known


def _entry(entry: object, path: Path, number: int) -> tuple[str, tuple[str, ...]]:
    where = f"{path}, [[task]] number {number}"
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
        raise CourseError("A task needs an id.", where=where, remedy='Write: id = "orbit-speed".')
    hints = entry.get("hints")
    if not isinstance(hints, list) or not hints or not all(isinstance(text, str) and text.strip() for text in hints):
        raise CourseError(
            "A task needs its hints.", where=f"{where}, field hints", remedy='Write: hints = ["first", "second"].'
        )
    return entry["id"], tuple(hints)
