"""Map of the hubs, and their best meeting place; drawn offline from a public-domain outline."""

from __future__ import annotations

import csv
import math
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.text import Text

from newspace.core import paths
from newspace.core.i18n import _
from newspace.figures.korea_hubs.journey_motion import journey_motion
from newspace.figures.shared.drawing import Drawing
from newspace.figures.shared.marks import Box, point_box
from newspace.figures.shared.motion import Motion, panel_of
from newspace.figures.shared.raster import Raster
from newspace.figures.shared.style import COLOURS, new_figure, new_figures
from newspace.models.korea_hubs import places
from newspace.models.korea_hubs.journeys import MeetingDay
from newspace.models.korea_hubs.places import Meeting

_WEST, _EAST, _SOUTH, _NORTH = 124.9, 130.4, 33.0, 38.8
_STAR_DEG = 0.3  # from a place to its name: room for the star
_SIDE = {"daejeon": (1, "bottom"), "sacheon": (1, "bottom"), "goheung": (-1, "top"), "seoul": (1, "bottom")}


@lru_cache(maxsize=1)
def outline() -> tuple[tuple[tuple[float, ...], tuple[float, ...]], ...]:
    """Load the rings of the outline: for each its longitudes and its latitudes in degrees."""
    with paths.data("korea_outline.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    rings = []
    for _number, ring in groupby(rows, key=lambda row: row["ring"]):
        points = [(float(row["longitude_deg"]), float(row["latitude_deg"])) for row in ring]
        x, y = zip(*points, strict=True)
        rings.append((tuple(x), tuple(y)))
    return tuple(rings)


def _draw_country(ax: Axes) -> None:
    for x, y in outline():
        ax.fill(x, y, facecolor="0.93", edgecolor="0.55", linewidth=0.7, zorder=0)
    ax.set(xlim=(_WEST, _EAST), ylim=(_SOUTH, _NORTH), xticks=range(125, 131), yticks=range(33, 39))
    ax.set_aspect(1 / math.cos(math.radians(36)))
    ax.set(xlabel=_("longitude (°E)"), ylabel=_("latitude (°N)"))


def _name(ax: Axes, key: str, side: int, edge: str, role: str = "", *, away_deg: float = 0.12) -> Text:
    place = places.PLACES[key]
    return ax.text(
        place.longitude_deg + away_deg * side, place.latitude_deg, f"{place.name} {place.korean}" + (f"\n{role}" if role else ""),
        ha="left" if side > 0 else "right", va=edge, fontweight="bold", zorder=4, bbox={"boxstyle": "square,pad=0.08", "fc": "white", "ec": "none", "alpha": 0.75},
    )  # fmt: skip


def hub_map() -> Drawing:
    """Draw the three hubs and Seoul on the map, with the distances between them."""
    figure, (ax, side) = new_figures(8.0, 5.6, ncols=2, width_ratios=(1.55, 1))
    _draw_country(ax)
    roles = {
        "daejeon": _("research, talent"),
        "sacheon": _("satellites"),
        "goheung": _("launches"),
        "seoul": _("capital"),
    }
    said = []
    for number, (a, b) in enumerate(places.pairs(tuple(places.PLACES))):
        first, second = places.PLACES[a], places.PLACES[b]
        far = places.distance_m(a, b) / 1000
        hubs = "seoul" not in (a, b)
        ax.plot(
            [first.longitude_deg, second.longitude_deg], [first.latitude_deg, second.latitude_deg],
            color=COLOURS["blue"] if hubs else "0.5", linestyle="-" if hubs else ":", linewidth=1.8 if hubs else 1.3,
        )  # fmt: skip
        side.barh(number, far, color=COLOURS["blue"] if hubs else "0.6", hatch="" if hubs else "//", edgecolor="white")
        side.text(far + 6, number, f"{far:.1f}", va="center")
        said.append(_("{a} to {b} {far:.1f} km").format(a=first.name, b=second.name, far=far))
    for key, place in places.PLACES.items():
        ax.plot(place.longitude_deg, place.latitude_deg, "o", color=COLOURS["vermillion"], markersize=8, zorder=3)
        _name(ax, key, *_SIDE[key], roles[key])
    ax.set_title(_("Where the hubs are"))
    names = [f"{places.PLACES[a].name}\n{places.PLACES[b].name}" for a, b in places.pairs(tuple(places.PLACES))]
    side.set(yticks=range(len(names)), yticklabels=names, xlim=(0, 420), xlabel=_("straight distance (km)"))
    side.invert_yaxis()
    side.set_title(_("How far apart"))
    return Drawing(
        figure,
        _(
            "Blue: between the hubs; grey and dotted: to Seoul. Outline: Natural Earth (public domain), in newspace/data; Ulleungdo and Dokdo lie outside the picture. The positions of Daejeon, Sacheon and Seoul are open facts."
        ),
        _("{roles}. Straight distances: {said}.").format(
            roles="; ".join(f"{place.name}: {roles[key]}" for key, place in places.PLACES.items()), said="; ".join(said)
        ),
    )


def reporting() -> Drawing:
    """Draw whom each hub reports to, as far as the sources say."""
    figure, ax = new_figure(8.0, 2.5)
    ax.set(xlim=(0, 8), ylim=(0.2, 2.0))
    ax.axis("off")
    spots = (
        (0.8, _("Ministry of\nScience and ICT")),
        (2.75, _("KASA\nSacheon 사천")),
        (4.6, _("KARI\nDaejeon 대전")),
        (7.0, _("Naro Space Center\nGoheung 고흥")),
    )
    boxes = [
        ax.text(
            x, 1.3, text, ha="center", va="center", fontsize=11, bbox={"boxstyle": "round,pad=0.4", "fc": "#e8f1f8", "ec": COLOURS["blue"]}
        )
        for x, text in spots
    ]  # fmt: skip
    for above, below in pairwise(boxes):
        ends = {"patchA": below.get_bbox_patch(), "patchB": above.get_bbox_patch(), "shrinkA": 2, "shrinkB": 2}
        ax.annotate(
            "",
            above.get_position(),
            below.get_position(),
            arrowprops={"arrowstyle": "-|>", "lw": 1.8, "color": "black"} | ends,
        )
    direct = {"patchA": boxes[3].get_bbox_patch(), "patchB": boxes[1].get_bbox_patch()}
    ax.annotate(
        "", boxes[1].get_position(), boxes[3].get_position(),
        arrowprops={"arrowstyle": "-", "linestyle": ":", "lw": 1.6, "color": "0.35", "connectionstyle": "arc3,rad=-0.25"} | direct,
    )  # fmt: skip
    km = [places.distance_m("sacheon", "daejeon") / 1000, places.distance_m("daejeon", "goheung") / 1000]
    straight = places.distance_m("sacheon", "goheung") / 1000
    ax.text(3.67, 1.52, f"{km[0]:.0f} km", ha="center", fontsize=11)
    ax.text(5.6, 1.52, f"{km[1]:.0f} km", ha="center", fontsize=11)
    ax.text(4.87, 0.5, _("straight: {n:.0f} km").format(n=straight), ha="center", fontsize=11)
    ax.set_title(_("Who reports to whom"))
    return Drawing(
        figure,
        _("An arrow points to the body above, by reports of 2013 (launch site) and 2024. Dotted: from the launch site to the agency directly. Distances are straight lines between our positions."),
        _("Goheung's launch site reports to KARI in Daejeon, {b:.0f} km away; KARI to KASA in Sacheon, {a:.0f} km away; KASA to the Ministry of Science and ICT. From Goheung straight to Sacheon it is {c:.0f} km.").format(
            a=km[0], b=km[1], c=straight
        ),
    )  # fmt: skip


class MeetingPicture:
    """Map with people at each place; `png` shows the best place to meet and the ways to it."""

    def __init__(self, *, narrow: bool = False, pixels_per_inch: float = 150.0) -> None:
        self._moving: list[Artist] = []
        shape: Any = {"nrows": 2, "height_ratios": (1.7, 1)} if narrow else {"ncols": 2, "width_ratios": (1.25, 1)}
        self.figure, (self.axes, side) = new_figures(*((4.4, 7.4) if narrow else (8.0, 4.9)), **shape)
        ax = self.axes
        _draw_country(ax)
        self._ways = {key: self._add(ax.plot([], [], color=COLOURS["blue"])[0]) for key in places.PLACES}
        self._dots = {
            key: self._add(ax.plot(p.longitude_deg, p.latitude_deg, "o", color=COLOURS["vermillion"])[0])
            for key, p in places.PLACES.items()
        }
        # The page writes how many people travel beside their marks, on the side with more room: the names stand on the other one.
        west, east = ax.get_xlim()
        self.names = {
            key: _name(ax, key, -1 if place.longitude_deg < (west + east) / 2 else 1, "center", away_deg=_STAR_DEG)
            for key, place in places.PLACES.items()
        }
        self._star = self._add(ax.plot([], [], "*", color=COLOURS["orange"], markeredgecolor="black", markersize=20)[0])
        ax.set_title(_("Where to meet (star)"))
        self._bars = [self._add(bar) for bar in side.barh(range(len(places.PLACES)), [0] * len(places.PLACES))]
        self._numbers = [self._add(side.text(0, n, "", va="center")) for n in range(len(places.PLACES))]
        names = [place.name for place in places.PLACES.values()]
        side.set(yticks=range(len(names)), yticklabels=names, xlim=(0, 1.3), xticks=[])
        side.grid(visible=False)
        side.invert_yaxis()
        side.set(xlabel=_("all journeys together, one way (km)"))
        side.set_title(_("If all meet here"))
        self.raster = Raster(self.figure, self._moving, pixels_per_inch=pixels_per_inch)

    def png(self, people: dict[str, int], meeting: Meeting) -> bytes:
        """Render the picture for one choice of people."""
        best = places.PLACES[meeting.at]
        most = max(meeting.travel_m.values()) or 1.0
        for number, (key, place) in enumerate(places.PLACES.items()):
            there = people[key] > 0
            self._ways[key].set_data(
                [place.longitude_deg, best.longitude_deg] if there else [],
                [place.latitude_deg, best.latitude_deg] if there else [],
            )
            self._dots[key].set_markersize(5 + 2.2 * math.sqrt(people[key]))
            far = meeting.travel_m[key]
            self._bars[number].set_width(far / most)
            self._bars[number].set_facecolor(COLOURS["orange"] if key == meeting.at else "0.65")
            self._numbers[number].set_position((far / most + 0.03, number))
            self._numbers[number].set_text(f"{far / 1000:,.0f}")
        self._star.set_data([best.longitude_deg], [best.latitude_deg])
        return self.raster.png()

    def motion(self, day: MeetingDay) -> Motion | None:
        """Let the day of the meeting be played on the map; None if nobody travels."""
        return journey_motion(day, panel_of(self.axes))

    def places(self) -> dict[str, Box]:
        """Say where each place stands on the map, by its id."""
        return {
            key: point_box(self.axes, place.longitude_deg, place.latitude_deg, points=11)
            for key, place in places.PLACES.items()
        }

    def _add(self, artist: Any) -> Any:
        self._moving.append(artist)
        return artist


def meeting_words(people: dict[str, int], meeting: Meeting) -> str:
    """Describe the picture in words."""
    ways = ", ".join(f"{places.PLACES[key].name} {far / 1000:,.0f} km" for key, far in meeting.travel_m.items())
    who = ", ".join(f"{count} {places.PLACES[key].name}" for key, count in people.items())
    return _("People: {who}. All journeys together, one way: {ways}.").format(who=who, ways=ways)
