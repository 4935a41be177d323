"""Views of readings, facts and sources: data for the page, HTML, and plain text."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from repository import ROOT

import newspace as ns
from newspace.content import facts, readings
from newspace.core.errors import CourseError
from newspace.views.shared.html import block, link, tag
from newspace.views.shared.reading import citations, lesson_sources
from newspace.views.shared.reading.reading import in_short
from newspace.views.shared.reading.sources import Sources, sources_cited


class Page(HTMLParser):
    """Parser for the elements and the text of a page; it checks that every element is closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_an_excerpt_shows_its_paragraphs():
    view = ns.reading("crash", 8, 7, quote=["roughly 900 kilometers", "a misjudged altitude reading"])
    assert view.shown == [7, 8]
    assert [one["number"] for one in view.paragraphs] == list(range(1, 12)), "the whole text is there to be searched"
    assert view.paragraphs[6]["quotes"] == ["roughly 900 kilometers"]
    assert view.paragraphs[7]["quotes"] == ["a misjudged altitude reading"]
    assert [one["number"] for one in view.paragraphs if one["furniture"]] == [5]


@pytest.mark.parametrize("name", ["NBGRADER_EXECUTION", "NBGRADER_VALIDATING"])
def test_citations_show_nothing_while_nbgrader_runs_the_notebook(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "1")
    assert ns.citations() is None


def test_the_citations_of_a_notebook_without_readings_are_answered(monkeypatch):
    view, sent = ns.citations(), []
    monkeypatch.setattr(view, "send", sent.append)
    view._receive(view, {"do": "passage", "citation": '[crash ¶7 "roughly 900 kilometers"]', "request": 3}, [])
    view._receive(view, {"do": "something else"}, [])
    (reply,) = sent
    assert reply["request"] == 3
    assert {"text": "roughly 900 kilometers", "mark": True} in reply["said_of"]["runs"]
    assert view._repr_mimebundle_()[0]["text/plain"] == repr(view)
    assert view.citing == citations.citation_strings()


def test_a_whole_reading_is_shown():
    view = ns.reading("preview", quote="Discover More")
    assert view.shown == list(range(1, 31))
    assert [one["text"] for one in view.paragraphs] == list(readings.load("preview").paragraphs), "nothing is deleted"
    assert [one["number"] for one in view.paragraphs if one["furniture"]] == [26, 27, 28, 29, 30]


@pytest.mark.parametrize("name", readings.names())
def test_the_catalogue_entry_and_the_plain_text_are_complete(name):
    reading, view = readings.load(name), ns.reading(name)
    plain = view._repr_mimebundle_()[0]["text/plain"]
    for text in (reading.title, reading.publisher, reading.genre, reading.dated_how, *reading.cautions):
        assert text in plain
        assert text in json.dumps(view.card, ensure_ascii=False)
    for number, text in enumerate(reading.paragraphs, start=1):
        assert f"¶{number}" in plain
        assert text in plain
    assert plain.count("from the web page around the text") == len(reading.furniture)
    assert "application/vnd.jupyter.widget-view+json" in view._repr_mimebundle_()[0]


def test_a_quotation_in_several_paragraphs_is_marked_in_each():
    view = ns.reading("preview", quote="ispace")
    assert [one["number"] for one in view.paragraphs if one["quotes"]] == [
        number for number, text in enumerate(readings.load("preview").paragraphs, start=1) if "ispace" in text
    ]


@pytest.mark.parametrize(
    ("arguments", "quote", "says"),
    [
        (("crash", 7), "roughly 900 km", "The nearest text in that paragraph is “roughly 900”"),
        (("crash", 6, 7), "a misjudged altitude reading", "[crash ¶8]"),
        (("crash", 7, 8), "the company’s 2023 failure", "“the companys 2023 failure"),
        (("crash", 7), "", "not a quotation"),
        (("crash", 7), [None], "not a quotation"),
        (("crash", 12), None, "from 1 to 11"),
        (("crash", "7"), None, "from 1 to 11"),
        (("crush",), None, "gap, crash"),
    ],
)
def test_an_invalid_request_is_refused(arguments, quote, says):
    if quote == "":
        quote = [""]
    with pytest.raises(CourseError) as caught:
        ns.reading(*arguments, quote=quote)
    assert says in str(caught.value)


def test_paragraph_numbers_are_formatted():
    assert in_short([1, 3, 4, 5, 7]) == "¶1, ¶3 to ¶5, ¶7"
    assert in_short([]) == ""


