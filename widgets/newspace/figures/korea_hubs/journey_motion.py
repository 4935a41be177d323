"""The day of a meeting as a motion over the map of Korea."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from newspace.core.i18n import _, ngettext
from newspace.figures.shared.motion import Moment, Motion, Mover, Panel, Spoken
from newspace.models.korea_hubs import places
from newspace.models.korea_hubs.journeys import MeetingDay, Trip

_MARGIN_S = 900.0
_PLAYED_S = 12.0
_MINUTE_S = 60


def journey_motion(day: MeetingDay, panel: Panel) -> Motion | None:
    """Let the people of each place travel over the map; None if nobody travels.

    Parameters
    ----------
    day : MeetingDay
    panel : Panel
        The map, in degrees.
    """
    if not day.trips:
        return None
    first, last = day.trips[0].leaves_s - _MARGIN_S, max(trip.home_s for trip in day.trips) + _MARGIN_S
    ways = [(trip.leaves_s, trip.arrives_s, trip.returns_s, trip.home_s) for trip in day.trips]
    time = np.unique(np.array([first, *(moment for way in ways for moment in way), last]))
    series = {"time": time}
    for trip in day.trips:
        key_times = (trip.leaves_s, trip.arrives_s, trip.returns_s, trip.home_s)
        home, there = places.PLACES[trip.home], places.PLACES[day.at]
        for name, start, end in (
            (f"x_{trip.home}", home.longitude_deg, there.longitude_deg),
            (f"y_{trip.home}", home.latitude_deg, there.latitude_deg),
        ):
            series[name] = np.interp(time, key_times, (start, end, end, start))
    return Motion(
        name=_("The day of the meeting"),
        series=series,
        panels={"map": panel},
        movers=[
            Mover("map", f"x_{trip.home}", f"y_{trip.home}", "person", label=_people(trip.people)) for trip in day.trips
        ],
        moments=_moments(day, first),
        spoken=Spoken(),
        clock="day",
        pace=((last - first) / _PLAYED_S, (last - first) / _PLAYED_S, 0.0),
    )


def _moments(day: MeetingDay, first: float) -> list[Moment]:
    place = places.PLACES[day.at].name
    count = _people(day.people)
    return [
        Moment(first, _("at home"), _("All are at home.")),
        *_at_once(day.trips, lambda trip: trip.leaves_s, lambda trip: _leaving(trip, place), _("leaving")),
        Moment(day.starts_s, _("meeting"), _("The meeting in {place} begins: {people}.").format(place=place, people=count)),
        Moment(day.ends_s, _("end"), _("The meeting is over; all go home.")),
        *_at_once(
            tuple(reversed(day.trips)), lambda trip: trip.home_s, lambda trip: _returned(trip, day), _("home again")
        ),
    ]  # fmt: skip


def _at_once(
    trips: tuple[Trip, ...], when: Callable[[Trip], float], said: Callable[[Trip], str], label: str
) -> list[Moment]:
    """Make a moment of each time, with what happens then to all whom it happens to."""
    texts: dict[float, list[str]] = {}
    for trip in trips:
        texts.setdefault(when(trip), []).append(said(trip))
    return [Moment(time, label, " ".join(parts)) for time, parts in sorted(texts.items())]


def _leaving(trip: Trip, place: str) -> str:
    return _("From {home} {people} set out for {place}: {km:,.0f} km, {time} on the road.").format(
        people=_people(trip.people),
        home=places.PLACES[trip.home].name,
        place=place,
        km=trip.distance_m / 1000,
        time=_hours(trip.arrives_s - trip.leaves_s),
    )


def _returned(trip: Trip, day: MeetingDay) -> str:
    said = _("Home again in {home}: {away} away for a meeting of {meeting}.").format(
        home=places.PLACES[trip.home].name,
        away=_hours(trip.home_s - trip.leaves_s),
        meeting=_hours(day.ends_s - day.starts_s),
    )
    if trip is day.trips[0]:
        said += " " + _("In all, the people spent {time} on the road.").format(time=_hours(day.road_person_s))
    return said


def _people(count: int) -> str:
    return ngettext("{n} person", "{n} people", count).format(n=count)


def _hours(seconds: float) -> str:
    hours, minutes = divmod(round(seconds / _MINUTE_S), 60)
    if not hours:
        return _("{minutes} min").format(minutes=minutes)
    return (
        _("{hours} h {minutes} min").format(hours=hours, minutes=minutes)
        if minutes
        else _("{hours} h").format(hours=hours)
    )
