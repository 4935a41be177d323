"""Remove the values of hidden tests from what a feedback page shows."""

from __future__ import annotations

import ast
import re
import textwrap

from newspace_grading.model.notebook import hidden_regions

_ABOUT = re.compile(r"""checks\.hidden\(\s*(["'])(?P<task>.*?)\1\s*,\s*(["'])(?P<about>.*?)\3""", re.DOTALL)
_COMMENT = re.compile(r"^\s*#\s*about:\s*(?P<about>\S[^\n]*)$", re.MULTILINE | re.IGNORECASE)
_ASSERT = re.compile(r"^\s*(?:assert\b|\w*\.?assert\w+\()", re.MULTILINE)


def hidden_sources(source: str) -> list[str]:
    """Extract the hidden regions of a test cell, as Python."""
    return [textwrap.dedent(region.body) for region in hidden_regions.regions(source)]


def descriptions(source: str) -> list[str]:
    """Extract the description of each hidden test of a cell, in order.

    It comes from ``checks.hidden(task, description)``, a comment ``# about: description`` inside the region, or the
    words after the mark that begins it. Regions without a description are counted: “3 hidden tests”.
    """
    return [
        about for region in hidden_regions.regions(source) for about in _described(region) or [_counted(region.body)]
    ]


def _described(region: hidden_regions.Region) -> list[str]:
    told = [" ".join(found["about"].split()) for found in _ABOUT.finditer(region.body)]
    told += [found["about"].strip() for found in _COMMENT.finditer(region.body)]
    title = region.title.strip(" \t#:-–")
    if not told and title:
        told = [title]
    return told


def _counted(body: str) -> str:
    try:
        number = sum(isinstance(node, ast.Assert) for node in ast.walk(ast.parse(textwrap.dedent(body))))
    except (SyntaxError, ValueError):
        number = 0
    number = number or len(_ASSERT.findall(body))
    return "hidden tests" if number == 0 else "1 hidden test" if number == 1 else f"{number} hidden tests"


def visible(source: str) -> str:
    """Remove the hidden regions from a test cell's source."""
    return hidden_regions.replaced(source, lambda _region: "").strip("\n")


def redacted(source: str) -> str:
    """Replace each hidden region of a test cell's source by its description."""

    def stand_in(region: hidden_regions.Region) -> str:
        return "".join(f"# hidden tests: {about}\n" for about in _described(region) or ["not shown"])

    return hidden_regions.replaced(source, stand_in).rstrip("\n")
