"""Write the overview of a class as a page and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import jinja2

from newspace_grading.course.lms.lists.sections import marking_order
from newspace_grading.course.records.grade_state import GradeState
from newspace_grading.pages.class_overview.collect import DEFINITIONS, Cell, Overview, OverviewRow
from newspace_grading.pages.class_overview.formgrader import submission_link
from newspace_grading.pages.learner import page as feedback
from newspace_grading.pages.learner.writer import write_page
from newspace_grading.pages.teacher.csv_table import write_table

_HERE = Path(__file__).parent
_ORDER = {GradeState.NOTHING: -2.0, GradeState.NOT_GRADED: -1.0}
COLUMNS = (
    "learner", "name", "assignment", "state", "handed_in", "late", "points", "possible", "to_mark", "behind",
    "quiz_tried", "quiz_of", "quiz_right_at_first", "section", "marker", "lateness", "formgrader",
)  # fmt: skip


def write_overview(found: Overview, target: Path, written: str) -> list[Path]:
    """Write ``index.html`` and ``class.csv`` into a folder; return their paths."""
    page, table = target / "index.html", target / "class.csv"
    write_table(
        COLUMNS,
        (
            (
                row.learner,
                row.name,
                column.name,
                str(cell.state),
                "" if cell.when is None else cell.when.isoformat(),
                "" if cell.when is None or (column.due or cell.extended) is None else "yes" if cell.late else "no",
                cell.points,
                column.possible,
                cell.to_mark,
                "; ".join(row.behind),
                *(
                    (None, None, None)
                    if row.quizzes is None
                    else (row.quizzes.tried, row.quizzes.of, row.quizzes.right_at_first)
                ),
                row.section,
                row.marker,
                cell.lateness,
                submission_link(found.formgrader, cell.marking) if cell.marking else "",
            )
            for row in found.learners
            for column, cell in zip(found.assignments, row.cells, strict=True)
        ),
        table,
    )
    write_page(page, render_overview(found, table.name, written))
    return [page, table]


def render_overview(found: Overview, table: str, written: str) -> str:
    """Render the overview as HTML; its one script sorts the table, and without it the page is whole."""
    world = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    world.filters |= {"points": feedback.points, "moment": _moment, "order": _order}
    world.globals["submission_link"] = submission_link
    return world.get_template("page.html").render(
        found=found,
        table=table,
        written=written,
        definitions=DEFINITIONS,
        behind=[row for row in found.learners if row.behind],
        to_do=_to_do(found),
        piles=_piles(found),
        with_sections=any(row.section for row in found.learners),
        with_markers=any(row.marker for row in found.learners),
        with_quizzes=any(row.quizzes is not None for row in found.learners),
        css=(Path(feedback.__file__).parent / "page.css").read_text(encoding="utf-8"),
        script=(_HERE / "sort.js").read_text(encoding="utf-8"),
    )


def _to_do(found: Overview) -> list[tuple[str, int, int]]:
    """List the assignments with something to do: the name, how many submissions are not graded, how many tasks are to mark."""
    counts = [
        (
            column.name,
            sum(row.cells[place].state is GradeState.NOT_GRADED for row in found.learners),
            sum(row.cells[place].to_mark for row in found.learners),
        )
        for place, column in enumerate(found.assignments)
    ]
    return [one for one in counts if one[1] or one[2]]


@dataclass(frozen=True)
class Pile:
    """What one marker has to mark of one assignment in one section: its learners, each with the cell."""

    marker: str
    section: str
    assignment: str
    work: Sequence[tuple[OverviewRow, Cell]]

    @property
    def tasks(self) -> int:
        """Count the tasks."""
        return sum(cell.to_mark for _row, cell in self.work)


def _piles(found: Overview) -> list[Pile]:
    """Sort what waits for a person by marker, section and assignment; what nobody has comes last."""
    piles: dict[tuple[str, str, str], list[tuple[OverviewRow, Cell]]] = {}
    for row in found.learners:
        for column, cell in zip(found.assignments, row.cells, strict=True):
            if cell.to_mark:
                piles.setdefault((row.marker, row.section, column.name), []).append((row, cell))
    order = sorted(piles, key=lambda key: (marking_order(*key[:2]), key[2]))
    return [Pile(*key, piles[key]) for key in order]


def _moment(when: datetime) -> str:
    return f"{when.day} {when:%b, %H:%M}"


def _order(one: Cell | OverviewRow) -> float:
    """Return the number by which a cell, or the sum of a row, is sorted: nothing first, then what is not graded, then points."""
    if isinstance(one, Cell) and one.state in _ORDER:
        return _ORDER[one.state]
    return -2.0 if one.points is None else one.points
