"""Facts: validation, open facts, and a recomputation of every derived number."""

from __future__ import annotations

import math
import tomllib
from datetime import datetime

import pytest

from newspace.content import facts, readings
from newspace.content.facts import _loader
from newspace.core import dates
from newspace.core.errors import CourseError
from newspace.core.number_format import quantity_in_words

FACTS = [facts.get(name) for name in facts.ids()]


def value(name):
    return facts.get(name).settled()


def seconds(start, end):
    return (datetime.fromisoformat(value(end)) - datetime.fromisoformat(value(start))).total_seconds()


def great_circle_m():
    lat1, lon1, lat2, lon2 = (
        math.radians(value(f"m1_{end}_{axis}_deg")) for end in ("target", "impact") for axis in ("lat", "lon")
    )
    cosine = math.sin(lat1) * math.sin(lat2) + math.cos(lat1) * math.cos(lat2) * math.cos(lon1 - lon2)
    return math.acos(cosine) * value("moon_mean_radius_m")


def orbit():
    """Return GM, the radius at 100 km and the radius at 20 km."""
    radius = value("moon_mean_radius_m")
    return value("moon_gm_m3_s2"), radius + value("m2_orbit_altitude_m"), radius + value("m2_braking_start_altitude_m")


def perilune_speed():
    gm, far, near = orbit()
    return math.sqrt(gm * (2 / near - 2 / (far + near)))


def half_period():
    gm, far, near = orbit()
    return math.pi * math.sqrt(((far + near) / 2) ** 3 / gm)


def count(*tags):
    return len([fact for fact in facts.tagged("attempt") if set(tags) <= set(fact.tags)])


G = "moon_surface_gravity_m_s2"
PRICES = [f"share_price_{day}_jpy" for day in ("before_m1", "m1_day1", "m1_day2")]

# Every derived fact, with the number computed from its parents, and the tolerance between the two.
COMPUTED = {
    "moon_daylight_s": (lambda: value("moon_synodic_month_s") / 2, 1e-9),
    "m1_flight_time_s": (lambda: seconds("m1_launch_utc", "m1_planned_touchdown_utc"), 1e-9),
    "m2_flight_time_s": (lambda: seconds("m2_launch_utc", "m2_planned_touchdown_utc"), 1e-9),
    "blue_ghost_flight_time_s": (lambda: seconds("m2_launch_utc", "landing_blue_ghost"), 1e-9),
    "m2_descent_duration_s": (lambda: seconds("m2_descent_command_utc", "m2_planned_touchdown_utc"), 1e-9),
    "m1_miss_distance_m": (great_circle_m, 2e-3),
    "m2_target_pole_distance_m": (
        lambda: math.radians(90 - value("m2_target_lat_deg")) * value("moon_mean_radius_m"),
        1e-4,
    ),
    "m2_impact_offset_m": (lambda: math.hypot(value("m2_impact_south_m"), value("m2_impact_east_m")), 1e-3),
    "m2_impact_bearing_deg": (
        lambda: math.degrees(math.atan2(value("m2_impact_east_m"), -value("m2_impact_south_m"))),
        2e-3,
    ),
    "circular_speed_100km_m_s": (
        lambda: math.sqrt(value("moon_gm_m3_s2") / (value("moon_mean_radius_m") + value("m1_orbit_altitude_m"))),
        1e-4,
    ),
    "m1_error_unexplained_m": (lambda: value("m1_true_altitude_m") - value("m1_step_m"), 1e-9),
    "m1_fall_speed_m_s": (lambda: math.sqrt(2 * value(G) * value("m1_true_altitude_m")), 1e-3),
    "m1_fall_time_s": (lambda: math.sqrt(2 * value("m1_true_altitude_m") / value(G)), 1e-3),
    "m2_coast_hohmann_s": (half_period, 1e-3),
    "m2_braking_start_speed_m_s": (perilune_speed, 1e-3),
    "m2_time_left_s": (lambda: value("m2_last_telemetry_altitude_m") / value("m2_last_telemetry_speed_m_s"), 1e-3),
    "landing_attempts_state": (lambda: count("state"), 0),
    "landing_soft_state": (lambda: count("state", "soft"), 0),
    "landing_attempts_private": (lambda: count("private"), 0),
    "landing_soft_private": (lambda: count("private", "soft"), 0),
    "landing_upright_private": (lambda: count("private", "upright"), 0),
    "share_price_before_m1_jpy": (lambda: value(PRICES[1]) + value("price_limit_1500_1999_jpy"), 0),
    "share_fall_m1_day1_fraction": (lambda: value(PRICES[1]) / value(PRICES[0]) - 1, 1e-2),
    "share_fall_m1_day2_fraction": (lambda: value(PRICES[2]) / value(PRICES[1]) - 1, 1e-2),
    "share_fall_m1_two_days_fraction": (lambda: value(PRICES[2]) / value(PRICES[0]) - 1, 1e-2),
    "share_price_before_m2_jpy": (lambda: value("price_limit_1000_1499_jpy") / 0.29, 1e-3),
    "shares_october_2025": (lambda: value("shares_new_2025") / value("shares_new_2025_fraction"), 1e-3),
    "shares_before_m2": (
        lambda: facts.get("market_value_before_m2_jpy").value / facts.get("share_price_before_m2_jpy").value,
        1e-3,
    ),
}


