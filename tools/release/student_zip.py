"""Write what the learners of a class are given, as one zip without any solution (``make student``).

The zip holds lessons, exercises, the readings, ``environment.yml``, a short README, and the distribution ``newspace`` as a wheel.
What comes out is searched for solutions and hidden tests before it is written. The same sources give the same bytes.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

from authoring.assignment import BrokenAssignmentError
from authoring.commands import exercises
from authoring.exit_codes import exit_code_of
from newspace.core.errors import CourseError
from release.own_wheel import WheelBuildError, build_wheel

HOME = Path(__file__).resolve().parents[2]
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip can hold
PLAIN_FILE = 0o100644 << 16  # a file that its owner may write and everybody read, as zip keeps it

TEACHERS_ONLY = re.compile(
    rb"###\s*(?:BEGIN|END) (?:HIDDEN TESTS|SOLUTION)|checks\.hidden\(|(?:import|from) newspace_grading|newspace_grading[./]"
)

README = """\
# New Space, hands on (version {version})

An interactive JupyterLab course on the new space economy.

## Start

Unpack the zip, open a terminal in this folder, and set the course up once, with conda:

    conda env create -f environment.yml
    conda activate newspace

or with Python 3.11 or newer and no conda (on Windows the second line is `newspace-env\\Scripts\\activate`):

    python -m venv newspace-env
    source newspace-env/bin/activate
    pip install "./{wheel}[lab]"

Then open the course, now and on every other day:

    newspace lab --work ~/newspace-work

This copies lessons and exercises into the folder `newspace-work` in your home folder and opens the start page there.
Work in that folder: the files in this one stay as your teacher gave them.

## When your teacher gives you a newer version

Unpack it anywhere. In its folder, with the environment active as above, run

    pip install "./newspace-(the new version)-py3-none-any.whl"
    newspace work --work ~/newspace-work

Nothing that you wrote is overwritten.
A notebook that you did not change becomes the newer one; beside a notebook that you changed, the newer one arrives under another name.
Your answers to the questions are kept in another place and stay, too.

## What is here

- `lessons/` and `exercises/`: the notebooks
- `seeds/`: the five readings, which belong to their publishers (see `NOTICE.md`)
- `{wheel}`: the package with the simulators and questions
- `environment.yml`: which versions of other packages the course was tested with
"""


def course_version(home: Path) -> str:
    """Return the version of the course."""
    return str(tomllib.loads((home / "widgets" / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def student_environment_yml(text: str, wheel: str) -> str:
    """``environment.yml`` with the wheel in the place of the checkout."""
    pins = text[text.index("name:") :].replace('"-e ./widgets"', f'"./{wheel}"').replace('      - "-e ./grading"\n', "")
    return f"# conda env create -f environment.yml && conda activate newspace && newspace lab --work ~/newspace-work\n{pins}"


def contents(home: Path, scratch: Path) -> dict[str, bytes]:
    """All files that learners get, by their path in the zip."""
    wheel_name = f"newspace-{course_version(home)}-py3-none-any.whl"
    try:
        wheel = build_wheel(home / "widgets", scratch)
    except WheelBuildError as error:
        told = f"Mend what hatchling reports:\n{error}"
        raise CourseError("The wheel could not be built.", where="widgets/newspace", remedy=told) from error
    if wheel.name != wheel_name:
        raise CourseError(
            f"The wheel is called {wheel.name}.", where="widgets/pyproject.toml", remedy=f"Expected: {wheel_name}"
        )
    refuse_stale_exercises(home)
    files = {
        "README.md": README.format(version=course_version(home), wheel=wheel_name).encode(),
        "environment.yml": student_environment_yml(
            (home / "environment.yml").read_text(encoding="utf-8"), wheel.name
        ).encode(),
        wheel.name: wheel.read_bytes(),
    }
    kept = [home / "LICENSE", home / "NOTICE.md", *(home / "lessons").glob("*.ipynb")]
    for room in ("exercises", "seeds"):
        kept += [path for path in (home / room).rglob("*") if path.is_file() and not is_stray(path.relative_to(home))]
    files.update({path.relative_to(home).as_posix(): path.read_bytes() for path in kept})
    with zipfile.ZipFile(wheel) as archive:
        inside = {f"{wheel.name}/{name}": archive.read(name) for name in archive.namelist()}
    refuse_what_is_for_teachers({**files, **inside})
    return files


def refuse_stale_exercises(home: Path) -> None:
    """Stop if an exercise is not what its solution gives now: the class would get another one than the one that is graded.

    Raises
    ------
    CourseError
        If one is not, or cannot be made: it names the files.
    """
    with tempfile.TemporaryDirectory(prefix="newspace-fresh-") as scratch:
        try:
            exercises.generate(home, Path(scratch))
        except BrokenAssignmentError as error:
            raise CourseError(
                "The exercises cannot be made. Nothing was written.", where="solutions", remedy=str(error)
            ) from None
        changed = [path for path in exercises.drift(Path(scratch), home / "exercises") if not is_stray(Path(path))]
    if changed:
        files = "1 file of exercises/ is" if len(changed) == 1 else f"{len(changed)} files of exercises/ are"
        raise CourseError(
            f"{files} not what solutions/ gives now. Nothing was written.",
            where=", ".join(f"exercises/{path}" for path in changed),
            remedy="Run “make exercises”, then this again.",
        )


def is_stray(path: Path) -> bool:
    """Whether a file belongs to an editor, to Python or to JupyterLab, and not to the course."""
    return path.suffix == ".pyc" or any(part == "__pycache__" or part.startswith(".") for part in path.parts)


def refuse_what_is_for_teachers(files: dict[str, bytes]) -> None:
    """Stop if a file holds a hidden test, a marked solution or the grader.

    Raises
    ------
    CourseError
        If one does: it names the file and what was found.
    """
    for name, data in sorted(files.items()):
        found = TEACHERS_ONLY.search(data) or TEACHERS_ONLY.search(name.encode())
        if found:
            raise CourseError(
                f"This is not for learners: “{found.group().decode()}”. Nothing was written.",
                where=name,
                remedy="Take it out; for an exercise, run “make exercises”.",
            )


def pack(files: dict[str, bytes], target: Path) -> None:
    """Write the files into one folder of a zip, always in the same order and with the same date."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{target.stem}/{name}", LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on Windows
            entry.external_attr = PLAIN_FILE
            archive.writestr(entry, files[name])


def build_student_zip(home: Path, folder: Path) -> Path:
    """Write the zip into a folder; its path."""
    with tempfile.TemporaryDirectory(prefix="newspace-student-") as scratch:
        files = contents(home, Path(scratch).resolve())
    target = folder / f"newspace-student-{course_version(home)}.zip"
    pack(files, target)
    return target


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 0 if the zip was written, else 2."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=HOME / "dist", help="the folder to write to (default: dist)")
    options = parser.parse_args(arguments)
    return exit_code_of(lambda: print(f"{build_student_zip(HOME, options.to)}: give this to your class."))


if __name__ == "__main__":
    sys.exit(main())
