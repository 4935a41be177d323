"""The report's charts, each with the same in words."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.ticker import MaxNLocator

from newspace_grading.model.text import with_noun
from newspace_grading.pages.teacher.chart_style import COLOURS, Chart, new_chart
from newspace_grading.pages.teacher.statistics import Learner, TaskRow

_TENTHS = 10


def hardness(rows: Sequence[TaskRow]) -> Chart | None:
    """Draw a bar for each task's share of right answers and a mark for its mean; None if nothing is graded."""
    shown = [row for row in rows if row.right is not None or row.mean is not None]
    if not shown:
        return None
    ordered = shown[::-1]  # the first task on top
    fig, ax = new_chart(8, 1.3 + 0.42 * len(ordered))
    places = list(range(len(ordered)))
    ax.barh(places, [100 * (row.right or 0) for row in ordered], color=COLOURS["sky"], height=0.6, label="right")
    means = [(place, row.mean) for place, row in zip(places, ordered, strict=True) if row.mean is not None]
    ax.plot(
        [100 * mean for _place, mean in means], [place for place, _mean in means], "D", color=COLOURS["vermillion"],
        label="mean of points", linestyle="none",
    )  # fmt: skip
    ax.set_yticks(places, labels=[f"{_short(row.title)}{' †' if row.few_for_right else ''}" for row in ordered])
    ax.set(
        xlim=(0, 103), ylim=(-0.6, len(ordered) - 0.4), xlabel="of those who tried (bars), of all graded (marks) [%]"
    )
    ax.grid(visible=False, axis="y")
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, frameon=False)
    caption = "How many of those who tried got all points of a task (bars), and the mean share of points (marks)."
    return Chart(fig, caption, _hardness_in_words(shown))


def _hardness_in_words(rows: Sequence[TaskRow]) -> str:
    """Name the tasks that fewest and most got right."""
    hard = min(rows, key=lambda row: (row.right if row.right is not None else 2.0, row.title))
    easy = max(rows, key=lambda row: (row.right if row.right is not None else -1.0, row.title))
    return (
        f"{with_noun(len(rows), 'task')}. Fewest right: {hard.title}, {_percent(hard.right)}. Most right: {easy.title}, {_percent(easy.right)}. "
        "The table below has every number."
    )


def discrimination(rows: Sequence[TaskRow]) -> Chart | None:
    """Draw each task's correlation with the rest, from −1 to 1; None if there is none to show."""
    shown = [row for row in rows if row.discrimination is not None]
    if not shown:
        return None
    ordered = shown[::-1]
    places = list(range(len(ordered)))
    fig, ax = new_chart(8, 1.2 + 0.4 * len(ordered))
    ax.axvline(0, color=COLOURS["black"], linewidth=1)
    for place, row in zip(places, ordered, strict=True):
        few = row.few_for_discrimination
        ax.plot(
            [row.discrimination or 0.0], [place], "o", color=COLOURS["blue"], markersize=9,
            markerfacecolor="white" if few else COLOURS["blue"],
        )  # fmt: skip
    ax.set_yticks(
        places, labels=[f"{_short(row.title)}{' †' if row.few_for_discrimination else ''}" for row in ordered]
    )
    ax.set(xlim=(-1.05, 1.05), ylim=(-0.6, len(ordered) - 0.4), xlabel="correlation with the rest of the tasks")
    weak = [row.title for row in shown if (row.discrimination or 0.0) < 0]
    return Chart(
        fig,
        "How well each task tells the strong from the weak. An empty mark: too few learners to judge.",
        f"{with_noun(len(shown), 'task')}. Below 0: {'; '.join(weak) if weak else 'none'}. The table below has every number.",
    )


def totals(learners: Sequence[Learner]) -> Chart | None:
    """Draw how many learners earned which share of the graded points; None if nobody is graded."""
    found = [total for learner in learners if (total := learner.total) is not None]
    if not found:
        return None
    counts = [0] * _TENTHS
    for total in found:
        counts[max(0, min(_TENTHS - 1, int(total * _TENTHS + 1e-9)))] += 1
    fig, ax = new_chart(8, 2.8)
    ax.bar([10 * step + 5 for step in range(_TENTHS)], counts, width=9, color=COLOURS["green"])
    ax.set(
        xlim=(0, 100),
        ylim=(0, max(counts) * 1.15),
        xlabel="points earned, of those that are graded [%]",
        ylabel="learners",
    )
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    ax.grid(visible=False, axis="x")
    low = sum(counts[: _TENTHS // 2])
    return Chart(
        fig,
        "How many learners earned which share of the points.",
        f"{with_noun(len(found), 'learner')}: {low} below half of the points, {len(found) - low} at half or more.",
    )


def _short(title: str, longest: int = 34) -> str:
    text = title if len(title) <= longest else f"{title[:longest].rsplit(' ', 1)[0]} …"
    return text.replace("$", r"\$")


def _percent(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.0%}"
