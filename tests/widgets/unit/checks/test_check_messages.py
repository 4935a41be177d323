"""Messages of failing exercise tests: what a learner reads, and what must never be shown."""

from __future__ import annotations

import decimal
import fractions
import io
import json
import logging
import math
import sys
import warnings
from collections.abc import Callable

import matplotlib as mpl
import numpy as np
import pytest

from newspace import checks
from newspace.checks import result_conversion
from newspace.figures import describe

mpl.use("agg")


def fails(function: object, *, hidden: bool = False, kind: str = "number", **details: object) -> str:
    """Return the message of one failing check, on one line."""
    door = checks.hidden("demo", "other values") if hidden else checks.task("demo")
    given = {
        "number": {"expect": 1633.5, "unit": "m/s", "rel_tol": 1e-3},
        "numbers": {"expect": [1.0, 2.0], "unit": "m", "rel_tol": 1e-3},
        "truth": {"expect": True},
    }[kind]
    with pytest.raises(checks.CheckFailed) as caught, door as check:
        getattr(check, kind)(function, 100_000, **{**given, **details})
    return " ".join(caught.value.message().split())


@pytest.mark.parametrize(
    "result",
    [
        1633.5,
        np.float64(1633.5),
        np.float32(1633.5),
        np.array(1633.5),
        decimal.Decimal("1633.5"),
        fractions.Fraction(3267, 2),
        1634,
        np.int64(1634),
    ],
    ids=repr,
)
def test_every_numeric_type_is_accepted_as_a_number(result: object) -> None:
    with checks.task("demo") as check:
        check.number(lambda _x: result, 1, expect=1633.5, unit="m/s", rel_tol=1e-3)


