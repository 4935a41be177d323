"""The explorer and the landing simulator without a browser: requests, results, and errors."""

from __future__ import annotations

import json
import logging
from typing import get_type_hints

import pytest

import newspace
from newspace.core.errors import CourseError
from newspace.models.ispace import descent
from newspace.views.ispace.landing import landing_simulator
from newspace.views.shared.explorer import explorer as explorer_module
from newspace.views.shared.explorer.explorer import ChoiceControl, Explorer, Prediction, Preset, Run, Slider

SPEED = Slider("speed_m_s", "Speed", 0, 10, 0.5, 2, unit="m/s")
PLACE = ChoiceControl("place", "Place", {"moon": "the Moon", "earth": "the Earth"}, "moon")
PREDICTION = Prediction("What will happen?", {"up": "It goes up.", "down": "It goes down."})


def run(values, narrow):
    if values["speed_m_s"] == 9:
        raise ZeroDivisionError("division by zero")
    if values["speed_m_s"] == 8:
        raise ValueError("8 is too fast.")
    outcome = "up" if values["speed_m_s"] > 5 else "down"
    return Run(
        b"narrow" if narrow else b"wide", f"{values['speed_m_s']:g} on {values['place']}.", "A picture.", outcome
    )


def made(**more):
    return Explorer(run, title="Test", controls=[SPEED, PLACE], **more)


def send(explorer, **message):
    """Send a message as the page would, through JSON."""
    explorer._handle_custom_msg(json.loads(json.dumps({"request": "r", **message})), [])
    return explorer.state


def values(speed, place="moon"):
    return {"speed_m_s": speed, "place": place}


def test_without_a_prediction_it_runs_at_once():
    explorer = made()
    assert explorer.state["sentence"] == "2 on moon."
    assert explorer.picture == b"wide"
    assert repr(explorer) == "Test. 2 on moon."


def test_with_a_prediction_nothing_is_shown_before_the_answer():
    explorer = made(prediction=PREDICTION)
    assert explorer.state == {}
    assert explorer.picture == b""
    assert "live notebook" in repr(explorer)
    assert explorer.question["options"] == [
        {"value": "up", "text": "It goes up."},
        {"value": "down", "text": "It goes down."},
    ]


def test_the_prediction_is_compared_with_the_first_run_only():
    explorer = made(prediction=PREDICTION)
    first = send(explorer, values=values(2), predicted="up")["prediction"]
    assert first == {"predicted": "It goes up.", "happened": "It goes down.", "same": False}
    assert send(explorer, values=values(7), predicted="down")["prediction"] == first


def test_a_prediction_is_kept_and_asked_for_once(again):
    send(made(prediction=PREDICTION, name="test"), values=values(2), predicted="up")
    again()
    explorer = made(prediction=PREDICTION, name="test")
    assert explorer.state["prediction"] == {"predicted": "It goes up.", "happened": "It goes down.", "same": False}
    assert send(explorer, values=values(7), predicted="down")["prediction"]["predicted"] == "It goes up."
    assert made(prediction=PREDICTION, name="another").state == {}


def test_a_kept_prediction_that_can_no_longer_be_chosen_is_asked_for_again():
    send(made(prediction=PREDICTION, name="test"), values=values(2), predicted="up")
    assert made(prediction=Prediction("What will happen?", {"left": "Left."}), name="test").state == {}


def test_every_explorer_keeps_its_prediction_under_a_name_of_its_own():
    makers = [name for name in newspace._VIEWS if get_type_hints(getattr(newspace, name)).get("return") is Explorer]
    explorers = [getattr(newspace, name)() for name in makers]
    explorers += [landing_simulator(preset) for preset in ("mission_1", "mission_2")]
    names = [explorer._name for explorer in explorers]
    assert all(names)
    assert len(set(names)) == len(names)


def test_a_right_prediction_is_confirmed():
    assert send(made(prediction=PREDICTION), values=values(7), predicted="up")["prediction"]["same"] is True


def test_each_answer_names_its_request():
    explorer = made()
    assert send(explorer, values=values(3), request="v-7")["request"] == "v-7"
    assert send(explorer, values=values(99), request="v-8")["request"] == "v-8"


