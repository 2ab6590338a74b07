"""The states of the file of Volcengine's command."""

from __future__ import annotations

import json
from typing import Any

from key_environments import (
    HOME,
    TOKEN,
    Change,
    Kind,
    answers,
    each,
    sets,
    variants,
    writes,
)

ROLE = "trn:iam::2100000000:role/recorder"


def config(profiles: Any, current: Any = None, **more: Any) -> str:
    """The text of the file."""
    named = {} if current is None else {"current": current}
    return json.dumps({**named, "profiles": profiles, **more}, indent=1)


def key(name: str = "cli", **more: Any) -> dict[str, Any]:
    """A profile with a key; `_` in a name stands for the `-` of the file."""
    given = {"access-key": f"{name}-id", "secret-key": f"{name}-secret"}
    return {**given, **{name.replace("_", "-"): value for name, value in more.items()}}


def cli(text: str | bytes) -> Change:
    """The file with this text."""
    return writes(".volcengine/config.json", text)


def profile(profile: Any) -> Change:
    """The file with a profile that is the current one, and others."""
    others = {"other": key("cliother"), "default": key("clidefault")}
    return cli(config({**others, "mine": profile}, "mine"))


def own(**more: Any) -> Change:
    """The file with a key in the current profile."""
    return profile(key(**more))


# Of the file and of a temporary key.
STS = key("clists", session_token="clists-token")


def role(name: str = "cli", **more: Any) -> Change:
    """A role that is assumed with a key."""
    named = {"mode": "RamRoleArn", "role_name": "recorder", "account_id": "2100000000"}
    return profile(key(name, **{**named, **more}))


def oidc(**more: Any) -> Change:
    """A role by a token in a file."""
    named = {"mode": "OIDC", "role-trn": ROLE, "oidc-token-file": f"{HOME}/own-token"}
    return each(profile({**named, **more}), writes("own-token", TOKEN))


def machine(**more: Any) -> Change:
    """The role of the machine."""
    return each(answers(roles=("first", "second")), profile({"mode": "EcsRole", **more}))


TWO = {"default": key("clidefault"), "prod": key("cliprod")}

GOOD: dict[str, Change] = {
    "the current profile": own(),
    "mode AK": own(mode="AK"),
    "mode ak, a region": own(mode=" ak ", region="cn-beijing"),
    "an empty mode": own(mode=""),
    "no mode": own(mode=None),
    "a key with its token": profile(STS),
    "an empty token": own(session_token=""),
    "blanks around": profile(
        {"access-key": " cli-id ", "secret-key": "cli-secret\n", "session-token": " "}
    ),
    "no current profile": cli(config(TWO)),
    "an empty current profile": cli(config(TWO, "")),
    "a profile by a variable": each(cli(config(TWO)), sets(VOLCENGINE_PROFILE="prod")),
    "a profile by a variable before another": each(
        cli(config(TWO, "default")), sets(VOLCENGINE_PROFILE="prod")
    ),
    "an empty variable": each(cli(config(TWO, "prod")), sets(VOLCENGINE_PROFILE="")),
    "a file by a variable": each(
        writes("elsewhere.json", config(TWO, "prod")),
        cli(config(TWO)),
        sets(VOLCENGINE_CLI_CONFIG_FILE=f"{HOME}/elsewhere.json"),
    ),
    "line ends of Windows": cli(config(TWO, "prod").replace("\n", "\r\n")),
    "unknown members": cli(config({"default": key(x=[1, None])}, enable_color=False)),
    "a role": role(),
    "a role, a region": role(mode="ramrolearn", region="cn-beijing"),
    "a role by a token": oidc(),
    "a role by a token, a policy": oidc(policy='{"Statement":[]}'),
    "the machine's role": machine(**{"role-name": "second"}),
}

LACKING: dict[str, Change] = {
    "another profile": cli(config(TWO, "stage")),
    "another profile by a variable": each(
        cli(config(TWO, "prod")), sets(VOLCENGINE_PROFILE="stage")
    ),
    "no default": cli(config({"prod": key()})),
    "a file that is not there": each(
        cli(config(TWO)), sets(VOLCENGINE_CLI_CONFIG_FILE=f"{HOME}/nothing.json")
    ),
    "broken": cli(config(TWO, "prod")[:-1]),
    "comments": cli("// mine\n" + config(TWO, "prod")),
    "a list": cli("[]"),
    "empty": cli(""),
    "no profiles": cli("{}"),
    "a profile that is a text": profile("cli-id"),
    "no secret": profile({"access-key": "cli-id"}),
    "an empty secret": profile({"access-key": "cli-id", "secret-key": " "}),
    "an id that is null": profile({"access-key": None, "secret-key": "cli-secret"}),
    "another mode": own(mode="RsaKeyPair"),
    "sso": own(mode="sso", sso_session_name="s"),
    "console-login": own(mode="console-login"),
    "a role without an account": role(account_id=""),
    "a role, an account that is a number": role(account_id=2100000000),
    "a role without a name": role(role_name=" "),
    "a role without a key": profile(
        {"mode": "RamRoleArn", "role-name": "recorder", "account-id": "2100000000"}
    ),
    "a role, a key that is refused": role("cli", secret_key="wrong"),
    "a token that is not there": oidc(**{"oidc-token-file": f"{HOME}/nothing"}),
    "a token without a role": oidc(**{"role-trn": ""}),
    "the machine's role without a name": machine(),
    "the machine's role, which is not there": machine(**{"role-name": "nobody"}),
    "the machine's role, switched off": each(
        machine(**{"role-name": "second"}), sets(VOLCENGINE_ECS_METADATA_DISABLED="true")
    ),
}

ODD: dict[str, Change] = {
    "StsToken": profile({**STS, "mode": "StsToken"}),
    "StsToken without its token": own(mode="StsToken"),
    "a byte-order mark": cli(b"\xef\xbb\xbf" + config(TWO, "prod").encode()),
    "a name twice": cli(config(TWO, "prod").replace("{", '{"current": "default",', 1)),
    "quotes around": profile({"access-key": '"cli-id"', "secret-key": '"cli-secret"'}),
    "a current profile with blanks": cli(config(TWO, " prod ")),
    "a mode that is a number": own(mode=1),
    "a role, a token of another key": role(session_token="clists-token"),
    "a role with a key and its token": role("clists", session_token="clists-token"),
    "a role by a token, the variable of a session": each(
        oidc(), sets(VOLCENGINE_OIDC_ROLE_SESSION_NAME="night")
    ),
    "a role by a token, the variable of a policy": each(
        oidc(), sets(VOLCENGINE_OIDC_ROLE_POLICY='{"Statement":[]}')
    ),
}

CLI = [
    *variants("cli", Kind.GOOD, GOOD),
    *variants("cli", Kind.LACKING, LACKING),
    *variants("cli", Kind.ODD, ODD),
]
