"""The explorer's page alone: the test plays the kernel and decides when it answers."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from typing import Any, get_type_hints

import numpy as np
import pytest
from browser.looks.accessibility import COLOURS, violations
from matplotlib.text import Text

import newspace
from newspace.figures.shared.raster import Raster, png
from newspace.views.shared.explorer.controls import ChoiceControl, Prediction, Preset, Run, Slider
from newspace.views.shared.explorer.explorer import Explorer

PICTURE = base64.b64encode(png(np.full((20, 40, 4), 255, dtype=np.uint8))).decode()
PREDICTION = Prediction("What will happen?", {"up": "It goes up.", "down": "It goes down."}, "Fly it")

HARNESS = """
async ([code, css, traits, prompt, picture, atOnce]) => {
  document.documentElement.lang = "en";
  document.title = "test";
  document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
  const main = document.createElement("main");
  document.body.replaceChildren(main);
  const module = await import(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  const decoded = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const bytes = decoded(picture);
  const listeners = {};
  const world = (window.world = { sent: [], underWay: 0, most: 0, keys: 0, fail: false, picture: decoded(atOnce) });
  const kept = [];
  document.body.addEventListener("keydown", () => (world.keys += 1));
  const model = {
    get: (name) => (name === "picture" ? world.picture : traits[name]),
    on: (name, act) => ((listeners[name] ??= []).push(act)),
    off: () => {},
    send: (message) => {
      world.sent.push(message);
      world.underWay += 1;
      world.most = Math.max(world.most, world.underWay);
      kept.push(message);
      if (prompt) setTimeout(world.answer);
    },
  };
  const show = (state, shown) => {
    world.picture = shown;
    traits.state = state;
    for (const name of ["change:picture", "change:state"]) for (const act of listeners[name] ?? []) act();
  };
  world.show = (state, shown) => show(state, decoded(shown));
  world.answer = () => {
    const message = kept.shift();
    world.underWay -= 1;
    const sentence = `speed ${message.values.speed} on ${message.values.place}`;
    const state = world.fail
      ? { ...traits.state, request: message.request, values: message.values, error: "It failed." }
      : { request: message.request, values: message.values, narrow: message.narrow, error: "", sentence, words: "A line.",
          prediction: message.predicted ? { predicted: message.predicted, happened: "up", same: message.predicted === "up" } : {} };
    show(state, bytes);
  };
  module.default.render({ model, el: main });
}
"""


def started(page, *, prompt=True, prediction=None, width=900):
    """Open the page of an explorer with a slider and a list; the model answers by itself, or holds each answer until ``answer``."""

    def run(values, narrow):  # noqa: ARG001
        return Run(b"", "", "")

    sliders = [
        Slider("speed", "Speed", 0, 100, 10, 20, unit="m/s"),
        ChoiceControl("place", "Place", {"moon": "Moon", "mars": "Mars"}, "moon"),
    ]
    fast = Preset("fast", "Fast", {"speed": 90.0, "place": "mars"})
    explorer = Explorer(
        run, title="Test", controls=sliders, presets=[fast], prediction=prediction, caption="A caption."
    )
    state = {} if prediction else {"sentence": "at first", "values": explorer.start, "narrow": width < 600}
    return rendered(page, explorer, state, prompt=prompt, width=width)


def rendered(page, explorer, state, *, prompt=True, width=900, question=None, picture=b""):
    """Open the page of an explorer in a given state; ``question`` replaces its prediction, and ``picture`` is there at once."""
    traits = {
        name: getattr(explorer, name)
        for name in ("strings", "citing", "title", "caption", "controls", "presets", "question", "motion", "marks")
    }
    traits["state"] = state
    if question is not None:
        traits["question"] = question
    page.set_viewport_size({"width": width, "height": 700})
    page.goto("about:blank")
    at_once = base64.b64encode(picture).decode()
    page.evaluate(HARNESS, [explorer._esm, explorer._css, json.loads(json.dumps(traits)), prompt, PICTURE, at_once])
    return page


def world(page):
    return page.evaluate("() => ({ ...window.world, picture: null, answer: null, show: null })")


def answer(page):
    """Send the oldest held answer; on return the page has handled it."""
    page.evaluate("window.world.answer()")


def stop_the_clock(page):
    """Stop the page's clock; time passes only by ``page.clock.run_for``."""
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 3600)


