"""Describe a matplotlib figure as plain data: its axes, what is drawn in them, titles, scales, ticks and legends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from newspace_grading.engine.protocol.codec.figures import properties
from newspace_grading.engine.protocol.codec.figures.properties import Description, describe_artist, plain_property
from newspace_grading.engine.protocol.codec.scalars import NotSerializableError

_KINDS = ("rectilinear", "polar")
_SIDES = ("left", "center", "right")
_USUAL_LOCATORS = ("AutoLocator", "LogLocator", "SymmetricalLogLocator", "LogitLocator", "AutoDateLocator")
_UNIT_LOCATORS = ("StrCategoryLocator", "ThetaLocator", "RadialLocator")


def describe_figure(figure: Any) -> Description:
    """Describe a figure and all that is in it.

    Raises
    ------
    NotSerializableError
        If it has axes of a kind that cannot be drawn again, as three-dimensional ones.
    """
    axes = figure.axes
    current = figure._axstack.current() if hasattr(figure, "_axstack") else None
    return {
        "size": plain_property(figure.get_size_inches()),
        "dpi": plain_property(figure.dpi),
        "face": plain_property(figure.get_facecolor()),
        "label": str(figure.get_label()),
        "margins": [plain_property(getattr(figure.subplotpars, side)) for side in properties.MARGINS],
        "titles": {
            name: describe_artist(text, properties.TITLE) if text is not None and text.get_text() else None
            for name in ("suptitle", "supxlabel", "supylabel")
            for text in (getattr(figure, f"_{name}", None),)
        },
        "texts": [
            _text(text, figure)
            for text in figure.texts
            if text not in (figure._suptitle, figure._supxlabel, figure._supylabel)
        ],
        "legends": [_legend(one) for one in figure.legends],
        "axes": [_axes(ax) for ax in axes],
        "current": axes.index(current) if current in axes else len(axes) - 1,
    }


def artists_of(ax: Any) -> list[Any]:
    """List what is drawn in axes and can be described, in the order in which it was added."""
    from matplotlib.collections import Collection
    from matplotlib.image import AxesImage
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch
    from matplotlib.text import Text

    return [one for one in ax._children if isinstance(one, Line2D | Patch | Collection | AxesImage | Text)]


def _axes(ax: Any) -> Description:
    if ax.name not in _KINDS:
        raise NotSerializableError(f"{ax.name} axes cannot cross")
    artists = artists_of(ax)
    places = {id(one): place for place, one in enumerate(artists)}
    legend = ax.get_legend()
    return {
        "kind": ax.name,
        "place": _place(ax),
        "titles": {side: describe_artist(_title(ax, side), properties.TITLE) for side in _SIDES},
        "axis": [_axis(axis) for axis in (ax.xaxis, ax.yaxis)],
        "artists": [_artist(one, ax) for one in artists],
        "containers": [_container(one, places) for one in ax.containers],
        "legend": None if legend is None else _legend(legend),
        "face": plain_property(ax.get_facecolor()),
        "aspect": plain_property(ax.get_aspect()),
        "on": bool(ax.axison),
        "spines": {name: bool(spine.get_visible()) for name, spine in ax.spines.items()},
        "label": str(ax.get_label()),
        "automatic": [bool(ax.get_autoscalex_on()), bool(ax.get_autoscaley_on())],
    }


def _title(ax: Any, side: str) -> Any:
    return {"left": ax._left_title, "center": ax.title, "right": ax._right_title}[side]


def _place(ax: Any) -> list[Any]:
    """Describe the place of axes: rows and columns of the grid, and the part; or left, bottom, width and height."""
    from matplotlib.gridspec import GridSpec

    spec = ax.get_subplotspec()
    if spec is None or type(spec.get_gridspec()) is not GridSpec:
        return [plain_property(one) for one in ax.get_position().bounds]
    grid = spec.get_gridspec()
    return [
        *(int(grid.nrows), int(grid.ncols)),
        *(int(spec.rowspan.start), int(spec.rowspan.stop), int(spec.colspan.start), int(spec.colspan.stop)),
    ]


def _axis(axis: Any) -> Description:
    from matplotlib.ticker import FixedFormatter, FuncFormatter

    locator, formatter = type(axis.get_major_locator()).__name__, axis.get_major_formatter()
    named = isinstance(formatter, FixedFormatter | FuncFormatter)
    ticks = None
    if locator not in _UNIT_LOCATORS and (locator not in _USUAL_LOCATORS or named):
        ticks = plain_property(axis.get_majorticklocs())
    first = next(iter(vars(axis).get("majorTicks", ())), None)
    return {
        "scale": str(axis.get_scale()),
        "limits": plain_property(axis.get_view_interval()),
        "units": _units(axis),
        "label": describe_artist(axis.label, properties.TITLE),
        "ticks": ticks,
        "names": [str(one.get_text()) for one in axis.get_majorticklabels()] if ticks is not None and named else None,
        "rotation": 0.0 if first is None else plain_property(first.label1.get_rotation()),
        "size": None if first is None else _size_of_names(axis, first),
        "grid": bool(axis._major_tick_kw.get("gridOn", False)),
        "gridline": {name: plain_property(axis._major_tick_kw.get(f"grid_{name}")) for name in properties.GRID},
    }


def _size_of_names(axis: Any, tick: Any) -> float | None:
    """Return the size of the names of ticks in points; None for the usual one."""
    from matplotlib import rcParams
    from matplotlib.font_manager import FontProperties

    settings: Any = rcParams
    size = float(tick.label1.get_fontsize())
    usual = FontProperties(size=settings.get(f"{axis.axis_name}tick.labelsize", "medium")).get_size_in_points()
    return None if size == usual else size


def _units(axis: Any) -> list[Any] | None:
    """Return the units of an axis, if they are names or dates."""
    converter = axis.get_converter() if hasattr(axis, "get_converter") else axis.converter
    name = type(converter).__name__
    if name == "StrCategoryConverter" and getattr(axis.units, "_mapping", None) is not None:
        return ["names", [str(one) for one in axis.units._mapping]]
    return ["dates"] if "Date" in name or "Period" in name else None


def _artist(artist: Any, ax: Any) -> Description:
    from matplotlib.collections import Collection
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch
    from matplotlib.text import Text

    if isinstance(artist, Line2D):
        return {
            "t": "line",
            "p": describe_artist(artist, properties.LINE),
            "x": _data(artist.get_xdata(orig=True), artist.get_xdata, orig=False),
            "y": _data(artist.get_ydata(orig=True), artist.get_ydata, orig=False),
            "in": _within(artist.get_transform(), ax),
        }
    if isinstance(artist, Patch):
        return {**_patch(artist), "in": _within(artist.get_data_transform(), ax)}
    if isinstance(artist, Collection):
        return {**_collection(artist), "in": _within(artist.get_transform(), ax)}
    if isinstance(artist, Text):
        return _text(artist, ax)
    return {
        "t": "image",
        "p": describe_artist(artist, properties.IMAGE),
        "array": artist.get_array(),
        "extent": plain_property(artist.get_extent()),
        "origin": str(artist.origin),
        **_mapped(artist),
    }


def _data(given: Any, converted: Any, *, orig: bool) -> Any:
    """Return the data of a line as they were given, or as numbers if they are no plain data."""
    import numpy as np

    if isinstance(given, list | tuple) and all(type(one) in (int, float) for one in given):
        return list(given)
    array = np.ma.asarray(given)
    if array.dtype.kind in "biufMU" and array.ndim == 1:
        return array if np.ma.is_masked(array) else np.ma.getdata(array)
    if array.dtype.kind == "O" and all(type(one) in (str, dt.date, dt.datetime) for one in array.ravel()):
        return np.ma.getdata(array).ravel()
    return np.ma.filled(np.ma.asarray(converted(orig=orig), dtype=float), np.nan).ravel()


def _within(transform: Any, ax: Any) -> list[bool]:
    """Tell for x and y whether an artist is placed by the data; otherwise it is placed by the axes."""
    return [bool(one) for one in transform.contains_branch_seperately(ax.transData)]


def _patch(found: object) -> Description:
    from matplotlib import patches

    patch: Any = found
    common = {"p": describe_artist(patch, properties.PATCH)}
    if isinstance(patch, patches.Rectangle):
        box = (patch.get_x(), patch.get_y(), patch.get_width(), patch.get_height(), patch.get_angle())
        return {"t": "rectangle", "v": plain_property(box), **common}
    if type(patch) is patches.Circle:
        return {"t": "circle", "v": [*plain_property(patch.get_center()), plain_property(patch.get_radius())], **common}
    if type(patch) is patches.Ellipse:
        size = plain_property((patch.get_width(), patch.get_height(), patch.get_angle()))
        return {"t": "ellipse", "v": [*plain_property(patch.get_center()), *size], **common}
    if isinstance(patch, patches.Wedge):
        wedge = (*patch.center, patch.r, patch.theta1, patch.theta2)
        return {"t": "wedge", "v": plain_property(wedge), "width": plain_property(patch.width), **common}
    if isinstance(patch, patches.Polygon):
        return {"t": "polygon", "v": _floats(patch.get_xy()), "closed": bool(patch.get_closed()), **common}
    if isinstance(patch, patches.StepPatch):
        values, edges, base = patch.get_data()
        steps = [_floats(values), _floats(edges), _floats(0.0 if base is None else base)]
        return {"t": "steps", "v": steps, "orientation": str(patch.orientation), **common}
    path = patch.get_patch_transform().transform_path(patch.get_path())
    return {"t": "path", "v": _path(path), **common}


def _floats(values: Any) -> Any:
    import numpy as np

    return np.ma.filled(np.ma.asarray(values, dtype=float), np.nan)


def _path(path: Any) -> list[Any]:
    return [_floats(path.vertices), None if path.codes is None else [int(one) for one in path.codes]]


def _collection(collection: Any) -> Description:
    from matplotlib import collections, contour

    common: Description = {
        "p": describe_artist(collection, properties.COLLECTION),
        "colours": {name: getattr(collection, f"get_{name}")() for name in properties.COLOURS},
        "array": collection.get_array(),
        **_mapped(collection),
    }
    if isinstance(collection, collections.QuadMesh):
        smooth = getattr(collection, "_shading", "flat") == "gouraud"  # matplotlib has no other way to ask
        return {"t": "mesh", "v": _floats(collection.get_coordinates()), "smooth": smooth, **common}
    common["paths"] = [_path(path) for path in collection.get_paths()[: properties.MAX_PARTS]]
    if isinstance(collection, contour.ContourSet):
        return {"t": "contour", "v": _floats(collection.levels), "filled": bool(collection.filled), **common}
    if isinstance(collection, collections.LineCollection):
        return {"t": "lines", **common}
    kind = "polygons" if isinstance(collection, collections.PolyCollection) else "points"
    sizes = collection.get_sizes() if hasattr(collection, "get_sizes") else []
    offsets = collection.get_offsets()
    return {"t": kind, "v": offsets, "sizes": _floats(sizes), **common}


def _mapped(artist: Any) -> Description:
    """Describe the mapping of numbers to colours."""
    return {
        "map": str(artist.get_cmap().name),
        "range": plain_property(artist.get_clim()),
        "norm": "log" if type(artist.norm).__name__ == "LogNorm" else "linear",
    }


def _text(text: Any, owner: Any) -> Description:
    from matplotlib.figure import FigureBase
    from matplotlib.text import Annotation

    found: Description = {
        "t": "text",
        "p": describe_artist(text, properties.TEXT),
        "v": plain_property(text.get_position()),
    }
    is_note = isinstance(text, Annotation)
    if not isinstance(owner, FigureBase):
        found["v"] = [_place_of(axis, one) for axis, one in zip((owner.xaxis, owner.yaxis), found["v"], strict=True)]
        found["in"] = [True, True] if is_note else _within(text.get_transform(), owner)
    if is_note:
        point = [_place_of(axis, one) for axis, one in zip((owner.xaxis, owner.yaxis), text.xy, strict=True)]
        ways = [one if isinstance(one, str) else "data" for one in (text.xycoords, text.anncoords)]
        found |= {"t": "note", "point": point, "ways": ways, "arrow": text.arrow_patch is not None}
    return found


def _place_of(axis: Any, value: Any) -> float:
    """Return a place on an axis as a number: texts may be placed at a date or a name."""
    found = plain_property(value)
    return float(found if isinstance(found, int | float) else axis.convert_units(value))


def _container(container: Any, places: dict[int, int]) -> Description:
    def place(artist: Any) -> int | None:
        return places.get(id(artist))

    kind = type(container).__name__
    label = str(container.get_label())
    if kind == "BarContainer":
        bars = [place(one) for one in container.patches]
        heights = getattr(container, "datavalues", None)
        return {
            "t": "bars",
            "label": label,
            "v": [one for one in bars if one is not None],
            "heights": None if heights is None else _floats(heights),
            "orientation": str(getattr(container, "orientation", None) or "vertical"),
        }
    members: list[Any] = [one if isinstance(one, tuple | list) else [one] for one in tuple(container)]
    return {
        "t": "errors" if kind == "ErrorbarContainer" else "stems",
        "label": label,
        "v": [[place(one) for one in group if place(one) is not None] for group in members],
        "has": [bool(getattr(container, "has_xerr", False)), bool(getattr(container, "has_yerr", False))],
    }


def _legend(legend: Any) -> Description:
    return {
        "names": [str(one.get_text()) for one in legend.get_texts()],
        "title": str(legend.get_title().get_text()),
        "where": int(legend._loc) if isinstance(legend._loc, int) else 0,
        "frame": bool(legend.get_frame_on()),
        "columns": int(legend._ncols),
        "handles": list(_handles(legend)),
    }


def _handles(legend: Any) -> Iterator[Description]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    for handle in legend.legend_handles:
        if isinstance(handle, Line2D):
            yield {"t": "line", "p": describe_artist(handle, properties.LINE)}
        elif isinstance(handle, Patch):
            yield {"t": "patch", "p": describe_artist(handle, properties.PATCH)}
        else:
            yield {"t": "other"}
