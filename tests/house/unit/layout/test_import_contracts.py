"""The contracts in pyproject.toml, ``[tool.importlinter]``: who may import whom."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest
from importlinter import cli
from repository import ROOT


def report(config: Path) -> str:
    """What import-linter says of a configuration when a contract is broken; "" if all are kept."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        broken = cli.lint_imports(config_filename=str(config), no_cache=True, no_logo=True)
    return out.getvalue() if broken else ""


def test_every_import_contract_is_kept() -> None:
    broken = report(ROOT / "pyproject.toml")
    assert not broken, broken


def test_a_contract_that_is_broken_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "house"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "low.py").write_text("import house.high\n", encoding="utf-8")
    (package / "high.py").touch()
    config = tmp_path / "pyproject.toml"
    config.write_text(
        '[tool.importlinter]\nroot_packages = ["house"]\n[[tool.importlinter.contracts]]\nname = "layers"\n'
        'type = "layers"\nlayers = ["house.high", "house.low"]\n',
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    broken = report(config)
    assert "layers BROKEN" in broken, broken
