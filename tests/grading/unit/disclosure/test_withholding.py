"""Withholding of a learner's words that may carry what hidden tests gave."""

from __future__ import annotations

import pytest
from courses.records import error, failed, raised

from newspace_grading.disclosure.messages import last_call_result, record_text
from newspace_grading.disclosure.withholding import DisclosureTracker
from newspace_grading.model.execution_plan import Plan, Step
from newspace_grading.model.results import outcome
from newspace_grading.model.results.failure import Failure
from newspace_grading.model.results.record import Record, replace_record
from newspace_grading.model.results.verdict import Reason, Verdict

SOURCE = "assert f(1) == 2\n### BEGIN HIDDEN TESTS\nassert f(3) == 4\n### END HIDDEN TESTS\nassert f(5) == 6"


@pytest.mark.parametrize(("line", "spoken"), [(1, False), (0, True), (3, True), (5, True)])
def test_a_failure_before_the_hidden_region_discloses_nothing(line: int, spoken: bool) -> None:
    unsaid = DisclosureTracker()
    unsaid.ran(Step("test", SOURCE, "t"), outcome.failed(Failure(line=line)))
    assert unsaid.hidden_test_ran is spoken


def test_only_builtin_error_names_remain() -> None:
    unsaid = DisclosureTracker()
    unsaid.hidden_test_ran = True
    said = {"called": "(1)", "raised": error("ValueError: 0x3")}
    record = failed(raised("ValueError: 0x3"), cell_error=error("Odd0x3: x"), **said)
    assert unsaid.doubts(record, hidden_tests=False, stopped_late=True)
    bare = unsaid.without_learner_text(record)
    assert "0x3" not in bare.line()
    assert record_text(bare).startswith("ValueError. What your code said is not shown here")
    again = failed(raised("ValueError: negative"), called="(1)", raised=error("ValueError: negative"))
    assert unsaid.told(again, None) is not None
    more = unsaid.told(again, error("NameError: x"))
    assert more is not None
    assert (record_text(more), last_call_result(more), str(more.cell_error)) == ("ValueError: negative",) * 2 + (
        "NameError: x",
    )
    assert unsaid.told(Record("t", Verdict.PASSED, 1.0, 1.0, called="(1)", returned="2"), None) is None
    records = [bare, Record("u", Verdict.PASSED, 1.0, 1.0)]
    replace_record(records, more)
    assert [record_text(one) for one in records] == ["ValueError: negative", ""]


def test_a_number_of_points_that_came_of_a_result_is_withheld_and_the_reason_is_not() -> None:
    unsaid = DisclosureTracker()
    unsaid.hidden_test_ran = True
    record = Record("t", Verdict.FAILED, 0.0, 1.0, Reason.TOO_MANY_POINTS, arguments={"score": 10503.0, "points": 1.0})
    assert unsaid.doubts(record, hidden_tests=True, stopped_late=False)
    bare = unsaid.without_learner_text(record)
    assert "10503" not in bare.line() + record_text(bare)
    assert bare.reason is Reason.TOO_MANY_POINTS


def test_a_hidden_failure_holds_no_words_that_a_learner_would_read() -> None:
    unsaid = DisclosureTracker()
    unsaid.hidden_test_ran = True
    hidden = failed(Failure(hidden=True), called="(1)", returned="2")
    assert not unsaid.doubts(hidden, hidden_tests=True, stopped_late=False)
    assert unsaid.doubts(hidden, hidden_tests=False, stopped_late=False), "its last call would be shown"


def test_the_second_run_holds_only_what_doubtful_tests_need() -> None:
    unsaid = DisclosureTracker()
    unsaid.withheld["t3"] = Record("t3", Verdict.FAILED, 0.0, 1.0)
    steps = [
        Step("setup", "x = 1", "s"),
        Step("learner", "show(1)"),
        Step("learner", "def f(x):\n    return x", "a"),
        Step("test", "import numpy as np", "t1"),
        Step("test", "assert f(1)", "t2"),
        Step("test", f"np.ones(1)\n{SOURCE}", "t3"),
        Step("test", "assert f(1)", "t4"),
    ]
    reference = Plan([Step("learner", "show(1)"), Step("learner", "f = 1", "a")])
    plan = unsaid.visible(Plan(steps), reference)
    assert [step.task for step in plan.steps] == ["s", "a", "t1", "t3"]
    assert plan.steps[-1].source == "np.ones(1)\nassert f(1) == 2\n\n\n\nassert f(5) == 6"