@pytest.mark.parametrize(
    ("result", "says"),
    [
        (None, "Does the function end with return"),
        ("1633.5", "Text came back"),
        ((1633.5,), "Is there a comma after the number?"),
        ((1.0, 2.0), "One number was expected"),
        ([1633.5], "One number was expected"),
        (float("nan"), "not a number"),
        (float("inf"), "division by zero"),
        (1633.5 + 0j, "complex number"),
        (True, "Was a comparison returned?"),
        (np.True_, "Was a comparison returned?"),
        (math.sqrt, "One number was expected"),
        ({"v": 1633.5}, "One number was expected"),
        (np.array([1633.5]), "One number was expected"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_value_that_is_not_a_number_is_explained(result: object, says: str) -> None:
    message = fails(lambda _x: result)
    assert says in message
    assert "Came back:" in message
    assert "a number in m/s" in message


def test_a_message_shows_the_call_the_result_and_what_was_expected() -> None:
    def orbit_speed(altitude_m: float) -> float:
        return 5880.6 + 0 * altitude_m

    message = fails(orbit_speed)
    assert "Called: orbit_speed(100000)" in message
    assert "Came back: 5880.6 (a number)" in message
    assert "Expected: a number in m/s, about 1633.5" in message
    assert "3.6 times too large" in message


@pytest.mark.parametrize(
    ("factor", "says"),
    [
        (-1, "sign"),
        (1000, "1,000 times too large"),
        (0.001, "1,000 times too small"),
        (1 / 3.6, "3.6 times too small"),
        (60, "minutes"),
        (2, "twice"),
        (7, "Check formula"),
    ],
)
def test_a_visible_test_suggests_the_mistake(factor: float, says: str) -> None:
    assert says in fails(lambda _x: 1633.5 * factor)


def test_a_known_mistake_takes_precedence_over_a_guess() -> None:
    assert "the radius" in fails(lambda _x: 16335.0, mistakes={16335.0: "Count from the centre: the radius."})


EXPECTED = 1633.5
HIDDEN_RESULTS: list[Callable[[float], object]] = [
    lambda _x: 3267.0,
    lambda _x: None,
    lambda _x: "x",
    lambda _x: -EXPECTED,
    lambda _x: 1 / 0,
    lambda _x: missing,  # type: ignore[name-defined]  # noqa: F821
]


@pytest.mark.parametrize("function", HIDDEN_RESULTS)
def test_a_hidden_test_never_shows_the_expected_value(function: object) -> None:
    message = fails(function, hidden=True)
    assert "other values" in message
    assert "1633" not in message.replace("-1633.5", "")
    assert "times too" not in message
    assert "sign" not in message


@pytest.mark.parametrize(
    ("result", "says"),
    [
        ([1.0], "1 value came back, where 2 were expected"),
        (iter([1.0, 2.0]), "generator"),
        (5.0, "A single number came back"),
        (None, "return"),
        ("12", "Text"),
        ({1: 2}, "A list of numbers"),
        ([1.0, None], "index 1"),
        ([2.0, 1.0], "opposite order"),
        ([1.0, 3.0], "index 1"),
        (np.ones((2, 2)), "A list of numbers"),
    ],
    ids=lambda value: repr(value)[:25],
)
def test_a_wrong_list_of_numbers_is_explained(result: object, says: str) -> None:
    assert says in fails(lambda _x: result, kind="numbers")


@pytest.mark.parametrize(
    ("result", "says"), [("True", "quotes"), (1, "True or False was expected"), (None, "return"), (False, "it is so")]
)
def test_a_wrong_boolean_is_explained(result: object, says: str) -> None:
    assert says in fails(lambda _x: result, kind="truth", because="it is so")


def test_printing_instead_of_returning_is_detected() -> None:
    assert "print shows a value, return gives it back" in fails(lambda x: print(1633.5, x))


def test_an_unanswered_task_is_reported() -> None:
    def stub(_x: float) -> float:
        raise NotImplementedError

    assert "not answered yet" in fails(stub)


def test_a_missing_function_is_named() -> None:
    with pytest.raises(checks.CheckFailed) as caught, checks.hidden("demo", "other values") as check:
        check.number(orbit_sped, 1, expect=1633.5, unit="m/s")  # type: ignore[name-defined]  # noqa: F821
    message = caught.value.message()
    assert "“orbit_sped”" in message
    assert "1633" not in message


def test_an_interrupted_test_shows_no_source_line() -> None:
    def endless(_x: float) -> float:
        raise KeyboardInterrupt  # as nbgrader's time limit or the learner interrupts it

    message = fails(endless, hidden=True)
    assert "stopped from outside" in message
    assert "1633" not in message


def test_a_value_that_is_not_a_function_is_reported() -> None:
    assert "a function was expected" in fails(1633.5).lower()


def test_an_error_in_the_test_itself_is_not_blamed_on_the_learner() -> None:
    with pytest.raises(checks.CheckFailed, match="not your fault"), checks.task("demo") as check:
        check.number(abs, -1, expect=1, unit="m", rel_tol="much")  # type: ignore[arg-type]


def test_ipython_shows_the_message_and_no_source_line() -> None:
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    source = "from newspace import checks\nwith checks.hidden('demo', 'other values') as check:\n    check.number(abs, -5, expect=1633.5, unit='m/s')"
    shown = io.StringIO()
    before = sys.stdout
    sys.stdout = shown
    try:
        shell.run_cell(source, store_history=False)
    finally:
        sys.stdout = before
        InteractiveShell.clear_instance()
    text = shown.getvalue()
    assert "Called:      abs(-5)" in text
    assert "1633" not in text
    assert "Traceback" not in text
    assert "expect=" not in text


def test_nothing_goes_to_stderr_when_a_right_answer_warns(capsys: pytest.CaptureFixture[str]) -> None:
    def noisy(x: float) -> float:
        warnings.warn("careful", RuntimeWarning, stacklevel=1)
        logging.getLogger("learner").warning("a log line")
        print("to stderr", file=sys.stderr)
        np.float64(1) / np.float64(0)
        return x

    with checks.task("demo") as check:
        check.number(noisy, 5, expect=5, unit="m")
    captured = capsys.readouterr()
    assert captured.err == ""
    assert "Hidden ones remain" in captured.out


def test_arguments_are_copied_and_a_modification_is_reported() -> None:
    given = [3, 1, 2]
    with pytest.raises(checks.CheckFailed, match="changed a list"), checks.task("demo") as check:
        check.leaves_alone(lambda values: values.sort() or values, given)
    assert given == [3, 1, 2]


def test_raising_the_expected_error_passes() -> None:
    with checks.task("demo") as check:
        check.refuses(math.sqrt, -1, error=ValueError, because="negative")
        check.nothing(lambda _x: None, 1, because="nothing to give")
        check.that(True, expected="something", why="no reason")
    with pytest.raises(checks.CheckFailed, match="negative"), checks.task("demo") as check:
        check.refuses(abs, -1, error=ValueError, because="negative")
    with pytest.raises(checks.CheckFailed, match="asked for None"), checks.task("demo") as check:
        check.nothing(abs, -1, because="asked for None")
    with pytest.raises(checks.CheckFailed, match="because so"), checks.task("demo") as check:
        check.that(0, expected="something", why="because so")


def test_a_figure_is_described_as_plain_data() -> None:
    import json

    import matplotlib.pyplot as plt

    fig, ax = plt.subplots()
    ax.plot([1, 2], [3, 4], label="line")
    ax.scatter([5], [6], label="dot")
    ax.bar([1, 2], [7, 8], label="bar")
    ax.set(title="T", xlabel="x [m]", ylabel="y [s]", yscale="log")
    ax.text(1, 1, "here")
    ax.legend()
    shown = describe(ax)
    plt.close(fig)
    assert json.loads(json.dumps(shown)) == shown
    assert shown["lines"] == [{"label": "line", "x": [1.0, 2.0], "y": [3.0, 4.0]}]
    assert shown["points"] == [{"label": "dot", "x": [5.0], "y": [6.0]}]
    assert shown["bars"] == [{"label": "bar", "x": [1.0, 2.0], "y": [7.0, 8.0]}]
    assert (shown["title"], shown["x_label"], shown["y_label"], shown["y_scale"]) == ("T", "x [m]", "y [s]", "log")
    assert shown["texts"] == ["here"]
    assert set(shown["legend"]) == {"line", "dot", "bar"}


def test_the_check_closes_the_figure() -> None:
    import matplotlib.pyplot as plt

    def draw(xs: list[float]) -> object:
        _fig, ax = plt.subplots()
        ax.plot(xs, xs)
        ax.set(title="T", xlabel="x [m]", ylabel="y [m]")
        return ax

    before = plt.get_fignums()
    with checks.task("demo") as check:
        check.figure(draw, [1, 2], x=[1, 2], y=[1, 2], x_unit="m", y_unit="m", rel_tol=1e-6)
    assert plt.get_fignums() == before


def test_a_message_without_a_unit_says_number() -> None:
    said = fails(lambda _x: [1.0, 3.0], kind="numbers", unit="")
    assert "2 numbers, about (1, 2)" in said
    assert " in ," not in said


def test_values_are_shown_as_python_source():
    endless: dict[str, object] = {"b": 1}
    endless["a"] = endless
    assert (
        result_conversion.format_value({"build": np.float64(2.5), "design": [1, (2,)]})
        == "{'build': 2.5, 'design': [1, (2,)]}"
    )
    assert result_conversion.format_value(dict.fromkeys(range(9))).endswith(", …}")
    assert "..." in result_conversion.format_value(endless) or "…" in result_conversion.format_value(endless)


def failure_of(*, hidden: bool, function: Callable[..., object]) -> dict[str, object]:
    """The plain data of a check that fails."""
    door = checks.hidden("demo", "other values") if hidden else checks.task("demo")
    with pytest.raises(checks.CheckFailed) as caught, door as check:
        check.number(function, 100_000, expect=1633.5, unit="m/s", rel_tol=1e-3)
    return caught.value.failure


def test_a_failure_is_plain_data_as_well_for_whoever_reads_it_in_another_language() -> None:
    found = failure_of(hidden=True, function=lambda _x: 2.5)
    assert json.loads(json.dumps(found)) == found
    assert (found["task"], found["hidden"], found["about"], found["stub"]) == ("demo", True, "other values", False)
    rows = dict(found["rows"])  # type: ignore[call-overload]
    assert list(rows) == ["called", "came back", "expected"]
    assert rows["expected"] == {"template": "a number in {unit}", "arguments": {"unit": "m/s"}}
    assert rows["came back"]["quoted"] == ["part0"], "the value is the learner's, its type is not"


def test_what_the_learner_s_program_chose_is_marked_as_quoted() -> None:
    def missing(_x: float) -> float:
        return chosen  # type: ignore[name-defined]  # noqa: F821

    def printing(_x: float) -> None:
        print("chosen")

    for function in (missing, printing):
        why = dict(failure_of(hidden=False, function=function)["rows"])["why"]  # type: ignore[call-overload]
        assert [why["arguments"][name].strip("'") for name in why["quoted"]] == ["chosen"]


def test_an_unanswered_task_is_marked_as_such() -> None:
    def stub(_x: float) -> float:
        raise NotImplementedError

    assert failure_of(hidden=False, function=stub)["stub"] is True


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([], "check the spelling of the name"),
        (["speeds = 1", "print(speed)"], "check the spelling of the name"),
        (["def speed(:\n    return 1"], "stopped with an error, SyntaxError. Python could not read line 1."),
        (["def speed(x):\n    return x", "def speed(x):\nreturn x"], "IndentationError. Python could not read line 2."),
        (["import nothing_of_this_name\n\nspeed = 1"], "stopped with an error before it came to this name"),
        (["1 / 0\ndef speed(x):\n    return x"], "stopped with an error before it came to this name"),
    ],
)
def test_a_missing_name_is_explained_by_what_its_cell_did(monkeypatch, cells, said):
    monkeypatch.setattr(sys.modules["__main__"], "In", ["", *cells], raising=False)
    with pytest.raises(checks.CheckFailed) as caught, checks.task("demo") as check:
        check.number(speed, expect=1, unit="m/s")  # noqa: F821 - it is not there, which is what is tested
    assert said in " ".join(caught.value.message().split())


def test_a_wrong_count_asks_for_what_has_to_be_counted():
    with pytest.raises(checks.CheckFailed) as caught, checks.task("demo") as check:
        check.number(lambda _x: 49, 1, expect=5, unit="words")
    told = " ".join(caught.value.message().split())
    assert "what has to be counted, and what not?" in told
    assert "constants" not in told


def test_the_kind_of_a_value_has_the_right_article():
    class Axes:
        pass

    assert str(result_conversion.came_back(Axes())).endswith("(an Axes)")
    assert str(result_conversion.came_back({1})).endswith("(a set)")


def test_a_message_fits_a_window_of_800_pixels():
    told = fails(lambda _x: "x" * 60, expect=1.0)
    assert told
    with pytest.raises(checks.CheckFailed) as caught, checks.task("demo") as check:
        check.number(lambda *_all: "one word after another " * 9, *range(30), expect=5, unit="words")
    assert max(len(line) for line in caught.value.message().splitlines()) <= 76
