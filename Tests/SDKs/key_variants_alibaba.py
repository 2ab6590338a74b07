"""The states of Alibaba Cloud's sources of keys."""

from __future__ import annotations

from key_environments import (
    HOME,
    METADATA_URL,
    TOKEN,
    TOKEN_FILE,
    Change,
    Kind,
    answers,
    each,
    sets,
    spoils,
    token_file,
    variants,
    writes,
)
from key_variants_alibaba_cli import CLI, PROVIDER, ROLE

SOURCES = ("environment", "oidc", "cli", "file", "metadata", "uri")


def pair(id: str = "env-id", secret: str = "env-secret", **more: str) -> Change:
    """The variables of a key."""
    return sets(ALIBABA_CLOUD_ACCESS_KEY_ID=id, ALIBABA_CLOUD_ACCESS_KEY_SECRET=secret, **more)


def oidc(**more: str) -> Change:
    """The variables of a role, and its token."""
    named = {
        "ALIBABA_CLOUD_ROLE_ARN": ROLE,
        "ALIBABA_CLOUD_OIDC_PROVIDER_ARN": PROVIDER,
        "ALIBABA_CLOUD_OIDC_TOKEN_FILE": TOKEN_FILE,
    }
    return each(sets(**{**named, **more}), token_file())


def file(text: str | bytes) -> Change:
    """The file of the SDKs."""
    return writes(".alibabacloud/credentials.ini", text)


def profile(type: str, *lines: str) -> str:
    """The text of a profile."""
    return "\n".join(["[default]", f"type = {type}", *lines, ""])


KEY = ("access_key_id = file-id", "access_key_secret = file-secret")
AK = profile("access_key", *KEY)
PROD = AK.replace("default", "prod").replace("file-", "fileprod-")
ASSUMED = profile("ram_role_arn", *KEY, f"role_arn = {ROLE}", "role_session_name = night")
NAMELESS = profile("ram_role_arn", *KEY)
BY_TOKEN = profile(
    "oidc_role_arn",
    f"role_arn = {ROLE}",
    f"oidc_provider_arn = {PROVIDER}",
    f"oidc_token_file_path = {HOME}/own-token",
    "policy = {}",
)

ENVIRONMENT = [
    *variants(
        "environment",
        Kind.GOOD,
        {
            "a pair": pair(),
            "a pair and an empty token": pair(ALIBABA_CLOUD_SECURITY_TOKEN=""),
            "a pair with its token": pair(
                "envsts-id", "envsts-secret", ALIBABA_CLOUD_SECURITY_TOKEN="envsts-token"
            ),
        },
    ),
    *variants("environment", Kind.LACKING, {"empty": pair("", "")}),
    *variants(
        "environment",
        Kind.ODD,
        {
            "half a pair: the id": sets(ALIBABA_CLOUD_ACCESS_KEY_ID="env-id"),
            "half a pair: the secret": sets(ALIBABA_CLOUD_ACCESS_KEY_SECRET="env-secret"),
            "half a pair: an empty secret": pair(secret=""),
            "half a pair: an empty id": pair(id=""),
            "blanks around": pair(" env-id", "env-secret "),
            "quotes around": pair('"env-id"', "'env-secret'"),
        },
    ),
]

OIDC = [
    *variants(
        "oidc",
        Kind.GOOD,
        {
            "a role": oidc(),
            "a session": oidc(ALIBABA_CLOUD_ROLE_SESSION_NAME="night"),
            "a region": oidc(
                ALIBABA_CLOUD_STS_REGION="cn-beijing", ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED="true"
            ),
        },
    ),
    *variants(
        "oidc",
        Kind.LACKING,
        {
            "no role": oidc(ALIBABA_CLOUD_ROLE_ARN=""),
            "no provider": oidc(ALIBABA_CLOUD_OIDC_PROVIDER_ARN=""),
            "no file": oidc(ALIBABA_CLOUD_OIDC_TOKEN_FILE=""),
            "a file that is not there": oidc(ALIBABA_CLOUD_OIDC_TOKEN_FILE="@HOME@/nothing"),
            "an empty token": each(oidc(), token_file("")),
            "a token that is refused": each(oidc(), token_file("unknown")),
            "a role that is none": oidc(ALIBABA_CLOUD_ROLE_ARN="recorder"),
        },
    ),
    *variants("oidc", Kind.ODD, {"a line end": each(oidc(), token_file(TOKEN + "\n"))}),
]

