"""Lay settings out as a table: the name, the value, and where it was set."""

from __future__ import annotations

import os
from collections.abc import Sequence

from newspace_grading.course.nbgrader.configuration.effective_settings import Setting
from newspace_grading.course.parallel.process_pool import cores


def settings_table(settings: Sequence[Setting], heading: str = "setting") -> str:
    """Return a line for each setting, under a heading."""
    rows = [(heading, "value", "set in"), *((setting.name, *_told(setting)) for setting in settings)]
    name, value = (max(len(row[column]) for row in rows) for column in range(2))
    return "\n".join(f"{row[0]:<{name}}  {row[1]:>{value}}  {row[2]}" for row in rows)


def differences(settings: Sequence[Setting], usual: Sequence[Setting]) -> list[Setting]:
    """Return the settings whose values differ from those for other assignments."""
    return [setting for setting, other in zip(settings, usual, strict=True) if setting.value != other.value]


def _told(setting: Setting) -> tuple[str, str]:
    """Format a setting's value and origin; a default may depend on the machine."""
    if setting.name == "jobs" and setting.value is None:
        return str(cores()), f"{setting.origin}: all cores"
    if setting.name == "fork" and setting.value and not hasattr(os, "fork"):
        return "False", "this system cannot fork"
    return f"{setting.value:.12g}" if isinstance(setting.value, float) else str(setting.value), setting.origin
