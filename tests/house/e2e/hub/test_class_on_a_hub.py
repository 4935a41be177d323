"""A class on a hub of one machine: from signing in to reading the feedback, and what a learner tries in vain."""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path

import nbformat
from browser.looks.pictures import keep_picture
from browser.notebook_page import PANEL, Notebook
from playwright.sync_api import Page, expect
from processes.hub_machine import Hub, Person, SignedIn
from repository import ROOT

EXERCISE = "02_ispace_missions"
LESSON = f"lessons/{EXERCISE}.ipynb"
NOTEBOOK = f"exercises/{EXERCISE}/{EXERCISE}.ipynb"
COURSE = "newspace"


def people_of(hub: Hub) -> tuple[Person, Person, Person]:
    """The teacher, and two learners."""
    first, second, teacher = hub.people
    return teacher, first, second


def successful(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


class HubPage:
    """A learner's JupyterLab at the hub, as a `Notebook` wants it."""

    def __init__(self, hub: Hub, person: Person) -> None:
        self.url = f"{hub.url}/user/{person.name}"

    def address(self, path: str) -> str:
        return f"{self.url}/lab/tree/{path}"


def listed(session: SignedIn) -> dict[str, str]:
    """What the assignment list shows of exercise 2: its state, and how often it is there."""
    answer = session.get("assignments", params={"course_id": COURSE}).json()
    assert answer["success"], answer
    return {one["status"]: one.get("path", "") for one in answer["value"] if one["assignment_id"] == EXERCISE}


def at_own_server(hub: Hub, person: Person) -> SignedIn:
    """Sign somebody in, and start the own server."""
    session = hub.sign_in(person)
    session.token()
    session.start()
    return session


def release(hub: Hub, teacher: Person) -> None:
    """Release exercise 2 with the buttons of formgrader."""
    session = at_own_server(hub, teacher)
    names = [one["name"] for one in session.get("formgrader/api/assignments").json()]
    assert EXERCISE in names, "formgrader shows the course"
    for step in ("assign", "release"):
        answer = session.post(f"formgrader/api/assignment/{EXERCISE}/{step}").json()
        assert answer["success"], answer.get("log")


def open_lesson(page: Page, hub: Hub, person: Person) -> Notebook:
    """Follow a link to lesson 2, as it stands in a class's pages, sign in on the hub's page, and see the lesson."""
    page.goto(f"{hub.url}/hub/user-redirect/lab/tree/{LESSON}")
    page.get_by_label("Username").fill(person.name)
    page.get_by_label("Password").fill(person.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**/user/{person.name}/lab/tree/{LESSON}**")
    notebook = Notebook(page, HubPage(hub, person), LESSON).wait_for_kernel()
    keep_picture(page, "hub", "lesson")
    return notebook


def answer_first_question(notebook: Notebook) -> None:
    """Run the first quiz with the cell that it needs, and answer what it asks."""
    page = notebook.page
    notebook.run_only("import newspace as ns", first_quiz())
    quiz = page.locator(".ns-quiz").first
    quiz.wait_for()
    quiz.locator("input[type=radio], input[type=checkbox], input[type=text]").first.wait_for()
    choice = quiz.locator("input[type=radio], input[type=checkbox]")
    if choice.count():
        choice.first.check()
    else:
        quiz.locator("input[type=text]").first.fill("3.5")
    quiz.get_by_role("button", name="Check").click()
    quiz.locator(".ns-verdict").wait_for()


def first_quiz() -> str:
    """Return the source of the lesson's first cell with a quiz."""
    cells = nbformat.read(ROOT / LESSON, as_version=4).cells
    source: str = next(cell.source for cell in cells if cell.source.startswith("ns.quiz("))
    return source


def starts_at_the_start_page(session: SignedIn) -> None:
    """Check where JupyterLab opens for who comes by no link, and that the page is there."""
    address = session.get("", allow_redirects=False).headers["Location"].partition("?")[0]
    assert address.endswith("/lab/tree/lessons/00_start_here.ipynb")
    session.get("api/contents/lessons/00_start_here.ipynb").raise_for_status()


def follow_link_to_what_is_not_fetched(page: Page) -> None:
    """In the lesson press the link to its exercise: what is missing is told, and a button opens the assignment list."""
    page.locator(f".jp-Notebook:visible a[href*='{NOTEBOOK}']").last.click()
    told = page.locator(".Toastify__toast")
    told.wait_for()
    expect(told).to_contain_text("“Exercise 2 · ispace missions” is not in your folder yet.")
    keep_picture(page, "hub", "not-fetched")
    told.get_by_role("button", name="Open the assignment list").click()


def hand_in_from_the_list(page: Page, person: Person) -> None:
    """Fetch exercise 2 in the assignment list, validate and submit it; there is one copy, where its links lead."""
    page.locator("#released_assignments_list").get_by_role("button", name="Fetch").click()
    fetched = page.locator("#fetched_assignments_list")
    expect(fetched).to_contain_text(EXERCISE)
    copies = [path.relative_to(person.home).as_posix() for path in person.home.rglob("exercises/**/*.ipynb")]
    assert copies == [f"newspace-work/{NOTEBOOK}"]
    keep_picture(page, "hub", "fetched")
    fetched.locator(".assignment-notebooks-link").click()
    fetched.get_by_role("button", name="Validate").click()
    dialog = page.locator(".jp-Dialog")
    dialog.wait_for()
    expect(dialog).to_contain_text("Validation Results")
    keep_picture(page, "hub", "validated")
    dialog.locator(".jp-mod-accept").click()
    fetched.get_by_role("button", name="Submit").click()
    expect(page.locator("#submitted_assignments_list")).to_contain_text(EXERCISE)
    keep_picture(page, "hub", "submitted")


def follow_link_to_lesson(page: Page, hub: Hub, person: Person) -> None:
    """In the exercise press the link to its lesson: it opens there, and not as something that is not found."""
    Notebook(page, HubPage(hub, person), NOTEBOOK).open()
    page.locator(".jp-Notebook:visible a[href*='lessons/']").first.click()
    page.wait_for_function(f"() => ({PANEL})?.context?.path?.startsWith('lessons/')")


def hand_in_by_request(hub: Hub, session: SignedIn) -> None:
    """Another learner's fetch and submit, by the requests that the list makes."""
    wanted = {"course_id": COURSE, "assignment_id": EXERCISE}
    assert list(listed(session)) == ["released"], "one that is released, and no copy yet"
    session.post("assignments/fetch", json=wanted)
    assert listed(session) == {"fetched": f"exercises/{EXERCISE}"}
    notebook = session.get(f"api/contents/{NOTEBOOK}").json()["content"]
    written = [cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
    written[-1]["source"] += "\n# a secret of mine: 4711"
    session.put(f"api/contents/{NOTEBOOK}", json={"type": "notebook", "content": notebook}).raise_for_status()
    session.post("assignments/submit", json=wanted)
    assert (hub.exchange / COURSE / "inbound").is_dir()


def grade(hub: Hub, teacher: Person) -> str:
    """Collect, grade, write feedback and give it out, in the teacher's terminal; what the grader said."""
    programs = hub.course / ".venv" / "bin"
    successful(hub.run_as(teacher, programs / "nbgrader", "collect", EXERCISE))
    said = hub.run_as(teacher, programs / "newspace-grade", "autograde", EXERCISE)
    assert said.returncode in (0, 1), said.stdout + said.stderr
    successful(hub.run_as(teacher, programs / "newspace-grade", "feedback", EXERCISE))
    successful(hub.run_as(teacher, programs / "nbgrader", "release_feedback", EXERCISE))
    return said.stdout + said.stderr


def read_feedback(hub: Hub, learner: Person) -> None:
    """Fetch the feedback as the assignment list does, and open its page."""
    session = hub.sign_in(learner)
    session.token()
    session.start()
    session.post("assignments/fetch_feedback", json={"course_id": COURSE, "assignment_id": EXERCISE})
    (page,) = (learner.home / "newspace-work" / "exercises" / EXERCISE / "feedback").rglob("*.html")
    shown = session.get(f"files/{page.relative_to(learner.home / 'newspace-work')}")
    assert shown.status_code == 200
    assert EXERCISE in shown.text
    assert "points" in shown.text
    assert "BEGIN HIDDEN TESTS" not in shown.text


def refused_by_the_hub(hub: Hub, learner: Person, other: Person) -> None:
    """Ask another learner's server for their files."""
    session = hub.sign_in(learner)
    session.token()
    answer = session.web.get(f"{hub.url}/user/{other.name}/api/contents", timeout=60)
    assert answer.status_code in (403, 404), answer.text[:300]


def refused(hub: Hub, learner: Person, other: Person) -> list[str]:
    """Try as a learner what is none of theirs; what was not refused."""
    submitted = next((hub.exchange / COURSE / "inbound").iterdir())
    tries = {
        "the course": ("ls", hub.course),
        "a solution": ("cat", hub.course / "solutions" / EXERCISE / f"{EXERCISE}.ipynb"),
        "the gradebook": ("cat", hub.course / "classroom" / "gradebook.db"),
        "what was collected": ("ls", hub.course / "classroom" / "submitted"),
        "the grader": (hub.course / ".venv" / "bin" / "newspace-grade", "--version"),
        "the exchange's inbound folder": ("ls", submitted.parent),
        "the names of feedback": ("ls", hub.exchange / COURSE / "feedback"),
        "to remove what was handed in": ("sh", "-c", f"rm -r {submitted.parent}/*"),
        "to take the exchange's place": ("mv", hub.exchange / COURSE, hub.exchange / "mine"),
        "another's home": ("ls", other.home),
        "another's work": ("cat", other.home / "newspace-work" / NOTEBOOK),
        "another's answers": ("ls", other.home / ".local"),
        "the hub's secrets": ("ls", hub.place / "var" / "lib" / "newspace-hub"),
        "to change what all run": ("touch", hub.software / "learner" / "mine"),
        "the grader in the learners' environment": (
            hub.software / "learner" / "bin" / "python",
            "-c",
            "import newspace_grading",
        ),
        "hidden tests where learners may read": (
            "grep",
            "-rlE",
            "BEGIN HIDDEN TESTS|BEGIN SOLUTION",
            hub.software / "learner" / "lib",
            hub.exchange,
            "--include=*.ipynb",
        ),
    }
    return [what for what, command in tries.items() if hub.run_as(learner, *command).returncode == 0]


def test_a_class_from_signing_in_to_reading_the_feedback(hub: Hub, new_page: Page) -> None:
    teacher, first, second = people_of(hub)
    second_learner = at_own_server(hub, second)
    starts_at_the_start_page(second_learner)
    assert listed(second_learner) == {}, "its week has not come"
    release(hub, teacher)
    notebook = open_lesson(new_page, hub, first)
    answer_first_question(notebook)
    follow_link_to_what_is_not_fetched(new_page)
    hand_in_from_the_list(new_page, first)
    follow_link_to_lesson(new_page, hub, first)
    hand_in_by_request(hub, second_learner)
    said = grade(hub, teacher)
    for learner in (first, second):
        assert learner.name in said

    read_feedback(hub, first)
    refused_by_the_hub(hub, first, second)
    assert refused(hub, first, second) == []


def test_the_installer_changes_nothing_the_second_time(hub: Hub) -> None:
    hub.settings.write_text(hub.settings.read_text(encoding="utf-8") + "\n[idle]\nminutes = 45\n", encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in places(hub)}
    hub.install()
    assert {path: path.stat().st_mtime_ns for path in places(hub)} == before


def test_what_nobody_may_write_is_compiled(hub: Hub) -> None:
    learner, course = (env / "lib" for env in (hub.software / "learner", hub.course / ".venv"))
    kept = [folder for lib in (learner, course) for folder in lib.glob("python*/site-packages/jupyterhub")]
    kept += [*learner.glob("python*/site-packages/newspace"), *course.glob("python*/site-packages/nbgrader")]
    kept += [hub.course / "widgets" / "newspace", hub.course / "grading" / "newspace_grading"]
    assert len(kept) == 6
    modules = [path for folder in kept for path in folder.rglob("*.py") if "tests" not in path.parts]
    assert len(modules) > 500
    assert [path for path in modules if not fits(path)] == []


def fits(module: Path) -> bool:
    """Whether Python finds a compiled module that is of this source as it is now."""
    (compiled,) = module.parent.glob(f"__pycache__/{module.stem}.*.pyc")
    now = module.stat()
    return compiled.read_bytes()[4:16] == struct.pack("<3I", 0, int(now.st_mtime), now.st_size)


def places(hub: Hub) -> list[Path]:
    """What must be as it was: settings, the packages and what is compiled of them, the proxy."""
    return [
        hub.settings,
        hub.software / "hub.txt",
        hub.software / "proxy" / "package-lock.json",
        *hub.software.glob("learner/lib/python*/site-packages/jupyterhub/app.py"),
        *hub.software.glob("learner/lib/python*/site-packages/jupyterhub/__pycache__/app.*.pyc"),
    ]
