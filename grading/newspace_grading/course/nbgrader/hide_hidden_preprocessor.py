"""Keep the values of hidden tests out of nbgrader's own feedback page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade

from newspace_grading.disclosure.redaction import hidden_sources, redacted

if TYPE_CHECKING:  # nbgrader reads this module for every command
    from newspace_grading.model.results.record import Record

MARK = "newspace_grading"
"""Where a graded notebook keeps what the grader notes, in the metadata of the notebook and of its test cells."""


class HideHiddenTests(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader ships no types
    """A preprocessor for nbgrader's *generate_feedback*: the page describes the hidden tests, without their values.

    It leaves out what the graded notebook has for whoever marks: model answers and marking schemes.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Take out the cells for whoever marks, and redact the others."""
        nb.cells = [cell for cell in nb.cells if not _is_for_marker(cell)]
        found: tuple[Any, Any] = super().preprocess(nb, resources)
        return found

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:  # noqa: ARG002 - nbconvert's signature
        """Redact the source and the error output of a test cell in place."""
        if cell.cell_type == "code" and is_grade(cell):
            for output in cell.outputs:
                if output.output_type == "error":
                    output.traceback = _redacted_traceback(cell, output)
                    output.evalue = output.traceback[-1]
            cell.source = redacted(cell.source)
            cell.metadata.pop(MARK, None)
        return cell, resources


def _is_for_marker(cell: Any) -> bool:
    noted = cell.metadata.get(MARK)
    return isinstance(noted, dict) and bool(noted.get("for_marker"))


def _redacted_traceback(cell: Any, output: Any) -> list[str]:
    """Return the lines of an error without the calls and results of hidden tests; the original traceback quotes the test."""
    from newspace_grading.course.records import old_records
    from newspace_grading.disclosure import messages
    from newspace_grading.disclosure.policy import disclose, is_stub
    from newspace_grading.disclosure.translation import _, render_text
    from newspace_grading.model.results.verdict import NEEDS_REVIEW, Verdict

    record = _noted(cell)
    hidden = record is not None and record.failure is not None and record.failure.hidden
    if not hidden and not hidden_sources(cell.source):
        return list(output.traceback)
    if record is None:
        record = old_records.of_output(str(output.evalue))
    if record.verdict in NEEDS_REVIEW:
        why = "" if record.verdict is Verdict.GRADER_ERROR else messages.record_text(record)
        return [messages.verdict_word(record.verdict), *filter(None, [why])]
    failure = record.failure
    if is_stub(record) and failure is not None:  # the error itself says that nothing was answered
        rows = [(label, render_text(text)) for label, text in failure.rows]
    else:
        shown = disclose(record, cell.source)
        rows, hidden = shown.rows, shown.hidden_failed
        if hidden and shown.about:
            return [_("A hidden test did not pass: {about}").replace("{about}", shown.about), *_lines(rows)]
    return [messages.hidden_test_failed() if hidden else _("Not right yet."), *_lines(rows)]


def _lines(rows: Any) -> list[str]:
    from newspace_grading.disclosure.messages import label_words

    return [f"{label_words(label)}: {text}" for label, text in rows]


def _noted(cell: Any) -> Record | None:
    """Read the record in the cell's metadata; None if an earlier version graded it, or nbgrader itself."""
    from newspace_grading.model.results.record import Record

    try:
        return Record.from_plain(json.loads(json.dumps(cell.metadata[MARK]["record"])))
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
