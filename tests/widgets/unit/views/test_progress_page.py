"""The progress page."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from newspace import progress
from newspace.attempts import location
from newspace.core import dates
from newspace.core.paths import room
from newspace.questions import load_bank
from newspace.views.shared.quiz import lesson_outline

UNIT = "02_ispace_missions"
BANK = load_bank(UNIT)


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    location._store_at.cache_clear()
    monkeypatch.setenv("NEWSPACE_PROGRESS", str(tmp_path / "progress.sqlite"))
    return progress.open_store()


def page():
    return progress.show()._repr_html_()


def words(html):
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def test_without_answers_the_page_says_where_to_begin(store):
    said = words(page())
    assert f"0 of {len(BANK.questions)}" in said
    assert "Next: begin with" in said
    assert "not right yet" not in said
    assert str(store.path) in said


def test_the_page_counts_answers_and_lists_questions_to_review(store):
    right, wrong = BANK.questions[0], BANK.questions[1]
    store.record(UNIT, right.id, answer="a", score=1)
    store.record(UNIT, wrong.id, answer="a", score=0.5)
    said = words(page())
    assert f"2 of {len(BANK.questions)}" in said
    assert f"1 of {len(BANK.questions)}" in said
    assert f"go on, {len(BANK.questions) - 2} questions are left in" in said
    assert "1 question not right yet" in said
    assert f"2 of {len(BANK.questions)} questions answered, 1 right" in repr(progress.show())


def test_the_page_shows_the_last_grading_of_an_exercise(store):
    assert f"Exercise: {_title()} not graded yet" in words(page())
    assert "exercise: not graded yet" in repr(progress.show())
    store.record_graded(UNIT, points=2, possible=16)
    store.record_graded(UNIT, points=9.5, possible=16, waiting=4)
    today = dates.date_in_words(store.graded()[-1].time.astimezone().date().isoformat())
    said = f"9.5 of 16 points, graded on {today}; 4 of the 16 are yours to judge"
    assert f"Exercise: {_title()} {said}" in words(page())
    assert f"exercise: {said}" in repr(progress.show())
    assert f"0 of {len(BANK.questions)} questions answered" in repr(progress.show())


def _title():
    return lesson_outline.title(room("lessons") / f"{UNIT}.ipynb")


def test_without_solutions_grading_is_mentioned_only_after_a_grading(store, tmp_path, monkeypatch):
    for name in ("lessons", "exercises", "seeds"):
        (tmp_path / "home").mkdir(exist_ok=True)
        (tmp_path / "home" / name).symlink_to(room(name))
    monkeypatch.setenv("NEWSPACE_HOME", str(tmp_path / "home"))
    assert "graded" not in words(page())
    store.record_graded(UNIT, points=2, possible=16)
    assert words(page()).count("2 of 16 points, graded on") == 1


def test_each_question_to_review_is_identifiable(store):
    for question in BANK.questions:
        store.record(UNIT, question.id, answer="a", score=0)
    items = re.findall("<li>(.*?)</li>", page())
    assert len(set(items)) == len(items) == len(BANK.questions)


def test_the_page_says_when_all_answers_are_right(store):
    for path in sorted((room("lessons") / "quizzes").glob("*.toml")):
        for question in load_bank(path.stem).questions:
            store.record(path.stem, question.id, answer="a", score=1)
    assert "all are right" in words(page())


def test_the_start_page_is_counted_since_it_asks_questions():
    assert f"0 of {len(load_bank('00_start_here').questions)}" in words(page())


def test_links_lead_from_the_start_page_to_lesson_and_exercise():
    links = re.findall(r'href="([^"]*)"', page())
    assert f"{UNIT}.ipynb" in links
    assert f"../exercises/{UNIT}/{UNIT}.ipynb" in links


def test_the_notice_of_the_store_is_on_the_page(tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSPACE_PROGRESS", str(tmp_path))
    assert "What to do:" in words(page())


def test_an_invalid_bank_does_not_hide_the_other_units(tmp_path, monkeypatch):
    lessons = tmp_path / "home" / "lessons"
    (lessons / "quizzes").mkdir(parents=True)
    (lessons / "quizzes" / "03_broken.toml").write_text("unit = ", encoding="utf-8")
    cells = [{"cell_type": "markdown", "source": ["# A <b>title</b> & more\n", "text"]}]
    for name in ("00_start_here", "04_other"):
        (lessons / f"{name}.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    monkeypatch.setenv("NEWSPACE_HOME", str(tmp_path / "home"))
    shown = page()
    assert "03_broken" in shown
    assert "TOML" in shown
    assert "A &lt;b&gt;title&lt;/b&gt; &amp; more" in shown
    assert "00_start_here" not in shown
    assert "exercises/" not in shown


def test_the_html_is_well_formed():
    class Checker(HTMLParser):
        def __init__(self):
            super().__init__()
            self.open = []

        def handle_starttag(self, tag, attrs):  # noqa: ARG002
            if tag not in ("br", "img"):
                self.open.append(tag)

        def handle_endtag(self, tag):
            assert self.open.pop() == tag

    checker = Checker()
    checker.feed(page())
    assert checker.open == []


def test_a_question_to_review_links_to_its_section(store):
    store.record(UNIT, "m1-chain", answer="a", score=0)
    said = page()
    heading = "4. Mission 1: the sensor that was right"
    assert f"section “{heading}”" in said
    assert f'href="{UNIT}.ipynb#4.-Mission-1:-the-sensor-that-was-right"' in said
    notebook = (room("lessons") / f"{UNIT}.ipynb").read_text(encoding="utf-8")
    assert f"## {heading}" in notebook


def test_every_question_of_every_lesson_has_its_section():
    for notebook in sorted(room("lessons").glob("[0-9]*.ipynb")):
        asked = {question.id for question in load_bank(notebook.stem).questions}
        assert set(lesson_outline.sections(notebook)) == asked, notebook.name


def test_an_unreadable_lesson_has_no_sections(tmp_path):
    broken = tmp_path / "x.ipynb"
    broken.write_text("{", encoding="utf-8")
    assert lesson_outline.sections(broken) == {}
    assert lesson_outline.title(broken) == ""
