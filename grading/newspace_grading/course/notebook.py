"""The graded notebook that formgrader shows and feedback is made from: the source's cells with the learner's answers in them."""

from __future__ import annotations

import copy
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from newspace_grading.engine import plan as plans
from newspace_grading.engine.engine import Source
from newspace_grading.engine.records import Record
from newspace_grading.engine.submission import UnreadableError, read


def write(source_path: Path, source: Source, folder: Path, records: list[Record], target: Path) -> None:
    """Write the graded notebook of one submission, whole or not at all; nothing if the submission cannot be read."""
    try:
        given = read(folder, source.name, {part.grade_id for part in source.parts})
    except UnreadableError:
        return
    steps = plans.make(source.parts, given.cells).steps
    table = json.loads(source_path.read_text(encoding="utf-8"))
    table["cells"] = _cells(table["cells"], steps, {record.task: record for record in records})
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(table, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(name, 0o644)
    os.replace(name, target)


def _cells(cells: list[dict[str, Any]], steps: list[plans.Step], records: dict[str, Record]) -> list[dict[str, Any]]:
    answers: dict[str, list[str]] = {}
    before: dict[str, list[str]] = {}
    waiting: list[str] = []
    known = {_text(cell) for cell in cells}
    for step in steps:
        if step.kind in ("learner", "manual") and step.task:
            answers.setdefault(step.task, []).append(step.source)
            before.setdefault(step.task, []).extend(waiting)
            waiting = []
        elif step.kind == "learner" and step.source not in known:
            waiting.append(step.source)
    made: list[dict[str, Any]] = []
    for original in cells:
        cell = copy.deepcopy(original)
        grade_id = cell.get("metadata", {}).get("nbgrader", {}).get("grade_id", "")
        made += [_own(text) for text in before.pop(grade_id, [])]
        if grade_id in answers:
            cell["source"] = "\n\n".join(dict.fromkeys(answers[grade_id]))
        elif cell.get("metadata", {}).get("nbgrader", {}).get("solution"):
            cell["source"] = ""
        if cell["cell_type"] == "code":
            cell["outputs"] = _outputs(records[grade_id]) if grade_id in records else []
            cell["execution_count"] = None
        made.append(cell)
    made += [_own(text) for text in waiting]
    for number, cell in enumerate(made):
        cell["id"] = f"graded-{number}"
    return made


def _own(text: str) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "source": text, "outputs": [], "execution_count": None}


def _text(cell: dict[str, Any]) -> str:
    return cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])


def _outputs(record: Record) -> list[dict[str, Any]]:
    if record.verdict == "passed":
        return []
    if record.verdict == "partial":
        data = {"text/plain": f"{record.score:g}"}
        return [{"output_type": "execute_result", "execution_count": 1, "data": data, "metadata": {}}]
    lines = [record.verdict, *record.message.splitlines()]
    return [{"output_type": "error", "ename": record.verdict, "evalue": record.message, "traceback": lines}]
