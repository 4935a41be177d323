"""What a run of tests came to, read from pytest's report in JUnit's format, and the table that compares two runs."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

PASSED, FAILED, SKIPPED, MISSING = "passed", "failed", "skipped", "not run"
_WORDS = {"failure": FAILED, "error": FAILED, "skipped": SKIPPED}


@dataclass(frozen=True)
class PeerRun:
    """The outcomes of a run, by file and test, and how many seconds it took."""

    outcomes: Mapping[str, str]
    seconds: float

    def count(self, outcome: str) -> int:
        """Count the tests that came to an outcome."""
        return sum(one == outcome for one in self.outcomes.values())


@dataclass(frozen=True)
class Row:
    """A test, what it came to on stock nbgrader and with our grader, and why they differ."""

    test: str
    stock: str
    ours: str
    reason: str = ""

    @property
    def is_worse(self) -> bool:
        """Whether it passes on stock nbgrader and not with ours."""
        return self.stock == PASSED and self.ours != PASSED


def read_report(text: str) -> PeerRun:
    """Read a report of pytest in JUnit's format."""
    root = ET.fromstring(text)  # noqa: S314 - pytest, which we started, wrote it
    outcomes: dict[str, str] = {}
    for case in root.iter("testcase"):
        file = case.get("classname", "").split(".")
        module = next((part for part in reversed(file) if part.startswith("test_")), file[-1])
        found = [_WORDS[child.tag] for child in case if child.tag in _WORDS]
        name = f"{module}::{case.get('name', '')}"
        # A test whose clean-up fails has two cases.
        outcomes[name] = FAILED if FAILED in (outcomes.get(name), *found) else (found or [PASSED])[0]
    return PeerRun(outcomes, sum(float(suite.get("time", 0)) for suite in root.iter("testsuite")))


def read_reasons(path: Path) -> dict[str, str]:
    """Read the list of known exceptions: test → reason."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {entry["test"]: " ".join(entry["reason"].split()) for entry in table["exception"]}


def compare(stock: PeerRun, ours: PeerRun, reasons: Mapping[str, str]) -> list[Row]:
    """Put two runs beside each other, in the order of the first."""
    names = dict.fromkeys([*stock.outcomes, *ours.outcomes])
    return [
        Row(name, stock.outcomes.get(name, MISSING), ours.outcomes.get(name, MISSING), reasons.get(name, ""))
        for name in names
    ]


def unexplained(rows: Sequence[Row]) -> list[str]:
    """Name the tests that pass on stock nbgrader, do not with ours, and have no known reason."""
    return [row.test for row in rows if row.is_worse and not row.reason]


def needless(rows: Sequence[Row]) -> list[str]:
    """Name the tests that have a reason not to pass, and pass."""
    return [row.test for row in rows if row.reason and row.ours == PASSED]


def result_lines(rows: Sequence[Row]) -> list[str]:
    """Return the lines of the table: a row for each test."""
    heads = Row("test", "stock", "ours", "reason")
    wide = [max(len(getattr(row, name)) for row in (heads, *rows)) for name in ("test", "stock", "ours")]
    return [
        "  ".join(
            (row.test.ljust(wide[0]), row.stock.ljust(wide[1]), row.ours.ljust(wide[2]), "" if row.ours == PASSED else row.reason)
        ).rstrip()
        for row in (heads, *rows)
    ]  # fmt: skip


def sums(name: str, run: PeerRun) -> str:
    """Return the line with the sums of a run."""
    return f"{name}: {run.count(PASSED)} passed, {run.count(FAILED)} failed, {run.count(SKIPPED)} skipped, {run.seconds:.0f} s"
