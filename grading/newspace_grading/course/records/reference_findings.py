"""Keep what running an assignment's reference showed, so that the next command need not run it again: a cache that may be deleted."""

from __future__ import annotations

import contextlib
import importlib.metadata
import json
import os
import sys
import sysconfig
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from newspace_grading.course.records.private_folders import make_private
from newspace_grading.course.records.whole_file import whole_file
from newspace_grading.engine.analysis.reference import Source
from newspace_grading.engine.engine import Engine
from newspace_grading.model.text import fingerprint

_LONGEST_S = 24 * 3600.0
"""A reference may depend on the day, or on what it finds outside its folder."""


class KeptFindings:
    """The findings of an assignment's references in a file: notebook → fingerprint, time and findings.

    Who can read the file knows what hidden tests compare: it lies with the journal, in the teacher's own folder.

    Parameters
    ----------
    path : Path
        The file; it need not exist, and one that cannot be read counts as empty.
    version : str
        The fingerprint of the assignment and of the versions of packages.
    """

    def __init__(self, path: Path, version: str) -> None:
        self._path = path
        self._version = version
        self._found: dict[str, Any] = {}
        self._keys: dict[str, str] = {}  # as they were when the engine was asked to recall: it loads more modules later
        self._settled: set[str] = set()  # what an engine of this process knows, and the file has or will have
        with contextlib.suppress(OSError, ValueError):
            read = json.loads(path.read_text(encoding="utf-8"))
            self._found = read if isinstance(read, dict) else {}

    def recall(self, engine: Engine, sources: Iterable[Source]) -> None:
        """Tell a started engine what is known of the references under the same conditions."""
        conditions = (self._version, importlib.metadata.version("newspace-grade"), _installed_at(), *engine.conditions)
        for source in sources:
            told = (*conditions, *sorted(source.withheld))
            self._keys[source.name] = fingerprint(*(text.encode() for text in told))
            with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
                key, learnt_at, kept = self._found[source.name]
                if key == self._keys[source.name] and 0 <= time.time() - learnt_at < _LONGEST_S:
                    engine.findings(source).recall(kept)
                    self._settled.add(source.name)

    def learnt(self, engine: Engine, source: Source) -> list[Any] | None:
        """Return what an engine has found out since `recall` about a source's reference, once; None if there is nothing new."""
        kept = None if source.name in self._settled else engine.findings(source).lasting()
        if kept is None:
            return None
        self._settled.add(source.name)
        return [self._keys[source.name], time.time(), kept]

    def write(self, learnt: dict[str, list[Any]], *, shared: bool = False) -> None:
        """Put findings into the file; where it cannot be written, the next command runs the reference again."""
        if not learnt:
            return
        self._found |= learnt
        with contextlib.suppress(OSError):
            make_private(self._path.parent, shared=shared)
            with whole_file(self._path) as file:
                file.write(json.dumps(self._found).encode("utf-8", "surrogatepass"))


def _installed_at() -> str:
    """Return when a package was last installed or removed, and when loaded code was last changed that lies elsewhere."""
    installed = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
    others = (*installed, *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib")))
    loaded = {
        str(vars(module).get("__file__") or "") for module in list(sys.modules.values()) if hasattr(module, "__dict__")
    }
    own = [_changed_at(file) for file in loaded if file and not file.startswith(others)]
    return f"{[_changed_at(folder) for folder in sorted(installed)]} {max(own, default=0)}"


def _changed_at(place: str) -> int:
    """Return when a file or folder was last changed, in nanoseconds; 0 if it is not there."""
    try:
        return os.stat(place).st_mtime_ns
    except OSError:
        return 0