def test_every_derived_fact_has_a_computation():
    assert {fact.id for fact in FACTS if fact.derived_from} == set(COMPUTED)


@pytest.mark.parametrize("name", COMPUTED)
def test_derived_facts_agree_with_their_computation(name):
    compute, tolerance = COMPUTED[name]
    assert facts.get(name).value == pytest.approx(compute(), rel=tolerance, abs=0)


def test_bounds_worked_out_from_the_rounding_of_29_per_cent():
    fact = facts.get("share_price_before_m2_jpy")
    assert fact.low == pytest.approx(300 / 0.295, abs=0.5)
    assert fact.high == pytest.approx(300 / 0.285, abs=0.5)


def test_two_ways_to_count_ispaces_shares_agree():
    by_value, by_sale = facts.get("shares_before_m2").value, value("shares_october_2025")
    assert by_value == pytest.approx(by_sale, rel=0.01)
    sold = sum(value(name) for name in ("shares_april_2023", "shares_sold_2024", "shares_sold_2024_25"))
    assert 0.93 * by_sale < sold < by_sale, "the known sales explain all but six million"


def test_landing_counts_agree_with_the_landings_listed():
    for name, tags in {
        "landing_attempts_state": ["state"], "landing_soft_state": ["state", "soft"],
        "landing_attempts_private": ["private"], "landing_soft_private": ["private", "soft"],
        "landing_upright_private": ["private", "upright"],
    }.items():  # fmt: skip
        assert set(facts.get(name).derived_from) == {
            fact.id for fact in facts.tagged("attempt") if set(tags) <= set(fact.tags)
        }
    for fact in facts.tagged("attempt"):
        assert len({"state", "private"} & set(fact.tags)) == 1
        assert len({"soft", "crash"} & set(fact.tags)) == 1


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.id)
def test_every_fact_is_valid(fact):
    assert fact.statement.endswith((".", ")."))
    assert facts.sources_of(fact) or fact.status == "open"
    if fact.status == "open":
        with pytest.raises(facts.OpenFactError, match="open"):
            fact.settled()
        assert "(open: " in str(fact)
        assert "open" in fact.amount() or "not known" in fact.amount()
    else:
        assert fact.settled() == fact.value
        assert ("(disputed: " in str(fact)) == (fact.status == "disputed")
    suffix = {"m": "_m", "s": "_s", "kg": "_kg", "m/s": "_m_s", "JPY": "_jpy", "USD": "_usd", "deg": "_deg"}.get(
        fact.unit
    )
    assert suffix is None or fact.id.endswith(suffix), "the id of a number ends in its unit"


def test_every_registered_source_is_used():
    used = {source.id for fact in FACTS for source in facts.sources_of(fact)}
    registered = tomllib.loads(_loader_path().read_text(encoding="utf-8"))["source"]
    assert used == set(registered)
    for name in registered:
        assert facts.source(name).grade_text


def _loader_path():
    from newspace.core.paths import data

    return data("facts.toml")


