"""Load nbgrader's configuration files, and keep what each of them says, so that a setting can be traced to its file and line."""

from __future__ import annotations

import ast
import contextlib
import copy
import importlib
import json
import logging
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

from traitlets import default
from traitlets.config import Application
from traitlets.config.loader import (
    Config,
    DeferredConfig,
    DeferredConfigList,
    DeferredConfigString,
    JSONFileConfigLoader,
    PyFileConfigLoader,
)


@dataclass(frozen=True)
class ConfigFile:
    """One configuration file as it was loaded.

    Attributes
    ----------
    path : Path
        The file.
    config : traitlets.config.Config
        What it says, without what other files say.
    """

    path: Path
    config: Config

    def sets(self, section: str, name: str) -> bool:
        """Tell whether the file gives a value to ``c.SECTION.NAME``."""
        return name in self.config.get(section, {})

    def line(self, section: str, name: str) -> int | None:
        """Return the last line on which ``c.SECTION.NAME`` stands; None where a file sets it in another way."""
        try:
            tree = ast.parse(self.path.read_bytes())
        except (OSError, SyntaxError, ValueError):  # JSON, or changed since it was loaded
            return None
        lines = [
            node.lineno
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and node.attr == name
            and isinstance(node.value, ast.Attribute)
            and node.value.attr == section
        ]
        return max(lines, default=None)


_EXTENSIONS = "nbgrader.server_extensions"
# Sections that nbgrader's own applications translate from older names, or act upon.
_OF_APPLICATIONS = frozenset(
    ["NbGrader", "NbGraderConfig", "BasicConfig", "BaseNbGraderApp", "BaseApp", "TransferApp", "BaseNbConvertApp"]
)


def load_configuration(folder: Path) -> tuple[Any, list[ConfigFile]]:
    """Load nbgrader's configuration of a course folder; return the application, and the files, the most important last.

    nbgrader's own application class loads its exporters and exchange, which takes longer than to grade a submission. It is used
    where the configuration names what only this class knows.

    Raises
    ------
    ImportError
        If nbgrader is not installed.
    """
    with without_server_extensions():
        import nbgrader  # noqa: F401 - its parts are then found without them

    app, files = _load(_plain_application(), folder)
    if _OF_APPLICATIONS & app.config.keys() or "course_id" in app.config.get("Exchange", {}):
        from nbgrader import apps

        app, files = _load(apps.NbGrader, folder)
    return app, files


def mentions(config: Mapping[str, Any], names: Sequence[str]) -> bool:
    """Tell whether a configuration has a section or a setting with one of these names, in whatever section."""
    return any(key in names or (isinstance(value, Mapping) and mentions(value, names)) for key, value in config.items())


@contextlib.contextmanager
def without_server_extensions() -> Iterator[None]:
    """Import nbgrader's package without its extensions of Jupyter's server, which it loads at once, and with them all that it has.

    They are loaded when a server calls them. Nothing changes where nbgrader was imported already.
    """
    finder = _LateExtensions()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name, module in sys.modules.items() if getattr(module, "__loader__", None) is finder]:
            del sys.modules[name]
        extensions = sys.modules.get(_EXTENSIONS)
        for name in finder.made:
            vars(extensions).pop(name, None)


class _LateExtensions(MetaPathFinder, Loader):
    """Find a module in the place of each server extension; its function loads the extension."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find one of nbgrader's server extensions."""
        del path, target
        package, _dot, name = fullname.rpartition(".")
        return ModuleSpec(fullname, self) if package == _EXTENSIONS and name else None

    def exec_module(self, module: ModuleType) -> None:
        """Define the one function that nbgrader's package imports from an extension."""
        name = module.__name__
        self.made.append(name.rpartition(".")[2])

        def load_jupyter_server_extension(app: Any) -> None:
            importlib.import_module(name).load_jupyter_server_extension(app)

        module.load_jupyter_server_extension = load_jupyter_server_extension  # type: ignore[attr-defined]


