"""The figures of lesson 4, by the names that the lesson calls."""

from __future__ import annotations

from newspace.figures.calendars import one_moment as one_moment
from newspace.figures.documents import delays as delays
from newspace.figures.documents import document_graph as document_graph

__all__ = ["delays", "document_graph", "one_moment"]
