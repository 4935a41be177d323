"""Withholding of a learner's words that may carry what hidden tests gave."""

from __future__ import annotations

import pytest

from newspace_grading.disclosure.withholding import DisclosureTracker
from newspace_grading.model.execution_plan import Plan, Step
from newspace_grading.model.results.outcome import Outcome
from newspace_grading.model.results.record import Record, replace_record
from newspace_grading.model.results.verdict import Verdict

SOURCE = "assert f(1) == 2\n### BEGIN HIDDEN TESTS\nassert f(3) == 4\n### END HIDDEN TESTS\nassert f(5) == 6"


@pytest.mark.parametrize(("line", "spoken"), [(1, False), (0, True), (3, True), (5, True)])
def test_a_test_that_ended_before_its_hidden_part_has_given_nothing_away(line: int, spoken: bool) -> None:
    unsaid = DisclosureTracker()
    unsaid.ran(Step("test", SOURCE, "t"), Outcome(Verdict.FAILED, 0.0, "", line=line))
    assert unsaid.hidden_test_ran is spoken


def test_python_s_own_name_of_an_error_is_all_that_is_left() -> None:
    unsaid = DisclosureTracker()
    unsaid.hidden_test_ran = True
    step = Step("test", "assert g(1) == 2", "t", 1.0)
    record = Record("t", Verdict.FAILED, 0.0, 1.0, "ValueError: 0x3", "(1)", "ValueError: 0x3", stopped="Odd0x3: x")
    assert unsaid.doubts(record, step, quotes=True, stopped_late=True)
    bare = unsaid.without_learner_text(record)
    assert "0x3" not in bare.line()
    assert bare.message.startswith("ValueError. What your code said is not shown here")
    again = Record("t", Verdict.FAILED, 0.0, 1.0, "ValueError: negative", "(1)", "ValueError: negative")
    assert unsaid.told(again, "") is not None
    more = unsaid.told(again, "NameError: x")
    assert more is not None
    assert (more.message, more.came_back, more.stopped) == ("ValueError: negative",) * 2 + ("NameError: x",)
    assert unsaid.told(Record("t", Verdict.PASSED, 1.0, 1.0, "", "(1)", "2"), "") is None
    records = [bare, Record("u", Verdict.PASSED, 1.0, 1.0)]
    replace_record(records, more)
    assert [one.message for one in records] == ["ValueError: negative", ""]


def test_only_what_the_doubtful_tests_need_is_run_again() -> None:
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
