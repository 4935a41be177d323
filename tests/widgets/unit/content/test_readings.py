"""The readings: equal to the given texts byte for byte, and quoted exactly."""

from __future__ import annotations

import hashlib
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from repository import ROOT

from newspace.content import readings
from newspace.core.errors import CourseError
from newspace.core.fuzzy_match import nearest, whole_words

SEEDS = ROOT / "seeds"
SHA256 = {
    "000_ad44802c42b2ccd2.txt": "e4f3b97248c3a65b5cf8a6c0d2e3130869ff38d6321c76c0115c03e9ba482ee2",
    "001_1bb9dff1d7ae123c.txt": "23c0345b721a70a76d90b900b4750729cd65813cd7cc86e4d1f37d169313259a",
    "002_ab51490cddde5d02.txt": "023aa5066800370640678b85785d3d770a640db96f9e1035c55e00ccc79055c0",
    "003_dc604cedaaefcdb7.txt": "82c0c8d3ba7984e6b5dc0f56c96a4e1395c75ff8dbbf2271336a39fc2fd68ff0",
    "004_453ea609cc293ff2.txt": "a63234033a623f933f3918eb74441e8e68fc0c54e50fa9df94c81458d3211b93",
}
COUNTS = {"gap": 12, "crash": 11, "preview": 30, "cluster": 9, "market": 6}


@pytest.mark.parametrize("file", SHA256)
def test_the_texts_are_kept_byte_for_byte(file):
    assert hashlib.sha256((SEEDS / file).read_bytes()).hexdigest() == SHA256[file]


def test_the_catalogue_holds_exactly_the_five_texts():
    assert readings.names() == tuple(COUNTS)
    assert {readings.load(name).file for name in readings.names()} == set(SHA256)
    assert {path.name for path in SEEDS.glob("*.txt")} == set(SHA256)


@pytest.mark.parametrize("name", COUNTS)
def test_every_catalogue_entry_is_complete(name):
    reading = readings.load(name)
    assert len(reading.paragraphs) == COUNTS[name]
    assert reading.cautions
    assert reading.genre
    assert reading.dated_how
    if not reading.title_is_ours:
        assert reading.title in reading.paragraphs
    for caution in (*reading.cautions, reading.dated_how):
        for number in caution.replace("¶", " ¶").split():
            if number.startswith("¶"):
                reading.paragraph(int(number.strip("¶,.():;")))


def test_paragraphs_are_non_empty_lines_counted_from_one():
    assert readings.load("crash").paragraph(5) == "0 Views"
    assert readings.load("crash").paragraph(11) == "Disclaimer: This image is taken from Reuters."
    assert readings.load("preview").furniture == (26, 27, 28, 29, 30)
    assert readings.load("preview").paragraph(26) == "Discover More"
    assert 11 not in readings.load("crash").furniture, "the disclaimer is evidence"


@pytest.mark.parametrize("number", [0, 12, -1, 1.0, True, "1"])
def test_a_missing_paragraph_is_refused(number):
    with pytest.raises(CourseError, match="from 1 to 11"):
        readings.load("crash").paragraph(number)


def test_an_exact_quotation_is_accepted():
    citation = readings.cite("crash", 7, "roughly 900 kilometers")
    assert readings.load("crash").paragraph(7)[citation.start : citation.end] == "roughly 900 kilometers"
    assert str(citation) == '[crash ¶7 "roughly 900 kilometers"]'
    assert str(readings.cite("crash", 7)) == "[crash ¶7]"


@pytest.mark.parametrize(
    ("reading", "paragraph", "quote", "says"),
    [
        ("crash", 7, "roughly 900 km", "roughly 900"),
        ("crash", 7, "the moon's north pole", "the moon’s north pole"),  # a straight apostrophe for a curly one
        (
            "crash",
            8,
            "the company’s 2023 failure",
            "the companys 2023 failure",
        ),  # the text itself has this spelling mistake
        ("crash", 7, "Roughly 900 kilometers", "roughly 900 kilometers"),
        ("crash", 8, "roughly 900 kilometers", "[crash ¶7]"),
        ("preview", 3, "Korea has not even attempted a government-led lunar landing", "[gap ¶2]"),
        ("crash", 7, "oughly 900 kilometer", "cuts a word in two"),
        ("crash", 7, "  ", "leave the quotation out"),
        ("crash", 6, "misjudged the altitude reading", "[crash ¶8]"),
    ],
)
def test_a_wrong_quotation_is_refused_with_the_closest_match(reading, paragraph, quote, says):
    with pytest.raises(readings.QuotationError) as caught:
        readings.cite(reading, paragraph, quote)
    assert says in str(caught.value)
    assert f"{reading}, paragraph {paragraph}" in caught.value.where


