"""Build the documents into ``build/docs`` (``make docs``): a warning is an error."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "docs"
TARGET = ROOT / "build" / "docs"


def sphinx_command(target: Path, *options: str) -> list[str]:
    """Return the command that builds the documents into a folder."""
    strict = ["--fail-on-warning", "--keep-going", "--quiet"]
    return [sys.executable, "-m", "sphinx", *strict, *options, str(SOURCE), str(target)]


def main(options: list[str] | None = None) -> int:
    """Build the documents and say where they are; return Sphinx's exit code."""
    code = subprocess.run(sphinx_command(TARGET, *(options or [])), check=False).returncode
    if code == 0:
        print(f"{TARGET / 'index.html'}: open this file in a browser.")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
