"""Grade one notebook in a browser's tab: the page calls `grade_request`, receives JSON events, and limits the time."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newspace_grading.cli.commands.mine import events
from newspace_grading.course.grading.single_process import EarlierAttempts, SingleProcessSupervisor
from newspace_grading.engine.engine import Engine
from newspace_grading.engine.launch import preload
from newspace_grading.model.results.record import Record
from newspace_grading.model.text import as_json
from newspace_grading.pages.learner import self_study
from newspace_grading.sandbox.limits import Limits

_ALL_SECONDS = 3600.0


@dataclass
class _Page:
    """The page, which started this process and receives its events."""

    hear: Callable[[str], object]

    def cell_began(self, cell: str, seconds: float) -> None:
        """Report that a cell is run."""
        self.tell({"event": "began", "cell": cell, "seconds": seconds})

    def test_began(self, task: str, seconds: float) -> None:
        """Report that a test is run."""
        self.tell({"event": "began", "test": task, "seconds": seconds})

    def graded(self, record: Record) -> None:
        """Report a record."""
        self.tell({"event": "graded", "record": record.plain()})

    def tell(self, event: dict[str, Any]) -> None:
        """Report an event."""
        self.hear(as_json(event))


def grade_request(request: str, folder: str, hear: Callable[[str], object]) -> None:
    """Grade a notebook and report the result to the page; the last event is ``done``, with the feedback page as HTML.

    Parameters
    ----------
    request : str
        As JSON: ``assignment``, its name; ``source``, ``release`` and ``own``, three notebooks; ``files``, the text of those that lie
        beside them, by name; ``notes``, what else the feedback page says; ``seconds``, how long a cell or a test may take; and of
        what earlier processes did with the same notebook ``records``, ``ended_cells`` and ``ended_tests``.
    folder : str
        Where it may write.
    hear : callable
        Gets each event, as JSON.
    """
    asked = json.loads(request)
    preload.preload_modules()  # so that common imports do not count as the time of the first cell
    paths = {name: _written(Path(folder), name, asked) for name in ("source", "release", "own")}
    page = _Page(hear)
    earlier = EarlierAttempts(
        tuple(Record.from_plain(one) for one in asked["records"]),
        frozenset(asked["ended_cells"]),
        frozenset(asked["ended_tests"]),
    )
    limits = Limits(cell_seconds=asked["seconds"], test_seconds=asked["seconds"], notebook_seconds=_ALL_SECONDS)
    # The reference would run in the same process as the learner's program.
    engine = Engine(limits, probes=False, supervisor=SingleProcessSupervisor(page, earlier))
    done = self_study.grade(
        engine, asked["assignment"], paths["own"], paths["source"], paths["release"], notes=asked["notes"]
    )
    for event in events(done):
        page.tell(event | ({"page": done.page.read_text(encoding="utf-8")} if event["event"] == "done" else {}))


def _written(folder: Path, name: str, asked: dict[str, Any]) -> Path:
    """Write one of the three notebooks, and the files beside it, into a folder of its own."""
    place = folder / name
    place.mkdir(parents=True)
    for file, text in asked["files"].items():
        (place / file).write_text(text, encoding="utf-8")
    path = place / f"{asked['assignment']}.ipynb"
    path.write_text(asked[name], encoding="utf-8")
    return path
