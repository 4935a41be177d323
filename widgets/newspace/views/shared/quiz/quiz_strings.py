"""Strings of the quiz widget in the learner's language; the page itself holds none."""

from __future__ import annotations

from newspace.core.i18n import _


def quiz_strings() -> dict[str, str]:
    """Return every fixed string of the quiz widget; the page fills in ``{n}`` and the like."""
    return {
        # Translators: “done” counts the questions that have been answered, right or wrong.
        "progress": _("{done} of {total} questions answered"),
        "questions": _("Questions"),
        "question": _("Question {n} of {total}"),
        "step": _("Question {n}: {status}"),
        "right": _("right"),
        "partly": _("partly right"),
        "wrong": _("not right yet"),
        "noted": _("noted"),
        "open": _("not answered yet"),
        # Translators: of one choice or item, beside its mark.
        "part_wrong": _("not right"),
        "quoted": _("“{text}”"),
        "credit": _("Credit:"),
        "check": _("Check"),
        "try_again": _("Try again"),
        "hint": _("Hint ({left} left)"),
        "hints": _("Hints"),
        "explain": _("Show the explanation"),
        "explanation": _("Explanation"),
        "right_answer": _("Right answer:"),
        "evidence": _("What the readings say"),
        "facts": _("Facts"),
        "sources": _("Sources:"),
        "previous": _("Previous question"),
        "next": _("Next question"),
        "to_summary": _("Summary"),
        "summary": _("Summary"),
        "by_question": _("Question by question"),
        "by_objective": _("By what they test"),
        "review": _("Look at these again"),
        "to_answer": _("Still to answer"),
        "no_review": _(
            "All right now. A question that you had wrong first comes back on a later day: the review on the start page says when."
        ),
        "go_to": _("Go to question {n}"),
        "back": _("Back to the questions"),
        "choose": _("Choose …"),
        "answer": _("Your answer"),
        "answer_in": _("Your answer, in {unit}"),
        "other_units": _("You may also give it in: {units}."),
        "gap": _("Your words for the gap"),
        "order_help": _("Move the items until the first is at the top."),
        "up": _("Move up"),
        "down": _("Move down"),
        "move_up": _("Move up: {text}"),
        "move_down": _("Move down: {text}"),
        "moved": _("Now number {n} of {total}: {text}"),
        # Translators: of an item and the one below it in the learner's order.
        "followed": _("the one below it is right"),
        "not_followed": _("another one belongs below it"),
        "not_last": _("this one does not come last"),
        "verdict": _("Your verdict"),
        "supported": _("Supported"),
        "contradicted": _("Contradicted"),
        "not in the readings": _("Not in the readings"),
        "paragraph": _("Which paragraph shows it?"),
        "no_answer": _(
            "There is no answer from the kernel. If a cell is still running, wait until it has finished; otherwise run this cell again."
        ),
    }
