"""Where nbgrader fetches and hands in on the cluster: every learner has a volume of their own, so the exchange is a service."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent))

from course_exchange import configure  # it lies beside this file

c = get_config()

c.CourseDirectory.course_id = "newspace"
# Exercises lie beside the lessons, because each links to the other.
c.Exchange.assignment_dir = str(Path.home() / "newspace-work" / "exercises")
configure(c, os.environ.get("NEWSPACE_EXCHANGE", "http://ngshare:8080/services/ngshare"))
