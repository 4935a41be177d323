"""Every link of the documents leads somewhere, also where the documents are read as files."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from documents import pages
from repository import ROOT

GENERATED = {
    # Written from docstrings when the documents are built; make docs checks the links to them.
    "docs/reference/newspace.md",
    "docs/reference/newspace_grading.md",
    "docs/reference/models.md",
}


def mistake(page: str, target: str) -> str:
    """What is wrong with a link; "" if nothing is."""
    if target.startswith(("https://", "http://", "mailto:")):
        return "" if not target.startswith("http://") else "use https"
    path, _hash, anchor = unquote(target).partition("#")
    file = (ROOT / page).parent / path if path else ROOT / page
    if not file.exists():
        return f"there is no {file}"
    name = file.resolve().relative_to(ROOT).as_posix()
    if anchor and file.suffix == ".md" and name not in GENERATED and anchor not in pages.anchors(file.resolve()):
        return f"{name} has no heading #{anchor}; it has {sorted(pages.anchors(file.resolve()))}"
    return ""


@pytest.mark.parametrize("page", pages.PAGES, ids=pages.NAMES)
def test_every_link_leads_somewhere(page):
    wrong = [
        f"{link.page}:{link.line}: {link.text}: {why}"
        for link in pages.links(page)
        if (why := mistake(link.page, link.text))
    ]
    assert not wrong, "\n".join(wrong)


def test_a_broken_link_is_reported():
    assert mistake("README.md", "docs/no_such_page.md")
    assert mistake("README.md", "docs/architecture.md#no-such-heading")
    assert not mistake("README.md", "docs/architecture.md#the-layers")


def test_every_page_of_the_documents_is_in_the_contents():
    contents = (pages.DOCS / "index.md").read_text(encoding="utf-8")
    listed = {line.strip() for line in contents.splitlines()}
    found = {path.relative_to(pages.DOCS).with_suffix("").as_posix() for path in pages.DOCS.rglob("*.md")}
    assert found - {"index"} <= listed, f"not in docs/index.md: {sorted(found - listed - {'index'})}"
