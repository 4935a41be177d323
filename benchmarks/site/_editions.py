"""The two editions of the course, each served on this computer: in a tab, built anew, and on the desktop, in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT / "tools")]

from browser.lab_server import running_lab  # noqa: E402 - it lies in the tests' folder
from browser.site_server import served  # noqa: E402

from release.site import serve  # noqa: E402


@dataclass
class ServedEdition:
    """One edition, running.

    Attributes
    ----------
    name : str
        As the table calls it.
    address : callable
        From a lesson's path to the address of its notebook.
    stop : callable
        Ends the server before its time; the one on the desktop stays.
    sent : list of int
        The bytes of each file that was sent; empty where nobody counts.
    """

    name: str
    address: Callable[[str], str]
    stop: Callable[[], None]
    sent: list[int] = field(default_factory=list)


def run_make_site(target: Path) -> Path:
    """Build the site as people do, with Pyodide in it where ``NEWSPACE_PYODIDE`` names its files.

    Raises
    ------
    RuntimeError
        If it cannot be built: with what the command says.
    """
    command = [sys.executable, "tools/bootstrap.py", "site", "--to", str(target)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"the site was not built:\n{done.stdout}{done.stderr}")
    return target


@contextmanager
def in_a_tab(folder: Path) -> Iterator[ServedEdition]:
    """Serve a built site, and count what is sent."""
    sent: list[int] = []

    class Counting(serve.SiteRequestHandler):
        def copyfile(self, source: Any, outputfile: Any) -> None:
            sent.append(os.fstat(source.fileno()).st_size)
            super().copyfile(source, outputfile)

    with served(folder, Counting) as site:
        yield ServedEdition("tab", site.address, site.stop, sent)


@contextmanager
def on_the_desktop(home: Path) -> Iterator[ServedEdition]:
    """Start the learner's command (``newspace lab``) with folders of its own."""
    with running_lab(home) as lab:
        yield ServedEdition("desktop", lab.address, lambda: None)
