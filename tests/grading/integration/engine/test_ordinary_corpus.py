"""The corpus of ordinary assignments: every verdict is stock nbgrader's, but for a list of known differences that may only shrink."""

from __future__ import annotations

import pytest
from ordinary.comparison import Case, graded, known
from ordinary.corpus import assignments, variants
from ordinary.stock import kept

from newspace_grading.engine.engine import Engine

MADE_ANEW = "run python tests/support/ordinary/stock.py"


@pytest.fixture(scope="module")
def cases(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    return list(graded(tmp_path_factory.mktemp("course"), engine))


def test_the_stored_stock_results_belong_to_this_corpus() -> None:
    digests = {name: {sheet.name: sheet.digest for sheet in sheets} for name, sheets in assignments().items()}
    assert {name: one["digests"] for name, one in kept()["assignments"].items()} == digests, MADE_ANEW
    assert kept()["variants"] == list(variants()), MADE_ANEW


def test_the_corpus_has_many_kinds_of_tests_with_answers_of_both_sorts() -> None:
    tasks = [task for sheets in assignments().values() for sheet in sheets for task in sheet.tasks]
    assert len({task.kind for task in tasks}) == len(tasks) >= 80
    assert all(len(task.right) >= 2 and len(task.wrong) >= 2 for task in tasks)


def test_stock_nbgrader_gives_full_points_to_right_answers_only() -> None:
    scores = {
        (sheet, test): dict(zip(variants(), row, strict=True))
        for one in kept()["assignments"].values()
        for sheet, tests in one["scores"].items()
        for test, row in tests.items()
    }
    for sheets in assignments().values():
        for sheet in sheets:
            for task in sheet.tasks:
                for variant, score in scores[sheet.name, f"test-{task.name}"].items():
                    assert (score == task.points) == variant.startswith("right"), (sheet.name, task.name, variant)


def test_every_test_that_is_not_isolated_is_on_the_list(cases: list[Case]) -> None:
    found = {case.test for case in cases if not case.is_isolated}
    listed, _different = known()
    assert sorted(found - listed) == [], "these are not isolated: mend the grader"
    assert sorted(listed - found) == [], "these are isolated now: take them off tests/grading/ordinary/differences.toml"


def test_every_difference_from_stock_nbgrader_is_on_the_list(cases: list[Case]) -> None:
    found = {f"{case.test} {case.variant}": case for case in cases if not case.is_equal}
    _shared, listed = known()
    unknown = {name: (case.stock, case.record) for name, case in found.items() if name not in listed}
    assert unknown == {}, "stock pays something else for these: mend the grader"
    assert sorted(listed - set(found)) == [], (
        "these are equal now: take them off tests/grading/ordinary/differences.toml"
    )
