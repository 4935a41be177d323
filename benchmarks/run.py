"""Run the benchmarks of these folders one after the other: all of them, or those named (``make bench ARGS="landings notebooks"``)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main(names: list[str]) -> int:
    """Run the named benchmarks; return 0 when each ran and kept its aims."""
    scripts = {path.stem.removeprefix("bench_"): path for path in sorted(HERE.glob("*/bench_*.py"))}
    unknown = [name for name in names if name not in scripts]
    if unknown:
        print(f"No benchmark is called {', '.join(unknown)}. There are: {', '.join(scripts)}.", file=sys.stderr)
        return 2
    failed = []
    for name in names or scripts:
        print(f"\n## {name}", flush=True)
        if subprocess.run([sys.executable, str(scripts[name])], cwd=HERE.parent, check=False).returncode != 0:
            failed.append(name)
    if failed:
        print(f"\nThese benchmarks missed an aim or did not run to their end: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
