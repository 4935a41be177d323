"""Timeline of the acts, one row for each kind; selected acts are highlighted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from newspace.core.i18n import _
from newspace.figures.shared.marks import Box, point_box
from newspace.figures.shared.raster import Raster
from newspace.figures.shared.style import COLOURS, STYLE
from newspace.models.us_japan import agreements

FIRST_YEAR, LAST_YEAR = 1960, 2028
_INK = "0.15"
_MARKERS = {"agreement": "s", "notes": "o", "memorandum": "D", "arrangement": "^", "statement": "v", "one-sided": "X"}
_COLOUR = {"binds": COLOURS["blue"], "fills in": COLOURS["green"], "words": COLOURS["orange"]}


def year_of(act: agreements.Act) -> float:
    """Return the position of an act on the axis of years."""
    return act.day.year + (act.day.timetuple().tm_yday - 1) / 365.25


class ActsPicture:
    """Successive pictures of the timeline; ``narrow`` is the layout for a narrow page."""

    def __init__(self, *, narrow: bool = False, pixels_per_inch: float = 150.0) -> None:
        self.moving: list[Artist] = []
        self._half_label = 23 if narrow else 11
        style: Any = dict(STYLE)  # matplotlib's stubs type each rcParams key separately
        with mpl.rc_context(style):
            self.figure = Figure(figsize=(4.4, 4.6) if narrow else (8.0, 3.9), layout="constrained")
            self.axes = self.figure.add_subplot()
        ax = self.axes
        rows = {kind: -row for row, kind in enumerate(agreements.KINDS)}
        self._rows = rows
        ax.set(xlim=(FIRST_YEAR, LAST_YEAR), ylim=(-len(rows) + 0.4, 1.15))
        ax.set_yticks(list(rows.values()), [kind_in_words(kind) for kind in rows])
        ax.grid(visible=False, axis="y")
        ax.axvline(1969, color="0.55", linestyle=":", linewidth=1.3)
        ax.text(1969, 0.62, _(" 1969, the note’s start"), fontsize=10, color=_INK, va="bottom")
        for act in agreements.acts():
            ax.plot(
                [year_of(act)], [rows[act.kind]], _MARKERS[act.kind], color="0.8", markersize=7, markeredgecolor="0.6"
            )
        self._marks = {
            kind: self._add(
                ax.plot(
                    [],
                    [],
                    linestyle="none",
                    marker=_MARKERS[kind],
                    markersize=9,
                    markeredgecolor=_INK,
                    markeredgewidth=0.8,
                    color=_colour(kind),
                )[0]
            )
            for kind in agreements.KINDS
        }
        self._ring = self._add(
            ax.plot([], [], "o", markersize=19, markerfacecolor="none", markeredgecolor=_INK, markeredgewidth=1.8)[0]
        )
        self._gap = self._add(
            ax.plot([], [], color=COLOURS["vermillion"], linewidth=2.4, marker="|", markersize=10, markeredgewidth=2.0)[
                0
            ]
        )
        self._gap_text = self._add(ax.text(0, 0, "", ha="center", va="bottom", fontsize=10, weight="bold", color=_INK))
        self._gap_text.set_bbox({"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.0})
        self.raster = Raster(self.figure, self.moving, pixels_per_inch=pixels_per_inch)

    def show(self, acts: Sequence[agreements.Act], ringed: agreements.Act | None = None) -> Figure:
        """Highlight the selected acts, mark the longest gap between two of them, and ring one act."""
        self._ring.set_data(*([[year_of(ringed)], [self._rows[ringed.kind]]] if ringed else [[], []]))
        for kind, mark in self._marks.items():
            years = [year_of(act) for act in acts if act.kind == kind]
            mark.set_data(years, [self._rows[kind]] * len(years))
        gap = agreements.longest_gap(acts)
        for artist in (self._gap, self._gap_text):
            artist.set_visible(gap is not None)
        if gap:
            start, end = (year_of(act) for act in gap)
            height = -len(self._rows) + 0.62
            self._gap.set_data([start, end], [height, height])
            self._gap_text.set_position(
                (
                    min(max((start + end) / 2, FIRST_YEAR + self._half_label), LAST_YEAR - self._half_label),
                    height + 0.04,
                )
            )
            self._gap_text.set_text(_("longest gap: {years:.1f} years").format(years=end - start))
        return self.figure

    def png(self, acts: Sequence[agreements.Act], ringed: agreements.Act | None = None) -> bytes:
        """Render the picture as PNG."""
        self.show(acts, ringed)
        return self.raster.png()

    def places(self) -> dict[str, Box]:
        """Say where the mark of each act stands, by the act's id, in order of time."""
        return {act.id: point_box(self.axes, year_of(act), self._rows[act.kind]) for act in agreements.acts()}

    def _add(self, artist: Any) -> Any:
        self.moving.append(artist)
        return artist


def acts_words(acts: Sequence[agreements.Act]) -> str:
    """Describe the picture: how many acts of each kind, and their first and last date."""
    parts = []
    for kind in agreements.KINDS:
        days = [act.day.year for act in acts if act.kind == kind]
        if days:
            parts.append(f"{kind_in_words(kind)}: {len(days)}, {min(days)} to {max(days)}")
    return _("A timeline with one row for each kind. Standing out: {parts}.").format(
        parts="; ".join(parts) or _("no act")
    )


def kind_in_words(kind: str) -> str:
    """Return the displayed name of a kind of act."""
    return {
        "agreement": _("agreement"),
        "notes": _("exchange of notes"),
        "memorandum": _("memorandum"),
        "arrangement": _("arrangement"),
        "statement": _("statement"),
        "one-sided": _("one side’s decision"),
    }[kind]


def _colour(kind: str) -> str:
    return next(_COLOUR[act.weight] for act in agreements.acts() if act.kind == kind)
