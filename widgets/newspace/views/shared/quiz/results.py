"""Quiz results to hand in: a preview of the file's content and, if the learner wants it, the file."""

from __future__ import annotations

import html
import json
import os
from pathlib import Path
from typing import Any

from newspace.attempts import results as _results
from newspace.attempts.location import open_store
from newspace.attempts.store import Store
from newspace.attempts.transfer.export import write_whole
from newspace.core.errors import CourseError
from newspace.core.i18n import _, ngettext
from newspace.views.shared.table import Table

_EXAMPLE = 'ns.results("Min-seo").save("min-seo.json")'


class Results:
    """A preview of the results to hand in; ``save`` writes exactly these."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content

    def _table(self) -> Table:
        rows = [
            {
                _("unit"): unit,
                _("questions answered"): len(questions),
                _("answers in all"): sum(map(len, questions.values())),
                _("right at the first try"): sum(entries[0]["score"] >= 1 for entries in questions.values()),
                _("hints opened"): sum(entries[-1]["hints_used"] for entries in questions.values()),
            }
            for unit, questions in self.content["units"].items()
        ]
        return Table(
            rows, caption=_("What would be handed in, under the name “{name}”").format(name=self.content["name"])
        )

    def _said(self) -> str:
        if not self.content["units"]:
            return _("You have not answered a question yet, so there is nothing to hand in.")
        return _(
            "The file would hold: this name, a number that tells your files from those of somebody with the same name, and for each "
            "question the answers that you gave, their scores, how many hints were open, and the day. Nothing else of you or of your "
            "computer. It is written only when you call save, and sent only if you send it."
        )

    def _how(self) -> str:
        return _("To write the file: {call}").format(call=_EXAMPLE)

    def __repr__(self) -> str:
        parts = [self._said()]
        if self.content["units"]:
            parts += [repr(self._table()), self._how()]
        return "\n".join(parts)

    def _repr_html_(self) -> str:
        parts = [f"<p>{html.escape(self._said())}</p>"]
        if self.content["units"]:
            whole = html.escape(json.dumps(self.content, ensure_ascii=False, indent=1))
            parts += [
                self._table()._repr_html_(),
                f'<details><summary style="cursor:pointer">{html.escape(_("Show the whole file"))}</summary>'
                f'<pre tabindex="0" style="max-height:30em;overflow:auto">{whole}</pre></details>',
                f"<p>{html.escape(self._how())}</p>",
            ]
        return "".join(parts)

    def save(self, target: str | os.PathLike[str]) -> Path:
        """Write the file.

        Parameters
        ----------
        target : path
            The file to write. An existing one is not overwritten.

        Raises
        ------
        CourseError
            Without a name or an answer, or if the file exists already or cannot be written.
        """
        place = Path(target).expanduser().absolute()
        where = str(place)
        if not self.content["name"].strip():
            raise CourseError(
                _("Your teacher could not tell whose results these are."),
                where=where,
                remedy=_("Give the name or number that the class knows you by: {call}").format(call=_EXAMPLE),
            )
        if not self.content["units"]:
            raise CourseError(self._said(), where=where, remedy=_("Answer some questions first."))
        if place.exists():
            raise CourseError(
                _("There is already a file with this name."), where=where, remedy=_("Choose another name for the file.")
            )
        write_whole(place, json.dumps(self.content, ensure_ascii=False, indent=1) + "\n")
        count = sum(len(entries) for questions in self.content["units"].values() for entries in questions.values())
        print(
            ngettext("{n} answer written to {path}", "{n} answers written to {path}", count).format(n=count, path=place)
        )
        return place


def results(name: str = "", *units: str, store: Store | None = None) -> Results:
    """Show the quiz results that you would hand in.

    Parameters
    ----------
    name : str
        The name or number that the class knows you by.
    *units : str
        Which units; all of them if none is named.
    store : Store, optional
        Where answers are kept; your own progress store if not given.

    Raises
    ------
    CourseError
        If a unit is named in which no question has been answered.
    """
    content = _results.collect_results((store or open_store()).attempts(), name=name, units=units)
    missing = [unit for unit in units if unit not in content["units"]]
    if missing:
        raise CourseError(
            f"You have answered no question of {', '.join(missing)}.",
            where="results(…)",
            remedy='Name units such as "02_ispace_missions", or none for all.',
        )
    return Results(content)
