"""What axe finds in a page. It walks through the whole page each time, so a second look is only for what can differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

COLOURS = ("color-contrast", "link-in-text-block")
"""The rules that look at colours: the only ones that another theme of the same page can break."""
IS_LOADED = "() => typeof window.axe?.run === 'function'"
RUN = """([context, options]) => window.axe.run(context ?? document, options).then((found) => found.violations.map(
  ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html.slice(0, 300)} (${node.failureSummary})`).join(" | ")}`))"""


def violations(page: Page, place: str | Sequence[str] = (), rules: Sequence[str] = ()) -> list[str]:
    """Return what axe finds in a page, or in what fits selectors: each rule with its elements.

    A selector that fits nothing alone is an error, so that no look is at nothing.

    Parameters
    ----------
    page : Page
        Where to look.
    place : str or sequence of str
        Selectors of the parts to look at; none: the whole page.
    rules : sequence of str
        The only rules to hold, `COLOURS` for another theme; none: all that axe holds by itself.
    """
    places = [place] if isinstance(place, str) else list(place)
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    if not page.evaluate(IS_LOADED):
        page.evaluate(f"{AXE_SCRIPT}; undefined")
    found: list[str] = page.evaluate(RUN, [{"include": [[one] for one in places]} if places else None, options])
    return found
