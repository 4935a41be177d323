"""Commands of Python packages, run by forks of a process that has loaded them once: a command costs its work, not its imports.

What a command does is the same as in a new interpreter: it has its own folder, environment, arguments and output. Where a process
cannot be forked, each command gets a new interpreter.
"""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from types import TracebackType

import commands

LOADED = (
    *("nbgrader.apps", "nbgrader.apps.api", "nbgrader.plugins", "nbgrader.server_extensions.formgrader.formgrader"),
    *("newspace_grading.cli.main", "newspace_grading.pages.learner.writer", "newspace_grading.pages.teacher.page"),
    *("newspace.__main__", "matplotlib.pyplot"),
)


class WarmCommands:
    """The process; use it in a ``with`` block.

    Parameters
    ----------
    home : Path
        The home folder of whoever gives the commands.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> WarmCommands:
        if hasattr(os, "fork"):
            environment = commands.environment(self._home) | {"OPENBLAS_NUM_THREADS": "1"}
            self._process = subprocess.Popen(
                [sys.executable, __file__],
                env=environment,
                cwd=self._home,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.communicate()

    def run(self, folder: Path, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run ``python -m MODULE ARGUMENTS`` in a folder."""
        if self._process is None:
            return commands.run(folder, *arguments, module=module)
        assert self._process.stdin
        assert self._process.stdout
        with tempfile.TemporaryDirectory() as place:
            order = {"folder": str(folder), "module": module, "arguments": arguments, "place": place}
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
            assert answer, "the process that runs commands has ended"
            out, err = (Path(place, name).read_text(encoding="utf-8") for name in ("out", "err"))
        return subprocess.CompletedProcess([module, *arguments], json.loads(answer)["code"], out, err)


def _serve() -> None:
    """Run each command that is named on standard input."""
    for name in LOADED:
        import_module(name)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    orders = os.fdopen(os.dup(0), encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for line in orders:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            orders.close()
            answers.close()
            _command(order)
        _pid, status = os.waitpid(child, 0)
        answers.write(json.dumps({"code": os.waitstatus_to_exitcode(status)}) + "\n")
        answers.flush()


def _command(order: dict[str, str]) -> None:
    """Be the command's process; never returns."""
    code = 1
    try:
        for name, number in (("out", 1), ("err", 2)):
            os.dup2(os.open(os.path.join(order["place"], name), os.O_WRONLY | os.O_CREAT), number)
        os.chdir(order["folder"])
        sys.argv = [order["module"], *order["arguments"]]
        runpy.run_module(order["module"], run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        if code == 1 and isinstance(ended.code, str):
            print(ended.code, file=sys.stderr)
    except BaseException:  # noqa: BLE001 - as Python itself does it
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()
