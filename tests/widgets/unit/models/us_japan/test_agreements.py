"""The acts since 1962: consistency of the table, and numbers worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newspace.content import facts
from newspace.models.us_japan import agreements

ACTS = agreements.acts()


def signed(name):
    return agreements.act(name).signed


def test_intervals_and_delays_by_hand():
    assert agreements.days_between(signed("notes-1962"), signed("notes-1969")) == 2459
    assert agreements.act("framework-2023").delay_days == 157
    assert agreements.act("station-1998").delay_days == 1153
    assert agreements.act("station-1988").delay_days == 1218
    assert agreements.act("notes-1969").delay_days == agreements.act("notes-1996").delay_days == 0
    assert agreements.act("waiver-1995").delay_days == 87
    framework = agreements.act("framework-2023")
    assert agreements.days_between(framework.in_force, signed("rover-2024")) == 295
    assert agreements.days_between(signed("gateway-2022"), signed("pause-2026")) == 1223
    rhythm = agreements.mean_gap_years(signed("dialogue-2013"), signed("dialogue-2024"), 9)
    assert rhythm == pytest.approx(1.43, abs=0.005)
    assert 2023 - 1969 == 54


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.id)
def test_each_act_agrees_with_its_facts(act):
    assert str(facts.get(act.fact).settled()).startswith(act.signed)
    assert act.kind in agreements.KINDS
    assert bool(act.in_force) == bool(act.fact_in_force)
    if act.in_force:
        assert facts.get(act.fact_in_force).settled() == act.in_force
        assert act.delay_days is None or act.delay_days >= 0
    if act.signed_japan:
        assert agreements.days_between(act.signed, act.signed_japan) == 1
        assert facts.get(act.fact).statement.count("in Japan") == 1


def test_each_row_names_a_source_with_its_grade():
    rows = agreements.rows()
    assert len(rows) == len(ACTS)
    assert all(row["source"].endswith(("(P)", "(N)", "(M)", "(W)")) for row in rows)
    assert rows[0]["signed"] == "6\u00a0November\u00a01962"


def test_a_row_says_how_far_its_dates_are_known():
    rows = {row["act"]: row for row in agreements.rows()}
    assert rows["Memorandum: Gateway"]["signed"] == "December\u00a02020"
    assert rows["Memorandum: Gateway"]["in_force"] == "31\u00a0December\u00a02020"
    assert rows["Gateway Implementing Arrangement"]["signed"].endswith("(a day later in Japan)")
    assert rows["Framework Agreement"]["in_force"] == "19\u00a0June\u00a02023"
    assert rows["Notes: Hayabusa2"]["in_force"] == "no day found"
    assert rows["Artemis Accords"]["in_force"] == "–", "political words come into no force"
    assert sum(row["in_force"] == "no day found" for row in rows.values()) == 17


def test_a_delay_needs_the_day_of_signature():
    memorandum = agreements.act("gateway-2020")
    assert memorandum.in_force
    assert memorandum.delay_days is None, "signed in December, no day known"
    assert memorandum not in agreements.acts_by_delay()


def test_an_announcement_is_marked_as_one():
    told = replace(agreements.act("gateway-2022"), signed="2021-01-12", signed_japan="", announced=True)
    assert agreements.signed_in_words(told) == "announced 12\u00a0January\u00a02021"


def test_the_longest_gap_is_no_longer_that_of_1998():
    before, after = agreements.longest_gap(ACTS)
    assert (before.id, after.id) == ("notes-1975", "spacelab-1985")
    assert agreements.act("missions-2005").day.year == 2005, "MOFA, 10 June 2005: notes on GPM, ASTRO-E II and SOLAR-B"


def test_the_acts_are_in_order_from_1962_to_2026():
    assert [act.day for act in ACTS] == sorted(act.day for act in ACTS)
    assert (ACTS[0].id, ACTS[0].day) == ("notes-1962", date(1962, 11, 6))
    assert ACTS[-1].id == "pause-2026"


def test_grounds_of_acts():
    assert agreements.above("rover-2024") == ("framework-2023",)
    assert agreements.above("gateway-2022") == ("gateway-2020",), "the Gateway arrangement is older than the Framework"
    for act in ACTS:
        for parent in act.rests_on:
            assert agreements.act(parent).day <= act.day
        assert act.id not in agreements.above(act.id)


def test_every_act_has_one_weight():
    each = [agreements.chosen(weight) for weight in ("binds", "fills in", "words")]
    assert sum(map(len, each)) == len(agreements.chosen()) == len(ACTS)
    assert agreements.chosen("binds", first_year=1969)[0].id == "notes-1969"
    assert {act.kind for act in agreements.chosen("fills in")} == {"memorandum", "arrangement"}


@given(st.integers(1960, 2030), st.integers(1960, 2030), st.sampled_from(["all", "binds", "fills in", "words"]))
def test_a_longer_period_has_no_fewer_acts(first, last, weight):
    first, last = sorted((first, last))
    some = agreements.chosen(weight, first_year=first, last_year=last)
    assert set(some) <= set(agreements.chosen(weight))
    assert all(first <= act.day.year <= last for act in some)
    gap = agreements.longest_gap(some)
    assert (gap is None) == (len(some) < 2)
    if gap:
        widest = (gap[1].day - gap[0].day).days
        assert all((b.day - a.day).days <= widest for a, b in pairwise(some))


@given(st.dates(date(1900, 1, 1)), st.dates(date(1900, 1, 1)))
def test_days_between_dates_are_antisymmetric(first, second):
    forth = agreements.days_between(first.isoformat(), second.isoformat())
    assert forth == -agreements.days_between(second.isoformat(), first.isoformat())


def test_a_date_may_end_after_the_month_or_the_year():
    assert agreements.first_day("1975") == date(1975, 1, 1)
    assert agreements.first_day("2025-02") == date(2025, 2, 1)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: agreements.act("treaty"), "no act"),
        (lambda: agreements.chosen("strong"), "weight"),
        (lambda: agreements.chosen(first_year=2000, last_year=1999), "before"),
        (lambda: agreements.mean_gap_years("2013-03-11", "2013-03-11", 1), "at least 2"),
        (lambda: agreements.first_day("2025-02-30"), "day"),
        (lambda: agreements.first_day("2025-02-03-04"), "written"),
    ],
)
def test_wrong_values_are_refused(call, says):
    with pytest.raises(ValueError, match=says):
        call()
