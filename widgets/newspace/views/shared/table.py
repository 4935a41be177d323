"""View of a model's results as a table that works with a screen reader."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Sequence
from typing import Any

from newspace.content import facts
from newspace.core.errors import CourseError
from newspace.core.i18n import _, ngettext

_PAGE = (
    '<div role="region" aria-label="{label}" tabindex="0" style="overflow-x:auto;max-width:100%">'
    '<table style="margin:0.5em 0;border-collapse:collapse">'
    '<caption style="text-align:left;font-weight:600;padding:0.3em 0;color:inherit">{caption}</caption>'
    "<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
)
_NUMBER = "text-align:right;vertical-align:top;white-space:nowrap"
_TEXT = "text-align:left;vertical-align:top;min-width:4em"
_SOURCE = re.compile(r"\bR\d+[a-z]?\b")
_SHORT = 12
"""A text of so many letters stays on one line."""
_LONG = 60
"""A longer text gets a column in which it does not become a tower of single words."""


def _named(text: str) -> str:
    """Replace the register's source ids, such as ``R30``, by the publishers' names."""
    known = facts.source_ids()
    return _SOURCE.sub(
        lambda found: facts.source(found[0]).publisher.partition(";")[0] if found[0] in known else found[0], text
    )


def _fields(row: Any) -> dict[str, Any]:
    """Convert a dataclass, a named tuple or a mapping to a mapping."""
    if dataclasses.is_dataclass(row) and not isinstance(row, type):
        return {field.name: getattr(row, field.name) for field in dataclasses.fields(row)}
    if hasattr(row, "_asdict"):
        return dict(row._asdict())
    return dict(row)


def _words(value: Any) -> str:
    """Format one value: four significant figures, thousands grouped, yes and no, a dash for None."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        written = f"{value:,.0f}" if abs(value) >= 1000 or value == int(value) else f"{value:,.4g}"
        return written.replace("-", "−")
    if isinstance(value, int):
        return f"{value:,}".replace("-", "−")
    return _named(str(value))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _title(name: str) -> str:
    title = name.replace("_", " ")
    return title[:1].upper() + title[1:]


class Table:
    """A table with a caption: accessible HTML in a notebook, plain text elsewhere."""

    def __init__(
        self,
        rows: Sequence[Any],
        *,
        caption: str,
        columns: Sequence[str] | None = None,
        first: int | None = None,
    ) -> None:
        self.rows = [_fields(row) for row in rows]
        self.columns = list(columns or (self.rows[0] if self.rows else ()))
        self.caption = caption
        self.first = len(self.rows) if first is None else first

    def __repr__(self) -> str:
        lines = [self.caption, " | ".join(map(_title, self.columns))]
        lines += [" | ".join(_words(row[name]) for name in self.columns) for row in self.rows]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        page, folded = self._page(self.rows[: self.first], self.caption), self.rows[self.first :]
        if folded:
            count = len(folded)
            summary = ngettext("The other row ({n})", "The other rows ({n})", count).format(n=count)
            rest = self._page(folded, _("{caption}: the other rows").format(caption=self.caption))
            page += f'<details><summary style="cursor:pointer;padding:0.3em 0">{html.escape(summary)}</summary>{rest}</details>'
        return page

    def _page(self, rows: Sequence[dict[str, Any]], caption: str) -> str:
        head = "".join(f'<th scope="col" style="{_TEXT}">{html.escape(_title(name))}</th>' for name in self.columns)
        body = "".join(f"<tr>{self._cells(row)}</tr>" for row in rows)
        escaped = html.escape(caption, quote=True)
        return _PAGE.format(label=escaped, caption=escaped, head=head, body=body)

    def _style(self, name: str, value: Any) -> str:
        """Return the CSS of a cell: numbers, and dashes for missing ones, are right-aligned."""
        if _is_number(value) or (value is None and any(_is_number(row[name]) for row in self.rows)):
            return _NUMBER
        length = len(_words(value))
        if length <= _SHORT:
            return f"{_TEXT};white-space:nowrap"
        return _TEXT.replace("4em", "15em") if length > _LONG else _TEXT

    def _cells(self, row: dict[str, Any]) -> str:
        return "".join(
            f'<td style="{self._style(name, row[name])}">{html.escape(_words(row[name]))}</td>' for name in self.columns
        )


def table(
    rows: Sequence[Any], *, caption: str, columns: Sequence[str] | None = None, first: int | None = None
) -> Table:
    """Show rows (dataclasses, named tuples or mappings with the same keys) as a table.

    Parameters
    ----------
    rows : sequence
        One entry for each row; the field names of the first become the headings.
    caption : str
        What the table shows.
    columns : sequence of str, optional
        The fields to show, in this order; all of them when left out.
    first : int, optional
        How many rows to show at first; the others are folded below.

    Raises
    ------
    CourseError
        If a row has no such field.
    """
    view = Table(rows, caption=caption, columns=columns, first=first)
    for name in view.columns:
        if any(name not in row for row in view.rows):
            raise CourseError(
                f"The table has no column “{name}”.",
                where=f"table “{caption}”",
                remedy=f"Choose from: {', '.join(view.rows[0])}.",
            )
    return view
