"""How nbgrader finds this course: solutions/ is its source, exercises/ its release, and all that belongs to a class lies in classroom/.

The file is found in two ways: nbgrader started in this folder reads it, and so does a program started elsewhere
with ``JUPYTER_CONFIG_PATH`` naming this folder (``make lab`` does that for the learner's JupyterLab).
Every path is computed from where this file lies, so a copy of the course works on its own.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import sysconfig
from contextlib import suppress
from pathlib import Path

HOME = Path(__file__).resolve().parent
CLASSROOM = HOME / "classroom"
EXCHANGE = CLASSROOM / "exchange"
LEARNER = HOME / "work"
PRIVATE = ("submitted", "autograded", "feedback", "solution", "source_with_tests", "reports", "downloaded")

# A hub gives the course's folder to the group of its teachers (deploy/one-machine); elsewhere it is one teacher's.
SHARED = bool(HOME.stat().st_mode & stat.S_ISGID)

c = get_config()

c.CourseDirectory.course_id = "newspace"
c.CourseDirectory.root = str(HOME)
c.CourseDirectory.groupshared = SHARED
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
# Written with "/" on every system: nbgrader turns these into a regular expression, where a backslash would mean something else.
c.CourseDirectory.submitted_directory = "classroom/submitted"
c.CourseDirectory.autograded_directory = "classroom/autograded"
c.CourseDirectory.feedback_directory = "classroom/feedback"
c.CourseDirectory.solution_directory = "classroom/solution"
c.CourseDirectory.source_with_tests_directory = "classroom/source_with_tests"
c.CourseDirectory.db_url = f"sqlite:///{(CLASSROOM / 'gradebook.db').as_posix()}"

# Where a person marks while a class is graded, each waits for the other (the commands of newspace-grade do by themselves).
# Without SQLAlchemy in it a program opens no gradebook, and where the grader is not installed there is none.
if "sqlalchemy" in sys.modules:
    with suppress(ImportError):
        from newspace_grading.course.nbgrader.configuration.locked_gradebook import wait_for_locked_gradebook

        wait_for_locked_gradebook()

c.Exchange.root = str(EXCHANGE)
c.Exchange.cache = str(CLASSROOM / "cache")
c.ZipCollectApp.downloaded_directory = "classroom/downloaded"
# What learners uploaded to a learning platform, or sent by mail, is collected without a pattern for the files' names.
c.ZipCollectApp.collector_plugin = "newspace_grading.course.nbgrader.collecting.collector.DownloadedFiles"
# A task that waits for a person is an empty cell in the table of grades, not a 0.
c.ExportApp.plugin_class = "newspace_grading.course.nbgrader.grades_export.GradesTable"
c.ExportPlugin.to = str(CLASSROOM / "exports" / "grades.csv")

# The learner's copies lie in work/exercises/. A command given in this folder or in work/ finds them there;
# given in any other folder it takes that folder, as nbgrader does by itself.
if (LEARNER / "exercises").is_dir() and (Path.cwd() == HOME or Path.cwd().is_relative_to(LEARNER)):
    c.Exchange.assignment_dir = str(LEARNER / "exercises")

# A cell that runs for a minute is a loop without an end.
c.Execute.timeout = 60

# “nbgrader autograde” and formgrader's button grade as newspace-grade does: in a sandbox, and only for evidence.
# Take this line out, and nbgrader grades in its own way.
c.Autograde.exporter_class = "newspace_grading.course.nbgrader.autograde_exporter.EngineExporter"

# The feedback page shows a test cell with its source: the hidden tests' values must not go out with it.
c.GenerateFeedback.preprocessors = [
    "newspace_grading.course.nbgrader.hide_hidden_preprocessor.HideHiddenTests",
    "nbgrader.preprocessors.GetGrades",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]

# To make a gradebook nbgrader starts the program “alembic” by its bare name. It lies beside this Python, which need not be on the path.
if shutil.which("alembic") is None:
    os.environ["PATH"] = os.pathsep.join((sysconfig.get_path("scripts"), os.environ.get("PATH", "")))

# nbgrader writes into these folders but makes none of them. A course that lies in a read-only place can still be validated.
# Only the exchange is for other users of this machine: the rest holds hidden tests, learners' work and points.
with suppress(OSError):
    EXCHANGE.mkdir(parents=True, exist_ok=True)
    for name in (*PRIVATE, "cache", "exports"):
        (CLASSROOM / name).mkdir(mode=0o770 if SHARED else 0o700, exist_ok=True)
    if (HOME / "solutions").is_dir():
        (CLASSROOM / "gradebook.db").touch(mode=0o660 if SHARED else 0o600)
    if EXCHANGE.stat().st_mode & 0o777 != 0o777:
        EXCHANGE.chmod(0o777)  # nbgrader asks for it: every learner of this machine drops submissions here
