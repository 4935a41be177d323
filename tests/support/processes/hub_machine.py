"""A hub on this machine, made by the installer that an administrator runs, with accounts of the machine that are removed afterwards."""

from __future__ import annotations

import grp
import json
import os
import pwd
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import requests
from browser.lab_server import kept_port
from repository import ROOT

SLOW_S = 180
PASSWORD_BYTES = 9


class NoHubError(Exception):
    """Why no hub can stand on this machine."""


@dataclass(frozen=True)
class Person:
    """An account of this machine."""

    name: str
    password: str

    @property
    def home(self) -> Path:
        return Path(pwd.getpwnam(self.name).pw_dir)


@dataclass
class SignedIn:
    """A person's session at the hub, as the browser has it."""

    hub: Hub
    person: Person
    web: requests.Session = field(default_factory=requests.Session)

    def enter(self) -> SignedIn:
        """Sign in with name and password on the hub's own page."""
        page = self.web.get(f"{self.hub.url}/hub/login", timeout=SLOW_S)
        form = {
            "username": self.person.name,
            "password": self.person.password,
            "_xsrf": self.web.cookies.get("_xsrf", path="/hub/"),
        }
        answer = self.web.post(page.url, data=form, timeout=SLOW_S, allow_redirects=False)
        assert answer.status_code == 302, (
            f"{self.person.name} was not let in: {answer.status_code} {answer.text[-800:]}"
        )
        return self

    def token(self) -> str:
        """Have the hub give a token, as its page for tokens does; with it requests need no cookie."""
        answer = self.web.post(
            f"{self.hub.url}/hub/api/users/{self.person.name}/tokens",
            headers={
                "X-XSRFToken": self.web.cookies.get("_xsrf", path="/hub/"),
                "Referer": f"{self.hub.url}/hub/token",
            },
            json={"note": "test", "expires_in": 3600},
            timeout=SLOW_S,
        )
        assert answer.status_code == 201, answer.text
        token: str = answer.json()["token"]
        self.web.headers["Authorization"] = f"token {token}"
        return token

    def start(self) -> SignedIn:
        """Start the server, unless it runs, and wait until it answers; needs a token."""
        name = self.person.name
        if (
            self.web.get(f"{self.hub.url}/hub/api/users/{name}", timeout=SLOW_S)
            .json()["servers"]
            .get("", {})
            .get("ready")
        ):
            return self
        answer = self.web.post(f"{self.hub.url}/hub/api/users/{name}/server", timeout=SLOW_S)
        assert answer.status_code in (201, 202), f"{answer.text}\n{self.hub.log_end()}"
        deadline = time.monotonic() + SLOW_S
        while time.monotonic() < deadline:
            if (
                self.web.get(f"{self.hub.url}/hub/api/users/{name}", timeout=SLOW_S)
                .json()["servers"]
                .get("", {})
                .get("ready")
            ):
                return self
            time.sleep(0.2)
        raise AssertionError(f"the server of {name} did not start:\n{self.hub.log_end()}")

    def get(self, path: str, **options: object) -> requests.Response:
        """Ask the person's own server."""
        return self.web.get(f"{self.hub.url}/user/{self.person.name}/{path}", timeout=SLOW_S, **options)  # type: ignore[arg-type]

    def post(self, path: str, **options: object) -> requests.Response:
        return self.web.post(f"{self.hub.url}/user/{self.person.name}/{path}", timeout=SLOW_S, **options)  # type: ignore[arg-type]

    def put(self, path: str, **options: object) -> requests.Response:
        return self.web.put(f"{self.hub.url}/user/{self.person.name}/{path}", timeout=SLOW_S, **options)  # type: ignore[arg-type]


