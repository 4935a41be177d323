"""Which test runs each command of the documents.

`COURSE` and `ANY_COURSE` are run, one after another, by ``tests/house/integration/docs/test_commands.py``. Commands in `ELSEWHERE` open a
browser, take minutes, need a program that is not here, or are run in another way by the tests that are named.
"""

from __future__ import annotations

import re

EXERCISE = "02_ispace_missions"

COURSE = {
    "newspace work --work ~/newspace-work": 0,
    f"nbgrader generate_assignment {EXERCISE} --force": 0,
    f"nbgrader release_assignment {EXERCISE}": 0,
    f"nbgrader submit {EXERCISE}": 0,
    f"nbgrader collect {EXERCISE}": 0,
    f"nbgrader collect {EXERCISE} --update": 0,
    f"nbgrader zip_collect {EXERCISE}": 0,
    f"nbgrader zip_collect {EXERCISE} --force": 0,
    f"newspace-grade autograde {EXERCISE}": 0,
    f"nbgrader autograde {EXERCISE}": 0,
    f"newspace-grade feedback {EXERCISE}": 0,
    f"nbgrader release_feedback {EXERCISE}": 0,
    f"newspace-grade report {EXERCISE}": 0,
    "nbgrader export": 0,
    f"newspace-grade mine {EXERCISE}": 0,
    f"make release-solutions ARGS={EXERCISE}": 0,
    "make results ARGS=classroom/results": 0,
    "newspace-grade class": 0,
    "newspace-grade class --quizzes classroom/results/report/learners.csv": 0,
    f"newspace-grade similar {EXERCISE}": 0,
    f"newspace-grade similar {EXERCISE} --given lessons": 0,
    "make questions": 0,
    "make student": 0,
    "make install": 0,
    "python tools/messages.py extract": 0,
    "python tools/messages.py compile": 0,
}
"""A class of this course from its beginning to its end, in a copy of the repository: command → exit code."""

ANY_COURSE = {
    "cd demo": 0,
    "nbgrader generate_assignment ps1": 0,
    "newspace-grade doctor": 0,
    "newspace-grade doctor ps1": 0,
    "newspace-grade autograde ps1 --strict": 0,
    "newspace-grade autograde ps1 --shard 3/8 --journal-dir JOURNALS": 0,  # one of the two learners
    "newspace-grade merge ps1 --journal-dir JOURNALS": 0,  # the other shares were graded above
    "newspace-grade autograde ps1": 0,
    "newspace-grade autograde ps1 --yes": 0,
    "newspace-grade feedback ps1": 0,
    "nbgrader release_feedback ps1": 0,
    "newspace-grade report ps1": 0,
    "newspace-grade similar ps1": 0,
}
"""nbgrader's own example course, as somebody tries the grader: command → exit code."""

