"""Make the artists of axes from their descriptions: lines, patches, collections, images, texts, and the containers that hold them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from newspace_grading.engine.protocol.codec.figures import properties
from newspace_grading.engine.protocol.codec.figures.properties import Description, finite, numbers, settable, words

_MAX_POINTS = 2_000_000
_WAYS = ("data", "axes fraction", "figure fraction", "offset points", "offset pixels", "points", "pixels")


def draw_artist(ax: Any, data: Description) -> Any:
    """Add an artist to axes.

    Raises
    ------
    ValueError, TypeError, KeyError
        If the description is broken.
    """
    kind = data["t"]
    if kind in _PATCHES:
        patch = _PATCHES[kind](data)
        patch.set(**{"label": None, **_in_order(settable(data["p"], properties.PATCH))})
        patch.set_transform(_transform(ax, data))
        ax.add_patch(patch)
        return patch
    return _OTHERS[kind](ax, data)


def _in_order(found: Description) -> Description:
    """Order properties with alpha first: set later, it would change the colours."""
    return {**({"alpha": found["alpha"]} if "alpha" in found else {}), **found}


def _transform(ax: Any, data: Description) -> Any:
    across, up = data["in"]
    table = {(True, True): ax.transData, (False, False): ax.transAxes}
    mixed = {(False, True): ax.get_yaxis_transform, (True, False): ax.get_xaxis_transform}
    place = (across is True, up is True)
    return table[place] if place in table else mixed[place]()


def _line(ax: Any, data: Description) -> Any:
    from matplotlib.lines import Line2D

    line = Line2D(_points(data["x"]), _points(data["y"]))
    line.set(**settable(data["p"], properties.LINE))
    line.set_transform(_transform(ax, data))
    ax.add_line(line)
    return line


def _points(values: Any) -> Any:
    import datetime as dt

    import numpy as np

    if isinstance(values, list):
        numbers(values)
        return values
    if not isinstance(values, np.ndarray) or values.size > _MAX_POINTS or values.dtype.kind not in "biufMUO":
        raise ValueError("points")
    if values.dtype.kind == "O" and not all(type(one) in (str, dt.date, dt.datetime) for one in values):
        raise ValueError("points")
    return values


def _floats(values: Any, *dimensions: int) -> Any:
    import numpy as np

    if not isinstance(values, np.ndarray) or values.dtype.kind not in "biuf" or values.ndim not in dimensions:
        raise ValueError("array")
    return values


def _rectangle(data: Description) -> Any:
    from matplotlib.patches import Rectangle

    left, base, wide, high, angle = data["v"]
    return Rectangle((_number(left), _number(base)), _number(wide), _number(high), angle=finite(angle))


def _number(value: Any) -> Any:
    """Check a number that may be missing; a whole one stays whole."""
    return value if type(value) is int else float(value)


def _circle(data: Description) -> Any:
    from matplotlib.patches import Circle

    across, up, radius = numbers(data["v"], 3)
    return Circle((across, up), radius)


def _ellipse(data: Description) -> Any:
    from matplotlib.patches import Ellipse

    across, up, wide, high, angle = numbers(data["v"], 5)
    return Ellipse((across, up), wide, high, angle=angle)


def _wedge(data: Description) -> Any:
    from matplotlib.patches import Wedge

    across, up, radius, start, end = numbers(data["v"], 5)
    return Wedge((across, up), radius, start, end, width=None if data["width"] is None else finite(data["width"]))


def _polygon(data: Description) -> Any:
    from matplotlib.patches import Polygon

    return Polygon(_floats(data["v"], 2), closed=data["closed"] is True)


def _steps(data: Description) -> Any:
    from matplotlib.patches import StepPatch

    values, edges, base = data["v"]
    base, way = _floats(base, 0, 1), _orientation(data)
    return StepPatch(_floats(values, 1), _floats(edges, 1), baseline=base, orientation=way)


def _orientation(data: Description) -> Literal["vertical", "horizontal"]:
    return "horizontal" if data["orientation"] == "horizontal" else "vertical"


def _path_patch(data: Description) -> Any:
    from matplotlib.patches import PathPatch

    return PathPatch(_path(data["v"]))


def _path(raw: Any) -> Any:
    from matplotlib.path import Path

    vertices, codes = raw
    if codes is not None and not all(type(one) is int and 0 <= one < 128 for one in codes):
        raise ValueError("path")
    return Path(_floats(vertices, 2), codes)


def _text(ax: Any, data: Description) -> Any:
    shown = settable(data["p"], properties.TEXT)
    across, up = numbers(data["v"], 2)
    if data["t"] == "text":
        return ax.text(across, up, shown.pop("text"), transform=_transform(ax, data), **shown)
    ways = [one if one in _WAYS else "data" for one in data["ways"]]
    arrow: dict[str, Any] | None = {} if data["arrow"] is True else None
    point = numbers(data["point"], 2)
    return ax.annotate(
        shown.pop("text"), point, (across, up), xycoords=ways[0], textcoords=ways[1], arrowprops=arrow, **shown
    )


def _image(ax: Any, data: Description) -> Any:
    from matplotlib.image import AxesImage

    left, right, bottom, top = numbers(data["extent"], 4)
    origin: Literal["lower", "upper"] = "lower" if data["origin"] == "lower" else "upper"
    image = AxesImage(ax, origin=origin, extent=(left, right, bottom, top))
    image.set_data(_floats(data["array"], 2, 3))
    image.set(**settable(data["p"], properties.IMAGE))
    _map_colours(image, data)
    ax.add_image(image)
    return image


def _map_colours(artist: Any, data: Description) -> None:
    """Set the mapping of numbers to colours."""
    import matplotlib as mpl
    from matplotlib.colors import LogNorm

    name = words(data["map"])
    artist.set_cmap(name if name in mpl.colormaps else "viridis")
    if data["norm"] == "log":
        artist.set_norm(LogNorm())
    low, high = data["range"]
    artist.set_clim(None if low is None else finite(low), None if high is None else finite(high))


def _collection(ax: Any, data: Description) -> Any:
    from matplotlib import collections
    from matplotlib.transforms import IdentityTransform

    kind = data["t"]
    if kind == "mesh":
        made: Any = collections.QuadMesh(_floats(data["v"], 3), shading="gouraud" if data["smooth"] is True else "flat")
    elif kind == "lines":
        made = collections.LineCollection([_floats(one[0], 2) for one in properties.checked_parts(data["paths"])])
    elif kind == "polygons":
        made = collections.PolyCollection([])
        paths = [_path(one) for one in properties.checked_parts(data["paths"])]
        made.set_verts_and_codes([one.vertices for one in paths], [one.codes for one in paths])
    else:
        paths = [_path(one) for one in properties.checked_parts(data["paths"])]
        made = collections.PathCollection(paths, sizes=_floats(data["sizes"], 1))
    is_placed = data["in"] == [False, False] and kind in ("points", "polygons")  # one mark, at each of the places
    if kind in ("points", "polygons"):
        made.set_offsets(_floats(data["v"], 2))
    if is_placed:
        made.set_offset_transform(ax.transData)
        made.set_transform(IdentityTransform())
    else:
        made.set_transform(_transform(ax, data))
    return _finished(ax, made, data)


def _finished(ax: Any, made: Any, data: Description) -> Any:
    """Add a collection to axes, with its colours."""
    _map_colours(made, data)
    if data["array"] is not None:
        made.set_array(_floats(data["array"], 1, 2, 3))
    made.set(**_in_order(settable(data["p"], properties.COLLECTION)))
    colours = {name: one for name, one in data["colours"].items() if hasattr(one, "size") and one.size}
    made.set(**settable({**dict.fromkeys(properties.COLOURS), **colours}, properties.COLOURS))
    ax.add_collection(made)
    return made


def _contour(ax: Any, data: Description) -> Any:
    from matplotlib.contour import ContourSet

    paths = [_path(one) for one in properties.checked_parts(data["paths"])]
    made = ContourSet(
        ax,
        _floats(data["v"], 1),
        [[one.vertices] for one in paths],
        [[one.codes] for one in paths],
        filled=data["filled"] is True,
    )
    made.set(**_in_order(settable(data["p"], properties.COLLECTION)))
    return made


_PATCHES: Mapping[str, Callable[[Description], Any]] = {
    "rectangle": _rectangle,
    "circle": _circle,
    "ellipse": _ellipse,
    "wedge": _wedge,
    "polygon": _polygon,
    "steps": _steps,
    "path": _path_patch,
}
_OTHERS: Mapping[str, Callable[[Any, Description], Any]] = {
    "line": _line,
    "text": _text,
    "note": _text,
    "image": _image,
    "contour": _contour,
    **dict.fromkeys(("points", "polygons", "lines", "mesh"), _collection),
}


def draw_container(data: Description, artists: list[Any]) -> Any:
    """Make a container of artists that were drawn already."""
    from matplotlib import container

    def found(place: Any) -> Any:
        if type(place) is not int or not 0 <= place < len(artists):
            raise ValueError("place")
        return artists[place]

    label = words(data["label"])
    if data["t"] == "bars":
        heights = None if data["heights"] is None else _floats(data["heights"], 1)
        bars = [found(one) for one in data["v"]]
        return container.BarContainer(bars, None, datavalues=heights, orientation=_orientation(data), label=label)
    lines, *others = [[found(one) for one in group] for group in data["v"]]
    if data["t"] == "stems":
        stems, base = others
        return container.StemContainer((lines[0], stems[0], base[0]), label=label)
    caps, limits = (tuple(group) for group in others)
    has_x, has_y = (one is True for one in data["has"])
    parts: Any = (lines[0] if lines else None, caps, limits)
    return container.ErrorbarContainer(parts, has_xerr=has_x, has_yerr=has_y, label=label)
