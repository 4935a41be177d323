"""The students' ZIP file holds no solution and no test, and works without the rest of the course."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import nbformat
import pytest
import yaml
from processes.commands import fresh_environment
from repository import ROOT

from release import student_zip as tool

LESSON = "02_ispace_missions.ipynb"
MARKED = re.compile(r"^[ ]*### BEGIN (SOLUTION|HIDDEN TESTS)\n(.*?)^[ ]*### END \1", re.MULTILINE | re.DOTALL)
SHORTEST_TELLING_LINE = 40  # shorter ones ("return None") stand in any program

# Runs a notebook in the folder where it lies, with one cell more that says which package it has used.
RUNNER = """\
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
ask = "import sys, newspace, importlib.util as u; print(newspace.__file__, sys.prefix, u.find_spec('newspace_grading'), sep='\\\\n')"
notebook.cells.append(nbformat.v4.new_code_cell(ask))
NotebookClient(notebook, timeout=300, startup_timeout=300, kernel_name="python3").execute()
print("".join(output.text for output in notebook.cells[-1].outputs))  # a kernel may send it in pieces
"""


@pytest.fixture(scope="module")
def packed(tmp_path_factory) -> Path:
    return tool.build_student_zip(ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def given(packed, tmp_path_factory) -> Path:
    """The folder that a learner has after unpacking."""
    folder = tmp_path_factory.mktemp("learner")
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder)
    (inside,) = folder.iterdir()
    return inside


@pytest.fixture(scope="module")
def wheel(given) -> Path:
    (path,) = given.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def everything(given, wheel) -> dict[str, str]:
    """The text of every file, also inside the wheel; of a notebook, the text of its cells, too."""
    files = {path.relative_to(given).as_posix(): path.read_bytes() for path in given.rglob("*") if path.is_file()}
    with zipfile.ZipFile(wheel) as archive:
        files |= {f"{wheel.name}/{name}": archive.read(name) for name in archive.namelist()}
    texts = {name: data.decode("utf-8", errors="replace") for name, data in files.items() if name != wheel.name}
    for name in [name for name in texts if name.endswith(".ipynb")]:
        cells = nbformat.reads(texts[name], as_version=4).cells
        texts[name] += "\n\n" + "\n\n".join(cell.source for cell in cells)
    return texts


def squeezed(text: str) -> str:
    """A text with its indents and blank lines gone, so that a moved block is found as well."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def secrets() -> dict[str, dict[str, set[str]]]:
    """By exercise, what only teachers may see: marked blocks as a whole, and lines long enough to tell that stand in no visible part."""
    found: dict[str, dict[str, set[str]]] = {}
    for path in sorted((ROOT / "solutions").glob("*/*.ipynb")):
        sources = [cell.source for cell in nbformat.read(path, as_version=4).cells]
        shown = "\n".join(squeezed(MARKED.sub("", source)) for source in sources)
        blocks = {squeezed(match.group(2)) for source in sources for match in MARKED.finditer(source)}
        lines = {line for block in blocks for line in block.splitlines() if line not in shown}
        found[path.stem] = {
            name: {text for text in texts if len(text) >= SHORTEST_TELLING_LINE}
            for name, texts in (("blocks", blocks), ("lines", lines))
        }
    return found


def test_the_student_zip_contains_only_what_learners_need(given, wheel):
    names = {path.relative_to(given).as_posix() for path in given.rglob("*") if path.is_file()}
    expected = {"README.md", "LICENSE", "NOTICE.md", "environment.yml", wheel.name}
    for pattern in ("lessons/*.ipynb", "exercises/*/*.ipynb", "seeds/*"):
        expected |= {path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern) if not path.name.startswith(".")}
    assert f"lessons/{LESSON}" in expected
    assert names == expected
    for name in expected - {"README.md", "environment.yml", wheel.name}:
        assert (given / name).read_bytes() == (ROOT / name).read_bytes(), name