@settings(deadline=None)  # generous, since the machine may be busy
@given(data=st.data())
def test_any_run_of_whole_words_can_be_quoted_and_no_altered_one(data):
    name = data.draw(st.sampled_from(sorted(COUNTS)))
    number = data.draw(st.integers(1, COUNTS[name]))
    words = readings.load(name).paragraph(number).split(" ")
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    quote = " ".join(words[first:last]).strip()
    if quote:
        citation = readings.cite(name, number, quote)
        assert readings.load(name).paragraph(number)[citation.start : citation.end] == quote
        with pytest.raises(readings.QuotationError):
            readings.cite(name, number, quote + " zzyzx")


def test_citations_in_prose_are_found():
    text = (
        'Near the pole: [crash ¶7 "roughly 900 kilometers"], and twice [gap ¶1]. A list [1] and a [link](#x) are none.'
    )
    assert [str(found) for found in readings.citations_in(text)] == ['[crash ¶7 "roughly 900 kilometers"]', "[gap ¶1]"]


@pytest.mark.parametrize(
    "text",
    [
        "[crash ¶7 “roughly 900 kilometers”]",
        "[crash ¶7 'roughly 900 kilometers']",
        '[crash ¶7 ""]',
        "[crash ¶ 7]",
        "[crash ¶07]",
        "[Crash ¶7]",
        "[crash P7]",
        "[crash 7]",
        '[crash p. 7 "roughly"]',
        '[crash ¶7, "roughly"]',
        "[crush ¶7]",
        "[crash ¶70]",
        '[crash ¶7 "not a word of it"]',
    ],
)
def test_a_faulty_citation_is_named(text):
    with pytest.raises(CourseError) as caught:
        readings.citations_in(f"Some words {text} and more.", where="bank x, question y, field explanation")
    assert text in str(caught.value)
    assert "question y" in caught.value.where


@pytest.fixture
def copy(tmp_path, monkeypatch):
    shutil.copytree(SEEDS, tmp_path / "seeds")
    monkeypatch.setenv("NEWSPACE_HOME", str(tmp_path))
    return tmp_path / "seeds"


def test_a_missing_text_is_reported(copy):
    (copy / "001_1bb9dff1d7ae123c.txt").unlink()
    with pytest.raises(CourseError, match="001_1bb9dff1d7ae123c") as caught:
        readings.names()
    assert "field file" in caught.value.where
    assert "git checkout" in caught.value.remedy


def test_a_changed_text_is_reported(copy):
    path = copy / "001_1bb9dff1d7ae123c.txt"
    path.write_bytes(path.read_bytes().replace(b"900", b"901"))
    with pytest.raises(CourseError, match="the text was changed"):
        readings.load("crash")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('title = "Japan Space Industry"', "", "field title"),
        ('title = "Japan Space Industry"', "title = 5", "field title"),
        ('title = "Japan Space Industry"', 'title = ""', "field title"),
        ("furniture = [1, 2]", "furniture = [0]", "field furniture"),
        ("furniture = [1, 2]", "furniture = [2, 1]", "field furniture"),
        ("furniture = [1, 2]", 'furniture = ["1"]', "field furniture"),
        ("furniture = [1, 2]", "furnitures = [1]", "field furnitures"),
        ('date = "2023"', 'date = "2023-13"', "field date"),
        ('date = "2023"', "date = 2023", "field date"),
        ("[market]", "[Market]", "field (name)"),
        ("[market]", "[market", "not valid TOML"),
        ('file = "004_453ea609cc293ff2.txt"', 'file = "../README.md"', "field file"),
    ],
)
def test_an_invalid_catalogue_is_reported(copy, old, new, says):
    path = copy / "readings.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(CourseError) as caught:
        readings.names()
    assert says in str(caught.value)
    assert "readings.toml" in str(caught.value)
    assert caught.value.remedy


def test_a_missing_catalogue_or_folder_is_reported(copy):
    (copy / "readings.toml").unlink()
    with pytest.raises(CourseError, match="cannot be read"):
        readings.names()
    shutil.rmtree(copy)
    with pytest.raises(CourseError, match="missing"):
        readings.names()


def test_an_unknown_reading_is_refused():
    with pytest.raises(CourseError, match="crush") as caught:
        readings.load("crush")
    assert "crash" in caught.value.remedy


def test_search_for_whole_words_and_the_closest_match():
    assert whole_words("impossible, possible", "possible") == 12
    assert whole_words("impossible", "possible") == -1
    assert nearest("blue cat", "a red dog and a blue hat").text == "blue hat"
    assert nearest("word", "").ratio == 0
