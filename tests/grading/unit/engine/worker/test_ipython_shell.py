"""The learner's shell: cells without IPython's own syntax are passed through, and nothing else is."""

from __future__ import annotations

import contextlib
import io
import subprocess
import warnings

import pytest
from IPython.core.inputtransformer2 import TransformerManager

from newspace_grading.engine.worker.ipython_shell import (
    BoundedOutput,
    is_pip_alone,
    quick_transformer_manager,
    run_shell_line,
)

CELLS = [
    "x = 7 % 3\nassert x != 2, 'what is 7 - 4'",
    "print('''\n%time is no magic here\n''')",
    "f'{x!r} {y=}'",
    "x = 1; y = 2",
    "[\n    1,\n    2,\n]",
    "%time f()",
    "    %time f()",
    "if True:\n    !ls",
    "found = !ls -l",
    "found = \\\n    %pwd",
    "a, b = %sx ls",
    "f?",
    "x = f(1)?",
    "??f",
    ", f a b",
    "; f a b",
    "/f a, b",
    "%%bash\nls",
    ">>> x = 1\n>>> y",
    "In [1]: x\n   ...: y",
    "\n\n    x = 1\n    y = 2",
    "x\x0c%pwd",
    "x = (1,\n%pwd\n)",
    "'''\n!ls",
]


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_is_transformed_as_ipython_transforms_it(cell: str) -> None:
    with warnings.catch_warnings(action="ignore"):
        usual = TransformerManager().transform_cell(cell)  # type: ignore[no-untyped-call]  # IPython leaves it untyped
        assert quick_transformer_manager().transform_cell(cell) == usual


def test_a_transformer_that_a_notebook_adds_is_asked() -> None:
    class Shout:
        @classmethod
        def find(cls, _tokens_by_line: object) -> None:
            raise RuntimeError("asked")

    manager = quick_transformer_manager()
    manager.token_transformers.append(Shout)
    with pytest.raises(RuntimeError, match="asked"):
        manager.transform_cell("x = 1")


@pytest.mark.parametrize(
    "line",
    [
        "pip install numpy",
        "/opt/course/bin/python3.11 -m pip --version",
        "python -m pip install -q --upgrade 'numpy>=2' pandas[excel]==2.2",
        "pip3 uninstall --yes numpy",
        "'/opt/my course/bin/python3' -m pip list",
        '"C:\\my course\\python.exe" -m pip install numpy',
        "pip list",
    ],
)
def test_a_call_of_pip_about_packages_is_known(line: str) -> None:
    assert is_pip_alone(line)


@pytest.mark.parametrize(
    "line",
    [
        "pip install ./mypackage",
        "pip install .",
        "pip install -e .",
        "pip install -r requirements.txt",
        "pip install mypackage.whl",
        "pip install --target here numpy",
        "pip list > packages",
        "pip list; ls",
        "pip list\ntouch done",
        ">done;python -m pip list",
        '"$(touch done)/python" -m pip list',
        "pip install numpy && touch done",
        "pip install $(cat packages)",
        "pip download numpy",
        "pipenv install numpy",
        "python -m pipe install",
        "ls pip",
    ],
)
def test_a_line_that_may_leave_something_is_no_such_call(line: str) -> None:
    assert not is_pip_alone(line)


def test_pip_is_run_only_where_its_words_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def run(line: str, **_how: object) -> subprocess.CompletedProcess[str]:
        ran.append(line)
        return subprocess.CompletedProcess(line, 3, "said", "")

    monkeypatch.setattr(subprocess, "run", run)
    with contextlib.redirect_stdout(BoundedOutput(100)):
        assert run_shell_line("pip install numpy") == 0
    assert not ran
    with contextlib.redirect_stdout(io.StringIO()) as kept:
        assert run_shell_line("pip install numpy") == 3
    assert ran == ["pip install numpy"]
    assert "said" in kept.getvalue()
