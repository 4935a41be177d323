"""What running a reference showed is kept for the next command: under the same conditions only, for a day, and never a spoilt run."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from newspace_grading.course.records import reference_findings
from newspace_grading.course.records.reference_findings import KeptFindings
from newspace_grading.engine.analysis.name_ownership import ownership_of
from newspace_grading.engine.analysis.reference import Source
from newspace_grading.engine.engine import Engine
from newspace_grading.engine.judge_supervisor import JudgedTests
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Reason, Verdict
from newspace_grading.sandbox.limits import Limits

JUDGED = JudgedTests(
    {
        "one": Record("one", Verdict.PASSED, 2.0, 2.0),
        "two": Record("two", Verdict.FAILED, 0.0, 1.0, Reason.CHECK_FAILED),
    },
    {"one": {"the last line": 2}},
    {"one": frozenset({"argument 1", "argument 2"})},
    {"one": (2.0, (("eq", True), ("lt", None)))},
)
SOURCE = Source(name="bank", parts=(), names=ownership_of(answers=[], others=[], tests=[]))


def engine(level: str = "namespaces", limits: Limits | None = None) -> Engine:
    supervisor: Any = SimpleNamespace(level=level)
    return Engine(limits, supervisor=supervisor)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The file in which a first command has put what it found out."""
    path = tmp_path / "records" / "bank.references.json"
    first = engine()
    first.findings(SOURCE).proxied = JUDGED
    first.findings(SOURCE).seed = 7
    keeper = KeptFindings(path, "v1")
    keeper.recall(first, [SOURCE])
    learnt = keeper.learnt(first, SOURCE)
    assert learnt is not None
    assert keeper.learnt(first, SOURCE) is None, "it is told once"
    keeper.write({"bank": learnt})
    return path


def recalled(path: Path, other: Engine, version: str = "v1") -> JudgedTests | None:
    keeper = KeptFindings(path, version)
    keeper.recall(other, [SOURCE])
    found = other.findings(SOURCE)
    assert (keeper.learnt(other, SOURCE) is None) or found.proxied is None
    return found.proxied


def test_the_next_command_knows_what_the_first_found_out(kept: Path) -> None:
    second = engine()
    assert recalled(kept, second) == JUDGED
    assert second.findings(SOURCE).seed == 7, "the decoys must be those to which the reference has answered"
    assert kept.stat().st_mode & 0o077 == 0, "it tells what hidden tests compare"


def test_it_is_not_known_under_other_conditions(kept: Path) -> None:
    assert recalled(kept, engine(), "v2") is None
    assert recalled(kept, engine("landlock")) is None
    assert recalled(kept, engine(limits=Limits(memory_mb=77))) is None


def test_it_is_not_known_after_a_day_or_when_a_package_was_installed(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(reference_findings, "_installed_at", lambda: "another time")
        assert recalled(kept, engine()) is None
    table = json.loads(kept.read_text(encoding="utf-8"))
    table["bank"][1] -= 24 * 3600.0
    kept.write_text(json.dumps(table), encoding="utf-8")
    assert recalled(kept, engine()) is None


def test_it_is_not_known_after_code_was_changed_that_is_not_installed_beside_pythons_own(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = tmp_path / "changed_today.py"
    module.write_text("", encoding="ascii")
    os.utime(module, ns=(2**62, 2**62))
    monkeypatch.setitem(sys.modules, "changed_today", SimpleNamespace(__file__=str(module)))
    assert recalled(kept, engine()) is None


@pytest.mark.parametrize("damaged", ["", "[]", "{", '{"bank": 3}', '{"bank": ["k", "x", {}]}'])
def test_a_damaged_file_counts_as_empty(kept: Path, damaged: str) -> None:
    kept.write_text(damaged, encoding="utf-8")
    assert recalled(kept, engine()) is None


def test_damaged_findings_leave_the_engine_as_it_was(kept: Path) -> None:
    table = json.loads(kept.read_text(encoding="utf-8"))
    table["bank"][2]["proxied"]["records"][0]["verdict"] = "no such verdict"
    kept.write_text(json.dumps(table), encoding="utf-8")
    other = engine()
    before = other.findings(SOURCE).seed
    assert recalled(kept, other) is None
    assert other.findings(SOURCE).seed == before


@pytest.mark.parametrize("verdict", [Verdict.TIMED_OUT, Verdict.CRASHED, Verdict.OVER_LIMIT, Verdict.GRADER_ERROR])
def test_a_run_that_a_busy_machine_may_have_spoilt_is_not_kept(tmp_path: Path, verdict: Verdict) -> None:
    spoilt = engine()
    spoilt.findings(SOURCE).proxied = JudgedTests({"one": Record("one", verdict, 0.0, 2.0)})
    for one in (spoilt, engine()):  # the second was not run
        keeper = KeptFindings(tmp_path / "f.json", "v1")
        keeper.recall(one, [SOURCE])
        assert keeper.learnt(one, SOURCE) is None


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "records").write_text("a file", encoding="utf-8")
    KeptFindings(tmp_path / "records" / "f.json", "v1").write({"bank": ["k", 0.0, {}]})
