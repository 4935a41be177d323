"""Distances, contact and meetings: numbers worked out by hand, limits, and properties for any places."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newspace.models.korea_hubs import places

LATITUDE, LONGITUDE = st.floats(-90, 90), st.floats(-180, 180)


@pytest.mark.parametrize(
    ("pair", "km"),
    [
        (("daejeon", "sacheon"), 161.1), (("sacheon", "goheung"), 83.6), (("daejeon", "goheung"), 216.6),
        (("seoul", "sacheon"), 296.8), (("seoul", "daejeon"), 136.7), (("seoul", "goheung"), 352.1),
    ],
)  # fmt: skip
def test_distances_by_hand(pair, km):
    assert places.distance_m(*pair) / 1000 == pytest.approx(km, abs=0.05)


def test_contact_and_the_best_place_by_hand():
    assert places.mean_contact() == pytest.approx(0.249, abs=5e-4)
    meeting = places.best_meeting({"daejeon": 1, "sacheon": 1, "goheung": 1})
    assert meeting.at == "sacheon"
    assert [round(way / 1000, 1) for way in meeting.travel_m.values()] == [377.7, 244.7, 300.2]
    assert places.best_meeting({"daejeon": 1, "sacheon": 1, "goheung": 1, "seoul": 1}).at == "daejeon"
    assert places.useful_share(1, 11) == pytest.approx(1 / 12)
    assert places.road_time_s(161_097) / 3600 == pytest.approx(2.6, abs=0.05)
    assert places.useful_share(1, 0) == 1


def test_the_most_central_place_depends_on_the_measure():
    """Computed by hand from the distances: (161.1 + 216.6 + 136.7)/3 km, and exp(−1.611) + exp(−0.836) + exp(−2.968), and so on."""
    by_distance = [places.mean_distance_m(name) / 1000 for name in places.PLACES]
    assert by_distance == pytest.approx([171.5, 180.5, 217.4, 261.9], abs=0.06)
    by_contact = [places.contact_strength(name) for name in places.PLACES]
    assert by_contact == pytest.approx([0.569, 0.684, 0.578, 0.336], abs=1e-3)
    assert sum(by_contact) / 12 == pytest.approx(places.mean_contact(tuple(places.PLACES)))
    assert [places.mean_distance_m(name, places.HUBS) / 1000 for name in places.HUBS] == pytest.approx(
        [188.9, 122.4, 150.1], abs=0.06
    )
    assert len(places.pairs()) == 3
    assert len(places.pairs(tuple(places.PLACES))) == 6
    assert sum(places.distance_m(*pair) for pair in places.pairs()) / 3e3 == pytest.approx(153.8, abs=0.05)


def test_the_place_with_half_of_the_people_is_the_best():
    hubs = {"daejeon": 1, "sacheon": 1, "goheung": 1}
    assert places.best_meeting(hubs | {"seoul": 2}).at == "daejeon"
    three = places.best_meeting(hubs | {"seoul": 3})
    assert three.at == "seoul"
    assert [round(three.travel_m[at] / 1000, 1) for at in ("seoul", "daejeon")] == [785.7, 787.9]


def test_limits():
    assert places.great_circle_m(0, 0, 0, 180) == pytest.approx(math.pi * places.EARTH_RADIUS_M)
    assert places.mean_contact(["seoul"]) == 1
    for call in (
        lambda: places.great_circle_m(91, 0, 0, 0), lambda: places.distance_m("busan", "seoul"), lambda: places.contact(-1),
        lambda: places.road_time_s(-1), lambda: places.best_meeting({"seoul": 0}), lambda: places.best_meeting({"seoul": -1}),
        lambda: places.useful_share(0, 1), lambda: places.mean_distance_m("seoul", ["seoul"]), lambda: places.contact_strength("busan"),
    ):  # fmt: skip
        with pytest.raises(ValueError):  # noqa: PT011 - each with its own text
            call()


@given(LATITUDE, LONGITUDE, LATITUDE, LONGITUDE)
def test_distance_is_symmetric_and_at_most_half_the_circumference(a, b, c, d):
    way = places.great_circle_m(a, b, c, d)
    assert way == pytest.approx(places.great_circle_m(c, d, a, b), abs=1e-3)
    assert 0 <= way <= math.pi * places.EARTH_RADIUS_M + 1e-6


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_contact_falls_exponentially(a, b):
    assert places.contact(a) * places.contact(b) == pytest.approx(places.contact(a + b))
