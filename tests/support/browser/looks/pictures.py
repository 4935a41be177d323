"""Pictures of what the tests see, for whoever asks for them: with NEWSPACE_PICTURES set they stand in `artefacts/`."""

from __future__ import annotations

import os
from typing import Any

from playwright.sync_api import Locator, Page
from repository import ROOT


def wanted() -> bool:
    """Return whether somebody looks at pictures; drawing them takes longer than many a test."""
    return "NEWSPACE_PICTURES" in os.environ


def keep_picture(shown: Page | Locator, *name: str, **options: Any) -> None:
    """Take a picture of a page or of a part of it, where somebody looks at pictures; ``name``: folders and file without suffix."""
    if not wanted():
        return
    path = ROOT.joinpath("artefacts", *name)
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(shown, Locator):
        shown.scroll_into_view_if_needed()
    shown.screenshot(path=f"{path}.png", **options)
