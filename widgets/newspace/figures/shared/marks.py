"""Marks of a picture that answer: where each stands, what it is, and its sources, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from matplotlib.axes import Axes

from newspace.content import facts

Box = tuple[float, float, float, float]
_POINTS_AN_INCH = 72


@dataclass(frozen=True)
class Mark:
    """A mark of a picture, or a box of a graph.

    Parameters
    ----------
    name : str
        Its id; the page keeps the place by it when the picture is drawn anew.
    box : tuple of float
        Left, top, right and bottom edge, as shares of the picture's width and height, counted from its upper left corner.
    label : str
        Its title.
    text : str
        What it is, in a sentence or two.
    sources : tuple of tuple of str
        Name and web address of each source; the address may be empty.
    action : str
        What its button does; without one there is no button.
    values : mapping of str to float or str
        What the button sets the controls to.
    """

    name: str
    box: Box
    label: str
    text: str
    sources: tuple[tuple[str, str], ...] = ()
    action: str = ""
    values: Mapping[str, float | str] = field(default_factory=dict)

    def page(self) -> dict[str, Any]:
        """Return what the page needs, ready for JSON."""
        return {
            "name": self.name,
            "box": [round(edge, 5) for edge in self.box],
            "label": self.label,
            "text": self.text,
            "sources": [{"name": name, "url": url} for name, url in self.sources],
            "action": self.action,
            "values": dict(self.values),
        }


def box_of(ax: Axes, left: float, low: float, right: float, high: float) -> Box:
    """Say where a rectangle, given in the units of the axes, stands in its picture; the figure must have been laid out."""
    (x0, y0), (x1, y1) = ax.transData.transform(((left, low), (right, high)))
    width, height = _size(ax)
    return (float(x0 / width), float(1 - y1 / height), float(x1 / width), float(1 - y0 / height))


def point_box(ax: Axes, x: float, y: float, *, points: float = 9.0) -> Box:
    """Say where a marker with so many points to each side of its middle stands in its picture."""
    left, top, right, bottom = box_of(ax, x, y, x, y)
    width, height = _size(ax)
    dots = points * ax.figure.dpi / _POINTS_AN_INCH
    return left - dots / width, top - dots / height, right + dots / width, bottom + dots / height


def source_links(*ids: str) -> tuple[tuple[str, str], ...]:
    """List the sources of facts, once each: publisher with the grade of the source, and web address."""
    found = {source.id: source for one in ids if one for source in facts.sources_of(facts.get(one))}
    return tuple((f"{source.publisher} ({source.grade})", source.url) for source in found.values())


def _size(ax: Axes) -> tuple[float, float]:
    return float(ax.figure.bbox.width), float(ax.figure.bbox.height)
