"""Figures of lesson 2, under the names that the lesson uses."""

from __future__ import annotations

from newspace.figures.ispace.fitting import fitting_pairs as fitting_pairs
from newspace.figures.ispace.fitting import landing_odds as landing_odds
from newspace.figures.ispace.missions import mission_times as mission_times
from newspace.figures.ispace.missions import polar_map as polar_map
from newspace.figures.ispace.navigation_filter import gate as gate
from newspace.figures.ispace.prices import limit_shares as limit_shares

__all__ = ["fitting_pairs", "gate", "landing_odds", "limit_shares", "mission_times", "polar_map"]
