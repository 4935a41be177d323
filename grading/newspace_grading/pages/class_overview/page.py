"""Write the overview of a class as a page and as a table."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import jinja2

from newspace_grading.course.records.grade_state import GradeState
from newspace_grading.pages.class_overview.collect import DEFINITIONS, Cell, Overview, OverviewRow
from newspace_grading.pages.learner import page as feedback
from newspace_grading.pages.learner.writer import write_whole
from newspace_grading.pages.teacher.csv_table import write_table

_HERE = Path(__file__).parent
_ORDER = {GradeState.NOTHING: -2.0, GradeState.NOT_GRADED: -1.0}
COLUMNS = (
    "learner", "name", "assignment", "state", "handed_in", "late", "points", "possible", "to_mark", "behind",
    "quiz_tried", "quiz_of", "quiz_right_at_first",
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
                "" if cell.when is None or column.due is None else "yes" if cell.late else "no",
                cell.points,
                column.possible,
                cell.to_mark,
                "; ".join(row.behind),
                *(
                    (None, None, None)
                    if row.quizzes is None
                    else (row.quizzes.tried, row.quizzes.of, row.quizzes.right_at_first)
                ),
            )
            for row in found.learners
            for column, cell in zip(found.assignments, row.cells, strict=True)
        ),
        table,
    )
    write_whole(page, render_overview(found, table.name, written))
    return [page, table]


def render_overview(found: Overview, table: str, written: str) -> str:
    """Render the overview as HTML; its one script sorts the table, and without it the page is whole."""
    world = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    world.filters |= {"points": feedback.points, "moment": _moment, "order": _order}
    return world.get_template("page.html").render(
        found=found,
        table=table,
        written=written,
        definitions=DEFINITIONS,
        behind=[row for row in found.learners if row.behind],
        to_do=_to_do(found),
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


def _moment(when: datetime) -> str:
    return f"{when.day} {when:%b, %H:%M}"


def _order(one: Cell | OverviewRow) -> float:
    """Return the number by which a cell, or the sum of a row, is sorted: nothing first, then what is not graded, then points."""
    if isinstance(one, Cell) and one.state in _ORDER:
        return _ORDER[one.state]
    return -2.0 if one.points is None else one.points
