"""Visits to the site that several tests go on from, and a learner's browser, which can reach nothing but this computer."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from browser.fixtures import FLAGS, VIEWPORT, chromium_path
from browser.notebook_page import SLOW_MS, leave_without_saving, note_errors
from browser.site_server import NOBODY_ELSE, Site
from playwright.sync_api import Browser, BrowserContext, Page

LISTED = ".jp-DirListing-item"


@dataclass(frozen=True)
class Visit:
    """A visit that has ended, and the browser's profile after it.

    Attributes
    ----------
    profile : Path
        The profile.
    shown : list of dict
        What the cells of lesson 2 showed.
    asked : list of str
        The addresses that the browser asked for.
    complaints : list of str
        The errors of programs, and those in the console.
    """

    profile: Path
    shown: list[dict[str, Any]]
    asked: list[str]
    complaints: list[str]

    def copied(self, folder: Path) -> Path:
        """Copy the profile, as the browser left it on the disk."""
        return Path(shutil.copytree(self.profile, folder / "profile", symlinks=True))


@dataclass(frozen=True)
class Arrival:
    """JupyterLab of the site in a browser that has not seen it before, and then reloaded.

    Attributes
    ----------
    context : BrowserContext
        The browser, which knows the site by now.
    page : Page
        JupyterLab after the reload, with a notebook and notes of the learner's own.
    workers : list
        The service workers, each with what it is doing, after the first look and after the second.
    changes : list of int
        How often another one took over, in each.
    said : list of str
        What stood in the console.
    """

    context: BrowserContext
    page: Page
    workers: list[Any]
    changes: list[int]
    said: list[str]


@contextmanager
def learner(
    browser: Browser, profile: Path, asked: list[str], complaints: list[str], *, with_preferences: bool = False
) -> Iterator[Page]:
    """Start a Chromium with a profile; note what its page asks for, and every error of a program."""
    context = browser.browser_type.launch_persistent_context(
        str(profile),
        executable_path=chromium_path(with_preferences=with_preferences),
        headless=True,
        args=[*FLAGS, NOBODY_ELSE],
        viewport=VIEWPORT,
        timeout=SLOW_MS,
    )
    page = context.pages[0]
    page.set_default_timeout(SLOW_MS)
    page.on("request", lambda request: asked.append(request.url))
    note_errors(page, complaints)
    leave_without_saving(page)
    try:
        yield page
    finally:
        context.close()


def listed(page: Page, site: Site) -> Page:
    """JupyterLab without a notebook that starts a kernel."""
    page.goto(site.address(""))
    page.locator(LISTED).first.wait_for(state="attached", timeout=SLOW_MS)
    return page
