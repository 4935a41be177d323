"""Put the readings, lessons and exercises into what is built of ``newspace``: they lie beside this folder in the repository."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOMS = ("seeds", "lessons", "exercises")


class CourseRooms(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the rooms to a wheel as ``newspace/course``, and to a source distribution as ``course``, of which a wheel can be built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files; an editable installation finds them where they lie."""
        if version == "editable":
            return
        packed = Path(self.root, "course")
        home = packed if packed.is_dir() else packed.parents[1]
        target = "newspace/course" if self.target_name == "wheel" else "course"
        for room in ROOMS:
            for path in sorted((home / room).rglob("*")):
                name = path.relative_to(home)
                if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in name.parts):
                    build_data["force_include"][str(path)] = f"{target}/{name.as_posix()}"
