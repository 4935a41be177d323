"""The course's own unit tests inside the Python of the tab: its versions of numpy and matplotlib, and its WebAssembly."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

import hypothesis
import pytest
from repository import ROOT

RUNNER = ROOT / "tests" / "support" / "browser" / "pyodide" / "run_tests.mjs"
LIMIT_S = 800
TESTED = ("models", "figures", "questions", "attempts", "checks")
NEED_MORE = (
    "models/policy_brief/test_briefs.py",
    "questions/test_banks.py",
    "questions/test_broken_banks.py",
    "checks/test_essay_checks.py",
)
"""They hold the course's files against nbformat and jsonschema, which are no part of the site."""
ELSEWHERE = (
    "attempts/test_store.py::test_attempts_can_be_recorded_from_another_thread",  # WebAssembly has no threads here
    # Files of a computer that cannot be written: in a tab the browser keeps the file, and SQLite says it in other words.
    "attempts/test_storage_errors.py::test_a_folder_at_the_path_of_the_file_is_reported",
    "attempts/test_storage_errors.py::test_a_read_only_file_still_gives_earlier_answers",
    # A tab reads and writes the file in one piece, under the lock of the page (attempts/test_browser_lock.py): SQLite locks nothing.
    "attempts/test_storage_errors.py::test_a_file_locked_by_another_program_is_reported",
)
DRAWN_BY_OTHERS = (
    # Every figure of a lesson is drawn by figures/test_letter_sizes.py: drawing is slow in WebAssembly.
    "test_ispace_figures.py::test_every_figure_has_labels_a_caption_and_words",
    "test_economics_figures.py::test_every_figure_has_labels_a_caption_and_words",
    "test_us_japan_figures.py::test_each_drawing_has_a_text_alternative_and_labels_inside_the_picture",
    # Of what is drawn wide and narrow, and of three flights on the same panels, one is drawn here.
    "test_landing_figure.py::test_axes_have_titles_quantities_and_units[True]",
    "test_landing_figure.py::test_every_label_is_inside_the_picture[nominal-",
    "test_landing_figure.py::test_every_label_is_inside_the_picture[mission_1-",
    "test_landing_figure.py::test_every_label_is_inside_the_picture[mission_2-False]",
    "test_us_japan_figures.py::test_lost_items_are_marked_by_a_cross_and_not_only_by_colour[nothing-",
    "test_us_japan_figures.py::test_lost_items_are_marked_by_a_cross_and_not_only_by_colour[framework-2023-",
    "test_us_japan_figures.py::test_lost_items_are_marked_by_a_cross_and_not_only_by_colour[gateway-False]",
    "test_us_japan_figures.py::test_boxes_do_not_overlap[True]",
    "test_us_japan_figures.py::test_selected_acts_are_highlighted[True]",
    "test_economics_figures.py::test_the_learning_picture_shows_its_curve[True]",
    "test_economics_figures.py::test_the_series_picture_shows_shares_and_ends[True]",
    "test_economics_figures.py::test_the_patience_picture_shows_both_schemes[True]",
    "shared/test_marks.py::test_every_mark_is_in_the_picture_and_can_be_sent[timeline_explorer-True]",
    "shared/test_marks.py::test_every_mark_is_in_the_picture_and_can_be_sent[what_if_explorer-True]",
    "shared/test_marks.py::test_every_mark_is_in_the_picture_and_can_be_sent[meeting_explorer-True]",
    "shared/test_motion.py::test_a_mark_stands_on_the_line_that_is_drawn[True]",
    # These draw once more for the words beside it, which no version of matplotlib changes.
    "shared/test_marks.py::test_the_timeline_has_a_mark_for_each_act_in_order_of_time",
    "shared/test_marks.py::test_the_graph_says_of_each_promise_whether_it_keeps_its_ground",
    "shared/test_marks.py::test_the_map_says_how_far_each_place_is_from_the_meeting",
    "shared/test_marks.py::test_every_act_promise_and_programme_names_a_source_with_its_address[timeline_explorer]",
    "shared/test_marks.py::test_every_act_promise_and_programme_names_a_source_with_its_address[what_if_explorer]",
    "shared/test_motion.py::test_a_run_that_fails_leaves_the_last_flight",
    "shared/test_motion.py::test_a_logarithmic_panel_says_so",
    # Many landings: models/ispace/descent counts them here, too.
    "test_ispace_figures.py::test_the_share_of_landings_rises_with_the_range_and_repeats_with_the_seed",
)
"""Tests of figures that are left out here, since others draw the same with the same code; on the desktop all of them run."""


def test_unit_tests_of_the_course_pass_in_the_tabs_python(built: Path) -> None:
    node = shutil.which("node")
    if not node:
        pytest.skip("no node.js is on this machine, in which Pyodide runs without a browser")
    home = "tests/widgets/unit"
    command = [node, str(RUNNER), str(built), str(ROOT), sysconfig.get_path("purelib"), hypothesis.__version__, "-q"]
    # Taking every assertion apart beforehand takes longer here than most tests; the values of one that fails are shown all the same.
    command += ["--assert=plain", "--showlocals"]
    command += [f"{home}/{folder}" for folder in TESTED]
    command += [f"--ignore={home}/{file}" for file in NEED_MORE]
    command += [f"--deselect={home}/{test}" for test in ELSEWHERE]
    command += [f"--deselect={home}/figures/{test}" for test in DRAWN_BY_OTHERS]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "NEWSPACE"))}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env, timeout=LIMIT_S, cwd=ROOT)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
    assert " skipped" not in done.stdout
