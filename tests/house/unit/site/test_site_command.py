"""The command make site: its options, what it refuses, and that a refusal changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from release.site import __main__ as command
from release.site import serve
from release.site.errors import SiteError
from release.site.lab import jupyterlite
from release.site.lab.exercises import Edition


def test_the_folder_of_pyodide_is_an_option_or_a_variable(monkeypatch, tmp_path):
    monkeypatch.delenv("NEWSPACE_PYODIDE", raising=False)
    assert command.parser().parse_args([]).pyodide is None
    monkeypatch.setenv("NEWSPACE_PYODIDE", str(tmp_path))
    assert command.parser().parse_args([]).pyodide == tmp_path
    assert command.parser().parse_args(["--pyodide", "other"]).pyodide == Path("other")


def test_a_wrong_folder_leaves_the_last_site_as_it_was(tmp_path, capsys):
    site = tmp_path / "site"
    (site / "newspace").mkdir(parents=True)
    (site / "newspace" / "site.json").write_text("{}", encoding="utf-8")
    (site / "index.html").write_text("the last one", encoding="utf-8")
    (tmp_path / "pyodide").mkdir()
    assert command.main(["--to", str(site), "--pyodide", str(tmp_path / "pyodide")]) == 2
    assert "is missing. Nothing was built." in capsys.readouterr().err
    assert (site / "index.html").read_text(encoding="utf-8") == "the last one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pyodide", "site"]


def test_a_folder_with_something_else_in_it_is_never_replaced(tmp_path, capsys):
    (tmp_path / "letters.txt").write_text("mine", encoding="utf-8")
    assert command.main(["--to", str(tmp_path)]) == 2
    assert "holds something else than a site" in capsys.readouterr().err
    assert (tmp_path / "letters.txt").read_text(encoding="utf-8") == "mine"


def test_a_page_of_another_jupyterlite_is_refused(tmp_path):
    (tmp_path / "lab").mkdir()
    (tmp_path / "lab" / "index.html").write_text("<html></html>", encoding="utf-8")
    with pytest.raises(SiteError, match="this version of JupyterLite"):
        jupyterlite.complete_page(tmp_path)


def test_fonts_that_no_browser_of_the_course_reads_are_left_out(tmp_path):
    (tmp_path / "build").mkdir()
    for name in ("fa-solid-900.svg", "fa-solid-900.eot", "fa-solid-900.woff2", "fa-alone.svg", "picture.svg"):
        (tmp_path / "build" / name).touch()
    jupyterlite.leave_out_old_fonts(tmp_path)
    left = sorted(path.name for path in (tmp_path / "build").iterdir())
    assert left == ["fa-alone.svg", "fa-solid-900.woff2", "picture.svg"]


def test_the_kernel_asks_nobody_else_and_keeps_answers_in_the_browser():
    data = jupyterlite.config("pyodide/", ["newspace", "pyodide-kernel"], ["jedi"], Edition.CLASS)[
        "jupyter-config-data"
    ]
    kernel = data["litePluginSettings"][jupyterlite.KERNEL_PLUGIN]
    assert kernel["disablePyPIFallback"] is True
    options = kernel["loadPyodideOptions"]
    assert options["env"]["NEWSPACE_PROGRESS"].startswith("/drive/")
    assert options["env"]["NEWSPACE_SITE"] == "class"
    assert {"newspace", "pyodide_kernel", "jedi", "ssl"} <= set(options["packages"])


def test_browsers_get_the_types_that_they_insist_on():
    types = serve.SiteRequestHandler.extensions_map
    assert types[".wasm"] == "application/wasm"
    assert types[".js"] == "text/javascript"


def test_a_site_is_for_self_study_unless_it_is_for_a_class():
    assert command.parser().parse_args([]).edition is Edition.SELF_STUDY
    assert command.parser().parse_args(["--self-study"]).edition is Edition.SELF_STUDY
    assert command.parser().parse_args(["--class"]).edition is Edition.CLASS
