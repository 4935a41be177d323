"""The explorers of lesson 4: first run, presets, and sentences for extreme values."""

from __future__ import annotations

import pytest

import newspace as ns
from newspace.models.us_japan import agreements, commitments, cost_sharing
from newspace.views.us_japan import agreements as views

EXPLORERS = (ns.timeline_explorer, ns.what_if_explorer, ns.cost_sharing_explorer)


@pytest.mark.parametrize("make", EXPLORERS, ids=lambda make: make.__name__)
class TestEachExplorer:
    def test_the_first_outcome_is_an_option_of_the_prediction(self, make):
        explorer = make()
        assert not explorer.picture, "nothing is shown before the prediction"
        values = [option["value"] for option in explorer.question["options"]]
        explorer._receive(None, {"values": explorer.start, "predicted": values[0], "request": "1"}, [])
        assert explorer.state["error"] == ""
        assert explorer.state["prediction"]["happened"], "the outcome has words"

    def test_presets_and_narrow_pictures_run(self, make):
        explorer = make()
        for preset in explorer.presets:
            for narrow in (False, True):
                explorer.explore(preset["values"], narrow=narrow)
                assert explorer.state["error"] == ""
                assert explorer.picture.startswith(b"\x89PNG")
                assert any(letter.isdigit() for letter in explorer.state["sentence"])
                assert explorer.state["words"]

    def test_different_values_give_different_pictures(self, make):
        explorer = make()
        seen = set()
        for preset in explorer.presets:
            explorer.explore(preset["values"])
            seen.add(explorer.picture)
        assert len(seen) == len(explorer.presets)


def test_the_timeline_states_counts_and_dates():
    explorer = ns.timeline_explorer()
    explorer.explore(explorer.start)
    assert "37 of 37" in explorer.state["sentence"]
    assert "6 November 1962" in explorer.state["sentence"]
    assert "2,459 days before" in explorer.state["sentence"]
    explorer.explore({**explorer.start, "weight": "binds", "first": 1969.0, "last": 2023.0})
    assert "the notes of 1969 themselves" in explorer.state["sentence"]
    explorer.explore({**explorer.start, "weight": "fills in", "first": 1960.0, "last": 1970.0})
    assert explorer.state["sentence"].startswith("There is no act")
    explorer.explore({**explorer.start, "first": 2000.0, "last": 1990.0})
    assert "1990" in explorer.state["error"]


def test_a_single_act_is_described_with_dates_ground_and_source():
    explorer = ns.timeline_explorer()
    explorer.explore({**explorer.start, "one": "framework-2023"})
    said = explorer.state["sentence"].replace("\u00a0", " ")
    assert said.startswith("“Framework Agreement”: agreement (Japan, USA); 13 January 2023. In force: 19 June 2023.")
    assert "SpaceNews (N)" in said
    explorer.explore({**explorer.start, "one": "rover-2024"})
    assert "It rests on “Framework Agreement”." in explorer.state["sentence"]
    explorer.explore({**explorer.start, "one": "accords-2020"})
    assert "In force" not in explorer.state["sentence"], "political words come into no force"


def test_outcomes_of_the_timeline():
    assert views._first(agreements.chosen()) == "before"
    assert views._first(agreements.chosen(first_year=1969)) == "in"
    assert views._first(agreements.chosen(first_year=1970)) == "after"
    assert views._first(()) == "none"


@pytest.mark.parametrize("away", ["nothing", *commitments.grounds()])
def test_every_ground_can_be_taken_away(away):
    explorer = ns.what_if_explorer()
    explorer.explore({"away": away, "parents": "fall"})
    assert explorer.state["error"] == ""
    assert "10" in explorer.state["sentence"]


def test_sentences_of_a_split():
    explorer = ns.cost_sharing_explorer()
    explorer.explore(explorer.start)
    assert "920" in explorer.state["sentence"]
    assert "B and C would save 47" in explorer.state["sentence"]
    assert "Another split would keep everybody" in explorer.state["sentence"]
    explorer.explore(explorer.start | {"rule": "shapley", "per_pair": 100.0})
    assert "No split at all" in explorer.state["sentence"]
    explorer.explore(explorer.start | {"common": 0.0, "per_pair": 10.0})
    assert "costs 30 more" in explorer.state["sentence"]


def test_a_stable_split_is_described_as_stable():
    costs = cost_sharing.costs_of_groups([800, 200, 200], common=0.7)
    said = views.sharing_sentence(costs, cost_sharing.split(costs, "shapley"))
    assert "No partner and no pair" in said


def test_no_group_leaves_without_a_saving():
    costs = {
        frozenset(group): cost
        for group, cost in (
            ((0,), 10.0),
            ((1,), 10.0),
            ((2,), 10.0),
            ((0, 1), 20.0),
            ((0, 2), 20.0),
            ((1, 2), 20.0),
            ((0, 1, 2), 29.0),
        )
    }
    split = cost_sharing.Split("equal", (10.3, 9.4, 9.3), 29.0, (0,), 0.3)
    said = views.sharing_sentence(costs, split)
    assert "save 0 by leaving" not in said
    assert "would save a little, less than 1, by leaving" in said
