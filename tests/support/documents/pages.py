"""The documents as their readers see them: commands to type, names in code, links and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from repository import ROOT

TOP = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "NOTICE.md")
DOCS = ROOT / "docs"
PROMPT = "$ "


def _found(folder: str) -> list[Path]:
    return [path for path in sorted((ROOT / folder).rglob("*.md")) if "node_modules" not in path.parts]


PAGES = [ROOT / name for name in TOP] + [path for folder in ("docs", "grading", "widgets") for path in _found(folder)]
NAMES = [path.relative_to(ROOT).as_posix() for path in PAGES]


@dataclass(frozen=True)
class Found:
    """Something that stands in a document."""

    page: str
    line: int
    text: str


@cache
def tokens(page: Path) -> tuple[Token, ...]:
    """Return what a page is made of."""
    return tuple(MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8")))


def _inline(page: Path) -> Iterator[tuple[int, Token]]:
    line = 0
    for token in tokens(page):
        line = token.map[0] + 1 if token.map else line
        for child in token.children or ():
            yield line, child


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def console_commands(page: Path) -> list[Found]:
    """Return each command of a page's ``console`` blocks, without its prompt and without a comment behind it."""
    found = []
    for token in tokens(page):
        if token.type != "fence" or token.info.split()[:1] != ["console"]:
            continue
        first = (token.map or [0])[0] + 2
        for number, line in enumerate(token.content.splitlines(), start=first):
            if line.startswith(PROMPT):
                found.append(Found(_name(page), number, re.sub(r"\s+# .*$", "", line.removeprefix(PROMPT)).strip()))
    return found


def code_blocks(page: Path) -> list[Found]:
    """Return each block of code of a page: its language in the first line, then its text."""
    return [
        Found(_name(page), (token.map or [0])[0] + 1, f"{token.info.strip()}\n{token.content}")
        for token in tokens(page)
        if token.type in ("fence", "code_block")
    ]


def code_spans(page: Path) -> list[Found]:
    """Return what stands in a page's running text as code."""
    return [Found(_name(page), line, token.content) for line, token in _inline(page) if token.type == "code_inline"]


def links(page: Path) -> list[Found]:
    """Return where a page's links and pictures lead."""
    found = []
    for line, token in _inline(page):
        target = token.attrGet("href") if token.type == "link_open" else token.attrGet("src")
        if target and token.type in ("link_open", "image"):
            found.append(Found(_name(page), line, str(target)))
    return found


@cache
def anchors(page: Path) -> frozenset[str]:
    """Return the names by which a page's headings are linked to."""
    found = set()
    for before, token in zip(tokens(page), tokens(page)[1:], strict=False):
        if before.type == "heading_open":
            words = re.sub(r"[^\w\- ]", "", re.sub(r"[`*]", "", token.content).lower())
            found.add(words.strip().replace(" ", "-"))
    return frozenset(found)
