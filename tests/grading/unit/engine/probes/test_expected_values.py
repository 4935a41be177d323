"""Altered expected values, with which the probes run a test again."""

from __future__ import annotations

from newspace_grading.engine.judge.probes import expected_values
from newspace_grading.engine.judge.probes.expected_values import altered_tests, twins


def test_other_expected_values_are_those_of_hidden_tests_first_and_no_arguments() -> None:
    source = "assert f(1) == 2\n### BEGIN HIDDEN TESTS\nassert f(3) == 4\nassert f('a') == 'b'\n### END HIDDEN TESTS\nassert f(5) < 6"
    changed = altered_tests(source)
    assert len(changed) == 3
    assert all("f(1)" in text and "f(3)" in text and "f(5) < 6" in text for text in changed)
    assert all("f(1) == 2\n" in text for text in changed[:2])
    assert "f(1) == 2\n" not in changed[2]
    assert altered_tests("assert f(1) > 2") == []


def test_constants_of_every_hidden_region_are_changed_first() -> None:
    shown = "\n".join(f"assert f({n}) == {n}" for n in range(10))
    region = "### BEGIN HIDDEN TESTS\nassert f({0}) == {1}\n### END HIDDEN TESTS"
    source = "\n".join([shown, region.format(70, 71), "assert f(5) == 6", region.format(80, 81)])
    for text in expected_values.altered_tests(source)[:2]:
        assert ("f(70) == 71" in text) != ("f(80) == 81" in text)


def test_only_constants_of_the_named_comparisons_are_changed() -> None:
    source = "assert f(1) == 2 and g(1) == 3\nassert k(\n    n\n) == 6"

    def changed(*spans: tuple[int, int, int, int]) -> list[int]:
        texts = altered_tests(source, set(spans))
        return sorted(number for number in (2, 3, 6) if any(f"== {number}" not in text for text in texts))

    assert changed((1, 1, 7, 16)) == [2]
    assert changed((1, 1, 21, 30), (2, 4, 7, 6)) == [3, 6]
    assert changed((1, 1, 7, 11)) == [], "the call of the function alone"
    assert changed() == []


def test_a_twin_differs_from_its_test_in_one_expected_value_of_a_hidden_test_only() -> None:
    source = "assert f(1) == 2  # shown\n### BEGIN HIDDEN TESTS\nassert f(\n    3\n) == -44  # not shown\n### END HIDDEN TESTS\nlast = 1"
    found = twins(source)
    assert len(found) == 1
    for text in found:
        begin, _expected, end = source.partition("44")
        assert text.startswith(begin)
        assert text.endswith(end)
        assert text != source


def test_without_an_expected_constant_an_assertion_is_negated() -> None:
    assert twins("assert isinstance(mk(), K), 'no'") == ["assert not (isinstance(mk(), K)), 'no'"]
    assert twins("check(f)") == []


def test_a_twin_keeps_the_lines_of_its_test() -> None:
    source = "assert f('é') == (\n    'a'\n    'b'\n)\nassert True\nlast()"
    (text,) = twins(source)
    assert len(text.split("\n")) == len(source.split("\n"))
    assert text.endswith(")\nassert True\nlast()")
