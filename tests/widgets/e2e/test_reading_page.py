"""A reading's page in a real browser: numbers, quotations, search and citations by keyboard, in both themes."""

from __future__ import annotations

import pytest
from browser.looks.accessibility import COLOURS, violations
from playwright.sync_api import Locator, Page, expect

import newspace as ns
from newspace.content import facts, readings
from newspace.views.shared.reading import citations
from newspace.views.shared.reading.reading import ReadingView

SCRIPT, STYLE = ReadingView._esm, ReadingView._css
# The variables that the view reads, as set by JupyterLab's two themes.
THEMES = {
    "light": ("true", "--jp-layout-color1:#fff;--jp-layout-color2:#eee;--jp-ui-font-color0:#000"),
    "dark": ("false", "--jp-layout-color1:#212121;--jp-layout-color2:#424242;--jp-ui-font-color0:#fff"),
}
SHOW = """async ([script, state]) => {
  const module = await import("data:text/javascript;charset=utf-8," + encodeURIComponent(script));
  const place = document.body.querySelector("main").appendChild(document.createElement("div"));
  window.world = { sent: [], hear: [] };
  const model = {
    get: (name) => state[name], send: (message) => world.sent.push(message),
    on: (_what, hear) => world.hear.push(hear), off: () => {},
  };
  module.default.render({ model, el: place });
}"""
SAY = "(message) => world.hear.forEach((hear) => hear(message))"


def show(page: Page, *views: ReadingView, theme: str = "light") -> Locator:
    """Show the views on a page of their own; return the first."""
    flag, variables = THEMES[theme]
    page.set_content(
        f'<!doctype html><html lang="en"><head><title>Readings</title><style>{STYLE}</style></head>'
        f'<body data-jp-theme-light="{flag}" style="{variables};background:var(--jp-layout-color1)"><main><h1 style="color:var(--jp-ui-font-color0)">Readings</h1></main></body></html>'
    )
    for view in views:
        state = {name: getattr(view, name) for name in ("strings", "citing", "card", "paragraphs", "shown")}
        page.evaluate(SHOW, [SCRIPT, state])
    return page.locator(".nsr-reading").first


def test_an_excerpt_shows_its_paragraphs_and_can_show_the_others(page):
    reading = show(page, ns.reading("crash", 7, quote="the moon’s north pole"))
    expect(reading.locator(".nsr-paragraph:visible")).to_have_count(1)
    expect(reading.locator(".nsr-text:visible")).to_have_text(readings.load("crash").paragraph(7))
    expect(reading.locator("mark:visible")).to_have_text("the moon’s north pole")
    expect(reading.get_by_text("Highlighted: “the moon’s north pole” (¶7)")).to_be_visible()
    expect(reading.get_by_text("Shown: ¶7, of 11 paragraphs")).to_be_visible()
    assert [text.strip() for text in reading.locator(".nsr-text").all_text_contents()] == list(
        readings.load("crash").paragraphs
    )
    reading.locator(".nsr-tools summary").press("Enter")
    reading.get_by_role("button", name="Show the whole text (11 paragraphs)").press("Enter")
    expect(reading.locator(".nsr-paragraph:visible")).to_have_count(10)  # ¶5 is hidden
    expect(reading.get_by_text("From the web page around the text, not part of it: ¶5")).to_be_visible()
    reading.get_by_role("button", name="Show only ¶7").press("Enter")
    expect(reading.locator(".nsr-paragraph:visible")).to_have_count(1)


def test_search_works_by_keyboard(page):
    reading = show(page, ns.reading("preview"))
    box, count = reading.get_by_label("Find in this text"), reading.locator(".nsr-count")
    box.press_sequentially("JAPAN'S P")  # capitals and a straight apostrophe find “Japan’s p…” too
    paragraphs = readings.load("preview").paragraphs
    hits = [number for number, text in enumerate(paragraphs, 1) for _ in range(text.lower().count("japan’s p"))]
    expect(count).to_have_text(f"{len(hits)} matches")
    expect(count).to_have_attribute("role", "status")
    for at, number in enumerate([*hits, hits[0]]):
        box.press("Enter")
        expect(count).to_have_text(f"Match {at % len(hits) + 1} of {len(hits)}, in ¶{number}")
        expect(reading.locator(".nsr-current")).to_have_count(1)
    box.press("Shift+Enter")
    expect(count).to_have_text(f"Match {len(hits)} of {len(hits)}, in ¶{hits[-1]}")
    box.press("Tab")
    expect(reading.get_by_role("button", name="Previous match")).to_be_focused()
    box.press("Escape")
    expect(box).to_have_value("")
    expect(count).to_have_text("")
    expect(reading.locator("mark")).to_have_count(0)
    box.press_sequentially("no such words")
    expect(count).to_have_text("No match")
    expect(reading.get_by_role("button", name="Next match")).to_be_disabled()


