"""The day of a meeting: times of the model, and the motion that shows them on the map."""

from __future__ import annotations

import numpy as np
import pytest

import newspace
from newspace.figures.korea_hubs.korea_map import MeetingPicture
from newspace.models.korea_hubs import journeys, places

PEOPLE = {"daejeon": 1, "sacheon": 2, "goheung": 0, "seoul": 3}


def test_all_come_in_time_and_go_home_at_once():
    day = journeys.meeting_day(PEOPLE, "sacheon")
    assert [trip.home for trip in day.trips] == ["seoul", "daejeon"], (
        "whoever leaves first first; nobody travels from the meeting's own place"
    )
    assert (day.people, day.ends_s - day.starts_s) == (6, 3600)
    for trip in day.trips:
        road = places.road_time_s(places.distance_m(trip.home, "sacheon"))
        assert (trip.arrives_s, trip.returns_s) == (day.starts_s, day.ends_s)
        assert trip.arrives_s - trip.leaves_s == pytest.approx(road)
        assert trip.road_s == pytest.approx(2 * road)
    assert day.road_person_s == pytest.approx(sum(trip.people * trip.road_s for trip in day.trips))


def test_a_meeting_at_home_needs_no_journey():
    assert journeys.meeting_day({"seoul": 4, "daejeon": 0}, "seoul").trips == ()
    with pytest.raises(ValueError, match="below 0"):
        journeys.meeting_day({"seoul": -1}, "seoul")
    with pytest.raises(ValueError, match="Busan"):
        journeys.meeting_day({"Busan": 1}, "seoul")


def test_on_the_map_each_is_where_the_model_says():
    day = journeys.meeting_day(PEOPLE, "sacheon")
    motion = MeetingPicture(pixels_per_inch=50).motion(day)
    assert motion is not None
    page = motion.page()
    time = page["series"]["time"]
    assert [mover["label"] for mover in page["movers"]] == ["3 people", "1 person"]
    for trip in day.trips:
        home, there = places.PLACES[trip.home], places.PLACES["sacheon"]
        for moment, share in (
            (trip.leaves_s, 0),
            ((trip.leaves_s + trip.arrives_s) / 2, 0.5),
            (trip.arrives_s, 1),
            (trip.returns_s, 1),
            (trip.home_s, 0),
        ):
            x, y = (np.interp(moment, time, page["series"][f"{axis}_{trip.home}"]) for axis in "xy")
            assert x == pytest.approx(home.longitude_deg + share * (there.longitude_deg - home.longitude_deg), abs=0.02)
            assert y == pytest.approx(home.latitude_deg + share * (there.latitude_deg - home.latitude_deg), abs=0.02)
    said = [moment["text"] for moment in page["moments"]]
    times = [moment["time"] for moment in page["moments"]]
    assert times == sorted(times)
    assert said[1].startswith("From Seoul 3 people set out for Sacheon: 297 km")
    assert said[-1].endswith("In all, the people spent 34 h 10 min on the road.")


def test_who_leaves_at_the_same_time_is_told_of_at_once():
    explorer = newspace.meeting_explorer()
    for people in (
        {"daejeon": 1, "sacheon": 0, "goheung": 0, "seoul": 0},
        {"daejeon": 3, "sacheon": 1, "goheung": 1, "seoul": 1},
    ):
        explorer.explore(people)
        times = [moment["time"] for moment in explorer.motion.get("moments", [])]
        assert len(set(times)) == len(times)
    explorer.explore({"daejeon": 1, "sacheon": 0, "goheung": 0, "seoul": 0})
    assert explorer.motion == {}
