"""Fast redrawing: what never changes is drawn once, and each picture only draws the moving artists over a copy of it.

A usual picture lays the figure out, draws every tick, label and grid line, and packs the pixels as tightly as it can. Here the
axes have fixed limits, so all of that is done once and kept; and the pixels are packed lightly, because the picture goes
over a short wire and is gone at the next move of a slider.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from typing import Any, cast

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray

from newspace.figures.shared.style import lettered

_LIGHTLY = 1
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BITS, _RGBA = 8, 6


class Raster:
    """A figure of which only some artists change.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Made without pyplot; the limits of its axes must not change any more.
    moving : sequence of Artist
        The artists that may change between two pictures, in the order in which they are drawn.
    pixels_per_inch : float
        The resolution of the pictures.
    """

    def __init__(self, figure: Figure, moving: Sequence[Artist], *, pixels_per_inch: float = 150.0) -> None:
        figure.set_dpi(pixels_per_inch)
        self._canvas = cast(Any, FigureCanvasAgg(figure))  # untyped in matplotlib
        self._moving = tuple(moving)
        for artist in self._moving:
            artist.set_animated(True)  # left out of a full drawing
        with lettered(figure):
            self._canvas.draw()
        figure.set_layout_engine("none")  # the layout is found; it must not shift when a text grows
        self._background = self._canvas.copy_from_bbox(figure.bbox)

    def png(self) -> bytes:
        """The figure as it is now, as PNG."""
        self._canvas.restore_region(self._background)
        renderer = self._canvas.get_renderer()
        for artist in self._moving:
            artist.draw(renderer)
        return png(np.asarray(self._canvas.buffer_rgba()))


def png(pixels: NDArray[np.uint8]) -> bytes:
    """Pixels as PNG, packed for speed and not for size.

    The usual writer tries five filters on each row of pixels, which takes most of the time of a move. A chart is mostly flat: its
    rows go as they are, and the file comes out about as large.

    Parameters
    ----------
    pixels : array of uint8, shape (height, width, 4)
        Red, green, blue and opacity.
    """
    height, width, _channels = pixels.shape
    rows = np.zeros((height, 1 + 4 * width), np.uint8)  # each row begins with its filter: 0, none
    rows[:, 1:] = pixels.reshape(height, 4 * width)
    head = struct.pack(">IIBBBBB", width, height, _BITS, _RGBA, 0, 0, 0)
    body = zlib.compress(rows.data, _LIGHTLY)
    return _SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    """One part of a PNG file: length, kind, content and checksum (PNG specification, section 5.3)."""
    named = kind + content
    return struct.pack(">I", len(content)) + named + struct.pack(">I", zlib.crc32(named))
