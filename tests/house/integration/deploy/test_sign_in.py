"""Each file of deploy/sign-in is a configuration that its authenticator takes: every name in it exists, and every value fits."""

from __future__ import annotations

import importlib.metadata
import io
import re
from typing import Any

import pytest
import yaml
from repository import ROOT
from traitlets.config import Config
from traitlets.utils.importstring import import_item

FOLDER = ROOT / "deploy" / "sign-in"
FILES = {path.stem: path for path in sorted(FOLDER.glob("*.yaml"))}
EXPECTED = {
    "native": "nativeauthenticator.nativeauthenticator:NativeAuthenticator",
    "google": "oauthenticator.google:GoogleOAuthenticator",
    "github": "oauthenticator.github:GitHubOAuthenticator",
    "generic": "oauthenticator.generic:GenericOAuthenticator",
    "lti13": "ltiauthenticator.lti13.auth:LTI13Authenticator",
}


def settings(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILES[name].read_text(encoding="utf-8"))["hub"]["config"]
    return found


def new_database() -> Any:
    """A hub's database, in memory; the hub is loaded for these tests, and not wherever tests are collected."""
    from jupyterhub.orm import new_session_factory

    return new_session_factory("sqlite://")()


def authenticator_of(config: dict[str, Any]) -> Any:
    """Return what JupyterHub makes of these settings: a class is named by its entry point or by its import path."""
    name = config["JupyterHub"]["authenticator_class"]
    entries = importlib.metadata.entry_points(group="jupyterhub.authenticators", name=name)
    made = next(iter(entries)).load() if entries else import_item(name)
    return made(config=Config(config), db=new_database())


def unknown(config: dict[str, Any], made: Any) -> list[str]:
    """Names in the settings that the authenticator would pass over in silence."""
    classes = {cls.__name__: cls for cls in type(made).__mro__ if hasattr(cls, "class_traits")}
    wrong = []
    for section, values in config.items():
        if section == "JupyterHub":
            wrong += [f"JupyterHub.{key}" for key in values if key != "authenticator_class"]
        elif section not in classes:
            wrong.append(section)
        else:
            traits = classes[section].class_traits(config=True)
            wrong += [f"{section}.{key}" for key in values if key not in traits]
    return wrong


def test_every_file_is_expected_here():
    assert set(FILES) == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_the_authenticator_takes_every_setting(name):
    config = settings(name)
    made = authenticator_of(config)
    assert f"{type(made).__module__}:{type(made).__name__}" == EXPECTED[name]
    assert not unknown(config, made)
    for section, values in config.items():
        for key, value in values.items():
            if section != "JupyterHub":
                have = getattr(made, key)
                assert (sorted(have) == sorted(value)) if isinstance(value, list) else (have == value)


@pytest.mark.parametrize("name", EXPECTED)
def test_it_says_who_may_sign_in(name):
    """Since JupyterHub 5 nobody may until the settings say so."""
    authenticator_of(settings(name)).check_allow_config()
    made = authenticator_of(settings(name))
    assert made.allow_all or made.any_allow_config


@pytest.mark.parametrize("name", EXPECTED)
def test_the_hub_does_not_let_strangers_in(name):
    made = authenticator_of(settings(name))
    narrowed = {
        "native": not getattr(made, "open_signup", False),
        "google": bool(getattr(made, "hosted_domain", None)),
        "github": bool(getattr(made, "allowed_organizations", None)),
        "generic": bool(getattr(made, "allowed_groups", None)),
        "lti13": bool(getattr(made, "client_id", None)) and bool(getattr(made, "issuer", "")),
    }
    assert narrowed[name]
    assert not made.allow_all or name in ("native", "google", "lti13")


@pytest.mark.parametrize("name", EXPECTED)
def test_a_slip_is_found(name):
    config = settings(name)
    section = next(key for key in config if key not in ("JupyterHub", "Authenticator"))
    config[section]["hosted_domian"] = ["school.example"]
    assert unknown(config, authenticator_of(settings(name))) == [f"{section}.hosted_domian"]


def test_the_pages_example_for_one_machine_is_a_configuration_that_its_authenticator_takes():
    page = (ROOT / "docs" / "guides" / "hubs" / "one-machine.md").read_text(encoding="utf-8")
    (example,) = [
        block for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "authenticator_class" in block
    ]
    c = Config()
    exec(example, {"c": c, "open": lambda _: io.StringIO("secret\n")})  # noqa: S102 - our own page
    config = {section: dict(values) for section, values in c.items()}
    chosen = config["JupyterHub"].pop("authenticator_class")
    made = chosen(config=c, db=new_database())
    assert not unknown(config, made)
    made.check_allow_config()


def test_the_page_names_the_addresses_at_which_the_hub_waits_for_an_lms():
    page = (ROOT / "docs" / "guides" / "hubs" / "sign-in.md").read_text(encoding="utf-8")
    made = authenticator_of(settings("lti13"))
    for address in (made.login_url("/hub"), made.callback_url("/hub"), made.config_json_url("/hub")):
        assert f"https://hub.school.example{address}`" in page
