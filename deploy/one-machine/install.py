"""Set up the course's hub on one Linux machine, or bring it up to date: ``sudo python3 deploy/one-machine/install.py``.

Run it in the checkout that the class is to use, after each update of it. What is done already is left alone, and nothing that a learner,
a teacher or the administrator wrote is changed. It makes

- two groups of the machine, for learners and for teachers,
- the checkout's own ``.venv`` with the grader, and closes the checkout to everybody but teachers,
- an environment for learners' servers, with the course as its wheel: no solution, no hidden test, no grader,
- the proxy before the hub, nbgrader's exchange, ``hub.toml``, and the service of systemd.
"""

from __future__ import annotations

import argparse
import grp
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
COURSE = HERE.parents[1]
sys.path[:0] = [str(HERE), str(COURSE / "tools")]

import bootstrap  # noqa: E402 - it lies in this checkout, and works before anything is installed
from bootstrap import SetupError, print_message, run_command  # noqa: E402
from release.own_wheel import WheelBuildError, build_wheel  # noqa: E402 - of the standard library alone, like bootstrap

WRITABLE = ("classroom", "exercises", "lessons", "solutions", "work", "build", "dist")
"""Where teachers write. The rest belongs to root, because root runs the hub from it."""
LOWEST_NODE = 20
UNIT = Path("/etc/systemd/system/newspace-hub.service")


def check(course: Path) -> None:
    """Look for what is needed before anything is changed.

    Raises
    ------
    SetupError
        If something is missing; the text says what to do.
    """
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        raise SetupError("This makes accounts' groups and a service.\nWhat to do: run it as root on Linux, with sudo.")
    if sys.version_info < (*bootstrap.LOWEST,):
        raise SetupError(f"{sys.executable} is too old.\nWhat to do: run this with Python 3.11 or newer.")
    others_may(Path(os.path.realpath(sys.executable)), "run this with the system's own Python: /usr/bin/python3")
    others_may(course.parent, f"move the checkout, for example: mv {course} /srv/newspace")
    node = shutil.which("node")
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout if node else ""
    if not told or int(told.removeprefix("v").partition(".")[0]) < LOWEST_NODE or not shutil.which("npm"):
        raise SetupError(
            f"The proxy before the hub needs node.js {LOWEST_NODE} and npm.\nWhat to do: apt install nodejs npm"
        )


def others_may(path: Path, advice: str) -> None:
    """Refuse a place that other accounts of this machine cannot reach."""
    for part in (path, *path.parents):
        if not part.stat().st_mode & stat.S_IXOTH:
            raise SetupError(f"Other accounts of this machine cannot enter {part}.\nWhat to do: {advice}.")


def make_group(name: str) -> int:
    """Make a group of the machine unless it is there; return its number."""
    try:
        return grp.getgrnam(name).gr_gid
    except KeyError:
        run_command(["groupadd", "--system", name], f"The group {name} could not be made.")
        return grp.getgrnam(name).gr_gid


def make_folder(path: Path, mode: int, group: int = 0) -> None:
    """Make a folder of root's with exactly these rights, whatever they were."""
    path.mkdir(parents=True, exist_ok=True)
    os.chown(path, 0, group)
    path.chmod(mode)


def close_course(course: Path, teachers: int) -> None:
    """Give the checkout to root and the teachers' group: they read all of it and write where they work; nobody else gets in."""
    for name in WRITABLE:
        (course / name).mkdir(exist_ok=True)
    os.chown(course, 0, teachers)
    course.chmod(0o2750)  # the one door: behind it others' rights do not count
    for top in sorted(course.iterdir()):
        # The files of an environment may be one with those of learners (uv links them), and git keeps its own.
        if top.name in (".venv", ".git"):
            continue
        shared = top.name in WRITABLE
        for path in (top, *(top.rglob("*") if top.is_dir() and not top.is_symlink() else ())):
            _let_teachers_in(path, teachers, shared)


def _let_teachers_in(path: Path, teachers: int, shared: bool) -> None:
    """Let the group read a file or folder, and write it where teachers work; there its owner stays, else it is root's."""
    if path.is_symlink():
        return
    now = stat.S_IMODE(path.stat().st_mode)
    folder = path.is_dir()
    mode = (
        now | stat.S_IRGRP | (stat.S_IXGRP | stat.S_ISGID if folder else 0)
    )  # what is made in a folder is the group's
    mode = mode | stat.S_IWGRP if shared else mode & ~(stat.S_IWGRP | stat.S_IWOTH)
    os.chown(path, -1 if shared else 0, teachers)
    if now != mode:
        path.chmod(mode)


