"""A class at once on a hub of one machine: all sign in, open and run lesson 2, and hand in exercise 2, each in a server of their own.

The hub is the one of ``deploy/one-machine``, made by its installer, with accounts of this machine. Each learner does what the browser does,
by the same requests: the hub's page to sign in, JupyterLab's page, the notebook, a kernel over a WebSocket, the assignment list.
Memory is the proportional set size (PSS) of all that runs as the learner: what many share counts in parts, so the sum is what is held.

``python benchmarks/hub/bench_hub.py --learners 30`` needs root, node.js and about 250 MB for each learner.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import statistics
import sys
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import websocket

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT / "tools")]

from processes import hub_machine as machine  # noqa: E402 - it lies in the tests' folder

LEARNERS, AIM_MB = 30, 300.0
SCHOOL, WITHIN_S = 300, 300
"""On paper: so many learners, who are all to have run lesson 2 after so long."""
EXERCISE = "02_ispace_missions"
LESSON = f"lessons/{EXERCISE}.ipynb"
CELL_S = 300
SPARE = 1.25
"""A machine needs so much more than the sum so as not to swap."""


@dataclass
class Turn:
    """How it went for one learner."""

    name: str
    first_notebook_s: float = 0.0
    ran_s: float = 0.0
    all_s: float = 0.0
    pss_mb: float = 0.0
    failure: str = ""


def take_turn(hub: machine.Hub, person: machine.Person, at_once: threading.Barrier, held: threading.Barrier) -> Turn:
    """One learner's lesson; a failure is kept, and the others go on."""
    turn = Turn(person.name)
    at_once.wait()
    began = time.monotonic()
    try:
        session = hub.sign_in(person)
        token = session.token()
        session.start()
        session.get(f"lab/tree/{LESSON}").raise_for_status()
        notebook = session.get(f"api/contents/{LESSON}").json()["content"]
        turn.first_notebook_s = time.monotonic() - began
        run_cells(hub, session, token, notebook)
        turn.ran_s = time.monotonic() - began
        hand_in(hub, session)
        turn.all_s = time.monotonic() - began
    except Exception as error:  # noqa: BLE001 - what goes wrong is what is measured
        turn.failure = f"{type(error).__name__}: {str(error)[-400:]}"
    held.wait()  # all kernels are there when memory is looked at
    turn.pss_mb = pss_mb(of_account(person))
    held.wait()
    return turn


def run_cells(hub: machine.Hub, session: machine.SignedIn, token: str, notebook: dict[str, Any]) -> None:
    """Run the lesson's cells in order, as *Run All* does."""
    wanted = {"path": LESSON, "type": "notebook", "name": "", "kernel": {"name": "python3"}}
    answer = session.post("api/sessions", json=wanted)
    answer.raise_for_status()
    kernel = answer.json()["kernel"]["id"]
    mark = uuid.uuid4().hex
    address = f"{hub.url.replace('http', 'ws', 1)}/user/{quote(session.person.name)}/api/kernels/{kernel}/channels?session_id={mark}"
    channel = websocket.create_connection(address, header=[f"Authorization: token {token}"], timeout=CELL_S)
    try:
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code" and cell["source"].strip():
                run_kernel_cell(channel, mark, cell["source"])
    finally:
        channel.close()


def run_kernel_cell(channel: websocket.WebSocket, mark: str, source: str) -> None:
    """Run one cell and wait until the kernel has said that it is done.

    Raises
    ------
    RuntimeError
        If the cell ends in an error.
    """
    number = uuid.uuid4().hex
    content = {"code": source, "silent": False, "store_history": True, "allow_stdin": False, "stop_on_error": True}
    header = {"msg_id": number, "msg_type": "execute_request", "session": mark, "username": "", "version": "5.3"}
    message = {
        "header": header,
        "parent_header": {},
        "metadata": {},
        "content": content,
        "buffers": [],
        "channel": "shell",
    }
    channel.send(json.dumps(message))
    while True:
        said = channel.recv()
        if not isinstance(said, str):
            continue  # the picture of a view
        heard = json.loads(said)
        if heard["parent_header"].get("msg_id") == number and heard["msg_type"] == "execute_reply":
            if heard["content"]["status"] != "ok":
                raise RuntimeError(f"{source[:60]}: {heard['content'].get('evalue')}")
            return


