"""The `crec` command, as a shell sees it."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from emulator import EmulatorProcess
from result import Result, equal
from shell import KEYS, run_crec

WEBCAST = {"AppId": "a", "RoomId": "r", "TaskId": "t"}
CALLS = {
    "start-wb-record": "--app-id a --room-id r --task-id t --user-id u --business-id b "
    "--source-url https://example.com/ --version 2020-12-01",
    "stop-wb-record": "--app-id=a --room-id=r --task-id=t --user-id=u",
    "stop-webcast": "--app-id a --room-id r --task-id t",
    "stop-rtc-cloud-recording": "--task-id t --region cn-beijing",
    "stop-live-record": "--stream-name test1 --task-id 123 --timeout-ms 20000",
}
WRONG_USAGE = (
    "",
    "stop",
    "--task-id 1",
    "sign file.json",
    "stop-live-record extra",
    "stop-live-record --app-id a",
    "stop-live-record --task",
    "stop-live-record --task-id",
    "stop-live-record --json=1",
    "stop-live-record --timeout-ms 5s",
    "stop-live-record --timeout-ms 1e3",
    "stop-live-record --timeout-ms +5",
    "stop-live-record --timeout-ms=",
    "stop-live-record --timeout-ms 0x10",
    "stop-live-record --timeout-ms 9223372036854775808",
    "stop-live-record --secret-key zebra",
    "stop-live-record --secret-key=zebra",
    "stop-live-record --reply-limit 1k",
    "stop-live-record --log-level loud",
)
# Each option of the connection, and the exit status of a call that is made with it.
CONNECTIONS = (
    ("--host rtc.volcengineapi.com", 0),
    ("--host rtc.volcengineapi.com.", 0),
    ("--host rtc.volcengineapi.com..", 2),
    ("--host nowhere.example", 2),
    ("--proxy http://127.0.0.1:1// --attempt-limit 1", 13),
    ("--proxy http://127.0.0.1:1/x", 2),
    ("--service rtc2", 3),
    ("--region cn-nowhere", 3),
    ("--connect-timeout-ms 86400001", 2),
    ("--timeout-ms 86400001", 2),
    ("--reply-limit 5 --attempt-limit 1", 17),
    ("--attempt-limit 1001", 2),
    ("--failover", 2),
    ("--attempt-limit 4294967297", 2),
    ("--ca-directory /nowhere --attempt-limit 1", 14),
    ("--endpoint http://0.0.0.0:1", 2),
    ("--endpoint http://0.0.0.0:1 --allow-http --attempt-limit 2", 13),
)
SIGNABLE = {
    "provider": "alibaba",
    "ak": "id",
    "sk": "key",
    "action": "Act",
    "version": "2016-11-01",
    "timestamp": 1709222400,
    "nonce": "n",
}
# Members that are added to a good line, and the errors that they lead to.
WRONG_MEMBERS: tuple[tuple[dict[str, object], str], ...] = (
    ({"provider": "aws"}, "provider: is none of volcengine, alibaba, tencent"),
    ({"provider": ""}, "provider: is none of volcengine, alibaba, tencent"),
    ({"ak": "a\0b"}, "ak: holds a NUL"),
    ({"query": {"b": 1, "c": "\0"}}, "query.c: holds a NUL"),
    ({"query": {"a": None}}, "query.a: is not a string"),
    ({"query": []}, "query: is not an object"),
    ({"timestamp": "now"}, "timestamp: is not an integer"),
    ({"timestamp": 1.0}, "timestamp: is not an integer"),
    ({"body": {}}, "body: is not a string"),
    ({"region": 1}, "region: is not a string"),
    ({"token": None}, "token: is null"),
    ({"headers": {}}, "headers: is no member"),
    ({"a": 1, "b": 2}, "a: is no member\nb: is no member"),
)
NO_JSON = (
    *("", "{", "[]", "null", "{}x", '{"provider":"aliyun","provider":"aliyun"}'),
    *("\udcff", '{"a":"\udcff"}', '{"a":"\\ø"}'),
)


def run(crec: Path, emulator: EmulatorProcess) -> Iterator[Result]:
    """All tests of the command."""
    yield from _help(crec)
    for line in WRONG_USAGE:
        done = run_crec(crec, line.split())
        seen = (done.returncode, done.stdout, bool(done.stderr), "zebra" in done.stderr)
        yield equal(f"crec {line}", seen, (2, "", True, False))
    yield from _calls(crec, emulator)
    yield from _connections(crec, emulator)
    yield from _sign(crec)


def _help(crec: Path) -> Iterator[Result]:
    wrong = run_crec(
        crec, ["stop-webcast", "--zebra=1", "--timeout-ms", "x", "--log-level", "loud"]
    )
    named = [line.split(":")[1].strip() for line in wrong.stderr.splitlines()]
    yield equal("all wrong options", named, ["--zebra", "--timeout-ms", "--log-level"])
    general = run_crec(crec, ["--help"])
    missing = [call for call in CALLS if call not in general.stdout]
    yield equal("crec --help", (general.returncode, general.stderr, missing), (0, "", []))
    for call, options in CALLS.items():
        own = run_crec(crec, [call, "--help"], keys={})
        names = [word.partition("=")[0] for word in options.split() if word.startswith("--")]
        missing = [name for name in names if f"  {name} " not in own.stdout]
        yield equal(f"crec {call} --help", (own.returncode, own.stderr, missing), (0, "", []))
    version = run_crec(crec, ["--version"])
    yield equal("crec --version", (version.returncode, version.stdout), (0, "crec 0.1.0\n"))
    yield equal("crec sign --help", run_crec(crec, ["sign", "--help"]).returncode, 0)


def _calls(crec: Path, emulator: EmulatorProcess) -> Iterator[Result]:
    emulator.reset()
    emulator.plant("webcast", **WEBCAST)
    emulator.plant("rtc", TaskId="t")
    emulator.plant("live", StreamName="test1", TaskId=123)
    to_emulator = ["--endpoint", emulator.url, "--ca-file", str(emulator.ca_file)]
    again = {"start-wb-record": 7, "stop-live-record": 6}
    for call, options in CALLS.items():
        arguments = [call, *options.split(), *to_emulator]
        done = run_crec(crec, arguments)
        lines = done.stdout.splitlines()
        yield equal(f"{call} succeeds", (done.returncode, lines[:1]), (0, ["status: ok"]))
        yield equal(f"{call} says how", "http status: 200" in lines, True)
        if call == "start-wb-record":
            continue
        done = run_crec(crec, [*arguments, "--json"])
        told = json.loads(done.stdout)
        status = again.get(call, 1)
        seen = (done.returncode, done.stderr, told["status"], told["http_status"] // 100 in (2, 4))
        yield equal(f"{call} again", seen, (status, "", status, True))
        yield equal(f"{call} tells the body", told["request_id"] in told["body"], True)
    failed = run_crec(crec, ["stop-live-record", *CALLS["stop-live-record"].split(), *to_emulator])
    seen_failed = (failed.returncode, failed.stdout, "ResourceNotFound.TaskId" in failed.stderr)
    yield equal("a failure goes to stderr", seen_failed, (6, "", True))

    emulator.plant("webcast", **WEBCAST)
    logged = run_crec(crec, [*_stop_webcast(to_emulator), "--log-level", "debug"])
    steps = [tuple(line.split()[1:6:4]) for line in logged.stderr.splitlines()]
    told = [("debug:", "accepted"), ("debug:", "sent"), ("info:", "ended")]
    yield equal("--log-level debug", (logged.returncode, steps), (0, told))
    emulator.clock(advance=1200)
    behind = run_crec(crec, _stop_webcast(to_emulator))
    told = [line for line in behind.stdout.splitlines() if line.startswith("clock offset: 1")]
    yield equal("a clock that is behind", (behind.returncode, len(told)), (1, 1))
    emulator.clock(advance=-1200)

    refused = run_crec(crec, ["stop-webcast", "--app-id", "a b", *to_emulator])
    named = [line.partition(":")[0] for line in refused.stderr.splitlines()]
    yield equal("faults, a line each", (refused.returncode, named[1:]), (2, [*WEBCAST]))
    refused = run_crec(crec, ["stop-webcast", "--app-id", "a b", *to_emulator, "--json"])
    named = [fault["field"] for fault in json.loads(refused.stdout)["faults"]]
    yield equal("faults as JSON", (refused.returncode, named), (2, [*WEBCAST]))
    # A machine of a cloud's would have a key of its own.
    alone = ["--metadata-endpoint", "http://127.0.0.1:1"]
    no_keys = run_crec(crec, [*_stop_webcast(to_emulator), *alone], keys={})
    yield equal("no keys", no_keys.returncode, 3)
    everything = ["stop-webcast", "--app-id", "a b", "--region", "a b", *to_emulator]
    half = {"VOLCENGINE_ACCESS_KEY": "id"}
    named = [*WEBCAST, "region", "VOLCENGINE_SECRET_KEY"]
    refused = run_crec(crec, everything, keys=half)
    lines = [line.partition(":")[0] for line in refused.stderr.splitlines()]
    yield equal("no fault hides another", (refused.returncode, lines), (2, ["status", *named]))
    told = json.loads(run_crec(crec, [*everything, "--json"], keys=half).stdout)
    yield equal("nor in JSON", [fault["field"] for fault in told["faults"]], named)
    yield equal("nor in its message", [name for name in named if name in told["message"]], named)
    keys = {**KEYS, "VOLCENGINE_SECRET_KEY": '"zebra"'}
    quoted = run_crec(crec, _stop_webcast(to_emulator), keys=keys)
    seen_quoted = ("VOLCENGINE_SECRET_KEY: is in quotes" in quoted.stderr, "zebra" in quoted.stderr)
    yield equal("a key in quotes", (quoted.returncode, *seen_quoted), (2, True, False))
    emulator.fault("reply", body="\x00")
    reply = run_crec(crec, [*_stop_webcast(to_emulator), "--json"])
    told = json.loads(reply.stdout)
    yield equal("a body with a NUL", (reply.returncode, told["body"]), (17, "\x00"))
    through = run_crec(
        crec,
        [*_stop_webcast(to_emulator), "--proxy", "env"],
        keys={**KEYS, "https_proxy": "http://127.0.0.1:1"},
    )
    yield equal("--proxy env", through.returncode, 13)
    shown = run_crec(crec, ["stop-webcast", "--proxy", "http://user:pass@127.0.0.1:1"])
    yield equal("--proxy with a password", (shown.returncode, "pass@" in shown.stderr), (2, False))


def _stop_webcast(to_emulator: Sequence[str]) -> list[str]:
    return ["stop-webcast", *CALLS["stop-webcast"].split(), *to_emulator]


def _connections(crec: Path, emulator: EmulatorProcess) -> Iterator[Result]:
    call = ["stop-webcast", *CALLS["stop-webcast"].split()]
    for options, status in CONNECTIONS:
        emulator.reset()
        emulator.plant("webcast", **WEBCAST)
        places = {"--endpoint": emulator.url, "--ca-file": str(emulator.ca_file)}
        if "--ca-directory" in options:
            del places["--ca-file"]
        to_emulator = [word for place in places.items() for word in place]
        done = run_crec(crec, [*call, *to_emulator, *options.split()])
        yield equal(options, done.returncode, status)
    emulator.reset()
    emulator.plant("webcast", **WEBCAST)
    url = emulator.url.replace("127.0.0.1", "localhost.")
    done = run_crec(crec, [*call, "--endpoint", url, "--ca-file", str(emulator.ca_file)])
    named = [line for line in done.stdout.splitlines() if line.startswith("host: ")]
    expected = (0, [f"host: localhost:{emulator.port}"])
    yield equal("a dot behind the host", (done.returncode, named), expected)


def _sign(crec: Path) -> Iterator[Result]:
    good = json.dumps(SIGNABLE)
    wrong = [json.dumps({**SIGNABLE, **members}) for members, _ in WRONG_MEMBERS]
    done = run_crec(crec, ["sign"], "\n".join([good, *wrong, good]))
    results = [json.loads(line) for line in done.stdout.splitlines()]
    expected = [None, *(error for _, error in WRONG_MEMBERS), None]
    yield equal("sign names wrong members", [line.get("error") for line in results], expected)
    yield equal("sign keeps the order", (done.returncode, results[0]), (2, results[-1]))
    yield equal("sign tells", [*results[0]], ["method", "url", "headers", "body"])

    done = run_crec(crec, ["sign"], "\n".join([*NO_JSON, good]))
    results = [json.loads(line) for line in done.stdout.splitlines()]
    errors = ["error" in line for line in results]
    yield equal("sign goes on", (done.returncode, errors), (2, [True] * len(NO_JSON) + [False]))

    other = run_crec(crec, ["sign"], json.dumps({**SIGNABLE, "provider": "aliyun"}))
    yield equal("sign knows the other spelling", json.loads(other.stdout), results[-1])

    faulty = json.dumps({**SIGNABLE, "action": "", "version": "x", "sk": "'k'", "region": "a b"})
    errors = json.loads(run_crec(crec, ["sign"], faulty).stdout)["error"].splitlines()
    named = [line.split(":")[0] for line in errors]
    yield equal("sign tells faults", named, ["region", "access_key_secret", "action", "version"])

    query = {"s": "a b", "i": 12345678901234, "r": 1.5, "t": True, "f": False}
    long = "x" * 5_000_000
    line = json.dumps({**SIGNABLE, "query": query, "body": long, "region": "", "token": ""})
    done = run_crec(crec, ["sign"], line)
    result = json.loads(done.stdout)
    url = "https://live.aliyuncs.com/?f=false&i=12345678901234&r=1.5&s=a%20b&t=true"
    yield equal("sign reads a query", (done.returncode, result["url"]), (0, url))
    yield equal("sign takes long lines", result["body"] == long, True)
    nothing = run_crec(crec, ["sign"])
    yield equal("sign of nothing", (nothing.returncode, nothing.stdout), (0, ""))