def test_a_search_shows_hidden_paragraphs(page):
    reading = show(page, ns.reading("preview", 3))
    reading.locator(".nsr-tools summary").press("Enter")
    box = reading.get_by_label("Find in this text")
    box.fill("Elon Musk vs.")
    expect(reading.locator(".nsr-count")).to_have_text("1 match")
    expect(reading.get_by_text("Elon Musk vs. Donald Trump")).to_be_hidden()
    box.press("Enter")
    expect(reading.get_by_text("Elon Musk vs. Donald Trump")).to_be_visible()
    expect(reading.locator(".nsr-current")).to_have_text("Elon Musk vs.")
    expect(reading.get_by_text("Shown: ¶3, ¶29, of 30 paragraphs")).to_be_visible()


def test_overlapping_quotations_and_matches_keep_the_text_complete(page):
    quotes = ["a lunar plain roughly 900", "roughly 900 kilometers"]
    reading = show(page, ns.reading("crash", 7, quote=quotes))
    reading.locator(".nsr-tools summary").press("Enter")
    reading.get_by_label("Find in this text").fill("900 kilo")
    expect(reading.locator(".nsr-text:visible")).to_have_text(readings.load("crash").paragraph(7))
    assert "".join(reading.locator("mark.nsr-quoted").all_text_contents()) == "a lunar plain roughly 900 kilometers"
    assert "".join(reading.locator("mark.nsr-match").all_text_contents()) == "900 kilo"


def test_the_paragraph_number_copies_the_citation(page):
    reading = show(page, ns.reading("crash", 7, quote="roughly 900 kilometers"))
    number = reading.get_by_role("button", name="¶7: copy the citation")
    number.press("Enter")
    expect(reading.locator(".nsr-said")).to_contain_text("[crash ¶7]")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('mark'))")
    number.click()
    expect(reading.locator(".nsr-said")).to_contain_text('[crash ¶7 "roughly 900 kilometers"]')
    said = reading.locator(".nsr-said").inner_text()
    assert readings.citations_in(said)[0].quote == "roughly 900 kilometers"


@pytest.mark.parametrize("theme", THEMES)
def test_the_page_has_no_accessibility_violation(page, theme):
    views = [
        ns.reading("crash", 7, quote="roughly 900 kilometers"),
        ns.reading("crash", 7),
        ns.reading("preview"),
        ns.reading("gap"),
    ]
    show(page, *views, theme=theme)
    page.locator(".nsr-tools summary").first.click()
    page.get_by_label("Find in this text").first.fill("moon")
    page.get_by_label("Find in this text").first.press("Enter")
    page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    for width in (1280, 400):  # 400: an 800 pixel window at 200 %
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page, rules=() if theme == "light" else COLOURS) == []
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(ids) == len(set(ids))


def test_the_date_of_an_undated_reading_is_hidden_until_opened(page):
    reading = show(page, ns.reading("preview", undated=True))
    text = readings.load("preview")
    for given_away in (text.dated_how, text.cautions[1]):
        expect(reading.get_by_text(given_away)).to_be_hidden()
    assert "5 June" not in reading.locator(".nsr-meta").inner_text()
    reading.get_by_text("find the date in the text first").click()
    for told in (text.dated_how, text.cautions[1]):
        expect(reading.get_by_text(told)).to_be_visible()
    assert violations(page, ".nsr-reading") == []


MARKS = """(marks) => {
  const prose = Object.assign(document.createElement("div"), { className: "jp-RenderedHTMLCommon jp-RenderedMarkdown" });
  const told = Object.assign(document.createElement("p"), { style: "color:inherit" });
  for (const [text, facts] of marks) {
    told.append("It fell", Object.assign(document.createElement("a"), { textContent: text, href: "#Sources", title: `fact ${facts}` }), ". ");
  }
  prose.append(told);
  document.querySelector("main").prepend(prose);
  document.body.style.color = "var(--jp-ui-font-color0)";
}"""


