"""The hub's settings: what is wrong with hub.toml is said by file, field and remedy, and what the installer writes can be read."""

from __future__ import annotations

import configparser
import importlib.util
import json
import sys
from pathlib import Path

import pytest
from repository import ROOT

FOLDER = ROOT / "deploy" / "one-machine"
FOLDERS = '[folders]\ncourse = "/srv/course"\nsoftware = "/opt/newspace"\nexchange = "/srv/exchange"\nstate = "/var/lib/hub"\n'


def loaded(name: str):
    spec = importlib.util.spec_from_file_location(f"one_machine_{name}", FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def hub_settings():
    return loaded("hub_settings")


@pytest.fixture(scope="module")
def install():
    return loaded("install")


def test_only_the_folders_must_be_named(hub_settings, tmp_path):
    file = tmp_path / "hub.toml"
    file.write_text(FOLDERS, encoding="utf-8")
    settings = hub_settings.read(file)
    assert settings.folders.course == Path("/srv/course")
    assert settings.people.teachers == "newspace-teachers"
    assert settings.learner.memory_mb == 1024


def test_what_is_set_is_read(hub_settings, tmp_path):
    file = tmp_path / "hub.toml"
    file.write_text(
        FOLDERS + '[learner]\nmemory_mb = 700\nprocessors = 1\n[people]\nadministrators = ["it"]\n', encoding="utf-8"
    )
    settings = hub_settings.read(file)
    assert (settings.learner.memory_mb, settings.learner.processors) == (700, 1.0)
    assert settings.people.administrators == ("it",)
    assert settings.people.learners == "newspace-learners"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["[folders]", "course"]),
        (FOLDERS.replace("/srv/course", "course"), ["folders.course", "whole path"]),
        (FOLDERS + "[learner]\nmemory_mb = 700\n", ["[learner]", "processors"]),
        (FOLDERS + '[learner]\nmemory_mb = "1 GB"\nprocessors = 1\n', ["learner.memory_mb", "1 GB", "whole number"]),
        (FOLDERS + "[learner]\nmemory_mb = 0\nprocessors = 1\n", ["learner.memory_mb", "above 0"]),
        (FOLDERS + "[idle]\nminutes = true\n", ["idle.minutes"]),
        (FOLDERS + "[web]\nadress = 'http://x'\n", ["[web]", "adress", "address"]),
        (FOLDERS + '[people]\nadministrators = "it"\n', ["people.administrators", "between [ and ]"]),
        (FOLDERS + "[people]\nlearners = 5\n", ["people.learners", "quotation marks"]),
        ("idle = 5\n" + FOLDERS, ["idle", "not a table"]),
        (FOLDERS + "[culling]\n", ["culling", "none of"]),
        ("[folders\n", ["line 1"]),
    ],
)
def test_a_fault_is_told_with_file_field_and_remedy(hub_settings, tmp_path, text, words):
    file = tmp_path / "hub.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(hub_settings.SettingsError) as raised:
        hub_settings.read(file)
    for word in (str(file), "What to do", *words):
        assert word in str(raised.value)


def test_a_missing_file_names_the_installer(hub_settings, tmp_path):
    with pytest.raises(hub_settings.SettingsError, match=r"install\.py"):
        hub_settings.read(tmp_path / "hub.toml")


def test_what_the_installer_writes_is_read_and_stays(install, hub_settings, tmp_path):
    file = tmp_path / "etc" / "hub.toml"
    values = {name: f"/x/{name}" for name in ("course", "software", "exchange", "state")}
    values |= {"learners": "pupils", "teachers": "staff"}
    install.write_settings(file, values)
    assert hub_settings.read(file).people.teachers == "staff"
    file.write_text(file.read_text(encoding="utf-8") + "\n[idle]\nminutes = 45\n", encoding="utf-8")
    install.write_settings(file, values)
    assert hub_settings.read(file).idle.minutes == 45


def test_the_service_starts_the_hub_from_the_checkout(install, tmp_path, monkeypatch):
    commands = []
    monkeypatch.setattr(install, "UNIT", tmp_path / "newspace-hub.service")
    monkeypatch.setattr(install, "run_command", lambda command, failure: commands.append(command))  # noqa: ARG005
    install.start_service(Path("/etc/newspace-hub/hub.toml"), {"software": "/opt/newspace", "state": "/var/lib/hub"})
    unit = configparser.ConfigParser(delimiters="=", strict=False)
    unit.optionxform = str
    unit.read(tmp_path / "newspace-hub.service")
    assert "{" not in (tmp_path / "newspace-hub.service").read_text(encoding="utf-8").partition("[Unit]")[2]
    start = unit["Service"]["ExecStart"].split()
    assert start == [
        "/opt/newspace/learner/bin/python",
        "-m",
        "jupyterhub",
        "--config",
        str(FOLDER / "jupyterhub_config.py"),
    ]
    assert [command[1] for command in commands] == ["daemon-reload", "enable", "restart"]


def test_an_earlier_exchange_with_work_in_it_is_not_touched(install, tmp_path, monkeypatch):
    monkeypatch.setattr(install, "make_folder", lambda path, *_: path.mkdir(exist_ok=True))
    old = tmp_path / "classroom" / "exchange" / "newspace"
    old.mkdir(parents=True)
    with pytest.raises(install.SetupError, match="move what is in it"):
        install.open_exchange(tmp_path, tmp_path / "exchange", 0)
    old.rmdir()
    install.open_exchange(tmp_path, tmp_path / "exchange", 0)
    assert (tmp_path / "classroom" / "exchange").resolve() == tmp_path / "exchange"


def test_the_proxy_is_locked_and_its_lock_names_no_registry():
    lock = json.loads((FOLDER / "proxy" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert "node_modules/configurable-http-proxy" in packages
    assert all("integrity" in entry and "resolved" not in entry for entry in packages.values())
