"""Read a submitted notebook, however it was saved; errors name the file and the reason."""

from __future__ import annotations

import json
from collections.abc import Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newspace_grading.model.notebook.cell_roles import foreign_language, read_marks
from newspace_grading.model.notebook.notebook_file import TooMuchError, read_notebook_bytes
from newspace_grading.model.notebook.safe_walk import files, leads_elsewhere
from newspace_grading.model.results.message import Sentence, Text, joined_texts, message, plural_message

LONGEST_CELL = 2**20
MOST_CELLS = 5_000


class UnreadableError(Exception):
    """There is no notebook, or none that can be read.

    Parameters
    ----------
    problem : Text
        Names the file and the reason.
    """

    def __init__(self, problem: Text) -> None:
        super().__init__(str(problem))
        self.problem = problem


class NotHandedInError(UnreadableError):
    """There is no notebook of this name, and the assignment's other notebooks were handed in."""


def _unreadable(place: Path, why: Sentence) -> UnreadableError:
    return UnreadableError(message("{file}: {problem}", file=str(place), problem=why))


@dataclass(frozen=True)
class Given:
    """One cell of a submission."""

    grade_id: str
    code: bool
    source: str


@dataclass
class Submission:
    """The cells of a submission, the file that they came from, what was mended on the way, and its language if that is not Python."""

    path: Path
    cells: list[Given]
    repairs: list[Text] = field(default_factory=list)
    language: str = ""


def read_submission(
    folder: Path,
    name: str,
    marks: set[str],
    others: frozenset[str] = frozenset(),
    answers: Set[str] | None = None,
) -> Submission:
    """Read the notebook of a submission's folder.

    The one that is called as the assignment's is taken, as long as there is an answer in it; else what is in them decides.

    Parameters
    ----------
    folder : Path
        What was handed in.
    name : str
        The notebook's name in the assignment, without ending.
    marks : set of str
        The assignment's grade_ids, by which a renamed notebook is known.
    others : frozenset of str
        The assignment's other notebooks: what bears such a name is none of this one.
    answers : set of str or None
        Of the grade_ids, those of answers; None if any may be one.

    Raises
    ------
    UnreadableError
        If there is nothing that can be read.
    """
    if leads_elsewhere(folder):
        raise _unreadable(folder, message("it is a link to another place, and no submission of its own"))
    read_ones = _read_all(folder, others)
    named = [one for one in read_ones if one.path == folder / f"{name}.ipynb"]
    for one in named:
        if _fit(one, marks) == 2 and _is_answered(one, marks if answers is None else answers):
            return one
    known = {
        cell.source.strip()
        for one in read_ones
        if _fit(one, marks) == 2
        for cell in one.cells
        if cell.grade_id in marks
    }
    best = max(read_ones, key=lambda one: (_fit(one, marks, known), _work(one, marks), one in named))
    if best not in named:
        best.repairs.append(message("the notebook was called {name}", name=best.path.name))
    return best


def _read_all(folder: Path, others: frozenset[str]) -> list[Submission]:
    """Read the notebooks in a folder that can be read; raise the reasons if none can."""
    found = _notebooks(folder, others)
    if not found:
        none = _unreadable(folder, message("there is no notebook in it"))
        raise NotHandedInError(none.problem) if _notebooks(folder, frozenset()) else none
    read_ones: list[Submission] = []
    reasons: list[Text] = []
    for path in found:
        try:
            read_ones.append(read_file(path))
        except UnreadableError as error:
            reasons.append(error.problem)
    if not read_ones:
        raise UnreadableError(joined_texts(reasons, "; "))
    return read_ones


def _notebooks(folder: Path, others: frozenset[str]) -> list[Path]:
    """List the notebooks in a folder, without JupyterLab's checkpoints and the assignment's other notebooks."""
    return sorted(
        path
        for path in files(folder)
        if path.suffix == ".ipynb" and ".ipynb_checkpoints" not in path.parts and path.stem not in others
    )


def _fit(one: Submission, marks: set[str], known: Set[str] = frozenset()) -> int:
    """Rate how well a notebook fits the assignment: 2 for most of its cells, 1 for some, 0 for none.

    One without any marks may have lost them: 2, but beside a notebook that has them only if it shares some of its cells (``known``).
    """
    found = {cell.grade_id for cell in one.cells} - {""}
    if marks and not found:
        shared = known & {cell.source.strip() for cell in one.cells}
        return 2 if 4 * len(shared) >= len(known) else 0
    if not marks:
        return 2
    return 2 if 2 * len(found & marks) >= len(marks) else int(bool(found & marks))


