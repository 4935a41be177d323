"""The quiz widget without a browser: what it sends, withholds and stores."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from repository import COMPLETE_BANK

from newspace import progress
from newspace.attempts import location
from newspace.attempts.store import Store
from newspace.core.errors import CourseError
from newspace.questions import load_bank
from newspace.views.shared.quiz import quiz as quiz_module
from newspace.views.shared.quiz.quiz import Quiz, quiz

COMPLETE = COMPLETE_BANK
BANK = load_bank(COMPLETE)
RIGHT = {question.id: next(e.answer for e in question.examples() if e.label == "right") for question in BANK.questions}
WRONG = {question.id: next(e.answer for e in question.examples() if e.label == "wrong") for question in BANK.questions}


class Memory:
    """A store that keeps attempts in a dict."""

    def __init__(self, notice: str = "") -> None:
        self.notice = notice
        self.kept: dict[str, SimpleNamespace] = {}

    def record(self, unit, question_id, *, answer, score, hints_used):
        json.dumps(answer)
        attempts = self.kept[question_id].attempts + 1 if question_id in self.kept else 1
        self.kept[question_id] = SimpleNamespace(
            unit=unit, answer=answer, score=score, hints_used=hints_used, attempts=attempts
        )

    def latest(self, unit):  # noqa: ARG002
        return dict(self.kept)


class Page:
    """A quiz with the messages that its page sends."""

    def __init__(self, store=None, questions=BANK.questions, bank=BANK):
        self.store = store or Memory()
        self.quiz = Quiz(bank, questions, self.store)
        self.replies = []
        self.quiz.send = lambda content, buffers=None: self.replies.append(content)  # noqa: ARG005

    def code(self, question_id):
        return next(code for code, asked in self.quiz._asked.items() if asked.question.id == question_id)

    def ask(self, does, question_id, answer=None, **more):
        code = self.code(question_id)
        shown = self.quiz._asked[code].shown(answer)
        message = {"do": does, "question": code, "answer": shown, "request": len(self.replies) + 1, "view": "v", **more}
        self.quiz._handle_custom_msg(json.loads(json.dumps(message)), [])
        return self.replies[-1]

    def entry(self, question_id):
        return self.quiz.progress.get(self.code(question_id))

    def state(self):
        """Return the state that the page holds of this quiz, without code and style."""
        return {key: value for key, value in self.quiz.get_state().items() if key not in ("_esm", "_css", "layout")}


def secrets_of(bank):
    """Return texts that must not be on the page before an answer: feedback, hints, explanations, solutions that are not choices."""
    for question in bank.questions:
        yield from question.hints
        yield question.explanation
        for example in question.examples():
            for note in question.judge(example.answer).notes:
                if len(note.text) > 12:
                    yield note.text
        for citation in question.citations:
            yield str(citation)


def test_no_answer_is_sent_to_the_page_in_advance() -> None:
    state = json.dumps(Page().state(), ensure_ascii=False)
    for secret in secrets_of(BANK):
        assert json.dumps(secret, ensure_ascii=False)[1:-1] not in state
    for question in BANK.questions:
        assert question.id not in state  # an id may reveal the answer
        for part in (*question.shuffled(), *question.fixed()):
            assert f'"{part.id}"' not in state
    for words in ("894.5", "height above ground", "51253", '"right": true'):
        assert words not in state


def test_the_page_does_not_depend_on_the_right_answer(tmp_path: Path) -> None:
    """A bank with the same questions and other answers gives the same page."""
    text = COMPLETE.read_text(encoding="utf-8")
    for old, new in [
        ('right = true\nfeedback = "Yes: the Sea of Cold."', 'feedback = "No."'),
        ('text = "The crater Atlas"', 'text = "The crater Atlas"\nright = true'),
        ('text = "Gold"', 'text = "Gold"\nright = true'),
        ("answer = 894.5", "answer = 700"),
        ('accepted = ["altitude", "height above ground"]', 'accepted = ["temperature"]'),
        ('verdict = "contradicted"', 'verdict = "supported"'),
        ("feedback = { supported =", "feedback = { contradicted ="),
        ("paragraph = 8 }", "paragraph = 9 }"),
        ('group = "firefly"', 'group = "im"'),
    ]:
        assert old in text
        text = text.replace(old, new, 1)
    first, second = (
        '[[question.item]]\nid = "launch"\ntext = "Resilience is launched"\n\n',
        '[[question.item]]\nid = "ghost"\ntext = "Blue Ghost lands"\n\n',
    )
    assert first + second in text
    text = text.replace(first + second, second + first)
    path = tmp_path / "complete.toml"
    path.write_text(text, encoding="utf-8")
    other = load_bank(path)
    assert Page(bank=other, questions=other.questions).state() == Page().state()


@pytest.mark.parametrize("question_id", RIGHT)
def test_a_right_answer_gets_verdict_and_explanation_and_is_stored(question_id: str) -> None:
    page = Page()
    assert page.ask("check", question_id, RIGHT[question_id])["said"] == ""
    entry = page.entry(question_id)
    assert entry["status"] == "right"
    assert entry["explanation"]["solution"]
    assert page.store.kept[question_id].score == 1
    assert page.store.kept[question_id].answer == RIGHT[question_id]


@pytest.mark.parametrize("question_id", WRONG)
def test_a_wrong_answer_gets_feedback_and_an_explanation_only_on_request(question_id: str) -> None:
    page = Page()
    assert "first" in page.ask("explain", question_id)["said"]
    assert page.entry(question_id) is None
    page.ask("check", question_id, WRONG[question_id])
    entry = page.entry(question_id)
    assert entry["status"] == "wrong"
    assert any(note["text"] for note in entry["notes"])
    assert "explanation" not in entry
    page.ask("explain", question_id)
    explanation = page.entry(question_id)["explanation"]
    marked = [run["text"] for place in explanation["places"] for run in place["runs"] if run["mark"]]
    question = BANK[question_id]
    assert marked == [citation.quote for citation in question.citations]
    for place, runs in ((place["label"], place["runs"]) for place in explanation["places"]):
        name, number = place.split(" ¶")
        from newspace.content import readings

        assert "".join(run["text"] for run in runs) == readings.load(name).paragraph(int(number))


def test_an_invalid_answer_gets_a_message_and_is_not_stored() -> None:
    page = Page()
    reply = page.ask("check", "pole-distance", "far away")
    assert "for example" in reply["said"]
    assert page.store.kept == {}
    assert page.quiz.progress == {}


def test_hints_are_sent_one_by_one_and_counted() -> None:
    page = Page()
    for count in (1, 2, 2):
        page.ask("hint", "target-plain")
        assert len(page.entry("target-plain")["hints"]) == count
    page.ask("check", "target-plain", "atlas")
    assert page.store.kept["target-plain"].hints_used == 2


def test_hints_after_a_verdict_keep_the_verdict() -> None:
    page = Page()
    page.ask("check", "target-plain", "atlas")
    page.ask("hint", "target-plain")
    assert page.entry("target-plain")["status"] == "wrong"


def test_every_reply_carries_its_request_and_view() -> None:
    page = Page()
    assert page.ask("check", "target-plain", "atlas", request=17, view="x") == {"request": 17, "view": "x", "said": ""}


@pytest.mark.parametrize(
    "message",
    [
        None,
        [],
        "check",
        {},
        {"do": "check"},
        {"do": "check", "question": "q99"},
        {"do": "erase", "question": "q1"},
        {"do": ["x"], "question": {}},
    ],
)
def test_a_malformed_message_gets_a_reply_and_does_not_raise(message: object) -> None:
    page = Page()
    page.quiz._receive(page.quiz, message, [])
    assert page.replies[-1]["said"]


def test_ids_of_the_bank_are_not_accepted_from_the_page() -> None:
    page = Page()
    page.quiz._receive(page.quiz, {"do": "check", "question": page.code("target-plain"), "answer": "frigoris"}, [])
    assert page.replies[-1]["said"]
    assert page.store.kept == {}


@pytest.mark.parametrize("answers", [RIGHT, WRONG], ids=["right", "wrong"])
def test_answers_are_restored_in_a_new_quiz(answers: dict[str, object]) -> None:
    store = Memory()
    page = Page(store)
    for question_id, answer in answers.items():
        page.ask("check", question_id, answer)
    again = Page(store)
    for question_id in answers:
        old, new = page.entry(question_id), again.entry(question_id)
        assert {**new, "serial": 0} == {**old, "serial": 0}
    assert again.quiz.summary == page.quiz.summary


def test_answers_are_restored_for_another_order_of_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Memory()
    monkeypatch.setattr(quiz_module, "_learner", lambda: "first")
    Page(store).ask("check", "passengers", ["rover"])
    for learner in map(str, range(10)):
        monkeypatch.setattr(quiz_module, "_learner", lambda learner=learner: learner)
        page = Page(store)
        form = next(form for form in page.quiz.forms if form["code"] == page.code("passengers"))
        texts = {choice["code"]: choice["text"] for choice in form["choices"]}
        assert [texts[code] for code in page.entry("passengers")["answer"]] == ["A rover with four wheels"]


def test_the_hint_at_a_missed_choice_appears_from_the_second_try_on_and_in_a_new_quiz() -> None:
    store = Memory()
    page = Page(store)
    page.ask("check", "passengers", ["science"])
    assert "with wheels" not in json.dumps(page.entry("passengers")["notes"])
    page.ask("check", "passengers", ["science"])
    for shown in (page, Page(store)):
        assert "with wheels is missing" in json.dumps(shown.entry("passengers")["notes"])


def test_an_old_answer_that_no_longer_applies_is_not_restored() -> None:
    store = Memory()
    store.kept["target-plain"] = SimpleNamespace(answer="a choice of last year", score=1.0, hints_used=0, attempts=1)
    assert Page(store).entry("target-plain") is None


def test_the_notice_of_the_store_is_shown() -> None:
    assert Page(Memory("Answers are kept in memory only.")).quiz.notice == "Answers are kept in memory only."


def test_the_summary_describes_the_results_in_words() -> None:
    page = Page()
    page.ask("check", "target-plain", "frigoris")
    page.ask("hint", "passengers")
    page.ask("check", "passengers", ["rover"])
    summary = page.quiz.summary
    assert summary["text"] == "1 of 10 questions right."
    assert summary["questions"][page.code("target-plain")] == "right"
    assert summary["questions"][page.code("passengers")] == "partly right, 50 % of the credit, with 1 hint"
    assert summary["questions"][page.code("the-reading")] == "not answered yet"
    assert summary["objectives"][0]["words"] == "1 of 3 questions right"


def test_the_plain_text_names_the_quiz() -> None:
    assert (
        repr(Page().quiz) == "Quiz “One question of every kind”: 10 questions. It needs a live notebook: run the cell."
    )


def test_the_page_has_no_strings_of_its_own() -> None:
    """Every string that the script uses comes from ``strings``, and each exists."""
    script = str(Page().quiz._esm)
    used = set(re.findall(r"strings\.(\w+)", script)) | {
        "right",
        "partly",
        "wrong",
        "noted",
        "open",
        "supported",
        "contradicted",
        "not in the readings",
    }
    assert used == set(Page().quiz.strings) | set(Page().quiz.citing)
    assert "innerHTML" not in script
    assert "fetch(" not in script
    assert not re.search(r"https?://(?!\w)", str(Page().quiz._css))
    texts = re.sub(r"//.*", "", script)
    shown = [
        text for text in re.findall(r'"([^"\n]*)"', texts) if re.search(r"[A-Z][a-z]+ |[a-z]+ [a-z]+ [a-z]+", text)
    ]
    assert [
        text for text in shown if "ns-" not in text and text != "not in the readings" and "button" not in text
    ] == []


@pytest.fixture
def lessons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from newspace.core.paths import room

    for name in ("seeds",):
        (tmp_path / name).symlink_to(room(name), target_is_directory=True)
    (tmp_path / "lessons" / "quizzes").mkdir(parents=True)
    (tmp_path / "lessons" / "quizzes" / "complete.toml").write_bytes(COMPLETE.read_bytes())
    monkeypatch.setenv("NEWSPACE_HOME", str(tmp_path))
    monkeypatch.setenv("NEWSPACE_PROGRESS", str(tmp_path / "progress.sqlite"))
    location._store_at.cache_clear()
    return tmp_path


@pytest.mark.usefixtures("lessons")
def test_quiz_takes_all_questions_or_those_named_and_keeps_answers_in_the_real_store() -> None:
    assert len(quiz("complete").forms) == 10
    some = quiz("complete", "the-reading", "target-plain")
    assert [form["kind"] for form in some.forms] == ["gap", "one"]
    some._receive(some, {"do": "check", "question": "q1", "answer": "Altitude"}, [])
    location._store_at.cache_clear()
    assert quiz("complete", "the-reading").progress["q1"]["status"] == "right"
    assert progress.open_store().latest("complete")["the-reading"].answer == "Altitude"


@pytest.mark.usefixtures("lessons")
def test_quiz_refuses_unknown_questions() -> None:
    with pytest.raises(CourseError, match="no question"):
        quiz("complete", "no-such-question")
    with pytest.raises(CourseError, match="twice"):
        quiz("complete", "the-reading", "the-reading")
    with pytest.raises(CourseError, match="does not exist"):
        quiz("99_nothing")


def test_a_card_is_named_after_the_section_that_asks(tmp_path):
    store = Store(tmp_path / "progress.sqlite", own_place=True)
    first = quiz("03_korea_hubs", "roles", "mean-side", store=store)
    second = quiz("03_korea_hubs", "weakest", "urn", store=store)
    assert (first.title, second.title) == ("Section 1 of 6: The map", "Section 4 of 6: Three barriers")
    assert quiz("03_korea_hubs", "roles", "urn", store=store).title == load_bank("03_korea_hubs").title