def test_paragraphs_named_in_notes_exist():
    for fact in FACTS:
        for text in (fact.note, *(reported.note for reported in fact.values)):
            words = text.replace("(", " ").split()
            for before, word in zip([""] * 2 + words, words, strict=False):
                if word.startswith("¶"):
                    number = int(word.strip("¶,.;)"))
                    named = [name for name in readings.names() if name in text]
                    assert named, f"{fact.id}: {before} {word} names no reading"
                    assert readings.load(named[0]).paragraph(number)


def test_facts_agree_with_the_paragraphs_that_give_the_same_number():
    assert readings.cite("crash", 7, "roughly 900 kilometers")
    assert round(value("m2_target_pole_distance_m"), -5) == 900_000
    assert readings.cite("crash", 9, "the 2.3-meter-tall lander")
    assert value("lander_height_m") == 2.3
    assert readings.cite("crash", 7, "over 110 billion yen")
    assert facts.get("market_value_before_m2_jpy").low == 110e9
    assert readings.cite("crash", 6, "less than two minutes")
    assert facts.get("m2_contact_lost_s").high < 120
    assert readings.cite("crash", 10, "seven additional missions between now and 2029")
    assert value("missions_to_2029") == 7


def test_facts_cited_in_prose_are_found():
    text = 'High up[[1]](#Sources "fact m1_true_altitude_m"), a [link](#x "facts of life"), [a](b)[[2]](#Sources "fact m1_end m1_step_m").'
    assert [fact.id for fact in facts.facts_in(text)] == ["m1_true_altitude_m", "m1_end", "m1_step_m"]
    with pytest.raises(CourseError, match="m1_true_altitud”") as caught:
        facts.facts_in("[x](#Sources 'fact m1_true_altitud')", where="lesson 2, cell 5")
    assert "m1_true_altitude_m" in caught.value.remedy
    assert caught.value.where == "lesson 2, cell 5"


def test_an_unknown_id_is_refused():
    with pytest.raises(CourseError, match="no fact"):
        facts.get("zzz")
    with pytest.raises(CourseError, match="no source"):
        facts.source("R9999")


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ((5000, "m"), "5,000 m"),
        ((20000, "m"), "20,000 m (20 km)"),
        ((1.4e9, "m"), "1.4 million km"),
        ((3420.6, "s"), "3,420.6 s (57 min)"),
        ((600, "s"), "600 s (10 min)"),
        ((110e9, "JPY"), "110 billion yen"),
        ((110e9, "KRW"), "110 billion won"),
        ((-9.795e9, "JPY"), "−9.795 billion yen"),
        ((5000, "USD"), "US$5,000"),
        ((900, "m", None, 900), "at most 900 m"),
        ((100e6, "USD", 100e6), "at least US$100 million"),
        ((192, "m", 52, 192), "192 m (52 to 192 m)"),
        ((1, "landings"), "1 landing"),
        ((-4.6, "deg"), "−4.6°"),
        (("2025-06-05T19:17:00Z", "UTC"), "19:17 UTC on 5 June 2025"),
        (("2022-12-11T07:38:13Z", "UTC"), "07:38:13 UTC on 11 December 2022"),
        (("2019-04", "UTC"), "April 2019"),
        (("2028", "UTC"), "2028"),
    ],
)
def test_quantities_in_words(amount, words):
    assert quantity_in_words(*amount) == words


@pytest.mark.parametrize(
    "text", ["2025-13", "2025-02-30", "25-06-05", "2025-6-5", "2025-06-05T25:00:00Z", "June 2025", ""]
)
def test_an_invalid_date_is_refused(text):
    assert not dates.is_date(text)


GOOD = """
[source.R1]
title = "T"
publisher = "P"
date = "2025-06"
url = "https://example.org/a"
grade = "N"

[fact.a_m]
statement = "A is 5 m."
value = 5
unit = "m"
as_of = "2025"
status = "confirmed"
sources = ["R1"]

[fact.b_m]
statement = "B is 6 or 7 m."
value = 6
unit = "m"
as_of = "2025"
status = "disputed"
sources = ["R1"]
note = "two say so"
values = [{ value = 6, source = "R1" }, { value = 7, note = "said by all" }]

[fact.c_m]
statement = "C is not known."
unit = "m"
as_of = "2025-01-02"
status = "open"
note = "no source"
"""


