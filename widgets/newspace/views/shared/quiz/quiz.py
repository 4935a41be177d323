"""The quiz: one widget that asks the questions of a bank. The page judges nothing and knows no answer in advance."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from typing import Any, Protocol

import anywidget
import traitlets

from newspace.content import readings
from newspace.core.errors import CourseError
from newspace.core.i18n import _, ngettext
from newspace.questions import Bank, Question, Verdict, load_bank
from newspace.questions.presentation import Asked
from newspace.views.shared import bundles
from newspace.views.shared.prose import fact_lines, paragraphs, places
from newspace.views.shared.quiz import lesson_outline
from newspace.views.shared.quiz.quiz_strings import quiz_strings
from newspace.views.shared.reading import citations


class AttemptStore(Protocol):
    """The interface that the quiz needs of a store of attempts (``newspace.attempts``)."""

    @property
    def notice(self) -> str:
        """What the learner should know about the storage of answers; empty if all is well."""

    def record(self, unit: str, question_id: str, *, answer: Any, score: float, hints_used: int) -> None:
        """Store one answer."""

    def latest(self, unit: str) -> Mapping[str, Any]:
        """Return the latest attempt at each question of the unit."""


class Quiz(anywidget.AnyWidget):
    """Some or all questions of one bank.

    At first the page gets only what it needs to ask. A verdict follows an answer; a hint and an explanation follow a
    request. All that was sent stays in ``progress``, so that a reloaded page shows it again.
    """

    _esm = bundles.bundled_module("quiz")
    _css = bundles.style("quiz")

    strings = traitlets.Dict().tag(sync=True)
    citing = traitlets.Dict().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    forms: traitlets.List[Any] = traitlets.List().tag(sync=True)
    readings = traitlets.Dict().tag(sync=True)
    progress = traitlets.Dict().tag(sync=True)
    summary = traitlets.Dict().tag(sync=True)
    notice = traitlets.Unicode().tag(sync=True)

    def __init__(self, bank: Bank, questions: tuple[Question, ...], store: AttemptStore) -> None:
        self._bank, self._store = bank, store
        self._asked = {f"q{n}": Asked(question, f"q{n}", _learner()) for n, question in enumerate(questions, start=1)}
        self._hints_used = dict.fromkeys(self._asked, 0)
        self._verdicts: dict[str, Verdict] = {}
        super().__init__(
            strings=quiz_strings(),
            citing=citations.citation_strings(),
            title=_title(bank, questions),
            forms=[self._form(asked) for asked in self._asked.values()],
            readings=_readings_of(self._asked.values()),
        )
        self._restore()
        self.on_msg(self._receive)

    def __repr__(self) -> str:
        count = ngettext("{n} question", "{n} questions", len(self._asked)).format(n=len(self._asked))
        return _("Quiz “{title}”: {count}. It needs a live notebook: run the cell.").format(
            title=self.title, count=count
        )

    @staticmethod
    def _form(asked: Asked) -> dict[str, Any]:
        # The summary shows the last paragraph of a question, which asks; of a gap or claim its sentence.
        prompt = paragraphs(asked.question.prompt)
        own = getattr(asked.question, "claim", "") or getattr(asked.question, "text", "")
        return {**asked.form, "prompt": prompt, "about": (paragraphs(own) if own else prompt)[-1]}

    def _restore(self) -> None:
        latest = self._store.latest(self._bank.unit)
        shown = {}
        for code, asked in self._asked.items():
            attempt = latest.get(asked.question.id)
            verdict = asked.question.judge(attempt.answer) if attempt else None
            if attempt is None or verdict is None or not verdict.valid:
                continue  # never answered, or the question was rewritten since and the old answer does not apply
            self._verdicts[code] = verdict
            self._hints_used[code] = min(attempt.hints_used, len(asked.question.hints))
            shown[code] = self._entry(code, asked.shown(attempt.answer), serial=attempt.attempts)
        self._show(shown)

    def _receive(self, _widget: object, content: object, _buffers: object) -> None:
        """Answer a message of the page; always reply and never raise, whatever the message."""
        if citations.reply(self, content):
            return
        message = content if isinstance(content, dict) else {}
        asked = self._asked.get(str(message.get("question")))
        does = {"check": self._check, "hint": self._hint, "explain": self._explain}.get(str(message.get("do")))
        try:
            said = (
                does(asked, message)
                if does and asked
                else _("The page asked for something that this quiz does not know.")
            )
        except CourseError as error:
            said = str(error)
        self.send({"request": message.get("request"), "view": message.get("view"), "said": said})

    def _check(self, asked: Asked, message: Mapping[str, Any]) -> str:
        answer = asked.true(message.get("answer"))
        verdict = asked.question.judge(answer)
        if verdict.score is None:
            return verdict.message
        code = asked.code
        self._store.record(
            self._bank.unit, asked.question.id, answer=answer, score=verdict.score, hints_used=self._hints_used[code]
        )
        self._verdicts[code] = verdict
        serial = self.progress.get(code, {}).get("serial", 0) + 1
        self._show({code: self._entry(code, message.get("answer"), serial=serial)})
        return ""

    def _hint(self, asked: Asked, _message: Mapping[str, Any]) -> str:
        used = self._hints_used[asked.code]
        self._hints_used[asked.code] = min(used + 1, len(asked.question.hints))
        self._show({asked.code: {**self.progress.get(asked.code, {}), "hints": self._hints(asked.code)}})
        return ""

    def _explain(self, asked: Asked, _message: Mapping[str, Any]) -> str:
        if asked.code not in self._verdicts:
            return _("Check an answer of your own first; then the explanation opens.")
        self._show({asked.code: {**self.progress[asked.code], "explanation": _explanation(asked.question)}})
        return ""

    def _entry(self, code: str, answer: object, *, serial: int) -> dict[str, Any]:
        """Build what the page may know of a question after its ``serial``-th answer."""
        asked, verdict = self._asked[code], self._verdicts[code]
        names = {part.id: part.text for part in (*asked.question.shuffled(), *asked.question.fixed())}
        entry: dict[str, Any] = {
            "serial": serial,
            "answer": answer,
            "status": verdict.status,
            "message": verdict.message,
            "notes": [
                {
                    "part": asked.part(note.part),
                    "name": names.get(note.part, ""),
                    "good": note.good,
                    "text": paragraphs(note.text) if note.text else [],
                }
                for note in verdict.notes
                if serial > 1 or not note.late
            ],
            "hints": self._hints(code),
        }
        if verdict.status == "right" or "explanation" in self.progress.get(code, {}):
            entry["explanation"] = _explanation(asked.question)
        return entry

    def _hints(self, code: str) -> list[Any]:
        return [paragraphs(hint) for hint in self._asked[code].question.hints[: self._hints_used[code]]]

    def _show(self, entries: Mapping[str, Any]) -> None:
        self.progress = {**self.progress, **entries}
        self.summary = self._summary()
        self.notice = self._store.notice or ""

    def _summary(self) -> dict[str, Any]:
        """Describe the state of the quiz: overall, by question, by objective."""
        right = sum(verdict.status == "right" for verdict in self._verdicts.values())
        overall = ngettext("{right} of {n} question right.", "{right} of {n} questions right.", len(self._asked))
        objectives: dict[str, list[float]] = {}
        for code, asked in self._asked.items():
            verdict = self._verdicts.get(code)
            objectives.setdefault(asked.question.objective, []).append(verdict.score or 0.0 if verdict else 0.0)
        return {
            "text": overall.format(right=right, n=len(self._asked)),
            "questions": {code: self._in_words(code) for code in self._asked},
            "objectives": [
                {
                    "text": self._bank.objectives[name],
                    "words": _objective_words(scores),
                    "status": _objective_status(scores),
                }
                for name, scores in objectives.items()
            ],
        }

    def _in_words(self, code: str) -> str:
        verdict = self._verdicts.get(code)
        if verdict is None:
            return _("not answered yet")
        used = self._hints_used[code]
        words = {"right": _("right"), "wrong": _("not right yet")}.get(verdict.status) or _(
            "partly right, {percent} % of the credit"
        ).format(percent=round(100 * (verdict.score or 0)))
        return words + (ngettext(", with {n} hint", ", with {n} hints", used).format(n=used) if used else "")


def _objective_status(scores: list[float]) -> str:
    if min(scores) >= 1:
        return "right"
    return "partly" if max(scores) > 0 else "open"


def _objective_words(scores: list[float]) -> str:
    words = ngettext("{right} of {n} question right", "{right} of {n} questions right", len(scores))
    return words.format(right=sum(score >= 1 for score in scores), n=len(scores))


def _explanation(question: Question) -> dict[str, Any]:
    """Build the explanation with the cited paragraphs in full. It contains the right answer: send it only when that is allowed."""
    return {
        "solution": list(question.solution()),
        "text": paragraphs(question.explanation),
        "places": places(question.citations),
        "facts": fact_lines(question.facts),
    }


def _readings_of(asked: Any) -> dict[str, Any]:
    """Return the paragraphs that the claims offer to choose from."""
    offered: dict[str, set[int]] = {}
    for one in asked:
        numbers = one.form.get("readings")
        if isinstance(numbers, dict):
            for name, some in numbers.items():
                offered.setdefault(name, set()).update(some)
    found = {}
    for name, wanted in offered.items():
        reading = readings.load(name)
        found[name] = {
            "title": f"{name}: {reading.title}",
            "paragraphs": {str(number): reading.paragraph(number) for number in sorted(wanted)},
        }
    return found


def _title(bank: Bank, questions: tuple[Question, ...]) -> str:
    """Return the section of the lesson that asks these questions, and where in the lesson it stands; else the bank's title."""
    lesson = bank.path.parent.parent / f"{bank.path.stem}.ipynb"
    asked_in = lesson_outline.sections(lesson)
    headings = {asked_in.get(question.id, "") for question in questions}
    heading = headings.pop() if len(headings) == 1 else ""
    sections = lesson_outline.numbered(lesson)
    for number, name in sections:
        if heading == f"{number}. {name}":
            return _("Section {number} of {count}: {name}").format(number=number, count=len(sections), name=name)
    return heading or bank.title