def test_the_wheel_carries_questions_and_hints_and_no_grader(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        commands = next(archive.read(name).decode() for name in names if name.endswith("entry_points.txt"))
    assert "newspace/course/lessons/quizzes/02_ispace_missions.toml" in names
    assert "newspace/course/lessons/hints/02_ispace_missions.toml" in names
    assert {name.split("/")[0] for name in names} == {"newspace", f"newspace-{tool.course_version(ROOT)}.dist-info"}
    assert not [name for name in names if {"solutions", "grading", "tests"} & set(Path(name).parts)]
    assert "newspace-grade" not in commands
    assert "newspace = newspace.__main__:main" in commands


def test_the_wheel_carries_the_bundles_of_the_widgets_and_not_their_sources(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    bundles = {found[1] for found in map(re.compile(r".*/static/(\w+)/widget\.js").fullmatch, names) if found}
    assert bundles == {"explorer", "glossary", "grade_button", "quiz", "reading", "writing_desk"}
    assert not [name for name in names if "/js/" in name or "node_modules" in name]
    described = [name for name in names if name.endswith("package.json")]
    assert described == [
        "newspace/core/lab/jupyter/labextensions/newspace-tabs-and-panels/package.json"
    ]  # JupyterLab reads it


def test_a_wheel_made_of_the_source_distribution_holds_the_same(wheel, tmp_path):
    build = [sys.executable, "-m", "hatchling", "build"]
    subprocess.run([*build, "-t", "sdist", "-d", str(tmp_path)], cwd=ROOT / "widgets", check=True, timeout=300)
    (source,) = tmp_path.glob("*.tar.gz")
    safe = {"filter": "data"} if sys.version_info >= (3, 11, 4) else {}  # before there is no such argument
    shutil.unpack_archive(source, tmp_path, **safe)
    folder = tmp_path / source.name.removesuffix(".tar.gz")
    subprocess.run([*build, "-t", "wheel", "-d", str(tmp_path)], cwd=folder, check=True, timeout=300)
    (made,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(made) as ours, zipfile.ZipFile(wheel) as theirs:
        assert sorted(ours.namelist()) == sorted(theirs.namelist())


def test_no_file_holds_a_hidden_test_a_marked_solution_or_the_grader(everything):
    for name, text in everything.items():
        for telling in ("BEGIN HIDDEN TESTS", "BEGIN SOLUTION", "checks.hidden(", "newspace_grading"):
            assert telling not in text, f"{name} holds {telling}"


def test_no_file_holds_the_text_of_a_solution(everything):
    hidden = secrets()
    assert set(hidden) == {path.name for path in (ROOT / "exercises").iterdir() if path.is_dir()}
    assert all(of_one["blocks"] and of_one["lines"] for of_one in hidden.values())
    found = []
    for name, text in everything.items():
        # The models compute what lessons explain, so a formula may stand there as in a solution: only a whole answer may not.
        kinds = ["blocks"] if name.endswith(".py") else ["blocks", "lines"]
        told = squeezed(text)
        found += [
            (name, secret) for of_one in hidden.values() for kind in kinds for secret in of_one[kind] if secret in told
        ]
    assert found == []


def test_the_search_would_find_a_solution():
    """The reference notebooks themselves must not pass."""
    for path in (ROOT / "solutions").glob("*/*.ipynb"):
        told = squeezed("\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells))
        assert all(secret in told for kind in secrets()[path.stem].values() for secret in kind)


def test_the_same_sources_give_the_same_bytes(packed, tmp_path):
    assert tool.build_student_zip(ROOT, tmp_path).read_bytes() == packed.read_bytes()


def test_environment_yml_names_the_pins_and_the_wheel(given, wheel):
    def pip(path):
        parts = yaml.safe_load(path.read_text(encoding="utf-8"))["dependencies"]
        return next(part["pip"] for part in parts if isinstance(part, dict))

    assert pip(given / "environment.yml") == [*pip(ROOT / "environment.yml")[:-2], f"./{wheel.name}"]


@pytest.mark.parametrize(
    "leak",
    [b"### BEGIN HIDDEN TESTS", b"    ### END SOLUTION", b"with checks.hidden('x')", b"from newspace_grading import x"],
)
def test_a_leak_stops_the_build_and_is_named(leak):
    with pytest.raises(tool.CourseError, match=r"exercises/x\.ipynb"):
        tool.refuse_what_is_for_teachers({"README.md": b"fine", "exercises/x.ipynb": b"first\n" + leak})


def test_a_stale_exercise_stops_the_build_and_is_named(tmp_path):
    """A class would get another exercise than the one that is graded."""
    name = "00_start_here"
    for room in ("solutions", "exercises"):
        shutil.copytree(ROOT / room / name, tmp_path / room / name)
    tool.refuse_stale_exercises(tmp_path)
    place = tmp_path / "solutions" / name / f"{name}.ipynb"
    changed = nbformat.read(place, as_version=4)
    next(cell for cell in changed.cells if cell.cell_type == "markdown").source += "\n\nA new sentence."
    nbformat.write(changed, place)
    with pytest.raises(tool.CourseError, match="make exercises") as caught:
        tool.refuse_stale_exercises(tmp_path)
    assert f"exercises/{name}/{name}.ipynb" in str(caught.value)


def test_a_lesson_runs_from_the_unpacked_folder_in_a_fresh_environment(given, wheel, tmp_path):
    python = fresh_environment(tmp_path / "env", wheel)
    mine = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSPACE", "PYTHON", "JUPYTER"))}
    mine |= {"NEWSPACE_PROGRESS": str(tmp_path / "progress.sqlite"), "MPLBACKEND": "agg"}
    mine |= {name: str(tmp_path / name) for name in ("HOME", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR")}
    script = tmp_path / "run.py"
    script.write_text(textwrap.dedent(RUNNER), encoding="utf-8")
    command = [str(python), str(script), LESSON]
    done = subprocess.run(
        command, cwd=given / "lessons", env=mine, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    package, prefix, grader = done.stdout.strip().splitlines()
    assert Path(prefix).resolve() == (tmp_path / "env").resolve()
    assert (tmp_path / "env").resolve() in Path(package).resolve().parents
    assert grader == "None"

    work = tmp_path / "mine"
    command = [str(python), "-m", "newspace", "work", "--work", str(work)]
    subprocess.run(command, cwd=tmp_path, env=mine, capture_output=True, timeout=300, check=True)
    assert (work / "lessons" / LESSON).read_bytes() == (given / "lessons" / LESSON).read_bytes()
