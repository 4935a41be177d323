"""The grader's bank of submissions: tampering earns no points, honest work loses none, hidden values stay hidden."""

from __future__ import annotations

import contextlib
import dataclasses
import importlib.util
import json
import re
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from courses import bank_files
from courses.engines import warm
from languages import spoken, write_korean

from newspace_grading.disclosure.messages import record_text
from newspace_grading.disclosure.policy import disclose
from newspace_grading.engine.analysis.reference import Source, read_source
from newspace_grading.engine.engine import Engine
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import NEEDS_REVIEW
from newspace_grading.sandbox.levels import LEVELS, strongest
from newspace_grading.sandbox.limits import Limits

ENTRIES = bank_files.entries()
LIMITS = Limits(
    cell_seconds=10.0, test_seconds=10.0, notebook_seconds=60.0, cpu_seconds=30, memory_mb=300, file_mb=16, disk_mb=32
)
SHORT = dataclasses.replace(LIMITS, cell_seconds=0.75, test_seconds=0.75)  # for what is meant to run out of time
PATIENCE = (1, 4, 40)
NEVER = ("10.5", "110.25")  # with these only hidden tests call
HIDDEN_ARGUMENTS = ("[-1.5, 7]", "[3, 1, 2]", "2.25")  # the same; but they may stand in an answer, too
FORBIDDEN = ("source", "gradebook", "neighbour")
TASKS = ("area", "squares", "total", "sign", "counter", "draw", "apply")
ALONE: set[str] = set()  # honest, and every other task of the notebook feels it


@dataclass
class Place:
    """A course folder, an engine, and what the attacks are aimed at."""

    root: Path
    engine: Engine
    source: Source
    replace: dict[str, str]
    catalogues: Path
    packs: dict[str, dict[str, Record]] = field(default_factory=dict)

    def grade(self, entry: dict[str, Any], patience: int = 1) -> dict[str, Record]:
        """The records, task by task; so many times longer than usual may everything take."""
        folder = self.root / "submitted" / entry["name"]
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in bank_files.submission(entry, self.replace).items():
            (folder / name).write_bytes(data)
        limits = SHORT if "timed out" in str(entry.get("expect")) or entry.get("short") else LIMITS
        longer = {
            name: patience * getattr(limits, name)
            for name in ("cell_seconds", "test_seconds", "notebook_seconds", "cpu_seconds")
        }
        self.engine.limits = dataclasses.replace(limits, **longer)
        records = self.engine.grade(self.source, folder)
        return {record.task.removeprefix("test-"): record for record in records}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """At the strongest level that this machine allows."""
    with built(tmp_path_factory.mktemp("bank-course"), "") as made:
        yield made


@pytest.fixture(scope="module")
def low_places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Place]]:
    """At levels that are weaker than what most machines allow, each made once."""
    made: dict[str, Place] = {}
    with contextlib.ExitStack() as stack:

        def get(level: str) -> Place:
            if level not in made:
                made[level] = stack.enter_context(built(tmp_path_factory.mktemp("bank-course"), level))
            return made[level]

        yield get


@contextlib.contextmanager
def built(root: Path, level: str) -> Iterator[Place]:
    for name, table in (("bank-source", bank_files.source()), ("release", bank_files.released())):
        (root / name).mkdir()
        (root / name / "bank.ipynb").write_text(json.dumps(table), encoding="utf-8")
    source_path = root / "bank-source" / "bank.ipynb"
    (root / "gradebook.db").write_bytes(b"grades")
    (root / "neighbour.ipynb").write_text(json.dumps(bank_files.source()), encoding="utf-8")
    source = read_source(source_path, root / "release" / "bank.ipynb")
    before = {path: path.read_bytes() for path in (source_path, root / "gradebook.db")}
    # At the strongest level the engine starts its forkserver itself: the folder in the command line of its processes tells which are left.
    forked = warm() if level else None
    with socket.create_server(("127.0.0.1", 0)) as server, Engine(LIMITS, level, warm=forked) as engine:
        replace = {
            "@SOURCE@": str(source_path),
            "@GRADEBOOK@": str(root / "gradebook.db"),
            "@NEIGHBOUR@": str(root / "neighbour.ipynb"),
            "@PORT@": str(server.getsockname()[1]),
        }
        yield Place(root, engine, source, replace, write_korean(root / "locale"))
    for path, data in before.items():
        assert path.read_bytes() == data, f"{path.name} was changed by a submission"


