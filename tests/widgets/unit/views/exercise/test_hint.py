"""Hints: in order, closed at first, and readable without a browser."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from newspace.core.errors import CourseError
from newspace.views.shared.exercise.hint import Hint, hint


class Outline(HTMLParser):
    """Parser that records the nesting depth of each text in disclosure elements."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.found: dict[str, int] = {}
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert "open" not in dict(attrs)
        self.depth += tag == "details"

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "details"

    def handle_data(self, data: str) -> None:
        self.found[data] = self.depth


def test_each_hint_is_nested_in_the_previous_one() -> None:
    outline = Outline()
    outline.feed(Hint("demo", ("first", "second", "third"))._repr_html_())
    assert (outline.found["first"], outline.found["second"], outline.found["third"]) == (1, 2, 3)
    assert outline.found["Hint 1 of 3"] == 1
    assert outline.depth == 0


def test_hints_are_native_elements_and_escaped() -> None:
    outline = Outline()
    outline.feed(Hint("demo", ("if a < b: <script>alert(1)</script>",))._repr_html_())
    assert outline.tags == {"details", "summary", "div"}


def test_plain_text_shows_only_the_requested_hints(capsys: pytest.CaptureFixture[str]) -> None:
    shown = Hint("demo", ("look there", "go on"))
    assert repr(shown).startswith("2 hints for “demo”.")
    assert "look there" not in repr(shown)
    assert shown.text(1) == "1. look there"
    assert capsys.readouterr().err == ""


def test_an_unknown_name_is_reported_with_the_known_ones() -> None:
    with pytest.raises(CourseError, match="orbit-speed"):
        hint("02_ispace_missions", "orbit")
    with pytest.raises(CourseError, match="no hints"):
        hint("99_nowhere", "orbit")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[task]\n", "not valid TOML"),
        ("[[task]]\nhints = ['a']\n", "needs an id"),
        ("[[task]]\nid = 'a'\nhints = []\n", "field hints"),
        ("[[task]]\nid = 'a'\nhints = ['']\n", "field hints"),
        ("[[task]]\nid = 'a'\nhints = ['x']\n[[task]]\nid = 'a'\nhints = ['x']\n", "stands twice"),
    ],
)
def test_a_broken_file_names_file_and_field(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, says: str
) -> None:
    (tmp_path / "lessons" / "hints").mkdir(parents=True)
    (tmp_path / "lessons" / "hints" / "demo.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("NEWSPACE_HOME", str(tmp_path))
    with pytest.raises(CourseError) as caught:
        hint("demo", "a")
    assert says in str(caught.value)
    assert re.search(r"demo\.toml", str(caught.value))
