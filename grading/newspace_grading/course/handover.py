"""Keep the old name of `EngineExporter`, which stands in the configuration of courses: it lives in `newspace_grading.course.nbgrader.autograde_exporter` now."""

from __future__ import annotations

from newspace_grading.course.nbgrader.autograde_exporter import EngineExporter

__all__ = ["EngineExporter"]
