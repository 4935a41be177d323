"""Walk the regular files of a submitted folder: no links, and bounds on number and depth."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

DEEPEST = 20
MOST = 5_000


def files(folder: Path) -> Iterator[Path]:
    """Walk a folder's regular files, folder by folder in the order of names; pass over links, sockets and what may not be read."""
    waiting = [(folder, 0)]
    seen = 0
    while waiting:
        here, depth = waiting.pop()
        entries: list[os.DirEntry[str]] = []
        with contextlib.suppress(OSError), os.scandir(here) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        inner = []
        for entry in entries:
            seen += 1
            if seen > MOST:
                return
            if entry.is_file(follow_symlinks=False):
                yield Path(entry.path)
            elif entry.is_dir(follow_symlinks=False) and depth < DEEPEST:
                inner.append((Path(entry.path), depth + 1))
        waiting += reversed(inner)


def leads_elsewhere(folder: Path) -> bool:
    """Tell whether a submission's folder, or its learner's, is a link: its target is not this learner's submission."""
    return folder.is_symlink() or folder.parent.is_symlink()
