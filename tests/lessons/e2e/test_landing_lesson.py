"""Lesson 2 in a real JupyterLab: all cells run, quiz and simulator work by keyboard, and no answer is lost."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from browser.notebook_page import LATE_START, PANEL, POLL_MS, SLOW_MS, Notebook, answers_shown
from playwright.sync_api import ConsoleMessage, Locator, Page, expect
from repository import ROOT

from newspace.content import facts, readings

LESSON = "lessons/02_ispace_missions.ipynb"
BANK_FILE = ROOT / "lessons" / "quizzes" / "02_ispace_missions.toml"
OF_A_KERNEL_THAT_ENDED = "Canceled future for"
"""So JupyterLab says what it had asked a kernel that was restarted or killed, if the machine was slow enough."""
QUIZZES = ("import newspace as ns", "ns.quiz(")
"""How the cells begin that a learner runs to see the quizzes alone."""
FOCUS = "([inside, fits, text]) => { const a = document.activeElement; return !!a.closest(inside) && a.matches(fits) && a.textContent.includes(text); }"


def tab_to(page: Page, inside: str, fits: str, text: str = "") -> None:
    """Press Tab until an element that matches has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUS, [inside, fits, text]):
            return
    pytest.fail(f"the keyboard does not reach {fits} “{text}” in {inside}")


def answer_by_keyboard(page: Page, quiz: Locator) -> None:
    """Give an answer to the question that a quiz shows, whatever its kind, and check it."""
    quiz.locator(".ns-heading").focus()
    if quiz.locator("button.ns-down").count():
        tab_to(page, ".ns-quiz", "button.ns-down:not(:disabled)")
        page.keyboard.press("Enter")
    elif quiz.locator("input[type=text]").count():
        tab_to(page, ".ns-quiz", "input[type=text]")
        page.keyboard.type("3.5")
    elif quiz.locator("input[type=checkbox]").count():
        tab_to(page, ".ns-quiz", "input[type=checkbox]")
        page.keyboard.press("Space")
    else:
        if quiz.locator("input[type=radio]").count():
            tab_to(page, ".ns-quiz", "input[type=radio]")
            page.keyboard.press("Space")
        for _ in range(quiz.locator("select:visible").count()):
            tab_to(page, ".ns-quiz", "select")
            page.keyboard.press("ArrowDown")
    tab_to(page, ".ns-quiz", "button", "Check")
    page.keyboard.press("Enter")
    quiz.locator(".ns-verdict").wait_for()
    expect(quiz.locator(".ns-invalid")).to_have_count(0)


def wait_for_answers(page: Page, wanted: list[str]) -> None:
    script = "(wanted) => JSON.stringify([...document.querySelectorAll('.ns-quiz .ns-step')].map((s) => s.getAttribute('aria-label'))) === JSON.stringify(wanted)"
    page.wait_for_function(script, arg=wanted, polling=POLL_MS, timeout=SLOW_MS)


def texts_in(value: Any, *keys: str) -> Iterator[str]:
    """Yield every string of a bank's table under one of these keys, at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from texts_in(inner, *keys) if key not in keys else strings_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner, *keys)


def strings_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings_in(inner)


def pieces(text: str) -> list[str]:
    """Return parts of a text that are the same in every encoding: without quotation marks, citations and line ends."""
    return re.findall(r"[A-Za-z0-9 .,;:()?!%/-]{30,}", re.sub(r"\[\w+ ¶[^\]]*\]", "\n", text))


def secrets_of(questions: list[dict[str, Any]]) -> list[str]:
    """Return strings that reveal an answer: hints, feedback on choices and slips, explanations; not text of a reading."""
    known = "\n".join(text for name in readings.names() for text in readings.load(name).paragraphs)
    asked = json.dumps([list(texts_in(one, "prompt", "text", "claim")) for one in questions], ensure_ascii=False)
    kept = ("hints", "feedback", "missed", "explanation", "paragraph_feedback")
    found = [piece for one in questions for text in texts_in(one, *kept) for piece in pieces(text)]
    return [piece for piece in found if piece not in known and piece not in asked]


MARKS = re.compile(r'"(right|good)":\s*(true|false)|"(solution|slips|accepted|tolerance)":')
"""How the wire would mark a right choice, a verdict or a solution."""


def test_lesson_2_from_top_to_bottom(page: Page, lab: Any, notebook: Any) -> None:
    asked: list[str] = []
    frames: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(text_of(frame))))
    page.on("pageerror", lambda error: complaints.extend(of_a_program(str(error))))
    page.on("console", lambda said: complaints.append(said.text) if of_the_course(said) else None)
    lesson: Notebook = notebook(LESSON).run_all()
    assert lesson.complaints() == []

    questions = tomllib.loads(BANK_FILE.read_text(encoding="utf-8"))["question"]
    secrets = secrets_of(questions)
    assert len(secrets) > 10 * len(questions)
    nothing_reveals_an_answer("\n".join(frames), questions, secrets)
    answers = answer_quizzes_by_keyboard(page)
    # On request an explanation was sent over the same connection, so the search above could have found it.
    assert [text for text in secrets if text in "\n".join(frames)] != []
    assert MARKS.search("\n".join(frames))

    search_by_keyboard(page)
    fly_by_keyboard(page)
    cite_by_keyboard(page)
    layout_fits_every_window(page, lesson)
    answers_are_restored(page, lesson, answers)

    # The start page counts these answers, in another kernel.
    start = notebook("lessons/00_start_here.ipynb").run_all()
    start_page_fits_and_keeps_the_account(page, start, str(lab.progress))
    start_page_counts(page, answers, len(questions))

    assert complaints == []
    elsewhere = [url for url in asked if not url.startswith((lab.url, "data:", "blob:", "attachment:"))]
    assert elsewhere == [], "the course works without a network"
    assert not any("/lab/api/build" in url for url in asked), "nobody waits until JupyterLab has asked node.js for yarn"


def of_a_program(error: str) -> list[str]:
    """Return a program's error, or nothing where it only says that a kernel ended or that a view came late."""
    return [] if OF_A_KERNEL_THAT_ENDED in error or error == LATE_START else [error]


