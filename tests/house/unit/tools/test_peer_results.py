"""``make peer``: what pytest's report says, the table, and the list of known exceptions."""

from __future__ import annotations

import re

from repository import ROOT

from checks.peer import results
from checks.peer.__main__ import REASONS

REPORT = """<?xml version="1.0" encoding="utf-8"?>
<testsuites><testsuite name="pytest" time="12.5">
<testcase classname="nbgrader.tests.apps.test_one.TestOne" name="test_good" time="1"/>
<testcase classname="nbgrader.tests.apps.test_one.TestOne" name="test_bad[True]" time="1"><failure message="no">why</failure></testcase>
<testcase classname="nbgrader.tests.apps.test_one.TestOne" name="test_left_out" time="0"><skipped message="long"/></testcase>
<testcase classname="nbgrader.tests.apps.test_two" name="test_set_up" time="0"><error message="no">why</error></testcase>
<testcase classname="nbgrader.tests.apps.test_two" name="test_cleaned" time="0"/>
<testcase classname="nbgrader.tests.apps.test_two" name="test_cleaned" time="0"><error message="no">why</error></testcase>
</testsuite></testsuites>
"""


def a_run(**outcomes: str) -> results.PeerRun:
    return results.PeerRun({f"test_one::{name}": outcome for name, outcome in outcomes.items()}, 3.0)


def test_a_report_is_read_by_file_and_test():
    run = results.read_report(REPORT)
    assert run.outcomes == {
        "test_one::test_good": "passed",
        "test_one::test_bad[True]": "failed",
        "test_one::test_left_out": "skipped",
        "test_two::test_set_up": "failed",
        "test_two::test_cleaned": "failed",
    }
    assert results.sums("stock", run) == "stock: 1 passed, 3 failed, 1 skipped, 12 s"


def test_only_what_stock_passes_and_nothing_explains_is_against_us():
    stock = a_run(good="passed", known="passed", bad="passed", stock_fails="failed", gone="passed", mended="passed")
    ours = a_run(good="passed", known="failed", bad="failed", stock_fails="failed", mended="passed")
    rows = results.compare(stock, ours, {"test_one::known": "it is wrong", "test_one::mended": "it was wrong"})
    assert results.unexplained(rows) == ["test_one::bad", "test_one::gone"]
    assert results.needless(rows) == ["test_one::mended"]


def test_the_table_has_a_row_for_each_test_with_its_reason():
    rows = results.compare(a_run(good="passed", known="passed"), a_run(good="passed", known="failed"), {"test_one::known": "it is wrong"})  # fmt: skip
    assert results.result_lines(rows) == [
        "test             stock   ours    reason",
        "test_one::good   passed  passed",
        "test_one::known  passed  failed  it is wrong",
    ]


def test_the_known_exceptions_are_few_and_the_documents_name_them():
    reasons = results.read_reasons(REASONS)
    told = (ROOT / "docs" / "grader" / "nbgrader.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `(test_\w+)` \|", told, re.MULTILINE)
    assert sorted(test.partition("::")[2] for test in reasons) == sorted(named)
    assert len(reasons) <= 4
    assert all(reasons.values())