def test_html_helpers_escape_everything():
    page = block(tag("p", '<script>&"', link('https://example.org/?a="&b', "<b>"), aria_label='"x"'))
    assert "<script" not in page
    parsed = Page(page)
    assert parsed.text == '<script>&"<b>'
    attributes = dict(parsed.tags)
    assert attributes["a"]["href"] == 'https://example.org/?a="&b'
    assert attributes["p"]["aria-label"] == '"x"'


def test_a_table_of_facts_marks_open_and_disputed_ones():
    ids = ("m1_step_m", "m1_altitude_sensor", "m2_last_telemetry_altitude_m", "m1_fall_speed_m_s")
    table = ns.fact_table(*ids)
    page = Page(table._repr_html_())
    for text in (page.text, repr(table)):
        for name in ids:
            fact = facts.get(name)
            assert fact.statement in text
            assert fact.amount() in text
            assert fact.status_text in text
        assert "radar altimeter: Future Spaceflight" in text
        assert "open: sources differ" in text
        assert "disputed: 192 m" in text
    links = [attributes["href"] for name, attributes in page.tags if name == "a"]
    assert {source.url for name in ids for source in facts.sources_of(facts.get(name))} == set(links)
    assert len([1 for name, attributes in page.tags if name == "th" and attributes.get("scope") == "row"]) == len(ids)


def test_every_fact_can_be_shown():
    page = Page(ns.fact_table(*facts.ids())._repr_html_())
    assert all(facts.get(name).statement in page.text for name in facts.ids())


def test_a_table_without_facts_is_refused():
    with pytest.raises(CourseError, match="No fact"):
        ns.fact_table()
    with pytest.raises(CourseError, match="no fact"):
        ns.fact_table("m1_stepp")


@pytest.fixture
def lessons(tmp_path, monkeypatch):
    (tmp_path / "lessons" / "quizzes").mkdir(parents=True)
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    monkeypatch.setenv("NEWSPACE_HOME", str(tmp_path))
    return tmp_path / "lessons"


def write_lesson(folder, *cells):
    content = {"cells": [{"cell_type": kind, "source": source} for kind, source in cells]}
    (folder / "09_x.ipynb").write_text(json.dumps(content), encoding="utf-8")


def test_sources_of_a_lesson_and_its_bank_are_found_in_their_text(lessons):
    write_lesson(
        lessons,
        ("markdown", ['Far ([a](#Sources "fact m1_true_altitude_m"))', ' and [crash ¶7 "roughly 900 kilometers"].']),
        ("code", '%matplotlib inline\nimport newspace as ns\nns.reading("crash", 8)\nns.fact_table("m1_step_m")'),
        ("code", 'from newspace import facts\nx = facts.get("moon_mean_radius_m").settled()\nns.reading("cluster")'),
        ("raw", "[crash ¶99]"),
    )
    (lessons / "quizzes" / "09_x.toml").write_text(
        """
        unit = "09_x"
        [[question]]
        id = "q"
        facts = ["m1_fall_speed_m_s"]
        explanation = "It says [preview ¶3]."
        hints = ["Look at [gap ¶2]."]
        paragraphs = [{ reading = "preview", paragraph = 15 }]
        """,
        encoding="utf-8",
    )
    used = lesson_sources.used_by("09_x")
    assert [(reading.name, numbers) for reading, numbers in used.readings] == [
        ("gap", (2,)), ("crash", (7, 8)), ("preview", (3, 15)), ("cluster", tuple(range(1, 10))),
    ]  # fmt: skip
    assert [fact.id for fact in used.facts] == [
        "moon_mean_radius_m", "m1_step_m", "m1_true_altitude_m", "m1_fall_speed_m_s",
    ]  # fmt: skip
    assert [source.id for source in used.sources] == ["R341", "R30", "R32", "R57", "R110"]
    assert [fact.id for fact in used.facts_of(facts.source("R57"))] == ["moon_mean_radius_m", "m1_fall_speed_m_s"]
    page, plain = Page(ns.sources("09_x")._repr_html_()), repr(ns.sources("09_x"))
    for text in (page.text, plain):
        assert "R30, grade M" in text
        assert "mirror, rewrite or collection of a better source" in text
        assert "Used: ¶7, ¶8." in text
        assert "Used: the whole text." in text
        assert facts.source("R30").url in text
    assert (facts.source("R30").url, True) in [(attrs.get("href"), True) for _name, attrs in page.tags]


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        (("markdown", 'x [crash ¶7 "roughly 901"]'), "cell 1"),
        (("markdown", '[x](#Sources "fact nothing")'), "cell 1"),
        (("code", "ns.reading('crash'"), "cell 1"),
        (("code", "ns.reading('crush')"), "crush"),
        (("code", "ns.fact_table('nothing')"), "nothing"),
        (("code", ["a", 5]), "not a readable notebook"),
    ],
)
def test_a_wrong_citation_in_a_lesson_is_named(lessons, cell, says):
    write_lesson(lessons, cell)
    with pytest.raises(CourseError) as caught:
        lesson_sources.used_by("09_x")
    assert says in str(caught.value)


