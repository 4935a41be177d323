"""What may be loaded before processes are forked, and what tests import."""

from __future__ import annotations

import importlib.util
import sys

import pytest

from newspace_grading.engine.analysis.name_ownership import ownership_of
from newspace_grading.engine.launch import preload
from newspace_grading.engine.launch.preload import import_modules, may_be_preloaded


def test_what_is_installed_is_preloaded_with_its_parts() -> None:
    assert may_be_preloaded("scipy.optimize", set())
    assert may_be_preloaded("unittest.mock", set())


def test_a_file_of_the_course_comes_before_what_is_installed() -> None:
    assert not may_be_preloaded("statistics", {"statistics"})
    assert not may_be_preloaded("pytest", {"pytest"})


def test_what_nobody_knows_or_what_acts_when_loaded_is_not_preloaded() -> None:
    assert not may_be_preloaded("plotchecker", set())
    assert not may_be_preloaded("antigravity", set())


def test_a_module_that_was_loaded_already_is_nothing_new() -> None:
    assert not import_modules(["pathlib"])
    assert not import_modules(["no_such_module_anywhere"])


def test_what_packages_load_late_is_loaded_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    with monkeypatch.context() as patched:
        patched.delitem(sys.modules, "pandas", raising=False)
        patched.setattr(preload.importlib, "import_module", asked.append)
        import_modules(["pandas"])
    assert asked[0] == "pandas"
    assert "pandas.plotting._matplotlib" in asked
    assert [name for name in asked if importlib.util.find_spec(name) is None] == []


def test_modules_of_tests_are_kept_apart_from_those_of_the_reference() -> None:
    names = ownership_of(["import math"], [], ["import scipy.stats", "assert f() == __import__('pytest').approx(1)"])
    assert names.modules == {"math"}
    assert names.tests_modules == {"scipy.stats", "pytest"}


def test_memory_is_laid_out_once_and_only_where_many_processes_are_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(preload.gc, "freeze", lambda: None)
    monkeypatch.setattr(preload.gc, "collect", lambda: done.append("laid out"))
    monkeypatch.setattr(preload.linux_syscalls, "use_huge_pages", lambda: None)
    heap = preload.HeapForForks()
    heap.freeze()
    heap.count_fork()
    assert done == []
    for _submission in range(50):
        heap.count_fork()
    assert done == ["laid out"]
    heap.freeze()  # after more modules were loaded
    assert done == ["laid out"] * 2
    preload.HeapForForks(30).freeze()
    assert done == ["laid out"] * 3
