"""An invalid bank gives one error with file, question, field and remedy: one row for each kind of fault."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from documents import bank_schema
from repository import COMPLETE_BANK

from newspace.core.errors import CourseError
from newspace.questions import load_bank

WHOLE = COMPLETE_BANK.read_text(encoding="utf-8")

# (old text, new text, question named, field named, part of the message, part of the remedy)
ROWS = [
    ("unit", 'unit = "complete"', 'unit = "other"', "", "unit", "does not fit the file's name", 'unit = "complete"'),
    ("no unit", 'unit = "complete"', "", "", "unit", "is missing", "unit ="),
    ("empty title", 'title = "One question of every kind"', 'title = " "', "", "title", "empty", "Write the text"),
    ("title no text", 'title = "One question of every kind"', "title = 5", "", "title", "a text in quotes", "a text"),
    ("unknown top key", 'unit = "complete"', 'unit = "complete"\nauthor = "x"', "", "author", "Unknown key", "Known keys here"),
    ("objective empty", 'place = "Say where the landers came down, and check a distance."', 'place = ""', "", "objectives → place", "empty", "Write"),
    ("unknown objective", 'id = "target-plain"\nkind = "one"\nobjective = "place"', 'id = "target-plain"\nkind = "one"\nobjective = "plce"', "target-plain", "objective", "Unknown objective", "Did you mean “place”"),
    ("unknown kind", 'kind = "several"', 'kind = "sevral"', "passengers", "kind", "Unknown kind", "Did you mean “several”"),
    ("id missing", 'id = "passengers"', "", "number 3", "id", "is missing", "id ="),
    ("id malformed", 'id = "passengers"', 'id = "Who Flew"', "Who Flew", "id", "usual form", "pole-distance"),
    ("id no text", 'id = "passengers"', "id = 7", "number 3", "id", "a text", "a text"),
    ("duplicate id", 'id = "passengers"', 'id = "target-plain"', "target-plain", "id", "Two questions", "its own"),
    ("unknown key", "keep_order = true", "keep_oder = true", "mission-size", "keep_oder", "Unknown key", "Did you mean “keep_order”"),
    ("key of another kind", "keep_order = true", "tolerance = 0.1", "mission-size", "tolerance", "Unknown key", "Known keys here"),
    ("flag no bool", "keep_order = true", 'keep_order = "yes"', "mission-size", "keep_order", "true or false", "true or false"),
    ("prompt missing", 'prompt = "What did Resilience carry?"', "", "passengers", "prompt", "is missing", "prompt ="),
    ("hints missing", 'hints = ["It is taller than a person."]', "", "mission-size", "hints", "is missing", "hints ="),
    ("hints empty", 'hints = ["It is taller than a person."]', "hints = []", "mission-size", "hints", "is empty", "at least 1"),
    ("hint blank", 'hints = ["It is taller than a person."]', 'hints = [" "]', "mission-size", "hints", "not empty", "hints ="),
    ("hints no list", 'hints = ["It is taller than a person."]', 'hints = "tall"', "mission-size", "hints", "a list of texts", "a list"),
    ("explanation missing", "explanation = 'It says so: [crash ¶9 \"2.3-meter-tall lander\"].'", "", "mission-size", "explanation", "is missing", "explanation ="),
    ("no evidence", "explanation = 'It says so: [crash ¶9 \"2.3-meter-tall lander\"].'", 'explanation = "It is so."', "mission-size", "explanation", "no evidence", "Cite a paragraph"),
    ("quotation not to the letter", "2.3-meter-tall lander\"].'\n\n[[question.choice]]\nid = \"short\"", "2.3-metre-tall lander\"].'\n\n[[question.choice]]\nid = \"short\"", "mission-size", "explanation", "to the letter", "2.3-meter-tall lander"),
    ("apostrophe of the wrong kind", "moon’s north pole", "moon's north pole", "target-plain", "explanation", "to the letter", "moon’s north pole"),
    ("wrong paragraph", '¶9 "in March"', '¶8 "in March"', "landers-in-time", "explanation", "to the letter", "¶9"),
    ("no such paragraph", '[crash ¶7 "Mare Frigoris"]', '[crash ¶99 "Mare Frigoris"]', "target-plain", "explanation", "no paragraph 99", "1 to"),
    ("no such reading cited", '[crash ¶7 "Mare Frigoris"]', '[crush ¶7 "Mare Frigoris"]', "target-plain", "explanation", "crush", "crash"),
    ("citation badly written", '[crash ¶7 "Mare Frigoris"]', "[crash ¶7 “Mare Frigoris”]", "target-plain", "explanation", "not written as a citation", "straight quotation marks"),
    ("bad quotation in feedback", '"Yes: the Sea of Cold."', "'[crash ¶7 \"Sea of Cold\"]'", "target-plain", "choice 1 (frigoris) → feedback", "to the letter", "nearest text"),
    ("bad quotation in a hint", '["It lies far in the north.",', "['[crash ¶7 \"the north\"]',", "target-plain", "hints", "to the letter", "nearest text"),
    ("unknown fact", 'kind = "several"', 'kind = "several"\nfacts = ["no_such_fact"]', "passengers", "facts", "no_such_fact", ""),
    ("contradictions no numbers", 'kind = "several"', 'kind = "several"\ncontradictions = ["1"]', "passengers", "contradictions", "not a list of numbers", "contradictions = [1]"),
    ("no right choice", "right = true\nfeedback = \"Yes", "feedback = \"Yes", "target-plain", "choice", "No choice is right", "right = true"),
    ("two right in one", 'text = "The crater Atlas"', 'text = "The crater Atlas"\nright = true', "target-plain", "choice", "2 choices are right", 'kind = "several"'),
    ("every choice right", 'text = "1.3 m"\nfeedback = "That is smaller than a person."\n\n[[question.choice]]\nid = "middle"\ntext = "2.3 m"\nright = true\n\n[[question.choice]]\nid = "tall"\ntext = "23 m"\nfeedback = "That is as tall as a house of seven floors."', 'text = "2.3 m"\nright = true', "mission-size", "choice", "needs at least 2", "[[question.choice]]"),
    ("all of several right", 'text = "Two astronauts"\nfeedback = "The lander was uncrewed."\n\n[[question.choice]]\nid = "gold"\ntext = "Gold"\nfeedback = "No reading says so."', 'text = "Two astronauts"\nright = true', "passengers", "choice", "Every choice is right", "wrong choice"),
    ("feedback missing", 'feedback = "A crater is not a plain."', "", "target-plain", "choice 3 (atlas) → feedback", "is missing", "feedback ="),
    ("choice id twice", 'id = "atlas"', 'id = "frigoris"', "target-plain", "choice", "same id: “frigoris”", "of its own"),
    ("choice text twice", 'text = "The crater Atlas"', 'text = "Mare Frigoris"', "target-plain", "choice", "same text", "of its own"),
    ("missed in a wrong choice", 'text = "Gold"', 'text = "Gold"\nmissed = "x"', "passengers", "choice 4 (gold) → missed", "for right choices", "Remove it"),
    ("unknown key in a choice", 'text = "Gold"', 'text = "Gold"\nfeedbak = "x"', "passengers", "choice 4 (gold) → feedbak", "Unknown key", "Did you mean “feedback”"),
    ("the question's key below a choice", 'text = "Gold"', 'text = "Gold"\nobjective = "cause"', "passengers", "choice 4 (gold) → objective", "belongs to the question", "above the question's first part"),
    ("choice no list", 'id = "passengers"\nkind = "several"', 'id = "passengers"\nkind = "several"\nchoice = "x"', None, "", "", ""),
    ("answer missing", "answer = 894.5\n", "", "pole-distance", "answer", "is missing", "answer ="),
    ("answer as text", "answer = 894.5\n", 'answer = "894.5"\n', "pole-distance", "answer", "must be a number", "a number"),
    ("answer a bool", "answer = 894.5\n", "answer = true\n", "pole-distance", "answer", "must be a number", "a number"),
    ("answer not finite", "answer = 894.5\n", "answer = nan\n", "pole-distance", "answer", "finite", "ordinary number"),
    ("tolerance missing", "tolerance = 0.01\n", "", "pole-distance", "tolerance", "neither is given", "abs_tolerance = 5"),
    ("both tolerances", "tolerance = 0.01\n", "tolerance = 0.01\nabs_tolerance = 5\n", "pole-distance", "tolerance", "both are given", "either"),
    ("tolerance in per cent", "tolerance = 0.01\n", "tolerance = 1\n", "pole-distance", "tolerance", "between 0 and 1", "0.01 for 1 %"),
    ("relative to zero", "answer = 894.5\n", "answer = 0\n", "pole-distance", "tolerance", "relative tolerance of 0", "abs_tolerance"),
    ("negative tolerance", "abs_tolerance = 0", "abs_tolerance = -1", "payload-count", "abs_tolerance", "negative", "0 or more"),
    ("unit missing", 'unit = "km"\n', "", "pole-distance", "unit", "is missing", 'unit = ""'),
    ("unit unreadable", 'unit = "km"\n', 'unit = "3 km"\n', "pole-distance", "unit", "cannot be read", "begin with a digit"),
    ("factor negative", "{ m = 0.001 }", "{ m = -1 }", "pole-distance", "other_units → m", "must be positive", "what one of it is"),
    ("own unit again", "{ m = 0.001 }", "{ kilometers = 1 }", "pole-distance", "other_units → kilometers", "own unit", "Remove"),
    ("number feedback missing", 'feedback = "An arc is radius × angle in radians."', "", "pole-distance", "feedback", "is missing", "feedback ="),
    ("slip is right", "value = 1842.5", "value = 900", "pole-distance", "slip 2 → value", "counts as right", "tolerance smaller"),
    ("slip twice", "value = 1842.5", "value = 51253.3", "pole-distance", "slip 2 → value", "same as one above", "Keep one"),
    ("slip without feedback", 'feedback = "This is the distance from the equator."', "", "pole-distance", "slip 2 → feedback", "is missing", "feedback ="),
    ("Markdown in a text", 'feedback = "An arc is radius × angle in radians."', 'feedback = "An **arc** is radius × angle."', "pole-distance", "feedback", "text is plain", "Remove the **"),
    ("order too short", '[[question.item]]\nid = "ghost"\ntext = "Blue Ghost lands"\n\n[[question.item]]\nid = "m2"\ntext = "Resilience crashes"\n', "", "landers-in-time", "item", "needs at least 3", "[[question.item]]"),
    ("order item twice", 'text = "Resilience is launched"', 'text = "Resilience crashes"', "landers-in-time", "item", "same text", "of its own"),
    ("order feedback missing", 'feedback = "Look for the month of each."', "", "landers-in-time", "feedback", "is missing", "feedback ="),
    ("unknown group", 'group = "firefly"', 'group = "fierfly"', "whose-lander", "item 1 (ghost) → group", "Unknown group", "Did you mean “firefly”"),
    ("item without feedback", 'feedback = "Resilience is the lander of this text."', "", "whose-lander", "item 3 (resilience) → feedback", "is missing", "feedback ="),
    ("item named as a group", 'id = "athena"', 'id = "im"', "whose-lander", "group or item", "same id", "of its own"),
    ("no gap", "misjudged ___ reading", "misjudged reading", "the-reading", "text", "exactly one gap", "three underscores"),
    ("two gaps", "misjudged ___ reading", "___ ___ reading", "the-reading", "text", "exactly one gap", "three underscores"),
    ("accepted missing", 'accepted = ["altitude", "height above ground"]', "", "the-reading", "accepted", "is missing", "accepted ="),
    ("accepted twice", '"height above ground"]', '" Altitude"]', "the-reading", "accepted", "same text", "of its own"),
    ("slip is accepted", 'text = "speed"', 'text = "ALTITUDE"', "the-reading", "slip 1 → text", "accepted form", "Remove one"),
    ("unknown verdict", 'verdict = "contradicted"', 'verdict = "contradictd"', "hardware-changed", "verdict", "Unknown verdict", "Did you mean “contradicted”"),
    ("paragraph out of range", "paragraph = 8 }", "paragraph = 80 }", "hardware-changed", "paragraphs 1 → paragraph", "no paragraph 80", "1 to"),
    ("paragraph no number", "paragraph = 8 }", 'paragraph = "8" }', "hardware-changed", "paragraphs 1 → paragraph", "must be a number", "a number"),
    ("paragraph of a reading not offered", 'readings = ["crash", "gap"]', 'readings = ["gap"]', "hardware-changed", "paragraphs 1 → reading", "not among the readings offered", "Add it"),
    ("no paragraph", 'paragraphs = [{ reading = "crash", paragraph = 8 }]', "", "hardware-changed", "paragraphs", "No paragraph shows", "paragraphs ="),
    ("paragraph for what is absent", 'verdict = "not in the readings"', 'verdict = "not in the readings"\nparagraphs = [{ reading = "crash", paragraph = 8 }]', "lander-mass", "paragraphs", "has no paragraph", "correct the verdict"),
    ("unknown reading", 'readings = ["crash", "gap"]', 'readings = ["crash", "gpa"]', "hardware-changed", "readings", "no reading “gpa”", "Did you mean “gap”"),
    ("feedback for the right verdict", "feedback = { supported = \"No paragraph gives a mass.\"", "feedback = { \"not in the readings\" = \"x\", supported = \"No paragraph gives a mass.\"", "lander-mass", "feedback → not in the readings", "Unknown key", "Known keys here"),
    ("feedback for a verdict missing", ', contradicted = "No paragraph gives another mass."', "", "lander-mass", "feedback → contradicted", "is missing", "contradicted ="),
]  # fmt: skip

# What the schema cannot express: exact quotations, names that must exist elsewhere or be unique, numbers compared with each other.
NOT_IN_THE_SCHEMA = {
    "unit", "unknown objective", "duplicate id", "quotation not to the letter", "apostrophe of the wrong kind", "wrong paragraph",
    "no such paragraph", "no such reading cited", "citation badly written", "bad quotation in feedback", "bad quotation in a hint",
    "unknown fact", "choice id twice", "choice text twice", "answer not finite", "unit unreadable", "own unit again", "slip is right",
    "slip twice", "order item twice", "unknown group", "item named as a group", "accepted twice", "slip is accepted",
    "paragraph out of range", "paragraph of a reading not offered", "unknown reading",
}  # fmt: skip


def error_of(path: Path, text: str) -> CourseError:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CourseError) as caught:
        load_bank(path)
    return caught.value


@pytest.mark.parametrize(
    ("old", "new", "question", "field", "what", "remedy"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_each_breakage_is_named(
    tmp_path: Path, old: str, new: str, question: str | None, field: str, what: str, remedy: str
) -> None:
    assert old in WHOLE, "the row no longer fits the bank"
    error = error_of(tmp_path / "complete.toml", WHOLE.replace(old, new, 1))
    assert str(tmp_path / "complete.toml") in error.where
    if question is None:  # TOML itself refuses it
        assert "not TOML" in error.what
        return
    if question:
        assert f"question {question}" in error.where
    assert f"field {field}" in error.where
    assert what in error.what
    assert remedy in error.remedy
    assert error.remedy


def test_page_furniture_is_refused_as_evidence(tmp_path: Path) -> None:
    from newspace.content import readings

    number = readings.load("preview").furniture[0]
    text = WHOLE.replace('[{ reading = "crash", paragraph = 8 }]', f'[{{ reading = "preview", paragraph = {number} }}]')
    error = error_of(tmp_path / "complete.toml", text.replace('readings = ["crash", "gap"]', 'readings = ["preview"]'))
    assert "page furniture" in error.remedy


def test_a_syntax_error_is_reported_with_its_line(tmp_path: Path) -> None:
    error = error_of(tmp_path / "complete.toml", 'unit = "complete"\ntitle = "x\n')
    assert "line 2" in error.where
    assert error.remedy


def test_a_bank_without_objectives_is_refused(tmp_path: Path) -> None:
    error = error_of(tmp_path / "complete.toml", 'unit = "complete"\ntitle = "x"\n[objectives]\n')
    assert "field objectives" in error.where


def test_a_bank_without_questions_is_refused(tmp_path: Path) -> None:
    error = error_of(tmp_path / "complete.toml", 'unit = "complete"\ntitle = "x"\n[objectives]\na = "b"\n')
    assert "field question" in error.where


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "complete.toml"
    path.write_bytes(b'unit = "\xff"')
    with pytest.raises(CourseError, match="UTF-8"):
        load_bank(path)


def test_a_missing_bank_is_reported_with_the_existing_ones(tmp_path: Path) -> None:
    (tmp_path / "complete.toml").write_text(WHOLE, encoding="utf-8")
    with pytest.raises(CourseError) as caught:
        load_bank(tmp_path / "compleat.toml")
    assert "Did you mean “complete”" in caught.value.remedy


def test_an_unknown_question_is_reported_with_the_closest_id() -> None:
    bank = load_bank(COMPLETE_BANK)
    with pytest.raises(CourseError) as caught:
        bank["pole-distanse"]
    assert "Did you mean “pole-distance”" in caught.value.remedy


@pytest.mark.parametrize(("name", "old", "new"), [row[:3] for row in ROWS if row[3] is not None])
def test_the_schema_refuses_what_a_schema_can_tell(name: str, old: str, new: str) -> None:
    broken = tomllib.loads(WHOLE.replace(old, new, 1))
    assert bool(bank_schema.complaints(broken)) == (name not in NOT_IN_THE_SCHEMA)
