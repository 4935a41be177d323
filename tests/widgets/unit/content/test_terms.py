"""The glossary: validated when loaded, shown as a whole, by lesson, and without a browser."""

from __future__ import annotations

import pytest

import newspace as ns
from newspace.content import terms
from newspace.core.errors import CourseError

TABLE = '[term.{id}]\nterm = "{term}"\nmeaning = "What it means."\nko = "말"\nja = "語"\nlesson = "00_start_here"\n'


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write a glossary into a course of its own."""
    (tmp_path / "lessons").mkdir()
    monkeypatch.setenv("NEWSPACE_HOME", str(tmp_path))

    def written(text: str) -> None:
        (tmp_path / "lessons" / terms.FILE).write_text(text, encoding="utf-8")
        terms._load.cache_clear()

    return written


def test_the_course_s_glossary_is_complete():
    found = terms.load_terms()
    assert [term.term.casefold() for term in found] == sorted(term.term.casefold() for term in found)
    for term in found:
        assert any("\uac00" <= sign <= "\ud7a3" for sign in term.ko), f"{term.id}: ko holds no Hangul"
        assert any("\u3040" <= sign <= "\u9fff" for sign in term.ja), f"{term.id}: ja holds no Japanese"
        assert term.meaning.endswith("."), term.id


def test_other_forms_and_case_do_not_matter(write):
    write(TABLE.format(id="cell", term="Cell") + 'also = ["Cells"]\n')
    (term,) = terms.load_terms()
    assert term.forms == {"cell", "cells"}


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("", "glossary.toml", "holds no term"),
        ("[term", "glossary.toml", "not valid TOML"),
        (TABLE.format(id="cell", term="cell").replace('ko = "말"\n', ""), "term cell, field ko", "is missing"),
        (TABLE.format(id="Cell_1", term="cell"), "term Cell_1", "usual form"),
        (TABLE.format(id="a", term="cell") + TABLE.format(id="b", term="Cell"), "term b", "is “cell”, as in “a”"),
        (TABLE.format(id="cell", term="cell") + 'kr = "말"\n', "field kr", "not a field"),
    ],
)
def test_each_fault_of_a_glossary_is_named(write, text, place, what):
    write(text)
    with pytest.raises(CourseError) as caught:
        terms.load_terms()
    assert what in caught.value.what
    assert place in caught.value.where
    assert caught.value.remedy


def test_the_view_holds_every_term_and_its_lesson():
    view = ns.glossary()
    assert [entry["term"] for entry in view.terms] == [term.term for term in terms.load_terms()]
    mare = next(entry for entry in view.terms if entry["id"] == "mare")
    assert (mare["link"], mare["lesson"]) == ("02_ispace_missions.ipynb", "2 · Two landings, two crashes")
    assert "月の海" in repr(view)


def test_the_view_of_a_lesson_holds_its_own_terms_only():
    assert {entry["id"] for entry in ns.glossary("00_start_here").terms} >= {"notebook", "cell"}
    assert all(entry["link"] == "00_start_here.ipynb" for entry in ns.glossary("00_start_here").terms)
    with pytest.raises(CourseError, match="No term is explained first"):
        ns.glossary("09_nowhere")
