"""What the cells of each lesson show before anybody answers or moves anything, for its page to read.

The cells are run with the course's own Python, in one process and without a kernel:
``python -m release.site.pages.cell_outputs HOME FOLDER`` writes the pictures and ``outputs.json`` into a folder. The site is built
in another environment, and reads that.
"""

from __future__ import annotations

import ast
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from release.site.errors import SiteError

INDEX = "outputs.json"
WIDE, NARROW = "wide", "narrow"
"""The widths in which a simulator draws: for a page with room, and for a phone."""
_COLOURS = 128
_COMPRESSION = 8
"""The highest but one: the highest takes three times as long, and saves 2 % of the bytes."""
_PIXELS_PER_INCH = 130.0
_DRAWN_FROM = ("widgets/newspace", "lessons", "tools/release/site/pages/cell_outputs.py")


def cell_outputs(home: Path, python: Path, cache: Path) -> Path:
    """Return a folder with what the lessons' cells show: made anew only when the course has changed since the last time.

    Parameters
    ----------
    home : Path
        The repository.
    python : Path
        The Python in which the course is installed.
    cache : Path
        Where the folder is kept for the next time.

    Raises
    ------
    SiteError
        If a cell ends in an error, or the course is not installed there.
    """
    folder = cache / _digest(home)
    if (folder / INDEX).is_file():
        return folder
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch) / "outputs"
        made.mkdir()
        env = os.environ | {"MPLBACKEND": "agg", "NEWSPACE_PROGRESS": str(Path(scratch) / "answers.sqlite")}
        env |= {"NEWSPACE_LANG": "en", "PYTHONPATH": str(home / "tools")}
        command = [str(python), "-m", __name__, str(home), str(made)]
        done = subprocess.run(command, cwd=home, env=env, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SiteError(f"The lessons could not be run for their pages to read:\n{done.stderr.strip()[-2000:]}")
        shutil.rmtree(cache, ignore_errors=True)
        shutil.copytree(made, cache / "new")
        (cache / "new").replace(folder)  # whole or not there, also where the command is ended meanwhile
    return folder


def _digest(home: Path) -> str:
    digest = hashlib.sha256()
    for place in _DRAWN_FROM:
        for path in sorted((home / place).rglob("*")) or [home / place]:
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.relative_to(home).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def write_outputs(home: Path, folder: Path) -> None:
    """Run every lesson, and write what its cells show: pictures as files, the rest as JSON by lesson and cell.

    Raises
    ------
    RuntimeError
        If a cell ends in an error.
    """
    shown = {path.stem: _of_lesson(path, folder) for path in sorted((home / "lessons").glob("[0-9]*.ipynb"))}
    (folder / INDEX).write_text(json.dumps(shown, ensure_ascii=False), encoding="utf-8")


def _of_lesson(path: Path, folder: Path) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "__main__"}
    shown: dict[str, Any] = {}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        try:
            value, printed = _run("".join(cell["source"]), names)
        except Exception as error:
            raise RuntimeError(f"{path.name}, cell {cell['id']}") from error
        output = _output(value, printed, folder, f"{path.stem}-{cell['id']}")
        if output:
            shown[cell["id"]] = output
    return shown


def _run(source: str, names: dict[str, Any]) -> tuple[Any, str]:
    """Run a cell; return the value of its last line if that is an expression, and what it printed."""
    tree = ast.parse(source)
    last = tree.body[-1] if tree.body else None
    value = None
    with redirect_stdout(io.StringIO()) as printed:
        if not isinstance(last, ast.Expr):
            exec(compile(tree, "<cell>", "exec"), names)  # noqa: S102 - a lesson of ours
        else:
            before = ast.Module(tree.body[:-1], tree.type_ignores)
            exec(compile(before, "<cell>", "exec"), names)  # noqa: S102 - the same
            value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)  # noqa: S307 - the same
    return value, printed.getvalue()


def _output(value: Any, printed: str, folder: Path, name: str) -> dict[str, Any] | None:
    """Return what a cell shows as plain data; None for what needs a learner: questions, readings, results."""
    from newspace.figures.shared.drawing import Drawing
    from newspace.views.shared.explorer.explorer import Explorer
    from newspace.views.shared.table import Table

    if isinstance(value, Drawing):
        picture = _picture(value.png(_PIXELS_PER_INCH), folder, name)
        return {"caption": value.caption, "words": value.words, "least_px": value.least_width_px, WIDE: picture}
    if isinstance(value, Explorer):
        drawn = {}
        for size in (WIDE, NARROW):
            if size == NARROW or not value.picture:
                value.explore(value.start, narrow=size == NARROW)
            drawn[size] = _picture(value.picture, folder, f"{name}-{size}")
        state = value.state
        return {"title": value.title, "caption": state["sentence"], "words": state["words"], **drawn}
    if isinstance(value, Table):
        return {"table": value._repr_html_()}
    return {"printed": printed} if printed.strip() else None


def _picture(png: bytes, folder: Path, name: str) -> dict[str, Any]:
    """Write a picture with few colours, as drawings have, and return its name and size."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as full:
        small = full.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    small.save(folder / f"{name}.png", compress_level=_COMPRESSION)
    return {"file": f"{name}.png", "size": list(small.size)}


if __name__ == "__main__":
    write_outputs(Path(sys.argv[1]), Path(sys.argv[2]))
