"""Results of a class: the share of learners whose first answer to each question was right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from newspace.figures.shared.drawing import Drawing
from newspace.figures.shared.style import COLOURS, new_figure

_LONGEST_WRONG = 60


class TriedQuestion(Protocol):
    """The data drawn for one question."""

    @property
    def question(self) -> str:
        """The id of the question."""
        ...

    @property
    def tried(self) -> int:
        """Number of learners who answered it."""
        ...

    @property
    def first_try_share(self) -> float | None:
        """Share of them who were right at the first try, 0 to 1; None if there is none."""
        ...

    @property
    def commonest_wrong(self) -> str:
        """The most frequent wrong answer; "" if there is none."""
        ...

    @property
    def commonest_wrong_count(self) -> int:
        """Number of learners who gave it."""
        ...


def first_tries(rows: Sequence[TriedQuestion], *, title: str) -> Drawing:
    """Draw a bar for each question, the hardest on top, with the number of learners and the commonest wrong answer.

    Parameters
    ----------
    rows : sequence
        Questions that at least one learner answered.
    title : str
        The title of the unit.

    Raises
    ------
    ValueError
        If there is no row, or nobody answered a question.
    """
    if not rows or any(row.tried < 1 for row in rows):
        raise ValueError("draw only questions that somebody tried, one at least")
    ordered = sorted(rows, key=lambda row: (-_share(row), row.question))  # matplotlib draws the last bar on top
    fig, ax = new_figure(9, 1.4 + 0.42 * len(ordered))
    places = range(len(ordered))
    ax.barh(places, [100 * _share(row) for row in ordered], color=COLOURS["blue"], height=0.6)
    for place, row in zip(places, ordered, strict=True):
        ax.text(102, place, f"n = {row.tried}{_wrong(row)}", va="center", fontsize=8)
    ax.set_yticks(list(places), labels=[row.question for row in ordered])
    ax.set_xlim(0, 100)
    ax.set_ylim(-0.6, len(ordered) - 0.4)
    ax.set_xlabel("First answer right [% of those who tried]")
    ax.set_title(title)
    ax.grid(visible=False, axis="y")
    hardest = ordered[-1]
    return Drawing(
        fig,
        caption=f"{title}: how many first answers were right, question by question; beside each bar the commonest wrong part.",
        words=f"{len(ordered)} questions. The hardest was {hardest.question}: {_share(hardest):.0%} of {hardest.tried} "
        f"who tried it were right at once{_wrong(hardest)}. The easiest was {ordered[0].question}, with {_share(ordered[0]):.0%}.",
    )


def _wrong(row: TriedQuestion) -> str:
    text = row.commonest_wrong
    if not text:
        return ""
    if len(text) > _LONGEST_WRONG:
        text = text[:_LONGEST_WRONG].rsplit(" ", 1)[0] + " …"
    return f"; {row.commonest_wrong_count} × {text}".replace("$", r"\$")


def _share(row: TriedQuestion) -> float:
    return row.first_try_share or 0.0
