"""One landing in four panels: altitude and speed over time, the last part of the ground track, and the last 3 km of height.

True values are a solid blue line, believed values a dashed vermillion one.
"""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.text import Annotation

from newspace.core.i18n import _
from newspace.figures.ispace.flight_motion import flight_motion
from newspace.figures.shared.motion import Motion, panel_of
from newspace.figures.shared.raster import Raster
from newspace.figures.shared.style import COLOURS, STYLE
from newspace.models.ispace.descent import Flight, LandingOutcome

_WIDE_IN = (8.0, 4.8)
_NARROW_IN = (4.2, 10.6)
_LONGEST_MIN = 25.0
_LABELS_TURN_MIN = 15.0
_HIGHEST_KM = 28.0
_SLOWEST_M_S, _FASTEST_M_S = 0.3, 3000.0
_LAST_KM = 60.0
_PAST_KM = 6.0
_DEEPEST_KM = -6.6
_PROFILE_TOP_KM = 24.0
_SOFT_M_S = 2.0
_ZOOM_KM, _ZOOM_M_S = 3.0, 140.0

_TRUE: dict[str, Any] = {"color": COLOURS["blue"], "linestyle": "-", "linewidth": 2.4}
_BELIEVED: dict[str, Any] = {"color": COLOURS["vermillion"], "linestyle": (0, (4, 2)), "linewidth": 2.0}
_LEGEND: dict[str, Any] = {
    "borderaxespad": 0.1,
    "handlelength": 2.4,
    "frameon": True,
    "edgecolor": "none",
    "framealpha": 0.9,
}
_GROUND = "#8a8174"
_INK = "0.15"
_HALO: dict[str, Any] = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.0}