def hand_in(hub: machine.Hub, session: machine.SignedIn) -> None:
    """Fetch exercise 2 and hand it in as it is."""
    wanted = {"course_id": "newspace", "assignment_id": EXERCISE}
    session.post("assignments/fetch", json=wanted).raise_for_status()
    answer = session.post("assignments/submit", json=wanted)
    answer.raise_for_status()
    name = session.person.name
    if not answer.json()["success"] or not any(name in one["path"] for one in handed_in(answer.json()["value"])):
        raise RuntimeError(f"not handed in: {answer.text[-400:]}\n{hub.log_end()[-400:]}")


def handed_in(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what of the assignment list was handed in; nbgrader lists attempts below an assignment."""
    found = []
    for one in listed:
        found += [attempt for attempt in one.get("submissions", [one]) if attempt.get("status") == "submitted"]
    return found


def of_account(person: machine.Person) -> list[psutil.Process]:
    """Find all processes of an account."""
    uid = person.home.stat().st_uid
    return [one for one in psutil.process_iter(["uids"]) if one.info["uids"] and one.info["uids"].real == uid]


def of_hub(hub: machine.Hub) -> list[psutil.Process]:
    """Find the processes of the hub itself: hub, proxy and the service that stops idle servers."""
    if hub.process is None:
        return []
    own = psutil.Process(hub.process.pid)
    people = {person.home.stat().st_uid for person in hub.people}
    return [own, *(one for one in own.children(recursive=True) if one.uids().real not in people)]


def pss_mb(processes: list[psutil.Process]) -> float:
    """Megabytes that processes hold, pages that are shared in parts."""
    total = 0
    for process in processes:
        try:
            text = Path(f"/proc/{process.pid}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue  # it has just ended
        total += sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total * 1024 / 1e6


def cpu_seconds_taken(processes: list[psutil.Process]) -> float:
    """Processor time that processes have taken, with those of their children that have ended."""
    total = 0.0
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


def release_exercise(hub: machine.Hub, teacher: machine.Person) -> None:
    """Release exercise 2, as the teacher in a terminal."""
    for command in (("generate_assignment", EXERCISE, "--force"), ("release_assignment", EXERCISE)):
        done = hub.run_as(teacher, hub.course / ".venv" / "bin" / "nbgrader", *command)
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)


def percentile(values: list[float], share: float) -> float:
    """Return the smallest value that at least this share of the values does not exceed."""
    return sorted(values)[max(0, -(-int(share * 100) * len(values) // 100) - 1)]


@dataclass
class Load:
    """What the class took of the machine."""

    seconds: float
    """Until the last learner had handed in."""
    servers_s: float
    """Processor time of all servers and kernels."""
    hub_s: float
    """Processor time of hub and proxy."""
    hub_mb: float
    """What these two hold when all servers run."""


def print_figures(turns: list[Turn], load: Load) -> bool:
    """Print the figures, and what a school would need; whether the aims are kept."""
    failed = [turn for turn in turns if turn.failure]
    for turn in failed:
        print(f"{turn.name}: {turn.failure}")
    print(f"learners at once:                {len(turns):6d} on {os.cpu_count()} processors")
    print(f"failures:                        {len(failed):6d} (aim: 0)")
    well = [turn for turn in turns if not turn.failure]
    if not well:
        return False
    for name, values in (
        ("first notebook", [turn.first_notebook_s for turn in well]),
        ("lesson 2 has run", [turn.ran_s for turn in well]),
        ("exercise 2 is handed in", [turn.all_s for turn in well]),
    ):
        print(f"{name + ', median and 95 %:':<38}{statistics.median(values):6.1f} s{percentile(values, 0.95):7.1f} s")
    memory = [turn.pss_mb for turn in well]
    held = statistics.median(memory)
    print(f"memory a learner, median and most:{held:5.0f} MB{max(memory):6.0f} MB (aim: under {AIM_MB:.0f})")
    print(f"memory of hub and proxy:         {load.hub_mb:6.0f} MB")
    each, of_hub_each = load.servers_s / len(turns), load.hub_s / len(turns)
    print(f"processor time a learner:        {each:6.1f} s, and {of_hub_each:.2f} s of hub and proxy")
    print(f"all were done after:             {load.seconds:6.0f} s")
    print_school(held, load.hub_mb, each, of_hub_each)
    return not failed and max(memory) < AIM_MB


def print_school(held_mb: float, hub_mb: float, each_s: float, of_hub_each_s: float) -> None:
    """Print what a school would need, on paper: the figures of one learner, times its learners."""
    gigabytes = (SCHOOL * held_mb + hub_mb) * SPARE / 1000
    processors = SCHOOL * (each_s + of_hub_each_s) / WITHIN_S
    print(f"on paper, {SCHOOL} learners with one kernel each, who all sign in and run lesson 2 within {WITHIN_S} s:")
    print(f"  memory:     {gigabytes:4.0f} GB = ({SCHOOL} × {held_mb:.0f} MB + {hub_mb:.0f} MB) × {SPARE}")
    print(f"  processors: {processors:4.1f} = {SCHOOL} × ({each_s:.1f} s + {of_hub_each_s:.2f} s) / {WITHIN_S} s")
    # The hub is one process, with one processor at most: no further machine helps it.
    busy = SCHOOL * of_hub_each_s / WITHIN_S
    print(f"  the hub itself is busy {busy:.0%} of that time = {SCHOOL} × {of_hub_each_s:.2f} s / {WITHIN_S} s")


def measure_class(hub: machine.Hub, learners: list[machine.Person]) -> bool:
    """Let all learners take their turn at once; print what came out."""
    at_once, held = threading.Barrier(len(learners)), threading.Barrier(len(learners) + 1)
    before, of_hub_before = servers_seconds(hub), cpu_seconds_taken(of_hub(hub))
    began = time.monotonic()
    with ThreadPoolExecutor(len(learners)) as pool:
        running = [pool.submit(take_turn, hub, person, at_once, held) for person in learners]
        held.wait()
        seconds = time.monotonic() - began
        load = Load(
            seconds,
            servers_seconds(hub) - before,
            cpu_seconds_taken(of_hub(hub)) - of_hub_before,
            pss_mb(of_hub(hub)),
        )
        held.wait()
        turns = [one.result() for one in running]
    return print_figures(turns, load)


def servers_seconds(hub: machine.Hub) -> float:
    """Processor time of all that runs as one of the hub's people."""
    return sum(cpu_seconds_taken(of_account(person)) for person in hub.people)


def main() -> int:
    """Measure; 0 when the aims are kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, default=int(os.environ.get("BENCH_LEARNERS", LEARNERS)))
    given = parser.parse_args()
    try:
        hub = machine.make(given.learners)
    except machine.NoHubError as error:
        print(f"no hub can stand here: {error}")
        return 1

    def give_up(*_: object) -> None:
        """Somebody stops the run: accounts and servers must not stay, and threads that wait need not end."""
        hub.remove()
        os._exit(1)

    signal.signal(signal.SIGTERM, give_up)
    try:
        learners, teacher = hub.people[: given.learners], hub.people[-1]
        release_exercise(hub, teacher)
        return 0 if measure_class(hub, learners) else 1
    finally:
        hub.remove()


if __name__ == "__main__":
    raise SystemExit(main())
