"""The recipes of images are linted with hadolint, since no image is built here."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sysconfig

import pytest
from repository import ROOT

HADOLINT = shutil.which("hadolint", path=sysconfig.get_path("scripts"))
RECIPES = sorted((ROOT / "deploy").rglob("Dockerfile"))

pytestmark = pytest.mark.skipif(
    (platform.system(), platform.machine()) != ("Linux", "x86_64"), reason="hadolint has no wheel for this machine"
)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.parent.name)
def test_a_recipe_has_no_fault(recipe):
    assert HADOLINT, "hadolint is in the lock: run make install"
    done = subprocess.run([HADOLINT, "--no-color", recipe], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_fault_is_found(tmp_path):
    recipe = tmp_path / "Dockerfile"
    recipe.write_text("FROM python\nRUN apt-get install git\n", encoding="utf-8")
    done = subprocess.run([HADOLINT, "--no-color", recipe], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "DL3006" in done.stdout
