"""What a tab imports as it starts, and keeps of what Python compiles: each file is run as the worker does, in a Python of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from repository import ROOT

ASSETS = ROOT / "tools" / "release" / "site" / "assets" / "python"
TRIED = """
import json, sys
sys.path[:0] = json.loads(sys.argv[2])
given = {"__name__": "newspace_given"}
exec(compile(open(sys.argv[1], encoding="utf-8").read(), sys.argv[1], "exec"), given)
"""


def tried(code: str, *paths: Path, asset: str = "bytecode.py") -> list[str]:
    """Run a file as the kernel's worker does, in a Python of its own whose imports it changes; return the lines that are printed."""
    command = [
        sys.executable,
        "-B",
        "-I",
        "-c",
        TRIED + code,
        str(ASSETS / asset),
        json.dumps([str(path) for path in paths]),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_only_what_is_compiled_of_the_packages_is_kept_and_an_older_source_is_compiled_anew(tmp_path: Path) -> None:
    packages, own, kept = tmp_path / "packages", tmp_path / "own", tmp_path / "kept"
    for folder, name in ((packages, "of_a_package"), (own, "of_the_learner")):
        folder.mkdir()
        (folder / f"{name}.py").write_text("SAID = 'one'\n", encoding="utf-8")
    code = f"given['keep_bytecode']({str(packages)!r}, {str(kept)!r})\nimport of_a_package, of_the_learner\nprint(of_a_package.SAID)"
    assert tried(code, packages, own) == ["one"]
    (written,) = [path.relative_to(kept) for path in kept.rglob("*.pyc")]
    assert written.parent == packages.relative_to(packages.anchor)
    assert written.name.startswith("of_a_package.")
    (packages / "of_a_package.py").write_text("SAID = 'another'\n", encoding="utf-8")
    assert tried(code, packages, own) == ["another"]


def test_modules_that_were_imported_from_the_archive_lie_compiled_beside_their_sources(tmp_path: Path) -> None:
    archive, copy = tmp_path / "library.zip", tmp_path / "compiled.zip"
    sources = {"used/__init__.py": "SAID = 1\n", "used/part.py": "SAID = 2\n", "idle.py": "SAID = 3\n"}
    with zipfile.ZipFile(archive, "w") as made:
        for name, text in sources.items():
            made.writestr(name, text)
    code = f"""
import used.part
library = given["CompiledLibrary"]({str(archive)!r})
print(library.compile_some(1), library.compile_some(1), library.compile_some(1))
open({str(copy)!r}, "wb").write(library.read())

import idle, zipimport
asked, plain = [], zipimport.zipimporter.get_code
zipimport.zipimporter.get_code = lambda self, name: asked.append(name) or plain(self, name)
library.compile_some(9)
print(*asked)
"""
    assert tried(code, archive) == ["1 0 0", "idle"]  # what was compiled once is not compiled again
    with zipfile.ZipFile(archive) as untouched, zipfile.ZipFile(copy) as made:
        assert untouched.namelist() == list(sources)
        assert made.namelist() == [*sources, "used/__init__.pyc", "used/part.pyc"]
    # What is compiled there is what is imported, and its source is still shown in a traceback.
    seen = "import used.part\nprint(used.part.SAID, used.part.__file__.endswith('.pyc'), used.part.__loader__.get_source('used.part'))"
    assert tried(seen, copy) == ["2 True SAID = 2", ""]
    again = f"import used.part\nlibrary = given['CompiledLibrary']({str(copy)!r})\nprint(library.compile_some(9), len(library.read()))"
    assert tried(again, copy) == [f"0 {copy.stat().st_size}"]


def test_an_archive_that_a_learner_puts_into_the_path_is_not_kept_as_the_standard_library(tmp_path: Path) -> None:
    library, learners = tmp_path / "library.zip", tmp_path / "learners.zip"
    for path in (library, learners):
        with zipfile.ZipFile(path, "w") as made:
            made.writestr("some.py", "SAID = 1\n")
    code = f"sys.path.insert(0, {str(learners)!r})\nprint(given['CompiledLibrary']().archive)"
    assert tried(code, library) == [str(library)]


FAKES = {
    "IPython/__init__.py": "from .terminal.embed import embed\n",
    "IPython/terminal/__init__.py": "",
    "IPython/terminal/embed.py": "def embed(name):\n    return f'embedded in {name}'\nclass Shell: pass\n",
    "jedi/__init__.py": "from . import settings\nclass Interpreter: pass\n",
    "jedi/settings.py": "quick = False\n",
    "jedi/api/__init__.py": "",
    "jedi/api/classes.py": "",
    "jedi/api/helpers.py": "def name(): return 'helped'\n",
    "jedi/api/other.py": "SAID = 'another module'\n",
    "piplite/__init__.py": "from .piplite import install\n",
    "piplite/piplite.py": "_URLS = []\ndef install(name): return f'{name} from {_URLS}'\n",
    "piplite/cli.py": "from . import piplite\nSAID = piplite.install('rich')\n",
}


@pytest.fixture
def fakes(tmp_path: Path) -> Path:
    """A folder with packages that are called like those whose import waits."""
    for name, text in FAKES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_terminal_and_completion_are_imported_when_they_are_first_used(fakes: Path) -> None:
    code = """
import importlib.util, inspect
given["defer_terminal"]()
given["defer_jedi"]()
import IPython, jedi
jedi.settings.quick = True
import jedi.api.classes, jedi.api.helpers
inspect.getmodule(given["defer_jedi"])  # looks at every module
print(importlib.util.find_spec("jedi") is not None, "jedi.settings" in sys.modules, "IPython.terminal" in sys.modules)
print(jedi.api.helpers.name(), jedi.Interpreter.__name__, sys.modules["jedi.settings"].quick, IPython.embed("a function"))
from IPython.terminal.embed import Shell
print(Shell.__name__)
"""
    expected = ["True False False", "helped Interpreter True embedded in a function", "Shell"]
    assert tried(code, fakes, asset="deferred.py") == expected


def test_another_module_of_jedi_can_be_imported_first(fakes: Path) -> None:
    code = "given['defer_jedi']()\nimport jedi.api.other\nprint(jedi.api.other.SAID)"
    assert tried(code, fakes, asset="deferred.py") == ["another module"]


def test_what_the_kernel_sets_in_piplite_is_set_when_it_is_imported(fakes: Path) -> None:
    code = """
given["defer_piplite"]()
import piplite.piplite
piplite.piplite._URLS = ["here"]
print("install" in vars(piplite))
import piplite.cli
print(piplite.cli.SAID, piplite.install("rich"))
"""
    assert tried(code, fakes, asset="deferred.py") == ["False", "rich from ['here'] rich from ['here']"]


def test_jedi_is_unpacked_when_it_is_first_used(fakes: Path, tmp_path: Path) -> None:
    packed = tmp_path / "packed"
    packed.mkdir()
    with zipfile.ZipFile(packed / "jedi-1-py3-none-any.whl", "w") as wheel:
        for path in sorted((fakes / "jedi").rglob("*.py")):
            wheel.write(path, path.relative_to(fakes))
    code = f"""
sys.path = [path for path in sys.path if "site-packages" not in path]  # a jedi may be installed there
given["defer_jedi"]({str(packed)!r})
import jedi, os
print(os.listdir({str(packed)!r}))
print(jedi.api.helpers.name(), os.listdir({str(packed)!r}))
"""
    assert tried(code, asset="deferred.py") == ["['jedi-1-py3-none-any.whl']", "helped ['jedi']"]
