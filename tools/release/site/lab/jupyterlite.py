"""The JupyterLab in the page: how JupyterLite is configured, built, and what is added to its pages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from release.site.errors import SiteError
from release.site.lab.exercises import Edition

KERNEL_PLUGIN = "@jupyterlite/pyodide-kernel-extension:kernel"
ANSWERS = "/drive/.answers.sqlite"
"""Where the kernel finds the learner's answers: ``/drive`` is the browser's storage."""
TITLE = "New Space, hands on"
ASSETS = Path(__file__).parents[1] / "assets"
TABS_AND_PANELS = (
    Path(__file__).parents[4]
    / "widgets/newspace/core/lab/jupyter/labextensions/newspace-tabs-and-panels/static/tabs_and_panels.js"
)
"""What the course does in every JupyterLab: names of tabs, and room for the text."""

_FONTS = (".woff2", ".woff")
_BOOT = "await import(\n          '../config-utils.js"
_HEAD = "<title>JupyterLite</title>"
_BOOT_MODULE = re.compile(r"'\.\./(config-utils\.js[^']*)'")
_OWN = "newspace/"
_FIRST_SCRIPTS = Path(__file__).with_name("first_scripts.txt")
_LINKS = """
    <link rel="icon" href="./favicon.ico" />
    <link rel="stylesheet" href="../newspace/lab.css" />
    <script src="../newspace/cannot_begin.js"></script>"""
_SETTINGS: dict[str, dict[str, Any]] = {
    # Nothing may ask another server, or ask the learner what to do before the first cell.
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 15},
    # A learner who begins in the middle of a lesson needs what stands above.
    "@jupyterlab/notebook-extension:panel": {
        "toolbar": [
            {
                "name": "run-up-to-here",
                "command": "notebook:restart-and-run-to-selected",
                "label": "Run up to here",
                "rank": 34,
            }
        ]
    },
    # On a narrow screen the list of files would leave no place for the text.
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}


def config(core_url: str, packages: list[str], packed: list[str], edition: Edition) -> dict[str, Any]:
    """Return JupyterLite's configuration.

    Parameters
    ----------
    core_url : str
        Where Pyodide lies: an address, or a path in the site.
    packages : list of str
        What the kernel loads as it starts.
    packed : list of str
        What it fetches then, and unpacks when it is first used.
    edition : Edition
        For whom the site is built.
    """
    kernel = {
        "pyodideUrl": "./newspace/kernel_start.js",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {
            "coreURL": core_url,
            "lockFileURL": "newspace/pyodide-lock.json",
            "packages": ["ssl", *spelt([*packages, *packed])],
            "packed": packed,
            "env": {
                "HOME": "/home/pyodide",
                "MPLBACKEND": "agg",
                "NEWSPACE_PROGRESS": ANSWERS,
                "NEWSPACE_SITE": edition.value,
            },
        },
    }
    data = {
        "appName": TITLE,
        "exposeAppInBrowser": True,
        # Where the browser refuses all storage, the course runs all the same, and forgets everything at the end.
        "enableMemoryStorage": True,
        "disabledExtensions": ["@jupyterlab/extensionmanager-extension"],
        "litePluginSettings": {KERNEL_PLUGIN: kernel},
    }
    return {"jupyter-lite-schema-version": 0, "jupyter-config-data": data}


def spelt(packages: list[str]) -> list[str]:
    """Return names of packages in the spelling in which JupyterLite looks for them; what it does not find it would fetch in a second step."""
    return ["pyodide_kernel" if name == "pyodide-kernel" else name for name in packages]


def run_jupyterlite_build(
    contents: Path, scratch: Path, target: Path, configuration: dict[str, Any], date_s: int
) -> None:
    """Run JupyterLite's own build; the notebooks get one date, so that the same sources give the same site.

    Raises
    ------
    SiteError
        If it fails: with its last lines.
    """
    lite = scratch / "lite"
    lite.mkdir(parents=True)
    (lite / "jupyter-lite.json").write_text(json.dumps(configuration), encoding="utf-8")
    (lite / "overrides.json").write_text(json.dumps(_SETTINGS), encoding="utf-8")
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--apps", "lab", "--no-sourcemaps"]
    command += ["--no-unused-shared-packages", "--no-libarchive", "--source-date-epoch", str(date_s)]
    command += ["--lite-dir", str(lite), "--contents", str(contents), "--output-dir", str(target)]
    done = subprocess.run(command, cwd=lite, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise SiteError(f"JupyterLite could not be built. The last lines of what it says:\n{tail}")


def leave_out_old_fonts(target: Path) -> None:
    """Delete icon fonts in forms that are there for browsers without WebAssembly, 2.5 MB; the others read the woff files beside them."""
    for path in sorted((target / "build").glob("fa-*")):
        if path.suffix in (".eot", ".svg", ".ttf") and any(path.with_suffix(kind).is_file() for kind in _FONTS):
            path.unlink()


def version(target: Path) -> str:
    """Return the version that a built JupyterLite calls itself, and looks for in the browser's storage."""
    data = json.loads((target / "jupyter-lite.json").read_text(encoding="utf-8"))["jupyter-config-data"]
    return str(data["appVersion"])


def first_scripts() -> list[str]:
    """Return what JupyterLab's page fetches until a notebook is shown: addresses in the site, in order.

    ``benchmarks/site/list_first_scripts.py`` writes them for a new version of JupyterLite.
    """
    return _FIRST_SCRIPTS.read_text(encoding="ascii").split()


def _preload_links(target: Path, boot_module: str) -> str:
    """Return links that have the page fetch at once what its scripts would ask for one after the other.

    What JupyterLab is made of comes after our own modules, and after whatever else is asked for meanwhile.
    """
    listed = first_scripts()
    ours = [path for path in listed if path.startswith(_OWN)]
    theirs = [path for path in listed if path not in ours and (target / path.partition("?")[0]).is_file()]
    links = [f'<link rel="modulepreload" href="../{path}" />' for path in (*ours, boot_module)]
    links += [f'<link rel="preload" as="script" fetchpriority="low" href="../{path}" />' for path in theirs]
    return "".join(f"\n    {link}" for link in links)


def complete_page(target: Path) -> None:
    """Put our script and style into JupyterLab's page.

    Raises
    ------
    SiteError
        If the page is not as this version of JupyterLite writes it.
    """
    page = target / "lab" / "index.html"
    text = page.read_text(encoding="utf-8")
    for expected in (_BOOT, _HEAD, "<html>"):
        if text.count(expected) != 1:
            raise SiteError(
                f"{page} does not hold “{expected}” once.\n"
                "What to do: look at what this version of JupyterLite writes, and change release/site/lab/jupyterlite.py."
            )
    [boot_module] = _BOOT_MODULE.findall(text)
    text = text.replace("<html>", '<html lang="en">')
    text = text.replace(_HEAD, f"<title>{TITLE}</title>{_LINKS}{_preload_links(target, boot_module)}")
    ours = "await import('../newspace/lab.js').catch(window.newspaceDidNotArrive);"
    text = text.replace(_BOOT, f"{ours}\n        {_BOOT}")
    text = text.replace("Loading JupyterLite...", "The course is loading …")
    page.write_text(text, encoding="utf-8")
