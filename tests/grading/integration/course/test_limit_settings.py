"""Limits take effect wherever they are set; without them the same code passes."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from courses import classroom
from processes.commands import run, run_python

from newspace_grading.cli.main import main

LIMITS = {
    "cell_seconds": 4,
    "test_seconds": 4,
    "memory_mb": 100,
    "file_mb": 2,
    "processes": 12,
}
# One second longer than the limit, and in the first call of the test only: where no limit holds, it is waited for.
GREEDY = {
    "good": classroom.GOOD,
    "slow-cell": f"{classroom.GOOD}\nimport time\ntime.sleep(5)",
    "slow-test": f"import time; time.sleep(5 if number == 2 else 0); {classroom.GOOD}",
    "memory": "return len(bytearray(300 * 2**20)) and 2 * number",
    "file": f"open('large', 'wb').write(bytes(8 * 2**20)); {classroom.GOOD}",
    "threads": "import threading, time\n"
    "    for _number in range(20): threading.Thread(target=time.sleep, args=(1,)).start()\n"
    f"    {classroom.GOOD}",
}
EXPORTER = 'c.Autograde.exporter_class = "newspace_grading.course.nbgrader.autograde_exporter.EngineExporter"'


def verdicts(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """What came of the one test, by learner, from the lines that --json prints."""
    records = [json.loads(line) for line in done.stdout.splitlines()]
    return {record["student"]: record["verdict"] for record in records if record["task"] == "test-double"}


def in_log(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """The same, from nbgrader's log."""
    return dict(re.findall(r"(\S+)  small  test-double: ([a-z ]+),", done.stderr))


def test_each_configured_limit_takes_effect_and_changing_it_grades_again(tmp_path: Path) -> None:
    lines = [f"c.GraderLimits.{name} = {value}" for name, value in LIMITS.items()]
    course = classroom.make(tmp_path.resolve() / "course", GREEDY, lines)
    low = verdicts(run(course, "autograde", classroom.NAME, "--json"))
    assert low.pop("good") == "passed"
    assert (low.pop("slow-cell"), low.pop("slow-test")) == ("timed out", "timed out")
    assert "passed" not in low.values(), low
    (course / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    assert set(verdicts(run(course, "autograde", classroom.NAME, "--json")).values()) == {"passed"}


def test_precedence_of_limits_is_command_line_then_assignment_then_nbgrader(tmp_path: Path) -> None:
    work: dict[str, str | bytes] = {"slow-test": GREEDY["slow-test"]}
    own = f'c.GraderLimits.assignments = {{"{classroom.NAME}": {{"test_seconds": 60}}}}'
    course = classroom.make(tmp_path.resolve() / "course", work, ["c.Execute.timeout = 4"])
    config = course / "nbgrader_config.py"
    assert verdicts(run(course, "autograde", classroom.NAME, "--json")) == {"slow-test": "timed out"}
    config.write_text(f"{config.read_text(encoding='utf-8')}{own}\n", encoding="utf-8")
    assert verdicts(run(course, "autograde", classroom.NAME, "--json")) == {"slow-test": "passed"}
    line = ("autograde", classroom.NAME, "--json", "--test-seconds=4")
    assert verdicts(run(course, *line)) == {"slow-test": "timed out"}
    shard = run(course, *line, "--shard=1/1", "--journal-dir=shares")
    assert verdicts(shard) == {"slow-test": "timed out"}
    assert json.dumps(classroom.entries(next((course / "shares").glob("*.jsonl")))).count("timed out") >= 1


BUTTON = """
import json, sys
from nbgrader.apps import NbGrader
from nbgrader.apps.api import NbGraderAPI

app = NbGrader()
app.load_config_file()
app.config.GraderLimits.assignments = {"small": {"test_seconds": 4}}
print(json.dumps(NbGraderAPI(config=app.config).autograde("small", "slow-test")))
"""


def test_limits_hold_in_plain_nbgrader_autograde_and_behind_the_button(tmp_path: Path) -> None:
    work: dict[str, str | bytes] = {"slow-test": GREEDY["slow-test"]}
    course = classroom.make(tmp_path.resolve() / "course", work, [EXPORTER])
    config = course / "nbgrader_config.py"
    pressed = run_python(course, "-c", BUTTON)
    assert "test-double: timed out" in json.loads(pressed.stdout.splitlines()[-1])["log"], pressed.stderr
    line = ("autograde", classroom.NAME, "--force", "--GraderLimits.test_seconds=60")
    own = f'c.GraderLimits.assignments = {{"{classroom.NAME}": {{"test_seconds": 4}}}}'
    config.write_text(f"{config.read_text(encoding='utf-8')}{own}\n", encoding="utf-8")
    assert in_log(run(course, *line[:3], module="nbgrader")) == {"slow-test": "timed out"}
    assert in_log(run(course, *line, module="nbgrader")) == {"slow-test": "passed"}


@pytest.mark.parametrize(
    ("argument", "words"),
    [
        ("--GraderLimits.test_second=4", ("no setting test_second", "Did you mean test_seconds?")),
        ("--GraderLimits.test_seconds=-4", ("test_seconds cannot be -4.0", "nbgrader's command line")),
    ],
)
def test_an_invalid_setting_on_nbgraders_command_line_is_refused_with_a_remedy(
    argument: str, words: tuple[str, ...], tmp_path: Path
) -> None:
    course = classroom.make(tmp_path.resolve() / "course", {"good": classroom.GOOD}, [EXPORTER])
    done = run(course, "autograde", classroom.NAME, argument, module="nbgrader")
    assert done.returncode == 1
    for word in (*words, "What to do"):
        assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert not (course / "autograded" / "good").exists()


def test_an_invalid_setting_stops_every_command_that_grades(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    course = classroom.make(tmp_path.resolve() / "course", {"good": classroom.GOOD}, ["c.GraderLimits.cell_second = 4"])
    monkeypatch.chdir(course)
    for command in ("autograde", "merge", "doctor"):
        assert main([command, classroom.NAME]) == 2
        assert capsys.readouterr() == (
            "",
            "newspace-grade: GraderLimits has no setting cell_second.\n"
            "Where: nbgrader_config.py, line 2: c.GraderLimits.cell_second\n"
            "What to do: Did you mean cell_seconds?\n",
        )
