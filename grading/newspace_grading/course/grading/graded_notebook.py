"""Make graded notebooks, which formgrader shows: the cells of the source notebook with the learner's answers in them."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from newspace_grading.course.records.private_folders import make_private
from newspace_grading.disclosure.messages import record_text, verdict_word
from newspace_grading.engine.analysis.reference import Source, with_tests
from newspace_grading.model import execution_plan as plans
from newspace_grading.model.frozen_map import FrozenMap
from newspace_grading.model.notebook.cell_roles import CellRole, read_marks
from newspace_grading.model.notebook.submission import Submission, UnreadableError, read_file
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Verdict
from newspace_grading.model.text import source_of

_MARK = "newspace_grading"
FOR_MARKER = "for_marker"
"""In the metadata of a cell, below the grader's mark: that learners do not get it."""
_REFERENCE = "model answer and marking scheme, which learners do not get"
_SPACE_IN_TABLES = "<style>.alert-info :is(th, td) { padding: 0 1em 0.4em 0; vertical-align: top }</style>"
_NO_TESTS: Mapping[str, str] = FrozenMap[str, str]()


class Master:
    """A source notebook, read once, from which graded notebooks are made.

    Parameters
    ----------
    path : Path
        The source notebook.
    source : Source
        The notebook as the engine reads it.
    release : Path
        The released notebook; it may not exist.
    tests : mapping
        grade_id → the text of a test that takes the place of the one in the file.
    with_references : bool
        Whether the source's own answer, with the marking scheme that may stand in it, follows each answer that a person grades.
    """

    def __init__(
        self,
        path: Path,
        source: Source,
        release: Path,
        tests: Mapping[str, str] = _NO_TESTS,
        *,
        with_references: bool = False,
    ) -> None:
        self._with_references = with_references
        self.path = path
        self.source = source
        self._table = json.loads(path.read_text(encoding="utf-8"))
        self._table["cells"] = with_tests(self._table["cells"], tests)
        self._has_ids = self._table.get("nbformat") == 4 and self._table.get("nbformat_minor", 0) >= 5
        self._source_cells = {source_of(cell) for cell in self._table["cells"]}
        released = read_file(release).cells if release.exists() else []
        self._released = {cell.grade_id: plans.normalised_source(cell.source) for cell in released if cell.grade_id}

    def submission(self, folder: Path) -> Submission | None:
        """Return the learner's notebook in a submission's folder; None if it cannot be read."""
        try:
            return self.source.handed_in(folder)
        except UnreadableError:
            return None

    def untouched(self, given: Submission | None) -> list[str]:
        """Return the answer cells that are as they were released."""
        found = {} if given is None else {cell.grade_id: plans.normalised_source(cell.source) for cell in given.cells}
        answers = [part.grade_id for part in self.source.parts if part.kind in ("answer", "manual")]
        return [name for name in answers if name in found and found[name] == self._released.get(name)]

    def graded(self, given: Submission | None, records: Iterable[Record], key: str) -> str:
        """Return the text of the graded notebook; if the submission could not be read, its answers are empty and each task says why."""
        steps = plans.merge_cells(self.source.parts, given.cells).steps if given is not None else []
        cells = self._cells(steps, {record.task: record for record in records})
        metadata = {**self._table.get("metadata", {}), _MARK: {"key": key}}
        return json.dumps({**self._table, "cells": cells, "metadata": metadata}, ensure_ascii=False)

    def _cells(self, steps: list[plans.Step], records: dict[str, Record]) -> list[dict[str, Any]]:
        """Return the source's cells with the learner's answers, and the learner's further cells between them."""
        answers: dict[str, list[str]] = {}
        before: dict[str, list[str]] = {}
        waiting: list[str] = []
        for step in steps:
            if step.kind in ("learner", "manual") and step.task:
                answers.setdefault(step.task, []).append(step.source)
                before.setdefault(step.task, []).extend(waiting)
                waiting = []
            elif step.kind == "learner" and step.source not in self._source_cells:
                waiting.append(step.source)
        made: list[dict[str, Any]] = []
        for cell in self._table["cells"]:
            made += [_learner_cell(text) for text in before.pop(read_marks(cell).grade_id, [])]
            made.append(_graded_cell(cell, answers, records))
            if self._with_references and read_marks(cell).is_solution and read_marks(cell).role is CellRole.MANUAL:
                made.append(_reference_cell(cell))
        made += [_learner_cell(text) for text in waiting]
        for number, cell in enumerate(made):
            cell.pop("id", None)
            if self._has_ids:
                cell["id"] = f"graded-{number}"
        return made


