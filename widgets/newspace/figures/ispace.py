"""The figures of lesson 2, by the names that the lesson calls."""

from __future__ import annotations

from newspace.figures.filtering import gate as gate
from newspace.figures.fitting import fitting_pairs as fitting_pairs
from newspace.figures.fitting import landing_odds as landing_odds
from newspace.figures.missions import mission_times as mission_times
from newspace.figures.missions import polar_map as polar_map
from newspace.figures.prices import limit_shares as limit_shares

__all__ = ["fitting_pairs", "gate", "landing_odds", "limit_shares", "mission_times", "polar_map"]