def install_learner(course: Path, software: Path, exchange: Path) -> None:
    """Make the environment that learners' servers and the hub run, with the course as its wheel."""
    place, python = software / "learner", software / "learner" / "bin" / "python"
    uv = str(bootstrap.BIN / "uv") if (bootstrap.BIN / "uv").exists() else shutil.which("uv")
    make = [uv, "venv", "--quiet", "--python", sys.executable] if uv else [sys.executable, "-m", "venv"]
    pip = [uv, "pip", "install", "--python", str(python)] if uv else [str(python), "-m", "pip", "install"]
    advice = "What to do: check the network connection and the space on the disk, then run the same command again."
    if not python.exists():
        run_command([*make, str(place)], f"The environment could not be made in {place}.\n{advice}")
    wanted = software / "hub.txt"
    text = bootstrap.locked("hub")
    if not wanted.exists() or wanted.read_text(encoding="utf-8") != text:
        print_message(f"installing the hub and what learners run into {place} …")
        part = software / "hub.txt.part"
        part.write_text(text, encoding="utf-8")
        run_command(
            [*pip, "--quiet", "--require-hashes", "-r", str(part)], f"The packages could not be installed.\n{advice}"
        )
        part.replace(wanted)
    with tempfile.TemporaryDirectory() as folder:
        try:
            wheel = build_wheel(course / "widgets", Path(folder), bootstrap.PYTHON)
        except WheelBuildError as error:
            raise SetupError(f"The course's wheel could not be built.\n{error}") from error
        again = "--reinstall" if uv else "--force-reinstall"
        run_command([*pip, "--quiet", "--no-deps", again, str(wheel)], f"The course could not be installed.\n{advice}")
    take_compiled_modules(bootstrap.VENV / "lib", place / "lib")
    compile_environment(python, text)
    compile_modules(python, *place.glob("lib/python*/site-packages/newspace"))  # installed anew each time
    settings = place / "etc" / "jupyter"
    settings.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(HERE / "nbgrader_config.py", settings / "nbgrader_config.py")
    (settings / "newspace_exchange.toml").write_text(f'exchange = "{exchange}"\n', encoding="utf-8")


def compile_environment(python: Path, stamp: str) -> None:
    """Keep compiled modules of an environment, unless that has been done for what this stamp stands for."""
    done = python.parents[1] / ".newspace-compiled"
    if not done.exists() or done.read_text(encoding="utf-8") != stamp:
        compile_modules(python, python.parents[1] / "lib")
        done.write_text(stamp, encoding="utf-8")


def compile_modules(python: Path, *places: Path) -> None:
    """Keep compiled modules of folders: who may not write there would compile them anew at every start."""
    command = [str(python), "-m", "compileall", "-q", "-j", "0", "-x", r"/site-packages/.*/tests?/", *map(str, places)]
    subprocess.run(command, capture_output=True, check=False)  # some packages carry files for other versions of Python


def take_compiled_modules(there: Path, here: Path) -> None:
    """Have what is compiled in one environment in another, too, where both have the same file as its source: uv links them.

    Python says in a traceback where a module was loaded, and not where it was compiled.
    """
    for compiled in there.glob("python*/site-packages/**/__pycache__/*.pyc"):
        source = compiled.parents[1] / f"{compiled.name.partition('.')[0]}.py"
        wanted, own = here / compiled.relative_to(there), here / source.relative_to(there)
        if wanted.exists() or not own.exists() or not source.exists() or not own.samefile(source):
            continue
        wanted.parent.mkdir(exist_ok=True)
        os.link(compiled, wanted)


def install_proxy(software: Path) -> None:
    """Install the locked packages of the proxy, unless that has been done."""
    place = software / "proxy"
    lock, done = HERE / "proxy" / "package-lock.json", place / "node_modules" / ".newspace-lock"
    if done.exists() and done.read_bytes() == lock.read_bytes():
        return
    print_message(f"installing the proxy into {place} …")
    place.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(HERE / "proxy" / name, place / name)
    npm = shutil.which("npm") or "npm"
    advice = "What to do: check the network connection, then run the same command again."
    command = [npm, "ci", "--prefix", str(place), "--ignore-scripts", "--no-audit", "--no-fund"]
    run_command(command, f"The proxy could not be installed.\n{advice}")
    shutil.copyfile(lock, done)


