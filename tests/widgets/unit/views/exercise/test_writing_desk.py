"""The desk of the policy brief: what the kernel hands to the page and answers."""

from __future__ import annotations

import pytest

import newspace as ns
from newspace.core.errors import CourseError
from newspace.models.policy_brief import evidence


@pytest.fixture
def text():
    return ns.writing_desk("brief-text").children[0]


def test_a_text_is_examined_when_the_page_asks(text):
    assert text.cell == "brief-text"
    text._receive(
        None,
        {"do": "examine", "text": 'Grounds: [gap ¶9 "have both grown"] [gap ¶5 "it\'s difficult"]', "request": 7},
        [],
    )
    found = text.found
    assert found["request"] == 7
    assert found["count"] == "1 of 400 to 600 words"
    assert [part["good"] for part in found["parts"]] == [False] * 6
    bad, good = found["citations"]
    assert not bad["good"]
    assert "Only the signs differ" in bad["trouble"]
    assert good["good"]
    assert [run["text"] for run in good["runs"] if run["mark"]] == ["have both grown"]
    assert found["quoted"] == "Passages that count: 1 (at least 5). Readings: 1 (at least 3)."


@pytest.mark.parametrize("message", [None, [], {}, {"do": "examine"}, {"do": "examine", "text": 7}, {"do": "print"}])
def test_a_malformed_message_changes_nothing(text, message):
    before = text.found
    text._receive(None, message, [])
    assert text.found == before


def test_every_claim_of_the_evidence_table_can_be_put_into_the_text(text):
    given = [row["claim"] for group in text.table for row in group["rows"]]
    assert sorted(given) == sorted(claim.citation for claim in evidence.claims())


def test_the_weighing_is_shown_and_put_away():
    desk = ns.writing_desk("brief-text")
    for shown in (2, 1, 2):
        desk.children[0]._receive(None, {"do": "weigh"}, [])
        assert len(desk.children) == shown
    assert desk.children[1].state["sentence"].startswith("Your weights choose")


def test_the_note_is_written_into_a_text_cell_and_has_no_parts():
    note = ns.writing_desk("covering-note").children[0]
    assert (note.cell, note.variable, note.table) == ("covering-note", "", [])
    assert note.found["parts"] == []
    assert note.found["quoted"] == ""
    assert note.found["count"] == "0 of 80 to 150 words"


def test_an_unknown_task_is_refused_by_name():
    with pytest.raises(CourseError, match="no desk for the task “bref”"):
        ns.writing_desk("bref")


def test_there_is_no_desk_while_nbgrader_runs_the_notebook(monkeypatch):
    monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    assert ns.writing_desk("brief-text") is None