def test_a_narrow_page_gets_a_narrow_picture():
    explorer = made()
    assert send(explorer, values=values(3), narrow=True)["narrow"] is True
    assert explorer.picture == b"narrow"


@pytest.mark.parametrize(
    "wrong", [values(99), values(-1), values("3"), values(None), values(True), values(3, "mars"), values(3, []), {}]
)
def test_invalid_values_give_a_message_and_keep_the_picture(wrong):
    explorer = made()
    state = send(explorer, values=wrong)
    assert "Speed" in state["error"] or "Place" in state["error"]
    assert state["sentence"] == "2 on moon."
    assert explorer.picture == b"wide"


@pytest.mark.parametrize("message", [None, [], "x", {"values": 3}, {"values": None, "predicted": []}])
def test_no_message_of_the_page_raises(message):
    explorer = made(prediction=PREDICTION)
    explorer._handle_custom_msg(message, [])
    assert explorer.state["sentence"] == "2 on moon."


def test_a_failing_run_gives_one_message_and_the_next_run_works(caplog):
    explorer = made()
    with caplog.at_level(logging.CRITICAL, logger=explorer_module.__name__):
        assert "ZeroDivisionError: division by zero" in send(explorer, values=values(9))["error"]
    state = send(explorer, values=values(4))
    assert state["error"] == ""
    assert state["sentence"] == "4 on moon."


def test_the_message_of_a_model_s_error_is_shown_unchanged():
    assert send(made(), values=values(8))["error"] == "8 is too fast."


def test_picture_and_text_arrive_together():
    explorer = made()
    sent = []
    explorer.send_state = lambda key=None: sent.append({key} if isinstance(key, str) else set(key))
    send(explorer, values=values(7), narrow=True)
    assert sent == [{"picture", "state"}]


def test_presets_are_plain_data():
    assert made(presets=[Preset("fast", "Fast", values(10))]).presets == [
        {"name": "fast", "label": "Fast", "values": values(10)}
    ]


class TestLanding:
    @pytest.mark.parametrize("preset", descent.SCENARIOS)
    def test_a_preset_flies_exactly_the_scenario_of_the_model(self, preset):
        simulator = landing_simulator(preset)
        state = send(simulator, values=simulator.start, predicted="soft")
        assert state["sentence"] == descent.flight_sentence(descent.fly(descent.SCENARIOS[preset]))
        assert simulator.picture.startswith(b"\x89PNG")

    @pytest.mark.parametrize(("preset", "outcome"), [("nominal", "soft"), ("mission_1", "dry"), ("mission_2", "fast")])
    def test_the_outcome_answers_the_question(self, preset, outcome):
        simulator = landing_simulator(preset)
        assert send(simulator, values=simulator.start, predicted=outcome)["prediction"]["same"] is True

    def test_the_question_states_the_numbers_of_the_model(self):
        prompt = landing_simulator("mission_2").question["prompt"]
        assert f"{descent.MISSION_2.altitude_error_m:,.0f}" in prompt
        assert f"{descent.MISSION_2.sensor_range_m:,.0f}" in prompt

    def test_every_corner_of_the_sliders_flies(self):
        simulator = landing_simulator()
        for control in simulator.controls:
            for value in (control["low"], control["high"]):
                assert send(simulator, values={**simulator.start, control["name"]: value})["error"] == ""

    def test_each_slider_affects_the_flight(self):
        simulator = landing_simulator("mission_1")
        send(simulator, values=simulator.start)
        first = simulator.picture
        for control in simulator.controls:
            reached = set()
            for value in (control["low"], control["high"]):
                send(simulator, values={**simulator.start, control["name"]: value})
                reached.add(simulator.picture)
            assert reached != {first}, control["name"]
        send(simulator, values=simulator.start)
        assert simulator.picture == first

    def test_every_preset_value_is_allowed_by_its_slider(self):
        simulator = landing_simulator()
        for preset in simulator.presets:
            for control in simulator.controls:
                steps = (preset["values"][control["name"]] - control["low"]) / control["step"]
                assert steps == pytest.approx(round(steps)), (preset["name"], control["name"])

    def test_an_unknown_preset_is_named(self):
        with pytest.raises(CourseError, match="mission_3"):
            newspace.landing_simulator("mission_3")
