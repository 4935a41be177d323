"""Markers at the edge of a picture are drawn whole, and what goes on outside stays cut."""

from __future__ import annotations

import numpy as np
import pytest

from newspace.figures.shared.drawing import Drawing
from newspace.figures.shared.raster import Raster
from newspace.figures.shared.style import new_figure
from newspace.figures.shared.whole_markers import draw_whole


@pytest.fixture
def axes():
    _figure, axes = new_figure(3, 2)
    axes.set_xlim(0, 10)
    axes.set_ylim(1, 0)  # an axis may run downwards
    return axes


@pytest.mark.parametrize(
    ("x", "y", "marker", "cut"),
    [
        ([0, 5, 10], [0, 0.5, 1], "o", False),
        ([0, np.nan, 10], [0, 0.5, 1], "o", False),
        ([0, 5, 11], [0, 0.5, 1], "o", True),
        ([0, 5, 10], [0, 0.5, 1.1], "o", True),
        ([0, 5, 10], [0, 0.5, 1], "", True),
    ],
)
def test_a_line_is_cut_where_its_points_leave_the_frame(axes, x, y, marker, cut):
    (line,) = axes.plot(x, y, marker=marker, scalex=False, scaley=False)
    draw_whole([line])
    assert line.get_clip_on() is cut


def test_points_of_a_scatter_and_lines_across_the_axes(axes):
    dots = axes.scatter([0, 10], [0, 1])
    across = axes.axhline(0.5, marker="o")
    axes.set_xlim(0, 10)
    draw_whole([dots, across])
    assert not dots.get_clip_on()
    assert across.get_clip_on(), "its places are shares of the axes, no values"


def test_drawings_and_moving_pictures_do_so(axes):
    (still,) = axes.plot([0], [0], "o", scalex=False, scaley=False)
    Drawing(axes.figure, "c", "w").png()
    assert not still.get_clip_on()
    (moving,) = axes.plot([5], [0.5], "o", scalex=False, scaley=False)
    raster = Raster(axes.figure, [moving])
    for place, cut in ((10, False), (12, True), (0, False)):
        moving.set_data([place], [0.5])
        raster.png()
        assert moving.get_clip_on() is cut
