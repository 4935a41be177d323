"""The course's own unit tests inside the Python of the tab: its versions of numpy and matplotlib, and its WebAssembly."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

import hypothesis
import pytest
from repository import ROOT

RUNNER = ROOT / "tests" / "support" / "browser" / "pyodide" / "run_tests.mjs"
LIMIT_S = 800
TESTED = ("models", "figures", "questions", "attempts", "checks")
NEED_MORE = (
    "models/policy_brief/test_briefs.py",
    "questions/test_banks.py",
    "questions/test_broken_banks.py",
    "checks/test_essay_checks.py",
)
"""They hold the course's files against nbformat and jsonschema, which are no part of the site."""
ELSEWHERE = (
    "attempts/test_store.py::test_attempts_can_be_recorded_from_another_thread",  # WebAssembly has no threads here
    # Files of a computer that cannot be written: in a tab the browser keeps the file, and SQLite says it in other words.
    "attempts/test_storage_errors.py::test_a_folder_at_the_path_of_the_file_is_reported",
    "attempts/test_storage_errors.py::test_a_read_only_file_still_gives_earlier_answers",
    # A tab reads and writes the file in one piece, under the lock of the page (attempts/test_browser_lock.py): SQLite locks nothing.
    "attempts/test_storage_errors.py::test_a_file_locked_by_another_program_is_reported",
)


def test_unit_tests_of_the_course_pass_in_the_tabs_python(built: Path) -> None:
    node = shutil.which("node")
    if not node:
        pytest.skip("no node.js is on this machine, in which Pyodide runs without a browser")
    home = "tests/widgets/unit"
    command = [node, str(RUNNER), str(built), str(ROOT), sysconfig.get_path("purelib"), hypothesis.__version__, "-q"]
    command += [f"{home}/{folder}" for folder in TESTED]
    command += [f"--ignore={home}/{file}" for file in NEED_MORE]
    command += [f"--deselect={home}/{test}" for test in ELSEWHERE]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "NEWSPACE"))}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env, timeout=LIMIT_S, cwd=ROOT)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
    assert " skipped" not in done.stdout
