"""The states of the file of Alibaba Cloud's command."""

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

ROLE = "acs:ram::1234567890123456:role/recorder"
OTHER_ROLE = "acs:ram::1234567890123456:role/other"
PROVIDER = "acs:ram::1234567890123456:oidc-provider/k8s"


def config(profiles: Any, current: Any = None) -> str:
    """The text of the file."""
    named = {} if current is None else {"current": current}
    return json.dumps({**named, "profiles": profiles, "meta_path": ""}, indent="\t")


def key(name: str = "cli", **more: Any) -> dict[str, Any]:
    """The members of a key."""
    return {"access_key_id": f"{name}-id", "access_key_secret": f"{name}-secret", **more}


def cli(text: str | bytes) -> Change:
    """The file with this text."""
    return writes(".aliyun/config.json", text)


DEFAULT = {"name": "default", "mode": "AK", **key("clidefault")}
TWO = [DEFAULT, {"name": "prod", "mode": "AK", **key("cliprod")}]
STS = key("clists", sts_token="clists-token")


def profile(mode: str | None, *others: dict[str, Any], **members: Any) -> Change:
    """The file with a profile that is the current one, and others."""
    mine = {"name": "mine", "mode": mode, **members}
    return cli(config([DEFAULT, *others, mine], "mine"))


def role(mode: str = "RamRoleArn", **more: Any) -> Change:
    """A role that is assumed with a key."""
    return profile(mode, **{**key(), "ram_role_arn": ROLE, **more})


def chained(*others: dict[str, Any], **more: Any) -> Change:
    """A role that is assumed with the key of another profile."""
    own = {"ram_role_arn": OTHER_ROLE, "source_profile": "source", **more}
    return profile("ChainableRamRoleArn", *others, **own)


def source(mode: str, **more: Any) -> dict[str, Any]:
    """The profile that another one has as its source."""
    return {"name": "source", "mode": mode, **more}


def oidc(**more: Any) -> Change:
    """A role by a token in a file."""
    named = {"ram_role_arn": ROLE, "oidc_provider_arn": PROVIDER}
    file = {"oidc_token_file": f"{HOME}/own-token"}
    return each(profile("OIDC", **{**named, **file, **more}), writes("own-token", TOKEN))


def prints(printed: Any, command: str = f"cat {HOME}/printed") -> Change:
    """A program that prints this."""
    text = printed if isinstance(printed, str) else json.dumps(printed)
    return each(profile("External", process_command=command), writes("printed", text))


PRINTED = {"mode": "AK", **key()}
PRINTED_STS = {"mode": "StsToken", **STS, "expiration": "2099-01-01T00:00:00Z"}
MORE: dict[str, Any] = {
    "ram_session_name": "night",
    "expired_seconds": 7200,
    "policy": "{}",
    "external_id": "x1",
}

GOOD: dict[str, Change] = {
    "AK": profile("AK", **key(), sts_token="", region_id="cn-hangzhou"),
    "AK, a token that it does not use": profile("AK", **key(), sts_token="x"),
    "StsToken": profile("StsToken", **STS),
    "another current profile": cli(config(TWO, "prod")),
    "a profile by a variable": each(
        cli(config(TWO, "default")), sets(ALIBABA_CLOUD_PROFILE="prod")
    ),
    "a name in two profiles": cli(config([*TWO, {**DEFAULT, **key("cli")}], "default")),
    "line ends of Windows": cli(config(TWO, "prod").replace("\n", "\r\n")),
    "not switched off": each(
        cli(config(TWO, "prod")), sets(ALIBABA_CLOUD_CLI_PROFILE_DISABLED="false")
    ),
    "a role": role(),
    "a role with all that it may have": role(**MORE, sts_region="cn-beijing", enable_vpc=True),
    "a role, the variable of a session": each(
        role(), sets(ALIBABA_CLOUD_ROLE_SESSION_NAME="evening")
    ),
    "a role by a chain": chained(source("AK", **key())),
    "a role by a chain, a token": chained(source("StsToken", **STS), **MORE),
    "a role by two chains": chained(source("RamRoleArn", **key(), ram_role_arn=ROLE)),
    "a role by the machine's": each(answers(), chained(source("EcsRamRole"))),
    "a role by a token": oidc(),
    "a role by a token, a session": oidc(role_session_name="night", policy="{}"),
    "the machine's role": each(answers(), profile("EcsRamRole")),
    "the machine's role by its name": each(
        answers(roles=("first", "second")), profile("EcsRamRole", ram_role_name="second")
    ),
    "the machine's role by a variable": each(
        answers(roles=("first", "second")),
        profile("EcsRamRole"),
        sets(ALIBABA_CLOUD_ECS_METADATA="second"),
    ),
    "a program": prints(PRINTED),
    "a program, a token and an end": prints(PRINTED_STS),
    "a program in quotes": prints(PRINTED, f'sh -c \'cat "$1"\' "" {HOME}/print\\ed'),
}

