"""A flight as a motion: the lander in every panel of the landing's picture, and in a scene of its own."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from newspace.core.i18n import _
from newspace.figures.shared.motion import Moment, Motion, Mover, Panel, Spoken
from newspace.models.ispace.descent import Flight

_EVERY_S, _LAST_S = 1.5, 30.0
_PAST_M = 200_000.0
_MOST_RATE, _LEAST_RATE, _SLOWING_S = 60.0, 6.0, 3.0


def flight_motion(flight: Flight, panels: Mapping[str, Panel]) -> Motion:
    """Sample a flight for the page: the steps of the simulation that can be told apart, in SI units.

    Parameters
    ----------
    flight : Flight
    panels : mapping of str to Panel
        ``altitude``, ``speed``, ``profile`` and ``zoom``.
    """
    kept = _kept(flight)
    series = {
        "time": flight.time_s,
        "true": flight.true_altitude_m,
        "believed": flight.believed_altitude_m,
        "gap": np.abs(flight.true_altitude_m - flight.believed_altitude_m),
        "speed": flight.speed_m_s,
        "along": flight.downrange_m - flight.site_downrange_m,
        "height": flight.height_m,
        "believed_ground": flight.height_m - flight.believed_altitude_m,
        "pitch": np.degrees(flight.pitch_rad),
        "thrust": flight.thrust_n / flight.thrust_n.max(),
    }
    return Motion(
        name=_("The flight"),
        series={name: column[kept] for name, column in series.items()},
        panels=panels,
        movers=_movers(),
        moments=[Moment(event.time_s, _label(event.name), event.text) for event in flight.events if _label(event.name)],
        spoken=Spoken(
            _("At t = {time}: true altitude {true} m, believed {believed} m (difference {gap} m); speed {speed} m/s."),
            {"true": 0, "believed": 0, "gap": 0, "speed": 1},
        ),
        pace=(_MOST_RATE, _LEAST_RATE, _SLOWING_S),
        scene={"kind": "descent", "land": _land(flight), "landed": flight.landed},
    )


def _kept(flight: Flight) -> np.ndarray:
    """Choose the steps that the page gets: one a second or so, and every one around an event or near the end."""
    time = flight.time_s
    events = np.searchsorted(time, [event.time_s for event in flight.events])
    kept = np.flatnonzero(np.diff(np.floor(time / _EVERY_S), prepend=-1) > 0)
    last = np.flatnonzero(time >= time[-1] - _LAST_S)
    return np.unique(np.concatenate((kept, last, events, np.maximum(events - 1, 0))))


def _movers() -> list[Mover]:
    true, believed = _("true"), _("believed")
    return [
        Mover("altitude", "time", look="now"),
        Mover("speed", "time", look="now"),
        Mover("altitude", "time", "true", "true", "true", true),
        Mover("altitude", "time", "believed", "believed", "believed", believed),
        Mover("speed", "time", "speed", "true"),
        Mover("profile", "along", "height"),
        Mover("profile", "along", "believed_ground", "believed"),
        Mover("zoom", "speed", "true"),
        Mover("zoom", "speed", "believed", "believed"),
    ]


def _land(flight: Flight) -> list[list[float]]:
    """List the corners of the land from before the start to well past the site: distance from the site and height, in metres."""
    land = flight.scenario.terrain
    rim, step = -land.rim_before_site_m, -land.step_m
    return [[-flight.site_downrange_m - _PAST_M, 0.0], [rim, 0.0], [rim + land.width_m, step], [_PAST_M, step]]


def _label(name: str) -> str:
    """Return the short name of an event; empty for those that the page does not mark."""
    return {
        "braking": _("braking starts"),
        "rim": _("the rim"),
        "first_reading": _("first reading"),
        "sensor_off": _("altimeter off"),
        "pitch_up": _("upright"),
        "terminal": _("on thrusters"),
        "believed_zero": _("believed on the ground"),
        "dry": _("tanks dry"),
        "touchdown": _("contact"),
    }.get(name, "")
