"""Figures of lesson 1, under the names that the lesson uses."""

from __future__ import annotations

from newspace.figures.economics.launch_prices import kilogram_prices as kilogram_prices
from newspace.figures.economics.launch_prices import shuttle_prices as shuttle_prices
from newspace.figures.economics.magnitudes import funds_in_won as funds_in_won
from newspace.figures.economics.space_economy import two_totals as two_totals
from newspace.figures.economics.technology_index import index_ranks as index_ranks

__all__ = ["funds_in_won", "index_ranks", "kilogram_prices", "shuttle_prices", "two_totals"]