LACKING: dict[str, Change] = {
    "another profile": cli(config(TWO, "stage")),
    "no current profile": cli(config(TWO)),
    "an empty current profile": cli(config(TWO, "")),
    "switched off": each(cli(config(TWO, "prod")), sets(ALIBABA_CLOUD_CLI_PROFILE_DISABLED="true")),
    "switched off in capitals": each(
        cli(config(TWO, "prod")), sets(ALIBABA_CLOUD_CLI_PROFILE_DISABLED="TRUE")
    ),
    "broken": cli(config(TWO, "prod")[:-1]),
    "a list": cli(json.dumps(TWO)),
    "null": cli("null"),
    "no profiles": cli('{"current": "default"}'),
    "no mode": profile(None, **key()),
    "mode in small letters": profile("ak", **key()),
    "no secret": profile("AK", access_key_id="cli-id"),
    "an empty id": profile("AK", **{**key(), "access_key_id": ""}),
    "StsToken without a token": profile("StsToken", **key()),
    "a role without its name": role(ram_role_arn=""),
    "a role without a key": profile("RamRoleArn", ram_role_arn=ROLE),
    "a role, a key that is refused": role(access_key_secret="wrong"),
    "a role for too short a time": role(expired_seconds=100),
    "a chain without a source": chained(),
    "a chain without its name": chained(source_profile=None),
    "a chain in a circle": chained(source("ChainableRamRoleArn", source_profile="mine")),
    "a token that is not there": oidc(oidc_token_file=f"{HOME}/nothing"),
    "the machine's role, which is not there": each(
        answers(), profile("EcsRamRole", ram_role_name="nobody")
    ),
    "CloudSSO": profile("CloudSSO", cloud_sso_account_id="1"),
    "OAuth": profile("OAuth", oauth_site_type="CN"),
    "a program that is not there": prints("", f"{HOME}/nothing"),
    "a program that fails": prints(PRINTED, "false"),
    "a program that prints no JSON": prints("access denied"),
    "a program that prints no secret": prints({"mode": "AK", "access_key_id": "cli-id"}),
    "a program, an open quote": prints(PRINTED, f"cat '{HOME}/printed"),
    "a program, an end that is none": prints({**PRINTED_STS, "expiration": "tomorrow"}),
    "no program": profile("External"),
}

ODD: dict[str, Change] = {
    "a byte-order mark": cli(b"\xef\xbb\xbf" + config(TWO, "prod").encode()),
    "a name twice": cli(config(TWO, "prod").replace("{", '{"current": "default",', 1)),
    "quotes around": profile("AK", access_key_id='"cli-id"', access_key_secret='"cli-secret"'),
    "blanks around": profile("AK", access_key_id=" cli-id", access_key_secret="cli-secret\n"),
    "a current profile with blanks": cli(config(TWO, " prod ")),
    "StsToken, a token by a variable": each(
        profile("StsToken", **key("clists")), sets(ALIBABA_CLOUD_SECURITY_TOKEN="clists-token")
    ),
    "OAuth with a key": profile("OAuth", oauth_site_type="CN", **STS, sts_expiration=4_000_000_000),
    "a role by a variable": each(role(ram_role_arn=""), sets(ALIBABA_CLOUD_ROLE_ARN=ROLE)),
    "a role by a token, a role by a variable": each(
        oidc(ram_role_arn=""), sets(ALIBABA_CLOUD_ROLE_ARN=ROLE)
    ),
    "a role, seconds that are a text": role(expired_seconds="3600"),
    "a role, the other name of a session": role(role_session_name="night"),
    "a program, the token is missing": prints({"mode": "StsToken", **key()}),
    "a program, an end with a zone": prints(
        {**PRINTED_STS, "expiration": "2099-01-01T08:00:00+08:00"}
    ),
    "a program, an end long ago": prints({**PRINTED_STS, "expiration": "2001-01-01T00:00:00Z"}),
}

CLI = [
    *variants("cli", Kind.GOOD, GOOD),
    *variants("cli", Kind.LACKING, LACKING),
    *variants("cli", Kind.ODD, ODD),
]