@pytest.mark.parametrize("theme", THEMES)
def test_a_numbered_mark_opens_in_place_and_returns_the_focus(page, theme):
    show(page, ns.reading("crash", 7), ns.reading("gap", 1), theme=theme)
    page.evaluate(MARKS, [["[14]", "m1_step_m"], ["[3≠]", "m2_last_telemetry_speed_m_s"], ["[?]", "lander_thrust_n"]])
    for name in ("Source 3: disputed", "Open: no source found"):
        expect(page.get_by_role("link", name=name, exact=True)).to_have_attribute("title", name)
    link = page.get_by_role("link", name="Source 14", exact=True)
    expect(link).to_have_text("[14]")
    assert link.evaluate(
        "(mark) => parseFloat(getComputedStyle(mark).fontSize) < parseFloat(getComputedStyle(mark.parentElement).fontSize)"
    )
    page.keyboard.press("Tab")
    while not link.evaluate("(mark) => mark === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    sent = page.evaluate("world.sent")
    assert [(one["do"], one["fact"]) for one in sent] == [("fact", "m1_step_m")]
    page.evaluate(SAY, dict(citations.answer(sent[0])))
    panel = page.get_by_role("group", name="What stands behind this citation")
    expect(panel).to_be_focused()
    fact = facts.get("m1_step_m")
    expect(panel).to_contain_text(fact.statement)
    for source in facts.sources_of(fact):
        expect(panel.get_by_role("link", name=str(source))).to_have_attribute("href", source.url)
    assert violations(page, ".jp-RenderedMarkdown") == []
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(link).to_be_focused()


def test_a_citation_without_a_kernel_points_to_the_sources(new_page):
    page = new_page
    page.clock.install()
    show(page, ns.reading("crash", 7))
    page.evaluate(
        """() => document.querySelector("main").insertAdjacentHTML("beforeend", '<p><a href="#Sources" title="fact m1_step_m">x</a></p>')"""
    )
    page.get_by_role("link", name="x", exact=True).click()
    page.clock.run_for(10_000)
    expect(page.get_by_role("group", name="What stands behind this citation")).to_contain_text(
        "The list of sources at the end"
    )


PROSE = """(texts) => {
  document.body.style.color = "var(--jp-ui-font-color0)";
  const prose = Object.assign(document.createElement("div"), { className: "jp-RenderedHTMLCommon jp-RenderedMarkdown" });
  for (const [tag, text] of texts) prose.append(Object.assign(document.createElement(tag), { textContent: text }));
  document.querySelector("main").prepend(prose);
}"""
PASSAGE = '[crash ¶7 "roughly 900 kilometers"]'


def reply(page: Page) -> None:
    """Return the kernel's answer to the page's last message."""
    page.evaluate(SAY, dict(citations.answer(page.evaluate("world.sent.at(-1)"))))


@pytest.mark.parametrize("theme", THEMES)
def test_a_citation_of_a_reading_in_prose_opens_its_passage_by_keyboard(page, theme):
    show(page, ns.reading("gap", 1), theme=theme)
    page.evaluate(PROSE, [["p", f"It says {PASSAGE}, and more."], ["pre", PASSAGE]])
    cite = page.get_by_role("button", name=PASSAGE)
    expect(cite).to_have_count(1)  # not in program text
    assert page.locator(".jp-RenderedMarkdown p").text_content() == f"It says {PASSAGE}, and more."
    expect(cite).to_have_attribute("aria-expanded", "false")
    panel = page.get_by_role("group", name="What stands behind this citation")
    for key in ("Enter", "Space"):
        cite.focus()
        page.keyboard.press(key)
        reply(page)
        expect(panel).to_be_focused()
        expect(cite).to_have_attribute("aria-expanded", "true")
        expect(panel.locator("mark")).to_have_text("roughly 900 kilometers")
        reading = readings.load("crash")
        expect(panel.locator("blockquote")).to_have_text(f"crash ¶7 {reading.paragraph(7)}")
        for told in (reading.title, reading.publisher, "6 June 2025", reading.genre):
            expect(panel).to_contain_text(told)
        expect(panel.get_by_role("link")).to_have_count(0)  # this one has no address
        if key == "Enter":
            assert violations(page, ".jp-RenderedMarkdown") == []
        page.keyboard.press("Escape")
        expect(panel).to_have_count(0)
        expect(cite).to_be_focused()
        expect(cite).to_have_attribute("aria-expanded", "false")
    cite.dblclick()  # open and closed again
    expect(panel).to_have_count(0)


def test_citations_in_prose_rendered_later_work(page):
    page.set_content("<main></main>")
    page.evaluate(PROSE, [["p", PASSAGE]])
    expect(page.get_by_role("button", name=PASSAGE)).to_have_count(0)  # plain text, where no view exists
    show(page, ns.reading("gap", 1))
    page.evaluate(PROSE, [["li", f"{PASSAGE} and [preview ¶3]"]])
    for written in (PASSAGE, "[preview ¶3]"):
        expect(page.get_by_role("button", name=written)).to_have_count(1)
    page.evaluate("() => document.querySelector('.jp-RenderedMarkdown').replaceChildren('So [gap ¶2].')")
    expect(page.get_by_role("button", name="[gap ¶2]")).to_have_count(1)


def test_no_citation_reveals_the_date_that_a_lesson_asks_for(page):
    show(page, ns.reading("preview", undated=True), ns.reading("crash", 7))
    page.evaluate(PROSE, [["p", f"{PASSAGE} [preview ¶3]"]])
    panel = page.get_by_role("group", name="What stands behind this citation")
    page.get_by_role("button", name="[preview ¶3]").click()
    reply(page)
    preview = readings.load("preview")
    expect(panel).to_contain_text(preview.paragraph(3))
    expect(panel.get_by_role("link")).to_have_attribute("href", preview.url)
    expect(panel.get_by_text(preview.dated_how)).to_be_hidden()
    panel.get_by_text("find the date in the text first").click()
    expect(panel.get_by_text(preview.dated_how)).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name=PASSAGE).click()
    reply(page)
    expect(panel.get_by_text("6 June 2025")).to_be_visible()


def test_a_wrong_citation_is_reported(page):
    show(page, ns.reading("crash", 7))
    page.evaluate(PROSE, [["p", "[crash ¶99]"]])
    page.get_by_role("button", name="[crash ¶99]").click()
    reply(page)
    expect(page.get_by_role("group", name="What stands behind this citation")).to_contain_text("from 1 to 11")
