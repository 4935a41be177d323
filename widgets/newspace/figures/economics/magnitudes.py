"""Sums of money that a reading compares, on one scale."""

from __future__ import annotations

from newspace.content import facts
from newspace.figures.shared.drawing import Drawing
from newspace.figures.shared.style import COLOURS, new_figure

_AS_PRINTED_KRW = 944e6
_AS_PRINTED_JPY = 10e9


def funds_in_won(krw_per_jpy: float = 9.44) -> Drawing:
    """Draw the sums of paragraph 8 of the reading ``gap`` and the real fund, in won a year where they are yearly.

    Parameters
    ----------
    krw_per_jpy : float
        Won for one yen; above 0. The default is derived from the reading's own figures.

    Raises
    ------
    ValueError
        If the rate is not above 0.
    """
    if krw_per_jpy <= 0:
        raise ValueError(f"krw_per_jpy must be above 0; got {krw_per_jpy}")
    whole = float(facts.get("space_strategy_fund_jpy").settled()) * krw_per_jpy
    years = float(facts.get("space_strategy_fund_years").settled())
    rows = [
        ("as printed: “approximately 944 million won”", _AS_PRINTED_KRW, "vermillion"),
        ("Korea's fund: “about 10 billion won annually”", 10e9, "orange"),
        ("“10 billion yen”, converted", _AS_PRINTED_JPY * krw_per_jpy, "blue"),
        (f"the fund of 1 trillion yen, a year of {years:.0f}", whole / years, "green"),
        ("the fund of 1 trillion yen, whole", whole, "green"),
    ]
    fig, ax = new_figure(8.0, 3.4)
    for place, (_, value, colour) in enumerate(rows):
        # Dots, not bars: on a logarithmic axis the length of a bar has no meaning.
        ax.plot([value], [place], "o", color=COLOURS[colour], markersize=11)
        ax.text(value * 1.4, place, _won(value), va="center")
    ax.set_yticks(range(len(rows)), [name for name, _, _ in rows])
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xscale("log")
    ticks = [1e8, 1e9, 1e10, 1e11, 1e12, 1e13]
    ax.set_xticks(ticks, ["100 m", "1 bn", "10 bn", "100 bn", "1,000 bn", "10,000 bn"])
    ax.minorticks_off()
    ax.set_xlim(1e8, 4e14)
    ax.set_xlabel("won (each line: 10 × the one to its left)")
    return Drawing(
        fig,
        f"Five sums in won, at {krw_per_jpy:g} won for a yen (worked back from the reading's digits, so open). "
        "Sources: the reading gap, paragraph 8; Asahi and EY on the Space Strategy Fund.",
        "; ".join(f"{name}: {_won(value)}" for name, value, _ in rows) + ".",
    )


def _won(value: float) -> str:
    return f"{value / 1e9:,.4g} bn won" if value < 1e12 else f"{value / 1e9:,.0f} bn won"
