"""The exchange's daily price limit in yen, as a share of the price."""

from __future__ import annotations

import numpy as np

from newspace.figures.shared.drawing import Drawing
from newspace.figures.shared.style import COLOURS, new_figure
from newspace.models.ispace import market

_LOWEST_JPY, _HIGHEST_JPY = 100.0, 15_000.0


def limit_shares(fall: float = 0.29) -> Drawing:
    """Draw the largest fall in one day as a share of the previous day's price, and the prices where it is ``fall``.

    Parameters
    ----------
    fall : float
        The share to highlight, between 0 and 1.
    """
    fig, ax = new_figure(8.0, 4.2)
    for band in market.price_bands():
        low, high = max(band.low_jpy, _LOWEST_JPY), min(band.high_jpy, _HIGHEST_JPY)
        if low < high:
            prices = np.linspace(low, high, 60, endpoint=False)
            ax.plot(prices, 100 * band.limit_jpy / prices, color=COLOURS["blue"], linewidth=2)
    ax.axhline(100 * fall, color=COLOURS["orange"], linestyle="--", linewidth=1.5)
    ax.text(_LOWEST_JPY, 100 * fall - 1, f" {100 * fall:.0f} %", ha="left", va="top")
    found = [band for band in market.base_prices_for_fall(fall) if _LOWEST_JPY <= band.low_jpy <= _HIGHEST_JPY]
    for band in found:
        middle = band.limit_jpy / fall
        ax.plot([middle], [100 * fall], "o", color=COLOURS["orange"], markersize=8)
        label = ax.annotate(
            f"JPY {middle:,.0f}", (middle, 100 * fall), xytext=(7, 7), textcoords="offset points", fontsize=10
        )
        label.set_bbox(
            {"facecolor": "white", "edgecolor": "none", "pad": 1, "alpha": 0.85}
        )  # the next curve runs behind it
    ax.set_xscale("log")
    ticks = [100, 200, 500, 1000, 2000, 5000, 10_000]
    ax.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
    ax.minorticks_off()
    ax.set_xlim(_LOWEST_JPY, _HIGHEST_JPY)
    ax.set_ylim(0, 55)
    ax.set_xlabel("price of the day before (JPY, logarithmic)")
    ax.set_ylabel("largest fall in one day (% of that price)")
    found_at = ", ".join(f"JPY {band.limit_jpy / fall:,.0f}" for band in found)
    return Drawing(
        fig,
        "The daily limit of the Tokyo Stock Exchange, written as a share of the price. "
        "The limit is fixed in yen for each band of prices. Source: Japan Exchange Group.",
        f"The share jumps up at the start of each band and falls within it. It is {100 * fall:.0f} % at {len(found)} prices "
        f"between JPY {_LOWEST_JPY:,.0f} and {_HIGHEST_JPY:,.0f}: {found_at}.",
    )
