"""Progress page: what is done in each unit, what to do next, what to review, and where the answers are kept."""

from __future__ import annotations

import html
from dataclasses import dataclass
from pathlib import Path

from newspace.attempts.location import open_store
from newspace.attempts.overview import UnitProgress, next_unit, overview
from newspace.attempts.store import Store
from newspace.core import dates
from newspace.core.errors import CourseError
from newspace.core.i18n import _, ngettext
from newspace.core.paths import room
from newspace.questions import Bank, Question, load_bank
from newspace.questions.kinds.claim import Claim
from newspace.questions.kinds.gap import Gap
from newspace.views.shared.quiz import lesson_outline

_CELL = "text-align:left;vertical-align:top;padding:0.3em 1.2em 0.3em 0"
_NOTICE = "border-left:4px solid currentColor;padding-left:0.75em;white-space:pre-line"
_LONGEST_PROMPT = 110


@dataclass(frozen=True)
class CourseUnit:
    """One unit of the course; an empty link or title means that there is none.

    ``gradable`` is whether the exercise can be graded here, since its solution is on this computer.
    """

    name: str
    title: str
    lesson: str
    exercise: str
    bank: Bank | None
    fault: str
    gradable: bool


class ProgressView:
    """HTML in a notebook, plain text elsewhere; rebuilt from the store each time it is shown."""

    def __repr__(self) -> str:
        units, done = course_state()
        lines = [f"{unit.title}: {_count(unit, one)}" for unit, one in zip(units, done, strict=True)]
        return "\n".join([*lines, _next_text(units, done), *_place()])

    def _repr_html_(self) -> str:
        units, done = course_state()
        notice = open_store().notice
        head = "".join(f'<th scope="col" style="{_CELL}">{html.escape(name)}</th>' for name in _headings())
        rows = "".join(_row(unit, one) for unit, one in zip(units, done, strict=True))
        parts = [
            f'<p role="note" style="{_NOTICE}">{html.escape(notice)}</p>' if notice else "",
            f'<div role="region" tabindex="0" aria-label="{_attribute(_("Your progress"))}" style="overflow-x:auto;max-width:100%">'
            '<table style="border-collapse:collapse;margin:0.5em 0">'
            f'<caption style="text-align:left;font-weight:600;color:inherit">{html.escape(_("Your progress"))}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>",
            f"<p><strong>{html.escape(_('Next:'))}</strong> {_next_html(units, done)}</p>",
            _review(units, done),
            f"<p>{'<br>'.join(html.escape(line) for line in _place())}</p>",
        ]
        return "".join(parts)


def course_state(store: Store | None = None) -> tuple[list[CourseUnit], tuple[UnitProgress, ...]]:
    """Return the units of the course in their order, and the progress in each (in the learner's own store if none is given)."""
    units = _units()
    asked = {unit.name: [question.id for question in unit.bank.questions] if unit.bank else [] for unit in units}
    return units, overview(store or open_store(), asked)


def _units() -> list[CourseUnit]:
    """List the units with a lesson or a question bank by number; the start page is one if it asks questions."""
    lessons = room("lessons")
    asking = {path.stem for path in (lessons / "quizzes").glob("[0-9]*.toml")}
    names = {path.stem for path in lessons.glob("[0-9]*.ipynb")} | asking
    return [_unit(name, lessons) for name in sorted(names) if not name.startswith("00") or name in asking]


def _unit(name: str, lessons: Path) -> CourseUnit:
    notebook = lessons / f"{name}.ipynb"
    exercise = Path("exercises") / name / f"{name}.ipynb"
    bank, fault = None, ""
    if (lessons / "quizzes" / f"{name}.toml").exists():
        try:
            bank = load_bank(name)
        except CourseError as error:
            fault = str(error)
    start = _("0 · Start here") if name.startswith("00") else ""  # its heading is the course's own title
    title = start or lesson_outline.title(notebook) or (bank.title if bank else "") or name
    # Links are relative to the folder of the start page, lessons/, in the learner's folder as in the repository.
    there = (lessons.parent / exercise).exists()
    return CourseUnit(
        name,
        title,
        notebook.name if notebook.exists() else "",
        f"../{exercise.as_posix()}" if there else "",
        bank,
        fault,
        there and _solved(name),
    )


def _solved(name: str) -> bool:
    try:
        return (room("solutions") / name / f"{name}.ipynb").is_file()
    except CourseError:
        return False  # no solutions in a class


def _headings() -> tuple[str, ...]:
    return (_("Unit"), _("Quiz answered"), _("Right"), _("Exercise"))


def _row(unit: CourseUnit, done: UnitProgress) -> str:
    name = _link(unit.lesson, unit.title)
    exercise = _link(unit.exercise, _("Exercise: {title}").format(title=unit.title)) if unit.exercise else "–"
    came_of_it = graded_words(unit, done)
    exercise += f"<br>{html.escape(came_of_it)}" if came_of_it else ""
    if unit.fault:
        answered, right = f'<span style="white-space:pre-line">{html.escape(unit.fault)}</span>', "–"
    elif unit.bank is None:
        answered = right = "–"
    else:
        answered, right = _share(done.answered, done.asked), _share(done.right, done.asked)
    cells = "".join(f'<td style="{_CELL}">{cell}</td>' for cell in (answered, right, exercise))
    return f'<tr><th scope="row" style="{_CELL};font-weight:normal">{name}</th>{cells}</tr>'


