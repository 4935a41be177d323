"""The test before and after the course: ten questions each, not graded, and what changed between the two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newspace.attempts.location import open_store
from newspace.attempts.store import Store
from newspace.core.errors import CourseError
from newspace.core.i18n import _, ngettext
from newspace.questions import TEST_FORMS, Bank, Question, load_course_test
from newspace.questions.presentation import Asked
from newspace.views.shared.html import Html, tag
from newspace.views.shared.prose import fact_sentence
from newspace.views.shared.quiz.quiz import AttemptStore, Quiz

_CELL = "text-align:left;vertical-align:top;padding:0.3em 1.2em 0.3em 0;white-space:normal"
_OFFERED = "noted"


class CourseTest(Quiz):
    """A form of the test: the answers are noted, and nothing of the right ones is told."""

    def __init__(self, bank: Bank, store: AttemptStore) -> None:
        super().__init__(bank, bank.questions, store)
        self.strings = {
            **self.strings,
            "check": _("Keep this answer"),
            "credit": _("Not graded."),
            "no_review": _(
                "That is all. The closing page of the course sets both tests side by side, and explains each question."
            ),
        }

    @staticmethod
    def _form(asked: Asked) -> dict[str, Any]:
        rule = _("If you do not know, guess, or leave it out. No answer is told before the second test is done.")
        return {**Quiz._form(asked), "hints": 0, "rule": rule}

    def _explain(self, asked: Asked, _message: Mapping[str, Any]) -> str:
        del asked
        return _("Both tests are explained on the closing page, after the second.")

    def _hint(self, asked: Asked, _message: Mapping[str, Any]) -> str:
        del asked
        return _("The test gives no hints.")

    def _entry(self, code: str, answer: object, *, serial: int) -> dict[str, Any]:
        del code
        said = _("Noted.")
        return {"serial": serial, "answer": answer, "status": _OFFERED, "message": said, "notes": [], "hints": []}

    def _summary(self) -> dict[str, Any]:
        done = ngettext("{done} of {n} question answered.", "{done} of {n} questions answered.", len(self._asked))
        return {
            "text": done.format(done=len(self._verdicts), n=len(self._asked)),
            "questions": {code: self._in_words(code) for code in self._asked},
            "objectives": [],
        }

    def _in_words(self, code: str) -> str:
        return _("noted") if code in self._verdicts else _("not answered yet")


@dataclass(frozen=True)
class Pair:
    """Two parallel questions and the learner's first answers: right, wrong, or none."""

    objective: str
    questions: Mapping[str, Question]
    right: Mapping[str, bool | None]


class Gain:
    """What changed between the two tests, objective by objective; each question explained once the second is done."""

    def __init__(self, pairs: tuple[Pair, ...]) -> None:
        self.pairs = pairs

    def right(self, form: str) -> int:
        """Count the questions of a form that were right at the first answer."""
        return sum(pair.right[form] is True for pair in self.pairs)

    def answered(self, form: str) -> int:
        """Count the questions of a form that were answered."""
        return sum(pair.right[form] is not None for pair in self.pairs)

    def text(self) -> str:
        """Say how both tests went and what lies between them, or which is still to do."""
        total = len(self.pairs)
        if self.answered("after") < total:
            left = total - self.answered("after")
            return ngettext(
                "{n} question of the second test is not answered yet; then both are set side by side here.",
                "{n} questions of the second test are not answered yet; then both are set side by side here.",
                left,
            ).format(n=left)
        after = _("After the course: {right} of {all} right.").format(right=self.right("after"), all=total)
        if not self.answered("before"):
            return after + " " + _("You did not take the test before it, so there is nothing to compare.")
        before = _("Before it: {right} of {all} right.").format(right=self.right("before"), all=total)
        change = _("Difference: {change}.").format(
            change=f"{self.right('after') - self.right('before'):+d}".replace("-", "−")
        )
        caution = _(
            "Ten questions are few, and one in four can be right by guessing: a difference of one or two says little."
        )
        return f"{before} {after} {change} {caution}"

    def __repr__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        said = tag("p", tag("strong", self.text()), role="status")
        if self.answered("after") < len(self.pairs):
            return said
        heads = (_("What it tests"), _("Before"), _("After"))
        head = tag("tr", *(tag("th", name, scope="col", style=_CELL) for name in heads))
        rows = [
            tag(
                "tr",
                tag("td", pair.objective, style=_CELL),
                *(tag("td", _word(pair.right[form]), style=f"{_CELL};white-space:nowrap") for form in TEST_FORMS),
            )
            for pair in self.pairs
        ]
        table = tag("table", tag("thead", head), tag("tbody", *rows), style="border-collapse:collapse;max-width:60rem")
        explained = [_explained(pair.questions[form], pair.right[form]) for form in TEST_FORMS for pair in self.pairs]
        inside = tag(
            "details", tag("summary", _("Show all questions with their answers"), style="cursor:pointer"), *explained
        )
        return said + table + inside


def course_test(form: str, *, store: Store | None = None) -> CourseTest:
    """Ask the ten questions of the test before or after the course. It is not graded, and no answer is told before the second is done.

    Parameters
    ----------
    form : str
        ``"before"`` or ``"after"``.
    store : Store, optional
        Where answers are kept; your own progress store if not given.

    Raises
    ------
    CourseError
        If there is no such form.
    """
    if form not in TEST_FORMS:
        raise CourseError(
            f"There is no test “{form}”.", where=f"course_test({form!r})", remedy='Write "before" or "after".'
        )
    return CourseTest(load_course_test()[form], store or open_store())


def course_gain(*, store: Store | None = None) -> Gain:
    """Set the test before the course beside the one after it, and explain each question once the second is done.

    Parameters
    ----------
    store : Store, optional
        Where answers are kept; your own progress store if not given.
    """
    kept = store or open_store()
    banks = load_course_test()
    first = {form: _first_answers(kept, bank) for form, bank in banks.items()}
    pairs = []
    for question in banks["before"].questions:
        both = {form: bank[question.id] for form, bank in banks.items()}
        right = {form: first[form].get(question.id) for form in TEST_FORMS}
        pairs.append(Pair(banks["before"].objectives[question.objective], both, right))
    return Gain(tuple(pairs))


def _first_answers(store: Store, bank: Bank) -> dict[str, bool]:
    """Judge the first answer to each question that is still asked so; later ones may know more."""
    attempts = store.attempts(bank.unit)
    found: dict[str, bool] = {}
    for question in bank.questions:
        judged = question.judged(one.answer for one in attempts if one.question == question.id)
        if judged:
            found[question.id] = judged[0][1] >= 1
    return found


def _word(right: bool | None) -> str:
    if right is None:
        return _("not answered")
    return _("right") if right else _("not right")


def _explained(question: Question, right: bool | None) -> Html:
    answer = _("Right answer: {answer}").format(answer="; ".join(question.solution()))
    said = tag("p", tag("strong", question.prompt), f" ({_word(right)})")
    facts = tag("ul", *(tag("li", fact_sentence(fact)) for fact in question.facts)) if question.facts else Html("")
    parts = (said, tag("p", answer), tag("p", question.explanation), facts)
    return tag("div", *parts, style="max-width:54rem;line-height:1.5")
