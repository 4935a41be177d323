"""The configuration of a teacher's server on Kubernetes: JupyterLab has there what ``newspace author`` gives it on a laptop."""

from __future__ import annotations

from pathlib import Path

from repository import ROOT
from traitlets.config.loader import PyFileConfigLoader

from newspace.core.lab.server_settings import as_options, server_settings

FOLDER = ROOT / "deploy" / "kubernetes" / "images" / "teacher" / "settings"


def test_the_image_has_the_settings_of_the_command(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    config = PyFileConfigLoader("jupyter_server_config.py", path=str(FOLDER)).load_config()
    wanted = server_settings(tmp_path / "newspace")
    assert {kind: dict(config[kind]) for kind in wanted} == wanted
    (extensions,) = config.LabApp.extra_labextensions_path
    assert (Path(extensions) / "newspace-tabs-and-panels" / "package.json").is_file()
    assert config.MappingKernelManager.cull_connected is True


def test_a_list_is_one_option_for_each_item():
    assert as_options({"LabApp": {"paths": ["/a", "/b"], "name": "x"}}) == [
        "--LabApp.paths=/a",
        "--LabApp.paths=/b",
        "--LabApp.name=x",
    ]
