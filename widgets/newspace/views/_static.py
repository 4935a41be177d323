"""The files of a view for the browser, joined into one module: a widget's script can import nothing."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).resolve().parent / "static"


def script(*names: str) -> str:
    """The shared ``dom.js`` and then the named scripts, as one module."""
    return "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in ("dom.js", *names))


def style(*names: str) -> str:
    """The shared ``theme.css`` and then the named style sheets, one after the other."""
    return "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in ("theme.css", *names))
