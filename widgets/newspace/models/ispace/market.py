"""Daily price limits of the Tokyo Stock Exchange.

The exchange sets the largest daily move in yen, in bands of the day before's price, and not as a share of it.
Source: Japan Exchange Group, "Daily Price Limits" (table in ``data/price_limits.csv``).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache

from newspace.core.paths import data


@dataclass(frozen=True)
class PriceBand:
    """One row of the table: base prices from ``low_jpy`` up to, not including, ``high_jpy`` may move by ``limit_jpy``."""

    low_jpy: float
    high_jpy: float
    limit_jpy: float


@lru_cache(maxsize=1)
def price_bands() -> tuple[PriceBand, ...]:
    """Load the bands in rising order, for base prices below 100,000 yen."""
    with data("price_limits.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    bands = []
    low = 0.0
    for row in rows:
        high = float(row["base_price_below_jpy"])
        bands.append(PriceBand(low, high, float(row["limit_jpy"])))
        low = high
    return tuple(bands)


def daily_limit_jpy(base_price_jpy: float) -> float:
    """Return the largest move, up or down, of a share price in one day.

    Parameters
    ----------
    base_price_jpy : float
        The price of the day before, in yen; above 0 and below 100,000.

    Returns
    -------
    float
        The limit in yen.

    Raises
    ------
    ValueError
        If the base price lies outside the table.
    """
    for band in price_bands():
        if 0 < base_price_jpy < band.high_jpy:
            return band.limit_jpy
    raise ValueError(f"base_price_jpy must lie above 0 and below 100,000 yen; got {base_price_jpy}")


def base_prices_for_fall(fall: float, tolerance: float = 0.005) -> tuple[PriceBand, ...]:
    """Find the base prices at which a fall to the limit is a given share of the price.

    In a band with the limit *L*, a price *P* falls by the share *f* = *L* / *P*, so *P* = *L* / *f*.

    Parameters
    ----------
    fall : float
        The fall as a share of the base price; between 0 and 1 (0.29 for 29 %).
    tolerance : float
        How far the share may lie from ``fall``, on either side; 0.005 takes in what rounds to 29 %.

    Returns
    -------
    tuple of PriceBand
        For each band that can give such a fall, the range of base prices in it that does; may be empty.

    Raises
    ------
    ValueError
        If ``fall`` does not lie between 0 and 1, or ``tolerance`` is not smaller than it.
    """
    if not 0 < fall < 1:
        raise ValueError(f"fall is a share between 0 and 1; got {fall}")
    if not 0 <= tolerance < fall:
        raise ValueError(f"tolerance must be at least 0 and smaller than fall; got {tolerance}")
    found = []
    for band in price_bands():
        low = max(band.low_jpy, band.limit_jpy / (fall + tolerance))
        high = min(band.high_jpy, band.limit_jpy / (fall - tolerance))
        if low < high:
            found.append(PriceBand(low, high, band.limit_jpy))
    return tuple(found)
