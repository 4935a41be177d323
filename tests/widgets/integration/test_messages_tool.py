"""Usage of the command that writes the message template."""

from __future__ import annotations

import subprocess
import sys

from repository import ROOT


def test_an_extra_argument_prints_the_usage() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "messages.py"), "guess"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Usage" in done.stderr
