"""The exchange of deploy/kubernetes with the versions that its images have: a real ngshare, and nbgrader set up as in the images.

Only the hub is a stand-in: it answers whose token came with a request, as JupyterHub's ``/hub/api/user`` does.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests
from processes.commands import environment, run_python
from repository import ROOT

IMAGES = ROOT / "deploy" / "kubernetes" / "images"
LOCKS = (IMAGES / "ngshare" / "ngshare.lock", IMAGES / "learner" / "exchange.lock")
PREFIX = "/services/ngshare"
EXERCISE = "02_ispace_missions"
OTHER = "03_korea_hubs"
LEARNERS = ("minseo", "yuki")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the images are of Linux")


class Hub(BaseHTTPRequestHandler):
    """The one address of a hub that ngshare asks: whose token is this?"""

    def do_GET(self):
        name = self.headers.get("Authorization", "").removeprefix("token token-of-")
        known = self.path == "/hub/api/user" and name in ("administrator", "teacher", "stranger", *LEARNERS)
        self.send_response(200 if known else 403)
        self.end_headers()
        self.wfile.write(json.dumps({"name": name, "kind": "user"} if known else {"message": "unknown"}).encode())

    def log_message(self, *_):
        pass


@dataclass
class Service:
    """A running ngshare."""

    url: str
    storage: Path
    """Where it keeps the files that were handed in."""

    def status(self, who: str, path: str) -> int:
        """What a person gets who asks by hand."""
        headers = {"Authorization": f"token token-of-{who}"}
        return requests.get(self.url + path, headers=headers, timeout=60).status_code


@dataclass
class Person:
    """Somebody's server on the cluster: a home of their own, and the settings of the image."""

    home: Path
    cwd: Path
    env: dict[str, str]

    def nbgrader(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return run_python(self.cwd, "-m", "nbgrader", *arguments, env=self.env, timeout=120)


def installed(*locks: Path) -> Path:
    """The folder of an environment with what the locks say, made once for these locks."""
    uv = shutil.which("uv", path=sysconfig.get_path("scripts")) or shutil.which("uv")
    assert uv, "uv is in the lock: run make install"
    digest = hashlib.sha256(sys.version.encode() + b"".join(lock.read_bytes() for lock in locks)).hexdigest()[:12]
    place = ROOT / "build" / f"exchange-{digest}"
    if not (place / "done").exists():
        shutil.rmtree(place, ignore_errors=True)
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(place)], check=True)
        install = [uv, "pip", "install", "--quiet", "--python", str(place / "bin" / "python"), "--require-hashes"]
        subprocess.run([*install, "-r", str(locks[0])], check=True)
        subprocess.run([*install, "--no-deps", "--target", str(place / "client"), "-r", str(locks[1])], check=True)
        (place / "done").touch()
    return place


@pytest.fixture(scope="module")
def exchange() -> Path:
    return installed(*LOCKS)


@pytest.fixture(scope="module")
def service(exchange, tmp_path_factory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("ngshare")
    hub = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=hub.serve_forever, daemon=True).start()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {
        "PATH": os.environ["PATH"],
        "JUPYTERHUB_SERVICE_NAME": "ngshare",
        "JUPYTERHUB_SERVICE_PREFIX": f"{PREFIX}/",
        "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{port}/",
        "JUPYTERHUB_CLIENT_ID": "service-ngshare",
        "JUPYTERHUB_API_URL": f"http://127.0.0.1:{hub.server_port}/hub/api",
        "JUPYTERHUB_BASE_URL": "/",
        "JUPYTERHUB_API_TOKEN": "token-of-the-service",
    }
    command = [exchange / "bin" / "python", "-m", "ngshare", "--admins", "administrator"]
    command += ["--database", f"sqlite:///{folder}/ngshare.db", "--storage", f"{folder}/files"]
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    running = Service(f"http://127.0.0.1:{port}{PREFIX}", folder / "files")
    for _ in range(600):
        with contextlib.suppress(requests.ConnectionError):
            requests.get(f"http://127.0.0.1:{port}/healthz", timeout=10).raise_for_status()
            break
        assert process.poll() is None, (folder / "log.txt").read_text(encoding="utf-8")
        time.sleep(0.05)
    yield running
    process.kill()
    process.wait()
    hub.shutdown()


