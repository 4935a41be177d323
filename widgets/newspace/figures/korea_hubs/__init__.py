"""Figures of lesson 3, under the names that the lesson uses."""

from __future__ import annotations

from newspace.figures.korea_hubs.korea_map import hub_map as hub_map
from newspace.figures.korea_hubs.korea_map import reporting as reporting
from newspace.figures.korea_hubs.project_lengths import network as network

__all__ = ["hub_map", "network", "reporting"]