def meets(record: Record, wanted: str) -> bool:
    """Whether a record is what the bank asks for."""
    if wanted == "any":
        return True
    if wanted == "unpaid":
        return not record.score
    word, _space, score = wanted.partition(" ") if wanted.startswith("partial") else (wanted, "", "")
    if score == "0":
        return record.score == 0
    if record.verdict != word:
        return False
    if word in NEEDS_REVIEW:
        return record.score is None
    return record.score == {"passed": record.points, "partial": float(score or 0)}.get(word, 0.0)


def test_imports_in_attacks_on_the_grader_succeed() -> None:
    """An attack that ends at an import that does not exist attacks nothing."""
    texts = [text for entry in ENTRIES for text in entry.values() if isinstance(text, str)]
    lines = [line.strip() for text in texts for line in text.splitlines() if "import" in line]
    found = [line for line in lines if line.startswith(("import newspace_grading", "from newspace_grading"))]
    assert len(found) > 5
    for line in found:
        exec(line, {})  # noqa: S102 - an import


EVERY_KIND = {
    *("half-a-character", "array-larger-than-its-message", "answers-by-hand", "points-become-an-array", "endless-call"),
    *("endless-cell", "crashes", "segmentation-fault", "memory", "memory-in-a-call", "forges-a-reply", "sends-code"),
    *("patches-the-server", "truncated", "claims-a-class", "claims-an-exception"),
}


def language_of(entry: dict[str, Any]) -> str:
    """Every kind of failure is graded in Korean, and read in both languages; the rest is graded in English."""
    return "ko" if entry["category"] in ("wrong", "telling") or entry["name"] in EVERY_KIND else "en"


PACKED = ("honest", "wrong")
OF_A_PACK = {"category", "name", "about", "expect", "says", "never", "why", *TASKS}
Entry = dict[str, Any]


def packs() -> dict[str, Entry]:
    """Entry → the submission in which it is graded: those who only answer other tasks than each other share one.

    Attacks and whatever is special about a file have a submission each.
    """
    made: dict[str, Entry] = {}
    open_packs: list[Entry] = []
    for entry in ENTRIES:
        own = {task for task in TASKS if task in entry}
        if entry["category"] not in PACKED or not own or not set(entry) <= OF_A_PACK or entry["name"] in ALONE:
            made[entry["name"]] = entry
            continue
        fits = (one for one in open_packs if one["category"] == entry["category"] and not own & set(one))
        pack = next(fits, None)
        if pack is None:
            pack = {"category": entry["category"], "name": f"with-{entry['name']}", "expect": {}}
            open_packs.append(pack)
        pack.update({task: entry[task] for task in own})
        pack["expect"].update(entry.get("expect", {}))
        made[entry["name"]] = pack
    return made


PACKS = packs()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry['category']}-{entry['name']}")
def test_submission_gets_its_verdict(place: Place, entry: Entry) -> None:
    pack = PACKS[entry["name"]]
    if pack["name"] not in place.packs:
        with spoken(language_of(entry), place.catalogues):
            place.packs[pack["name"]] = judge(place, pack)
    records = place.packs[pack["name"]]
    tell(place, entry, {task: one for task, one in records.items() if task in entry or task not in pack})


SAMPLE = {
    "reference",
    "endless-and-catches",
    "memory-in-a-call",
    "equal-to-everything",
    "replaces-the-checks",
    "forges-a-reply",
    "reads-the-callers-frame",
    "wrong-formula",
}
WEAK = [
    (level, entry)
    for level, categories in (("landlock", ("filesystem",)), ("limits", ()))
    for entry in ENTRIES
    if entry["category"] in categories or entry["name"] in SAMPLE
    if LEVELS.index(entry.get("needs", "none")) >= LEVELS.index(level)
]


