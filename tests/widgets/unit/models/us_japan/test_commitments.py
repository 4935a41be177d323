"""Promises and their grounds: what is lost when one act or programme is taken away."""

from __future__ import annotations

import pytest

from newspace.content import facts
from newspace.models.us_japan import commitments

ALL = [one.id for one in commitments.commitments()]


def test_without_gateway_exactly_its_four_promises_are_lost():
    loss = commitments.take_away("gateway")
    assert set(loss.lost) == {"life-support", "batteries", "supply-flight", "gateway-seat"}
    assert (loss.lost_by("Japan"), loss.lost_by("USA")) == (3, 1)
    assert loss.fallen_acts == ()
    assert "4 of 10" in commitments.sentence(loss)


def test_the_landings_depend_on_the_framework_only_through_parents():
    assert "landings" in commitments.take_away("framework-2023").lost
    assert commitments.take_away("framework-2023").fallen_acts == ("framework-2023", "rover-2024")
    alone = commitments.take_away("framework-2023", parents_matter=False)
    assert alone.lost == ()
    assert alone.fallen_acts == ("framework-2023",)
    assert "landings" in commitments.take_away("rover-2024", parents_matter=False).lost


def test_without_artemis_both_kinds_of_seat_are_lost():
    assert set(commitments.take_away("artemis").lost) == {"gateway-seat", "rover", "rover-delivery", "landings"}


@pytest.mark.parametrize("ground", ["nothing", *commitments.grounds()])
def test_each_promise_is_lost_or_kept(ground):
    loss = commitments.take_away(ground)
    assert sorted(loss.lost + loss.kept) == sorted(ALL)
    assert loss.lost_by("Japan") + loss.lost_by("USA") == len(loss.lost)
    assert bool(loss.lost) == (ground != "nothing"), "each ground carries at least one promise"
    assert set(commitments.take_away(ground, parents_matter=False).lost) <= set(loss.lost)
    assert str(len(ALL)) in commitments.sentence(loss)


def test_each_promise_has_a_settled_fact():
    for one in commitments.commitments():
        facts.get(one.fact).settled()
        assert one.giver in {"Japan", "USA"}


def test_an_unknown_ground_is_refused():
    with pytest.raises(ValueError, match="choose from"):
        commitments.take_away("treaty of Rome")
