"""The set-up of a browser: a missing one is reported with its reason."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from repository import ROOT


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a browser may lie in a fixed place")
def test_a_missing_browser_is_reported_with_the_reason(tmp_path):
    """The finder prints JSON with a reason when there is neither a browser nor a way to get one."""
    no_folder = tmp_path / "browsers"
    no_folder.touch()  # a host that does not answer would be asked five times, each time by a new node.js
    env = {"PATH": str(tmp_path), "HOME": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(no_folder)}
    env |= {"PLAYWRIGHT_DOWNLOAD_HOST": "http://127.0.0.1:9", "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")}
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "checks" / "chromium.py")],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert '"reason": "no Chromium is here and none could be installed' in done.stdout
    assert str(no_folder) in done.stdout, "playwright's own words"