def _is_answered(one: Submission, answers: Set[str]) -> bool:
    """Tell whether any marked answer is filled in."""
    given = [cell.source for cell in one.cells if cell.code and cell.grade_id in answers]
    return any("raise NotImplementedError" not in source for source in given)


def _work(one: Submission, marks: set[str]) -> int:
    """Count the code cells that are filled in: a released notebook that lies beside the worked one is not the submission."""
    bare = not any(cell.grade_id in marks for cell in one.cells)
    return sum(
        cell.code and (bare or cell.grade_id in marks) and "raise NotImplementedError" not in cell.source
        for cell in one.cells
    )


def read_file(path: Path) -> Submission:
    """Read one notebook; one that was saved without any cell is a notebook in which nothing was done.

    Raises
    ------
    UnreadableError
        If it cannot be read.
    """
    repairs: list[Text] = []
    table = _json(path, _text(path, _bytes(path), repairs), repairs)
    good = _usable_cells(_raw_cells(path, table, repairs), repairs)
    if not good and repairs:
        raise _unreadable(path, message("the notebook has no cells ({repairs})", repairs=joined_texts(repairs, "; ")))
    return Submission(path, good, repairs, foreign_language(table.get("metadata")))


def _bytes(path: Path) -> bytes:
    try:
        data = read_notebook_bytes(path)
    except TooMuchError as error:
        raise _unreadable(path, error.problem) from None
    except OSError as error:
        raise UnreadableError(message("{file}: {problem}", file=str(path), problem=str(error.strerror))) from None
    if not data.strip():
        raise _unreadable(path, message("the file is empty"))
    return data


def _raw_cells(path: Path, table: Any, repairs: list[Text]) -> list[Any]:
    """Return the list of cells; notebook format 3 keeps them in worksheets."""
    content = table if isinstance(table, dict) else {}
    cells, sheets = content.get("cells"), content.get("worksheets")
    if cells is None and isinstance(sheets, list):
        repairs.append(message("notebook format 3"))
        cells = [cell for sheet in sheets if isinstance(sheet, dict) for cell in sheet.get("cells") or []]
    if not isinstance(cells, list):
        raise _unreadable(path, message("it holds no notebook"))
    if len(cells) > MOST_CELLS:
        raise _unreadable(path, message("it has more than {most} cells", most=f"{MOST_CELLS:,}"))
    return cells


def _usable_cells(cells: list[Any], repairs: list[Text]) -> list[Given]:
    """Read the cells; leave out and report what is no cell or is too long."""
    good = [given for given in map(_cell, cells) if given is not None]
    if len(good) < len(cells):
        repairs.append(
            plural_message(
                "{n} malformed cell was left out", "{n} malformed cells were left out", n=len(cells) - len(good)
            )
        )
    short = [given for given in good if len(given.source) <= LONGEST_CELL]
    if len(short) < len(good):
        repairs.append(
            plural_message(
                "{n} cell with more than a million characters was left out",
                "{n} cells with more than a million characters were left out",
                n=len(good) - len(short),
            )
        )
    return short


def _text(path: Path, data: bytes, repairs: list[Text]) -> str:
    for mark, encoding, name in (
        (b"\xef\xbb\xbf", "utf-8-sig", message("byte-order mark")),
        (b"\xff\xfe", "utf-16", message("UTF-16")),
        (b"\xfe\xff", "utf-16", message("UTF-16")),
    ):
        if data.startswith(mark):
            repairs.append(name)
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if not data.lstrip().startswith(b"{"):
            raise _unreadable(path, message("it is not a text file ({reason})", reason=error.reason)) from None
        repairs.append(message("not UTF-8"))
        return data.decode("cp1252", "replace")


def _json(path: Path, text: str, repairs: list[Text]) -> Any:
    try:
        table, end = json.JSONDecoder(strict=False).raw_decode(text.lstrip())
    except (ValueError, RecursionError) as error:
        raise _unreadable(path, message("it is no notebook: {error}", error=str(error))) from None
    if text.lstrip()[end:].strip():
        repairs.append(message("something stood after the end of the notebook"))
    return table


def _cell(raw: Any) -> Given | None:
    if not isinstance(raw, dict) or raw.get("cell_type") not in ("code", "markdown", "raw", "heading"):
        return None
    source = raw.get("source", raw.get("input", ""))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        return None
    return Given(read_marks(raw).grade_id, raw["cell_type"] == "code", source.replace("\0", ""))
