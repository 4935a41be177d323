"""A class at once on a hub of one machine: all sign in, open and run lesson 2, and hand in exercise 2, each in a server of their own.

The hub is the one of ``deploy/one-machine``, made by its installer, with accounts of this machine. Each learner does what the browser does,
by the same requests: the hub's page to sign in, JupyterLab's page, the notebook, a kernel over a WebSocket, the assignment list.
Memory is the proportional set size (PSS) of all that runs as the learner: what many share counts in parts, so the sum is what is held.

``python benchmarks/hub/bench_hub.py --learners 30`` needs root, node.js and about 250 MB for each learner.
"""

from __future__ import annotations

import argparse
import json
import os
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
HUB_MB, SPARE = 500, 1.25
"""What hub, proxy and system hold themselves, and the share above the sum that a machine needs so as not to swap."""


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
    turn.pss_mb = pss_mb(person)
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


def pss_mb(person: machine.Person) -> float:
    """Megabytes that all processes of an account hold, shared pages in parts."""
    uid, total = person.home.stat().st_uid, 0
    for process in psutil.process_iter(["uids"]):
        if process.info["uids"] and process.info["uids"].real == uid:
            try:
                text = Path(f"/proc/{process.pid}/smaps_rollup").read_text(encoding="ascii")
            except OSError:
                continue  # it has just ended
            total += next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total * 1024 / 1e6


def release_exercise(hub: machine.Hub, teacher: machine.Person) -> None:
    """Release exercise 2, as the teacher in a terminal."""
    for command in (("generate_assignment", EXERCISE, "--force"), ("release_assignment", EXERCISE)):
        done = hub.run_as(teacher, hub.course / ".venv" / "bin" / "nbgrader", *command)
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)


def percentile(values: list[float], share: float) -> float:
    """Return the smallest value that at least this share of the values does not exceed."""
    return sorted(values)[max(0, -(-int(share * 100) * len(values) // 100) - 1)]


def print_figures(turns: list[Turn], seconds: float, processor_s: float) -> bool:
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
        print(f"{name + ', median and 95 %:':<33}{statistics.median(values):6.1f} s{percentile(values, 0.95):7.1f} s")
    memory = [turn.pss_mb for turn in well]
    print(
        f"memory a learner, median and most:{statistics.median(memory):5.0f} MB{max(memory):6.0f} MB (aim: under {AIM_MB:.0f})"
    )
    each = processor_s / len(turns)
    print(f"processor time a learner:        {each:6.1f} s; all were done after {seconds:.0f} s")
    gigabytes = (SCHOOL * statistics.median(memory) + HUB_MB) * SPARE / 1000
    print(
        f"on paper, {SCHOOL} with one kernel each: {gigabytes:.0f} GB "
        f"(({SCHOOL} × {statistics.median(memory):.0f} MB + {HUB_MB} MB) × {SPARE}); "
        f"{SCHOOL * each / WITHIN_S:.0f} processors for all to sign in and run lesson 2 within five minutes ({SCHOOL} × {each:.1f} s / {WITHIN_S} s)"
    )
    return not failed and max(memory) < AIM_MB


def hub_processor_seconds(hub: machine.Hub) -> float:
    """Processor time of all that runs for the hub: its own processes, and those of its people."""
    uids = {person.home.stat().st_uid for person in hub.people}
    total = 0.0
    for process in psutil.process_iter(["uids", "cpu_times"]):
        uids_of, times = process.info["uids"], process.info["cpu_times"]
        if uids_of and times and uids_of.real in uids:
            total += times.user + times.system + times.children_user + times.children_system
    return total


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
    try:
        learners, teacher = hub.people[: given.learners], hub.people[-1]
        release_exercise(hub, teacher)
        at_once, held = threading.Barrier(given.learners), threading.Barrier(given.learners)
        began, before = time.monotonic(), hub_processor_seconds(hub)
        with ThreadPoolExecutor(given.learners) as pool:
            turns = list(pool.map(lambda person: take_turn(hub, person, at_once, held), learners))
        seconds = max(turn.all_s for turn in turns) or time.monotonic() - began
        return 0 if print_figures(turns, seconds, hub_processor_seconds(hub) - before) else 1
    finally:
        hub.remove()


if __name__ == "__main__":
    raise SystemExit(main())
