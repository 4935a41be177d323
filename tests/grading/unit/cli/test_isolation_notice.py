"""The question before grading without isolation."""

from __future__ import annotations

import argparse
import io
import sys

import pytest

from newspace_grading.cli.output import isolation_notice


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        """It is one."""
        return True


@pytest.mark.parametrize(
    ("system", "says", "yes", "goes_on"),
    [
        ("win32", "n\n", False, False),
        ("win32", "", False, False),
        ("win32", "y\n", False, True),
        ("win32", "n\n", True, True),
        ("darwin", "n\n", False, True),
        ("linux", "n\n", False, True),
    ],
)
def test_confirmation_is_asked_without_isolation(
    system: str, says: str, yes: bool, goes_on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = _Terminal()
    for name, value in {"platform": system, "stdin": _Terminal(says), "stderr": shown}.items():
        monkeypatch.setattr(sys, name, value)
    assert isolation_notice.warn_of_weak_isolation(argparse.Namespace(yes=yes)) is goes_on
    assert ("Isolation: " in shown.getvalue()) is (system != "linux")
    assert ("[y/N]" in shown.getvalue()) is (system == "win32" and not yes)


@pytest.mark.parametrize(
    ("level", "said", "asked"), [("limits", True, False), ("none", True, True), ("landlock", False, False)]
)
def test_a_level_weaker_than_available_is_named(
    level: str, said: bool, asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = _Terminal()
    for name, value in {"platform": "linux", "stdin": _Terminal("n\n"), "stderr": shown}.items():
        monkeypatch.setattr(sys, name, value)
    assert isolation_notice.warn_of_weak_isolation(argparse.Namespace(yes=False), level) is not asked
    assert ("Isolation: " in shown.getvalue(), "[y/N]" in shown.getvalue()) == (said, asked)