def _learner() -> str:
    """Return an identifier of the learner: the name at the hub or on the machine; a browser kernel has none."""
    try:
        return os.environ.get("JUPYTERHUB_USER") or getpass.getuser()
    except (ImportError, KeyError, OSError):
        return ""


def quiz(unit: str, *question_ids: str, store: AttemptStore | None = None) -> Quiz:
    """Show the questions of a unit's bank, or those named, in this order.

    Parameters
    ----------
    unit : str
        The bank: ``"02_ispace_missions"`` for ``lessons/quizzes/02_ispace_missions.toml``.
    *question_ids : str
        Which questions; none for all.
    store : Store, optional
        Where answers are kept; the learner's own progress store if not given.

    Raises
    ------
    CourseError
        If the bank is invalid or has no such question.
    """
    bank = load_bank(unit)
    doubled = next((name for name in question_ids if question_ids.count(name) > 1), None)
    if doubled:
        raise CourseError(
            f"The question “{doubled}” is named twice.", where=f'quiz("{unit}", …)', remedy="Name each question once."
        )
    questions = tuple(bank[name] for name in question_ids) or bank.questions
    if store is None:
        from newspace.attempts.location import (
            open_store,  # loaded only where a learner answers, not where a bank is tested
        )

        store = open_store()
    return Quiz(bank, questions, store)
