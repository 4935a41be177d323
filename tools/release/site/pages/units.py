"""What the pages say of the units: titles from the lessons, times from the README, and a sentence each from ``units.toml``."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from release.site.errors import SiteError

_ROW = re.compile(r"^\| (\d) \| (.+?) \| (.+? min) \|$", re.MULTILINE)
_SENTENCES = Path(__file__).with_name("units.toml")


@dataclass(frozen=True)
class Unit:
    """A unit of the course.

    Attributes
    ----------
    number : int
        Its number.
    name : str
        The name of its files.
    title : str
        The title of its lesson.
    time : str
        How long it takes.
    sentence : str
        What one does in it.
    """

    number: int
    name: str
    title: str
    time: str
    sentence: str

    @property
    def lesson(self) -> str:
        """The path of its lesson."""
        return f"lessons/{self.name}.ipynb"

    @property
    def exercise(self) -> str:
        """The path of its exercise."""
        return f"exercises/{self.name}/{self.name}.ipynb"


def read_units(home: Path) -> list[Unit]:
    """Read what the units are.

    Raises
    ------
    SiteError
        If the README or a lesson does not say it in the usual way.
    """
    readme = (home / "README.md").read_text(encoding="utf-8")
    times = {int(number): time for number, _about, time in _ROW.findall(readme)}
    sentences = tomllib.loads(_SENTENCES.read_text(encoding="utf-8"))
    return [_unit(path, times, sentences) for path in sorted((home / "lessons").glob("[0-9]*.ipynb"))]


def _unit(path: Path, times: dict[int, str], sentences: dict[str, str]) -> Unit:
    number = int(path.stem[:2])
    text = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])
    title = re.match(r"# (?:\d · )?(.+)", text)
    if number not in times or title is None or path.stem not in sentences:
        raise SiteError(
            f"{path}: the landing page needs its title, its time in the table of README.md, and a sentence in "
            f"{_SENTENCES.name}.\nWhat to do: add what is missing."
        )
    return Unit(number, path.stem, "Start here" if number == 0 else title[1], times[number], sentences[path.stem])
