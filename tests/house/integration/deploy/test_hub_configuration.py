"""The configuration of a hub on one machine, as the hub loads it where systemd runs: no systemd runs here, so a stand-in says what it was told.

Every name exists on the class that it is for, every value fits, and ``systemd-analyze`` knows what systemd would be asked for.
"""

from __future__ import annotations

import grp
import json
import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from processes.coroutines import run_in_thread
from repository import ROOT
from tornado import web
from traitlets import HasTraits
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the hub of one machine is one of Linux")

FOLDER = ROOT / "deploy" / "one-machine"
GROUPS = {"newspace-learners": ["kim01"], "newspace-teachers": ["lee"]}


@pytest.fixture
def config(tmp_path, monkeypatch) -> Config:
    """The configuration, loaded as JupyterHub does on a machine with systemd."""
    folders = {name: tmp_path / name for name in ("course", "software", "exchange", "state")}
    text = "[folders]\n" + "".join(f'{name} = "{path}"\n' for name, path in folders.items())
    settings = tmp_path / "hub.toml"
    settings.write_text(f"{text}[learner]\nmemory_mb = 512\nprocessors = 0.5\n[idle]\nminutes = 3\n", encoding="utf-8")
    monkeypatch.setenv("NEWSPACE_HUB_SETTINGS", str(settings))
    monkeypatch.setattr(sys, "path", [*sys.path])
    is_folder = Path.is_dir
    monkeypatch.setattr(Path, "is_dir", lambda path: str(path) == "/run/systemd/system" or is_folder(path))
    return PyFileConfigLoader("jupyterhub_config.py", path=str(FOLDER)).load_config()


def classes() -> dict[str, type[HasTraits]]:
    """The classes that are configured; they are loaded for these tests, and not wherever tests are collected."""
    from jupyterhub.app import JupyterHub
    from jupyterhub.auth import PAMAuthenticator
    from jupyterhub.proxy import ConfigurableHTTPProxy
    from jupyterhub.spawner import Spawner
    from systemdspawner import SystemdSpawner

    return {cls.__name__: cls for cls in (JupyterHub, ConfigurableHTTPProxy, PAMAuthenticator, Spawner, SystemdSpawner)}


def faults(config: Config) -> list[str]:
    """Names that no class has, and values that do not fit, which traitlets would pass over or refuse at the hub's start."""
    wrong = []
    found = classes()
    for section, values in config.items():
        traits = found[section].class_traits(config=True) if section in found else {}
        wrong += [f"{section}.{name}" for name in values if name not in traits]
    return wrong


def test_every_name_exists_and_every_value_fits(config):
    assert config.JupyterHub.spawner_class == "systemd"
    assert faults(config) == []
    found = classes()
    found["JupyterHub"](config=Config(JupyterHub=config.JupyterHub))
    found["PAMAuthenticator"](config=config).check_allow_config()
    found["ConfigurableHTTPProxy"](config=config)


def test_a_slip_is_found(config):
    config.SystemdSpawner.isolate_temp = True
    config.SystemSpawner.isolate_tmp = True
    assert faults(config) == ["SystemdSpawner.isolate_temp", "SystemSpawner.isolate_tmp"]


def test_idle_servers_are_stopped_by_a_service_that_may_do_no_more(config):
    from jupyterhub import scopes

    (service,) = config.JupyterHub.services
    (role,) = config.JupyterHub.load_roles
    assert role["services"] == [service["name"]]
    assert set(role["scopes"]) <= set(scopes.scope_definitions)
    program, options = service["command"][:3], service["command"][3:]
    assert options == ["--timeout=180", "--cull-every=180"]
    shown = subprocess.run([*program, "--help"], capture_output=True, text=True, check=False)
    told = shown.stdout + shown.stderr
    assert all(
        f"{option.partition('=')[0]} " in told or f"{option.partition('=')[0]}=" in told for option in options
    ), told


def spawner_without_a_hub() -> Any:
    """The spawner as it is, without what only a running hub gives: addresses and a token."""
    from systemdspawner import SystemdSpawner

    class Started(SystemdSpawner):
        def get_env(self) -> dict[str, str]:
            return dict(self.environment)

        def get_args(self) -> list[str]:
            return []

    return Started


