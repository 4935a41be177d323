"""Check that the content of the course holds together (``make check``): every problem with file, cell and remedy."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import matplotlib as mpl

from authoring import content
from authoring.content import contradictions, notebook_model, numbered_sources, right_options
from authoring.content.checks import objectives, reading_time, used_facts
from newspace.content import facts
from newspace.core.errors import CourseError

HOME = Path(__file__).resolve().parents[3]


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 0 if nothing is wrong, else 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--no-run", action="store_true", help="do not run the lessons' cells (their pictures are then not checked)"
    )
    parser.add_argument("--facts", action="store_true", help="list each fact that is due for a new look")
    parser.add_argument("--sources", action="store_true", help="list each fact that rests on weak sources only")
    parser.add_argument(
        "--write",
        action="store_true",
        help="write what is generated in lessons and exercises: the numbers of marks, the lists of sources, the times",
    )
    parser.add_argument(
        "--write-guide", action="store_true", help="write the table of contradictions into the teacher's guide"
    )
    options = parser.parse_args(arguments)
    mpl.use("agg")
    try:
        return run_check(options)
    except (
        CourseError
    ) as error:  # a register that everything rests on is broken: nothing else can be checked before that
        print(error, file=sys.stderr)
        return 1


def run_check(options: argparse.Namespace) -> int:
    """Print the tables and the problems; 0 if there is none."""
    course = content.load_course(HOME)
    if options.write:
        write_generated(HOME)
        course = content.load_course(HOME)
    if options.write_guide:
        (HOME / contradictions.GUIDE).write_text(contradictions.guide_text(course), encoding="utf-8")
    print_objectives(course)
    print_times(course)
    print_right_options(course)
    print_old_facts(course, each=options.facts)
    print_sources(course, each=options.sources)
    problems = content.find_problems(HOME, run=not options.no_run)
    for problem in problems:
        print(f"\n{problem}", file=sys.stderr)
    print(f"\n{len(problems)} problems." if problems else "\nNothing is wrong.")
    return 1 if problems else 0


def write_generated(home: Path) -> None:
    """Write what is generated in lessons and exercises, and name the notebooks that changed: marks, lists of sources, times."""
    course = content.load_course(home)
    for name in (page.file for page in (*course.lessons, *course.solutions.values())):
        changed = False
        for written in (lambda _, page: numbered_sources.numbered_prose(page), reading_time.stated_time):
            course = content.load_course(home)  # one may write into the cell of the other
            page = next(page for page in (*course.lessons, *course.solutions.values()) if page.file == name)
            with suppress(CourseError):  # the check itself says which mark names no fact
                changed = notebook_model.rewrite(page, written(course, page)) or changed
        if changed:
            print(f"{name}: written" + (" (run make exercises, too)" if name.startswith("solutions/") else ""))


def print_objectives(course: content.CourseContent) -> None:
    """Print the table of objectives: where taught, questions, tasks."""
    print(f"{'objective':<34}{'taught in section':<20}{'questions':>10}{'tasks':>7}")
    for row in objectives.objective_rows(course):
        print(
            f"{f'{row.unit[:2]} {row.objective}':<34}{', '.join(row.taught) or '-':<20}{len(row.questions):>10}{len(row.tasks):>7}"
        )
        print(f"    questions: {', '.join(row.questions) or 'none'}")
        print(f"    tasks: {', '.join(row.tasks) or 'none'}")


def print_times(course: content.CourseContent) -> None:
    """Print what each lesson and exercise asks of a learner, and the time that follows from it."""
    print(
        f"\n{'lesson, exercise':<34}{'words':>7}{'questions':>11}{'simulators':>12}{'figures':>9}{'tasks':>7}{'texts':>7}  time"
    )
    for page in (*course.numbered, *course.solutions.values()):
        found = reading_time.wanted(course, page)
        if found is not None:
            counts = f"{found.words:>7}{found.questions:>11}{found.simulators:>12}{found.figures:>9}{found.tasks:>7}{found.texts:>7}"
            print(f"{page.file.split('/')[0][:8] + ' ' + page.name:<34}{counts}  {found}")


def print_right_options(course: content.CourseContent) -> None:
    """Print for each bank how often the right option of a single-choice question is the longest, and where it stands."""
    print(
        f"\n{'bank: questions with one right option':<40}{'questions':>10}{'longest':>9}{'by chance':>11}  place on the page"
    )
    for name in course.units:
        found = right_options.of_bank(course.banks[name])
        places = ", ".join(f"{place}: {share:.0%}" for place, share in found.places.items()) or "-"
        print(f"{name:<40}{found.questions:>10}{len(found.longest):>9}{found.by_chance:>11.1f}  {places}")
        if found.longest:
            print(f"    the right option is the longest: {', '.join(found.longest)}")
        if found.kept:
            print(f"    never shuffled: {', '.join(f'{one} (place {place})' for one, place in found.kept)}")


def print_old_facts(course: content.CourseContent, *, each: bool) -> None:
    """Print the facts that are due for a new look."""
    old = used_facts.facts_due(course, date.today())
    print(
        f"\n{len(old)} facts that the course uses are older than a year and due for a new look"
        + (":" if each else " (ARGS=--facts lists them).")
    )
    for fact in old if each else ():
        print(f"  {fact.as_of:<12}{fact.id}: {fact.statement}")


def print_sources(course: content.CourseContent, *, each: bool) -> None:
    """How many used facts rest on which grade of source at best, and the weak ones."""
    found = used_facts.by_grade(course)
    print(f"\n{'best source of a fact':<52}{'facts':>6}")
    for grade, rows in found.items():
        name = "no source" if grade == used_facts.NO_SOURCE else f"{grade}  {facts.grade_text(grade)}"
        print(f"{name:<52}{len(rows):>6}")
    weak = used_facts.weak(course)
    print(
        f"{len(weak)} facts that the course uses rest on mirrors or weak sources only"
        + (":" if each else " (ARGS=--sources lists them).")
    )
    for fact in weak if each else ():
        rests_on = ", ".join(f"{source.publisher} ({source.grade})" for source in facts.sources_of(fact))
        print(f"  {fact.id}: {rests_on}")


if __name__ == "__main__":
    sys.exit(main())