@pytest.fixture(scope="module")
def people(exchange, service, tmp_path_factory) -> dict[str, Person]:
    """The administrator, a teacher with the course, and two learners; the course is made and the learners are in it."""
    settings = tmp_path_factory.mktemp("opt") / "settings"
    shutil.copytree(IMAGES / "learner" / "settings", settings)
    shutil.copytree(exchange / "client" / "ngshare_exchange", settings / "ngshare_exchange")
    made = {}
    for name in ("administrator", "teacher", *LEARNERS):
        home = tmp_path_factory.mktemp(name)
        cwd = home / ("newspace" if name == "teacher" else "newspace-work")
        cwd.mkdir()
        env = environment(home) | {
            "JUPYTER_CONFIG_PATH": str(settings),
            "JUPYTERHUB_USER": name,
            "JUPYTERHUB_API_TOKEN": f"token-of-{name}",
            "NEWSPACE_EXCHANGE": service.url,
        }
        made[name] = Person(home, cwd, env)
    course = made["teacher"].cwd
    shutil.copy(ROOT / "nbgrader_config.py", course)
    for exercise in (EXERCISE, OTHER):
        shutil.copytree(ROOT / "exercises" / exercise, course / "exercises" / exercise)
    manage = "import sys; sys.path.append(sys.argv.pop(1)); from ngshare_exchange.course_management import main; main()"
    (course / "class.csv").write_text(
        "student_id,first_name,last_name,email\n" + "".join(f"{name},,,\n" for name in LEARNERS), encoding="utf-8"
    )
    for who, arguments in {
        "administrator": ["create_course", "newspace", "teacher"],
        "teacher": ["add_students", "newspace", "class.csv", "--no-gb"],
    }.items():
        done = run_python(made[who].cwd, "-c", manage, str(settings), *arguments, env=made[who].env)
        assert done.returncode == 0, done.stdout + done.stderr
    return made


@pytest.fixture(scope="module")
def released(people) -> str:
    """The exercise that the teacher has released."""
    done = people["teacher"].nbgrader("release_assignment", EXERCISE)
    assert done.returncode == 0, done.stderr
    return EXERCISE


@pytest.fixture(scope="module")
def fetched(people, released) -> Path:
    """The folder of the exercise in a learner's home, after fetching it."""
    done = people["minseo"].nbgrader("fetch_assignment", released)
    assert done.returncode == 0, done.stderr
    return people["minseo"].home / "newspace-work" / "exercises" / EXERCISE


@pytest.fixture(scope="module")
def submitted(people, fetched) -> Path:
    notebook = fetched / f"{EXERCISE}.ipynb"
    notebook.write_text(notebook.read_text(encoding="utf-8").replace("def ", "def  ", 1), encoding="utf-8")
    (fetched / ".ipynb_checkpoints").mkdir()
    (fetched / ".ipynb_checkpoints" / "old-checkpoint.ipynb").write_text("{}", encoding="utf-8")
    done = people["minseo"].nbgrader("submit", EXERCISE)
    assert done.returncode == 0, done.stderr
    return notebook


@pytest.fixture(scope="module")
def collected(people, submitted) -> Path:
    # A folder of the same name where the teacher works made the released client fail.
    (people["teacher"].cwd / ".ipynb_checkpoints").mkdir(exist_ok=True)
    done = people["teacher"].nbgrader("collect", submitted.stem)
    assert done.returncode == 0, done.stderr
    return people["teacher"].cwd / "classroom" / "submitted" / "minseo" / EXERCISE


def test_a_learner_fetches_one_copy_beside_the_lessons(people, fetched):
    (notebook,) = people["minseo"].home.rglob("*.ipynb")
    assert notebook == fetched / f"{EXERCISE}.ipynb"
    assert notebook.read_bytes() == (ROOT / "exercises" / EXERCISE / notebook.name).read_bytes()


