"""Fast redrawing: the static part is drawn once, and each picture only draws the moving artists over a copy of it.

The last state can be kept as a pale ghost, over which the next ones are drawn. A figure with several scales has a raster for each:
`ScaledRaster`.

Normally matplotlib lays the figure out, draws every tick, label and grid line, and compresses the pixels as well as it can.
Here the axes have fixed limits, so the static part is cached; and the pixels are compressed lightly, because the picture
is sent to the same machine and replaced at the next move of a slider.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar, cast

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.text import Text
from numpy.typing import NDArray

from newspace.figures.shared.style import lettered
from newspace.figures.shared.whole_markers import draw_whole, draw_whole_in

_LIGHTLY = 1
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BITS, _RGBA = 8, 6
_PALE, _OPAQUE = 38, 100
"""How strong a ghost is, of 100."""


S = TypeVar("S")
R = TypeVar("R")
R_contra = TypeVar("R_contra", contravariant=True)


class Raster:
    """A figure in which only some artists change.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Created without pyplot; the limits of its axes must be final.
    moving : sequence of Artist
        The artists that may change between two pictures, in drawing order.
    pixels_per_inch : float
        The resolution of the pictures.
    """

    def __init__(self, figure: Figure, moving: Sequence[Artist], *, pixels_per_inch: float = 150.0) -> None:
        figure.set_dpi(pixels_per_inch)
        self._canvas = cast(Any, FigureCanvasAgg(figure))  # untyped in matplotlib
        self._moving = tuple(moving)
        for artist in self._moving:
            artist.set_animated(True)  # excludes it from a full draw
        draw_whole_in(figure)
        with lettered(figure):
            self._canvas.draw()
        figure.set_layout_engine("none")  # the layout is done; it must not shift when a text grows
        self._background = self._canvas.copy_from_bbox(figure.bbox)
        self._ghost: tuple[NDArray[np.intp], NDArray[np.uint32]] | None = None

    def png(self) -> bytes:
        """Render the current state of the figure as PNG, over the ghost if one is kept."""
        self._canvas.restore_region(self._background)
        if self._ghost is not None:
            places, colours = self._ghost
            self._pixels()[places] = colours
        self._draw(self._moving)
        return png(np.asarray(self._canvas.buffer_rgba()))

    def keep(self) -> None:
        """Keep the current state as a pale ghost, which the next pictures are drawn over; without its letters, which would collide."""
        self._canvas.restore_region(self._background)
        empty = self._pixels().copy()
        self._draw([artist for artist in self._moving if not isinstance(artist, Text | Legend)])
        places = np.flatnonzero(self._pixels() != empty)
        ground, drawn = (pixels[places].view(np.uint8).astype(np.uint16) for pixels in (empty, self._pixels()))
        pale = (ground * (_OPAQUE - _PALE) + drawn * _PALE) // _OPAQUE
        self._ghost = places, pale.astype(np.uint8).view(np.uint32)

    def forget(self) -> None:
        """Draw no ghost any more."""
        self._ghost = None

    @property
    def rescaled(self) -> bool:
        """Whether the ghost was drawn first on another scale: never, there is one."""
        return False

    def prepare(self) -> bool:
        """Return whether there was more to make: never, all is made."""
        return False

    def _draw(self, artists: Sequence[Artist]) -> None:
        renderer = self._canvas.get_renderer()
        draw_whole(artists)
        for artist in artists:
            artist.draw(renderer)

    def _pixels(self) -> NDArray[np.uint32]:
        """Return the canvas as one number a pixel; what is written there is drawn."""
        return np.asarray(self._canvas.buffer_rgba()).reshape(-1, 4).view(np.uint32)[:, 0]


class OnOneScale(Protocol[R_contra]):
    """A figure whose axes have fixed limits."""

    @property
    def raster(self) -> Raster:
        """What draws it."""

    def show(self, run: R_contra, /) -> None:
        """Make the moving artists show a run."""


class ScaledRaster(Generic[S, R]):
    """A figure that is drawn on one of several scales; its ghost is drawn anew on the scale of the run beside it.

    Parameters
    ----------
    make : function
        Makes the figure for one scale; that takes several times as long as a redraw.
    scales : sequence
        All scales, from the one that is needed first.
    """

    def __init__(self, make: Callable[[S], OnOneScale[R]], scales: Sequence[S]) -> None:
        self._make = make
        self._scales = tuple(scales)
        self._made: dict[S, OnOneScale[R]] = {}
        self._now: tuple[S, R] | None = None
        self._kept: tuple[S, R] | None = None
        self._pale: Raster | None = None

    def on(self, scale: S) -> OnOneScale[R]:
        """Return the figure for a scale, made when it is first needed."""
        if scale not in self._made:
            self._made[scale] = self._make(scale)
        return self._made[scale]

    def prepare(self) -> bool:
        """Make one more figure, so that no redraw has to wait for it; return whether there was one to make."""
        missing = [scale for scale in self._scales if scale not in self._made]
        if missing:
            self.on(missing[0])
        return bool(missing)

    def png(self, scale: S, run: R) -> bytes:
        """Render a run on a scale as PNG, over the ghost if one is kept."""
        shown = self.on(scale)
        if self._kept is not None and self._pale is not shown.raster:
            self._draw_ghost(shown, self._kept[1])
        shown.show(run)
        self._now = scale, run
        return shown.raster.png()

    def keep(self) -> None:
        """Keep the last run as a pale ghost."""
        if self._now is not None:
            self._kept = self._now
            self._draw_ghost(self.on(self._now[0]), self._now[1])

    def forget(self) -> None:
        """Draw no ghost any more."""
        self._kept = None
        if self._pale is not None:
            self._pale.forget()
            self._pale = None

    @property
    def rescaled(self) -> bool:
        """Whether the ghost was drawn first on another scale than that of the last run."""
        return self._kept is not None and self._now is not None and self._kept[0] != self._now[0]

    def _draw_ghost(self, shown: OnOneScale[R], run: R) -> None:
        if self._pale is not None:
            self._pale.forget()
        shown.show(run)
        shown.raster.keep()
        self._pale = shown.raster


def png(pixels: NDArray[np.uint8]) -> bytes:
    """Encode pixels as PNG, optimised for speed and not for size.

    The usual encoder tries five filters on each row of pixels, which takes most of the time of a redraw. A chart has large
    areas of one colour: unfiltered rows give a file of about the same size.

    Parameters
    ----------
    pixels : array of uint8, shape (height, width, 4)
        Red, green, blue and opacity.
    """
    height, width, _channels = pixels.shape
    rows = np.zeros((height, 1 + 4 * width), np.uint8)  # each row begins with its filter type: 0, none
    rows[:, 1:] = pixels.reshape(height, 4 * width)
    head = struct.pack(">II", width, height) + bytes((_BITS, _RGBA, 0, 0, 0))
    body = zlib.compress(rows.data, _LIGHTLY)
    return _SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    """Encode one chunk of a PNG file: length, type, data and checksum (PNG specification, section 5.3)."""
    named = kind + content
    return struct.pack(">I", len(content)) + named + struct.pack(">I", zlib.crc32(named))
