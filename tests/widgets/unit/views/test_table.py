"""A table of results: accessible, escaped, readable numbers."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from newspace.content import facts
from newspace.core.errors import CourseError
from newspace.views.shared.table import table


class Row(NamedTuple):
    name: str
    value: float | None
    is_right: bool


ROWS = [Row("speed <b>", 1633.5, True), Row("time & more", 0.123456, False), Row("none", None, True)]


def test_numbers_are_written_as_people_write_them():
    text = repr(table(ROWS, caption="Speeds"))
    assert text.splitlines()[:2] == ["Speeds", "Name | Value | Is right"]
    assert "1,634 | yes" in text
    assert "0.1235 | no" in text
    assert "– | yes" in text


def test_html_is_escaped_and_has_heads_and_a_caption():
    page = table(ROWS, caption='A "caption"')._repr_html_()
    assert "<b>" not in page
    assert "speed &lt;b&gt;" in page
    assert "time &amp; more" in page
    assert page.count('scope="col"') == 3
    assert 'aria-label="A &quot;caption&quot;"' in page
    assert "<caption" in page


def test_a_missing_number_stands_where_the_numbers_stand_and_short_texts_are_not_broken():
    page = table(
        [Row("Mission 2", -2000.0, True), Row("a name that is rather long", None, True)], caption="Errors"
    )._repr_html_()
    right, short = "text-align:right", "white-space:nowrap"
    cells = {text: style for style, text in re.findall(r'<td style="([^"]*)">([^<]*)</td>', page)}
    assert right in cells["−2,000"]
    assert right in cells["–"]
    assert short in cells["Mission 2"]
    assert short not in cells["a name that is rather long"]


def test_no_rows_is_still_a_table():
    assert "Nothing" in table([], caption="Nothing")._repr_html_()


def test_columns_can_be_chosen_and_a_wrong_one_is_named():
    assert repr(table(ROWS, caption="Speeds", columns=["value", "name"])).splitlines()[1] == "Value | Name"
    with pytest.raises(CourseError, match="no column “speed”"):
        table(ROWS, caption="Speeds", columns=["speed"])


def test_what_is_not_shown_at_once_stands_folded_below_and_nothing_is_lost():
    view = table(ROWS, caption="Speeds", first=1)
    shown, folded = view._repr_html_().split("<details>")
    assert "speed &lt;b&gt;" in shown
    assert "time &amp; more" not in shown
    assert "The other rows (2)" in folded
    assert "time &amp; more" in folded
    assert folded.count('scope="col"') == 3
    assert "time & more" in repr(view)
    assert "<details>" not in table(ROWS, caption="Speeds", first=3)._repr_html_()


def test_sources_go_by_their_publishers_names():
    row = {"name": "step", "source": "about 3 km; R30, R32 and R999999"}
    text = repr(table([row], caption="x"))
    assert f"{facts.source('R30').publisher.partition(';')[0]}, " in text
    assert "R30" not in text
    assert "R999999" in text, "what is no source of the register stays"