@pytest.mark.parametrize(("level", "entry"), WEAK, ids=lambda value: value if isinstance(value, str) else value["name"])
def test_tampering_earns_no_points_at_weaker_isolation_levels(
    low_places: Callable[[str], Place], level: str, entry: dict[str, Any]
) -> None:
    if sys.platform != "linux" or LEVELS.index(strongest()) > LEVELS.index(level):
        pytest.skip(f"this machine does not allow {level}")
    place = low_places(level)
    tell(place, entry, judge(place, entry))


def judge(place: Place, entry: Entry) -> dict[str, Record]:
    """Grade an entry; its records have to be what the bank asks for."""
    level = place.engine.level
    if LEVELS.index(entry.get("needs", "none")) < LEVELS.index(level):
        pytest.skip(f"it needs {entry['needs']}, and this machine allows {level}")
    expected = entry.get("expect", {})
    for patience in PATIENCE:
        records = place.grade(entry, patience)
        assert set(records) == {*TASKS, "why"}
        wrong, late = [], False
        for task, record in records.items():
            wanted = expected if isinstance(expected, str) else expected.get(task, "any" if task == "why" else "passed")
            if not meets(record, wanted):
                wrong.append(f"{task}: wanted {wanted}, got {record}")
                late = late or record.verdict == "timed out"
        if not late:  # else once more, with patience: this machine may be busy
            break
    assert not wrong, "\n".join(wrong)
    assert all(record.level == place.engine.level for record in records.values())
    return records


def tell(place: Place, entry: Entry, records: dict[str, Record]) -> None:
    """What may be read is the same in either language, whichever it was graded in."""
    for language in ("en", "ko"):
        with spoken(language, place.catalogues):
            tells(place, entry, records, says=entry.get("says", {}) if language == "en" else {})


def tells(place: Place, entry: dict[str, Any], records: dict[str, Record], says: dict[str, str]) -> None:
    """What the learner reads holds nothing that only hidden tests gave, and what is honest is explained."""
    tests = {part.grade_id.removeprefix("test-"): part.source for part in place.source.parts if part.kind == "test"}
    for task, record in records.items():
        source = tests.get(task, "")
        own = "\n".join(text for text in entry.values() if isinstance(text, str))
        shown = disclose(record, source, frozenset(), own, entry.get(task, ""))
        text = "" if shown.hidden_failed or not shown.rows else record_text(record)
        read = f"{shown.rows} {record.cell_error} {text}"
        secret = [*NEVER, *entry.get("never", ()), *(one for one in HIDDEN_ARGUMENTS if one not in own)]
        assert not [one for one in secret if one in read], f"{task}: {read}"
        assert says.get(task, "") in str(shown.rows), f"{task}: {read}"


def test_modules_named_in_attacks_exist() -> None:
    """An attack on a module that was moved would fail for want of it, and prove nothing."""
    named = {
        found[1]
        for entry in ENTRIES
        for text in entry.values()
        if isinstance(text, str)
        for found in re.finditer(r"^\s*(?:from|import) (newspace_grading[.\w]*)", text, re.MULTILINE)
    }
    assert named
    assert [name for name in named if importlib.util.find_spec(name) is None] == []


def test_no_process_is_left_running(place: Place) -> None:
    until = time.monotonic() + 120
    while len(left := running(place.engine._supervisor._forkserver.folder)) > 1 and time.monotonic() < until:
        time.sleep(0.05)
    assert len(left) == 1, "only the process that starts learners' processes may be there"


def running(folder: str) -> list[int]:
    """The processes that were started with this folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if folder.encode() in path.read_bytes() and state_of(path.parent) != "Z":
                found.append(int(path.parent.name))
    return found


def fields_of(process: Path) -> list[str]:
    try:
        return (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return []


def state_of(process: Path) -> str:
    return next(iter(fields_of(process)), "Z")