_AUTOGRADE = "newspace-grade autograde ps1"
_IMAGES, _SCHOOL = "deploy/kubernetes/images", "registry.school.example"
_LINK = "python deploy/existing-hub/link.py --hub https://hub.school.example"
ELSEWHERE = {
    # They open JupyterLab, and go on until they are stopped.
    "make lab": "test_every_lesson.py",
    'make lab ARGS="--no-browser --port 8890"': "test_every_lesson.py",
    'make lab ARGS="--port 8890"': "test_every_lesson.py",
    "newspace lab": "test_every_lesson.py",
    "newspace lab --work ~/newspace-work": "test_every_lesson.py",
    "make author": "test_stock_nbgrader_workflow.py",
    "NEWSPACE_LANG=ko make lab": "test_message_catalogue.py",
    "make lab PYTHON=/path/to/python3.12": "test_bootstrap.py",
    # They need another system, or the network.
    "py tools/bootstrap.py lab": "test_bootstrap.py",
    "conda env create -f environment.yml": "test_locked_versions.py",
    "conda activate newspace": "test_locked_versions.py",
    "wsl --install": "test_other_systems.py",
    "make lock": "test_locked_versions.py",
    "npm run lock": "test_javascript_build.py",
    # A new environment and a wheel in it.
    "python -m venv newspace-env": "test_student_zip.py",
    "source newspace-env/bin/activate": "test_student_zip.py",
    'pip install "./newspace-VERSION-py3-none-any.whl[lab]"': "test_student_zip.py",
    "pip install newspace_grade-VERSION-py3-none-any.whl": "test_grader_wheel.py",
    "pip install /path/to/this/checkout/grading": "test_grader_wheel.py",
    # They take long, or run the tests themselves.
    "make test": "test_bootstrap.py",
    "make quick": "test_bootstrap.py",
    'make test ARGS="tests/widgets -k quiz"': "test_bootstrap.py",
    "make check": "test_content_checks.py",
    "make check ARGS=--facts": "test_content_checks.py",
    "make check ARGS=--sources": "test_content_checks.py",
    "make check ARGS=--write": "test_content_checks.py",
    "make check ARGS=--write-guide": "test_content_checks.py",
    "make exercises": "test_release.py",
    "make questions ARGS=02_ispace_missions": "test_questions_command.py",
    "make prove": "test_mutation.py",
    f"make prove ARGS={EXERCISE}": "test_mutation.py",
    "make bench": "test_simulator_benchmark.py",
    "make bench ARGS=likeness": "test_likeness.py",
    "make bench ARGS=hub": "test_class_on_a_hub.py",
    "make bench ARGS=lms": "test_from_the_lms_and_back.py",
    "make peer NBGRADER=../nbgrader": "test_peer_checkout.py",
    "make js": "test_javascript_tool.py",
    "npm run test:views -- --watch": "test_javascript_build.py",
    "npm run test:page": "test_javascript_build.py",
    "npm run types": "test_javascript_build.py",
    "npm run lint": "test_javascript_build.py",
    "make docs": "test_docs_build.py",
    "python tools/documentation/message_table.py": "test_message_table.py",
    "make site": "test_course_in_a_tab.py",
    'make site ARGS="--class"': "test_course_in_a_tab.py",
    'make site ARGS="--pyodide FOLDER"': "test_pyodide_files.py",
    "make site ARGS=--serve": "test_site_command.py",
    "nbgrader quickstart demo": "test_quickstart_course.py",
    "nbgrader db upgrade": "test_locked_gradebook.py",
    # Other ways to call what is run above.
    "cd /path/to/your/course": "test_commands.py",
    f"{_AUTOGRADE} --student bitdiddle --student hacker": "test_class_grading.py",
    f"{_AUTOGRADE} --force": "test_class_grading.py",
    f"{_AUTOGRADE} --notebook p1": "test_exporter_as_stock.py",
    f"{_AUTOGRADE} --verbose": "test_autograde_output.py",
    f"{_AUTOGRADE} --json": "test_parallel_grading.py",
    f"{_AUTOGRADE} --jobs 4": "test_parallel_grading.py",
    f"{_AUTOGRADE} --cell-seconds 30 --memory-mb 2048 --jobs 4": "test_setting_options.py",
    "newspace-grade --course COURSE autograde ASSIGNMENT --shard 3/8 --journal-dir JOURNALS": "test_sharded_grading.py",
    "newspace-grade --course COURSE merge ASSIGNMENT --journal-dir JOURNALS": "test_sharded_grading.py",
    "newspace-grade mine ps1": "test_mine.py",
    "nbgrader generate_feedback": "test_class_grading.py",
    # They need a machine of their own, with systemd.
    "sudo apt install python3 python3-venv nodejs npm git": "test_hub_settings.py",
    "sudo git clone REPOSITORY /srv/newspace/course": "test_hub_settings.py",
    "sudo python3 /srv/newspace/course/deploy/one-machine/install.py": "test_class_on_a_hub.py",
    "sudo useradd --create-home --shell /bin/bash --groups newspace-teachers lee": "test_class_on_a_hub.py",
    "sudo useradd --create-home --shell /bin/bash --groups newspace-learners kim01": "test_class_on_a_hub.py",
    "sudo passwd kim01": "test_hub_settings.py",
    "sudo chpasswd < passwords.txt": "test_class_on_a_hub.py",
    "sudo systemctl restart newspace-hub": "test_hub_settings.py",
    "sudo journalctl --unit newspace-hub": "test_hub_settings.py",
    "cd /srv/newspace/course": "test_hub_settings.py",
    "sudo git pull": "test_hub_settings.py",
    "newspace lab --hub": "test_hub_server.py",
    "newspace author --hub": "test_hub_server.py",
    # They need what an LMS exports.
    'newspace-grade class --marker "Ms Kim"': "test_roster_command.py",
    "newspace-grade roster participants.csv": "test_roster_command.py",
    "newspace-grade roster participants.csv --write": "test_roster_command.py",
    "newspace-grade collect submissions.zip ps1": "test_from_the_lms_and_back.py",
    "newspace-grade collect submissions.zip ps1 --times worksheet.csv --timezone Asia/Seoul": "test_from_the_lms_and_back.py",
    "newspace-grade feedback ps1 --for canvas": "test_from_the_lms_and_back.py",
    "newspace-grade feedback ps1 --for moodle": "test_from_the_lms_and_back.py",
    "newspace-grade grades ps1 --for canvas --template gradebook.csv": "test_from_the_lms_and_back.py",
    "newspace-grade grades ps1 --for moodle --template worksheet.csv": "test_from_the_lms_and_back.py",
    # They need Docker, a cluster or a hub, which are not here: what they are given is checked.
    **dict.fromkeys(
        (
            f"docker build --file {_IMAGES}/learner/Dockerfile --tag {_SCHOOL}/newspace-learner:0.2.0 .",
            f"docker build --build-arg LEARNER_IMAGE={_SCHOOL}/newspace-learner:0.2.0 --file {_IMAGES}/teacher/Dockerfile"
            f" --tag {_SCHOOL}/newspace-teacher:0.2.0 .",
            f"docker build --tag {_SCHOOL}/newspace-ngshare:0.6.0 {_IMAGES}/ngshare",
            f"docker push {_SCHOOL}/newspace-learner:0.2.0",
            f"docker push {_SCHOOL}/newspace-teacher:0.2.0",
            f"docker push {_SCHOOL}/newspace-ngshare:0.6.0",
        ),
        "test_image_recipes.py",
    ),
    "helm upgrade --install hub jupyterhub --repo https://hub.jupyter.org/helm-chart --version 4.4.0 --namespace newspace"
    " --create-namespace --values deploy/kubernetes/values.yaml --values deploy/kubernetes/school.yaml"
    " --values deploy/sign-in/google.yaml": "test_kubernetes_values.py",
    "kubectl apply --namespace newspace --filename deploy/kubernetes/ngshare.yaml": "test_kubernetes_manifests.py",
    "kubectl get pods --namespace newspace": "test_kubernetes_manifests.py",
    "ngshare-course-management create_course newspace teacher": "test_exchange_service.py",
    "ngshare-course-management add_students newspace class.csv --no-gb": "test_exchange_service.py",
    f"{_LINK} --lesson 02": "test_existing_hub.py",
    f"{_LINK} --lesson 02 --repository https://git.school.example/space/course.git": "test_existing_hub.py",
    "pip install --user ~/newspace-work/newspace-VERSION-py3-none-any.whl": "test_student_zip.py",
}
"""Command → the file of the tests that do the same in another way."""

KNOWN = {*COURSE, *ANY_COURSE, *ELSEWHERE}
PROGRAMS = ("make", "newspace", "newspace-grade", "nbgrader", "pip", "conda", "py", "python", "npm", "npx", "uv", "wsl")
IS_A_COMMAND = re.compile(rf"(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?(?:{'|'.join(PROGRAMS)}) \S")


def usual(command: str) -> str:
    """Return a command as it stands in the tables: by the bare name of its program."""
    return command.replace(".venv/bin/", "")
