"""Find the formgrader in which a course is marked, so that a page can lead to it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

USUAL_ADDRESS = "http://localhost:8888/formgrader"
"""Where JupyterLab serves formgrader unless it is told otherwise."""


def formgrader_address(folder: Path) -> str:
    """Return the address of formgrader: of the running Jupyter server that shows the course's folder, else the usual one."""
    from jupyter_server.serverapp import list_running_servers

    for server in list_running_servers():
        root = Path(str(server.get("root_dir", ""))).resolve()
        if folder.resolve().is_relative_to(root) and root != Path(root.anchor):
            return f"{str(server['url']).rstrip('/')}/formgrader"
    return USUAL_ADDRESS


def submission_link(formgrader: str, notebook: str) -> str:
    """Return the address at which formgrader shows a submitted notebook, by its id in the gradebook."""
    return f"{formgrader}/submissions/{quote(notebook, safe='')}/"
