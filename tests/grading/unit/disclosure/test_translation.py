"""Messages are rendered where they are read, in the reader's language only."""

from __future__ import annotations

from pathlib import Path

import pytest
from courses.records import checked, failed, raised
from languages import korean, spoken, write_korean

from newspace_grading.cli.output.record_table import record_lines
from newspace_grading.disclosure import messages
from newspace_grading.disclosure.policy import disclose
from newspace_grading.disclosure.translation import render_text
from newspace_grading.model import course_plugin
from newspace_grading.model.course_plugin import CoursePlugins
from newspace_grading.model.results.failure import Failure, Label
from newspace_grading.model.results.message import Sentence, joined_texts, message, plural_message
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Reason, Verdict

LINE = Sentence("It happened in your line: {line}", (("line", "return 1 / 0"),), frozenset({"line"}))


@pytest.fixture
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from newspace.core.i18n import in_language

    plugins = CoursePlugins(_translate=(in_language,))
    monkeypatch.setattr(course_plugin, "installed", lambda: plugins)
    return write_korean(tmp_path)


def test_a_message_of_the_course_is_read_in_the_reader_s_language(catalogues: Path) -> None:
    assert render_text(LINE) == "It happened in your line: return 1 / 0"
    with spoken("ko", catalogues):
        assert render_text(LINE) == korean("It happened in your line: {line}").replace("{line}", "return 1 / 0")
        assert messages.label_words(Label.WHY) == korean("Why")


def test_messages_within_messages_and_plurals_are_translated(catalogues: Path) -> None:
    several = plural_message(
        "{n} value came back, where {expected} were expected.",
        "{n} values came back, where {expected} were expected.",
        3,
        expected=2,
    )
    nested = joined_texts([message("The value at index {place}: {why}", place=1, why=several), "as it is"], " ")
    assert render_text(nested) == "The value at index 1: 3 values came back, where 2 were expected. as it is"
    assert str(nested) == render_text(nested)
    with spoken("ko", catalogues):
        assert render_text(nested).endswith(" as it is")
        assert korean("values came back, where") in render_text(nested)


def test_without_the_course_its_english_sentence_is_read(catalogues: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course_plugin, "installed", CoursePlugins)
    with spoken("ko", catalogues):
        assert render_text(LINE) == "It happened in your line: return 1 / 0"
        assert messages.label_words(Label.WHY) == korean("Why"), "this is the grader's own"


def test_a_template_is_no_format_string() -> None:
    assert render_text(Sentence("{x.__class__} {x} {y} {0} {{x}}", (("x", "1"),))) == "{x.__class__} 1 {y} {0} {1}"


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_and_reason_has_words_in_both_languages(verdict: Verdict, catalogues: Path) -> None:
    english = messages.verdict_word(verdict)
    with spoken("ko", catalogues):
        assert messages.verdict_word(verdict) == korean(english)


@pytest.mark.parametrize("reason", [one for one in Reason if one is not Reason.NO_POINTS])
def test_every_reason_has_a_sentence_without_an_open_place(reason: Reason, catalogues: Path) -> None:
    arguments = {"score": 5.0, "points": 4.0, "error": "1", "verdict": "timed out", "problem": "2", "detail": "3"}
    record = Record(
        "t",
        Verdict.FAILED,
        0.0,
        1.0,
        reason,
        failure=raised("4") if reason is Reason.CHECK_FAILED else None,
        arguments=arguments,
    )
    for language in ("en", "ko"):
        with spoken(language, catalogues):
            text = messages.record_text(record)
            assert text
            assert "{" not in text
            assert language == "en" or text.isascii() is text.isdecimal(), "no English is left in it"
            assert disclose(record, "assert f").rows or reason in (Reason.TIMEOUT, Reason.EXITED, Reason.PROTOCOL)
            assert record_lines([record]).startswith("t  ")


@pytest.mark.parametrize(
    "failure",
    [
        checked((Label.CALLED, "f(10.5)"), (Label.CAME_BACK, "10.5"), (Label.WHY, LINE), hidden=True, about="others"),
        Failure(hidden=True),
    ],
)
def test_hidden_values_are_hidden_in_every_language(failure: Failure, catalogues: Path) -> None:
    record = Record.from_line(failed(failure, called="(10.5)", returned="10.5").line())
    shown = []
    for language in ("en", "ko"):
        with spoken(language, catalogues):
            found = disclose(record, "f(1)\n### BEGIN HIDDEN TESTS\nf(10.5)\n### END HIDDEN TESTS", own="return 1 / 0")
            assert "10.5" not in str(found.rows)
            shown.append((found.hidden_failed, found.about, [label for label, _text in found.rows]))
    assert shown[0] == shown[1]
    assert shown[0][0]
