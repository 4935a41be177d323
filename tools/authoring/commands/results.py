"""Put a class's quiz results together (``make results ARGS=classroom/results``): a table, a figure for each unit, and what could not be read."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import matplotlib as mpl

from authoring.class_results import (
    Handed,
    figure,
    learner_rows,
    question_statistics,
    read_folder,
    write_csv,
    write_learners,
)
from authoring.class_results.gain import count_learners, gains, overall, write_gains
from authoring.class_results.statistics import strangers
from authoring.exit_codes import exit_code_of
from newspace.core.errors import CourseError
from newspace.questions import Bank, load_bank, load_course_test

HOME = Path(__file__).resolve().parents[3]


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 0 if results were put together, 2 if a person has to do something first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder with the files that learners handed in (*.json)")
    parser.add_argument("--to", type=Path, help="where to write (default: the folder report/ in it)")
    options = parser.parse_args(arguments)
    mpl.use("agg")
    return exit_code_of(lambda: put_together(options.folder, options.to or options.folder / "report"))


def put_together(folder: Path, target: Path) -> None:
    """Read what was handed in, and report on it."""
    if not folder.is_dir():
        raise CourseError(f"{folder} is no folder.", remedy="name the folder with the learners' files.")
    handed, messages = read_folder(folder)
    for message in messages:
        print(message, file=sys.stderr)
    if not handed:
        raise CourseError("No file could be used.", remedy="learners write them with newspace.results(…).save(…).")
    banks = {path.stem: load_bank(path) for path in sorted((HOME / "lessons" / "quizzes").glob("*.toml"))}
    tests = load_course_test(HOME / "lessons" / "course_test.toml")
    write_class_results(target, handed, banks | {bank.unit: bank for bank in tests.values()})
    report_gain(target, handed, tests)


def write_class_results(target: Path, handed: list[Handed], banks: dict[str, Bank]) -> None:
    """Write the table and the figures, and say what is in them."""
    found = question_statistics(handed, banks)
    write_csv(found, target / "results.csv")
    write_learners(learner_rows(handed, banks), target / "learners.csv")
    print(f"{count_learners(len(handed))}; {target / 'results.csv'}, {target / 'learners.csv'}")
    for unit, bank in banks.items():
        tried = [row for row in found if row.unit == unit and row.tried]
        if tried:
            drawing = figure.first_tries(tried, title=bank.title)
            (target / f"{unit}.png").write_bytes(drawing.png())
            print(f"{target / f'{unit}.png'}: {drawing.words}")
    for name, count in sorted(strangers(handed, banks).items()):
        print(f"{name} was answered in {count} files and is in no bank here: it does not count.", file=sys.stderr)


def report_gain(target: Path, handed: list[Handed], tests: dict[str, Bank]) -> None:
    """Write what the class gained between the two tests, and say it; nothing where nobody took both."""
    found = gains(handed, tests)
    if not any(one.learners for one in found):
        return
    write_gains(found, target / "gain.csv")
    print(f"{target / 'gain.csv'}: {overall(handed, tests)}".rstrip(": "))
    for one in found:
        if one.learners:
            shares = f"{one.right_before:.0%} before, {one.right_after:.0%} after ({100 * one.gain:+.0f} points)"
            print(f"  {one.objective} {shares}, {count_learners(one.learners)}")


if __name__ == "__main__":
    sys.exit(main())