def of_the_course(said: ConsoleMessage) -> bool:
    """Return whether a console error comes from a widget: widgets run from blob: and data: URLs, JupyterLab from its own.

    JupyterLab draws an attached picture first by its name, and a moment later by what is attached.
    """
    return said.type == "error" and not re.search(r"/(static|lab|api)/|^attachment:", said.location.get("url", ""))


def nothing_reveals_an_answer(received: str, questions: list[dict[str, Any]], secrets: list[str]) -> None:
    """Check that the page got every question, and neither an answer nor what helps to find one."""
    assert all(any(piece in received for piece in pieces(one.get("claim") or one["prompt"])) for one in questions)
    assert [text for text in secrets if text in received] == [], "the page knows this before the question is answered"
    assert MARKS.search(received) is None


def answer_quizzes_by_keyboard(page: Page) -> list[str]:
    """Answer one quiz completely and the first question of each other one, and open an explanation; return the answers."""
    quizzes = page.locator(".ns-quiz")
    assert quizzes.count() == 8
    first = quizzes.first
    steps = first.locator(".ns-step").count()
    for number in range(1, steps + 1):
        expect(first.locator(".ns-heading")).to_contain_text(f"Question {number} of")
        answer_by_keyboard(page, first)
        tab_to(page, ".ns-quiz", "button", "Summary" if number == steps else "Next question")
        page.keyboard.press("Enter")
    first.locator(".ns-summary").wait_for()
    for quiz in quizzes.all()[1:]:
        answer_by_keyboard(page, quiz)
    explained = quizzes.filter(has=page.get_by_role("button", name="Show the explanation")).first
    explained.locator(".ns-heading").focus()
    tab_to(page, ".ns-quiz", "button", "Show the explanation")
    page.keyboard.press("Enter")
    page.locator(".ns-explanation details[open] blockquote").first.wait_for()
    answers = answers_shown(page)
    assert answered(answers) == steps + 7
    return answers


def answered(answers: list[str]) -> int:
    """Count the questions that are answered."""
    return sum("not answered" not in text for text in answers)


def layout_fits_every_window(page: Page, lesson: Notebook) -> None:
    """Check both themes for violations of accessibility, and that nothing is wider than the window, at three widths."""
    assert lesson.violations_in_both_themes("lesson-2") == []
    assert lesson.too_wide() == []
    page.set_viewport_size({"width": 800, "height": 900})
    assert lesson.too_wide() == []
    lesson.photograph("lesson-2")
    page.set_viewport_size({"width": 640, "height": 450})  # a window of 1280 × 900 at 200 %
    assert lesson.too_wide() == []
    page.set_viewport_size({"width": 1280, "height": 900})


def answers_are_restored(page: Page, lesson: Notebook, answers: list[str]) -> None:
    """Check that all answers come back after the kernel was killed, on a new page; the quiz's own test has a page and a kernel that are new by themselves."""
    lesson.kill_kernel()
    page.reload()
    # A new kernel knows nothing of the rest of the lesson, and no quiz needs it.
    wait_for_answers(lesson.wait_for_kernel().run_only(*QUIZZES).page, answers)
    assert lesson.complaints() == []
    assert lesson.saved_views() == {}, "the answers came from the course's own store, not from the notebook's file"


