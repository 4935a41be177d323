"""How a Jupyter server shows the course: settings by class, for the command ``newspace`` and for the configuration of a hub's image."""

from __future__ import annotations

from pathlib import Path

_JUPYTER = Path(__file__).resolve().parent / "jupyter"
LEARNER = _JUPYTER / "learner"
"""A configuration folder that only learners' JupyterLab gets: it does not offer to make assignments."""
IDLE_KERNELS: dict[str, dict[str, object]] = {
    "MappingKernelManager": {"cull_idle_timeout": 3600, "cull_interval": 300, "cull_connected": True}
}
"""On a hub a kernel that nobody has used for an hour gives its memory back, also under an open tab: answers are on the disk."""


def server_settings(folder: Path) -> dict[str, dict[str, object]]:
    """Return the settings with which a server shows the course in a folder, by class and name."""
    return {
        "ServerApp": {"root_dir": str(folder)},
        "LabApp": {
            "app_settings_dir": str(_JUPYTER),
            # What JupyterLab does for the course: names of tabs, and room for the text.
            "extra_labextensions_path": [str(_JUPYTER / "labextensions")],
        },
        # How a notebook looks on paper: what is folded on the screen is open.
        "HTMLExporter": {"template_name": "newspace", "extra_template_basedirs": [str(_JUPYTER / "printed")]},
    }


def as_options(settings: dict[str, dict[str, object]]) -> list[str]:
    """Write settings as options of the command line; a list is one option for each item."""
    return [
        f"--{kind}.{name}={item}"
        for kind, values in settings.items()
        for name, value in values.items()
        for item in (value if isinstance(value, list) else [value])
    ]
