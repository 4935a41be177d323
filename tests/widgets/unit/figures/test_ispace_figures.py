"""The figures of lesson 2: pictures and text alternatives agree with the model."""

from __future__ import annotations

import re

import numpy as np
import pytest

from newspace.figures import describe, ispace
from newspace.models.ispace import descent

DRAWINGS = {
    "mission_times": ispace.mission_times,
    "polar_map": ispace.polar_map,
    "gate": lambda: ispace.gate(descent.fly(descent.MISSION_1)),
    "gate of a flight without readings": lambda: ispace.gate(
        descent.fly(descent.Scenario(sensor_range_m=0.0, altitude_error_m=0.0, terrain=descent.Terrain()))
    ),
    "fitting_pairs": lambda: ispace.fitting_pairs(steps=9),
    "landing_odds": lambda: ispace.landing_odds(landings=40),
    "limit_shares": ispace.limit_shares,
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_figure_has_labels_a_caption_and_words(name):
    drawing = DRAWINGS[name]()
    shown = describe(drawing.figure.axes[0])
    assert shown["x_label"]
    assert shown["y_label"] or name == "mission_times"
    assert drawing.caption.endswith(".")
    assert re.search(r"\d", drawing.words)
    page = drawing._repr_mimebundle_()["text/html"]
    assert "<figcaption>" in page
    assert 'alt=""' not in page


def test_caption_and_text_alternative_are_escaped():
    drawing = ispace.limit_shares()
    tricky = type(drawing)(drawing.figure, "a < b & c", 'say "no" <script>')
    page = tricky._repr_mimebundle_()["text/html"]
    assert "<script>" not in page
    assert "a &lt; b &amp; c" in page
    assert "say &quot;no&quot; &lt;script&gt;" in page


def test_mission_times_are_those_of_the_facts():
    assert ispace.mission_times().words == (
        "ispace Mission 1: 135.4 days; ispace Mission 2: 141.5 days; Blue Ghost (Firefly): 46.1 days."
    )


def test_the_map_keeps_distances_from_the_pole_and_states_only_one():
    drawing = ispace.polar_map()
    assert "894.5 km" in drawing.words
    assert "1,288.7" not in drawing.words + " ".join(describe(drawing.figure.axes[0])["texts"])
    marks = [line for line in describe(drawing.figure.axes[0])["lines"] if len(line["x"]) == 1]
    distances_km = sorted(round(float(np.hypot(line["x"][0], line["y"][0])), 1) for line in marks)
    assert distances_km == [0.0, 894.5, 1288.7]


def test_the_gate_figure_shows_every_rejected_reading():
    drawing = DRAWINGS["gate"]()
    (rejected,) = [line for line in describe(drawing.figure.axes[0])["lines"] if line["label"] == "reading rejected"]
    assert len(rejected["x"]) == 5
    assert "readings rejected: 5" in drawing.words


def test_the_29_per_cent_fall_is_marked_in_the_right_bands():
    words = ispace.limit_shares(0.29).words
    assert "JPY 1,034" in words
    assert "at 4 prices" in words


def test_the_share_of_landings_rises_with_the_range_and_repeats_with_the_seed():
    first, again, other = (ispace.landing_odds(landings=60, seed=seed) for seed in (1, 1, 2))
    line = max(describe(first.figure.axes[0])["lines"], key=lambda line: len(line["x"]))
    assert line["y"][-1] > 90 > 30 > line["y"][0]
    assert first.words == again.words
    assert first.png(40) == again.png(40)
    assert first.png(40) != other.png(40)


def test_the_fit_is_a_band_in_which_more_error_needs_more_thrust():
    words = ispace.fitting_pairs().words
    numbers = [float(number.replace(",", "")) for number in re.findall(r"([\d,]+) (?:m|N)\b", words)]
    low_error, low_thrust, high_error, high_thrust = numbers
    assert low_error < descent.MISSION_2.altitude_error_m < high_error
    assert low_thrust < high_thrust
