"""The graded notebook that formgrader shows and feedback is made from: the source's cells with the learner's answers in them."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from newspace_grading.engine.analysis.reference import Source
from newspace_grading.model import execution_plan as plans
from newspace_grading.model.notebook.submission import Submission, UnreadableError, read_file
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Verdict
from newspace_grading.model.text import source_of

_MARK = "newspace_grading"


class Master:
    """A source notebook, read once, and the graded notebooks that are made after it.

    Parameters
    ----------
    path : Path
        The source notebook.
    source : Source
        The same, as the engine reads it.
    release : Path
        The notebook that was given out, if there is one.
    """

    def __init__(self, path: Path, source: Source, release: Path) -> None:
        self.path = path
        self.source = source
        self._table = json.loads(path.read_text(encoding="utf-8"))
        self._known = {source_of(cell) for cell in self._table["cells"]}
        given_out = read_file(release).cells if release.exists() else []
        self._given_out = {cell.grade_id: plans.plain(cell.source) for cell in given_out if cell.grade_id}

    def given(self, folder: Path) -> Submission | None:
        """What was handed in for it, or None if that cannot be read."""
        try:
            return self.source.handed_in(folder)
        except UnreadableError:
            return None

    def untouched(self, given: Submission | None) -> list[str]:
        """The answer cells that are as they were given out."""
        found = {} if given is None else {cell.grade_id: plans.plain(cell.source) for cell in given.cells}
        answers = [part.grade_id for part in self.source.parts if part.kind in ("answer", "manual")]
        return [name for name in answers if name in found and found[name] == self._given_out.get(name)]

    def graded(self, given: Submission | None, records: Iterable[Record], key: str) -> str:
        """The graded notebook. Where nothing could be read the answers are empty, and each task says why."""
        steps = plans.make(self.source.parts, given.cells).steps if given is not None else []
        cells = self._cells(steps, {record.task: record for record in records})
        metadata = {**self._table.get("metadata", {}), _MARK: {"key": key}}
        return json.dumps({**self._table, "cells": cells, "metadata": metadata}, ensure_ascii=False)

    def _cells(self, steps: list[plans.Step], records: dict[str, Record]) -> list[dict[str, Any]]:
        answers: dict[str, list[str]] = {}
        before: dict[str, list[str]] = {}
        waiting: list[str] = []
        for step in steps:
            if step.kind in ("learner", "manual") and step.task:
                answers.setdefault(step.task, []).append(step.source)
                before.setdefault(step.task, []).extend(waiting)
                waiting = []
            elif step.kind == "learner" and step.source not in self._known:
                waiting.append(step.source)
        made: list[dict[str, Any]] = []
        for original in self._table["cells"]:
            cell = dict(original)
            marks = cell.get("metadata", {}).get("nbgrader", {})
            grade_id = marks.get("grade_id", "")
            made += [_own(text) for text in before.pop(grade_id, [])]
            if grade_id in answers:
                cell["source"] = "\n\n".join(dict.fromkeys(answers[grade_id]))
            elif marks.get("solution"):
                cell["source"] = ""
            if cell["cell_type"] == "code":
                cell["outputs"] = _outputs(records[grade_id]) if grade_id in records else []
                cell["execution_count"] = None
            made.append(cell)
        made += [_own(text) for text in waiting]
        for number, cell in enumerate(made):
            cell["id"] = f"graded-{number}"
        return made


def belongs(target: Path, key: str) -> bool:
    """Whether the graded notebook that lies there is of the grading with this key."""
    try:
        return f'"{key}"' in target.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def publish(target: Path, texts: Mapping[str, str], furnish: Callable[[Path], None], *, shared: bool = False) -> None:
    """Put the graded notebooks into their folder, with the files that lie beside them: all new, or all as it was.

    Parameters
    ----------
    target : Path
        The folder; what an earlier grading left there goes.
    texts : mapping
        Notebook → its text.
    furnish : callable
        Puts the files that lie beside the notebooks into a folder.
    shared : bool
        Whether the teacher's group may write.
    """
    part, old = (target.with_name(f".{target.name}.{word}") for word in ("part", "old"))
    for left in (part, old):
        shutil.rmtree(left, ignore_errors=True)
    try:
        part.mkdir(parents=True)
        furnish(part)
        for name, text in texts.items():
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


def _own(text: str) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "source": text, "outputs": [], "execution_count": None}


def _outputs(record: Record) -> list[dict[str, Any]]:
    if record.verdict == Verdict.PASSED:
        return []
    if record.verdict == Verdict.PARTIAL:
        data = {"text/plain": f"{record.score:g}"}
        return [{"output_type": "execute_result", "execution_count": 1, "data": data, "metadata": {}}]
    lines = [record.verdict, *record.message.splitlines()]
    return [{"output_type": "error", "ename": record.verdict, "evalue": record.message, "traceback": lines}]
