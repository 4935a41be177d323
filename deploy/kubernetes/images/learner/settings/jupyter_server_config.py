"""How a learner's server on the hub looks: as ``newspace lab`` does on a laptop."""

from __future__ import annotations

from pathlib import Path

from newspace.__main__ import PAPER, PRINTED, SETTINGS

c = get_config()

c.ServerApp.root_dir = str(Path.home() / "newspace-work")
c.LabApp.app_settings_dir = str(SETTINGS)
c.HTMLExporter.template_name = PAPER
c.HTMLExporter.extra_template_basedirs = [str(PRINTED)]

# A kernel that nobody has used for an hour gives its memory back, also while a tab is still open: lessons keep their progress on disk.
c.MappingKernelManager.cull_idle_timeout = 3600
c.MappingKernelManager.cull_interval = 300
c.MappingKernelManager.cull_connected = True
