"""The four explorers of the start page and the policy brief, without a page."""

from __future__ import annotations

import asyncio
from unittest.mock import Mock

import numpy as np
import pytest

import newspace as ns
from newspace.attempts.location import open_store
from newspace.figures.policy_brief import waiting as waiting_figure
from newspace.models.policy_brief import waiting, weighing
from newspace.models.start import landing_date_evidence

NAMES = ("weighing_simulator", "waiting_simulator", "clock_explorer", "date_explorer")


@pytest.fixture(params=NAMES)
def explorer(request):
    return getattr(ns, request.param)()


def test_nothing_is_shown_before_the_prediction(explorer):
    assert explorer.picture == b""
    assert len(explorer.question["options"]) >= 2


def test_a_run_has_a_picture_a_sentence_with_a_number_and_a_text_alternative(explorer):
    for narrow in (False, True):
        explorer.explore(explorer.start, narrow=narrow)
        assert not explorer.state["error"]
        assert explorer.picture.startswith(b"\x89PNG")
        assert any(sign.isdigit() for sign in explorer.state["sentence"])
        assert any(sign.isdigit() for sign in explorer.state["words"])


def test_the_first_outcome_is_one_of_the_options(explorer):
    explorer.explore(explorer.start)
    assert explorer._first_outcome in {option["value"] for option in explorer.question["options"]}


def test_every_preset_and_both_ends_of_every_control_run(explorer):
    for preset in explorer.presets:
        explorer.explore(preset["values"])
        assert not explorer.state["error"], preset["name"]
    for control in explorer.controls:
        ends = (
            [control["low"], control["high"]]
            if control["kind"] == "slider"
            else [o["value"] for o in control["options"]]
        )
        for end in ends:
            explorer.explore({**explorer.start, control["name"]: end})
            assert not explorer.state["error"], (control["name"], end)


def test_a_changed_value_changes_the_picture(explorer):
    explorer.explore(explorer.start)
    before = explorer.picture
    first = explorer.controls[0]
    moved = first["high"] if first["kind"] == "slider" else first["options"][-1]["value"]
    explorer.explore({**explorer.start, first["name"]: moved})
    assert explorer.picture != before


def test_all_weights_zero_give_a_message():
    explorer = ns.weighing_simulator()
    explorer.explore({**explorer.start, **{aim.id: 0 for aim in weighing.aims()}})
    assert "at least one weight" in explorer.state["error"]


def test_a_single_aim_can_decide_alone():
    explorer = ns.weighing_simulator()
    explorer.explore({**explorer.start, **{aim.id: 0 for aim in weighing.aims()}, "money": 10})
    assert not explorer.state["error"]
    assert "short support" in explorer.state["sentence"]


def test_the_day_of_the_landing():
    explorer = ns.date_explorer()
    explorer.explore({"month": "2024-01", "day": 20})
    assert "5 of 6 statements" in explorer.state["sentence"]
    explorer.explore({"month": "2023-11", "day": 31})
    assert explorer.state["sentence"].startswith("November 2023 has only 30 days. If SLIM landed on 30 November 2023,")
    explorer.explore({"month": "2024-02", "day": 30})
    assert explorer.state["sentence"].startswith("February 2024 has only 29 days. If SLIM landed on 29 February 2024,")
    explorer.explore({"month": "2024-02", "day": 29})
    assert explorer.state["sentence"].startswith("If SLIM landed on 29 February 2024,")
    explorer.explore({"month": "2024-02", "day": 3.5})
    assert "whole number" in explorer.state["error"]


def test_the_planned_landing_has_two_dates():
    explorer = ns.clock_explorer()
    explorer.explore({"hour": 19, "minute": 17})
    assert "04:17 on 6 June in Seoul and Tokyo" in explorer.state["sentence"]
    assert "two dates" in explorer.state["sentence"]


def test_in_a_role_the_draws_stay_near_the_role_s_weights():
    explorer = ns.weighing_simulator()
    presets = {preset["name"]: preset["values"] for preset in explorer.presets}
    for name, says in (
        ("equal", "world market (by 0.33 points, in 58 % of the draws)"),
        ("general", "home market (by 1.19 points, in 89 % of the draws)"),
    ):
        explorer.explore(presets[name])
        assert says in explorer.state["sentence"]


def test_a_level_choice_gets_no_lead_and_no_turning_share():
    explorer = ns.weighing_simulator()
    for aim, question in (
        ("speed", "Three hubs or one?"),
        ("earn", "Alone or by agreement?"),
        ("money", "Home market or world?"),
    ):
        explorer.explore({**explorer.start, aim: 0})
        said = explorer.state["sentence"]
        assert f"In “{question}” the two sides are level" in said
        assert "by 0.00 points" not in said
        assert "in place of" not in said
        assert "Those that are not level" in said


def test_the_curve_of_waiting_uses_its_axis():
    explorer = ns.waiting_simulator()
    for preset in explorer.presets:
        values = {name: float(value) for name, value in preset["values"].items()}
        outlook = waiting.outlook(
            chance=values["chance"] / 100, gain=values["gain"], loss=values["loss"],
            reliability=values["reliability"] / 100, yearly_decay=values["decay"] / 100, yearly_cost=values["cost"],
        )  # fmt: skip
        low, high = waiting_figure.scale_of(outlook)
        assert low <= outlook.values.min()
        assert outlook.values.max() <= high
        assert np.ptp(np.append(outlook.values, 0.0)) > 0.3 * (high - low) or preset["name"] == "fog"


def test_the_weighing_at_the_desk_begins_with_the_learner_s_own_weights(monkeypatch):
    # Outside a kernel, also where the browser of other tests has a loop that runs in this thread.
    monkeypatch.setattr(asyncio, "get_running_loop", Mock(side_effect=RuntimeError))
    lesson = ns.weighing_simulator()
    own = {**lesson.start, "money": 9.0, "speed": 1.0}
    lesson._receive(None, {"values": own}, None)
    lesson._receive(None, {"values": {**own, "money": 99}}, None)  # refused, and so not kept
    assert ns.weighing_simulator(guess_first=False).state["values"] == own
    again = ns.weighing_simulator()
    again._receive(None, {"values": again.start, "narrow": True}, None)  # the page asks anew: nobody has moved anything
    assert ns.weighing_simulator(guess_first=False).state["values"] == own


def test_settings_that_can_no_longer_be_set_are_left():
    open_store().record_settings("weighing_simulator", {"money": 3.0})
    desk = ns.weighing_simulator(guess_first=False)
    assert desk.state["values"] == desk.start


def test_each_clue_to_the_date_answers_with_its_days_and_its_source():
    explorer = ns.date_explorer()
    explorer.explore(explorer.start)
    marks = {mark["name"]: mark for mark in explorer.marks}
    assert list(marks) == [clue.id for clue in landing_date_evidence.clues()]
    assert marks["gap-month"]["text"] == "True in the picture from 1 January 2024 to 31 January 2024."
    assert marks["gap-month"]["sources"] == [{"name": '[gap ¶2 "SLIM in January last year"]', "url": ""}]
    assert marks["orbit"]["sources"][0]["url"].startswith("https://")
    for name, mark in marks.items():
        left, top, right, bottom = mark["box"]
        assert 0 <= left < right <= 1, name
        assert 0 <= top < bottom <= 1, name
        explorer.explore({**explorer.start, **mark["values"]})
        clue = next(one for one in landing_date_evidence.clues() if one.id == name)
        assert clue.says not in explorer.state["sentence"], "on its first day it is true"
