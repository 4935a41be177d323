"""Run nbgrader's own tests of autograding, feedback, export and validation on stock nbgrader and with our grader: ``make peer NBGRADER=FOLDER``.

FOLDER, which make hands over as a variable of the environment, is a checkout of nbgrader, of the version that is installed; nothing in it
is changed. Arguments go to pytest.
Exit codes: 0 if all that passes on stock nbgrader passes with ours, but for the known exceptions; 1 if not; 2 if it could not run.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from checks.peer import results
from checks.peer.checkout import FILES, TESTS, PeerError, checked_source_folder

REASONS = Path(__file__).with_name("exceptions.toml")
EXPORTER = "newspace_grading.course.nbgrader.autograde_exporter.EngineExporter"


def tests_environment(home: Path, *, ours: bool) -> dict[str, str]:
    """Return the environment of a run: this Python's programs on the path, and no configuration but that our grader is the default."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    config = home / "config"
    config.mkdir(parents=True)
    if ours:
        text = json.dumps({"Autograde": {"exporter_class": EXPORTER}})
        (config / "nbgrader_config.json").write_text(text, encoding="utf-8")
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    own = {"PATH": path, "JUPYTER_CONFIG_PATH": str(config), "JUPYTER_CONFIG_DIR": str(home / "jupyter")}
    return kept | own | {"PYTHONDONTWRITEBYTECODE": "1"}


def run_tests(checkout: Path, home: Path, arguments: list[str], *, ours: bool) -> results.PeerRun:
    """Run the tests once.

    Raises
    ------
    PeerError
        If pytest could not run them.
    """
    report = home / "report.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=short", f"--junitxml={report}"]
    # The checkout's uppermost conftest.py loads a plug-in for tests of the server, which these are not.
    command += [f"--confcutdir={TESTS.parent}"]
    command += [*(str(TESTS / name) for name in FILES), *arguments]
    env = tests_environment(home, ours=ours)
    done = subprocess.run(command, cwd=checkout, env=env, stdout=sys.stderr, check=False)
    if done.returncode not in (0, 1) or not report.is_file():
        raise PeerError(f"pytest could not run nbgrader's tests (exit code {done.returncode}): see above.")
    return results.read_report(report.read_text(encoding="utf-8"))


def main(arguments: list[str]) -> int:
    """Run the tests twice, print the table, and return the exit code."""
    try:
        checkout = checked_source_folder(os.environ.get("NBGRADER", ""), importlib.metadata.version("nbgrader"))
        with tempfile.TemporaryDirectory(prefix="newspace-peer-") as home:
            stock = run_tests(checkout, Path(home, "stock"), arguments, ours=False)
            ours = run_tests(checkout, Path(home, "ours"), arguments, ours=True)
    except PeerError as error:
        print(f"newspace: {error}", file=sys.stderr)
        return 2
    rows = results.compare(stock, ours, results.read_reasons(REASONS))
    print("\n".join((*results.result_lines(rows), "", results.sums("stock", stock), results.sums("ours", ours))))
    for test in results.needless(rows):
        print(f"newspace: {test} passes now: take it out of {REASONS.name}", file=sys.stderr)
    worse = results.unexplained(rows)
    for test in worse:
        print(f"newspace: {test} passes on stock nbgrader, and not with ours", file=sys.stderr)
    return 1 if worse else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
