"""A day's meeting as a journey: who leaves where and when, and how long each is on the road.

Times follow from straight distances by `places.road_time_s`, whose factor and speed are assumed; so are the hour and the length of the
meeting. The length is that of the one meeting of which a source tells (fact ``hubs_meeting_travel_s``), rounded to an hour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from newspace.models.korea_hubs import places

HOUR_S = 3600.0
MEETING_STARTS_S = 11 * HOUR_S
"""When the meeting begins, in seconds since midnight: assumed."""
MEETING_LASTS_S = HOUR_S


@dataclass(frozen=True)
class Trip:
    """The way of all people of one place to the meeting and back; times in seconds since midnight."""

    home: str
    people: int
    distance_m: float
    leaves_s: float
    arrives_s: float
    returns_s: float
    home_s: float

    @property
    def road_s(self) -> float:
        """Time on the road, both ways."""
        return self.arrives_s - self.leaves_s + self.home_s - self.returns_s


@dataclass(frozen=True)
class MeetingDay:
    """A meeting and the trips to it, whoever leaves first first; people who live there have no trip."""

    at: str
    people: int
    starts_s: float
    ends_s: float
    trips: tuple[Trip, ...]

    @property
    def road_person_s(self) -> float:
        """Time that all people together are on the road."""
        return sum(trip.people * trip.road_s for trip in self.trips)


def meeting_day(people: Mapping[str, int], at: str) -> MeetingDay:
    """Work out the day of a meeting, to which all come in time and from which all go home at once.

    Parameters
    ----------
    people : mapping of str to int
        The number of people at each place of `places.PLACES`.
    at : str
        The place of the meeting.

    Raises
    ------
    ValueError
        For an unknown place, or a number below 0.
    """
    if any(count < 0 for count in people.values()):
        raise ValueError("no number of people may be below 0")
    starts, ends = MEETING_STARTS_S, MEETING_STARTS_S + MEETING_LASTS_S
    trips = []
    for home, count in people.items():
        metres = places.distance_m(home, at)
        if count and metres:
            road = places.road_time_s(metres)
            trips.append(Trip(home, count, metres, starts - road, starts, ends, ends + road))
    trips.sort(key=lambda trip: trip.leaves_s)
    return MeetingDay(at, sum(people.values()), starts, ends, tuple(trips))
