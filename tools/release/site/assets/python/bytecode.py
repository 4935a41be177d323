"""Keep what Python compiles in a tab: the next start reads it (prepared.js). Run in the kernel's worker before anything is imported."""

from __future__ import annotations

import importlib.util
import marshal
import shutil
import sys
import tempfile
import zipfile
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any
from zipimport import zipimporter

_NOT_COMPARED = (1).to_bytes(4, "little") + bytes(8)
"""How a file of bytecode says that it is taken without a look at its source: source and bytecode lie in one archive."""
_LIBRARY = next((path for path in sys.path if path.endswith(".zip")), "")
"""The archive of the standard library, as it is before a learner can put another one into the path."""


def keep_bytecode(packages: str, folder: str) -> None:
    """Have Python write what it compiles of the modules in ``packages`` under ``folder``, and read it from there.

    What stands there holds as long as the source has the same time and length. Modules elsewhere, the learner's own, are compiled
    each time.
    """
    loader: Any = SourceFileLoader
    plain = loader.set_data

    def set_data(self: SourceFileLoader, path: str, data: bytes, *, _mode: int = 0o666) -> None:
        if path.startswith(f"{folder}{packages}/"):
            plain(self, path, data, _mode=_mode)

    loader.set_data = set_data
    # importlib takes a missing folder at the root for one in the current folder: the learner's.
    Path(folder).mkdir(exist_ok=True)
    sys.pycache_prefix = folder
    sys.dont_write_bytecode = False


class CompiledLibrary:
    """The archive of the standard library, with the bytecode of the modules that were imported from it beside their sources.

    Parameters
    ----------
    archive : str, optional
        The archive; by default the one from which this Python imports.
    """

    def __init__(self, archive: str | None = None) -> None:
        self.archive = archive or _LIBRARY
        with zipfile.ZipFile(self.archive) as opened:
            self._there = set(opened.namelist())
        self._compiled: dict[str, bytes] = {}

    def compile_some(self, count: int) -> int:
        """Compile so many modules that were imported and are not compiled yet; return how many wait."""
        waiting = self._waiting()
        for name, loader, inside in waiting[:count]:
            code = loader.get_code(name)
            self._compiled[inside] = importlib.util.MAGIC_NUMBER + _NOT_COMPARED + marshal.dumps(code)
        return len(waiting[count:])

    def _waiting(self) -> list[tuple[str, zipimporter, str]]:
        found = []
        for name, module in list(sys.modules.items()):
            spec = getattr(module, "__spec__", None)
            inside = str(getattr(spec, "origin", None) or "").removeprefix(f"{self.archive}/")
            # What was imported from bytecode is called by its name, .pyc.
            compiled = f"{inside}c" in self._there or f"{inside}c" in self._compiled
            source = inside.endswith(".py") and inside in self._there and not compiled
            if spec is not None and isinstance(spec.loader, zipimporter) and source:
                found.append((name, spec.loader, f"{inside}c"))
        return found

    def read(self) -> bytes:
        """Return the archive with what was compiled; this Python's own is left as it is."""
        with tempfile.TemporaryDirectory() as scratch:
            copy = Path(shutil.copy(self.archive, scratch))
            with zipfile.ZipFile(copy, "a", zipfile.ZIP_STORED) as opened:
                for inside, content in sorted(self._compiled.items()):
                    opened.writestr(zipfile.ZipInfo(inside), content)
            return copy.read_bytes()
