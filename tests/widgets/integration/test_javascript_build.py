"""A build of the widgets' JavaScript reproduces the committed bundles."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest
from repository import ROOT

JAVASCRIPT = ROOT / "widgets" / "js"


def test_a_build_reproduces_the_committed_bundles():
    node = shutil.which("node")
    if node is None or not (JAVASCRIPT / "node_modules" / "esbuild").is_dir():
        reason = "node.js is not here" if node is None else "esbuild is not installed: make js does that"
        if os.environ.get("CI"):
            pytest.fail(f"under CI the bundles must be built anew: {reason}", pytrace=False)
        pytest.skip(reason)
    done = subprocess.run([node, "build.js", "--check"], cwd=JAVASCRIPT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
