"""How a learner's server on the hub looks: as ``newspace lab`` does on a laptop."""

from __future__ import annotations

from pathlib import Path

from newspace.core.lab.server_settings import IDLE_KERNELS, server_settings

c = get_config()

for kind, values in (server_settings(Path.home() / "newspace-work") | IDLE_KERNELS).items():
    c[kind].update(values)
