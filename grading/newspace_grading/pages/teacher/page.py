"""Write the teacher's report as a page and as tables."""

from __future__ import annotations

import base64
from pathlib import Path

import jinja2

from newspace_grading.course.records.grade_state import GradeState
from newspace_grading.model.text import with_noun
from newspace_grading.pages.learner import page as feedback
from newspace_grading.pages.learner.writer import write_page
from newspace_grading.pages.teacher import charts
from newspace_grading.pages.teacher.collect import Collected
from newspace_grading.pages.teacher.csv_table import write_table
from newspace_grading.pages.teacher.statistics import (
    DEFINITIONS,
    FEWEST_FOR_A_CORRELATION,
    FEWEST_FOR_A_SHARE,
    HELP_RULES,
    TaskRow,
    may_need_help,
    task_statistics,
)

TASKS = (
    "task", "title", "possible", "handed_in", "tried", "graded", "not_graded", "right", "right_of", "mean", "discrimination",
    "discrimination_of", "seconds",
)  # fmt: skip
LEARNERS = ("learner", "state", "share_of_graded_points", "may_need_help", "late_seconds", "late_penalty")
_HERE = Path(__file__).parent
_PIXELS_PER_INCH = 120.0


def write_report(found: Collected, assignment: str, target: Path, written: str = "") -> list[Path]:
    """Write ``index.html`` and three tables into a folder; return their paths."""
    table = task_statistics(found.learners, found.titles)
    tasks, wrong, learners = target / "tasks.csv", target / "wrong_results.csv", target / "learners.csv"
    write_table(TASKS, ([getattr(row, name) for name in TASKS] for row in table), tasks)
    write_table(
        ("task", "came_back", "learners"),
        ((row.task, text, count) for row in table for text, count in row.wrong),
        wrong,
    )
    late = {one.learner: one for one in found.late}
    reasons = {one.learner: "; ".join(one.reasons) for one in may_need_help(found.learners)}
    without = {GradeState.NOT_GRADED: found.not_graded, GradeState.NOTHING: found.handed_in_nothing}
    empty = [None] * (len(LEARNERS) - 2 + len(found.titles))
    write_table(
        (*LEARNERS, *found.titles),
        [
            *(
                (
                    one.name,
                    GradeState.GRADED,
                    one.total,
                    reasons.get(one.name, ""),
                    late[one.name].seconds if one.name in late else 0.0,
                    late[one.name].penalty if one.name in late else 0.0,
                    *(_points(one.attempts.get(task)) for task in found.titles),
                )
                for one in found.learners
            ),
            *((name, state, *empty) for state, names in without.items() for name in names),
        ],
        learners,
    )
    files = [target / "index.html", tasks, wrong, learners]
    write_page(files[0], render_report(found, table, assignment, [path.name for path in files[1:]], written))
    return files


def render_report(found: Collected, table: list[TaskRow], assignment: str, files: list[str], written: str = "") -> str:
    """Render the report as HTML."""
    drawn = (charts.hardness(table), charts.discrimination(table), charts.totals(found.learners))
    return _template().render(
        assignment=assignment,
        written=written,
        learners=len(found.learners),
        few=_few(table, len(found.learners)),
        waiting=found.waiting,
        to_mark=found.to_mark,
        not_isolated=found.not_isolated,
        not_graded=found.not_graded,
        absent=found.handed_in_nothing,
        late=found.late,
        due=found.due,
        timeless=found.timeless,
        help=may_need_help(found.learners),
        rules=HELP_RULES,
        rows=table,
        definitions=DEFINITIONS,
        files=files,
        css=(Path(feedback.__file__).parent / "page.css").read_text(encoding="utf-8"),
        pictures=[
            {
                "data": base64.b64encode(one.png(_PIXELS_PER_INCH)).decode("ascii"),
                "words": one.words,
                "caption": one.caption,
            }
            for one in drawn
            if one is not None
        ],
    )


def _few(table: list[TaskRow], learners: int) -> str:
    shares = sum(
        (row.few_for_right and row.right is not None) or (row.few_for_mean and row.mean is not None) for row in table
    )
    correlations = sum(row.few_for_discrimination and row.discrimination is not None for row in table)
    if not shares and not correlations:
        return ""
    return (
        f"{'This class is small: s' if learners < FEWEST_FOR_A_CORRELATION else 'S'}hares of {shares} and correlations of {correlations} of {with_noun(len(table), 'task')} rest on too few learners "
        f"(fewer than {FEWEST_FOR_A_SHARE} for a share, fewer than {FEWEST_FOR_A_CORRELATION} for a correlation; why: see “too few” below)."
    )


def _points(attempt: object) -> object:
    return getattr(attempt, "points", None)


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


def _signed(value: float | None) -> str:
    return "–" if value is None else f"{value:+.2f}".replace("-", "−")


def _long(seconds: float) -> str:
    """Write a length of time in its two largest units."""
    minutes = max(1, round(seconds / 60))
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [(days, "d"), (hours, "h"), (rest, "min")]
    first = next(place for place, (value, _unit) in enumerate(parts) if value)
    return " ".join(f"{value} {unit}" for value, unit in parts[first : first + 2] if value)


def _seconds(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _template() -> jinja2.Template:
    world = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    world.filters |= {
        "points": feedback.points,
        "percent": _percent,
        "signed": _signed,
        "seconds": _seconds,
        "long": _long,
    }
    return world.get_template("report.html")
