"""Views that were saved with a notebook and whose kernel is gone: what stands in their place says what to press.

JupyterLab would write “Error displaying widget” there. It is done when the course is started, when no kernel of it runs yet.
"""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

from newspace.core.i18n import _
from newspace.core.lab.workspace import write_atomically

_VIEW = "application/vnd.jupyter.widget-view+json"


def replace_views(folder: Path) -> int:
    """Replace the saved views in all notebooks of a folder; return how many notebooks had some.

    Cells, answers and other outputs stay as they are. A notebook that cannot be read or written is left alone.
    """
    return sum(_replace_in(path) for path in sorted(folder.rglob("*.ipynb")) if not _is_hidden(path, folder))


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _replace_in(path: Path) -> bool:
    """Replace the saved views of one notebook; whether it had some."""
    try:
        text = path.read_text(encoding="utf-8")
        if _VIEW not in text:
            return False
        notebook = json.loads(text)
        shown = [output for cell in notebook["cells"] for output in cell.get("outputs", []) if _is_view(output)]
        for output in shown:
            output["data"] = _in_place_of(output["data"])
        if shown:
            write_atomically(path, json.dumps(notebook, ensure_ascii=False, indent=1) + "\n")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
    return bool(shown)


def _is_view(output: dict[str, Any]) -> bool:
    return _VIEW in output.get("data", {})


def _in_place_of(data: dict[str, Any]) -> dict[str, Any]:
    """Return what is shown in place of a view: what it was, and what to press."""
    plain = data.get("text/plain", "")
    was = plain if isinstance(plain, str) else "".join(plain)
    page = f"<p><em>{html.escape(was)}</em></p><p><strong>▶ {html.escape(press())}</strong></p>"
    return {"text/html": page, "text/plain": f"{was}\n{press()}"}


def press() -> str:
    """Say what to press; the extension of JupyterLab says the same where a view's kernel has gone since."""
    return _(
        "To see it again, click the cell above this line, then press “Run up to here” in the bar above the page. Your answers are kept."
    )
