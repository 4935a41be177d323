"""The test before and after the course: ten parallel pairs, each with one objective of a unit and its evidence."""

from __future__ import annotations

import pytest
from repository import ROOT

from newspace.core.errors import CourseError
from newspace.questions import TEST_FORMS, load_bank, load_course_test

TESTS = load_course_test()
SOURCE = (ROOT / "lessons" / "course_test.toml").read_text(encoding="utf-8")


def test_both_forms_have_ten_questions_in_the_same_order_and_on_the_same_objectives():
    before, after = (TESTS[form].questions for form in TEST_FORMS)
    assert len(before) == len(after) == 10
    assert [(one.id, one.objective) for one in before] == [(one.id, one.objective) for one in after]
    assert all(one.prompt != other.prompt for one, other in zip(before, after, strict=True))


def test_each_objective_is_that_of_a_units_bank_and_every_unit_is_tested():
    units = set()
    for name, sentence in TESTS["before"].objectives.items():
        unit, _, objective = name.partition("/")
        assert load_bank(unit).objectives[objective] == sentence
        units.add(unit)
    assert len(units) == 6


@pytest.mark.parametrize("form", TEST_FORMS)
def test_the_right_choice_is_seldom_alone_the_longest(form):
    longest = [
        question.id
        for question in TESTS[form].questions
        if all(
            len(one.text) < len(right.text)
            for right in question.choices
            if right.right
            for one in question.choices
            if not one.right
        )
    ]
    assert len(longest) <= 4, longest


def test_computed_answers_are_right():
    right = {
        (form, question.id): next(one.text for one in question.choices if one.right)
        for form in TEST_FORMS
        for question in TESTS[form].questions
    }
    assert right["before", "learning"] == f"{100 * 0.8**2:g} million"
    assert right["after", "learning"] == f"{200 * 0.9**3:g} million"
    assert right["before", "tries"] == f"{100 * (1 - 0.5**3):g} %"
    assert right["after", "tries"] == f"{100 * (1 - 0.6**2):g} %"
    assert right["before", "meeting"] == f"{100 * 2 / 8:g} %"
    assert right["after", "meeting"] == f"{100 * 2 / 10:g} %"
    assert 10e9 * 944 / 100 / 944e6 == 100
    assert pytest.approx(10, rel=0.01) == 5.3e9 / (5e9 / 9.44)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('objective = "card"', 'objective = "cards"', "Unknown objective"),
        ('unit = "00_start_here"', 'unit = "00_start"', "does not exist"),
        ('right = "64 million"', 'wright = "64 million"', "Unknown key “wright”"),
        ("image is taken from Reuters", "image is from Reuters", "not there to the letter"),
        ('"80 million", "60 million", "40 million"', '"80 million"', "wrong"),
    ],
)
def test_a_fault_is_named(tmp_path, old, new, said):
    path = tmp_path / "course_test.toml"
    path.write_text(SOURCE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CourseError, match=said):
        load_course_test(path)