class LandingPanels:
    """The figure of a landing; `show` puts a flight into it.

    Parameters
    ----------
    narrow : bool
        Whether the panels are stacked, for a narrow page.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
        It has the axes ``altitude``, ``speed``, ``profile`` and ``zoom``; their limits are the same for every flight.
    moving : list of Artist
        The artists that depend on the flight.
    """

    def __init__(self, *, narrow: bool = False) -> None:
        self.moving: list[Artist] = []
        style: Any = dict(STYLE)  # matplotlib's stubs type each rcParams key separately
        with mpl.rc_context(style):
            self.figure = Figure(figsize=_NARROW_IN if narrow else _WIDE_IN, layout="constrained")
            if narrow:
                grid = self.figure.add_gridspec(4, 1, height_ratios=(1.1, 1, 1.2, 1.1))
                places = (grid[0], grid[1], grid[2], grid[3])
            else:
                grid = self.figure.add_gridspec(2, 2, width_ratios=(1.2, 1), height_ratios=(1.25, 1))
                places = (grid[0, 0], grid[1, 0], grid[0, 1], grid[1, 1])
            self.altitude, self.speed, self.profile, self.zoom = (self.figure.add_subplot(place) for place in places)
            self._altitude_panel()
            self._speed_panel()
            self._profile_panel()
            self._zoom_panel()

    def show(self, flight: Flight) -> Figure:
        """Update the panels to show a flight; return the figure."""
        minutes = flight.time_s / 60
        self._true.set_data(minutes, flight.true_altitude_m / 1000)
        self._believed.set_data(minutes, flight.believed_altitude_m / 1000)
        self._speed.set_data(minutes, flight.speed_m_s)
        self._show_events(flight)
        self._show_end(flight)
        self._show_profile(flight)
        self._show_zoom(flight)
        return self.figure

    def _altitude_panel(self) -> None:
        ax = self.altitude
        ax.set(xlim=(0, _LONGEST_MIN), ylim=(-1, _HIGHEST_KM), ylabel=_("altitude (km)"))
        ax.set_title(_("Altitude above the ground"))
        ax.axhline(0, color=_GROUND, linewidth=1.5)
        ax.tick_params(labelbottom=False)
        handles = [
            Line2D([], [], label=_("true"), **_TRUE),
            Line2D([], [], label=_("believed"), **_BELIEVED),
        ]
        ax.legend(handles=handles, loc="upper right", **_LEGEND)
        self._true = self._add(ax.plot([], [], **_TRUE)[0])
        self._believed = self._add(ax.plot([], [], **_BELIEVED)[0])
        marks: dict[str, Any] = {
            "linestyle": "none",
            "markersize": 7,
            "markeredgecolor": _INK,
            "markerfacecolor": "white",
        }
        self._events = {
            name: (self._add(ax.plot([], [], marker=marker, **marks)[0]), self._add(_text(ax)))
            for name, marker in _MARKERS.items()
        }

    def _speed_panel(self) -> None:
        ax = self.speed
        ax.set(xlim=(0, _LONGEST_MIN), ylim=(_SLOWEST_M_S, _FASTEST_M_S), yscale="log")
        ax.set(xlabel=_("time since the start of braking (min)"), ylabel=_("speed (m/s)"))
        ax.set_yticks([1, 10, 100, 1000], labels=["1", "10", "100", "1,000"])
        ax.minorticks_off()
        ax.set_title(_("Speed (each line: 10 × the one below)"))
        ax.axhspan(_SLOWEST_M_S, _SOFT_M_S, color=COLOURS["green"], alpha=0.18, linewidth=0)
        ax.text(0.3, 0.48, _("soft landing: under 2 m/s"), color=_INK, fontsize=10)
        self._speed = self._add(ax.plot([], [], **_TRUE)[0])
        self._end = self._add(ax.plot([], [], linestyle="none", markersize=9, color=_INK)[0])
        self._end_text = self._add(_text(ax, bold=True))

    def _profile_panel(self) -> None:
        ax = self.profile
        ax.set(xlim=(-_LAST_KM, _PAST_KM), ylim=(_DEEPEST_KM, _PROFILE_TOP_KM))
        ax.set(xlabel=_("distance from the planned site (km)"), ylabel=_("height (km)"))
        ax.set_title(_("The last 60 km, from the side"))
        self._ground = self._add(
            ax.add_patch(Polygon([(0, 0)], closed=True, facecolor="#d8d2c8", edgecolor=_GROUND, linewidth=1.5))
        )
        self._believed_ground = self._add(ax.plot([], [], **_BELIEVED)[0])
        self._path = self._add(ax.plot([], [], **_TRUE)[0])
        self._path_end = self._add(ax.plot([], [], linestyle="none", markersize=9, color=_INK, clip_on=False)[0])
        handles = [
            Line2D([], [], label=_("path of the lander"), **_TRUE),
            Line2D([], [], label=_("where navigation\nbelieves the ground is"), **_BELIEVED),
        ]
        ax.legend(handles=handles, loc="upper right", **_LEGEND)
        self._add(ax.text(-_LAST_KM + 2, _DEEPEST_KM + 0.6, _("ground"), color=_INK, fontsize=10))

    def _zoom_panel(self) -> None:
        ax = self.zoom
        ax.set(xlim=(0, _ZOOM_M_S), ylim=(0, _ZOOM_KM))
        ax.set(xlabel=_("speed (m/s)"), ylabel=_("altitude (km)"))
        ax.set_title(_("The last {n:.0f} km: how fast, how high").format(n=_ZOOM_KM))
        self._zoom_true = self._add(ax.plot([], [], **_TRUE)[0])
        self._zoom_believed = self._add(ax.plot([], [], **_BELIEVED)[0])
        self._zoom_reading = (
            self._add(ax.plot([], [], "o", markersize=7, markeredgecolor=_INK, markerfacecolor="white")[0]),
            self._add(_text(ax)),
        )
        self._zoom_end = self._add(ax.plot([], [], linestyle="none", markersize=9, color=_INK, clip_on=False)[0])

    def _show_zoom(self, flight: Flight) -> None:
        self._zoom_true.set_data(flight.speed_m_s, flight.true_altitude_m / 1000)
        self._zoom_believed.set_data(flight.speed_m_s, flight.believed_altitude_m / 1000)
        event, (mark, text) = flight.event("first_reading"), self._zoom_reading
        seen = event is not None and event.true_altitude_m <= 1000 * _ZOOM_KM and event.speed_m_s <= _ZOOM_M_S
        mark.set_visible(seen)
        text.set_visible(seen)
        if event is not None and seen:
            mark.set_data([event.speed_m_s], [event.true_altitude_m / 1000])
            text.xy = (event.speed_m_s, event.true_altitude_m / 1000)
            said = _("first reading:\n{high:,.0f} m, {fast:.0f} m/s")
            text.set(
                text=said.format(high=event.true_altitude_m, fast=event.speed_m_s), ha="left", va="top", position=(9, 2)
            )
        within = flight.touchdown_speed_m_s <= _ZOOM_M_S
        self._zoom_end.set_visible(within)
        self._zoom_end.set_marker("o" if flight.outcome is LandingOutcome.LANDED else "X")
        self._zoom_end.set_data([flight.touchdown_speed_m_s], [0.0])

    def _show_events(self, flight: Flight) -> None:
        refused = flight.event("first_rejected")
        for name, (mark, text) in self._events.items():
            event = None if name == "first_reading" and refused else flight.event(name)
            mark.set_visible(event is not None)
            text.set_visible(event is not None)
            if event is not None:
                minutes, km = event.time_s / 60, event.true_altitude_m / 1000
                mark.set_data([minutes], [km])
                _place(text, minutes, km, _event_words(name).format(km=km))

    def _show_end(self, flight: Flight) -> None:
        landed = flight.outcome is LandingOutcome.LANDED
        for mark in (self._end, self._path_end):
            mark.set_marker("o" if landed else "X")  # the shape differs, not only the colour
        minutes, speed = flight.duration_s / 60, flight.touchdown_speed_m_s
        self._end.set_data([minutes], [max(speed, _SLOWEST_M_S)])
        said = _("lands at {speed} m/s") if landed else _("hits at {speed} m/s")
        _place(
            self._end_text, minutes, max(speed, _SLOWEST_M_S), said.format(speed=f"{speed:.{0 if speed >= 10 else 1}f}")
        )
        self._path_end.set_data([_to_go_km(flight)[-1]], [flight.height_m[-1] / 1000])

    def _show_profile(self, flight: Flight) -> None:
        distance_km = _to_go_km(flight)
        self._path.set_data(distance_km, flight.height_m / 1000)
        self._believed_ground.set_data(distance_km, (flight.height_m - flight.believed_altitude_m) / 1000)
        place_km = np.linspace(-_LAST_KM, _PAST_KM, 400)
        land_km = flight.scenario.terrain.height_m(-1000 * place_km) / 1000
        outline = np.column_stack((place_km, np.broadcast_to(land_km, place_km.shape)))
        below = [
            (_PAST_KM + 1, outline[-1, 1]),
            (_PAST_KM + 1, _DEEPEST_KM - 1),
            (-_LAST_KM - 1, _DEEPEST_KM - 1),
            (-_LAST_KM - 1, outline[0, 1]),
        ]
        self._ground.set_xy(np.vstack((outline, below)))

    def _add(self, artist: Any) -> Any:
        self.moving.append(artist)
        return artist


