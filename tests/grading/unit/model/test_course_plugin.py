"""Course plug-ins: found by name, checked, and left out with one message if they are broken."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from newspace_grading.engine.launch.preload import PRELOADED
from newspace_grading.model import course_plugin
from newspace_grading.model.course_plugin import GROUP, CoursePlugins, ask, load_plugins
from newspace_grading.model.errors import UserError


def entry(monkeypatch: pytest.MonkeyPatch, name: str, **members: object) -> EntryPoint:
    """An entry point of a module that is made here."""
    module = ModuleType(f"plugin_of_{name}")
    vars(module).update(members)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return EntryPoint(name, module.__name__, GROUP)


def test_no_plugin_adds_nothing() -> None:
    assert load_plugins([]) == CoursePlugins()
    assert load_plugins([]).readable() == ()
    assert load_plugins([]).translate("Called", "ko") == "Called"
    assert not [name for name in PRELOADED if name.startswith("newspace")]


def test_several_plugins_are_combined(monkeypatch: pytest.MonkeyPatch) -> None:
    one = entry(
        monkeypatch,
        "one",
        packages=["a"],
        preload=["json", "m"],
        readable=lambda: [Path("x")],
        handed_out=lambda name: [Path(name)],
    )
    two = entry(monkeypatch, "two", preload=("m", "n"), translate=lambda text, language: f"{language} {text}")
    found = load_plugins([two, one])
    assert (found.packages, found.preload, found.problems) == (("a",), ("json", "m", "n"), ())
    assert found.readable() == (Path("x"),)
    assert found.handed_out("ps1") == (Path("ps1"),)
    assert found.translate("Called", "ko") == "ko Called"


def test_every_course_prepares_even_if_one_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    prepared: list[str] = []

    def fail() -> None:
        raise OSError("no such file")

    one = entry(monkeypatch, "one", prepare=fail)
    two = entry(monkeypatch, "two", prepare=lambda: prepared.append("two"))
    load_plugins([one, two]).prepare()
    assert prepared == ["two"]


def test_a_broken_plug_in_is_left_out_with_one_clear_message(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = entry(monkeypatch, "whole", packages=["a"])
    found = load_plugins([EntryPoint("broken", "no.such.module", GROUP), whole])
    assert found.packages == ("a",)
    (problem,) = found.problems
    assert "cannot be loaded: ModuleNotFoundError" in problem
    assert f"entry point broken = no.such.module in the group {GROUP}" in problem
    assert "What to do: " in problem


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("packages", "newspace"),
        ("preload", [1]),
        ("deciding", "newspace.checks"),
        ("prepare", ["json"]),
        ("readable", [Path("x")]),
        ("translate", {}),
        ("self_study", SimpleNamespace(home=print)),
    ],
)
def test_a_member_of_the_wrong_kind_is_left_out_alone(
    monkeypatch: pytest.MonkeyPatch, name: str, wrong: object
) -> None:
    members = {"packages": ["a"], "preload": ["b"]} | {name: wrong}
    found = load_plugins([entry(monkeypatch, "odd", **members)])
    (problem,) = found.problems
    assert f"“{name}” is left out" in problem
    assert found.self_study == ()
    assert found.packages == (() if name == "packages" else ("a",))


def test_a_member_that_fails_is_an_error_that_a_person_can_read() -> None:
    def readable() -> list[Path]:
        raise KeyError("seeds")

    with pytest.raises(UserError, match="plug-in failed: KeyError: 'seeds'") as caught:
        ask(readable)
    assert "What to do: " in str(caught.value)


def test_this_course_has_a_plug_in_that_fits() -> None:
    """The package of the course registers itself: reinstall it (make install) if this fails."""
    found = course_plugin.installed()
    assert found.problems == ()
    assert found.packages == ("newspace",)
    assert set(found.preload) >= {"newspace.checks", "newspace.views.shared.reading.open_citations"}
    assert found.deciding == ("newspace.checks",)
    assert [path.name for path in found.readable()] == ["seeds", "lessons"]
    assert all(path.is_file() for path in found.fonts())
    assert len(found.self_study) == 1
