"""The states of Volcengine's sources of keys."""

from __future__ import annotations

from key_environments import (
    TOKEN,
    TOKEN_FILE,
    Change,
    Kind,
    answers,
    each,
    sets,
    token_file,
    variants,
    writes,
)
from key_variants_volcengine_cli import CLI, ROLE

SOURCES = ("environment", "oidc", "cli", "file", "metadata")

INI = ".volc/credentials"
OLD = ".volc/config"
OLD_TEXT = '{"ak": "fileold-id", "sk": "fileold-secret"}'


def pair(id: str = "env-id", secret: str = "env-secret", **more: str) -> Change:
    """The variables of a key."""
    return sets(VOLCENGINE_ACCESS_KEY=id, VOLCENGINE_SECRET_KEY=secret, **more)


def other_pair(id: str = "envid-id", secret: str = "envid-secret", **more: str) -> Change:
    """The same as the pages of one product spell them."""
    return sets(VOLCENGINE_ACCESS_KEY_ID=id, VOLCENGINE_ACCESS_KEY_SECRET=secret, **more)


def old_pair(id: str = "envold-id", secret: str = "envold-secret", **more: str) -> Change:
    """The same as the older SDKs spell them."""
    return sets(VOLC_ACCESSKEY=id, VOLC_SECRETKEY=secret, **more)


def oidc(**more: str) -> Change:
    """The variables of a role, and its token."""
    named = {"VOLCENGINE_OIDC_ROLE_TRN": ROLE, "VOLCENGINE_OIDC_TOKEN_FILE": TOKEN_FILE}
    return each(sets(**{**named, **more}), token_file())


def ini(text: str | bytes) -> Change:
    """The older SDKs' file."""
    return writes(INI, text)


INI_TEXT = "[default]\naccess_key_id = file-id\nsecret_access_key = file-secret\n"
ENVIRONMENT = [
    *variants(
        "environment",
        Kind.GOOD,
        {
            "a pair": pair(),
            "a pair with its token": pair(
                "envsts-id", "envsts-secret", VOLCENGINE_SESSION_TOKEN="envsts-token"
            ),
            "a pair and an empty token": pair(VOLCENGINE_SESSION_TOKEN=""),
            "every pair": each(pair(), other_pair(), old_pair()),
        },
    ),
    *variants(
        "environment",
        Kind.LACKING,
        {
            "empty": pair("", ""),
            "a token alone": sets(VOLCENGINE_SESSION_TOKEN="envsts-token"),
            "another empty pair": other_pair("", ""),
        },
    ),
    *variants(
        "environment",
        Kind.ODD,
        {
            "half a pair: the id": sets(VOLCENGINE_ACCESS_KEY="env-id"),
            "half a pair: the secret": sets(VOLCENGINE_SECRET_KEY="env-secret"),
            "half a pair: an empty id": pair(id=""),
            "half a pair: an older one's": sets(VOLC_ACCESSKEY="envold-id"),
            "half a pair: another's": sets(VOLCENGINE_ACCESS_KEY_SECRET="envid-secret"),
            "half a pair beside a whole": each(sets(VOLCENGINE_ACCESS_KEY="env-id"), old_pair()),
            "the documented pair": other_pair(),
            "the documented pair with its token": other_pair(
                "envsts-id", "envsts-secret", VOLCENGINE_SESSION_TOKEN="envsts-token"
            ),
            "the older pair": old_pair(),
            "the older pair, a token": old_pair(VOLCENGINE_SESSION_TOKEN="envsts-token"),
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
            "a session": oidc(VOLCENGINE_OIDC_ROLE_SESSION_NAME="night"),
            "a policy": oidc(VOLCENGINE_OIDC_ROLE_POLICY='{"Statement":[]}'),
            "a line end": each(oidc(), token_file(TOKEN + "\n")),
            "empty extras": oidc(
                VOLCENGINE_OIDC_ROLE_SESSION_NAME="", VOLCENGINE_OIDC_ROLE_POLICY=""
            ),
        },
    ),
    *variants(
        "oidc",
        Kind.LACKING,
        {
            "no role": oidc(VOLCENGINE_OIDC_ROLE_TRN=""),
            "no file": oidc(VOLCENGINE_OIDC_TOKEN_FILE=""),
            "a file that is not there": oidc(VOLCENGINE_OIDC_TOKEN_FILE="@HOME@/nothing"),
            "an empty token": each(oidc(), token_file(" \n")),
            "a token that is refused": each(oidc(), token_file("unknown")),
            "a role that is none": oidc(VOLCENGINE_OIDC_ROLE_TRN="recorder"),
        },
    ),
]

