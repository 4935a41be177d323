"""Counts stated in a lesson's prose agree with the course's tables."""

from __future__ import annotations

import nbformat
from repository import ROOT

from newspace.models.policy_brief import evidence
from newspace.models.us_japan import agreements


def prose(lesson: str, cell: str) -> str:
    notebook = nbformat.read(ROOT / "lessons" / f"{lesson}.ipynb", as_version=4)
    (source,) = (one.source for one in notebook.cells if one.id == cell)
    return str(source)


def test_lesson_4_counts_the_acts_of_its_list():
    acts = agreements.acts()
    said = prose("04_us_japan_agreements", "s1-list")
    assert f"Ours has {len(acts)} acts" in said
    assert f"shows the first twelve; below it you can open the other {len(acts) - 12}" in said
    before, after = agreements.longest_gap(acts) or (acts[0], acts[0])
    assert f"the longest runs from {before.day.year} to {after.day.year}" in said


def test_lesson_4_counts_the_days_that_nobody_found():
    acts = agreements.acts()
    able = [act for act in acts if act.weight != "words"]
    unknown = [act for act in able if not act.in_force]
    said = prose("04_us_japan_agreements", "open")
    assert f"for {len(unknown)} of the {len(able)} acts of our list that can have one" in said
    assert f"(the other {len(acts) - len(able)} are only words)" in said


def test_lesson_4_states_the_delays_of_the_model():
    said = prose("04_us_japan_agreements", "s2-delays-text")
    for name in ("framework-2023", "station-1998", "station-1988"):
        assert f"{agreements.act(name).delay_days:,}" in said


def test_lesson_5_counts_the_claims_of_its_table():
    claims, bearing = evidence.claims(), evidence.bearing_on()
    said = prose("05_policy_brief", "s2-guess")
    assert f"Our table has {len(claims)} claims" in said
    assert f"{len(bearing)} claims on the four questions; the other {len(claims) - len(bearing)}" in said
    assert f"shows all {len(claims)} rows" in prose("05_policy_brief", "s2-rows")
    assert evidence.counts(bearing)["holds"] == 3, "the lesson and its key points say: three"
    assert f"Of the {len(bearing)} claims on the four questions three hold" in prose("05_policy_brief", "key-points")
