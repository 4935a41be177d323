"""What a feedback page must not show: the hidden tests' values."""

from __future__ import annotations

import re
from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade

_REGION = re.compile(
    r"^[^\n]*BEGIN HIDDEN TESTS[^\n]*\n(.*?)^[^\n]*END HIDDEN TESTS[^\n]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_ABOUT = re.compile(r"""checks\.hidden\(\s*(["'])(?P<task>.*?)\1\s*,\s*(["'])(?P<about>.*?)\3""", re.DOTALL)


def redacted(source: str) -> str:
    """A test cell's source with each hidden region replaced by the description that it gives of itself."""

    def stand_in(region: re.Match[str]) -> str:
        told = [found["about"] for found in _ABOUT.finditer(region[1])]
        return "".join(f"# hidden tests: {about}\n" for about in told or ["not shown"])

    return _REGION.sub(stand_in, source).rstrip("\n")


class HideHiddenTests(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader ships no types
    """A step of nbgrader's *generate_feedback*: the page shows what the hidden tests try, and not with which values."""

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:  # noqa: ARG002 - nbconvert's signature
        """Change the source of a test cell in place."""
        if cell.cell_type == "code" and is_grade(cell):
            cell.source = redacted(cell.source)
        return cell, resources
