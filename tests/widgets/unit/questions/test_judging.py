"""Judging of answers, by example, for each kind of question."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from repository import COMPLETE_BANK, ROOT

from newspace.questions import Verdict, load_bank
from newspace.questions._numbers import format_number, parse_number, same_unit
from newspace.questions.kinds.claim import Passage
from newspace.questions.kinds.gap import folded
from newspace.questions.presentation import Asked

BANK = load_bank(COMPLETE_BANK)


def said(verdict: Verdict) -> str:
    return " ".join([verdict.message, *(note.text for note in verdict.notes)])


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("894.5", 894.5, ""),
        ("894.5 km", 894.5, "km"),
        ("894.5km", 894.5, "km"),
        ("1,234.5", 1234.5, ""),
        ("1,234", 1234, ""),
        ("1 234,5", 1234.5, ""),
        ("1\u202f234\u202f567 m", 1234567, "m"),
        ("1'234'567", 1234567, ""),
        ("3,5", 3.5, ""),
        ("0,123", 0.123, ""),
        ("12,34", 12.34, ""),
        ("1.2e3", 1200, ""),
        ("1.2E-3 km", 0.0012, "km"),
        ("1.2 × 10^3 m/s", 1200, "m/s"),
        ("1.2×10³", 1200, ""),
        ("2*10^-2", 0.02, ""),
        ("−42 m/s", -42, "m/s"),
        ("+5", 5, ""),
        (".5", 0.5, ""),
        ("5.", 5, ""),
        ("８９４．５ ｋｍ", 894.5, "km"),
        ("¥110,000", 110_000, "¥"),
        ("US$ 16", 16, "US$"),
        ("29 %", 29, "%"),
        ("≈ 900 km", 900, "km"),
        ("3 m²", 3, "m^2"),
        ("1h 58min", 118, "min"),
        ("1 h 58", 118, "min"),
        ("1 hour and 58 minutes", 118, "min"),
        ("2 min 5.5 s", 125.5, "s"),
        ("1 h 2 min 3 s", 3723, "s"),
        ("5 m", 5, "m"),
    ],
)
def test_typed_numbers_are_parsed(text: str, value: float, unit: str) -> None:
    assert parse_number(text) == (pytest.approx(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "km",
        "1.234,5",
        "1.2.3",
        "1,23,4",
        "12,34,567",
        "about 900",
        "--5",
        "1e999",
        "nan",
        "inf",
        "a 900",
        "¥5 yen",
        "3 4",
        "10 30 s",
    ],
)
def test_an_ambiguous_number_is_refused(text: str) -> None:
    assert parse_number(text) is None


@given(st.text(max_size=40))
def test_parsing_a_number_never_raises(text: str) -> None:
    found = parse_number(text)
    assert found is None or isinstance(found[0], float)


@given(st.floats(min_value=-1e12, max_value=1e12))
def test_a_number_in_python_notation_is_parsed(value: float) -> None:
    assert parse_number(repr(value)) == (value, "")


@pytest.mark.parametrize(
    ("typed", "known", "same"),
    [
        ("km", "km", True), ("KM", "km", True), ("kilometers", "km", True), ("Kilometre", "km", True), ("metres per second", "m/s", True),
        ("m2", "m²", True), ("m/s2", "m/s²", True), ("m/s^2", "m/s²", True), ("percent", "%", True), ("m", "km", False), ("mW", "MW", False), ("miles", "km", False), ("", "km", False),
    ],
)  # fmt: skip
def test_units_are_distinguished(typed: str, known: str, same: bool) -> None:
    assert same_unit(typed, known) is same


@pytest.mark.parametrize(
    ("value", "text"),
    [(894.5, "894.5"), (5, "5"), (1_234_567, "1,234,567"), (-0.5, "−0.5"), (1e-7, "1e−07"), (1 / 3, "0.333333")],
)
def test_numbers_are_formatted_for_reading(value: float, text: str) -> None:
    assert format_number(value) == text


@pytest.mark.parametrize(
    ("answer", "score", "words"),
    [
        ("894.5", 1.0, "Right"),
        ("903 km", 1.0, "Right"),
        ("894,500 metres", 1.0, "Right"),
        ("904", 0.0, "radius × angle"),
        ("894500", 0.0, "would be right in m"),
        ("894.5 m", 0.0, "would be right in km"),
        ("894.5 miles", 0.0, "would be right in km"),
        ("51253 km", 0.0, "in degrees"),
        ("51,253,300 m", 0.0, "in degrees"),
        ("12 miles", None, "not known here"),
        ("far", None, "for example 1234.5 km"),
    ],
)
def test_a_number_with_its_unit_is_judged(answer: str, score: float | None, words: str) -> None:
    verdict = BANK["pole-distance"].judge(answer)
    assert verdict.score == score
    assert words in said(verdict)


def test_a_plain_number_with_a_unit_is_wrong() -> None:
    verdict = BANK["payload-count"].judge("5 kg")
    assert verdict.score == 0
    assert "has no unit" in said(verdict)


@pytest.mark.parametrize(
    ("answer", "score"),
    [
        (["rover", "science"], 1.0),
        (["rover"], 0.5),
        (["rover", "science", "gold"], 0.5),
        (["rover", "gold"], 0.0),
        (["gold", "crew"], 0.0),
        (["rover", "science", "gold", "crew"], 0.0),
        ([], None),
    ],
)
def test_scores_of_several_choices(answer: list[str], score: float | None) -> None:
    assert BANK["passengers"].judge(answer).score == score


def test_the_hint_at_a_missed_choice_does_not_name_it() -> None:
    verdict = BANK["passengers"].judge(["science"])
    assert "Something with wheels" in said(verdict)
    assert all(note.part != "rover" for note in verdict.notes)


@pytest.mark.parametrize(
    ("answer", "score"),
    [
        (["m1", "launch", "ghost", "m2"], 1.0),
        (["launch", "ghost", "m2", "m1"], 2 / 3),
        (["ghost", "m2", "m1", "launch"], 2 / 3),
        (["m1", "ghost", "launch", "m2"], 0.0),
        (["m1", "launch", "m2", "ghost"], 1 / 3),
        (["m2", "ghost", "launch", "m1"], 0.0),
    ],
)
def test_order_counts_neighbouring_pairs(answer: list[str], score: float) -> None:
    assert BANK["landers-in-time"].judge(answer).score == pytest.approx(score)


@pytest.mark.parametrize("text", ["altitude", " ALTITUDE ", "Ａltitude", "height  above\nground"])
def test_a_gap_ignores_case_and_spaces(text: str) -> None:
    assert BANK["the-reading"].judge(text).score == 1


def test_a_gap_accepts_both_apostrophes() -> None:
    assert folded("the Moon’s") == folded("The moon's")


def test_a_known_slip_in_a_gap_has_its_own_feedback() -> None:
    assert "not what the text blames" in said(BANK["the-reading"].judge("Speed"))
    assert "Which quantity" in said(BANK["the-reading"].judge("temperature"))


@pytest.mark.parametrize("text", ["alttiude", "Altitud", "altitudee", "alTitute"])
def test_a_misspelled_word_is_neither_accepted_nor_counted(text: str) -> None:
    verdict = BANK["the-reading"].judge(text)
    assert verdict.score is None
    assert "not counted" in verdict.message


@pytest.mark.parametrize("text", ["alttiued", "altit", "attitudes"])
def test_a_word_with_several_wrong_letters_is_wrong(text: str) -> None:
    assert BANK["the-reading"].judge(text).score == 0


def test_the_solution_lists_the_paragraphs_of_each_reading_on_one_line() -> None:
    places = tuple(Passage("crash", number) for number in (7, 8))
    question = replace(BANK["hardware-changed"], places=(*places, Passage("preview", 6)))
    assert question.solution()[1:] == ("crash ¶7 or ¶8 shows it", "preview ¶6 shows it")


@pytest.mark.parametrize(
    ("question", "answer", "score"),
    [
        ("hardware-changed", {"verdict": "contradicted", "reading": "crash", "paragraph": 8}, 1.0),
        ("hardware-changed", {"verdict": "contradicted", "reading": "crash", "paragraph": 7}, 0.5),
        ("hardware-changed", {"verdict": "supported", "reading": "crash", "paragraph": 8}, 0.5),
        ("hardware-changed", {"verdict": "supported", "reading": "gap", "paragraph": 8}, 0.0),
        ("hardware-changed", {"verdict": "not in the readings"}, 0.0),
        ("hardware-changed", {"verdict": "contradicted"}, None),
        ("hardware-changed", {"verdict": "contradicted", "reading": "cluster", "paragraph": 1}, None),
        ("lander-mass", {"verdict": "not in the readings"}, 1.0),
        ("lander-mass", {"verdict": "not in the readings", "reading": "crash", "paragraph": 8}, 1.0),
        ("lander-mass", {"verdict": "supported", "reading": "crash", "paragraph": 8}, 0.0),
        ("lander-mass", {"verdict": "supported"}, None),
    ],
)
def test_scores_of_a_claim_by_verdict_and_paragraph(
    question: str, answer: dict[str, object], score: float | None
) -> None:
    assert BANK[question].judge(answer).score == score


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["m1", "rover", "verdict", "supported"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@given(answer=JUNK)
@pytest.mark.parametrize("question", BANK.questions, ids=lambda question: question.id)
def test_judging_never_raises(question: object, answer: object) -> None:
    verdict = question.judge(answer)  # type: ignore[attr-defined]
    assert verdict.score is None or 0 <= verdict.score <= 1
    asked = Asked(question, "q1", "someone")  # type: ignore[arg-type]
    assert asked.question.judge(asked.true(answer)).message


@pytest.mark.parametrize("question", BANK.questions, ids=lambda question: question.id)
def test_an_answer_survives_translation_to_page_codes_and_back(question: object) -> None:
    asked = Asked(question, "q1", "someone")  # type: ignore[arg-type]
    for example in asked.question.examples():
        if example.score is not None:
            assert asked.true(asked.shown(example.answer)) == example.answer


def test_the_order_on_the_page_is_stable_for_a_learner() -> None:
    question = BANK["passengers"]
    orders = {learner: str(Asked(question, "q1", learner).form["choices"]) for learner in map(str, range(20))}
    assert len(set(orders.values())) > 1
    assert orders["7"] == str(Asked(question, "q1", "7").form["choices"])


def test_a_shuffled_order_never_reveals_the_answer() -> None:
    question = BANK["landers-in-time"]
    for learner in map(str, range(200)):
        asked = Asked(question, "q1", learner)
        shown = [choice["code"] for choice in asked.form["choices"]]  # type: ignore[index, attr-defined]
        assert question.judge(asked.true(shown)).score < 1  # type: ignore[operator]


def test_choices_keep_the_order_of_the_bank_where_it_asks_for_that() -> None:
    for learner in map(str, range(20)):
        choices = Asked(BANK["mission-size"], "q1", learner).form["choices"]
        assert [choice["text"] for choice in choices] == ["1.3 m", "2.3 m", "23 m"]  # type: ignore[attr-defined, index]


def test_feedback_on_the_paragraph_is_hidden_for_a_wrong_verdict() -> None:
    for path in sorted((ROOT / "lessons" / "quizzes").glob("*.toml")):
        for question in load_bank(path).questions:
            if question.kind != "claim" or not question.places or not question.paragraph_feedback:
                continue
            verdict = next(other for other in ("supported", "contradicted") if other != question.verdict)
            elsewhere = next(
                {"verdict": verdict, "reading": name, "paragraph": number}
                for name, numbers in question.offered.items()
                for number in numbers
                if Passage(name, number) not in question.places
            )
            assert question.paragraph_feedback not in said(question.judge(elsewhere)), question.id
