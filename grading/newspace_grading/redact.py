"""What a feedback page must not show: the hidden tests' values."""

from __future__ import annotations

import ast
import re
import textwrap
from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade

from newspace_grading.engine import hidden

_ABOUT = re.compile(r"""checks\.hidden\(\s*(["'])(?P<task>.*?)\1\s*,\s*(["'])(?P<about>.*?)\3""", re.DOTALL)
_COMMENT = re.compile(r"^\s*#\s*about:\s*(?P<about>\S[^\n]*)$", re.MULTILINE | re.IGNORECASE)
_ASSERT = re.compile(r"^\s*(?:assert\b|\w*\.?assert\w+\()", re.MULTILINE)


def hidden_sources(source: str) -> list[str]:
    """The hidden regions of a test cell, as Python."""
    return [textwrap.dedent(region.body) for region in hidden.regions(source)]


def descriptions(source: str) -> list[str]:
    """What each hidden test of a cell says of itself, in the order of the cell.

    It says so with ``checks.hidden(task, description)``, with a comment ``# about: description`` inside the region, or with
    words behind the mark that begins it. A region that says nothing is counted: “3 hidden tests”.
    """
    return [about for region in hidden.regions(source) for about in _described(region) or [_counted(region.body)]]


def _described(region: hidden.Region) -> list[str]:
    told = [" ".join(found["about"].split()) for found in _ABOUT.finditer(region.body)]
    told += [found["about"].strip() for found in _COMMENT.finditer(region.body)]
    title = region.title.strip(" \t#:-–")
    if not told and title:
        told = [title]
    return told


def _counted(body: str) -> str:
    try:
        number = sum(isinstance(node, ast.Assert) for node in ast.walk(ast.parse(textwrap.dedent(body))))
    except (SyntaxError, ValueError):
        number = 0
    number = number or len(_ASSERT.findall(body))
    return "hidden tests" if number == 0 else "1 hidden test" if number == 1 else f"{number} hidden tests"


def visible(source: str) -> str:
    """A test cell's source without its hidden regions."""
    return hidden.replaced(source, lambda _region: "").strip("\n")


def redacted(source: str) -> str:
    """A test cell's source with each hidden region replaced by the description that it gives of itself."""

    def stand_in(region: hidden.Region) -> str:
        return "".join(f"# hidden tests: {about}\n" for about in _described(region) or ["not shown"])

    return hidden.replaced(source, stand_in).rstrip("\n")


class HideHiddenTests(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader ships no types
    """A step of nbgrader's *generate_feedback*: the page shows what the hidden tests try, and not with which values."""

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:  # noqa: ARG002 - nbconvert's signature
        """Change the source of a test cell, and what it came to, in place."""
        if cell.cell_type == "code" and is_grade(cell):
            for output in cell.outputs:
                if output.output_type == "error":
                    output.traceback = _told(output, cell.source)
                    output.evalue = output.traceback[-1]
            cell.source = redacted(cell.source)
        return cell, resources


def _told(output: Any, source: str) -> list[str]:
    """The lines of an error without what a hidden test called and got; nbgrader's own would show lines of the test."""
    from newspace_grading.engine.records import Record  # only here: nbgrader reads this module for every command
    from newspace_grading.feedback.told import rows_of, stub_came, told

    if not hidden_sources(source):
        return list(output.traceback)
    record = Record("", "failed", 0.0, 0.0, str(output.evalue))
    if stub_came(record):  # its own words say that nothing was answered
        return ["Not right yet.", *(f"{label}: {text}" for label, text in rows_of(record.message))]
    shown = told(record, source)
    lines = [f"A hidden test did not pass: {shown.failed}" if shown.failed else "Not right yet."]
    return lines + [f"{label}: {text}" for label, text in shown.rows]