@dataclass
class Hub:
    """The machine of a school in a folder: checkout, software, exchange, settings, and accounts."""

    place: Path
    people: list[Person] = field(default_factory=list)
    groups: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    url: str = ""

    @property
    def course(self) -> Path:
        return self.place / "course"

    @property
    def software(self) -> Path:
        return self.place / "opt" / "newspace"

    @property
    def exchange(self) -> Path:
        return self.place / "srv" / "newspace-exchange"

    @property
    def settings(self) -> Path:
        return self.place / "etc" / "newspace-hub" / "hub.toml"

    @property
    def log(self) -> Path:
        return self.place / "hub.log"

    def log_end(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-6000:]

    def install(self) -> str:
        """Run the installer as the page for administrators says; what it said."""
        python = open_python()
        assert python is not None
        command = [python, str(self.course / "deploy" / "one-machine" / "install.py"), "--no-service"]
        command += ["--root", str(self.place)]
        for role, group in self.groups.items():
            command += [f"--{role}", group]
        done = subprocess.run(command, env=with_uv(), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stderr

    def add(self, role: str, number: int = 1) -> list[Person]:
        """Make accounts as an administrator does, in one of the two groups."""
        added = []
        for _ in range(number):
            person = Person(f"ns{role[0]}{secrets.token_hex(4)}", secrets.token_urlsafe(PASSWORD_BYTES))
            subprocess.run(
                ["useradd", "--create-home", "--shell", "/bin/bash", "--groups", self.groups[role], person.name],
                check=True,
                capture_output=True,
            )
            self.people.append(person)
            added.append(person)
        lines = "".join(f"{person.name}:{person.password}\n" for person in added)
        subprocess.run(["chpasswd"], input=lines, text=True, check=True, capture_output=True)
        return added

    def expose_jupyterlab(self) -> None:
        """Let the tests' browser ask JupyterLab what is open, as ``--expose-app-in-browser`` does."""
        told = self.software / "learner" / "etc" / "jupyter" / "jupyter_server_config.json"
        told.write_text(json.dumps({"LabApp": {"expose_app_in_browser": True}}), encoding="utf-8")

    def start(self) -> None:
        """Start the hub with the configuration in the checkout, on ports of its own."""
        with kept_port() as web, kept_port() as hub, kept_port() as proxy:
            ports = [one.getsockname()[1] for one in (web, hub, proxy)]
            self.url = f"http://127.0.0.1:{ports[0]}"
            text = self.settings.read_text(encoding="utf-8")
            where = f'address = "{self.url}"\nhub_port = {ports[1]}\nproxy_port = {ports[2]}'
            self.settings.write_text(text.replace('address = "http://127.0.0.1:8000"', where), encoding="utf-8")
            command = [self.software / "learner" / "bin" / "python", "-m", "jupyterhub"]
            command += ["--config", self.course / "deploy" / "one-machine" / "jupyterhub_config.py"]
            env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "NEWSPACE_HUB_SETTINGS": str(self.settings)}
            state = self.place / "var" / "lib" / "newspace-hub"
            with self.log.open("wb") as out:
                self.process = subprocess.Popen(
                    list(map(str, command)),
                    cwd=state,
                    env=env,
                    stdout=out,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            deadline = time.monotonic() + SLOW_S
            while time.monotonic() < deadline and self.process.poll() is None:
                with suppress(requests.RequestException):
                    if requests.get(f"{self.url}/hub/api", timeout=SLOW_S).ok:
                        return
                time.sleep(0.2)
        raise AssertionError(f"the hub did not start:\n{self.log_end()}")

    def sign_in(self, person: Person) -> SignedIn:
        return SignedIn(self, person).enter()

    def run_as(self, person: Person, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command as a person who has signed in to the machine itself, in the checkout if it is theirs, else at home."""
        folder = self.course if person.name in grp.getgrnam(self.groups["teachers"]).gr_mem else person.home
        line = [
            shutil.which("runuser") or "runuser",
            "--user",
            person.name,
            "--",
            "env",
            f"HOME={person.home}",
            *map(str, command),
        ]
        env = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}
        return subprocess.run(line, cwd=folder, env=env, capture_output=True, text=True, check=False, errors="replace")

    def remove(self) -> None:
        """End what runs as these people, and take accounts, groups and folders away."""
        for person in self.people:
            _end(_of_account(pwd.getpwnam(person.name).pw_uid))
        if self.process is not None:
            with suppress(psutil.NoSuchProcess):
                own = psutil.Process(self.process.pid)
                _end([own, *own.children(recursive=True)])  # the proxy and the culler, too
            self.process.wait(timeout=SLOW_S)
        for person in self.people:
            _end(_of_account(pwd.getpwnam(person.name).pw_uid))  # what the hub had just begun
            subprocess.run(["userdel", "--remove", person.name], check=False, capture_output=True)
        for group in self.groups.values():
            subprocess.run(["groupdel", group], check=False, capture_output=True)
        # Two environments: on a busy disk that takes half a minute, and nothing waits for it.
        subprocess.run(["sh", "-c", 'rm -rf "$0" >/dev/null 2>&1 &', self.place], check=False)


def _of_account(uid: int) -> list[psutil.Process]:
    """Return all that runs as an account of ours, which nobody else has."""
    return [one for one in psutil.process_iter(["uids"]) if one.info["uids"] and one.info["uids"].real == uid]


def _end(processes: list[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()


def open_python() -> str | None:
    """Return a Python that all accounts of this machine may run: the system's, as an administrator uses, or the tests' own."""
    for python in ("/usr/bin/python3", sys.executable):
        real = Path(os.path.realpath(python))
        if not real.exists() or not all(part.stat().st_mode & 0o001 for part in (real, *real.parents)):
            continue
        new_enough = "import sys; sys.exit(sys.version_info < (3, 11))"
        if subprocess.run([python, "-c", new_enough], check=False).returncode == 0:
            return python
    return None


def lacking() -> str:
    """Why this machine cannot have a hub for tests; empty where it can."""
    if not sys.platform.startswith("linux"):
        return "accounts of the machine are made with Linux's own commands"
    if os.geteuid() != 0:
        return "only root can make accounts of the machine; CI runs as root"
    missing = [name for name in ("useradd", "userdel", "chpasswd", "runuser", "node", "npm") if not shutil.which(name)]
    if missing:
        return f"these programs are missing: {', '.join(missing)}"
    return "" if open_python() else "no Python 3.11 or newer is there that all accounts of the machine may run"


def copy_of_checkout(target: Path) -> None:
    """Copy what git knows, as an administrator clones it, with what is not committed yet."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        source = ROOT / name
        if source.is_file() and not name.startswith("tests/"):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target / name)


SET_UP_BEFORE = """
import pathlib, sys
sys.path.insert(0, "deploy/one-machine")
import install
install.bootstrap.install("hub")
install.take_compiled_modules(pathlib.Path(sys.argv[1]), install.bootstrap.VENV / "lib")
"""


def set_up_before(course: Path) -> None:
    """Have the packages in the checkout, as after ``make install``, and of all but nbgrader what is compiled for these tests already."""
    command = [open_python() or sys.executable, "-c", SET_UP_BEFORE, str(ROOT / ".venv" / "lib")]
    done = subprocess.run(command, cwd=course, env=with_uv(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for compiled in course.glob(".venv/lib/python*/site-packages/nbgrader/**/__pycache__"):
        shutil.rmtree(compiled)


def with_uv() -> dict[str, str]:
    """Return the environment of an administrator who has uv."""
    return {**os.environ, "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))}


def make(learners: int, teachers: int = 1) -> Hub:
    """Make a hub with accounts, and start it; whoever calls this removes it.

    Raises
    ------
    NoHubError
        If the machine cannot have one.
    """
    reason = lacking()
    if reason:
        raise NoHubError(reason)
    place = Path(tempfile.mkdtemp(prefix="newspace-hub-"))
    place.chmod(0o755)  # learners' servers run from it
    mark = secrets.token_hex(3)
    hub = Hub(place, groups={role: f"ns{role[0]}g{mark}" for role in ("learners", "teachers")})
    try:
        copy_of_checkout(hub.course)
        set_up_before(hub.course)
        hub.install()
        hub.add("learners", learners)
        hub.add("teachers", teachers)
        hub.start()
    except BaseException:
        hub.remove()
        raise
    return hub
