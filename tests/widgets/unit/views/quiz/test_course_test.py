"""The view of the tests before and after the course: no answer is revealed before the second test is done."""

from __future__ import annotations

import json

import pytest

import newspace as ns
from newspace.attempts.location import open_store
from newspace.attempts.overview import overview
from newspace.core.errors import CourseError
from newspace.questions import TEST_FORMS, load_course_test

TESTS = load_course_test()


@pytest.fixture
def store(tmp_path):
    return open_store(tmp_path / "progress.sqlite")


def answer(store, form, right):
    for number, question in enumerate(TESTS[form].questions):
        choice = next(one.id for one in question.choices if one.right is (number < right))
        store.record(TESTS[form].unit, question.id, answer=choice, score=float(number < right))


def state(test):
    return {name: value for name, value in test.get_state().items() if name not in ("_esm", "_css", "layout")}


def test_an_answer_is_stored_and_nothing_is_revealed(store):
    test = ns.course_test("before", store=store)
    assert all(form["hints"] == 0 for form in test.forms)
    test._receive(None, {"do": "check", "question": "q1", "answer": "c1", "request": 1, "view": "v"}, [])
    assert test.progress["q1"]["status"] == "noted"
    for what in ("hint", "explain"):
        test._receive(None, {"do": what, "question": "q1", "request": 2, "view": "v"}, [])
    assert test.summary["text"] == "1 of 10 questions answered."
    told = json.dumps(state(test), ensure_ascii=False)
    for question in TESTS["before"].questions:
        assert question.explanation not in told
        assert 'right"' not in json.dumps(test.forms)
    assert len(store.attempts(TESTS["before"].unit)) == 1
    assert ns.course_test("before", store=store).progress["q1"]["status"] == "noted"


def test_an_answer_of_the_test_counts_in_no_unit_and_does_not_come_back_for_review(store):
    answer(store, "before", 0)
    assert overview(store, {"00_start_here": ["run-cell"]})[0].answered == 0
    assert repr(ns.review_plan(store=store)).startswith("Nothing comes back")


def test_both_tests_are_compared_once_the_second_is_done(store):
    answer(store, "before", 3)
    told = ns.course_gain(store=store)._repr_html_()
    assert "10 questions of the second test are not answered yet" in told
    assert "Right answer" not in told
    answer(store, "after", 8)
    answer(store, "after", 10)  # a second try knows more
    gain = ns.course_gain(store=store)
    assert repr(gain).startswith("Before it: 3 of 10 right. After the course: 8 of 10 right. Difference: +5.")
    page = gain._repr_html_()
    assert page.count("Right answer: ") == 20
    for form in TEST_FORMS:
        assert TESTS[form].questions[0].prompt in page


def test_without_the_first_test_the_second_stands_alone(store):
    answer(store, "after", 8)
    assert "nothing to compare" in repr(ns.course_gain(store=store))


def test_an_unknown_form_is_refused(store):
    with pytest.raises(CourseError, match="no test “during”"):
        ns.course_test("during", store=store)
