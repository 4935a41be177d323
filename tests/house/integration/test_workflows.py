"""The workflows of .github: actionlint finds nothing in them, and they run the commands that people run."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml
from repository import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SYSTEMS = {"ubuntu-latest", "macos-latest", "windows-latest"}
PYTHONS = {"3.11", "3.12", "3.13", "3.14"}


def jobs(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
    return found


def actionlint(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("actionlint", path=sysconfig.get_path("scripts"))
    if program is None:
        if os.environ.get("CI") and (sys.platform, platform.machine()) == ("linux", "x86_64"):
            pytest.fail("under CI the workflows must be checked: actionlint is not installed", pytrace=False)
        pytest.skip("actionlint is installed on Linux for x86-64 only")
    return subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actionlint_finds_nothing(path: Path) -> None:
    done = actionlint(str(path))
    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_would_find_a_mistake(tmp_path: Path) -> None:
    text = WORKFLOWS[0].read_text(encoding="utf-8")
    for right, wrong in (("matrix.python", "matrix.pythons"), ("runs-on", "run-on"), ("ubuntu-latest,", "ubuntu-1,")):
        assert right in text
        (tmp_path / "broken.yml").write_text(text.replace(right, wrong), encoding="utf-8")
        assert actionlint(str(tmp_path / "broken.yml")).returncode == 1, wrong


@pytest.mark.parametrize("name", ["quick", "test"])
def test_each_command_runs_on_every_system_and_python(name: str) -> None:
    job = jobs(ROOT / ".github" / "workflows" / "checks.yml")[name]
    matrix = job["strategy"]["matrix"]
    assert (set(matrix["system"]), set(matrix["python"])) == (SYSTEMS, PYTHONS)
    (line,) = [step["run"] for step in job["steps"] if "run" in step and "if" not in step]
    assert line == f"python tools/bootstrap.py {name}"
    assert re.search(rf"^COMMANDS = .*\b{name}\b", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_no_workflow_names_an_address() -> None:
    for path in WORKFLOWS:
        assert "://" not in path.read_text(encoding="utf-8"), path.name
