"""The place on the web where Pyodide is served, on this computer: the same name, by https, with the same files."""

from __future__ import annotations

import datetime as dt
import functools
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from browser.site_server import altered
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from release.site.kernel import pyodide
from release.site.serve import SiteRequestHandler


class Cdn:
    """A running server.

    Attributes
    ----------
    spoilt : set of str
        Files that are sent with one byte changed.
    asked : list of str
        The names of the files that were asked for.
    """

    def __init__(self) -> None:
        self.spoilt: set[str] = set()
        self.asked: list[str] = []
        self.port = 0

    @property
    def flags(self) -> list[str]:
        """Chromium's flags with which the web consists of this server and this computer."""
        host = urlsplit(pyodide.CDN).hostname
        rules = f"MAP {host} 127.0.0.1:{self.port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        return [f"--host-resolver-rules={rules}", "--ignore-certificate-errors"]


@contextmanager
def cdn(folder: Path, scratch: Path) -> Iterator[Cdn]:
    """Serve Pyodide's files from a folder under the address at which their makers serve them."""
    made = Cdn()
    root = urlsplit(pyodide.CDN).path

    class Handler(SiteRequestHandler):
        def translate_path(self, path: str) -> str:
            name = urlsplit(path).path.removeprefix(root)
            made.asked.append(name)
            return str(folder / name)

        def end_headers(self) -> None:
            self.send_header("Access-Control-Allow-Origin", "*")
            super().end_headers()

        def copyfile(self, source: Any, outputfile: Any) -> None:
            if Path(source.name).name not in made.spoilt:
                super().copyfile(source, outputfile)
                return
            outputfile.write(altered(source.read()))

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(scratch / "cdn.pem"))
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    made.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


def _certificate(path: Path) -> Path:
    """Write a key and a certificate that it has signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, urlsplit(pyodide.CDN).hostname or "")])
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now - dt.timedelta(days=1))
    signed = builder.not_valid_after(now + dt.timedelta(days=1)).sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path
