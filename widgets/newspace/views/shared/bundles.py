"""Read a widget's module and style sheet for the browser, as ``make js`` bundles them from ``widgets/js/src``."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).resolve().parents[1] / "static"


def bundled_module(widget: str) -> str:
    """Return the widget's ES module."""
    return (_FOLDER / widget / "widget.js").read_text(encoding="utf-8")


def style(widget: str) -> str:
    """Return the widget's style sheet; the theme that all widgets share stands first in it."""
    return (_FOLDER / widget / "widget.css").read_text(encoding="utf-8")