def start_page_fits_and_keeps_the_account(page: Page, start: Notebook, progress: str) -> None:
    """Check that everybody can read the start page at every width, and that it says where the answers are kept."""
    assert start.complaints() == []
    assert start.violations_in_both_themes("start") == []
    assert start.too_wide() == []
    page.set_viewport_size({"width": 800, "height": 900})
    assert start.too_wide() == []
    account = page.locator(".jp-OutputArea:visible").filter(has_text="Your answers are kept in")
    expect(account).to_contain_text(progress)
    exercise = page.locator(".jp-RenderedMarkdown:visible a").filter(has_text="Exercise 2").first
    expect(exercise).to_have_attribute("href", re.compile(r"exercises/02_ispace_missions/02_ispace_missions\.ipynb"))


def start_page_counts(page: Page, answers: list[str], questions: int) -> None:
    """Check the lesson's row of the start page, and follow its link."""
    row = page.locator(".jp-OutputArea-output tr").filter(has_text="Two landings, two crashes")
    right = sum(text.endswith(": right") for text in answers)
    expect(row).to_contain_text(f"{answered(answers)} of {questions}")
    expect(row).to_contain_text(f"{right} of {questions}")
    row.get_by_role("link").first.click()
    page.wait_for_function(f"() => {PANEL}?.context?.path === {LESSON!r}", polling=POLL_MS, timeout=SLOW_MS)


def search_by_keyboard(page: Page) -> None:
    """Search for a word in the last reading, which shows its search box at once."""
    reading = page.locator(".nsr-reading").filter(has=page.locator("input[type=search]:visible")).first
    reading.locator("input[type=search]").focus()
    page.keyboard.type("june")
    page.keyboard.press("Enter")
    reading.locator(".nsr-current").wait_for()
    expect(reading.locator(".nsr-current")).to_have_text("June")


def cite_by_keyboard(page: Page) -> None:
    """Open citations by keyboard: the source opens below the paragraph and returns the focus; leave the last one open."""
    link = page.locator('.jp-RenderedMarkdown a[data-facts="m1_step_m"]').first
    panel = page.get_by_role("group", name="What stands behind this citation")
    link.focus()
    page.keyboard.press("Enter")
    panel.wait_for()
    expect(panel).to_be_focused()
    expect(panel).to_contain_text(facts.get("m1_step_m").statement)
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(link).to_be_focused()
    # A citation of a reading opens its passage: in an explanation, and in a table, where it is left open.
    cite = page.locator(".ns-explanation .nsc-cite").first
    cite.focus()
    page.keyboard.press("Enter")
    written = readings.citations_in(cite.get_attribute("data-cites") or "")[0]
    passage = readings.load(written.reading).paragraph(written.paragraph)
    quotation = page.locator(".ns-quiz .nsc-panel blockquote")
    quotation.wait_for()
    expect(quotation).to_contain_text(passage, timeout=SLOW_MS)
    page.keyboard.press("Escape")
    expect(cite).to_be_focused()
    cite = page.locator(".jp-RenderedMarkdown table .nsc-cite").first
    cite.focus()
    page.keyboard.press("Enter")
    panel.locator("mark").wait_for()
    expect(panel.locator("mark")).to_have_text("features a more robust lander design")
    expect(panel.get_by_text("about this day")).to_be_hidden()  # its date is asked for below
    page.keyboard.press("Escape")
    expect(cite).to_be_focused()
    page.keyboard.press("Enter")
    panel.locator("mark").wait_for()
    link.focus()
    page.keyboard.press("Enter")
    panel.get_by_role("link", name="TechPlugged").first.wait_for()


def text_of(frame: Any) -> str:
    """Decode a WebSocket frame as text; binary ones contain JSON as well."""
    return frame.decode("utf-8", errors="replace") if isinstance(frame, bytes) else str(frame)


def fly_by_keyboard(page: Page) -> None:
    """Predict, fly, choose a preset and move a slider; check that picture and sentence follow."""
    simulator = page.locator(".nx-explorer").first
    assert simulator.locator(".nx-picture").is_visible() is False
    simulator.locator(".nx-question input[type=radio]").first.focus()
    page.keyboard.press("Space")
    tab_to(page, ".nx-explorer", "button", "Fly it")
    page.keyboard.press("Enter")
    picture, sentence = simulator.locator(".nx-picture"), simulator.locator(".nx-sentence")
    picture.wait_for()
    expect(sentence).to_contain_text("It landed")
    before = picture.get_attribute("src"), picture.get_attribute("alt")
    tab_to(page, ".nx-explorer", "button", "Mission 2")
    page.keyboard.press("Enter")
    expect(sentence).to_contain_text("It crashed")
    assert picture.get_attribute("alt") != before[1]
    tab_to(
        page, ".nx-explorer", "input[type=range]:not(.nx-line)"
    )  # the altimeter's range, the first slider below the player
    crashed = picture.get_attribute("src")
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    expect(sentence).to_contain_text("It landed")
    assert picture.get_attribute("src") not in (crashed, before[0])
    simulator.get_by_role("button", name="Mission 1").click()
    expect(simulator.get_by_role("button", name="Mission 1")).to_have_attribute("aria-pressed", "true")
    expect(sentence).to_contain_text("It crashed")
