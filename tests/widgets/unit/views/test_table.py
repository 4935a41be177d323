"""The table view: accessible, escaped, with readable numbers."""

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


def test_numbers_are_formatted_for_reading_in_a_table():
    text = repr(table(ROWS, caption="Speeds"))
    assert text.splitlines()[:2] == ["Speeds", "Name | Value | Is right"]
    assert "1,634 | yes" in text
    assert "0.1235 | no" in text
    assert "– | yes" in text


def test_html_is_escaped_and_has_headings_and_a_caption():
    page = table(ROWS, caption='A "caption"')._repr_html_()
    assert "<b>" not in page
    assert "speed &lt;b&gt;" in page
    assert "time &amp; more" in page
    assert page.count('scope="col"') == 3
    assert 'aria-label="A &quot;caption&quot;"' in page
    assert "<caption" in page


def test_missing_numbers_are_aligned_like_numbers_and_short_texts_do_not_wrap():
    page = table(
        [Row("Mission 2", -2000.0, True), Row("a name that is rather long", None, True)], caption="Errors"
    )._repr_html_()
    right, short = "text-align:right", "white-space:nowrap"
    cells = {text: style for style, text in re.findall(r'<td style="([^"]*)">([^<]*)</td>', page)}
    assert right in cells["−2,000"]
    assert right in cells["–"]
    assert short in cells["Mission 2"]
    assert short not in cells["a name that is rather long"]


def test_a_table_without_rows_is_shown():
    assert "Nothing" in table([], caption="Nothing")._repr_html_()


def test_columns_can_be_chosen_and_a_wrong_one_is_named():
    assert repr(table(ROWS, caption="Speeds", columns=["value", "name"])).splitlines()[1] == "Value | Name"
    with pytest.raises(CourseError, match="no column “speed”"):
        table(ROWS, caption="Speeds", columns=["speed"])


def test_further_rows_are_folded_below():
    view = table(ROWS, caption="Speeds", first=1)
    shown, folded = view._repr_html_().split("<details>")
    assert "speed &lt;b&gt;" in shown
    assert "time &amp; more" not in shown
    assert "The other rows (2)" in folded
    assert "time &amp; more" in folded
    assert folded.count('scope="col"') == 3
    assert "time & more" in repr(view)
    assert "<details>" not in table(ROWS, caption="Speeds", first=3)._repr_html_()


def test_source_ids_are_replaced_by_publishers():
    row = {"name": "step", "source": "about 3 km; R30, R32 and R999999"}
    text = repr(table([row], caption="x"))
    assert f"{facts.source('R30').publisher.partition(';')[0]}, " in text
    assert "R30" not in text
    assert "R999999" in text, "what is no source of the register stays"
