"""The quiz in a real JupyterLab: every kind of question by keyboard, and no answer lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from browser.looks.accessibility import COLOURS, violations
from browser.notebook_page import Notebook, answers_shown
from playwright.sync_api import Locator, Page, expect
from repository import COMPLETE_BANK

BANK = COMPLETE_BANK
CODE = f"""
from pathlib import Path
from newspace.attempts.location import open_store
from newspace.questions import load_bank
from newspace.views.shared.quiz.quiz import Quiz
bank = load_bank(Path({str(BANK)!r}))
Quiz(bank, bank.questions, open_store())
"""
BUSY_PAGE = """() => {
  window.inTime = AbortSignal.timeout;
  window.tooLate = 0;
  AbortSignal.timeout = () => ({
    addEventListener: (_, act) => queueMicrotask(() => { window.tooLate += 1; act(); }),
  });
}"""
"""Let anywidget's two seconds for the start of a view be over at once, as on a page that is busy for longer."""
CALM_PAGE = "() => { AbortSignal.timeout = window.inTime; }"
AGAIN = "Quiz(bank, bank.questions[:2], open_store())"
BY_KIND = ["one", "one", "several", "number", "number", "order", "match", "gap", "claim", "claim"]


def notebook(path: Path, *sources: str) -> None:
    cells = [
        {
            "cell_type": "code",
            "id": f"cell-{n}",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "source": source,
        }
        for n, source in enumerate(sources or (CODE.strip(), AGAIN))
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    content = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")


def run_all(page: Page) -> Locator:
    """Run every cell and return the first quiz."""
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    page.wait_for_function(
        "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
    )
    page.evaluate("() => void window.jupyterapp.commands.execute('notebook:run-all-cells')")
    # JupyterLab draws only the cells in view, and a long summary pushes the second quiz out of it.
    page.locator(".ns-quiz").first.wait_for()
    return page.locator(".ns-quiz").first


def tab_to(page: Page, selector: str, text: str = "") -> None:
    """Press Tab until a matching element of the quiz has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        fits = "([s, t]) => { const a = document.activeElement; return !!a.closest('.ns-quiz') && a.matches(s) && a.textContent.includes(t); }"
        if page.evaluate(fits, [selector, text]):
            return
    pytest.fail(f"the keyboard does not reach {selector} {text}")


def press(page: Page, text: str) -> None:
    tab_to(page, "button", text)
    page.keyboard.press("Enter")


def answer(page: Page, kind: str) -> None:
    """Give a valid answer, starting at the question's heading."""
    if kind == "one":
        tab_to(page, "input[type=radio]")
        page.keyboard.press("Space")
    elif kind == "several":
        tab_to(page, "input[type=checkbox]")
        page.keyboard.press("Space")
    elif kind in ("number", "gap"):
        tab_to(page, "input[type=text]")
        page.keyboard.type("5")
    elif kind == "order":
        tab_to(page, "button.ns-down:not(:disabled)")
        page.keyboard.press("Enter")
        assert page.evaluate("() => document.activeElement.matches('.ns-quiz .ns-order button')")
    elif kind == "match":
        for _ in range(3):
            tab_to(page, "select")
            page.keyboard.press("ArrowDown")
    else:
        tab_to(page, "input[type=radio]")
        page.keyboard.press("Space")
        tab_to(page, "select")
        page.keyboard.type("8")
    press(page, "Check")


def test_a_quiz_works_by_keyboard_and_is_restored_after_closing(page: Page, lab: Any) -> None:
    notebook(lab.work / "quiz-of-every-kind.ipynb")
    opened = Notebook(page, lab, "quiz-of-every-kind.ipynb").open()
    quiz = run_all(page)
    expect(page.locator(".ns-quiz")).to_have_count(2)
    ids = page.evaluate("() => [...document.querySelectorAll('.ns-quiz [id]')].map((element) => element.id)")
    assert len(ids) == len(set(ids))
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    quiz.locator(".ns-heading").focus()
    for number, kind in enumerate(BY_KIND, start=1):
        expect(quiz.locator(".ns-heading")).to_contain_text(f"Question {number} of")
        answer(page, kind)
        quiz.locator(".ns-verdict").wait_for()
        expect(quiz.locator(".ns-invalid")).to_have_count(0)
        if kind not in BY_KIND[: number - 1]:
            assert violations(page, ".ns-quiz") == []
        press(page, "Summary" if number == len(BY_KIND) else "Next question")
    quiz.locator(".ns-summary").wait_for()
    assert violations(page, ".ns-quiz") == []
    opened.other_theme()
    assert violations(page, ".ns-quiz", COLOURS) == []
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells
    given = answers_shown(quiz)
    assert len(given) == 10
    assert not any("not answered" in text for text in given)
    page.reload()  # the same kernel, no saved widget state
    assert answers_shown(run_all(page)) == given
    opened.new_kernel()
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    expect(page.locator(".ns-quiz")).to_have_count(0)
    assert answers_shown(run_all(page)) == given


def test_a_quiz_answers_though_the_page_was_too_busy_to_start_it_in_time(page: Page, lab: Any) -> None:
    own_store = f"open_store({str(lab.work / 'quiz-late.sqlite')!r})"  # here nothing is answered yet
    notebook(lab.work / "quiz-late.ipynb", CODE.strip().replace("open_store()", own_store))
    Notebook(page, lab, "quiz-late.ipynb").open()
    page.evaluate(BUSY_PAGE)
    quiz = run_all(page)
    page.evaluate(CALM_PAGE)  # the page is shared with other tests
    quiz.locator(".ns-heading").focus()
    answer(page, BY_KIND[0])
    quiz.locator(".ns-verdict").wait_for()
    assert page.evaluate("() => window.tooLate") > 0


def test_typing_in_the_quiz_triggers_no_shortcut_and_a_dead_kernel_is_reported(page: Page, lab: Any) -> None:
    notebook(lab.work / "quiz-typing.ipynb")
    Notebook(page, lab, "quiz-typing.ipynb").open()
    quiz = run_all(page)
    cells = page.locator(".jp-Notebook .jp-Cell")
    count = cells.count()
    quiz.locator(".ns-step").nth(3).click()
    quiz.locator("input[type=text]").fill("")
    quiz.locator("input[type=text]").focus()
    page.keyboard.type("abxddmy 1")
    page.keyboard.press("Enter")
    expect(quiz.locator("input[type=text]")).to_be_focused()
    expect(quiz.locator("input[type=text]")).to_have_value("abxddmy 1")
    quiz.locator(".ns-invalid").wait_for()
    quiz.locator(".ns-step").nth(0).click()
    quiz.locator("input[type=radio]").first.focus()
    for key in (
        "a",
        "b",
        "x",
        "d",
        "d",
        "m",
        "z",
    ):  # insert above, below, cut, delete, to Markdown, undo: in command mode
        page.keyboard.press(key)
    assert cells.count() == count
    assert page.locator(".jp-MarkdownCell").count() == 0

    sessions = page.request.get(f"{lab.url}/api/sessions?token={lab.token}").json()
    kernel = next(session["kernel"]["id"] for session in sessions if session["path"] == "quiz-typing.ipynb")
    # As when the machine runs out of memory: the kernel is killed without the page's knowledge.
    page.request.delete(f"{lab.url}/api/kernels/{kernel}", headers={"Authorization": f"token {lab.token}"})
    quiz.locator(".ns-step").nth(3).click()
    quiz.locator("input[type=text]").fill("7")
    quiz.get_by_role("button", name="Check").click()
    quiz.get_by_role("alert").wait_for()
    expect(quiz.get_by_role("alert")).to_contain_text("no answer from the kernel")
