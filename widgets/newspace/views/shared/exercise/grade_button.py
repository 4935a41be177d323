"""A button under an exercise that grades the saved notebook, where the solutions are available.

The grader runs as a command of its own, started when the button is pressed. A thread reads its output, so that the kernel stays
free meanwhile. In the browser edition no command can be started: there the page grades, and the kernel hears what came of it.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from newspace.core.errors import CourseError
from newspace.core.i18n import _
from newspace.core.lab.interactive import is_interactive
from newspace.core.paths import room
from newspace.views.shared import bundles
from newspace.views.shared.exercise.own_notebook import own_notebook
from newspace.views.shared.reading.reading import with_text

_COMMAND = "newspace-grade"
_LARGEST_PAGE = 5_000_000
_LONGEST_REASON = 2000


def _strings() -> dict[str, str]:
    return {
        "busy": _("Grading: this takes some seconds, or minutes where a loop has no end. You can go on working."),
        "button": _("Grade my work"),
        "check": _("Check the visible tests"),
        "checked": _("Tasks that pass the visible tests: {passed} of {all}, in your notebook as saved at {saved}. Hidden tests can still fail."),
        "again": _("Grade again"),
        "caption": _("What came of it, task by task"),
        "failed": _("It could not be graded."),
        "graded": _("Graded: your notebook as you saved it at {saved}. If you have changed it since then, save it and grade again."),
        "hand_in": _("Download one file to hand in"),
        "hand_in_lead": _(
            "In a class: download this exercise as one file, and upload it where your teacher collects work. "
            "The file bears your name, so write it as your teacher knows it."
        ),
        "handed": _("{file} is in your downloads, as the notebook stands now. Upload this file."),
        "held": _("{held} of them could not be graded now. Try again; if it stays so, tell your teacher."),
        "lead": _(
            "Your whole notebook is graded here, with the hidden checks, and your teacher learns nothing of it. "
            "What is graded is the file: save first (Ctrl+S, on a Mac ⌘S)."
        ),
        "name": _("Your name:"),
        "no_page": _("This page cannot do it. What to do: reload it, and open the exercise from the course's own page."),
        "no_kernel": _("There is no answer. Run this cell again, then press the button."),
        "open": _("Open the whole feedback (in a new tab)"),
        "part": _("{points} of {possible}"),
        "path": _("The same page as a file: {path}"),
        "points": _("Points"),
        "seconds": _("{n} s"),
        "task": _("Task"),
        "title": _("Grade my work"),
        "total": _("{points} of {possible} points."),
        "untouched": _("Tasks in it that are still as they were given out: {open} of {all}."),
        "verdict": _("Verdict"),
        "waiting": _("{waiting} of the {possible} are yours to judge: compare your text with the rubric in the task."),
    }  # fmt: skip


_LEADS: dict[str, Callable[[], str]] = {
    "self-study": lambda: _(
        "Your notebook is run here from the top, as it stands now, in a Python of its own in this tab: with the tests that you can see, "
        "or with the hidden ones, too. Nobody but you learns what comes of it."
    ),
    "class": lambda: _(
        "Your notebook is run here from the top, as it stands now, in a Python of its own in this tab, with the tests that you can see. "
        "The hidden ones run when your teacher grades what you hand in."
    ),
}


class GradeMine(anywidget.AnyWidget):
    """The button and, afterwards, the result.

    Parameters
    ----------
    unit : str
        The exercise.
    command : sequence of str
        The grader's command line; empty where nothing can be graded.
    find : function
        Returns the learner's notebook, when the button is pressed.
    edition : str
        ``"self-study"`` or ``"class"`` in the browser edition, where the page grades, or only checks; else "".
    """

    _esm = bundles.bundled_module("grade_button")
    _css = bundles.style("grade_button")

    strings = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    assignment = traitlets.Unicode().tag(sync=True)
    edition = traitlets.Unicode().tag(sync=True)

    def __init__(self, unit: str, command: Sequence[str], find: Callable[[], Path | None], edition: str = "") -> None:
        self._unit = unit
        self._command = list(command)
        self._find = find
        self._running: threading.Thread | None = None
        self._page = ""
        first = {"phase": "ready"} if command or edition else {"phase": "absent", "message": _instead()}
        strings = _strings() | ({"lead": _LEADS[edition]()} if edition else {})
        super().__init__(strings=strings, state=first, assignment=unit, edition=edition)
        self.on_msg(self._asked)
        if edition:
            self.observe(self._record, "state")

    def text(self) -> str:
        """Return the content as plain text."""
        if self.edition:
            return self.strings["lead"]  # type: ignore[no-any-return]  # a text
        if not self._command:
            return _instead()
        return _("Save your notebook, then press the button here; or type in a terminal: {command}").format(
            command=f"{_COMMAND} mine {self._unit}"
        )

    def __repr__(self) -> str:
        return self.text()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Return the widget, and its text for where no widget can be shown."""
        return with_text(super()._repr_mimebundle_(**kwargs), self.text())

    def _asked(self, _widget: object, content: object, _buffers: object) -> None:
        """Handle a message of the page: grade, or send the feedback to show."""
        kind = content.get("kind") if isinstance(content, dict) else None
        if kind == "grade":
            self.grade()
        elif kind == "page" and self._page:
            self.send({"kind": "page", "html": self._page})

    def _record(self, change: dict[str, Any]) -> None:
        """Note in the learner's progress what the page has graded."""
        state = change["new"]
        if state.get("phase") == "done" and state.get("kind") == "grade" and not state["held"]:
            from newspace.attempts.location import open_store  # only what is graded opens the store

            points = {name: float(state[name]) for name in ("points", "possible", "waiting")}
            open_store().record_graded(self._unit, **points)

    def grade(self) -> None:
        """Start the grader, unless it is running; return at once."""
        if not self._command or (self._running is not None and self._running.is_alive()):
            return
        notebook = self._find()
        if notebook is None:
            self._fail(
                _("The file of this notebook was not found. In a terminal: {command}").format(
                    command=f"{_COMMAND} mine {self._unit} --notebook FILE"
                )
            )
            return
        self.state = {"phase": "busy"}
        self._running = threading.Thread(target=self._work, args=(notebook,), daemon=True)
        self._running.start()

    def wait(self, seconds: float) -> None:
        """Wait until the grader has ended, at most ``seconds``."""
        if self._running is not None:
            self._running.join(seconds)

    def _work(self, notebook: Path) -> None:
        try:
            saved = datetime.fromtimestamp(notebook.stat().st_mtime).astimezone()
            done = subprocess.run(  # noqa: S603 - our own command
                [*self._command, "--notebook", str(notebook)],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                encoding="utf-8",
                errors="replace",
                env=_environment(),
                check=False,
            )
            told = _lines(done.stdout)
            end = next((line for line in told if line.get("event") == "done"), None)
            if end is None:
                return self._fail(_reason(done.stderr))
            page = Path(end["page"])
            self._page = page.read_text(encoding="utf-8") if page.stat().st_size < _LARGEST_PAGE else ""
            self.state = {
                "phase": "done",
                "saved": f"{saved:%H:%M:%S}",
                "tasks": [line for line in told if line.get("event") == "task"],
                **{name: end[name] for name in ("points", "possible", "waiting", "held")},
                "path": str(page),
            }
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the page must not wait for ever
            return self._fail(f"{type(error).__name__}: {error}")
        return None

    def _fail(self, message: str) -> None:
        self.state = {"phase": "failed", "message": message}