@pytest.mark.usefixtures("released")
def test_what_is_not_released_cannot_be_fetched(people):
    done = people["minseo"].nbgrader("fetch_assignment", OTHER)
    assert done.returncode != 0
    assert "The exchange did not answer well" in done.stderr
    assert not (people["minseo"].home / "newspace-work" / "exercises" / OTHER).exists()


def test_what_is_handed_in_is_collected_with_the_time_of_the_service(submitted, collected):
    assert (collected / submitted.name).read_bytes() == submitted.read_bytes()
    assert (collected / "timestamp.txt").read_text(encoding="utf-8").strip()
    assert sorted(path.name for path in collected.iterdir()) == [submitted.name, "timestamp.txt"]


@pytest.mark.usefixtures("submitted")
@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("yuki", f"/submission/newspace/{EXERCISE}/minseo"),
        ("yuki", f"/submissions/newspace/{EXERCISE}/minseo"),
        ("yuki", f"/submissions/newspace/{EXERCISE}"),
        ("yuki", f"/feedback/newspace/{EXERCISE}/minseo?timestamp=2026-01-01%2000:00:00.0"),
        ("yuki", "/students/newspace"),
        ("yuki", "/initialize-Data6ase?action=dump"),
        ("stranger", f"/assignment/newspace/{EXERCISE}"),
        ("stranger", "/assignments/newspace"),
    ],
)
def test_what_belongs_to_another_is_refused(service, who, path):
    assert service.status(who, path) == 403


def test_a_false_token_gets_nothing(service, released):
    assert service.status("nobody", f"/assignment/newspace/{released}") != 200


@pytest.mark.usefixtures("collected")
def test_an_exercise_that_was_handed_in_is_not_released_anew(people, service):
    done = people["teacher"].nbgrader("release_assignment", EXERCISE, "--force")
    assert done.returncode != 0
    assert "was handed in 1 times" in done.stderr
    assert service.status("teacher", f"/submission/newspace/{EXERCISE}/minseo") == 200


def test_feedback_comes_back_to_its_learner_alone(people, collected):
    feedback = people["teacher"].cwd / "classroom" / "feedback" / "minseo" / EXERCISE
    feedback.mkdir(parents=True)
    (feedback / f"{EXERCISE}.html").write_text("<p>well done</p>", encoding="utf-8")
    shutil.copy(collected / "timestamp.txt", feedback)
    assert people["teacher"].nbgrader("release_feedback", EXERCISE).returncode == 0
    done = people["minseo"].nbgrader("fetch_feedback", EXERCISE)
    assert done.returncode == 0, done.stderr
    (page,) = people["minseo"].home.rglob("*.html")
    assert page.read_text(encoding="utf-8") == "<p>well done</p>"
    people["yuki"].nbgrader("fetch_feedback", EXERCISE)
    assert not list(people["yuki"].home.rglob("*.html"))


@pytest.mark.usefixtures("submitted")
def test_handing_in_fails_aloud_where_the_service_is_gone(people):
    """As in the minute in which its pod moves to another node."""
    learner = people["minseo"]
    gone = Person(learner.home, learner.cwd, learner.env | {"NEWSPACE_EXCHANGE": f"http://127.0.0.1:9{PREFIX}"})
    done = gone.nbgrader("submit", EXERCISE)
    assert done.returncode != 0
    assert "Nothing was changed" in done.stderr


def test_what_was_collected_stays_where_the_newer_version_cannot_be_had(people, service, collected):
    before = {path.name: path.read_bytes() for path in collected.iterdir()}
    earlier = set(service.storage.iterdir())
    assert people["minseo"].nbgrader("submit", EXERCISE).returncode == 0
    for file in set(service.storage.iterdir()) - earlier:
        file.unlink()
    done = people["teacher"].nbgrader("collect", EXERCISE, "--update")
    assert done.returncode != 0
    assert {path.name: path.read_bytes() for path in collected.iterdir()} == before
