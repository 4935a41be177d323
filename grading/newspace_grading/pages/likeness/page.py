"""Write the pairs as a page with both answers side by side, and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import jinja2

from newspace_grading.pages.learner import page as feedback
from newspace_grading.pages.learner.writer import write_page
from newspace_grading.pages.likeness.collect import ClassAnswers
from newspace_grading.pages.likeness.scores import DEFINITIONS, FEWEST_LEARNERS, AlikePair
from newspace_grading.pages.teacher.csv_table import write_table

_HERE = Path(__file__).parent
COLUMNS = ("first", "second", "share", "weight", "task", "task_share", "task_weight", "rare_passages")


def write_pairs(
    found: Sequence[AlikePair], answers: ClassAnswers, assignment: str, target: Path, written: str
) -> list[Path]:
    """Write ``index.html`` and ``pairs.csv`` into a folder; return their paths."""
    page, table = target / "index.html", target / "pairs.csv"
    write_table(
        COLUMNS,
        (
            (*pair.learners, pair.share, pair.weight, one.task, one.share, one.weight, one.rare)
            for pair in found
            for one in pair.tasks
        ),
        table,
    )
    write_page(page, render_pairs(found, answers, assignment, written))
    return [page, table]


def render_pairs(found: Sequence[AlikePair], answers: ClassAnswers, assignment: str, written: str) -> str:
    """Render the page."""
    world = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    return world.get_template("page.html").render(
        assignment=assignment,
        written=written,
        learners=len({name for of_task in answers.texts.values() for name in of_task}),
        fewest=FEWEST_LEARNERS,
        pairs=[
            {
                "learners": pair.learners,
                "share": pair.share,
                "weight": pair.weight,
                "tasks": [
                    {
                        "title": answers.titles[one.task],
                        "share": one.share,
                        "weight": one.weight,
                        "rare": one.rare,
                        "answers": [
                            {"learner": name, "lines": _marked(answers.texts[one.task][name], lines)}
                            for name, lines in zip(pair.learners, one.lines, strict=True)
                        ],
                    }
                    for one in pair.tasks
                ],
            }
            for pair in found
        ],
        definitions=DEFINITIONS,
        css=(Path(feedback.__file__).parent / "page.css").read_text(encoding="utf-8"),
    )


def _marked(text: str, lines: frozenset[int]) -> list[tuple[str, bool]]:
    """Return the lines of an answer, each with whether a shared passage stands on it."""
    return [(line, number in lines and bool(line.strip())) for number, line in enumerate(text.splitlines())]
