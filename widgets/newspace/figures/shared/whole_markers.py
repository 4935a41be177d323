"""Markers at the edge of a picture, drawn whole: matplotlib cuts off what reaches over the frame of the axes."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

_NO_MARKER = ("None", "none", " ", "", None)


def draw_whole(artists: Iterable[Artist]) -> None:
    """Let markers reach over the frame where every point lies within it or on it; what goes on outside stays cut."""
    for artist in artists:
        points = _points(artist)
        if points is not None and isinstance(artist.axes, Axes):
            artist.set_clip_on(not _within(points, artist.axes))
            artist.set_in_layout(False)  # else what is not cut would move the axes to make room for itself


def draw_whole_in(figure: Figure) -> None:
    """Do so for every marker of a figure."""
    for axes in figure.axes:
        draw_whole((*axes.lines, *axes.collections))


def _points(artist: Artist) -> NDArray[np.float64] | None:
    """Return the marked points in the units of the axes; None if the artist has no markers, or places them otherwise."""
    axes = artist.axes
    if axes is None:
        return None
    if (
        isinstance(artist, Line2D)
        and artist.get_marker() not in _NO_MARKER
        and artist.get_transform() == axes.transData
    ):
        return np.column_stack([np.asarray(one, dtype=np.float64) for one in artist.get_data(orig=False)])
    if isinstance(artist, PathCollection) and artist.get_offset_transform() == axes.transData:
        return np.asarray(artist.get_offsets(), dtype=np.float64)
    return None


def _within(points: NDArray[np.float64], axes: Axes) -> bool:
    known = points[np.isfinite(points).all(axis=1)]
    low, high = (np.array([pick(axes.get_xlim()), pick(axes.get_ylim())]) for pick in (min, max))
    return bool(((known >= low) & (known <= high)).all())
