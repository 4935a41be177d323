"""Matplotlib drawings of what a model returns, and what a drawing shows as plain data; no widgets."""

from __future__ import annotations

from newspace.figures.description import describe as describe
from newspace.figures.drawing import Drawing as Drawing

__all__ = ["Drawing", "describe"]