def _share(some: int, asked: int) -> str:
    words = html.escape(_("{done} of {all}").format(done=some, all=asked))
    return f'<span style="white-space:nowrap">{words}</span>'


def _count(unit: CourseUnit, done: UnitProgress) -> str:
    said = _("{answered} of {all} questions answered, {right} right").format(
        answered=done.answered, all=done.asked, right=done.right
    )
    came_of_it = graded_words(unit, done)
    return _("{said}; exercise: {graded}").format(said=said, graded=came_of_it) if came_of_it else said


def graded_words(unit: CourseUnit, done: UnitProgress) -> str:
    """Describe the last grading of the exercise by the learner; empty where only a teacher can grade."""
    last = done.graded
    if last is None:
        return _("not graded yet") if unit.gradable else ""
    words = _("{points} of {possible} points, graded on {date}")
    if last.waiting and done.given is None:
        words = _("{points} of {possible} points, graded on {date}; {waiting} of the {possible} are yours to judge")
    elif last.waiting:
        words = _(
            "{points} of {possible} points, graded on {date}; {waiting} of the {possible} are yours to judge, and you gave yourself {given}"
        )
    return words.format(
        points=f"{last.points:g}",
        possible=f"{last.possible:g}",
        waiting=f"{last.waiting:g}",
        given=done.given,
        date=dates.date_in_words(last.time.astimezone().date().isoformat()),
    )


def _next(units: list[CourseUnit], done: tuple[UnitProgress, ...]) -> tuple[str, CourseUnit | None]:
    found = next_unit([one for one in done if one.asked])
    unit = next((unit for unit in units if found and unit.name == found.unit), None)
    if found is None or unit is None:
        to_review = any(one.to_review for one in done)
        return (
            _("every question is answered. Look again at those below that are not right yet.")
            if to_review
            else _("every question is answered, and all are right.")
        ), None
    left = found.asked - found.answered
    if found.answered:
        return ngettext("go on, {n} question is left in", "go on, {n} questions are left in", left).format(n=left), unit
    return _("begin with"), unit


def _next_text(units: list[CourseUnit], done: tuple[UnitProgress, ...]) -> str:
    said, unit = _next(units, done)
    return _("Next: {said}").format(said=f"{said} {unit.title}" if unit else said)


def _next_html(units: list[CourseUnit], done: tuple[UnitProgress, ...]) -> str:
    said, unit = _next(units, done)
    return f"{html.escape(said)} {_link(unit.lesson, unit.title)}" if unit else html.escape(said)


def _review(units: list[CourseUnit], done: tuple[UnitProgress, ...]) -> str:
    items = [
        f"<li>{html.escape(_short(_asked(unit.bank[name])))} ({_link(*_section(unit, name))})</li>"
        for unit, one in zip(units, done, strict=True)
        if unit.bank
        for name in one.to_review
    ]
    if not items:
        return ""
    title = ngettext("{n} question not right yet", "{n} questions not right yet", len(items)).format(n=len(items))
    return f'<details open><summary style="cursor:pointer;font-weight:600">{html.escape(title)}</summary><ul>{"".join(items)}</ul></details>'


def _section(unit: CourseUnit, question: str) -> tuple[str, str]:
    """Return link and name of the section that asks a question; those of the lesson if none does."""
    heading = lesson_outline.sections(room("lessons") / unit.lesson).get(question, "") if unit.lesson else ""
    words = _("{lesson}, section “{section}”").format(lesson=unit.title, section=heading) if heading else unit.title
    return lesson_outline.section_link(unit.lesson, heading), words


def _place() -> list[str]:
    return [
        _("Your answers are kept in {path}").format(path=open_store().path),
        _(
            'To take them with you: ns.progress.export("my_answers.json"); to add them elsewhere: ns.progress.import_answers("my_answers.json"). To delete them for good: ns.progress.erase(confirm="erase").'
        ),
    ]


def _asked(question: Question) -> str:
    """Return what identifies a question: claims and gaps share a standard prompt, and the end of a prompt holds the question."""
    if isinstance(question, Claim):
        return question.claim
    return question.text if isinstance(question, Gap) else question.prompt.strip().split("\n\n")[-1]


def _short(prompt: str) -> str:
    text = " ".join(prompt.split())
    return text if len(text) <= _LONGEST_PROMPT else text[:_LONGEST_PROMPT].rsplit(" ", 1)[0] + " …"


def _link(target: str, text: str) -> str:
    return f'<a href="{_attribute(target)}">{html.escape(text)}</a>' if target else html.escape(text)


def _attribute(text: str) -> str:
    return html.escape(text, quote=True)