def open_exchange(course: Path, exchange: Path, teachers: int) -> None:
    """Make nbgrader's exchange outside the checkout: everybody hands in there, and nobody removes what is another's."""
    make_folder(exchange, 0o3777, teachers)
    link = course / "classroom" / "exchange"
    if link.is_symlink() and link.resolve() == exchange:
        return
    if link.is_dir() and not link.is_symlink():
        if any(link.iterdir()):
            told = f"An earlier exchange lies in {link}.\nWhat to do: move what is in it to {exchange}, remove the empty folder, and run this again."
            raise SetupError(told)
        link.rmdir()
    link.unlink(missing_ok=True)
    link.symlink_to(exchange)


SETTINGS_TEXT = """\
# The hub of the course on this machine. install.py wrote this file and leaves it to you from now on.
# Everything that can be set, with its default, stands in deploy/one-machine/hub_settings.py. After a change: systemctl restart newspace-hub

[folders]
course = "{course}"
software = "{software}"
exchange = "{exchange}"
state = "{state}"

[people]
learners = "{learners}"
teachers = "{teachers}"
administrators = []

[web]
address = "http://127.0.0.1:8000"
"""


def write_settings(path: Path, values: dict[str, str]) -> None:
    """Write ``hub.toml`` once; the administrator's own is checked and stays."""
    import hub_settings

    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SETTINGS_TEXT.format(**values), encoding="utf-8")
    try:
        hub_settings.read(path)
    except hub_settings.SettingsError as error:
        raise SetupError(str(error)) from error


def start_service(settings: Path, values: dict[str, str]) -> None:
    """Write the service and start it, or start it anew with what is new."""
    filled = (HERE / "newspace-hub.service").read_text(encoding="utf-8")
    named = {
        "python": f"{values['software']}/learner/bin/python",
        "config": str(HERE / "jupyterhub_config.py"),
        "settings": str(settings),
        "state": values["state"],
    }
    for name, value in named.items():
        filled = filled.replace("{" + name + "}", value)
    UNIT.write_text(filled, encoding="utf-8")
    for command in (["daemon-reload"], ["enable", UNIT.name], ["restart", UNIT.name]):
        run_command(
            ["systemctl", *command], f"The hub could not be started.\nWhat to do: journalctl --unit {UNIT.name}"
        )


def main(arguments: list[str] | None = None, *, look: Callable[[Path], None] = check) -> int:
    """Set everything up; return 0, or 2 when a person has to put something right."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path("/"), help="put all folders below this one (default: /)")
    parser.add_argument("--learners", default="newspace-learners", help="the group of the learners' accounts")
    parser.add_argument("--teachers", default="newspace-teachers", help="the group of the teachers' accounts")
    parser.add_argument("--no-service", action="store_true", help="write no service of systemd and start nothing")
    given = parser.parse_args(arguments)
    os.umask(0o022)
    software, exchange, state, etc = (
        given.root / name
        for name in ("opt/newspace", "srv/newspace-exchange", "var/lib/newspace-hub", "etc/newspace-hub")
    )
    folders = {"course": COURSE, "software": software, "exchange": exchange, "state": state}
    values = {name: str(path) for name, path in folders.items()}
    values |= {"learners": given.learners, "teachers": given.teachers}
    try:
        look(COURSE)
        make_group(given.learners)
        teachers = make_group(given.teachers)
        make_folder(state, 0o700)
        make_folder(software, 0o755)
        write_settings(etc / "hub.toml", values)
        bootstrap.install("hub")
        compile_environment(bootstrap.PYTHON, bootstrap.stamp_for("hub"))
        compile_modules(bootstrap.PYTHON, *(COURSE / name for name in ("widgets/newspace", "grading/newspace_grading")))
        install_learner(COURSE, software, exchange)
        install_proxy(software)
        close_course(COURSE, teachers)
        open_exchange(COURSE, exchange, teachers)
        if not given.no_service:
            start_service(etc / "hub.toml", values)
    except SetupError as error:
        print_message(str(error))
        return 2
    except OSError as error:
        print_message(f"{error.strerror}: {error.filename}\nWhat to do: mend that, then run the same command again.")
        return 2
    print_message(
        f"the hub is set up. Settings: {etc / 'hub.toml'}. Accounts: usermod --append --groups {given.learners} NAME"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
