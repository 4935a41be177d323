"""Which tests stay together on one of the processes that run them."""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling

COURSE = ("tests/exercises/", "tests/lessons/")


class TwoBrowsers(LoadFileScheduling):
    """Keep a file's tests together, and tests with a browser in two halves, each with one JupyterLab and one Chromium.

    All of them on one process would take longer than everything else beside it; each further JupyterLab takes time to start.
    """

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        if "e2e" not in file.split("/"):
            return file
        return "e2e of the course" if file.startswith(COURSE) else "e2e of its parts"