#: The events marked in the altitude panel, each with its own marker.
_MARKERS = {"first_reading": "o", "first_rejected": "X", "dry": "s"}


class LandingPicture:
    """Pictures of landings, redrawn as fast as a slider moves; ``narrow`` as for `LandingPanels`."""

    def __init__(self, *, narrow: bool = False, pixels_per_inch: float = 150.0) -> None:
        self._panels = LandingPanels(narrow=narrow)
        self.raster = Raster(self._panels.figure, self._panels.moving, pixels_per_inch=pixels_per_inch)

    def png(self, flight: Flight) -> bytes:
        """Render the picture of a flight as PNG."""
        self._panels.show(flight)
        return self.raster.png()

    def motion(self, flight: Flight) -> Motion:
        """Sample the flight, to be played over its picture."""
        shown = self._panels
        panels = {
            "altitude": panel_of(shown.altitude, x_unit=60, y_unit=1000),
            "speed": panel_of(shown.speed, x_unit=60),
            "profile": panel_of(shown.profile, x_unit=1000, y_unit=1000),
            "zoom": panel_of(shown.zoom, y_unit=1000),
        }
        return flight_motion(flight, panels)


def landing_words(flight: Flight) -> str:
    """Describe the panels for those who cannot see them; the verdict is a sentence of the model's."""
    parts = [
        _("Four charts of a flight of {minutes:.1f} minutes.").format(minutes=flight.duration_s / 60),
        _(
            "Altitude: true and believed start at {true:.1f} and {believed:.1f} km and end at {true_end:.1f} and {believed_end:.1f} km."
        ).format(
            true=flight.true_altitude_m[0] / 1000,
            believed=flight.believed_altitude_m[0] / 1000,
            true_end=flight.true_altitude_m[-1] / 1000,
            believed_end=flight.believed_altitude_m[-1] / 1000,
        ),
        _("Speed: from {start:,.0f} m/s to {end:.1f} m/s at the ground.").format(
            start=flight.speed_m_s[0], end=flight.touchdown_speed_m_s
        ),
    ]
    event = flight.event("first_reading")
    if event is not None and event.true_altitude_m <= 1000 * _ZOOM_KM:
        parts.append(
            _("In the last 3 km: the first reading comes {high:,.0f} m up, at {fast:.0f} m/s.").format(
                high=event.true_altitude_m, fast=event.speed_m_s
            )
        )
    step_m = flight.scenario.terrain.step_m
    if step_m:
        parts.append(
            _("From the side: the ground drops by {step:.1f} km at a crater's rim before the landing site.").format(
                step=step_m / 1000
            )
        )
    else:
        parts.append(_("From the side: the ground is level."))
    return " ".join(parts)


def _to_go_km(flight: Flight) -> Any:
    """Return the position along the ground (km): 0 at the planned site, negative before it."""
    return (flight.downrange_m - flight.site_downrange_m) / 1000


def _event_words(name: str) -> str:
    return {
        "first_reading": _("first reading: {km:.1f} km"),
        "first_rejected": _("readings rejected"),
        "dry": _("tanks dry"),
    }[name]


def _text(ax: Axes, *, bold: bool = False) -> Annotation:
    weight = "bold" if bold else "normal"
    return ax.annotate(
        "",
        (0, 0),
        xytext=(0, 0),
        textcoords="offset points",
        color=_INK,
        weight=weight,
        bbox=_HALO,
        annotation_clip=True,
    )


def _place(text: Annotation, x: float, y: float, said: str) -> None:
    """Place a label beside a marker: right of it, or above and to the left where there is no room on the right."""
    room = x < _LABELS_TURN_MIN
    text.xy = (x, y)
    text.set(text=said, ha="left" if room else "right", position=(9, 2) if room else (10, 9))