def _plain_application() -> type[Application]:
    """Return an application that is configured as nbgrader's are, with the same log, and that loads nothing of them."""
    from jupyter_core.application import JupyterApp
    from tornado.log import LogFormatter

    class NbGrader(JupyterApp):
        _log_formatter_cls = LogFormatter  # type: ignore[assignment]

        @default("log_datefmt")
        def _log_datefmt_default(self) -> str:
            return "%Y-%m-%d %H:%M:%S"

        @default("log_format")
        def _log_format_default(self) -> str:
            return "%(color)s[%(name)s | %(levelname)s]%(end_color)s %(message)s"

        @default("config_file_name")
        def _config_file_name_default(self) -> str:
            return "nbgrader_config"

    return NbGrader


def _load(kind: type[Application], folder: Path) -> tuple[Any, list[ConfigFile]]:
    """Load the configuration with a kind of application."""
    files: list[ConfigFile] = []

    def record(loader: Any, config: Config) -> Config:
        files.append(ConfigFile(Path(loader.full_filename), copy.deepcopy(config)))
        return config

    class PythonLoader(PyFileConfigLoader):
        def load_config(self) -> Config:
            return record(self, super().load_config())

    class JsonLoader(JSONFileConfigLoader):
        def load_config(self) -> Config:
            return record(self, super().load_config())

    class NbGrader(kind):  # type: ignore[misc, valid-type]  # nbgrader ships no types; its log shows the name of the class
        python_config_loader_class = PythonLoader
        json_config_loader_class = JsonLoader
        load_cwd_config = False  # the course folder takes the place of the working directory

    app = NbGrader()
    app.log.addFilter(_tells_more_than_that_there_is_no_config)
    app.load_config_file()
    app.log.removeFilter(_tells_more_than_that_there_is_no_config)
    Application.load_config_file(app, app.config_file_name, str(folder))
    return app, files


def config_text(config: Mapping[str, Any]) -> str:
    """Write a configuration as text that another process can read: what is plain data, and what a command line left as text.

    With it goes where this process finds modules: the configuration may name a class in one of them.
    """
    sections = {name: values for name, values in config.items() if isinstance(values, dict)}
    deferred = {name: _deferred(values) for name, values in sections.items()}
    plain = {name: _plain(values) for name, values in sections.items()}
    return json.dumps(
        {"plain": _filled(plain), "deferred": _filled(deferred), "path": [os.path.abspath(one) for one in sys.path]}
    )


def read_config(text: str) -> Config:
    """Read a configuration that `config_text` wrote, and let the modules be found that the other process finds."""
    data = json.loads(text)
    sys.path.extend(one for one in data["path"] if one not in sys.path)
    config = Config(data["plain"])
    for section, values in data["deferred"].items():
        for name, value in values.items():
            config[section][name] = DeferredConfigString(value) if isinstance(value, str) else DeferredConfigList(value)
    return config


def _deferred(values: dict[str, Any]) -> dict[str, Any]:
    """Return what a command line left as text: its type is known only to the class that it is for."""
    return {name: value for name, value in values.items() if isinstance(value, DeferredConfig) and _is_plain(value)}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if not isinstance(value, DeferredConfig) and _is_plain(value)}


def _filled(sections: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {name: values for name, values in sections.items() if values}


def _is_plain(value: object) -> bool:
    if isinstance(value, list):
        return all(map(_is_plain, value))
    if isinstance(value, dict):
        return all(isinstance(name, str) and _is_plain(inner) for name, inner in value.items())
    return value is None or isinstance(value, bool | int | float | str)


def _tells_more_than_that_there_is_no_config(record: logging.LogRecord) -> bool:
    """Drop the warning that there is no nbgrader_config.py: a learner's folder has none, and our own messages say where one is needed."""
    return not record.getMessage().startswith("No nbgrader_config.py file found")
