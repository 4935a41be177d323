"""JupyterHub for the course on one machine: accounts of the machine sign in, learners open on the course, teachers in the checkout.

What a school sets for itself stands in ``hub.toml`` (see ``hub_settings.py``). Another way to sign in goes into ``sign_in.py`` beside it.
"""

from __future__ import annotations

import grp
import os
import pwd
import sys
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import hub_settings
from start_queue import StartQueue
from tornado import web

SETTINGS = Path(os.environ.get("NEWSPACE_HUB_SETTINGS", "/etc/newspace-hub/hub.toml"))
SYSTEMD = Path("/run/systemd/system").is_dir()

c = get_config()
settings = hub_settings.read(SETTINGS)
learner_python = settings.folders.software / "learner" / "bin" / "python"
teacher_python = settings.folders.course / ".venv" / "bin" / "python"

c.JupyterHub.bind_url = settings.web.address
c.JupyterHub.ssl_cert, c.JupyterHub.ssl_key = settings.web.certificate, settings.web.key
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{settings.web.hub_port}"
c.JupyterHub.db_url = f"sqlite:///{settings.folders.state / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(settings.folders.state / "cookie_secret")
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{settings.web.proxy_port}"
c.ConfigurableHTTPProxy.pid_file = str(settings.folders.state / "proxy.pid")
proxy = settings.folders.software / "proxy" / "node_modules" / ".bin" / "configurable-http-proxy"
c.ConfigurableHTTPProxy.command = [str(proxy)]
# After an update the hub starts anew and the learners' servers go on.
c.JupyterHub.cleanup_servers = False

# Who signs in: accounts of this machine that are in one of two groups. Nobody is let into another's server, not even an administrator.
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {settings.people.learners, settings.people.teachers}
c.PAMAuthenticator.admin_users = set(settings.people.administrators)
# A session of PAM wants a login's resources; a server has its own limits, and in a container a session cannot be opened.
c.PAMAuthenticator.open_sessions = False


def is_member(name: str, group: str) -> bool:
    """Whether an account of this machine is in a group, as its main group or as another."""
    try:
        account, there = pwd.getpwnam(name), grp.getgrnam(group)
    except KeyError:
        return False
    return account.pw_gid == there.gr_gid or name in there.gr_mem


# A class comes at once; starting takes some seconds of one processor. More at a time would only make everybody wait as long as the last.
queue = StartQueue(2 * (os.cpu_count() or 1))


async def choose_server(spawner: Any) -> None:
    """Choose the program and the limits at each start, and close the home: another learner must not read what is in it."""
    name = spawner.user.name
    try:
        home = Path(pwd.getpwnam(name).pw_dir)
    except KeyError:
        told = f"This machine has no account {name}. Please tell the administrator of this hub."
        raise web.HTTPError(403, told, reason=told) from None
    if is_member(name, settings.people.teachers):
        limits = settings.teacher
        spawner.cmd = [str(teacher_python), "-m", "newspace", "author", "--hub"]
    elif is_member(name, settings.people.learners):
        limits = settings.learner
        spawner.cmd = [str(learner_python), "-m", "newspace", "lab", "--hub", "--exercises", "exchange"]
    else:  # another way to sign in may let through whoever has an account at all, and “root” is one
        told = f"The account {name} is in neither group of this hub. Please tell the administrator of this hub."
        raise web.HTTPError(403, told, reason=told)
    spawner.mem_limit, spawner.cpu_limit = limits.memory_mb * 1024**2, limits.processors
    if home.is_dir() and home.owner() == name:
        home.chmod(home.stat().st_mode & 0o700)
    spawner.progress = partial(queue.progress, spawner)  # what the hub's page says meanwhile
    await queue.wait(spawner)


c.Spawner.pre_spawn_hook = choose_server
c.Spawner.default_url = "/lab/tree/lessons/00_start_here.ipynb"
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120
# What the hub's own process has set must not reach learners: a token, a path in the administrator's home.
c.Spawner.env_keep = ["LANG", "LC_ALL", "TZ"]
c.Spawner.environment = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
# The hub's own limit refuses whoever comes too many; here they wait their turn.
c.JupyterHub.concurrent_spawn_limit = 0

if SYSTEMD:
    c.JupyterHub.spawner_class = "systemd"
    c.SystemdSpawner.dynamic_users = False
    c.SystemdSpawner.isolate_tmp = True
    c.SystemdSpawner.disable_user_sudo = True
    c.SystemdSpawner.default_shell = "/bin/bash"
else:
    # No systemd, as in a container: nothing here holds the limits. Whoever started the container gave it some.
    c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"

idle = settings.idle.minutes * 60
c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": [
            sys.executable,
            "-m",
            "jupyterhub_idle_culler",
            f"--timeout={idle}",
            f"--cull-every={min(300, idle)}",
        ],
    }
]
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle-culler"],
    }
]

sign_in = SETTINGS.with_name("sign_in.py")
if sign_in.exists():
    load_subconfig(str(sign_in))
