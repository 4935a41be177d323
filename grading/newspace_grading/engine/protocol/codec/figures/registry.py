"""Keep the figures that both sides have, so that a figure that crosses twice stays one object, with its parts."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable
from typing import Any

from newspace_grading.engine.protocol.codec.figures import description, drawing
from newspace_grading.engine.protocol.codec.scalars import ItemCoder, NotSerializableError

FIGURE_KINDS = ("figure", "axes", "artist")
_MAX_FIGURES = 500


class FigureRegistry:
    """Encode figures, axes and artists, and decode them.

    A figure is described by the side that made it. The other side keeps a copy, which it draws anew when the description has changed.

    Parameters
    ----------
    side : str
        A letter for this side: the names of its own figures begin with it.

    Attributes
    ----------
    named : set of str
        The figures that crossed by name, in either direction, since this was last cleared.
    """

    def __init__(self, side: str) -> None:
        self._side = side
        self._figures: dict[str, Any] = {}
        self._names: dict[int, str] = {}
        self._seen: dict[str, Any] = {}
        self._numbers = itertools.count()
        self.named: set[str] = set()

    def clear(self) -> None:
        """Drop all figures: another test begins."""
        self._figures.clear()
        self._names.clear()
        self._seen.clear()
        self.named.clear()

    def knows(self, figure: object) -> bool:
        """Tell whether a figure has crossed before."""
        return id(figure) in self._names

    def name_of(self, figure: object) -> str | None:
        """Return the name of a figure; None if it has not crossed."""
        return self._names.get(id(figure))

    def figure(self, name: str) -> Any:
        """Return the figure of a name."""
        return self._figures[name]

    def is_own(self, name: str) -> bool:
        """Tell whether a figure was made on this side."""
        return name.startswith(self._side)

    def encode(self, value: object, encode: ItemCoder, drawn: set[str]) -> dict[str, Any] | None:
        """Encode a figure, axes or something drawn in axes; None for anything else.

        Parameters
        ----------
        value : object
            The value.
        encode : callable
            Encodes what it is described by.
        drawn : set of str
            Figures that stand in the same message already; this one is added.
        """
        if "matplotlib.figure" not in sys.modules:
            return None
        from matplotlib.axes import Axes
        from matplotlib.figure import Figure

        if isinstance(value, Figure):
            return {"t": "figure", **self._named(value, encode, drawn)}
        if isinstance(value, Axes):
            return {"t": "axes", **self._axes(value, encode, drawn)}
        ax = _axes_of(value)
        if ax is None:
            return None
        place = _place(value, ax)
        return None if place is None else {"t": "artist", **self._axes(ax, encode, drawn), "n": place}

    def _axes(self, ax: Any, encode: ItemCoder, drawn: set[str]) -> dict[str, Any]:
        figure = ax.get_figure()
        if figure is None or ax not in figure.axes:
            raise NotSerializableError("axes that are in no figure cannot cross")
        return {**self._named(figure, encode, drawn), "i": figure.axes.index(ax)}

    def _named(self, figure: Any, encode: ItemCoder, drawn: set[str]) -> dict[str, Any]:
        """Return the name of a figure, and its description where the other side needs it."""
        name = self._names.get(id(figure))
        if name is None:
            name = f"{self._side}{next(self._numbers)}"
            self._figures[name], self._names[id(figure)] = figure, name
        self.named.add(name)
        if name in drawn or not self.is_own(name):
            return {"k": name}
        drawn.add(name)
        return {"k": name, "v": encode(description.describe_figure(figure))}

    def encode_again(self, name: str, encode: ItemCoder) -> dict[str, Any]:
        """Encode a figure of the other side as it is now."""
        return {"t": "figure", "k": name, "v": encode(description.describe_figure(self._figures[name]))}

    def decode(self, raw: dict[str, Any], decode: ItemCoder) -> Any:
        """Decode a figure, axes or something drawn in axes.

        Raises
        ------
        NotSerializableError
            If it is broken, or of a figure that never crossed.
        """
        try:
            figure = self._received(raw, decode)
            if raw["t"] == "figure":
                return figure
            ax = figure.axes[_index(raw["i"])]
            return ax if raw["t"] == "axes" else _found(ax, raw["n"])
        except NotSerializableError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever matplotlib says of what it is given
            raise NotSerializableError(f"a figure arrived broken ({type(error).__name__})") from None

    def _received(self, raw: dict[str, Any], decode: ItemCoder) -> Any:
        name = raw["k"]
        if not isinstance(name, str) or not 1 < len(name) < 40:
            raise ValueError("name")
        self.named.add(name)
        if "v" not in raw or raw["v"] == self._seen.get(name):
            return self._figures[name]
        known = self._figures.get(name)
        if known is None and (self.is_own(name) or len(self._figures) >= _MAX_FIGURES):
            raise NotSerializableError("a figure arrived that was never handed over")
        figure = drawing.draw_figure(decode(raw["v"]), known)
        self._figures[name], self._names[id(figure)] = figure, name
        self._seen[name] = raw["v"]
        return figure


def readers(registry: FigureRegistry, decode: ItemCoder) -> dict[str, Callable[[dict[str, Any]], object]]:
    """Return the readers of the envelopes of figures, for a decoder."""
    return dict.fromkeys(FIGURE_KINDS, lambda raw: registry.decode(raw, decode))


def _axes_of(value: Any) -> Any:
    """Return the axes that something is drawn in; None if it is in none."""
    from matplotlib.artist import Artist
    from matplotlib.container import Container

    if isinstance(value, Container):
        return next((one.axes for one in value.get_children() if isinstance(one, Artist)), None)
    return value.axes if isinstance(value, Artist) else None


def _place(value: Any, ax: Any) -> list[Any] | None:
    """Return the position of an artist among those of its axes."""
    for kind, members in _members(ax).items():
        for place, one in enumerate(members):
            if one is value:
                return [kind, place]
    return None


def _found(ax: Any, place: Any) -> Any:
    kind, index = place
    return _members(ax)[kind][_index(index)]


def _members(ax: Any) -> dict[str, list[Any]]:
    legend = ax.get_legend()
    return {
        "artists": description.artists_of(ax),
        "containers": ax.containers,
        "words": [ax.title, ax.xaxis.label, ax.yaxis.label],
        "axis": [ax.xaxis, ax.yaxis],
        "legend": [] if legend is None else [legend],
    }


def _index(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("place")
    return value
