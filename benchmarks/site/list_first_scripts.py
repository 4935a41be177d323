"""Print what the page of a built site fetches until a notebook is shown: the content of tools/release/site/lab/first_scripts.txt.

``python benchmarks/site/list_first_scripts.py dist/site > tools/release/site/lab/first_scripts.txt`` after an update of JupyterLite.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from _editions import ROOT, served
from bench_site import FLAGS, START
from playwright.sync_api import Request, Route, sync_playwright

from checks import chromium

NOT_PRELOADED = ("newspace/cannot_begin.js", "newspace/tabs_and_panels.js", "build/lab/bundle.js", "config-utils.js")
"""What the page names itself, or asks for much later."""
LINK = re.compile(r'\n *<link rel="(?:module)?preload"[^>]*>')
"""With which the built page asks for what is listed now."""


def main(folder: Path) -> int:
    """Print the addresses, one a line."""
    path = chromium.present()
    if not path or not (folder / "lab" / "index.html").is_file():
        print(f"It takes Chromium, and a site in {folder}: make site.", file=sys.stderr)
        return 1
    asked: list[str] = []
    with served(folder) as site, sync_playwright() as playwright:

        def note(request: Request) -> None:
            address = request.url.removeprefix(site.url)
            if request.resource_type == "script" and not address.startswith(NOT_PRELOADED) and address not in asked:
                asked.append(address)

        def without_list(route: Route) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, body=LINK.sub("", answer.text()))

        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        page = browser.new_page()
        page.route("**/lab/index.html?*", without_list)
        page.on("request", note)
        page.goto(site.address(f"lessons/{START}.ipynb"))
        page.locator(".jp-Notebook .jp-Cell:visible").first.wait_for()
        print("\n".join(asked))  # what comes until the browser is closed is asked for too late to be listed
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / "site"))
