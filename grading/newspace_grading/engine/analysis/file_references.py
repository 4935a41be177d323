"""Find the names of data files that the source of a test cell mentions."""

from __future__ import annotations

import ast
import functools
import os
import re
from dataclasses import dataclass
from pathlib import Path

from newspace_grading.model.text import is_file_name

# Suffixes of files that a test may read from a learner: data that is parsed, never programs.
_DATA = {
    *("csv", "tsv", "txt", "json", "md", "dat", "xml", "html", "log", "yaml", "yml", "toml", "tex", "ini"),
    *("png", "jpg", "jpeg", "svg", "gif", "bmp", "wav", "pdf", "geojson", "xlsx"),
    *("bak", "out", "jsonl", "ndjson", "cfg", "conf", "rst"),
    *("npy", "npz", "db", "sqlite", "sqlite3", "gz", "zip", "parquet"),
}
_RUNS_WHAT_IT_READS = (
    *("pickle", "joblib", "dill", "shelve", "marshal", "torch", "load_extension", "read_hdf", "allow_pickle"),
)
_LISTS = re.compile(r"\b(?:listdir|glob|iglob|rglob|iterdir|scandir|walk)\b")
_USES = re.compile(r"\b(?:open|os|Path|pathlib|shutil|glob|tempfile)\b")


@dataclass(frozen=True)
class UsesOfFiles:
    """What a test cell does with files.

    Attributes
    ----------
    names : tuple of str
        The data files that it names.
    lists : bool
        Whether it lists folders.
    loosely : bool
        Whether an argument without a suffix may be the name of a file, too.
    """

    names: tuple[str, ...] = ()
    lists: bool = False
    loosely: bool = False

    @property
    def any(self) -> bool:
        """Tell whether it has to do with files at all."""
        return bool(self.names) or self.lists or self.loosely


@functools.lru_cache(maxsize=1024)
def uses_of_files(source: str) -> UsesOfFiles:
    """Find what a test cell does with files."""
    if _runs_what_it_reads(source):
        return UsesOfFiles()
    return UsesOfFiles(data_files_named(source), bool(_LISTS.search(source)), bool(_USES.search(source)))


def _runs_what_it_reads(source: str) -> bool:
    """Tell whether a test cell may run what it reads from a file."""
    return any(word in source for word in _RUNS_WHAT_IT_READS)


def is_data_file(name: str) -> bool:
    """Tell by its suffix whether a file is data that is parsed, and no program."""
    return Path(name).suffix[1:].lower() in _DATA


@functools.lru_cache(maxsize=1024)
def files_named(source: str) -> tuple[str, ...]:
    """Find the names of files in the working folder that a test cell mentions."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return ()
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    found = [text for text in texts if is_file_name(text) and not os.path.isabs(text) and ".." not in Path(text).parts]
    return tuple(dict.fromkeys(found))


@functools.lru_cache(maxsize=1024)
def data_files_named(source: str) -> tuple[str, ...]:
    """Find, of the files that a test cell mentions, those that can cross: data that does nothing when it is read."""
    if _runs_what_it_reads(source):
        return ()
    return tuple(text for text in files_named(source) if is_data_file(text))
