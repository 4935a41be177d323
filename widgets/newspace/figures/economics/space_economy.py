"""Estimates of the size of the space economy: two totals for one year, and figures that were revised later."""

from __future__ import annotations

from newspace.content import facts
from newspace.figures.shared.drawing import Drawing
from newspace.figures.shared.style import COLOURS, new_figure

_FOUNDATION = {
    2012: "space_economy_2012_usd",
    2014: "space_economy_2014_usd",
    2019: "space_economy_2019_first_usd",
    2020: "space_economy_2020_usd",
    2021: "space_economy_2021_usd",
    2023: "space_economy_2023_usd",
    2024: "space_economy_2024_usd",
}
_REVISED = {
    2011: "space_economy_2011_usd",
    2013: "space_economy_2013_usd",
    2019: "space_economy_2019_usd",
    2022: "space_economy_2022_usd",
}
_SATELLITE = {
    2010: "sia_space_economy_2010_usd",
    2016: "sia_space_economy_2016_usd",
    2024: "sia_space_economy_2024_usd",
}


def two_totals() -> Drawing:
    """Draw the size of the world's space economy as two organisations count it, first published and revised."""
    fig, ax = new_figure(8.0, 4.4)
    series = [
        ("Space Foundation, first print", _FOUNDATION, "o-", COLOURS["blue"], "white"),
        ("Space Foundation, printed later", _REVISED, "D", COLOURS["blue"], COLOURS["sky"]),
        ("Satellite Industry Association", _SATELLITE, "s-", COLOURS["vermillion"], COLOURS["vermillion"]),
    ]
    for label, ids, style, colour, face in series:
        ax.plot(
            list(ids),
            [_billion(name) for name in ids.values()],
            style,
            color=colour,
            markerfacecolor=face,
            markersize=7,
            label=label,
        )
    implied = facts.get("space_economy_2013_usd").values[1].value
    ax.plot(
        [2013], [float(implied or 0) / 1e9], "D", color=COLOURS["blue"], markerfacecolor=COLOURS["sky"], markersize=7
    )
    ax.annotate(
        "2013: 302.5, and\nlater about 291",
        (2013, 291),
        xytext=(2011.2, 205),
        fontsize=9,
        arrowprops={"arrowstyle": "-", "color": "0.4"},
    )
    high, low = _billion("space_economy_2024_usd"), _billion("sia_space_economy_2024_usd")
    for value in (high, low):
        ax.annotate(f"{value:.0f}", (2024, value), xytext=(7, -4), textcoords="offset points", fontsize=11)
    ax.set_xlim(2009, 2026)
    ax.set_ylim(0, 700)
    ax.set_xlabel("year that is counted")
    ax.set_ylabel("space economy (billion US dollars)")
    ax.legend(loc="upper left")
    return Drawing(
        fig,
        "The world's space economy, by two counters. “Printed later” stands for figures that were changed, or that we know from a later report only. "
        "Sources: Space Foundation; Satellite Industry Association; each figure is listed under Sources.",
        f"For 2024 the Space Foundation gives US${high:.0f} billion and the Satellite Industry Association {low:.0f} billion. "
        f"For 2019 the Space Foundation first printed {_billion('space_economy_2019_first_usd')} billion and a year later {_billion('space_economy_2019_usd'):.0f}.",
    )


def _billion(name: str) -> float:
    return float(facts.get(name).settled()) / 1e9
