"""Which tests stay together on one of the processes that run them."""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling


class OneBrowser(LoadFileScheduling):
    """Keep a file's tests together, and all tests with a browser: they share one JupyterLab and one Chromium."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return "e2e" if "e2e" in file.split("/") else file
