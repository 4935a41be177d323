"""Texts that learners chose reach terminals and lines of JSON as visible text only."""

from __future__ import annotations

import json
import unicodedata

import pytest

from newspace_grading.cli.output.record_table import record_lines
from newspace_grading.model.results.failure import Failure, Label, RaisedError
from newspace_grading.model.results.message import Sentence
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Reason, Verdict
from newspace_grading.model.text import as_json, no_formula, one_line, plain_text, say, with_noun

EVIL = "\x1b]0;owned\x07\x1b[2J\x1b[Hall graded\x9b31m\u202e\u2066\x7f\x85\u2028next\rfirst\nsecond\ud800"
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def unseen(text: str) -> set[str]:
    """The signs of a text that a terminal does something with instead of showing them."""
    return {char for char in text if unicodedata.category(char) in UNSEEN and char != "\n"}


def test_one_line_removes_invisible_characters() -> None:
    shown = one_line(EVIL)
    assert not unseen(shown)
    assert "\n" not in shown
    assert "all graded" in shown
    assert unseen(plain_text(EVIL)) == {"\u2028"}  # a page may have it


@pytest.mark.parametrize("nested", ["\x1b\x1b[0m[2J", "\x1b[\x1b[0m2J", "\x1b[0\x1b[0m;1H"])
def test_removing_characters_creates_no_new_escape_sequence(nested: str) -> None:
    assert "\x1b" not in plain_text(nested)


def test_visible_text_is_unchanged() -> None:
    for text in ("Zoë Ångström", "田中さん", "x² ≤ 5 €", "ñ" * 3, "a\tb\nc", "🚀"):
        assert plain_text(text) == text


def test_json_is_visible_ascii_and_means_the_same() -> None:
    line = as_json({"text": EVIL})
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line) == {"text": EVIL.replace("\ud800", "?")}
    assert json.loads(as_json(["🚀", 1.5, None])) == ["🚀", 1.5, None]


def test_record_texts_contain_no_invisible_characters() -> None:
    record = Record(
        f"task{EVIL}",
        Verdict.FAILED,
        0.0,
        1.0,
        Reason.CHECK_FAILED,
        failure=Failure(
            ((Label.CAME_BACK, Sentence("{x}", (("x", EVIL),))),), about=EVIL, error=RaisedError(EVIL, EVIL)
        ),
        called=EVIL,
        returned=EVIL,
        raised=RaisedError(EVIL, EVIL),
        level="namespaces",
        repaired=(EVIL,),
        cell_error=RaisedError(EVIL, EVIL),
    )
    assert not unseen(record_lines([record, record]))
    assert len(record_lines([record, record]).splitlines()) == 2
    assert record.line().isascii()
    assert record.line().isprintable()
    read = Record.from_line(record.line())
    assert read.called == EVIL.replace("\ud800", "?")
    assert Record.from_line(read.line()) == read
    json.dumps(read.plain(), ensure_ascii=False).encode()  # a journal can hold it


def test_say_prints_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    say(f"{EVIL}: done")
    say(f"{EVIL}: not done", wrong=True)
    out, err = capsys.readouterr()
    for text, end in ((out, ": done\n"), (err, ": not done\n")):
        assert text.count("\n") == 1
        assert text.endswith(end)
        assert not unseen(text)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_text_is_quoted_against_spreadsheet_formulas(text: str) -> None:
    assert no_formula(text) == "'" + text


def test_other_table_values_are_unchanged() -> None:
    for value in (-1.5, None, 3, "anna", "a=b", ""):
        assert no_formula(value) == value


def test_a_number_has_the_right_form_of_its_noun() -> None:
    assert [with_noun(count, "task") for count in (0, 1, 2)] == ["0 tasks", "1 task", "2 tasks"]
    assert with_noun(2, "submission is", "submissions are") == "2 submissions are"
    assert [with_noun(points, "point") for points in (1.0, 1.5)] == ["1 point", "1.5 points"]