FILE = [
    *variants(
        "file",
        Kind.GOOD,
        {
            "a key": file(AK),
            "a profile by a variable": each(file(AK + PROD), sets(ALIBABA_CLOUD_PROFILE="prod")),
            "a file by a variable": each(
                writes("keys.ini", AK), sets(ALIBABA_CLOUD_CREDENTIALS_FILE=f"{HOME}/keys.ini")
            ),
            "an empty variable of a file": each(file(AK), sets(ALIBABA_CLOUD_CREDENTIALS_FILE="")),
            "notes and line ends": file(
                "; mine\n" + AK.replace("file-id", "file-id # of 2026").replace("\n", "\r\n")
            ),
            "blanks and colons": file(AK.replace(" = ", "  :\t").replace("\n", "  \n")),
            "names in capitals": file(AK.replace("access_key_id", "Access_Key_ID")),
            "a role": file(ASSUMED),
            "a role by a variable": each(file(NAMELESS), sets(ALIBABA_CLOUD_ROLE_ARN=ROLE)),
            "a role by a token": each(file(BY_TOKEN), writes("own-token", TOKEN)),
            "the machine's role": each(
                answers(roles=("first", "second")),
                file(profile("ecs_ram_role", "role_name = second")),
            ),
            "the machine's role without a name": each(answers(), file(profile("ecs_ram_role"))),
        },
    ),
    *variants(
        "file",
        Kind.LACKING,
        {
            "another profile": file(PROD),
            "another profile by a variable": each(file(AK), sets(ALIBABA_CLOUD_PROFILE="stage")),
            "a file that is not there": each(
                file(AK), sets(ALIBABA_CLOUD_CREDENTIALS_FILE=f"{HOME}/nothing.ini")
            ),
            "no type": file(AK.replace("type", "kind")),
            "another type": file(AK.replace("access_key\n", "bearer\n")),
            "a pair of RSA keys": file(profile("rsa_key_pair", "public_key_id = x")),
            "no secret": file(profile("access_key", KEY[0])),
            "a secret that is a note": file(AK.replace("file-secret", "# none")),
            "a profile twice": file(AK + AK),
            "a type twice": file(AK + "type = access_key\n"),
            "no profile's name": file("\n".join(KEY)),
            "a role without its name": file(NAMELESS),
            "a role, a token that is not there": file(BY_TOKEN),
        },
    ),
    *variants(
        "file",
        Kind.ODD,
        {
            "a byte-order mark": file(b"\xef\xbb\xbf" + AK.encode()),
            "a comment that is not UTF-8": file(b"# \xd6\xf7\xd5\xcb\xba\xc5\n" + AK.encode()),
            "quotes around": file(AK.replace("file-id", '"file-id"')),
            "a per cent sign": file(AK.replace("file-secret", "file%secret")),
            "a key for all profiles": file("[DEFAULT]" + AK[9:] + "[default]\nx = 1\n"),
            "text behind a profile's name": file(AK.replace("]", "] # mine")),
            "a line that goes on": file(AK.replace("\naccess_key_s", "\n  access_key_s")),
            "an empty variable of a profile": each(file(AK), sets(ALIBABA_CLOUD_PROFILE="")),
        },
    ),
]


def off(name: str, value: str) -> Change:
    """Metadata that answers, and a variable that switches something off."""
    return each(answers(), sets(**{f"ALIBABA_CLOUD_{name}_DISABLED": value}))


def uri(url: str = f"{METADATA_URL}/credentials-uri", **metadata: object) -> Change:
    """A URI that is answered by the metadata, which has no role."""
    return each(answers(roles=(), **metadata), sets(ALIBABA_CLOUD_CREDENTIALS_URI=url))


NO_TOKEN = ("status", {"action": "MetadataToken", "status": 404})

METADATA = [
    *variants(
        "metadata",
        Kind.GOOD,
        {
            "a role": answers(),
            "a role, tokens only": answers(v1=False),
            "a role, no tokens": answers(fault=NO_TOKEN),
            "a role by its name": each(
                answers(roles=("first", "second")), sets(ALIBABA_CLOUD_ECS_METADATA="second")
            ),
            "an empty name": each(answers(), sets(ALIBABA_CLOUD_ECS_METADATA="")),
            "the older way switched off": off("IMDSV1", "true"),
            "not switched off": off("ECS_METADATA", "false"),
            "not switched off by 1": off("ECS_METADATA", "1"),
        },
    ),
    *variants(
        "metadata",
        Kind.LACKING,
        {
            "no role": answers(roles=()),
            "switched off": off("ECS_METADATA", "true"),
            "switched off in capitals": off("ECS_METADATA", "TRUE"),
            "a role that is not there": each(answers(), sets(ALIBABA_CLOUD_ECS_METADATA="nobody")),
            "the older way switched off, no tokens": each(
                off("IMDSV1", "True"), answers(fault=NO_TOKEN)
            ),
            "a failure": each(answers(), spoils("not-success")),
        },
    ),
    *variants("metadata", Kind.ODD, {"several roles": answers(roles=("first", "second"))}),
]

URI = [
    *variants(
        "uri", Kind.GOOD, {"a key": uri(), "a query": uri(METADATA_URL + "/credentials-uri?a=b")}
    ),
    *variants(
        "uri",
        Kind.LACKING,
        {
            "empty": uri(""),
            "nothing there": uri(f"{METADATA_URL}/nothing"),
            "no URL": uri("credentials-uri"),
            "a failure": each(uri(), spoils("not-success")),
        },
    ),
]

VARIANTS = [*ENVIRONMENT, *OIDC, *CLI, *FILE, *METADATA, *URI]
