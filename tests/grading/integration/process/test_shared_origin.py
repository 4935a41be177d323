"""The process from which several engines have their forkservers: loaded once, without the grading user's environment, gone at the end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from newspace_grading.engine.launch.forkserver import ForkserverManager, shared_origin
from newspace_grading.sandbox import levels

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not levels.can_fork(), reason="elsewhere each engine starts its own forkserver"
)


def test_forkservers_of_two_engines_come_from_one_process_that_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_THE_TEACHER", "0f3c")
    before = set(psutil.Process().children())
    with shared_origin(["wave"], forks=2) as warm:
        (origin,) = set(psutil.Process().children()) - before
        managers = [ForkserverManager("", warm) for _number in range(2)]
        try:
            for manager in managers:
                manager.start()
            assert len(origin.children()) == 2
            assert "SECRET_OF_THE_TEACHER" not in origin.environ()
            assert {manager.level for manager in managers} == {levels.strongest()}
        finally:
            for manager in managers:
                manager.stop()
                manager.clear()
    assert not origin.is_running()


def test_a_command_has_its_forkservers_from_a_copy_of_the_warm_process_with_its_modules() -> None:
    name = "this_module_is_not_here"
    before = set(psutil.Process().children())
    with shared_origin([], forks=2) as warm:
        (origin,) = set(psutil.Process().children()) - before
        with shared_origin([name], 2, warm) as own:
            managers = [ForkserverManager("", own) for _number in range(2)]
            try:
                for manager in managers:
                    manager.start()
                (copy,) = origin.children()
                assert len(copy.children()) == 2
            finally:
                for manager in managers:
                    manager.stop()
                    manager.clear()
        copy.wait(timeout=60)
        with shared_origin(["sys"], 2, warm) as same:
            assert same is warm, "nothing is to be loaded"


def test_the_shared_interpreter_finds_the_font_cache_before_matplotlib_is_loaded_here(tmp_path: Path) -> None:
    settings, folder = tmp_path / "settings", tmp_path / "folder"
    settings.mkdir()
    folder.mkdir()
    (settings / "fontlist-v1.json").write_text("{}", encoding="ascii")
    program = f"""
import sys
from newspace_grading.engine.launch import forkserver
assert "matplotlib" not in sys.modules
forkserver._copy_font_cache({str(folder)!r})
"""
    subprocess.run(
        [sys.executable, "-c", program], env=os.environ | {"MPLCONFIGDIR": str(settings)}, timeout=120, check=True
    )
    assert [path.name for path in folder.iterdir()] == ["fontlist-v1.json"]


def test_a_forkserver_stays_on_the_processors_of_its_engine() -> None:
    processors = os.sched_getaffinity(0)
    before = set(psutil.Process().children())
    with shared_origin([], forks=1) as warm:  # which may run anywhere
        (origin,) = set(psutil.Process().children()) - before
        manager = ForkserverManager("", warm)
        try:
            os.sched_setaffinity(0, {max(processors)})
            manager.start()
            (forkserver,) = origin.children()
            assert forkserver.cpu_affinity() == [max(processors)]
        finally:
            os.sched_setaffinity(0, processors)
            manager.stop()
            manager.clear()
