"""A teacher's server opens in the course: formgrader and nbgrader's commands find their settings there.

Else it looks as ``newspace author`` does on a laptop.
"""

from __future__ import annotations

from pathlib import Path

from newspace.core.lab.server_settings import IDLE_KERNELS, server_settings

c = get_config()

for kind, values in (server_settings(Path.home() / "newspace") | IDLE_KERNELS).items():
    c[kind].update(values)