FILE = [
    *variants(
        "file",
        Kind.GOOD,
        {
            "INI": ini(INI_TEXT),
            "INI and JSON": each(ini(INI_TEXT), writes(OLD, OLD_TEXT)),
            "JSON": writes(OLD, OLD_TEXT),
            "INI, comments and line ends": ini("# mine\n" + INI_TEXT.replace("\n", "\r\n")),
            "INI, colons and other profiles": ini("[a]\nx = 1\n" + INI_TEXT.replace(" =", ":")),
        },
    ),
    *variants(
        "file",
        Kind.LACKING,
        {
            "INI, another profile": ini(INI_TEXT.replace("default", "prod")),
            "INI, no secret": ini("[default]\naccess_key_id = file-id\n"),
            "INI, twice": ini(INI_TEXT + INI_TEXT),
            "JSON, no secret": writes(OLD, '{"ak": "fileold-id"}'),
            "JSON, broken": writes(OLD, OLD_TEXT[:-1]),
        },
    ),
    *variants(
        "file",
        Kind.ODD,
        {
            "INI without a key, JSON": each(ini("[prod]\n"), writes(OLD, OLD_TEXT)),
            "INI, broken, JSON": each(ini("access_key_id\n"), writes(OLD, OLD_TEXT)),
            "INI, a per cent sign": ini(INI_TEXT.replace("file-secret", "file%secret")),
            "INI, a key for all profiles": ini("[DEFAULT]" + INI_TEXT[9:] + "[default]\nx = 1\n"),
            "INI, a byte-order mark": ini(b"\xef\xbb\xbf" + INI_TEXT.encode()),
            "JSON, a byte-order mark": writes(OLD, b"\xef\xbb\xbf" + OLD_TEXT.encode()),
            "INI, an empty older pair": each(old_pair("", ""), ini(INI_TEXT)),
            "INI, quotes around": ini(INI_TEXT.replace("file-id", '"file-id"')),
            "JSON, blanks around": writes(OLD, OLD_TEXT.replace("fileold-id", "fileold-id ")),
            "INI, text behind a profile's name": ini(INI_TEXT.replace("]", "] # mine")),
        },
    ),
]

METADATA = [
    *variants(
        "metadata",
        Kind.GOOD,
        {
            "a role": answers(),
            "several roles": answers(roles=("first", "second")),
            "a role by its name": each(
                answers(roles=("first", "second")), sets(VOLCENGINE_ECS_METADATA="second")
            ),
            "an empty name": each(answers(), sets(VOLCENGINE_ECS_METADATA="")),
            "not switched off": each(answers(), sets(VOLCENGINE_ECS_METADATA_DISABLED="false")),
            "not switched off by 1": each(answers(), sets(VOLCENGINE_ECS_METADATA_DISABLED="1")),
        },
    ),
    *variants(
        "metadata",
        Kind.LACKING,
        {
            "no role": answers(roles=()),
            "switched off": each(answers(), sets(VOLCENGINE_ECS_METADATA_DISABLED="true")),
            "switched off in capitals": each(
                answers(), sets(VOLCENGINE_ECS_METADATA_DISABLED="TRUE")
            ),
            "a role that is not there": each(answers(), sets(VOLCENGINE_ECS_METADATA="nobody")),
            "no token": answers(fault=("status", {"action": "MetadataToken", "status": 404})),
        },
    ),
    *variants(
        "metadata",
        Kind.ODD,
        {
            "a name with blanks": each(
                answers(roles=("first", "second")), sets(VOLCENGINE_ECS_METADATA=" second ")
            ),
        },
    ),
]

VARIANTS = [*ENVIRONMENT, *OIDC, *CLI, *FILE, *METADATA]