def slide(page, numbers):
    page.evaluate(
        """(numbers) => {
          const range = document.querySelector("input[type=range]");
          for (const number of numbers) {
            range.value = number;
            range.dispatchEvent(new Event("input", { bubbles: true }));
          }
        }""",
        numbers,
    )


def speeds(page):
    return [message["values"]["speed"] for message in world(page)["sent"]]


def test_at_most_one_request_is_in_flight_and_the_newest_value_wins(page):
    started(page, prompt=False)
    sentence = page.locator(".nx-sentence")
    slide(page, [30, 40, 50, 60, 70, 80, 90, 100])
    assert speeds(page) == [30]
    answer(page)
    assert sentence.text_content() == "speed 30 on moon"
    assert speeds(page) == [30, 100]
    answer(page)
    assert sentence.text_content() == "speed 100 on moon"
    assert speeds(page) == [30, 100]
    assert world(page)["most"] == 1


def test_the_sentence_is_announced_only_after_the_slider_rests(new_page):
    page = new_page
    page.clock.install()
    started(page, prompt=False)
    stop_the_clock(page)
    page.evaluate("""() => {
      window.said = [];
      new MutationObserver(() => window.said.push(document.querySelector(".nx-aloud").textContent))
        .observe(document.querySelector(".nx-aloud"), { childList: true, characterData: true, subtree: true });
    }""")
    for speed in (30, 40, 50, 60, 70):
        slide(page, [speed])
        answer(page)
        page.clock.run_for(400)
        assert page.evaluate("window.said") == []
    page.clock.run_for(400)
    assert page.evaluate("window.said") == ["speed 70 on moon"]


def test_a_typed_number_is_clamped_to_the_bounds(page):
    started(page)
    exact = page.get_by_label("Speed, exact value in m/s")
    exact.fill("33.5")
    page.wait_for_function("document.querySelector('.nx-sentence').textContent === 'speed 33.5 on moon'")
    exact.fill("500")
    exact.press("Enter")
    page.wait_for_function("document.querySelector('.nx-sentence').textContent === 'speed 100 on moon'")
    assert page.locator(".nx-remark").inner_text() == "“Speed” goes from 0 to 100 m/s; it was set to 100 m/s."
    assert exact.input_value() == "100"
    exact.fill("")
    exact.press("Enter")
    assert exact.input_value() == "100"


def test_preset_reset_and_list_set_the_controls(page):
    started(page)
    fast = page.get_by_role("button", name="Fast")
    fast.click()
    page.wait_for_function("document.querySelector('.nx-sentence').textContent === 'speed 90 on mars'")
    assert fast.get_attribute("aria-pressed") == "true"
    page.get_by_label("Place").select_option("moon")
    page.wait_for_function("document.querySelector('.nx-sentence').textContent === 'speed 90 on moon'")
    assert fast.get_attribute("aria-pressed") == "false"
    page.get_by_role("button", name="Reset").click()
    page.wait_for_function("document.querySelector('.nx-sentence').textContent === 'speed 20 on moon'")


def test_the_prediction_comes_first_and_works_by_keyboard(page):
    started(page, prediction=PREDICTION)
    assert not page.locator(".nx-picture").is_visible()
    page.get_by_role("button", name="Fly it").focus()
    page.keyboard.press("Enter")
    assert page.locator(".nx-missing").is_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".nx-picture").wait_for()
    assert world(page)["sent"][0]["predicted"] == "down"
    assert "different from your prediction" in page.locator(".nx-compared").inner_text()
    assert page.evaluate("document.activeElement.className") == "nx-compared"
    assert not page.get_by_role("button", name="Fly it").is_visible()
    assert world(page)["keys"] == 0, "keys stay within the explorer: JupyterLab would take them as its shortcuts"


