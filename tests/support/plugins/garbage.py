"""Search for garbage seldom while tests run, on the desktop and in the Python of a tab."""

from __future__ import annotations

import gc


def pytest_collection_finish() -> None:
    """Have no search go through what was collected, which stays to the end, and search seldom in what tests make.

    One search through all of it takes most of a second; figures and examples are made by the ten thousand, and hardly ever refer to
    themselves.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
