"""The features of Chromium that the tests turn off: of two such flags a browser reads the last, so ours has playwright's in it."""

from __future__ import annotations

import re
from pathlib import Path

import playwright
from browser.fixtures import TURNED_OFF

LIST = re.compile(r"\bdisabledFeatures = \[(.*?)\]\.filter", re.DOTALL)
FOR_EDGE = {"msForceBrowserSignIn", "msEdgeUpdateLaunchServicesPreferredVersion"}


def test_what_playwright_turns_off_is_turned_off_here_too():
    driver = Path(playwright.__file__).parent / "driver" / "package" / "lib"
    found = LIST.search((driver / "coreBundle.js").read_text(encoding="utf-8"))
    assert found, "playwright keeps its list elsewhere now: look for “disabledFeatures” in its driver"
    theirs = re.findall(r'^ *"(\w+)",?$', found[1], re.MULTILINE)
    assert len(theirs) > 5
    assert set(theirs) - FOR_EDGE <= set(TURNED_OFF.split(","))
