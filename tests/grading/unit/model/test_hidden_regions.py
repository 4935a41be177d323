"""Hidden regions of test cells: several, unclosed, and very many."""

from __future__ import annotations

from newspace_grading.disclosure.redaction import descriptions, hidden_sources, redacted, visible
from newspace_grading.model.execution_plan import normalised_source
from newspace_grading.model.notebook import hidden_regions

TWO = (
    "assert f(1) == 2\n### BEGIN HIDDEN TESTS: large ones\nassert f(30) == 31\n### END HIDDEN TESTS\nassert f(5) == 6\n"
    "if True:\n    ### BEGIN HIDDEN TESTS\n    assert f(70) == 71\n    ### END HIDDEN TESTS\n    pass"
)


def test_two_hidden_regions_in_a_cell_are_separate() -> None:
    assert [(one.first, one.last, one.title, one.body, one.ended) for one in hidden_regions.regions(TWO)] == [
        (2, 4, ": large ones", "assert f(30) == 31\n", True),
        (7, 9, "", "    assert f(70) == 71\n", True),
    ]
    assert hidden_regions.lines(TWO) == {2, 3, 4, 7, 8, 9}
    assert [hidden_regions.holds(TWO, line) for line in (0, 1, 2, 4, 5, 8, 10)] == [
        False,
        False,
        True,
        True,
        False,
        True,
        False,
    ]
    assert visible(TWO) == "assert f(1) == 2\nassert f(5) == 6\nif True:\n    pass"
    assert hidden_sources(TWO) == ["assert f(30) == 31\n", "assert f(70) == 71\n"]
    assert descriptions(TWO) == ["large ones", "1 hidden test"]
    assert "# hidden tests: large ones\nassert f(5)" in redacted(TWO)
    assert hidden_regions.blanked(TWO).split("\n")[4] == "assert f(5) == 6"
    assert "HIDDEN" not in hidden_regions.blanked(TWO)


def test_an_unclosed_region_hides_the_rest_of_its_cell_only() -> None:
    torn = "a = 1\n### BEGIN HIDDEN TESTS\nassert f(71234) == 1\n"
    assert [(one.first, one.last, one.ended) for one in hidden_regions.regions(torn)] == [(2, 4, False)]
    assert hidden_regions.holds(torn, 3)
    assert visible(torn) == "a = 1"
    assert "71234" not in redacted(torn) + hidden_regions.blanked(torn)
    assert normalised_source(torn) == "a = 1 ### BEGIN HIDDEN TESTS assert f(71234) == 1"


def test_text_with_many_markers_is_read_in_linear_time() -> None:
    """With a text that is searched anew for each mark this would take a quarter of an hour."""
    marks = "# BEGIN HIDDEN TESTS\n" * 50_000
    assert normalised_source(marks).count("BEGIN HIDDEN TESTS") == 50_000
    assert normalised_source("a\n### BEGIN HIDDEN TESTS\nsecret\n### END HIDDEN TESTS\nb") == "a b"
