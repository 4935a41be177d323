"""A Firefox of this computer, driven by WebDriver BiDi, the protocol that it speaks itself: no driver has to be installed."""

from __future__ import annotations

import base64
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import websocket

START_S = 120
SLOW_S = 180
PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    # Firefox would compile all of Pyodide a second time, optimised, which costs more than one visit gains by it.
    "javascript.options.wasm_optimizingjit": False,
    # What one visit of one page has no use for: more pictures a second than somebody sees, processes that wait for other sites, a history.
    "browser.cache.disk.enable": False,
    "browser.newtabpage.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.sessionstore.resume_from_crash": False,
    "browser.startup.page": 0,
    "dom.ipc.processCount": 1,
    "dom.ipc.processPrelaunch.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "layout.frame_rate": 10,
    "places.history.enabled": False,
    "security.OCSP.enabled": 0,
    "ui.prefersReducedMotion": 1,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    # Nobody but this computer can be reached: the proxy is none.
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.no_proxies_on": "127.0.0.1",
    "services.settings.server": "",
    "toolkit.telemetry.enabled": False,
}


def firefox_path() -> str:
    """The Firefox of this computer; without one the tests are skipped with the reason, and under CI on Linux they fail."""
    path = shutil.which("firefox-esr") or shutil.which("firefox")
    if path:
        return path
    reason = "no Firefox is on this machine (Debian: apt install firefox-esr)"
    if os.environ.get("CI") and sys.platform == "linux":
        pytest.fail(f"under CI the test in Firefox must run: {reason}", pytrace=False)
    pytest.skip(reason)


class Firefox:
    """One page of a running Firefox."""

    def __init__(self, address: str) -> None:
        self._socket = websocket.create_connection(address, timeout=SLOW_S, suppress_origin=True)
        self._numbers = itertools.count(1)
        self.send("session.new", capabilities={})
        self._context = self.send("browsingContext.getTree")["contexts"][0]["context"]
        self.send("browsingContext.setViewport", context=self._context, viewport={"width": 1280, "height": 900})

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command, and wait for its answer."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == number:
                assert answer["type"] == "success", answer
                result: dict[str, Any] = answer["result"]
                return result

    def goto(self, url: str) -> None:
        self.send("browsingContext.navigate", context=self._context, url=url, wait="none")

    def evaluate(self, expression: str) -> Any:
        """What an expression is, or what its promise gives; lists and objects as JSON text."""
        target = {"context": self._context}
        answer = self.send("script.evaluate", expression=expression, target=target, awaitPromise=True)
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return answer["result"].get("value")

    def wait_for(self, expression: str) -> None:
        """Until an expression is true; what throws is not true yet."""
        deadline = time.monotonic() + SLOW_S
        asked = f"(() => {{ try {{ return Boolean({expression}); }} catch {{ return false; }} }})()"
        while not self.evaluate(asked):
            assert time.monotonic() < deadline, f"{expression} did not come true"
            time.sleep(0.25)

    def screenshot(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(
            base64.b64decode(self.send("browsingContext.captureScreenshot", context=self._context)["data"])
        )

    def close(self) -> None:
        self._socket.close()


@contextmanager
def firefox(folder: Path) -> Iterator[Firefox]:
    """Start a Firefox that has never been used, which can reach nothing but this computer."""
    profile = folder / "firefox"
    profile.mkdir()
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    log = folder / "firefox.log"
    command = [firefox_path(), "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    try:
        page = Firefox(_address(log, process) + "/session")
        try:
            yield page
        finally:
            page.close()
    finally:
        process.terminate()
        process.wait(timeout=START_S)


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    """Where it listens, as it says itself."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        found = re.search(r"WebDriver BiDi listening on (ws://\S+)", log.read_text(encoding="utf-8", errors="replace"))
        if found:
            return found[1]
        time.sleep(0.2)
    raise AssertionError(f"Firefox did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}")