def load(tmp_path, text):
    path = tmp_path / "facts.toml"
    path.write_text(text, encoding="utf-8")
    return _loader.register(path)


def test_a_valid_file_is_loaded(tmp_path):
    found = load(tmp_path, GOOD).facts
    assert [fact.status for fact in found.values()] == ["confirmed", "disputed", "open"]
    assert found["c_m"].amount() == "not known"
    assert found["b_m"].values[1].note == "said by all"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('sources = ["R1"]\n\n', 'sources = ["R2"]\n\n', "a_m, field sources"),
        ('sources = ["R1"]\n\n', 'sources = "R1"\n\n', "a_m, field sources"),
        ('sources = ["R1"]\n\n', "\n", "a_m, field sources"),
        ('unit = "m"\nas_of = "2025"\nstatus = "confirmed"', 'as_of = "2025"\nstatus = "confirmed"', "a_m, field unit"),
        ('status = "confirmed"', 'status = "sure"', "a_m, field status"),
        ('status = "confirmed"', "", "a_m, field status"),
        ('as_of = "2025"\nstatus = "confirmed"', 'as_of = "June"\nstatus = "confirmed"', "a_m, field as_of"),
        ("value = 5", 'value = "5"', "a_m, field value"),
        ("value = 5", "value = nan", "a_m, field value"),
        ("value = 5", "value = true", "a_m, field value"),
        ("value = 5", "", "a_m, field value"),
        ("value = 5", "value = 5\nlow = 6", "a_m, field low"),
        ("value = 5", "value = 5\nhigh = 4", "a_m, field high"),
        ("value = 5", 'value = 5\nhigh = "9"', "a_m, field high"),
        ("value = 5", "value = 5\nvolume = 4", "a_m, field volume"),
        ("value = 5", 'value = 5\nderived_from = ["d"]', "a_m, field derived_from"),
        ("value = 5", 'value = 5\nderived_from = ["a_m"]', "a_m, field derived_from"),
        ("value = 5", 'value = 5\nderived_from = ["c_m"]', "a_m, field status"),
        ('"A is 5 m."', '""', "a_m, field statement"),
        ("[fact.a_m]", "[fact.A-m]", "field (id)"),
        ('note = "two say so"', "", "b_m, field note"),
        (', { value = 7, note = "said by all" }', "", "b_m, field values"),
        ('{ value = 7, note = "said by all" }', "{ value = 7 }", "b_m, values, field source"),
        ('{ value = 7, note = "said by all" }', '{ value = 7, source = "R8" }', "b_m, values, field source"),
        ('{ value = 7, note = "said by all" }', '{ note = "said by all" }', "b_m, values, field value"),
        ('{ value = 7, note = "said by all" }', "7", "b_m, values"),
        ('note = "no source"', "", "c_m, field note"),
        ('note = "no source"', 'note = "no source"\nhigh = 5', "c_m, field high"),
        ('grade = "N"', 'grade = "X"', "source R1, field grade"),
        ('date = "2025-06"', 'date = "2025-6"', "source R1, field date"),
        ('url = "https://example.org/a"', 'url = "example.org"', "source R1, field url"),
        ("[fact.b_m]", "[fact.a_m]", "facts.toml"),
        ('publisher = "P"', "publisher = ", "facts.toml"),
    ],
)
def test_an_invalid_file_gives_one_error(tmp_path, old, new, field):
    assert GOOD.count(old) >= 1
    with pytest.raises(CourseError) as caught:
        load(tmp_path, GOOD.replace(old, new, 1))
    assert field in caught.value.where
    assert "facts.toml" in caught.value.where
    assert caught.value.remedy


@pytest.mark.parametrize("text", ["", "[source.R1]\n", "fact = 5\nsource = 3", "[source]\n[fact]\n"])
def test_an_empty_file_is_refused(tmp_path, text):
    with pytest.raises(CourseError, match="field"):
        load(tmp_path, text)


def test_a_missing_file_is_reported(tmp_path):
    with pytest.raises(CourseError, match="cannot be read"):
        _loader.register(tmp_path / "facts.toml")
