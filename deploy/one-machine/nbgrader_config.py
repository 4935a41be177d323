"""How a learner on this machine fetches and hands in. install.py puts it into the environment that learners' servers run."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

c = get_config()

c.CourseDirectory.course_id = "newspace"
# Written by install.py: the folder that teachers release into.
told = Path(sys.prefix) / "etc" / "jupyter" / "newspace_exchange.toml"
c.Exchange.root = tomllib.loads(told.read_text(encoding="utf-8"))["exchange"]
# One copy of each exercise, beside the lessons: each links to the other.
c.Exchange.assignment_dir = str(Path.home() / "newspace-work" / "exercises")
