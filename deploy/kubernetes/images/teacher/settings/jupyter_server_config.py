"""A teacher's server opens in the course: formgrader and nbgrader's commands find their settings there."""

from __future__ import annotations

from pathlib import Path

c = get_config()

c.ServerApp.root_dir = str(Path.home() / "newspace")