@pytest.fixture
def start(config, tmp_path, monkeypatch):
    """Start somebody's server by way of stand-ins for systemd's programs; what systemd was asked for."""
    from systemdspawner import systemd

    told, programs = tmp_path / "told.json", tmp_path / "bin"
    programs.mkdir()
    write = f"import json, sys; open({str(told)!r}, 'w').write(json.dumps(sys.argv[1:]))"
    asked = f"import os, sys; sys.exit(not (sys.argv[1] == 'is-active' and os.path.exists({str(told)!r})))"
    for name, program in (("systemd-run", write), ("systemctl", asked)):
        path = programs / name
        path.write_text(f"#!{sys.executable}\n{program}\n", encoding="utf-8")
        path.chmod(0o755)
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    monkeypatch.setattr(systemd, "RUN_ROOT", str(tmp_path / "run"))
    monkeypatch.setattr(systemd, "get_systemd_version", lambda: None)
    account = SimpleNamespace(pw_dir=str(home), pw_uid=os.getuid(), pw_gid=os.getgid())
    monkeypatch.setattr(pwd, "getpwnam", lambda _: account)
    monkeypatch.setattr(grp, "getgrnam", lambda name: SimpleNamespace(gr_gid=-1, gr_mem=GROUPS[name]))
    monkeypatch.setattr(Path, "owner", lambda _: name_of["person"])
    name_of: dict[str, str] = {}

    def run(person: str) -> tuple[list[str], dict[str, str], Path]:
        name_of["person"] = person
        spawner = spawner_without_a_hub()(config=config, user=SimpleNamespace(name=person, id=7, url="/"))

        async def as_the_hub_does() -> None:
            await spawner.run_pre_spawn_hook()
            await spawner.start()

        run_in_thread(as_the_hub_does())
        words: list[str] = json.loads(told.read_text(encoding="utf-8"))
        properties = dict(
            word.removeprefix("--property=").split("=", 1) for word in words if word.startswith("--property=")
        )
        return words, properties, home

    return run


def test_a_learners_server_starts_with_its_limits_and_in_a_closed_home(start, config, tmp_path):
    words, properties, home = start("kim01")
    python = str(tmp_path / "software" / "learner" / "bin" / "python")
    assert words[-7:] == [python, "-m", "newspace", "lab", "--hub", "--exercises", "exchange"]
    assert f"--uid={os.getuid()}" in words
    assert words[words.index("--working-directory") + 1] == str(home)
    assert (properties["MemoryMax"], properties["CPUQuota"]) == (str(512 * 1024**2), "50%")
    assert (properties["PrivateTmp"], properties["NoNewPrivileges"]) == ("yes", "yes")
    assert home.stat().st_mode & 0o777 == 0o700
    environment = Path(properties["EnvironmentFile"]).read_text(encoding="utf-8")
    assert environment == f"PATH={config.Spawner.environment['PATH']}\nSHELL=/bin/bash\n"


def test_a_teachers_server_starts_in_the_course_with_limits_of_its_own(start, tmp_path):
    words, properties, _ = start("lee")
    assert words[-5:] == [str(tmp_path / "course" / ".venv" / "bin" / "python"), "-m", "newspace", "author", "--hub"]
    assert (properties["MemoryMax"], properties["CPUQuota"]) == (str(4096 * 1024**2), "200%")


def test_an_account_in_neither_group_gets_no_server(start):
    """Whoever signs in, and in whatever way: “root” is an account of the machine as well."""
    with pytest.raises(web.HTTPError, match="neither group") as raised:
        start("root")
    assert raised.value.status_code == 403


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on this machine")
def test_systemd_knows_what_it_is_asked_for(start, tmp_path):
    """Of a unit that it does not run, it checks the names and values of what stands in it."""
    _, properties, _ = start("kim01")
    lines = "".join(f"{name}={value}\n" for name, value in properties.items())
    server = tmp_path / "jupyter-kim01.service"
    server.write_text(f"[Service]\nExecStart=/bin/true\n{lines}", encoding="utf-8")
    text = (FOLDER / "newspace-hub.service").read_text(encoding="utf-8")
    hub = tmp_path / "newspace-hub.service"
    values = {"python": "/bin/true", "config": "/etc/hosts", "settings": "/etc/hosts", "state": "/tmp"}  # noqa: S108 - a folder that is there
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    hub.write_text(text, encoding="utf-8")
    spoilt = tmp_path / "spoilt.service"
    spoilt.write_text("[Service]\nExecStart=/bin/true\nMemoryMost=1\nCPUQuota=much\n", encoding="utf-8")

    def said(unit: Path) -> str:
        done = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, check=False
        )
        return "\n".join(line for line in (done.stdout + done.stderr).splitlines() if unit.name in line)

    assert said(server) == ""
    assert said(hub) == ""
    assert "MemoryMost" in said(spoilt)
    assert "CPU quota" in said(spoilt)
