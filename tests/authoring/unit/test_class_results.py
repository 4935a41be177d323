"""A class's quiz results: handed in, read back whatever the files hold, counted by hand-worked rules, written and drawn."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from repository import COMPLETE_BANK

import newspace as ns
from authoring.class_results import (
    Handed,
    figure,
    gain,
    learner_rows,
    question_statistics,
    read_folder,
    write_csv,
    write_learners,
)
from authoring.class_results.result_files import LARGEST_BYTES
from authoring.class_results.statistics import strangers
from authoring.class_results.wrong_answers import wrong_parts
from authoring.commands import results
from newspace.attempts import results as handing
from newspace.attempts.store import Attempt, Store
from newspace.core.errors import CourseError
from newspace.questions import load_bank, load_course_test

UNIT = "complete"
BANK = load_bank(COMPLETE_BANK)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def write(folder: Path, name: str, answers: dict[str, list[object]], *, made: datetime = NOON, file: str = "") -> Path:
    content = handing.collect_results(
        [
            Attempt(UNIT, question, answer, 1.0, 0, NOON, 1, 1.0)
            for question, given in answers.items()
            for answer in given
        ],
        name=name,
    )
    content["made"] = made.isoformat()
    path = folder / (file or f"{name}.json")
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def row_of(folder: Path, question: str):
    handed, messages = read_folder(folder)
    assert messages == []
    return next(row for row in question_statistics(handed, {UNIT: BANK}) if row.question == question)


def test_counts_match_hand_computed_values(tmp_path):
    # target-plain: the right choice is "frigoris"; four learners, the scores in the files all say 1
    write(tmp_path, "Ada", {"target-plain": ["frigoris"]})
    write(tmp_path, "Ben", {"target-plain": ["atlas", "frigoris"]})
    write(tmp_path, "Chi", {"target-plain": ["atlas", "atlas"]})
    write(tmp_path, "Dan", {"target-plain": ["no such choice"]})  # no answer to this question
    write(tmp_path, "Eve", {"mission-size": ["middle"]})
    row = row_of(tmp_path, "target-plain")
    assert (row.tried, row.right_at_first, row.right_in_the_end) == (3, 1, 2)
    assert row.first_try_share == pytest.approx(1 / 3)
    assert row.mean_first_score == pytest.approx(1 / 3)
    assert (row.commonest_wrong, row.commonest_wrong_count) == ("The crater Atlas", 2)


def test_statistics_without_attempts(tmp_path):
    write(tmp_path, "Ada", {"target-plain": ["frigoris"]})
    row = row_of(tmp_path, "pole-distance")
    assert (row.tried, row.first_try_share, row.mean_first_score, row.commonest_wrong) == (0, None, None, "")


@pytest.mark.parametrize("question", BANK.questions, ids=lambda question: question.id)
def test_wrong_parts_of_every_kind_of_question(question):
    for example in question.examples():
        if example.score is not None and example.score < 1:
            said = wrong_parts(question, example.answer)
            assert said, example
            assert all(isinstance(text, str) and text.strip() for text in said)


def test_a_questions_answers_that_are_not_in_the_bank_are_counted_apart(tmp_path):
    write(tmp_path, "Ada", {"old-question": ["a"], "target-plain": ["frigoris"]})
    write(tmp_path, "Ben", {"old-question": ["a"]})
    handed, _ = read_folder(tmp_path)
    assert strangers(handed, {UNIT: BANK}) == {f"{UNIT}/old-question": 2}


def test_the_newer_of_two_files_of_a_learner_counts(tmp_path):
    write(tmp_path, "Ada", {"target-plain": ["atlas"]}, file="a.json")
    write(tmp_path, " ada ", {"target-plain": ["frigoris"]}, made=NOON.replace(hour=13), file="b.json")
    handed, messages = read_folder(tmp_path)
    assert [one.file for one in handed] == ["b.json"]
    assert messages == ["a.json: “ada” handed in again. The newer file b.json counts."]


@pytest.mark.parametrize("numbered", [True, False])
def test_two_learners_of_one_name_are_two(tmp_path, numbered):
    for file, first, hour in (("a.json", "atlas", 13), ("b.json", "frigoris", 14), ("c.json", "atlas", 15)):
        path = write(tmp_path, "Min-seo", {"target-plain": [first]}, made=NOON.replace(hour=hour), file=file)
        content = json.loads(path.read_text(encoding="utf-8"))
        content["learner"] = {"atlas": "1", "frigoris": "2"}[first] if numbered else ""
        path.write_text(json.dumps(content), encoding="utf-8")
    handed, messages = read_folder(tmp_path)
    assert [one.name for one in handed] == ["Min-seo (b.json)", "Min-seo (c.json)"]
    assert messages[0] == "a.json: “Min-seo” handed in again. The newer file c.json counts."
    assert "2 learners are called “Min-seo”" in messages[1]
    (row,) = (row for row in question_statistics(handed, {UNIT: BANK}) if row.question == "target-plain")
    assert (row.tried, row.right_at_first) == (2, 1)


def test_what_only_an_older_file_has_counts(tmp_path):
    """A learner hands in one unit a week."""
    write(tmp_path, "Ada", {"target-plain": ["frigoris"]}, file="week-1.json")
    write(tmp_path, "Ada", {"mission-size": ["middle"]}, made=NOON.replace(hour=13), file="week-2.json")
    (ada,), _messages = read_folder(tmp_path)
    assert set(ada.answers[UNIT]) == {"target-plain", "mission-size"}


def test_each_learner_has_a_row_and_an_untried_unit_is_empty(tmp_path):
    write(tmp_path, "Ada", {"target-plain": ["atlas", "frigoris"], "mission-size": ["no such answer"]})
    write(tmp_path, "Ben", {})
    handed, _messages = read_folder(tmp_path)
    write_learners(learner_rows(handed, {UNIT: BANK}), tmp_path / "learners.csv")
    ada, ben = csv.DictReader((tmp_path / "learners.csv").read_text(encoding="utf-8-sig").splitlines())
    assert (ada["learner"], ada["tried"], ada["right_at_first"], ada["first_try_share"]) == ("Ada", "1", "0", "0.0")
    assert ada["right_in_the_end"] == "1"
    assert (ben["tried"], ben["right_at_first"], ben["first_try_share"]) == ("0", "", "")


def test_the_number_of_a_learner_is_the_same_in_every_file_and_tells_nothing(store):
    whole, again = (ns.results("Min-seo", *units, store=store).content for units in ((), ("02_ispace_missions",)))
    assert whole["learner"] == again["learner"]
    assert len(whole["learner"]) == 16
    assert not any(attempt.time.isoformat() in json.dumps(whole) for attempt in store.attempts())


GOOD = {"format": "newspace-results", "version": 1, "name": "Ada", "made": NOON.isoformat(), "units": {}}


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "not JSON"),
        (b'{"format": "newspace-res', "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "no quiz results"),
        (b'{"attempts": []}', "no quiz results"),
        (json.dumps(GOOD | {"version": 2}).encode(), "another version of the course (2)"),
        (json.dumps(GOOD | {"version": True}).encode(), "another version"),
        (json.dumps(GOOD | {"name": " "}).encode(), "names no learner"),
        (json.dumps(GOOD | {"name": ["x"]}).encode(), "names no learner"),
        (json.dumps(GOOD | {"made": "yesterday"}).encode(), "makes no sense"),
        (json.dumps(GOOD | {"made": "2026-11-21T12:00:00"}).encode(), "makes no sense"),
        (json.dumps(GOOD | {"units": []}).encode(), "not in the form"),
        (json.dumps(GOOD | {"units": {UNIT: []}}).encode(), "not in the form"),
        (json.dumps(GOOD | {"units": {UNIT: {"q": [7]}}}).encode(), "not in the form"),
        (b" " * (LARGEST_BYTES + 1), "larger than 5 MB"),
    ],
)
def test_a_broken_file_is_one_message_and_the_others_count(tmp_path, content, what):
    (tmp_path / "broken.json").write_bytes(content)
    write(tmp_path, "Ben", {"target-plain": ["frigoris"]})
    handed, (message,) = read_folder(tmp_path)
    assert [one.name for one in handed] == ["Ben"]
    assert message.startswith("broken.json: ")
    assert what in message
    assert "\n" not in message


@pytest.mark.parametrize("answer", [None, {}, [], 7, "x" * 10_000, {"verdict": 3}, [["a"]], float("1e308")])
def test_odd_answers_do_not_break_the_statistics(tmp_path, answer):
    write(tmp_path, "Ada", {question.id: [answer] for question in BANK.questions})
    handed, _ = read_folder(tmp_path)
    assert len(question_statistics(handed, {UNIT: BANK})) == len(BANK.questions)


def test_the_table_opens_in_a_spreadsheet_and_holds_no_formula(tmp_path):
    write(tmp_path, "Ada", {"the-reading": ['=HYPERLINK("x")']})
    handed, _ = read_folder(tmp_path)
    write_csv(question_statistics(handed, {UNIT: BANK}), tmp_path / "report" / "results.csv")
    raw = (tmp_path / "report" / "results.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    row = next(row for row in table if row["question"] == "the-reading")
    assert row["commonest_wrong"].startswith("'=")
    assert (row["tried"], row["first_try_share"]) == ("1", "0.0")


def test_the_figure_says_the_hardest_question(tmp_path):
    write(tmp_path, "Ada", {"target-plain": ["atlas"], "mission-size": ["middle"]})
    handed, _ = read_folder(tmp_path)
    tried = [row for row in question_statistics(handed, {UNIT: BANK}) if row.tried]
    drawing = figure.first_tries(tried, title="Moon $5,000")
    assert "hardest was target-plain: 0% of 1" in drawing.words
    (ax,) = drawing.figure.axes
    assert [label.get_text() for label in ax.get_yticklabels()] == ["mission-size", "target-plain"]
    assert [bar.get_width() for bar in ax.patches] == [100, 0]
    assert len(drawing.png()) > 5000
    with pytest.raises(ValueError, match="somebody tried"):
        figure.first_tries([], title="x")


@pytest.fixture
def store(tmp_path):
    kept = Store(tmp_path / "progress.sqlite", own_place=True)
    kept.record("02_ispace_missions", "which-day", answer="subtracted", score=0, hints_used=1)
    kept.record("02_ispace_missions", "which-day", answer="same-moment", score=1, hints_used=2)
    return kept


def test_the_preview_holds_all_that_the_file_holds(store, tmp_path, capsys):
    shown = ns.results("Min-seo", store=store)
    page = shown._repr_html_()
    path = shown.save(tmp_path / "out" / "min-seo.json")
    content = json.loads(path.read_text(encoding="utf-8"))
    assert content == shown.content
    assert "2 answers written" in capsys.readouterr().out
    for word in ("subtracted", "same-moment", "Min-seo"):
        assert word in page
    assert str(tmp_path) not in path.read_text(encoding="utf-8")
    assert {key for questions in content["units"].values() for entries in questions.values() for one in entries for key in one} == {
        "day", "answer", "score", "hints_used"
    }  # fmt: skip


def test_nothing_is_written_without_a_name_or_an_answer_or_over_another_file(store, tmp_path):
    with pytest.raises(CourseError, match="could not tell whose"):
        ns.results(store=store).save(tmp_path / "a.json")
    with pytest.raises(CourseError, match="nothing to hand in"):
        ns.results("Ada", store=Store(tmp_path / "empty.sqlite", own_place=True)).save(tmp_path / "a.json")
    with pytest.raises(CourseError, match="answered no question of 01_x"):
        ns.results("Ada", "01_x", store=store)
    (tmp_path / "a.json").write_text("mine", encoding="utf-8")
    with pytest.raises(CourseError, match="already a file"):
        ns.results("Ada", store=store).save(tmp_path / "a.json")
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == "mine"


def test_names_are_escaped(store):
    assert "<b>" not in ns.results("<b>Ada</b>", store=store)._repr_html_()


def test_the_results_command_end_to_end(store, tmp_path, capsys):
    folder = tmp_path / "handed"
    folder.mkdir()
    assert results.main([str(folder)]) == 2
    ns.results("Min-seo", store=store).save(folder / "min-seo.json")
    (folder / "broken.json").write_text("{", encoding="utf-8")
    assert results.main([str(folder)]) == 0
    said = capsys.readouterr()
    assert "broken.json: It is not JSON" in said.err
    assert "which-day: 0% of 1" in said.out
    assert (folder / "report" / "results.csv").exists()
    assert (folder / "report" / "02_ispace_missions.png").stat().st_size > 5000
    assert results.main([str(tmp_path / "nowhere")]) == 2


TESTS = load_course_test()


def took(name, before, after):
    """A file of a learner who had so many questions right in each test, the first ones; None for a test that was left out."""
    answers = {}
    for form, right in (("before", before), ("after", after)):
        bank = TESTS[form]
        if right is not None:
            answers[bank.unit] = {
                question.id: (next(c.id for c in question.choices if c.right is (number < right)),)
                for number, question in enumerate(bank.questions)
            }
    return Handed(f"{name}.json", name, NOON, answers)


def test_the_gain_counts_those_who_took_both_tests():
    handed = [took("Ada", 2, 6), took("Ben", 4, 6), took("Chi", None, 10), took("Dan", 1, None)]
    found = gain.gains(handed, TESTS)
    assert [one.learners for one in found] == [2] * 10
    assert [one.right_before for one in found] == [1, 1, 0.5, 0.5, 0, 0, 0, 0, 0, 0]
    assert [one.gain for one in found] == [0, 0, 0.5, 0.5, 1, 1, 0, 0, 0, 0]
    # changes +4 and +2: mean 3, standard deviation sqrt(2), standard error 1
    assert gain.overall(handed, TESTS) == (
        "2 learners took both tests: +3.0 of 10 questions on average, standard error 1.0."
    )


def test_without_both_tests_there_is_no_gain(tmp_path, capsys):
    handed = [took("Chi", None, 10), took("Dan", 1, None)]
    assert gain.overall(handed, TESTS) == ""
    results.report_gain(tmp_path, handed, TESTS)
    assert capsys.readouterr().out == ""
    assert list(tmp_path.iterdir()) == []


def test_the_gain_is_written_for_each_objective(tmp_path, capsys):
    results.report_gain(tmp_path, [took("Ada", 2, 6)], TESTS)
    lines = list(csv.DictReader((tmp_path / "gain.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(lines) == 10
    assert lines[2]["gain"] == "1.0"
    said = capsys.readouterr().out
    assert "1 learner took both tests: +4.0 of 10 questions" in said
    assert "1 learners" not in said
