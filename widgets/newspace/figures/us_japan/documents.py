"""Two static pictures of the acts: the delay until they came into force, and which act is based on which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from newspace.core.i18n import _
from newspace.figures.shared.drawing import Drawing
from newspace.figures.shared.style import COLOURS, new_figure, set_commas
from newspace.models.us_japan import agreements

_INK = "0.15"


def delays() -> Drawing:
    """Draw the days from signature to entry into force, for the acts of which both days are known."""
    rows = list(reversed(agreements.acts_by_delay()))
    days = [act.delay_days or 0 for act in rows]
    fig, ax = new_figure(8.0, 2.9)
    ax.barh(range(len(rows)), days, color=COLOURS["blue"], height=0.6)
    for row, number in enumerate(days):
        ax.text(number + 12, row, _("{n:,} days").format(n=number), va="center", color=_INK)
    ax.set_yticks(range(len(rows)), [f"{act.title}, {act.day.year}" for act in rows])
    ax.set(xlim=(0, 1500), xlabel=_("days from signature to force"))
    set_commas(ax.xaxis)
    ax.grid(visible=False, axis="y")
    total = len(agreements.acts())
    return Drawing(
        fig,
        _("Known for {n} of {total} acts only. Source: the list of acts, each with its fact.").format(
            n=len(rows), total=total
        ),
        "; ".join(f"{act.title}: {act.delay_days:,} days" for act in reversed(rows)) + ".",
    )


def document_graph() -> Drawing:
    """Draw the acts that are based on an older one: each arrow leads from an act to its ground."""
    children = [act for act in agreements.acts() if act.rests_on]
    parents = sorted({name for act in children for name in act.rests_on}, key=lambda name: agreements.act(name).day)
    fig, ax = new_figure(8.0, 4.4)
    rows = _rows_of_graph(children, parents)
    for act in children:
        for parent in act.rests_on:
            ax.annotate(
                "",
                (0.40, rows[parent]),
                xytext=(0.58, rows[act.id]),
                arrowprops={"arrowstyle": "-|>", "color": "0.4", "linewidth": 1.3},
            )
    for parent in parents:
        ax.text(0.39, rows[parent], _label(agreements.act(parent)), ha="right", **_box("#dcebf5"))
    for act in children:
        ax.text(
            0.59, rows[act.id], _label(act), ha="left", **_box("#f3ead7" if act.weight == "fills in" else "#ffffff")
        )
    ax.set(xlim=(0, 1.02), ylim=(-len(children) + 0.3, 0.9))
    ax.axis("off")
    ax.text(0.39, 0.85, _("the ground"), ha="right", va="top", weight="bold", color=_INK)
    ax.text(0.59, 0.85, _("what rests on it"), ha="left", va="top", weight="bold", color=_INK)
    words = "; ".join(
        f"{act.title} ({act.day.year}) rests on {agreements.act(name).title} ({agreements.act(name).day.year})"
        for act in children
        for name in act.rests_on
    )
    return Drawing(
        fig,
        _(
            "An arrow leads from an act to the older one that it rests on. Blue: the ground; yellow: a memorandum or an arrangement; without colour: another kind of act. Arrows as the sources report them; that of the announcement of 2022 on the ISS is our reading."
        ),
        words + ".",
    )


def _rows_of_graph(children: Sequence[agreements.Act], parents: Sequence[str]) -> dict[str, float]:
    """Lay acts out: children one below the other, each parent centred on its children; act id → height."""
    ordered = sorted(children, key=lambda act: (parents.index(act.rests_on[0]), act.day))
    rows = {act.id: -float(row) for row, act in enumerate(ordered)}
    for parent in parents:
        below = [rows[act.id] for act in children if parent in act.rests_on]
        rows[parent] = sum(below) / len(below)
    return rows


def _label(act: agreements.Act) -> str:
    return f"{act.title} ({act.day.year})"


def _box(colour: str) -> dict[str, Any]:
    return {
        "va": "center",
        "fontsize": 9,
        "color": _INK,
        "bbox": {"facecolor": colour, "edgecolor": "0.5", "linewidth": 0.8, "boxstyle": "round,pad=0.3"},
    }
