"""The command that writes the message template: its usage."""

from __future__ import annotations

import subprocess
import sys

from repository import ROOT


def test_a_word_too_many_for_the_tool_gets_its_usage() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "messages.py"), "guess"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Usage" in done.stderr
