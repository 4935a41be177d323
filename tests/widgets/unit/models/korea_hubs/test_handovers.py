"""The project between places: numbers of lesson 3, limits, and properties for any parameters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newspace.models.korea_hubs import handovers


def test_numbers_of_lesson_3():
    means = [handovers.simulate(layout).mean for layout in handovers.LAYOUTS]
    assert means == pytest.approx([584, 890, 949], abs=0.6)
    assert [round(days) for days in handovers.bought_back("three hubs").values()] == [268, 246, 127, 168]
    assert [round(days) for days in handovers.bought_back("three hubs and Seoul").values()] == [-7, 296, 30, 182]
    assert [handovers.simulate(layout, runs=1).crossings for layout in handovers.LAYOUTS] == [0, 9, 10]


def test_one_more_authority_delays_as_lesson_3_says():
    for layout, more in (("one site", [7, 30]), ("three hubs", [30, 45]), ("three hubs and Seoul", [39, 55])):
        plain = handovers.simulate(layout)
        found = [handovers.simulate(layout, consent_days=days) for days in (30, 60)]
        assert [round(one.mean - plain.mean) for one in found] == more
        assert np.all(found[0].days >= plain.days)
        assert np.all(found[1].days >= found[0].days)
        assert found[0].crossings - plain.crossings == (0 if layout == "one site" else 2)
    # a very long one dominates: it is only shifted by the tasks before it, and nothing waits for the licence
    site = handovers.simulate("one site", consent_days=3000, round_days=0).days
    assert site.mean() == pytest.approx(3000 + handovers.simulate("one site", round_days=0).mean, rel=0.02)


def test_without_rework_distance_has_no_effect():
    site, hubs = (handovers.simulate(layout, round_days=0).days for layout in handovers.LAYOUTS[:2])
    assert np.allclose(site, hubs)


def test_the_probability_of_a_hand_over_by_hand():
    assert handovers.first_time_right(0) == pytest.approx(0.9)
    assert handovers.first_time_right(100e3) == pytest.approx(0.9 * np.exp(-1))
    assert handovers.first_time_right(100e3, "better video") == pytest.approx(0.9 * np.exp(-0.5))
    assert handovers.first_time_right(100e3, "liaison team") == pytest.approx((1 + 0.9 * np.exp(-1)) / 2)


def test_every_task_waits_only_for_earlier_ones():
    names = [task.name for task in handovers.TASKS]
    for number, task in enumerate(handovers.TASKS):
        assert set(task.after) <= set(names[:number])


def test_the_same_seed_gives_the_same_runs_and_unknown_names_are_refused():
    assert np.array_equal(handovers.simulate("three hubs").days, handovers.simulate("three hubs").days)
    for arguments in (
        {"layout": "moon"},
        {"layout": "one site", "measure": "hope"},
        {"layout": "one site", "runs": 0},
        {"layout": "one site", "consent_days": -1},
    ):
        with pytest.raises(ValueError):  # noqa: PT011 - each with its own text
            handovers.simulate(**arguments)


@settings(deadline=None, max_examples=20)
@given(st.floats(20e3, 500e3), st.floats(0, 60), st.sampled_from(handovers.MEASURES))
def test_no_plan_is_faster_than_one_site(length, again, measure):
    site = handovers.simulate("one site", length_m=length, round_days=again, runs=200).days
    assert np.all(
        handovers.simulate("three hubs and Seoul", length_m=length, round_days=again, runs=200).days >= site - 1e-9
    )
    if measure != "liaison team":
        plan = handovers.simulate("three hubs", measure, length_m=length, round_days=again, runs=200).days
        assert np.all(plan >= site - 1e-9)
