"""Positions of the hubs of Korea's space cluster, and the effect of distance on contact and meetings.

Distances are great circles (haversine formula; R. W. Sinnott, Sky and Telescope 68, 1984) on a sphere of the Earth's mean radius.
Three of the four positions are open facts: see `Place.fact`. That contact falls with distance by exp(−d/d₀) is a usual form in studies
of communication (T. J. Allen, "Managing the Flow of Technology", 1977, measured it inside buildings); the length d₀ is an assumption.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

EARTH_RADIUS_M = 6_371_000.0
CONTACT_LENGTH_M = 100_000.0
"""The distance over which contact falls to 37 %: assumed."""
ROAD_FACTOR = 1.3
"""How much longer a road is than the straight line: assumed."""
ROAD_SPEED_M_S = 80 / 3.6
"""The mean speed from door to door: assumed."""


@dataclass(frozen=True)
class Place:
    """A place of the cluster. ``fact`` is the dated fact for its position, with its status."""

    name: str
    korean: str
    latitude_deg: float
    longitude_deg: float
    fact: str


PLACES: Mapping[str, Place] = {
    "daejeon": Place("Daejeon", "대전", 36.3745, 127.3560, "hubs_daejeon_position"),
    "sacheon": Place("Sacheon", "사천", 35.0450, 128.0650, "hubs_sacheon_position"),
    "goheung": Place("Goheung", "고흥", 34.4319, 127.5350, "hubs_goheung_position"),
    "seoul": Place("Seoul", "서울", 37.5665, 126.9780, "hubs_seoul_position"),
}  # fmt: skip
HUBS = ("daejeon", "sacheon", "goheung")


def great_circle_m(
    latitude_a_deg: float, longitude_a_deg: float, latitude_b_deg: float, longitude_b_deg: float
) -> float:
    """Compute the great-circle distance between two points on a sphere of the Earth's size, in metres.

    Raises
    ------
    ValueError
        For a latitude outside −90 to 90 degrees.
    """
    if not (abs(latitude_a_deg) <= 90 and abs(latitude_b_deg) <= 90):
        raise ValueError("a latitude lies between −90 and 90 degrees")
    a, b = math.radians(latitude_a_deg), math.radians(latitude_b_deg)
    turn = math.radians(longitude_b_deg - longitude_a_deg)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turn / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))


def distance_m(first: str, second: str) -> float:
    """Compute the distance between two places of `PLACES`, in metres."""
    a, b = _place(first), _place(second)
    return great_circle_m(a.latitude_deg, a.longitude_deg, b.latitude_deg, b.longitude_deg)


def pairs(names: Sequence[str] = HUBS) -> tuple[tuple[str, str], ...]:
    """List each pair of places once."""
    return tuple((a, b) for number, a in enumerate(names) for b in names[number + 1 :])


def contact(distance: float, length_m: float = CONTACT_LENGTH_M) -> float:
    """Compute the share of contact that is left at a distance in metres: exp(−d/d₀), 1 in one building."""
    if distance < 0 or length_m <= 0:
        raise ValueError("a distance is 0 or more, and the length of contact above 0")
    return math.exp(-distance / length_m)


def mean_contact(names: Sequence[str] = HUBS, length_m: float = CONTACT_LENGTH_M) -> float:
    """Compute the mean share of contact over all pairs of places; 1 for one place alone."""
    shares = [contact(distance_m(a, b), length_m) for a, b in pairs(names)]
    return sum(shares) / len(shares) if shares else 1.0


def mean_distance_m(place: str, names: Sequence[str] = tuple(PLACES)) -> float:
    """Compute the centrality of a place by distance: the mean straight distance to the other places, in metres (small is central).

    Raises
    ------
    ValueError
        For an unknown place, or if there is no other.
    """
    others = _others(place, names)
    return sum(distance_m(place, other) for other in others) / len(others)


def contact_strength(place: str, names: Sequence[str] = tuple(PLACES), length_m: float = CONTACT_LENGTH_M) -> float:
    """Compute the centrality of a place by contact: its weighted degree, the sum of its shares of contact with the others.

    Raises
    ------
    ValueError
        For an unknown place, a length that is not above 0, or if there is no other place.
    """
    return sum(contact(distance_m(place, other), length_m) for other in _others(place, names))


def road_time_s(distance: float) -> float:
    """Estimate the one-way travel time by road, in seconds, for a straight distance in metres."""
    if distance < 0:
        raise ValueError("a distance is 0 or more")
    return ROAD_FACTOR * distance / ROAD_SPEED_M_S


@dataclass(frozen=True)
class Meeting:
    """A meeting of all people in one place, and the distances travelled.

    Attributes
    ----------
    at : str
        The place of the meeting.
    travel_m : mapping of str to float
        For each place that could be chosen, the total straight distance of all people, one way, in metres.
    """

    at: str
    travel_m: Mapping[str, float]


def best_meeting(people: Mapping[str, int]) -> Meeting:
    """Find the place, among those of ``people``, with the least total travel distance (the 1-median).

    Parameters
    ----------
    people : mapping of str to int
        The number of people at each place, 0 or more; a place with nobody can still be chosen.

    Raises
    ------
    ValueError
        For a number below 0, or if there is nobody.
    """
    if any(count < 0 for count in people.values()) or not any(people.values()):
        raise ValueError("at least one person must come, and no number may be below 0")
    travel = {at: sum(count * distance_m(at, home) for home, count in people.items()) for at in people}
    return Meeting(min(travel, key=lambda at: travel[at]), travel)


def useful_share(meeting_s: float, travel_s: float) -> float:
    """Compute the share of a trip that is the meeting itself; ``travel_s`` counts both ways and excludes the meeting."""
    if meeting_s <= 0 or travel_s < 0:
        raise ValueError("a meeting lasts longer than 0, and the way is 0 or more")
    return meeting_s / (meeting_s + travel_s)


def _place(name: str) -> Place:
    if name not in PLACES:
        raise ValueError(f"no place “{name}”; there are {', '.join(PLACES)}")
    return PLACES[name]


def _others(place: str, names: Sequence[str]) -> list[str]:
    others = [name for name in names if name != place]
    if not others:
        raise ValueError("to be central a place needs at least one other")
    return others