def _graded_cell(
    original: dict[str, Any], answers: Mapping[str, list[str]], records: Mapping[str, Record]
) -> dict[str, Any]:
    """Return a cell of the source with the learner's answer in it, and with the output of its test."""
    cell, marks = dict(original), read_marks(original)
    grade_id = marks.grade_id
    if grade_id in answers:
        cell["source"] = "\n\n".join(dict.fromkeys(answers[grade_id]))
    elif marks.is_solution:
        cell["source"] = ""
    if cell["cell_type"] == "code":
        cell["outputs"] = _outputs(records[grade_id]) if grade_id in records else []
        if cell["outputs"]:  # feedback is made from the record, not from the text in the output
            # The time is left out, so that the same submission always gives the same notebook.
            kept = dataclasses.replace(records[grade_id], seconds=0.0)
            cell["metadata"] = {**cell["metadata"], _MARK: {"record": kept.plain()}}
        cell["execution_count"] = None
    return cell


def _reference_cell(original: Mapping[str, Any]) -> dict[str, Any]:
    """Return a cell for whoever marks: the source's own answer. The mark in it keeps it out of nbgrader's feedback."""
    text = source_of(original).strip()
    if original["cell_type"] == "code":
        text = f"```python\n{text}\n```"
    # With empty lines around it the text inside is still Markdown.
    # In formgrader the columns of a table (a rubric) have no space between them; JupyterLab, which has it, takes a style out.
    shown = (
        f'<div class="alert alert-info">\n{_SPACE_IN_TABLES}\n\n**For the marker: {_REFERENCE}**\n\n{text}\n\n</div>'
    )
    return {"cell_type": "markdown", "metadata": {_MARK: {FOR_MARKER: True}}, "source": shown}


def has_key(target: Path, key: str) -> bool:
    """Tell whether a graded notebook was made by the grading with this key."""
    try:
        return f'"{key}"' in target.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def publish(
    target: Path,
    texts: Mapping[str, str],
    furnish: Callable[[Path], None],
    *,
    shared: bool = False,
    kept: Iterable[str] = (),
) -> None:
    """Replace a folder of graded notebooks atomically: an error leaves the old folder in place.

    Parameters
    ----------
    target : Path
        The folder, with whatever an earlier grading wrote there.
    texts : mapping
        Each notebook's name with its text.
    furnish : callable
        Copies the files that stand beside the notebooks into a folder.
    shared : bool
        Whether the group may write, as nbgrader's ``groupshared`` asks.
    kept : iterable of str
        Notebooks that stay as they are in the folder, if they are there.
    """
    part, old = (target.with_name(f".{target.name}.{word}") for word in ("part", "old"))
    for left in (part, old):
        shutil.rmtree(left, ignore_errors=True)
    try:
        make_private(target.parent, shared=shared)
        part.mkdir()
        furnish(part)
        old_texts = {name: target / f"{name}.ipynb" for name in kept}
        stay = {name: path.read_text(encoding="utf-8") for name, path in old_texts.items() if path.is_file()}
        for name, text in {**stay, **texts}.items():
            path = part / f"{name}.ipynb"
            path.write_text(text, encoding="utf-8")
            path.chmod(0o664 if shared else 0o644)
        if shared:
            part.chmod(0o2775)
        if target.exists():
            os.replace(target, old)
        os.replace(part, target)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        error.filename = error.filename or str(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _learner_cell(text: str) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "source": text, "outputs": [], "execution_count": None}


def _outputs(record: Record) -> list[dict[str, Any]]:
    if record.verdict == Verdict.PASSED:
        return []
    if record.verdict == Verdict.PARTIAL:
        data = {"text/plain": f"{record.score:g}"}
        return [{"output_type": "execute_result", "execution_count": 1, "data": data, "metadata": {}}]
    word, text = verdict_word(record.verdict), record_text(record)
    return [{"output_type": "error", "ename": word, "evalue": text, "traceback": [word, *text.splitlines()]}]
