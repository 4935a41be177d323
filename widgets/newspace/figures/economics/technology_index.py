"""Rank of Korea in an index of five technology sectors."""

from __future__ import annotations

from newspace.content import facts
from newspace.figures.shared.drawing import Drawing
from newspace.figures.shared.style import COLOURS, new_figures

_PLACES = (
    ("United States", "belfer_us"),
    ("China", "belfer_china"),
    ("Europe", "belfer_europe"),
    ("Japan", "belfer_japan"),
    ("Korea", "belfer_korea"),
)
_SECTORS = (("semiconductors", "chips", 35), ("artificial intelligence", "ai", 25), ("biotechnology", "bio", 20), ("space", "space", 15), ("quantum", "quantum", 5))  # fmt: skip


def index_ranks() -> Drawing:
    """Draw the scores of the Belfer Center's index, and Korea's rank in each of its five sectors with the sector's weight."""
    fig, axes = new_figures(8.0, 3.8, ncols=2, width_ratios=(1, 1.25))
    scores, ranks = axes
    values = [float(facts.get(name).settled()) for _, name in _PLACES]
    colours = [COLOURS["blue"]] * 3 + [COLOURS["orange"], COLOURS["vermillion"]]
    scores.barh([place for place, _ in _PLACES], values, color=colours)
    for place, value in enumerate(values):
        scores.text(value + 1, place, f"{value:.1f}", va="center")
    scores.invert_yaxis()
    scores.set_xlim(0, 100)
    scores.grid(visible=False, axis="y")
    scores.set_xlabel("points of 100")
    scores.set_ylabel("")
    scores.set_title("All five sectors together")
    found = [int(facts.get(f"belfer_korea_{key}_rank").settled()) for _, key, _ in _SECTORS]
    ranks.plot(found, range(len(found)), "o", color=COLOURS["vermillion"], markersize=11)
    for place, rank in enumerate(found):
        ranks.annotate(f"{rank}", (rank, place), xytext=(-10, 0), textcoords="offset points", va="center", ha="right")
    ranks.set_yticks(range(len(found)), [f"{name}\n(weight {weight} %)" for name, _, weight in _SECTORS])
    ranks.set_ylim(len(found) - 0.5, -0.5)
    ranks.set_xlim(25, 0)
    ranks.set_xticks([25, 20, 15, 10, 5, 1])
    ranks.set_xlabel("Korea's rank (1 is best)")
    ranks.set_title("Korea, sector by sector")
    return Drawing(
        fig,
        "Left: the index as a whole. Right: only Korea's ranks in its five sectors; a weight says how much a sector counts. "
        "Source: Belfer Center, Critical and Emerging Technologies Index, June 2025, by way of ChosunBiz.",
        "Scores: " + ", ".join(f"{place} {value:.1f}" for (place, _), value in zip(_PLACES, values, strict=True)) + ". "
        "Korea's ranks: " + ", ".join(f"{name} {rank}" for (name, _, _), rank in zip(_SECTORS, found, strict=True)) + ".",
    )  # fmt: skip
