"""The benchmark of the simulators measures each of the course, with moves that a learner can make."""

from __future__ import annotations

import ast
import importlib.util
from itertools import islice
from unittest.mock import patch

import pytest
from repository import ROOT

from newspace.figures.shared.raster import Raster
from newspace.views.shared.explorer.explorer import ChoiceControl, Slider

VIEWS = ROOT / "widgets" / "newspace" / "views"


def load_moves():
    spec = importlib.util.spec_from_file_location("moves", ROOT / "benchmarks" / "course" / "_moves.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


bench = load_moves()


def makes_an_explorer(function):
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return any(isinstance(called, ast.Name) and called.id == "Explorer" for called in calls)


def test_every_function_that_makes_an_explorer_is_measured():
    written = {
        node.name
        for path in VIEWS.rglob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and makes_an_explorer(node)
    }
    assert written == set(bench.explorers())


@pytest.mark.parametrize("name", bench.explorers())
def test_a_simulator_can_be_moved(name, caplog):
    with (
        patch.object(Raster, "__init__", lambda *_args, **_more: None),
        patch.object(Raster, "png", lambda _raster: b""),
    ):
        explorer = bench.explorers()[name]()
        told = set()
        for _control, _value, values in islice(bench.moves(explorer.controls, seed=1), 12):
            explorer.explore(values)
            if not explorer.state["error"]:
                told.add((explorer.state["sentence"], explorer.state["words"]))
    assert not caplog.records, "it may refuse values, and must not fail"
    assert len(told) > 2, explorer.state["error"]


def test_moves_change_one_control_to_a_valid_value_and_never_repeat():
    controls = [
        Slider("mass_kg", "Mass", 0.1, 1.0, 0.1, 0.3),
        ChoiceControl("place", "Place", {"a": "A", "b": "B", "c": "C"}, "b"),
        Slider("year", "Year", 1960, 1962, 1, 1960),
    ]
    before, seen = {control.name: control.value for control in controls}, []
    for name, value, values in bench.moves([control.page() for control in controls], seed=3):
        assert {key for key in values if values[key] != before[key]} == {name}
        assert values[name] == value
        for control in controls:
            control.checked(values[control.name])
        assert values not in seen
        seen.append(values)
        before = values
    assert len(seen) > 30, "the moves end only when no control can go anywhere new"
    assert seen == [values for _name, _value, values in bench.moves([control.page() for control in controls], seed=3)]
