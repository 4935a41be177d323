"""Find the names of data files that the source of a test cell mentions."""

from __future__ import annotations

import ast
import functools
import os
from pathlib import Path

from newspace_grading.model.text import is_file_name

# Suffixes of files that a test may read from a learner: data that is parsed, never programs.
_DATA = {
    *("csv", "tsv", "txt", "json", "md", "dat", "xml", "html", "log", "yaml", "yml", "toml", "tex", "ini"),
    *("png", "jpg", "jpeg", "svg", "gif", "bmp", "wav", "pdf", "geojson", "xlsx"),
    *("npy", "npz", "db", "sqlite", "sqlite3", "gz", "zip", "parquet"),
}
_RUNS_WHAT_IT_READS = (
    *("pickle", "joblib", "dill", "shelve", "marshal", "torch", "load_extension", "read_hdf", "allow_pickle"),
)


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
    if any(word in source for word in _RUNS_WHAT_IT_READS):
        return ()
    return tuple(text for text in files_named(source) if Path(text).suffix[1:].lower() in _DATA)