def test_an_error_shows_one_message_and_the_controls_keep_working(page):
    started(page)
    page.evaluate("window.world.fail = true")
    slide(page, [30])
    page.get_by_text("It failed.").wait_for()
    page.evaluate("window.world.fail = false")
    slide(page, [40])
    page.wait_for_function("document.querySelector('.nx-sentence').textContent === 'speed 40 on moon'")
    assert not page.locator(".nx-message").is_visible()


def test_a_kernel_that_does_not_answer_is_reported(new_page):
    page = new_page
    page.clock.install()
    started(page, prompt=False)
    stop_the_clock(page)
    slide(page, [30])
    page.clock.run_for(4000)
    assert not page.locator(".nx-message").is_visible()
    page.clock.run_for(2000)
    assert "does not answer" in page.locator(".nx-message").inner_text()


DARK = """() => {
  document.body.dataset.jpThemeLight = "false";
  for (const [name, value] of [["--jp-layout-color1", "#111"], ["--jp-layout-color2", "#424242"], ["--jp-ui-font-color0", "#fff"]])
    document.body.style.setProperty(name, value);
}"""


@pytest.mark.parametrize("width", [1280, 800, 320])
def test_the_page_does_not_overflow_and_axe_finds_nothing(page, width):
    started(page, width=width)
    page.evaluate("() => { document.body.dataset.jpThemeLight = 'true'; }")
    slide(page, [30])
    page.wait_for_function("document.querySelector('.nx-picture').naturalWidth > 0")
    assert world(page)["sent"][-1]["narrow"] is (width < 600)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert violations(page, ".nx-explorer") == []
    page.evaluate(DARK)
    assert violations(page, ".nx-explorer", COLOURS) == []


EXPLORERS = (
    "clock_explorer", "date_explorer", "learning_explorer", "mission_series", "patience_explorer", "headcount_explorer",
    "landing_simulator", "meeting_explorer", "project_simulator", "latecomer_explorer", "weighing_simulator",
    "waiting_simulator", "timeline_explorer", "what_if_explorer", "cost_sharing_explorer",
)  # fmt: skip
BROKEN_WORDS = """() => [...document.querySelectorAll(".nx-head label")].flatMap((label) => {
  const walker = document.createTreeWalker(label, NodeFilter.SHOW_TEXT);
  const broken = [];
  while (walker.nextNode()) {
    for (const { 0: word, index } of walker.currentNode.data.matchAll(/[^\\s]+/g)) {
      const range = document.createRange();
      range.setStart(walker.currentNode, index);
      range.setEnd(walker.currentNode, index + word.length);
      const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      if (lines.size > 1) broken.push(`${word} in “${label.textContent}”`);
    }
  }
  return broken;
})"""


def test_every_explorer_of_the_course_is_looked_at():
    made = {name for name in newspace._VIEWS if get_type_hints(getattr(newspace, name)).get("return") is Explorer}
    assert made == set(EXPLORERS)


ONE_SCREEN_PX = 660
"""What JupyterLab leaves for the notebook in a window 800 px high: menu, tabs, toolbar and status bar take the rest."""
SMALLEST_PX = 9
PLACES = """() => {
  const box = (element) => element.getBoundingClientRect();
  const image = document.querySelector(".nx-picture");
  const { left, right } = box(image.parentElement);
  return {
    picture: { top: box(image).top, width: box(image).width, height: box(image).height },
    frame: right - left,
    shape: image.naturalWidth / image.naturalHeight,
    sentence: box(document.querySelector(".nx-sentence")).bottom,
    first: box(document.querySelector(".nx-control")).bottom,
    last: box([...document.querySelectorAll(".nx-control")].at(-1)).bottom,
  };
}"""


WIDTHS = (1000, 880, 740, 560, 470, 362)
"""The columns of a window of 1280 px without and with the file browser, of 800 px without and with it, and of two phones.

The narrowest is also what the contents panel leaves in a window of 800 px.
"""


@dataclass(frozen=True)
class Look:
    """An explorer at one width: where its parts are in px, and the words of its labels that are broken."""

    width: int
    places: dict[str, Any]
    letters_px: float
    labels: int
    broken: list[str]
    content_px: int
    bare_numbers: list[str]


