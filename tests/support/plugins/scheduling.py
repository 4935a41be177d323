"""Which tests stay together on one of the processes that run them."""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling

BROWSER_GROUPS = {
    "tests/lessons/": "e2e of the lessons",
    "tests/exercises/": "e2e of exercises and views",
    "tests/grading/": "e2e of exercises and views",
    "tests/widgets/": "e2e of exercises and views",
    "tests/house/e2e/site/": "e2e of the site",
}
"""The folders whose tests with a browser share what is slow to start: one Chromium, and one JupyterLab or one built site. Two groups
of about the same length have a JupyterLab, because one alone would take longer than everything else beside it; not more, because
each takes time to start."""


class SharedBrowsers(LoadFileScheduling):
    """Keep a file's tests together, and the tests that share a JupyterLab and a Chromium."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        if "e2e" in file.split("/"):
            return next((group for folder, group in BROWSER_GROUPS.items() if file.startswith(folder)), file)
        return file
