"""Graph of the promises and their grounds: acts on the left, promises in the middle, programmes on the right."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from newspace.core.i18n import _
from newspace.figures.shared.marks import Box, box_of
from newspace.figures.shared.raster import Raster
from newspace.figures.shared.style import COLOURS, STYLE
from newspace.models.us_japan import agreements, commitments

_INK = "0.15"
_WIDE = {"size": (8.0, 5.8), "x": (0.0, 1.0, 2.1, 3.0), "wrap": (17, 18, 27, 12), "font": 10.0, "limits": (-0.48, 3.38)}
_NARROW = {"size": (4.4, 7.2), "x": (0.0, 0.0, 1.0, 1.85), "wrap": (17, 17, 17, 9), "font": 9.5, "limits": (-0.48, 2.2)}


class GroundsPicture:
    """Pictures of the promises and their grounds; ``narrow`` puts all acts into one column, for a narrow page.

    Boxes and labels never change and are part of the background; only the frame and the crosses of lost items are redrawn.
    """

    def __init__(self, *, narrow: bool = False, pixels_per_inch: float = 125.0) -> None:
        self.moving: list[Artist] = []
        plan: dict[str, Any] = _NARROW if narrow else _WIDE
        style: Any = dict(STYLE)  # matplotlib's stubs type each rcParams key separately
        with mpl.rc_context(style):
            self.figure = Figure(figsize=plan["size"], layout="constrained")
            self.axes = self.figure.add_subplot()
        places = _places(narrow)
        top = max(y for _x, y in places.values())
        self.axes.set(xlim=plan["limits"], ylim=(-0.6, top + 1.1))
        self.axes.axis("off")
        heads = {2: _("promises"), 3: _("programmes"), 1: _("acts")} | ({} if narrow else {0: _("older acts")})
        for column, head in heads.items():
            self.axes.text(plan["x"][column], top + 0.75, head, ha="center", weight="bold", color=_INK)
        self.boxes = {name: self._box(name, column, y, plan) for name, (column, y) in places.items()}
        self._edges = {pair: self._add(self.axes.plot([], [], linewidth=1.4)[0]) for pair in _edges()}
        self._frames = {
            name: self._add(self.axes.add_patch(Rectangle((0, 0), 0, 0, facecolor="none", linewidth=2.0)))
            for name in places
        }
        self._crosses = self._add(
            self.axes.plot([], [], "X", markersize=9, color=COLOURS["vermillion"], markeredgecolor="white")[0]
        )
        self.raster = Raster(self.figure, self.moving, pixels_per_inch=pixels_per_inch)
        self._bounds = {name: self._extent(text) for name, text in self.boxes.items()}
        self._join(places)

    def show(self, loss: commitments.Loss) -> Figure:
        """Update the figure to show what is removed and what is lost with it."""
        down = [name for name in self.boxes if name in {*loss.fallen_acts, *loss.lost, loss.removed}]
        for name, frame in self._frames.items():
            frame.set_visible(name in down)
            x0, y0, x1, y1 = self._bounds[name]
            frame.set_bounds(x0, y0, x1 - x0, y1 - y0)
            frame.set(edgecolor=COLOURS["vermillion"], linestyle="-" if name == loss.removed else "--")
            frame.set_facecolor((*to_rgb(COLOURS["vermillion"]), 0.22 if name == loss.removed else 0.0))
        corners = [self._corner(name) for name in down]
        self._crosses.set_data([x for x, _y in corners], [y for _x, y in corners])
        for (ground, above), line in self._edges.items():
            gone = ground in down and above in down
            line.set(color=COLOURS["vermillion"] if gone else "0.65", linestyle="--" if gone else "-")
        return self.figure

    def png(self, loss: commitments.Loss) -> bytes:
        """Render the picture as PNG."""
        self.show(loss)
        return self.raster.png()

    def places(self) -> dict[str, Box]:
        """Say where the box of each act, promise and programme stands, by its id: column by column, from the top down."""
        order = sorted(
            self._bounds,
            key=lambda name: (round(self._bounds[name][0] + self._bounds[name][2]), -self._bounds[name][3]),
        )
        return {name: box_of(self.axes, *self._bounds[name]) for name in order}

    def _corner(self, name: str) -> tuple[float, float]:
        """Return the point just outside the upper left corner of a box, where a cross hides no letter."""
        return self._bounds[name][0] - 0.035, self._bounds[name][3] + 0.06

    def _join(self, places: dict[str, tuple[int, float]]) -> None:
        """Draw each line from side to side of two boxes; from bottom to top where both are in one column."""
        for pair, line in self._edges.items():
            if places[pair[0]][0] == places[pair[1]][0]:
                lower, upper = sorted(pair, key=lambda name: places[name][1])
                middle = (self._bounds[lower][0] + self._bounds[lower][2]) / 2
                line.set_data([middle, middle], [self._bounds[lower][3], self._bounds[upper][1]])
                continue
            left, right = sorted(pair, key=lambda name: places[name][0])
            line.set_data([self._bounds[left][2], self._bounds[right][0]], [places[left][1], places[right][1]])

    def _extent(self, text: Any) -> tuple[float, float, float, float]:
        """Measure the bounding box of a text: left, bottom, right and top in data coordinates."""
        box = text.get_bbox_patch().get_window_extent().transformed(self.axes.transData.inverted())
        return box.x0, box.y0, box.x1, box.y1

    def _box(self, name: str, column: int, y: float, plan: dict[str, Any]) -> Any:
        text = self.axes.text(
            plan["x"][column],
            y,
            textwrap.fill(_title(name), plan["wrap"][column]),
            ha="center",
            va="center",
            fontsize=plan["font"],
            color=_INK,
        )
        text.set_bbox(
            {"boxstyle": "round,pad=0.25", "facecolor": "#e6f1f8", "edgecolor": COLOURS["blue"], "linewidth": 1.0}
        )
        return text

    def _add(self, artist: Any) -> Any:
        self.moving.append(artist)
        return artist


def grounds_words(loss: commitments.Loss) -> str:
    """Describe the picture: every promise, and whether it keeps its ground."""
    titles = {one.id: f"{one.title} ({one.giver})" for one in commitments.commitments()}
    lost = ", ".join(titles[name] for name in loss.lost) or _("none")
    kept = ", ".join(titles[name] for name in loss.kept) or _("none")
    return _("Acts, promises and programmes, joined by lines. Crossed out: {lost}. Standing: {kept}.").format(
        lost=lost, kept=kept
    )


def _title(name: str) -> str:
    promises = {one.id: f"{one.giver}: {one.title}" for one in commitments.commitments()}
    return promises.get(name) or commitments.grounds()[name]


def _edges() -> list[tuple[str, str]]:
    """List the pairs of a ground and what depends on it."""
    promises = commitments.commitments()
    return [(ground, one.id) for one in promises for ground in (*one.acts, *one.programmes)] + [
        (parent, act)
        for act in dict.fromkeys(name for one in promises for name in one.acts)
        for parent in agreements.act(act).rests_on
    ]


def _places(narrow: bool) -> dict[str, tuple[int, float]]:
    """Lay out the boxes (column and height): promises one below the other, each ground centred on what depends on it."""
    promises = commitments.commitments()
    places: dict[str, tuple[int, float]] = {}
    for row, one in enumerate(promises):
        places[one.id] = (2, float(len(promises) - 1 - row))
    for column, names in ((1, {act for one in promises for act in one.acts}), (3, set(commitments.programmes()))):
        for name in names:
            heights = [places[one.id][1] for one in promises if name in (*one.acts, *one.programmes)]
            places[name] = (column, sum(heights) / len(heights))
    for parent, children in _parents_of(places).items():
        places[parent] = (0, sum(places[child][1] for child in children) / len(children))
    return _with_one_column_of_acts(places, len(promises)) if narrow else places


def _parents_of(names: Iterable[str]) -> dict[str, list[str]]:
    """Map each act on which acts among the names rest to these acts."""
    found: dict[str, list[str]] = {}
    for name in names:
        for parent in agreements.act(name).rests_on if name in _act_ids() else ():
            found.setdefault(parent, []).append(name)
    return found


def _with_one_column_of_acts(places: Mapping[str, tuple[int, float]], rows: int) -> dict[str, tuple[int, float]]:
    """Put all acts into one column, evenly spread over so many rows, in the order of their heights."""
    left = sorted((name for name, (column, _y) in places.items() if column < 2), key=lambda name: -places[name][1])
    step = (rows - 1) / (len(left) - 1)
    return {**places, **{name: (1, (len(left) - 1 - row) * step) for row, name in enumerate(left)}}


def _act_ids() -> frozenset[str]:
    return frozenset(act.id for act in agreements.acts())
