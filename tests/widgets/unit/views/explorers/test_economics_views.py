"""The four explorers of unit 1: prediction, first run, presets, limits."""

from __future__ import annotations

import functools
import json

import pytest

import newspace
from newspace.views.economics import headcount, learning, patience, ventures

NAMES = ["headcount_explorer", "learning_explorer", "mission_series", "patience_explorer"]


@pytest.fixture(params=NAMES)
def explorer(request):
    return getattr(newspace, request.param)()


def ends(explorer):
    """Return values with all controls at their lowest, all at their highest, and each alone at either end."""
    low = {control["name"]: control["low"] for control in explorer.controls}
    high = {control["name"]: control["high"] for control in explorer.controls}
    yield low
    yield high
    for name in low:
        yield {**explorer.start, name: low[name]}
        yield {**explorer.start, name: high[name]}


def test_nothing_is_shown_before_the_prediction(explorer):
    assert explorer.state == {}
    assert explorer.picture == b""
    assert len(explorer.question["options"]) == 3


def test_the_first_outcome_is_one_of_the_options(explorer):
    options = {option["value"] for option in explorer.question["options"]}
    first = next(iter(options))
    explorer._handle_custom_msg(
        json.loads(json.dumps({"request": "1", "predicted": first, "values": explorer.start})), []
    )
    assert explorer._first_outcome in options
    assert explorer.state["prediction"]["happened"]
    assert any(character.isdigit() for character in explorer.state["sentence"])
    assert explorer.picture.startswith(b"\x89PNG")


def test_every_preset_and_every_end_of_a_slider_runs(explorer):
    for values in [preset["values"] for preset in explorer.presets] + list(ends(explorer)):
        explorer.explore(values)
        assert explorer.state["error"] == "", values
        assert "nan" not in explorer.state["sentence"]
        assert "inf" not in explorer.state["sentence"].replace("information", "")


def test_a_narrow_page_gets_a_picture(explorer):
    explorer.explore(explorer.start)
    wide = explorer.picture
    explorer.explore(explorer.start, narrow=True)
    assert explorer.picture != wide


def test_the_same_settings_give_the_same_sentence(explorer):
    explorer.explore(explorer.start)
    first = explorer.state["sentence"]
    explorer.explore(explorer.presets[-1]["values"])
    explorer.explore(explorer.start)
    assert explorer.state["sentence"] == first


@pytest.fixture
def said():
    """What an explorer says of a preset; it is made once a test, because laying its picture out takes longer than a run."""
    made = functools.cache(lambda name: getattr(newspace, name)())

    def ask(name, preset, **changes):
        explorer = made(name)
        explorer.explore(next(one["values"] for one in explorer.presets if one["name"] == preset) | changes)
        assert explorer.state["error"] == ""
        return explorer.state["sentence"]

    return ask


def test_statements_of_the_lesson_about_the_explorers(said):
    assert "353,936 units" in said("learning_explorer", "typical")
    assert "338 units" in said("learning_explorer", "steep")
    assert said("mission_series", "second").startswith("100 %")
    assert said("mission_series", "third").startswith("100 %")
    assert "67.1 %" in said("headcount_explorer", "abroad")
    assert "22.9 %" in said("headcount_explorer", "tokyo")
    assert said("patience_explorer", "lottery").startswith("61 % of the firms with short grants and 74 %")
    assert "6.7 against 7.3" in said("patience_explorer", "lottery")
    assert said("patience_explorer", "lottery", short=1).startswith("47 %")
    assert "7.7 against 7.3" in said("patience_explorer", "sharp")
    assert said("patience_explorer", "sharp").startswith("54 %")
    assert "short grants bring more firms to revenue: 5.6 against 4.3" in said("patience_explorer", "slow")


def test_statements_of_the_lesson_about_ruin(said):
    def ruined(**changes):
        return round(float(said("mission_series", "grants", **changes).split(" %")[0]))

    assert ruined() == 34
    assert [ruined(revenue=value) for value in (78, 115, 116)] == [34, 14, 9]
    assert [ruined(outside=value) for value in (50, 51)] == [14, 9]
    assert ruined(revenue=250, outside=0) == 53
    assert "earns US$25.0 million" in said("mission_series", "grants", revenue=250, outside=0)
    assert ruined(learning=60) == 9
    assert ruined(outside=0, learning=90) == 100
    assert [ruined(insured=value) for value in (0, 100)] == [34, 87]
    assert [ruined(revenue=110, insured=value) for value in (0, 100)] == [14, 6]
    assert "US$254 million left" in said("mission_series", "grants", revenue=110)
    assert "US$197 million left" in said("mission_series", "grants", revenue=110, insured=100)


@pytest.mark.parametrize("seed", [3, 31, 32, 33])
def test_another_draw_of_firms_moves_the_lesson_s_numbers_by_little(seed, monkeypatch):
    monkeypatch.setattr(patience, "_SEED", seed)
    printed = {"lottery": ((61, 6.7), (74, 7.3)), "sharp": ((54, 7.7), (74, 7.3)), "slow": ((46, 5.6), (52, 4.3))}
    explorer = newspace.patience_explorer()
    for preset in explorer.presets:
        outcomes = patience._outcomes(preset["values"])
        for outcome, (share, firms) in zip(outcomes, printed[preset["name"]], strict=True):
            assert 100 * outcome.reached == pytest.approx(share, abs=2)
            assert outcome.per_100bn_krw == pytest.approx(firms, abs=0.2)
    short, _long = patience._outcomes({**explorer.start, "short": 1})
    assert 100 * short.reached == pytest.approx(47, abs=2)


def test_outcomes_at_their_boundaries():
    assert [headcount._outcome(share) for share in (0.2, 1 / 3, 0.5, 0.51)] == ["few", "some", "some", "most"]
    assert [ventures._outcome(risk) for risk in (0.24, 0.25, 0.75, 0.76)] == ["few", "half", "half", "most"]


def test_schemes_are_level_if_nobody_reaches_revenue():
    explorer = newspace.patience_explorer()
    explorer.explore({**explorer.start, "work": 10, "spread": 0, "burn": 0, "reserve": 0})
    assert "0 % of the firms with short grants and 0 %" in explorer.state["sentence"]
    assert "about level" in explorer.state["sentence"]
    assert patience._LEVEL < 0.1


def test_a_number_of_units_can_be_read():
    said = learning._sentence(0.98, 30, 1.0)
    assert "about 10 to the power 50 units" in said
    assert max(len(word) for word in said.split()) < 20
    assert learning._units(434_400_000) == "434.4 million"
    assert learning._units(353_936) == "353,936"


def test_one_point_is_said_in_the_singular():
    assert headcount._sentence(0.68).endswith("That is 1 point above the reading’s 67 %.")
    assert headcount._sentence(0.65).endswith("That is 2 points below the reading’s 67 %.")


def test_each_dot_of_the_learning_curve_answers_with_its_cost():
    explorer = newspace.learning_explorer()
    explorer.explore({**explorer.start, "slope": 70})
    marks = {mark["name"]: mark for mark in explorer.marks}
    assert marks["doubling-1"]["text"] == "Unit 2 costs 70 % of the first."
    assert marks["doubling-1"]["values"] == {"doublings": 1.0}
    assert "doubling-14" not in marks, "0.7 to the power 14 lies below the picture"
    lefts = [mark["box"][0] for mark in explorer.marks]
    assert lefts == sorted(lefts)