def grade_mine(assignment: str) -> GradeMine | None:
    """Show a button that grades your own notebook, where the solutions are available; elsewhere, what you can do instead.

    Parameters
    ----------
    assignment : str
        The exercise's name, such as ``"02_ispace_missions"``.

    Returns
    -------
    GradeMine or None
        None while nbgrader runs the notebook: nobody is there to press a button.
    """
    if not is_interactive():
        return None
    if sys.platform == "emscripten":
        edition = os.environ.get("NEWSPACE_SITE", "class")
        return GradeMine(assignment, [], lambda: None, edition if edition in _LEADS else "class")
    return GradeMine(assignment, _command(assignment), lambda: own_notebook(assignment))


def _command(assignment: str) -> list[str]:
    """Return the grader's command line; empty if it is not installed, or there are no solutions."""
    found = importlib.metadata.entry_points(group="console_scripts", name=_COMMAND)
    try:
        solutions = room("solutions")
    except CourseError:
        return []
    if not found or not (solutions / assignment / f"{assignment}.ipynb").is_file():
        return []
    module = next(iter(found)).value.split(":")[0]
    course = ["--course", str(solutions.parent)]
    return [sys.executable, "-m", module, *course, "mine", assignment, "--no-open", "--json"]


def _environment() -> dict[str, str]:
    """Return the environment without the settings of this kernel."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JPY_", "NBGRADER_"))}
    return kept | {"MPLBACKEND": "agg"}


def _lines(output: str) -> list[dict[str, Any]]:
    found = []
    for line in output.splitlines():
        try:
            data = json.loads(line)
        except ValueError:
            continue
        if isinstance(data, dict):
            found.append(data)
    return found


def _reason(errors: str) -> str:
    """Extract the command's own last message from its error output."""
    place = errors.rfind(f"{_COMMAND}:")
    return errors[place if place >= 0 else 0 :].removeprefix(f"{_COMMAND}:").strip()[-_LONGEST_REASON:]


def _instead() -> str:
    return _(
        "With the solutions your notebook could be graded here; they are not on this computer. What you can do: press “Validate” in the "
        "notebook's toolbar. It runs the visible checks in a fresh kernel. The hidden ones run when your teacher grades what you hand in."
    )
