"""How long the checks take: collecting the tests, ``make quick``, and, where BENCH_MAKE_TEST is set, ``make test``.

The aims are for two quiet cores: 60 s for ``make quick``, 8 minutes for ``make test``. Processor time, which counts what
all processes together used, says more on a machine that others use, too.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COLLECT = [sys.executable, "-m", "pytest", "-q", "--collect-only", "-n0"]


def measured(command: list[str], env: dict[str, str]) -> tuple[float, float, int]:
    """Measure a command: seconds by the clock, seconds of processor time, and the exit code."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    code = subprocess.run(
        command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    ).returncode
    taken, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return taken, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, code


def main() -> int:
    """Print a line for each command; return 0 when all of them passed, however long they took."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    works = {
        "collecting all tests": COLLECT,
        "make quick, with caches as they are": ["make", "quick"],
        "make quick, again": ["make", "quick"],
    }
    if os.environ.get("BENCH_MAKE_TEST"):
        works["make test"] = ["make", "test"]
    failed = 0
    for name, command in works.items():
        seconds, processor, code = measured(command, env)
        failed += code != 0
        print(f"{name + ':':40s}{seconds:7.1f} s, {processor:7.1f} s of processor time{', FAILED' if code else ''}")
    if "make test" not in works:
        print("make test is measured too if BENCH_MAKE_TEST=1 is set.")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
