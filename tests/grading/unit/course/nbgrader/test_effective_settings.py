"""Settings in effect, their origins, and the errors about invalid ones."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from traitlets.config.loader import Config, PyFileConfigLoader

from newspace_grading.course.layout import Course
from newspace_grading.course.nbgrader.configuration.config_files import ConfigFile
from newspace_grading.course.nbgrader.configuration.effective_settings import (
    Scope,
    configured_assignments,
    contradictions,
    effective_settings,
)
from newspace_grading.course.nbgrader.settings import SECTIONS, SettingsError, names_of, requirement, trait_of
from newspace_grading.sandbox.limits import Limits

CONFIG = "nbgrader_config.py"


def course(folder: Path, *lines: str, others: tuple[Path, ...] = ()) -> Course:
    """A course whose configuration has these lines, after those of other files."""
    path = folder / CONFIG
    path.write_text("\n".join(("c = get_config()", *lines, "")), encoding="utf-8")
    whole, files = Config(), []
    for one in (*others, path):
        config = PyFileConfigLoader(one.name, str(one.parent)).load_config()
        files.append(ConfigFile(one, config))
        whole.merge(config)
    directory: Any = SimpleNamespace(root=str(folder), parent=SimpleNamespace(config=whole))
    return Course(directory, tuple(files))


def held(made: Course, name: str, assignment: str = "", **given: object) -> tuple[object, str]:
    """The value of a setting, and where it was set."""
    settings = {setting.name: setting for setting in effective_settings(made, assignment, given).all}
    return settings[name].value, settings[name].origin


def test_limits_default_without_settings(tmp_path: Path) -> None:
    found = effective_settings(course(tmp_path))
    assert found.limits == Limits()
    assert (found.jobs, found.wait_seconds, found.level, found.strict) == (None, 60.0, "", False)
    assert [setting.origin for setting in found.all] == ["default"] * len(found.all)
    assert [setting.name for setting in found.all] == [name for section in SECTIONS for name in names_of(section)]


def test_precedence_of_sources_of_a_setting(tmp_path: Path) -> None:
    lines = [
        "c.Execute.timeout = 40",
        "c.GraderLimits.cell_seconds = 30",
        'c.GraderLimits.assignments = {"ps1": {"cell_seconds": 20}}',
    ]
    made = course(tmp_path, *lines)
    assert held(made, "cell_seconds", "ps1", cell_seconds=10.0) == (10.0, "command line: --cell-seconds")
    assert held(made, "cell_seconds", "ps1") == (20.0, f'{CONFIG}, line 4: c.GraderLimits.assignments["ps1"]')
    assert held(made, "cell_seconds", "ps2") == (30.0, f"{CONFIG}, line 3: c.GraderLimits.cell_seconds")
    made = course(tmp_path, *lines[:1])
    assert held(made, "cell_seconds", "ps1") == (40.0, f"{CONFIG}, line 2: c.Execute.timeout, nbgrader's own")
    assert held(course(tmp_path), "cell_seconds", "ps1") == (60.0, "default")


def test_an_assignments_setting_applies_to_it_alone(tmp_path: Path) -> None:
    made = course(
        tmp_path,
        'c.GraderLimits.assignments = {"ps1": {"memory_mb": 2048, "processes": 16}}',
        'c.GraderSettings.assignments = {"ps1": {"strict": True, "jobs": 1, "level": "limits"}}',
    )
    own, other = effective_settings(made, "ps1"), effective_settings(made, "ps2")
    assert (own.limits.memory_mb, own.limits.processes, own.strict, own.jobs, own.level) == (
        2048,
        16,
        True,
        1,
        "limits",
    )
    assert other == effective_settings(made)
    assert other.limits == Limits()
    assert set(configured_assignments(made)) == {"ps1"}
    assert effective_settings(made, "ps1", {"strict": False}).strict is False


STRICT, ALLOWED = "c.GraderSettings.strict = ", "c.GraderSettings.allow_not_isolated = "
FOR_ONE = 'c.GraderSettings.assignments = {"ps1": {"%s": %s}}'


@pytest.mark.parametrize(
    ("lines", "given", "is_strict", "origin"),
    [
        ((STRICT + "True",), {}, True, f"{CONFIG}, line 2: c.GraderSettings.strict"),
        ((ALLOWED + "True",), {}, False, f"{CONFIG}, line 2: c.GraderSettings.allow_not_isolated"),
        ((ALLOWED + "False",), {}, True, f"{CONFIG}, line 2: c.GraderSettings.allow_not_isolated"),
        ((STRICT + "True", ALLOWED + "True"), {}, True, f"{CONFIG}, line 2: c.GraderSettings.strict"),
        ((STRICT + "False", ALLOWED + "False"), {}, True, f"{CONFIG}, line 3: c.GraderSettings.allow_not_isolated"),
        ((STRICT + "True",), {"allow_not_isolated": True}, False, "command line: --allow-not-isolated"),
        ((ALLOWED + "True",), {"strict": True}, True, "command line: --strict"),
        (
            (STRICT + "True", FOR_ONE % ("allow_not_isolated", True)),
            {},
            False,
            f'{CONFIG}, line 3: c.GraderSettings.assignments["ps1"]',
        ),
        (
            (ALLOWED + "True", FOR_ONE % ("strict", True)),
            {},
            True,
            f'{CONFIG}, line 3: c.GraderSettings.assignments["ps1"]',
        ),
    ],
)
def test_strict_and_its_opposite_agree(
    tmp_path: Path, lines: tuple[str, ...], given: dict[str, object], is_strict: bool, origin: str
) -> None:
    made = course(tmp_path, *lines)
    assert held(made, "strict", "ps1", **given) == (is_strict, origin)
    assert held(made, "allow_not_isolated", "ps1", **given) == (not is_strict, origin)
    assert effective_settings(made, "ps1", given).strict is is_strict


def test_precedence_depends_on_the_scope_and_not_on_the_name_of_a_file(tmp_path: Path) -> None:
    first = tmp_path / "command line.py"
    first.write_text(f"{STRICT}True\n", encoding="utf-8")
    made = course(tmp_path, FOR_ONE % ("allow_not_isolated", True), others=(first,))
    assert effective_settings(made, "ps2").strict is True
    assert effective_settings(made, "ps1").strict is False


def test_each_setting_has_the_scope_for_which_it_was_made(tmp_path: Path) -> None:
    made = course(tmp_path, "c.Execute.timeout = 9", "c.GraderLimits.memory_mb = 900", FOR_ONE % ("strict", True))
    scopes = {setting.name: setting.scope for setting in effective_settings(made, "ps1", {"jobs": 3}).all}
    assert scopes["file_mb"] is Scope.DEFAULT
    assert scopes["memory_mb"] is scopes["cell_seconds"] is Scope.COURSE
    assert scopes["strict"] is scopes["allow_not_isolated"] is Scope.ASSIGNMENT
    assert scopes["jobs"] is Scope.COMMAND_LINE
    assert sorted(Scope) == [
        Scope.DEFAULT,
        Scope.COURSE,
        Scope.ASSIGNMENT,
        Scope.ENVIRONMENT,
        Scope.COMMAND_LINE,
    ]


def test_assignments_can_be_added_to_those_of_another_file(tmp_path: Path) -> None:
    first = tmp_path / "first.py"
    first.write_text('c.GraderLimits.assignments = {"ps1": {"cell_seconds": 20}}\n', encoding="utf-8")
    made = course(tmp_path, 'c.GraderLimits.assignments.update({"ps2": {"cell_seconds": 5}})', others=(first,))
    assert [held(made, "cell_seconds", name)[0] for name in ("ps1", "ps2", "ps3")] == [20.0, 5.0, 60.0]


def test_precedence_of_fork_is_command_line_then_environment_then_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NEWSPACE_GRADE_FORK", raising=False)
    made = course(tmp_path, "c.GraderSettings.fork = False")
    assert held(made, "fork") == (False, f"{CONFIG}, line 2: c.GraderSettings.fork")
    assert held(course(tmp_path), "fork") == (True, "default")
    monkeypatch.setenv("NEWSPACE_GRADE_FORK", "yes")
    assert held(made, "fork") == (True, "environment: NEWSPACE_GRADE_FORK")
    monkeypatch.setenv("NEWSPACE_GRADE_FORK", "no")
    assert held(course(tmp_path), "fork") == (False, "environment: NEWSPACE_GRADE_FORK")
    assert held(course(tmp_path), "fork", fork=True) == (True, "command line: --fork")


def test_the_last_file_and_its_last_line_are_named(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    elsewhere = tmp_path / "etc" / "site.py"
    elsewhere.write_text("c.GraderLimits.cell_seconds = 1\nc.GraderLimits.file_mb = 7\n", encoding="utf-8")
    lines = ("c.GraderLimits.cell_seconds = 2", "c.GraderLimits.cell_seconds = 3")
    folder = tmp_path / "course"
    folder.mkdir()
    made = course(folder, *lines, "for name in ['disk_mb']: setattr(c.GraderLimits, name, 99)", others=(elsewhere,))
    assert held(made, "cell_seconds") == (3.0, f"{CONFIG}, line 3: c.GraderLimits.cell_seconds")
    assert held(made, "file_mb") == (7, f"{elsewhere}, line 2: c.GraderLimits.file_mb")
    assert held(made, "disk_mb") == (99, f"{CONFIG}: c.GraderLimits.disk_mb")


def test_an_assignment_in_an_untaken_branch_is_not_the_origin(tmp_path: Path) -> None:
    made = course(tmp_path, "if False:", "    c.GraderLimits.cell_seconds = 3")
    assert held(made, "cell_seconds") == (60.0, "default")


@pytest.mark.parametrize("section", ["Execute", "ExecutePreprocessor", "NotebookClient"])
def test_nbgraders_timeout_is_read_under_each_of_its_names(section: str, tmp_path: Path) -> None:
    made = course(tmp_path, f"c.{section}.timeout = 90", "c.GraderLimits.test_seconds = 15")
    assert held(made, "cell_seconds") == (90.0, f"{CONFIG}, line 2: c.{section}.timeout, nbgrader's own")
    assert held(made, "test_seconds") == (15.0, f"{CONFIG}, line 3: c.GraderLimits.test_seconds")


@pytest.mark.parametrize("none", ["None", "-1"])
def test_no_cell_timeout_in_nbgrader_leaves_the_notebook_limit(none: str, tmp_path: Path) -> None:
    made = course(tmp_path, f"c.Execute.timeout = {none}", "c.GraderLimits.notebook_seconds = 300")
    value, origin = held(made, "cell_seconds")
    assert value == 300.0
    assert "no limit but notebook_seconds" in origin
    assert effective_settings(made).limits.test_seconds == 300.0


def test_dependent_defaults_follow_configured_limits(tmp_path: Path) -> None:
    limits = effective_settings(course(tmp_path, "c.Execute.timeout = 900", "c.GraderLimits.file_mb = 100")).limits
    assert (limits.cell_seconds, limits.notebook_seconds, limits.cpu_seconds) == (900.0, 9000.0, 9000)
    assert (limits.file_mb, limits.disk_mb) == (100, 200)
    assert list(contradictions(limits)) == []
    lower = effective_settings(course(tmp_path, "c.GraderLimits.cell_seconds = 5")).limits
    assert (lower.notebook_seconds, lower.cpu_seconds, lower.test_seconds) == (600.0, 600, 60.0)


def test_limits_without_effect_are_reported(tmp_path: Path) -> None:
    made = course(
        tmp_path,
        "c.GraderLimits.cell_seconds = 100",
        "c.GraderLimits.notebook_seconds = 90",
        "c.GraderLimits.file_mb = 100",
        "c.GraderLimits.disk_mb = 50",
    )
    told = list(contradictions(effective_settings(made).limits))
    assert len(told) == 2
    assert "cell_seconds is 100" in told[0]
    assert "file_mb is 100" in told[1]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("c.GraderLimits.cell_second = 5", ("no setting cell_second", "Did you mean cell_seconds?")),
        ("c.GraderLimits.assignments = {'a': {'memory': 5}}", ("no setting memory", 'assignments["a"]', "memory_mb")),
        ("c.GraderLimits.jobs = 5", ("no setting jobs", "Did you mean GraderSettings.jobs?")),
        ("c.GraderSettings.colour = 5", ("no setting colour", "It has jobs, wait_seconds")),
        ("c.GraderLimit.cell_seconds = 5", ("no section GraderLimit", "Did you mean c.GraderLimits?")),
        ("c.Gradersettings.jobs = 5", ("no section Gradersettings", "Did you mean c.GraderSettings?")),
        ("c.GraderLimits.cell_seconds = 0", ("cell_seconds cannot be 0", "a number of seconds from 0.1 to 604800")),
        ("c.GraderLimits.cell_seconds = '5'", ("cell_seconds cannot be '5'",)),
        ("c.GraderLimits.cell_seconds = True", ("cell_seconds cannot be True",)),
        ("c.GraderLimits.cell_seconds = None", ("cell_seconds cannot be None",)),
        ("c.GraderLimits.cell_seconds = float('nan')", ("cell_seconds cannot be nan",)),
        ("c.GraderLimits.cell_seconds = float('inf')", ("cell_seconds cannot be inf",)),
        ("c.GraderLimits.memory_mb = 1.5", ("memory_mb cannot be 1.5", "a whole number of MB from 32")),
        ("c.GraderLimits.assignments = {'a': {'memory_mb': -1}}", ("memory_mb cannot be -1", 'assignments["a"]')),
        ("c.GraderLimits.assignments = {'a': 5}", ("no table of assignments", '{"ps1": {"cell_seconds": 120')),
        ("c.GraderLimits.assignments = ['a']", ("no table of assignments",)),
        ("c.GraderSettings.jobs = 0", ("jobs cannot be 0", "a whole number of submissions from 1 to 1024")),
        ("c.GraderSettings.level = 'wall'", ("level cannot be 'wall'", "one of strongest, namespaces, landlock")),
        ("c.GraderSettings.allow_not_isolated = 1", ("allow_not_isolated cannot be 1", "True or False")),
        ("c.Execute.timeout = 'long'", ("timeout cannot be 'long'", "nbgrader's own")),
    ],
)
def test_an_invalid_setting_is_reported_with_origin_and_remedy(
    line: str, words: tuple[str, ...], tmp_path: Path
) -> None:
    with pytest.raises(SettingsError) as raised:
        effective_settings(course(tmp_path, line), "other")
    told = str(raised.value)
    for word in (f"Where: {CONFIG}, line 2: c.", "What to do: ", *words):
        assert word in told


def test_sections_of_other_programs_are_left_alone(tmp_path: Path) -> None:
    lines = ("c.GradesTable.x = 1", "c.Grader.x = 1", "c.GradingLimits.x = 2", "c.EngineExporter.y = 2")
    assert effective_settings(course(tmp_path, *lines)).limits == Limits()


def test_a_bad_value_on_the_command_line_names_the_option(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="--wait"):
        effective_settings(course(tmp_path), "", {"wait_seconds": -1.0})


def test_every_setting_has_help_and_a_valid_default() -> None:
    for section in SECTIONS:
        for name in names_of(section):
            trait = trait_of(section, name)
            assert trait.help.endswith("."), name
            assert requirement(section, name)
            default = trait.default_value
            if isinstance(default, int | float) and not isinstance(default, bool):
                assert trait.min <= default <= trait.max, name


def test_the_journal_key_of_default_limits_is_unchanged() -> None:
    assert Limits().fingerprint_text() == (
        "Limits(cell_s=60.0, test_s=60.0, notebook_s=600.0, cpu_s=600, memory_mb=1024, file_mb=64, disk_mb=128, "
        "processes=64, output_chars=100000)"
    )
