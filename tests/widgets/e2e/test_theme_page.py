"""The theme in a real browser: independent of the order of the views, and axe finds nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from browser.looks.accessibility import COLOURS, violations
from playwright.sync_api import Page
from repository import COMPLETE_BANK

import newspace as ns
from newspace.attempts.location import open_store
from newspace.questions import load_bank
from newspace.views.shared.exercise.grade_button import GradeMine
from newspace.views.shared.quiz.quiz import Quiz

BANK = COMPLETE_BANK
TONES = ("good", "part", "bad", "wait", "open")
# As in JupyterLab: the variables of its two themes, and its own ring and corners for every button.
THEMES = {
    "light": ("true", "--jp-layout-color1:#fff;--jp-layout-color2:#eee;--jp-ui-font-color0:#000"),
    "dark": ("false", "--jp-layout-color1:#212121;--jp-layout-color2:#424242;--jp-ui-font-color0:#fff"),
}
LAB = """.jp-ThemedContainer button { border-radius: 2px; }
.jp-ThemedContainer button:focus-visible { outline: 2px solid #1976d2; outline-offset: -1px; }
.jp-ThemedContainer a, .jp-ThemedContainer a:hover { color: unset; text-decoration: unset; }"""
SHOW = """async ([views, sheets]) => {
  for (const css of sheets) document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
  for (const { script, state } of views) {
    const module = await import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
    const place = document.querySelector("main").appendChild(document.createElement("div"));
    module.default.render({ model: { get: (name) => state[name], on() {}, off() {}, send() {} }, el: place });
  }
  document.querySelector("main > p .nsc-cite").click(); // opens a panel
}"""
LOOKS = """() => JSON.stringify([...document.querySelectorAll("main *")].map((element) => {
  const style = getComputedStyle(element);
  return [element.tagName, element.className, Object.fromEntries([...style].map((name) => [name, style.getPropertyValue(name)]))];
}))"""
"""How each element looks, as one text: Playwright takes a value of many parts to pieces, and that takes far longer."""
RING = """(element) => {
  element.focus({ focusVisible: true });
  const { outlineWidth, outlineColor, borderRadius } = getComputedStyle(element);
  return [element.matches(":focus-visible"), outlineWidth, outlineColor, borderRadius];
}"""


def parts(view: Any) -> tuple[str, str]:
    """Split a view's style sheet into the theme and the rest."""
    second = [found.start() for found in re.finditer(r"/\* src/.* \*/", view._css)][1]
    return view._css[:second], view._css[second:]


def views(tmp_path: Path) -> list[Any]:
    """Create every view that has a style sheet, in a state that shows most of it."""
    bank = load_bank(BANK)
    graded = GradeMine("unit", ["true"], lambda: None)
    task = {"title": "Task", "sign": "✓", "word": "Word", "points": 1, "possible": 2, "waiting": False}
    counts = {"points": 5, "possible": 10, "waiting": 1, "held": 1}
    tasks = [task | {"tone": tone} for tone in TONES]
    graded.state = {"phase": "done", "saved": "12:00:00", "path": "page.html", "tasks": tasks, **counts}
    glossary = ns.glossary()
    glossary.terms = glossary.terms[:3]
    return [
        Quiz(bank, bank.questions[6:8], open_store(tmp_path / "progress.sqlite")),
        ns.reading("crash", 7, quote="roughly 900 kilometers"),
        ns.landing_simulator(),
        glossary,
        graded,
    ]


def show(page: Page, shown: list[Any], sheets: list[str] | None = None, theme: str = "light") -> None:
    """Show the views on one page, with their own or the given style sheets, and a citation opened."""
    flag, variables = THEMES[theme]
    page.goto("about:blank")  # a new document, without the previous views
    page.set_content(
        f'<!doctype html><html lang="en"><head><title>Views</title><style>{LAB}</style></head>'
        f'<body class="jp-ThemedContainer" data-jp-theme-light="{flag}" style="{variables};background:var(--jp-layout-color1)">'
        '<main><h1 style="color:var(--jp-ui-font-color0)">Views</h1>'
        '<p class="jp-RenderedHTMLCommon" style="color:var(--jp-ui-font-color0)">It fell [crash ¶7].</p></main></body></html>'
    )
    page.evaluate(SHOW, [[_as_sent(view) for view in shown], sheets or [view._css for view in shown]])


def _as_sent(view: Any) -> dict[str, Any]:
    names = [name for name in view.traits(sync=True) if not name.startswith("_") and name not in ("layout", "picture")]
    state = {name: getattr(view, name) for name in names if name not in ("tabbable", "tooltip")}
    return {"script": view._esm, "state": state}


def test_the_order_of_views_does_not_change_the_theme(page, tmp_path):
    shown = views(tmp_path)
    (theme,) = {parts(view)[0] for view in shown}
    own = [parts(view)[1] for view in shown]
    looks = []
    # Each sheet contains the theme, so for the view that came first the theme follows its own rules.
    for sheets in ([theme, *own], [*reversed(own), theme]):
        show(page, shown, sheets)
        looks.append(json.loads(page.evaluate(LOOKS)))
    assert len(looks[0]) > 250
    for (tag, name, one), (_, _, other) in zip(*looks, strict=True):
        assert {key: (value, other[key]) for key, value in one.items() if value != other[key]} == {}, f"{tag}.{name}"


@pytest.mark.parametrize("theme", THEMES)
def test_every_button_has_the_same_ring_and_shape(page, tmp_path, theme):
    show(page, views(tmp_path), theme=theme)
    buttons = page.locator("main .ns-button:visible:not(:disabled)")
    looks = {tuple(button.evaluate(RING)) for button in buttons.all()}
    assert buttons.count() > 5
    assert looks == {(True, "3px", "rgb(11, 87, 183)" if theme == "light" else "rgb(138, 184, 255)", "4px")}


def test_axe_finds_nothing(page, tmp_path):
    shown = views(tmp_path)
    for theme, rules in (("light", ()), ("dark", COLOURS)):
        show(page, shown, theme=theme)
        assert violations(page, rules=rules) == [], theme
