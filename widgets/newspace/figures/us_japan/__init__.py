"""Figures of lesson 4, under the names that the lesson uses."""

from __future__ import annotations

from newspace.figures.us_japan.calendars import one_moment as one_moment
from newspace.figures.us_japan.documents import delays as delays
from newspace.figures.us_japan.documents import document_graph as document_graph

__all__ = ["delays", "document_graph", "one_moment"]
