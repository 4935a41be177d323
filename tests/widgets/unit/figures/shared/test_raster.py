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

from newspace.figures.shared.raster import Raster, png


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
