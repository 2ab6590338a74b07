"""The states of Tencent Cloud's sources of keys."""

from __future__ import annotations

from key_environments import (
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

SOURCES = ("environment", "file", "metadata", "oidc")

ROLE = "qcs::cam::uin/100000000001:roleName/recorder"


def pair(id: str = "env-id", secret: str = "env-secret", **more: str) -> Change:
    """The variables of a key."""
    return sets(TENCENTCLOUD_SECRET_ID=id, TENCENTCLOUD_SECRET_KEY=secret, **more)


def file(text: str | bytes) -> Change:
    """The file of the home."""
    return writes(".tencentcloud/credentials", text)


PROFILE = "[default]\nsecret_id = file-id\nsecret_key = file-secret\n"
OTHER = "[prod]\nsecret_id = fileprod-id\nsecret_key = fileprod-secret\n"


def oidc(*without: str, **more: str) -> Change:
    """The variables of a role, and its token."""
    all = {
        "TKE_REGION": "ap-guangzhou",
        "TKE_PROVIDER_ID": "k8s",
        "TKE_ROLE_ARN": ROLE,
        "TKE_WEB_IDENTITY_TOKEN_FILE": TOKEN_FILE,
    }
    kept = {name: value for name, value in all.items() if name not in without}
    return each(sets(**{**kept, **more}), token_file())


ENVIRONMENT = [
    *variants(
        "environment",
        Kind.GOOD,
        {
            "a pair": pair(),
            "a pair and empty tokens": pair(TENCENTCLOUD_TOKEN="", TENCENTCLOUD_SESSION_TOKEN=""),
            "a pair and a region": pair(TENCENTCLOUD_REGION="ap-guangzhou"),
        },
    ),
    *variants(
        "environment",
        Kind.LACKING,
        {
            "empty": pair("", ""),
            "an empty id": sets(TENCENTCLOUD_SECRET_ID=""),
            "a token alone": sets(TENCENTCLOUD_TOKEN="envsts-token"),
        },
    ),
    *variants(
        "environment",
        Kind.ODD,
        {
            "half a pair: the id": sets(TENCENTCLOUD_SECRET_ID="env-id"),
            "half a pair: the secret": sets(TENCENTCLOUD_SECRET_KEY="env-secret"),
            "half a pair: an empty secret": pair(secret=""),
            "half a pair: an empty id": pair(id=""),
            "a token": pair("envsts-id", "envsts-secret", TENCENTCLOUD_TOKEN="envsts-token"),
            "a token, otherwise spelt": pair(
                "envsts-id", "envsts-secret", TENCENTCLOUD_SESSION_TOKEN="envsts-token"
            ),
            "two tokens": pair(
                "envsts-id",
                "envsts-secret",
                TENCENTCLOUD_TOKEN="envsts-token",
                TENCENTCLOUD_SESSION_TOKEN="other",
            ),
            "blanks around": pair(" env-id", "env-secret\n"),
            "quotes around": pair('"env-id"', "'env-secret'"),
        },
    ),
]

FILE = [
    *variants(
        "file",
        Kind.GOOD,
        {
            "a profile": file(PROFILE),
            "two profiles": file(OTHER + PROFILE),
            "line ends of Windows": file(PROFILE.replace("\n", "\r\n")),
            "comments and blank lines": file("# mine\n\n; of 2026\n" + PROFILE + "\n  # no more\n"),
            "colons": file(PROFILE.replace(" = ", ":")),
            "blanks": file("[default]\n  secret_id   =  file-id \t\n  secret_key=file-secret   "),
            "names in capitals": file("[default]\nSECRET_ID=file-id\nSecret_Key=file-secret\n"),
            "a role that nobody assumes": file(PROFILE + f"role_arn = {ROLE}\nregion = x\n"),
        },
    ),
    *variants(
        "file",
        Kind.LACKING,
        {
            "no secret": file("[default]\nsecret_id = file-id\n"),
            "no id": file("[default]\nsecret_key = file-secret\n"),
            "an empty secret": file("[default]\nsecret_id = file-id\nsecret_key =\n"),
            "an empty profile": file("[default]\n" + OTHER),
            "a key for all profiles": file("[DEFAULT]" + PROFILE[9:] + "[default]\nx = 1\n"),
            "the file of the system's": writes(".tencentcloud/config", PROFILE),
        },
    ),
    *variants(
        "file",
        Kind.ODD,
        {
            "ends: another profile": file(OTHER),
            "ends: empty": file(""),
            "ends: no profile's name": file(PROFILE[10:]),
            "ends: a profile twice": file(PROFILE + PROFILE),
            "ends: an id twice": file(PROFILE + "secret_id = other-id\n"),
            "ends: a name alone": file(PROFILE + "token\n"),
            "ends: a name that is open": file("[default\n" + PROFILE[10:]),
            "a byte-order mark": file(b"\xef\xbb\xbf" + PROFILE.encode()),
            "a comment that is not UTF-8": file(b"# \xd6\xf7\xd5\xcb\xba\xc5\n" + PROFILE.encode()),
            "quotes around": file('[default]\nsecret_id="file-id"\nsecret_key="file-secret"\n'),
            "a token": file(PROFILE.replace("file-", "filests-") + "token = filests-token\n"),
            "text behind a profile's name": file(PROFILE.replace("]", "]  ; mine")),
            "a line that goes on": file(PROFILE.replace("\nsecret_key", "\n  secret_key")),
            "elsewhere, by a variable": each(
                writes("keys.ini", PROFILE), sets(TENCENTCLOUD_CREDENTIALS_FILE="@HOME@/keys.ini")
            ),
        },
    ),
]

METADATA = [
    *variants(
        "metadata", Kind.GOOD, {"a role": answers(), "another role": answers(roles=("one",))}
    ),
    *variants(
        "metadata",
        Kind.LACKING,
        {
            "no role": answers(roles=()),
            "a failure": each(answers(), spoils("not-success")),
        },
    ),
    *variants("metadata", Kind.ODD, {"several roles": answers(roles=("first", "second"))}),
]

OIDC = [
    *variants(
        "oidc", Kind.GOOD, {"a role": oidc(), "another region": oidc(TKE_REGION="ap-shanghai")}
    ),
    *variants(
        "oidc",
        Kind.LACKING,
        {
            "no region": oidc("TKE_REGION"),
            "no provider": oidc("TKE_PROVIDER_ID"),
            "no role": oidc("TKE_ROLE_ARN"),
            "an empty role": oidc(TKE_ROLE_ARN=""),
            "a role that is none": oidc(TKE_ROLE_ARN="recorder"),
            "no file": oidc("TKE_WEB_IDENTITY_TOKEN_FILE"),
            "a file that is not there": oidc(TKE_WEB_IDENTITY_TOKEN_FILE="@HOME@/nothing"),
            "an empty token": each(oidc(), token_file("")),
            "a token that is refused": each(oidc(), token_file("unknown")),
        },
    ),
    *variants("oidc", Kind.ODD, {"a line end": each(oidc(), token_file(TOKEN + "\n"))}),
]

VARIANTS = [*ENVIRONMENT, *FILE, *METADATA, *OIDC]
