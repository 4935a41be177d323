"""The glossary in a real browser: filter in three languages, keyboard, both themes."""

from __future__ import annotations

import pytest
from browser.looks.accessibility import COLOURS, violations
from playwright.sync_api import Locator, Page, expect

import newspace as ns
from newspace.content import terms
from newspace.views.shared.reading.glossary import GlossaryView

SCRIPT, STYLE = GlossaryView._esm, GlossaryView._css
THEMES = {
    "light": ("true", "--jp-layout-color1:#fff;--jp-ui-font-color0:#000"),
    "dark": ("false", "--jp-layout-color1:#212121;--jp-ui-font-color0:#fff"),
}
SHOW = """async ([script, state]) => {
  const module = await import("data:text/javascript;charset=utf-8," + encodeURIComponent(script));
  const place = document.body.querySelector("main").appendChild(document.createElement("div"));
  module.default.render({ model: { get: (name) => state[name] }, el: place });
}"""


def show(page: Page, theme: str = "light") -> Locator:
    flag, variables = THEMES[theme]
    page.set_content(
        f'<!doctype html><html lang="en"><head><title>Glossary</title><style>{STYLE}</style></head>'
        f'<body data-jp-theme-light="{flag}" style="{variables};background:var(--jp-layout-color1)"><main><h1 style="color:var(--jp-ui-font-color0)">Glossary</h1></main></body></html>'
    )
    view = ns.glossary()
    page.evaluate(SHOW, [SCRIPT, {name: getattr(view, name) for name in ("strings", "terms")}])
    return page.locator(".nsg-glossary")


def test_every_term_is_shown_with_its_translations_and_a_link(page):
    glossary = show(page)
    expect(glossary.locator(".nsg-entry:visible")).to_have_count(len(terms.load_terms()))
    entry = glossary.locator(".nsg-entry", has_text="rocket equation").first
    expect(entry.locator("[lang=ko]")).to_have_text("로켓 방정식")
    expect(entry.locator("[lang=ja]")).to_have_text("ロケット方程式")
    expect(entry.get_by_role("link")).to_have_attribute("href", "02_ispace_missions.ipynb")


@pytest.mark.parametrize("words", ["HOHMANN", "호만", "ホーマン", "ﾎｰﾏﾝ"])
def test_typing_filters_the_list(page, words):
    glossary = show(page)
    page.keyboard.press("Tab")
    box = glossary.get_by_label("Find a term (English, Korean or Japanese)")
    expect(box).to_be_focused()
    page.keyboard.insert_text(words)
    expect(glossary.locator(".nsg-entry:visible")).to_have_count(1)
    expect(glossary.get_by_role("status")).to_have_text(f"1 of {len(terms.load_terms())} terms")
    page.keyboard.press("Escape")
    expect(glossary.locator(".nsg-entry:visible")).to_have_count(len(terms.load_terms()))
    expect(glossary.get_by_role("status")).to_have_text(f"{len(terms.load_terms())} terms")


def test_an_empty_result_is_reported(page):
    glossary = show(page)
    glossary.get_by_role("searchbox").press_sequentially("zzz")
    expect(glossary.get_by_role("status")).to_have_text("No term has these letters. Try fewer.")
    expect(glossary.locator(".nsg-entry:visible")).to_have_count(0)


def test_keys_do_not_reach_the_notebook(page):
    glossary = show(page)
    page.evaluate(
        "() => { window.heard = []; document.addEventListener('keydown', (event) => window.heard.push(event.key)); }"
    )
    glossary.get_by_role("searchbox").press_sequentially("dd")
    assert page.evaluate("() => window.heard") == []


def test_axe_finds_nothing(page):
    for theme, rules in (("light", ()), ("dark", COLOURS)):
        show(page, theme)
        assert violations(page, rules=rules) == [], theme


def test_it_fits_a_narrow_page(page):
    page.set_viewport_size({"width": 360, "height": 800})
    show(page)
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
