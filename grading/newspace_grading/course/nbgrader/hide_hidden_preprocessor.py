"""Keep the values of hidden tests out of nbgrader's own feedback page."""

from __future__ import annotations

from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade

from newspace_grading.disclosure.redaction import hidden_sources, redacted


class HideHiddenTests(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader ships no types
    """A preprocessor for nbgrader's *generate_feedback*: the page describes the hidden tests, without their values."""

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:  # noqa: ARG002 - nbconvert's signature
        """Redact the source and the error output of a test cell in place."""
        if cell.cell_type == "code" and is_grade(cell):
            for output in cell.outputs:
                if output.output_type == "error":
                    output.traceback = _redacted_traceback(output, cell.source)
                    output.evalue = output.traceback[-1]
            cell.source = redacted(cell.source)
        return cell, resources


def _redacted_traceback(output: Any, source: str) -> list[str]:
    """Return the lines of an error without the calls and results of hidden tests; the original traceback quotes the test."""
    from newspace_grading.disclosure.policy import disclose, rows_of, stub_came
    from newspace_grading.model.results.record import Record  # only here: nbgrader reads this module for every command

    if not hidden_sources(source):
        return list(output.traceback)
    from newspace_grading.model.results.verdict import Verdict

    record = Record("", Verdict.FAILED, 0.0, 0.0, str(output.evalue))
    if stub_came(record):  # its own words say that nothing was answered
        return ["Not right yet.", *(f"{label}: {text}" for label, text in rows_of(record.message))]
    shown = disclose(record, source)
    lines = [f"A hidden test did not pass: {shown.failed}" if shown.failed else "Not right yet."]
    return lines + [f"{label}: {text}" for label, text in shown.rows]
