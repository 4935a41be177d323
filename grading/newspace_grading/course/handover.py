"""Keep the old name of `EngineExporter`, which courses have in their configuration.

The class is in `newspace_grading.course.nbgrader.autograde_exporter` now.
"""

from __future__ import annotations

from newspace_grading.course.nbgrader.autograde_exporter import EngineExporter

__all__ = ["EngineExporter"]
