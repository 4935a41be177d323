"""Building the bank's notebooks: the source, the released form, and submissions with what happened to their files."""

from __future__ import annotations

import copy
import functools
import json
import re
import shutil
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from processes.commands import LIMITED, ONE_JOB, PATIENT, run
from repository import TESTS

BANK = TESTS / "grading" / "bank"
NAME = "bank"
Notebook = dict[str, Any]
_MARKS = {
    "locked": {"grade": False, "locked": True, "solution": False},
    "answer": {"grade": False, "locked": False, "solution": True},
    "test": {"grade": True, "locked": True, "solution": False},
    "manual": {"grade": True, "locked": False, "solution": True},
}


def entries() -> list[dict[str, Any]]:
    """Every submission of the bank, with its category."""
    return [
        {"category": path.stem, **entry}
        for path in sorted(BANK.glob("*/*.toml"), key=lambda path: path.stem)
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["submission"]
    ]


def source() -> Notebook:
    """The assignment as its author wrote it."""
    cells = [_cell(**entry) for entry in tomllib.loads((BANK / "assignment.toml").read_text(encoding="utf-8"))["cell"]]
    return {
        "cells": cells,
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cell(id: str, role: str, source: str, points: float | None = None) -> dict[str, Any]:  # noqa: A002 - the field's name
    cell: dict[str, Any] = {
        "cell_type": "markdown" if role == "manual" else "code",
        "id": f"cell-{id}",
        "metadata": {},
        "source": source.strip("\n"),
    }
    if cell["cell_type"] == "code":
        cell |= {"outputs": [], "execution_count": None}
    if role in _MARKS:
        marks = {"grade_id": id, "schema_version": 3, "task": False, "cell_type": cell["cell_type"], **_MARKS[role]}
        cell["metadata"]["nbgrader"] = marks | ({} if points is None else {"points": points})
    return cell


def released() -> Notebook:
    """What learners get: without solutions and hidden tests."""
    table = source()
    for cell in table["cells"]:
        text = re.sub(
            r"( *)### BEGIN SOLUTION\n.*?### END SOLUTION",
            r"\1# YOUR CODE HERE\n\1raise NotImplementedError()",
            cell["source"],
            flags=re.DOTALL,
        )
        cell["source"] = re.sub(r"### BEGIN HIDDEN TESTS\n.*?### END HIDDEN TESTS\n?", "", text, flags=re.DOTALL).strip(
            "\n"
        )
    return table


def submission(entry: dict[str, Any], replace: dict[str, str]) -> dict[str, bytes]:
    """The files of a submission, by name."""
    table = released()
    reference = {cell["metadata"].get("nbgrader", {}).get("grade_id"): cell["source"] for cell in source()["cells"]}
    for cell in table["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if entry.get("change") != "released" and cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = re.sub(r" *### (BEGIN|END) SOLUTION\n?", "", entry.get(name, reference[name])).strip("\n")
    if "first" in entry:
        table["cells"].insert(0, _cell("own-first", "free", entry["first"]))
    if "last" in entry:
        table["cells"].append(_cell("own-last", "free", entry["last"]))
    for cell in table["cells"]:
        for mark, value in replace.items():
            cell["source"] = cell["source"].replace(mark, value)
    change = entry.get("change", "")
    if change in TABLES:
        TABLES[change](table)
    data = json.dumps(table, ensure_ascii=False).encode("utf-8")
    return FILES[change](table, data) if change in FILES else {f"{NAME}.ipynb": data}


def make_course(course: Path, *config: str) -> Path:
    """An nbgrader course in which the bank's assignment is released and nobody has handed in."""
    in_gradebook = tuple(line for line in config if line.startswith("c.CourseDirectory.course_id"))
    shutil.copytree(_course_with_release(in_gradebook), course)
    lines = ("c = get_config()", PATIENT, LIMITED, ONE_JOB, *config, "")
    (course / "nbgrader_config.py").write_text("\n".join(lines), encoding="utf-8")
    return course


@functools.cache
def _course_with_release(config: tuple[str, ...]) -> Path:
    """Such a course, made once for all tests of a process that need it with these settings."""
    course = Path(tempfile.mkdtemp(prefix="release-", dir=_kept().name)).resolve()
    (course / "source" / NAME).mkdir(parents=True)
    (course / "source" / NAME / f"{NAME}.ipynb").write_text(json.dumps(source()), encoding="utf-8")
    (course / "nbgrader_config.py").write_text("\n".join(("c = get_config()", *config, "")), encoding="utf-8")
    done = run(course, "generate_assignment", NAME, module="nbgrader")
    assert done.returncode == 0, done.stderr
    return course


@functools.cache
def _kept() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="newspace-bank-")


def hand_in(course: Path, student: str, name: str, when: str = "2026-01-05 10:00:00 UTC") -> Path:
    """Put a submission of the bank into its folder, in place of one that lies there."""
    folder = course / "submitted" / student / NAME
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    entry = next(entry for entry in entries() if entry["name"] == name)
    for file, data in submission(entry, {}).items():
        (folder / file).write_bytes(data)
    (folder / "timestamp.txt").write_text(when, encoding="utf-8")
    return folder


def _marked(table: Notebook, name: str) -> dict[str, Any]:
    return next(cell for cell in table["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == name)


def _place(table: Notebook, name: str) -> int:
    return table["cells"].index(_marked(table, name))


def _twice(table: Notebook, name: str) -> None:
    table["cells"].insert(_place(table, name), copy.deepcopy(_marked(table, name)))


def _all_twice(table: Notebook) -> None:
    table["cells"] = [copy.deepcopy(cell) for cell in table["cells"] for _ in range(2)]


def _split(table: Notebook) -> None:
    place = _place(table, "sign")
    cell = table["cells"][place]
    second = copy.deepcopy(cell) | {"id": "split", "metadata": {}}
    lines = cell["source"].splitlines()
    cell["source"], second["source"] = "# my helper first\nlimit = 0", "\n".join(lines)
    table["cells"].insert(place + 1, second)


def _drop(table: Notebook, name: str) -> None:
    del table["cells"][_place(table, name)]


def _below(table: Notebook) -> None:
    cell = _marked(table, "area")
    table["cells"].remove(cell)
    table["cells"].insert(_place(table, "test-area") + 1, cell)


def _each(table: Notebook, change: Callable[[dict[str, Any]], object]) -> None:
    for cell in table["cells"]:
        if "nbgrader" in cell["metadata"]:
            change(cell)


def _markdown(cell: dict[str, Any]) -> None:
    cell["cell_type"] = "markdown"
    cell.pop("outputs", None)
    cell.pop("execution_count", None)


def _retag(cell: dict[str, Any]) -> None:
    cell["metadata"]["nbgrader"] |= {"grade": True, "solution": True, "locked": False, "points": 99}


def _swap(table: Notebook) -> None:
    one, two = _marked(table, "area"), _marked(table, "sign")
    one["metadata"], two["metadata"] = two["metadata"], one["metadata"]


def _merge(table: Notebook) -> None:
    _marked(table, "area")["source"] += "\n\n" + _marked(table, "test-area")["source"]
    _drop(table, "test-area")


def _set(table: Notebook, name: str, text: str) -> None:
    _marked(table, name)["source"] = text


def _skip(cell: dict[str, Any]) -> None:
    cell["metadata"] |= {
        "tags": ["skip-execution", "raises-exception", "remove-cell"],
        "deletable": False,
        "trusted": True,
    }


def _forge(cell: dict[str, Any]) -> None:
    if cell["cell_type"] == "code":
        cell["outputs"] = [
            {"output_type": "execute_result", "data": {"text/plain": "2"}, "metadata": {}, "execution_count": 1}
        ]
        cell["metadata"]["nbgrader"] |= {"score": 2, "checksum": "0" * 32}


def _points(table: Notebook) -> None:
    _marked(table, "test-area")["metadata"]["nbgrader"]["points"] = 0
    _marked(table, "test-total")["metadata"]["nbgrader"]["points"] = 1000


def _as_answer(table: Notebook) -> None:
    _marked(table, "test-area")["metadata"]["nbgrader"] |= {"grade": False, "solution": True, "locked": False}
    _set(table, "test-area", "pass")


def _reverse(table: Notebook) -> None:
    table["cells"].reverse()


def _no_marks(table: Notebook) -> None:
    _each(table, lambda cell: cell["metadata"].pop("nbgrader"))


def _rename_ids(table: Notebook) -> None:
    _each(
        table, lambda cell: cell["metadata"]["nbgrader"].update(grade_id="x" + cell["metadata"]["nbgrader"]["grade_id"])
    )


def _break_marks(table: Notebook) -> None:
    for number, cell in enumerate(table["cells"]):
        cell["metadata"] = [{"nbgrader": "yes"}, {"nbgrader": {"grade_id": 7}}, {"nbgrader": [1]}, None][number % 4]


def _junk(table: Notebook) -> None:
    table["cells"][2:2] = [None, 5, "cell", {"cell_type": "code"}, {"source": 3, "cell_type": "code", "metadata": []}]


def _fresh_own(table: Notebook, text: str) -> None:
    table["cells"].insert(0, _cell("own-change", "free", text))


def _jupyterlite(table: Notebook, minor: int = 5) -> None:
    """As JupyterLite saves a notebook."""
    table["metadata"] = {
        "kernelspec": {"display_name": "Python (Pyodide)", "language": "python", "name": "python"},
        "language_info": {
            "codemirror_mode": {"name": "python", "version": 3},
            "file_extension": ".py",
            "mimetype": "text/x-python",
            "name": "python",
            "nbconvert_exporter": "python",
            "pygments_lexer": "ipython3",
            "version": "3.12.7",
        },
        "newspace_hand_in": {"name": "Kim Min-jun", "time": "2026-11-29T10:05:00.000Z"},
    }
    table["nbformat_minor"] = minor
    for cell in table["cells"]:
        cell["metadata"] |= {"trusted": True, "editable": True, "slideshow": {"slide_type": ""}}
        if minor < 5:
            cell.pop("id")
        if cell["cell_type"] == "code":
            cell["execution_count"] = 3
            cell["outputs"] = [
                {"output_type": "stream", "name": "stderr", "text": "Matplotlib is building the font cache\n"}
            ]


TABLES: dict[str, Callable[[Notebook], object]] = {
    "jupyterlite": _jupyterlite,
    "jupyterlite-4.4": lambda table: _jupyterlite(table, minor=4),
    "new-cell-ids": lambda table: [cell.update(id=f"new-{number}") for number, cell in enumerate(table["cells"])],
    "same-cell-ids": lambda table: [cell.update(id="same") for cell in table["cells"]],
    "duplicate-answer": lambda table: _twice(table, "area"),
    "duplicate-test": lambda table: _twice(table, "test-squares"),
    "duplicate-all": _all_twice,
    "split-answer": _split,
    "delete-test": lambda table: _drop(table, "test-area"),
    "delete-setup": lambda table: _drop(table, "setup"),
    "delete-answer": lambda table: _drop(table, "area"),
    "answer-without-id": lambda table: _marked(table, "area").update(metadata={}, id="mine"),
    "answer-below-test": _below,
    "reversed": _reverse,
    "no-marks": _no_marks,
    "renamed-ids": _rename_ids,
    "answer-markdown": lambda table: _markdown(_marked(table, "area")),
    "test-markdown": lambda table: _markdown(_marked(table, "test-area")),
    "retagged": lambda table: _each(table, _retag),
    "broken-marks": _break_marks,
    "merge-into-answer": _merge,
    "print-in-test": lambda table: _set(table, "test-area", "print(area(2))\n" + _marked(table, "test-area")["source"]),
    "changed-setup": lambda table: _set(table, "setup", "import math\n\nRATE = 99\nmath.pi = 3"),
    "swapped-ids": _swap,
    "skip-metadata": lambda table: _each(table, _skip),
    "forged-outputs": lambda table: _each(table, _forge),
    "test-replaced": lambda table: _set(table, "test-area", "2"),
    "points-moved": _points,
    "test-as-answer": _as_answer,
    "foreign-kernel": lambda table: table["metadata"].update(
        kernelspec={"name": "conda-env-mine-py", "display_name": "Mine"}
    ),
    "no-notebook-metadata": lambda table: table.pop("metadata"),
    "lines": lambda table: [cell.update(source=cell["source"].splitlines(keepends=True)) for cell in table["cells"]],
    "junk-cells": _junk,
    "nul": lambda table: _fresh_own(table, "x = '\0'"),
    "format-4.0": lambda table: [table.update(nbformat_minor=0), *(cell.pop("id") for cell in table["cells"])],
}


def _format_3(table: Notebook, _data: bytes) -> dict[str, bytes]:
    cells = []
    for cell in table["cells"]:
        if cell["cell_type"] == "code":
            cells.append(
                {
                    "cell_type": "code",
                    "language": "python",
                    "input": cell["source"],
                    "outputs": [],
                    "metadata": cell["metadata"],
                }
            )
        else:
            cells.append({"cell_type": "markdown", "source": cell["source"], "metadata": cell["metadata"]})
    old = {
        "metadata": {"name": ""},
        "nbformat": 3,
        "nbformat_minor": 0,
        "worksheets": [{"cells": cells, "metadata": {}}],
    }
    return {f"{NAME}.ipynb": json.dumps(old).encode()}


FILES: dict[str, Callable[[Notebook, bytes], dict[str, bytes]]] = {
    "bom": lambda _table, data: {f"{NAME}.ipynb": b"\xef\xbb\xbf" + data},
    "utf-16": lambda _table, data: {f"{NAME}.ipynb": data.decode().encode("utf-16")},
    "renamed": lambda _table, data: {f"{NAME} (1).ipynb": data},
    "renamed-beside-released": lambda _table, data: {
        f"{NAME}-final.ipynb": data,
        f"{NAME}.ipynb": json.dumps(released()).encode(),
    },
    "format-3": _format_3,
    "trailing-junk": lambda _table, data: {f"{NAME}.ipynb": data + b"\n>>>>>>> main\n"},
    "truncated": lambda _table, data: {f"{NAME}.ipynb": data[: len(data) // 2]},
    "empty": lambda _table, _data: {f"{NAME}.ipynb": b""},
    "no-json": lambda _table, _data: {f"{NAME}.ipynb": b"PK\x03\x04 a document"},
    "missing": lambda _table, _data: {"notes.txt": b"later"},
    "other-json": lambda _table, _data: {f"{NAME}.ipynb": b'{"hello": [1, 2]}'},
}
