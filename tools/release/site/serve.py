"""Serve the built site on this computer."""

from __future__ import annotations

import functools
import http.server
import webbrowser
from pathlib import Path


class SiteRequestHandler(http.server.SimpleHTTPRequestHandler):
    """Files of the site, with the types that browsers insist on; quiet."""

    extensions_map = {  # noqa: RUF012 - as the class of the standard library declares it
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".ipynb": "application/json",
        ".js": "text/javascript",
        ".wasm": "application/wasm",
        ".webmanifest": "application/manifest+json",
    }

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the standard library
        """Say nothing of each request."""


def server(
    folder: Path, port: int = 0, handler: type[SiteRequestHandler] = SiteRequestHandler
) -> http.server.ThreadingHTTPServer:
    """Return a server for a folder on this computer alone; port 0 takes a free one."""
    return http.server.ThreadingHTTPServer(("127.0.0.1", port), functools.partial(handler, directory=str(folder)))


def serve(folder: Path, port: int, *, open_browser: bool = True) -> None:
    """Serve a folder until Ctrl+C is pressed, and open it in the browser."""
    with server(folder, port) as running:
        address = f"http://127.0.0.1:{running.server_address[1]}/"
        print(f"{address}: the course. Press Ctrl+C to stop.", flush=True)
        if open_browser:
            webbrowser.open(address)
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            print()
