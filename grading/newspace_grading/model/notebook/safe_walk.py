"""The ordinary files of a folder that somebody handed in: no links, and only so many and so deep as a person would make."""

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
    """Whether a submission's folder, or its learner's, is a link: what lies behind it was handed in by somebody else, or by nobody."""
    return folder.is_symlink() or folder.parent.is_symlink()