@pytest.fixture(params=EXPLORERS)
def looks(page, request, monkeypatch):
    """An explorer of the course at all widths, and how many controls it has; it is loaded once, and the page then resized."""
    figures = figures_drawn(monkeypatch)
    explorer = getattr(newspace, request.param)()
    explorer.explore(explorer.start)
    rendered(page, explorer, explorer.state, prompt=False, width=WIDTHS[0], question={}, picture=explorer.picture)
    return [look(page, explorer, figures, width) for width in WIDTHS], len(explorer.controls)


def figures_drawn(monkeypatch):
    """The figures of the pictures that are drawn from now on, the last one last; others are made while nothing moves."""
    figures, figure_of = [], {}
    made, drawn = Raster.__init__, Raster.png

    def init(self, figure, moving, **options):
        made(self, figure, moving, **options)
        figure_of[self] = figure

    def png(self):
        figures.append(figure_of[self])
        return drawn(self)

    monkeypatch.setattr(Raster, "__init__", init)
    monkeypatch.setattr(Raster, "png", png)
    return figures


def look(page, explorer, figures, width):
    """Make the page as wide as this, and look at it; a picture that the page asks for is drawn as the kernel would."""
    page.set_viewport_size({"width": width, "height": 700})
    if explorer.state["narrow"] is not (width < 600):
        page.wait_for_function("window.world.sent.length > 0")
        (wish,) = world(page)["sent"]
        explorer.explore(wish["values"], narrow=wish["narrow"], request=wish["request"])
        assert explorer.state["narrow"] is (width < 600)
        shown = [json.loads(json.dumps(explorer.state)), base64.b64encode(explorer.picture).decode()]
        page.evaluate("([state, picture]) => window.world.show(state, picture)", shown)
    page.evaluate("() => document.querySelector('.nx-picture').decode()")
    places = page.evaluate(PLACES)
    return Look(
        width,
        places,
        smallest_pt(figures[-1]) / 72 * places["picture"]["width"] / figures[-1].get_figwidth(),
        page.locator(".nx-head label").count(),
        page.evaluate(BROKEN_WORDS),
        page.evaluate("document.documentElement.scrollWidth"),
        [said for said in words_of(figures[-1]) if NO_YEAR.fullmatch(said)],
    )


NO_YEAR = re.compile(r"−?(?!1[89]\d\d$|20\d\d$)\d{4,}")
"""A number of four figures or more without a comma; years have none."""


def words_of(figure):
    return [text.get_text() for text in figure.findobj(Text) if text.get_visible()]


def smallest_pt(figure):
    return min(text.get_fontsize() for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip())


def test_an_explorer_can_be_read_and_reached(looks):
    for one in looks[0]:
        places, picture = one.places, one.places["picture"]
        assert picture["width"] == pytest.approx(places["frame"], abs=1), f"{one.width}: as wide as its frame"
        assert picture["width"] / picture["height"] == pytest.approx(places["shape"], rel=0.01), "and not squeezed"
        assert one.letters_px >= SMALLEST_PX, one.width
        if one.width >= 740:
            assert places["first"] - picture["top"] <= ONE_SCREEN_PX, one.width
        if one.width >= 880:
            assert max(places["last"], places["sentence"]) - picture["top"] <= ONE_SCREEN_PX, "all on one screen"
        assert one.bare_numbers == [], "as in the sentences: 1,000"
        assert one.labels == looks[1]
        assert one.broken == [], f"{one.width}: no label breaks within a word"
        assert one.content_px <= one.width


TIME = "() => document.querySelector('.nx-line').getAttribute('aria-valuetext')"
LABELS = """() => Object.fromEntries(["true", "believed"].map((look) => [look,
  document.querySelector(`.nx-overlay text.nx-${look}`).textContent]))"""
SHOWN = "(selector) => getComputedStyle(document.querySelector(selector)).display !== 'none'"