def test_a_missing_lesson_is_reported(lessons):
    with pytest.raises(CourseError, match="no lesson “02_nothing”"):
        ns.sources("02_nothing")
    (lessons / "quizzes" / "09_x.toml").write_text("unit = ", encoding="utf-8")
    with pytest.raises(CourseError, match="not valid TOML"):
        ns.sources("09_x")


def test_open_facts_are_listed_as_not_settled():
    used = sources_cited('[x](#Sources "fact m1_altitude_sensor") [crash ¶7]')
    page = Page(Sources(used)._repr_html_())
    assert "Not settled" in page.text
    assert "(open: sources differ" in page.text
    only_reading = Page(Sources(sources_cited("[crash ¶7]"))._repr_html_())
    assert "Not settled" not in only_reading.text
    assert "Sources of the facts" not in only_reading.text


def test_the_plain_text_of_an_undated_reading_hides_its_date():
    reading, view = readings.load("preview"), ns.reading("preview", undated=True)
    plain = view._repr_mimebundle_()[0]["text/plain"]
    for text in (reading.dated_how, "Written before", *reading.cautions):
        assert text not in plain
    assert reading.publisher in plain


@pytest.mark.parametrize(
    "name", [facts.ids()[0], "m1_altitude_sensor", "m2_last_telemetry_speed_m_s", "blue_ghost_flight_time_s"]
)
def test_the_reply_to_an_opened_citation_of_a_fact(name):
    fact, said = facts.get(name), citations.answer({"do": "fact", "fact": name, "request": 3})
    assert said["request"] == 3
    (found,) = said["said_of"]["facts"]
    assert found["text"] == fact.statement
    assert fact.status_text in found["about"]
    assert [source["url"] for source in found["sources"]] == [one.url for one in facts.sources_of(fact)]


def test_a_mark_of_several_facts_is_answered_with_each():
    said = citations.answer({"do": "fact", "fact": "m1_step_m m1_end"})["said_of"]
    assert [one["text"] for one in said["facts"]] == [facts.get(name).statement for name in ("m1_step_m", "m1_end")]
    assert "m1_stop" in citations.answer({"do": "fact", "fact": "m1_step_m m1_stop"})["said_of"]["error"]
    assert "no fact" in citations.answer({"do": "fact", "fact": " "})["said_of"]["error"]


def test_the_reply_to_an_opened_citation_of_a_reading():
    said = citations.answer({"do": "passage", "citation": '[crash ¶7 "roughly 900 kilometers"]', "request": 4})
    assert said["request"] == 4
    found, reading = said["said_of"], readings.load("crash")
    assert [run["text"] for run in found["runs"] if run["mark"]] == ["roughly 900 kilometers"]
    assert "".join(run["text"] for run in found["runs"]) == reading.paragraph(7)
    assert (found["reading"], found["paragraph"], found["url"]) == ("crash", "crash ¶7", reading.url)
    assert found["title"] == reading.title
    assert reading.publisher in found["about"]
    assert "6 June 2025" in found["dated"]
    assert "6 June" not in found["about"], "the page can fold the date away"
    assert "this one is ours" in citations.passage("[gap ¶2]")["title"]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ('[crash ¶7 "roughly 901"]', "not there to the letter"),
        ("[crush ¶7]", "crush"),
        ("[crash ¶99]", "from 1 to 11"),
        ("crash ¶7", "not one citation"),
        ("[crash ¶7] [crash ¶8]", "not one citation"),
        ("", "not one citation"),
    ],
)
def test_a_wrong_citation_gets_an_error_message(written, says):
    assert says in citations.answer({"do": "passage", "citation": written})["said_of"]["error"]


def test_an_unknown_fact_gets_an_error_message_and_other_messages_are_ignored():
    assert "no fact" in citations.said_of("m1_stop_m")["error"]
    assert citations.answer({"do": "hint"}) is None
    assert citations.answer(None) is None
