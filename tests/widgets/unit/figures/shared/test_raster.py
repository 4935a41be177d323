"""Redrawing by blitting gives the same pixels as a full draw."""

from __future__ import annotations

import io
from unittest.mock import patch

import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from newspace.figures.shared.raster import Raster, ScaledRaster, png


def pixels(picture):
    return np.asarray(Image.open(io.BytesIO(picture)))


def figure_with_line():
    figure = Figure(figsize=(3, 2), layout="constrained")
    ax = figure.subplots()
    ax.set(xlim=(0, 1), ylim=(0, 1), xlabel="time (s)", ylabel="height (m)")
    return figure, ax.plot([0, 1], [0, 1])[0]


@pytest.mark.parametrize("shape", [(1, 1, 4), (7, 5, 4), (64, 33, 4)])
def test_png_keeps_every_pixel(shape):
    image = np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8)
    assert np.array_equal(pixels(png(image)), image)


def test_a_redraw_equals_a_full_draw():
    figure, line = figure_with_line()
    raster = Raster(figure, [line], pixels_per_inch=80)
    raster.png()
    line.set_data([0.1, 0.5, 0.9], [0.9, 0.2, 0.7])  # away from the frame, which a full draw puts on top
    quick = pixels(raster.png())
    line.set_animated(False)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    assert np.array_equal(quick, np.asarray(canvas.buffer_rgba()))


def test_a_redraw_leaves_nothing_of_the_previous_picture():
    figure, line = figure_with_line()
    raster = Raster(figure, [line])
    first = raster.png()
    line.set_data([0, 1], [1, 0])
    assert raster.png() != first
    line.set_data([0, 1], [0, 1])
    assert raster.png() == first


def test_a_redraw_draws_only_the_moving_artists():
    figure, line = figure_with_line()
    raster = Raster(figure, [line])
    with patch.object(Figure, "draw", side_effect=AssertionError("everything was drawn anew")):
        raster.png()


def test_no_figure_is_left_in_pyplot():
    before = plt.get_fignums()
    Raster(*(lambda figure, line: (figure, [line]))(*figure_with_line())).png()
    assert plt.get_fignums() == before


class OneScale:
    """A line over axes that end at a height."""

    def __init__(self, top):
        self.figure, self.line = figure_with_line()
        self.axes = self.figure.axes[0]
        self.axes.set_ylim(0, top)
        self.raster = Raster(self.figure, [self.line])

    def show(self, heights):
        self.line.set_data([0, 1], heights)


def is_drawn_at(image, other, shown, x, y):
    """Tell whether two pictures differ where a point lies in data units."""
    column, row = shown.axes.transData.transform((x, y))
    spot = np.s_[image.shape[0] - 1 - int(row) - 2 : image.shape[0] - int(row) + 2, int(column) - 2 : int(column) + 3]
    return bool((image[spot] != other[spot]).any())


def test_on_another_scale_the_ghost_stands_at_its_own_values():
    scaled = ScaledRaster(OneScale, (1.0, 4.0))
    scaled.png(1.0, [0.8, 0.8])
    scaled.keep()
    ghosted, plain = pixels(scaled.png(4.0, [3.0, 3.0])), pixels(ScaledRaster(OneScale, (4.0,)).png(4.0, [3.0, 3.0]))
    shown = scaled.on(4.0)
    assert scaled.rescaled
    assert is_drawn_at(ghosted, plain, shown, 0.5, 0.8)
    assert not is_drawn_at(ghosted, plain, shown, 0.5, 3.2), "there it stood in the pixels of the other scale"
    back = pixels(scaled.png(1.0, [0.2, 0.2]))
    assert not scaled.rescaled
    assert is_drawn_at(back, pixels(ScaledRaster(OneScale, (1.0,)).png(1.0, [0.2, 0.2])), scaled.on(1.0), 0.5, 0.8)
    scaled.forget()
    assert not is_drawn_at(pixels(scaled.png(4.0, [3.0, 3.0])), plain, shown, 0.5, 0.8)


def test_all_scales_can_be_made_ahead():
    scaled = ScaledRaster(OneScale, (1.0, 4.0))
    assert [scaled.prepare() for _ in range(3)] == [True, True, False]