def test_a_flight_plays_and_can_be_dragged_without_asking_the_kernel(new_page):
    page = new_page
    explorer = newspace.landing_simulator("mission_1")
    explorer.explore(explorer.start)
    rendered(page, explorer, explorer.state, question={}, picture=explorer.picture)
    page.wait_for_function("document.querySelector('.nx-picture').naturalWidth > 0")
    assert page.evaluate(LABELS) == {"true": "true 20,000 m", "believed": "believed 18,000 m"}
    page.get_by_role("button", name="Play").click()
    page.wait_for_function(f"({TIME})() !== '0 s'")
    assert page.evaluate(SHOWN, ".nx-scene")
    page.keyboard.press("Space")
    stopped = page.evaluate(TIME)
    assert page.get_by_role("button", name="Play").is_visible()

    line = page.get_by_role("slider", name="Time", exact=True)
    box = line.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    assert page.evaluate(TIME) != stopped
    line.press("End")
    line.press("PageDown")
    line.press("PageDown")
    said = page.locator(".nx-moment").inner_text()
    assert said.startswith("At t = 816 s: true altitude 5,000 m, believed 0 m (difference 5,000 m); speed 0.6 m/s.")
    assert "Navigation believes that it is on the ground" in said
    page.wait_for_function("said => document.querySelector('.nx-aloud').textContent === said", arg=said)
    page.get_by_role("button", name="Charts").click()
    assert page.evaluate(LABELS) == {"true": "true 5,000 m", "believed": "believed 0 m"}
    assert violations(page, ".nx-explorer") == []
    page.emulate_media(media="print")
    assert not page.evaluate(SHOWN, ".nx-overlay")
    assert page.locator(".nx-picture").is_visible()
    assert world(page)["sent"] == []


def test_with_reduced_motion_a_flight_goes_from_event_to_event(new_page):
    page = new_page
    page.emulate_media(reduced_motion="reduce")
    explorer = newspace.landing_simulator("mission_2")
    explorer.explore(explorer.start)
    rendered(page, explorer, explorer.state, question={}, picture=explorer.picture)
    following = page.get_by_role("button", name="Next event")
    for event in ("upright", "first reading, 899 m", "main engine stops", "Contact at 32.0 m/s"):
        following.click()
        assert event in page.locator(".nx-moment").inner_text()


def test_marks_of_the_picture_answer_to_keyboard_and_pointer(page):
    explorer = newspace.what_if_explorer()
    explorer.explore(explorer.start)
    rendered(page, explorer, explorer.state, prompt=False, question={}, picture=explorer.picture)
    page.wait_for_function("document.querySelector('.nx-picture').naturalWidth > 0")
    card, spots = page.locator(".nx-card"), page.locator(".nx-spot")
    assert spots.evaluate_all("spots => spots.filter((spot) => spot.tabIndex === 0).length") == 1
    spots.first.focus()
    assert "Space station agreement" in card.inner_text()
    page.keyboard.press("End")
    assert "Artemis crew flights" in card.inner_text()
    page.keyboard.press("Escape")
    assert not card.is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert violations(page, ".nx-explorer") == []
    card.get_by_role("button", name="Take it away").click()
    assert world(page)["sent"][-1]["values"]["away"] == "artemis"
    page.keyboard.press("Escape")
    framework = page.get_by_role("button", name="Framework Agreement, 2023")
    framework.hover()
    assert card.locator("a").first.get_attribute("href").startswith("https://")
    page.mouse.move(1, 1)
    card.wait_for(state="hidden")


def test_the_day_of_a_meeting_can_be_stepped_through(page):
    explorer = newspace.meeting_explorer()
    explorer.explore(explorer.start)
    rendered(page, explorer, explorer.state, question={}, picture=explorer.picture)
    line = page.get_by_role("slider", name="Time", exact=True)
    line.press("PageUp")
    assert (
        page.locator(".nx-moment")
        .inner_text()
        .startswith("At 08:23: From Daejeon 1 person set out for Sacheon: 161 km")
    )
    line.press("End")
    assert "In all, the people spent" in page.locator(".nx-moment").inner_text()
