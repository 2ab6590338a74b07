"""The command line."""

import argparse
import json
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TypeVar

from cloud_emulator import certificates, options
from cloud_emulator.clouds import BY_NAME, CLOUDS, kinds
from cloud_emulator.credential_shapes import CREDENTIAL_SHAPES
from cloud_emulator.effects import EFFECTS
from cloud_emulator.emulator import DEFAULT_KEYS, Emulator, Plant, Settings
from cloud_emulator.faults import Fault, fault
from cloud_emulator.keys import Key
from cloud_emulator.parts import own_name
from cloud_emulator.record import Record
from cloud_emulator.server import MetadataServer, Server
from cloud_emulator.shapes import SHAPES
from cloud_emulator.tasks import State

T = TypeVar("T")

NAMES = ("localhost", "127.0.0.1", "::1", *(host for cloud in CLOUDS for host in cloud.hosts))


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until told to end."""
    parser = _parser()
    given = parser.parse_args(arguments)
    try:
        emulator = Emulator(_settings(given))
    except ValueError as error:
        parser.error(str(error))
    done = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: done.set())
    with ExitStack() as stack:
        ca_file, context = None, None
        if given.tls:
            directory = given.cert_dir or Path(stack.enter_context(tempfile.TemporaryDirectory()))
            ca_file, context = certificates.make(directory, NAMES)
        server = stack.enter_context(Server(emulator, given.port, context, given.base_path))
        metadata = stack.enter_context(MetadataServer(emulator, given.metadata_port))
        _print_records(emulator, given.log)
        for listener in (server, metadata):
            threading.Thread(target=listener.serve_forever, args=(0.05,), daemon=True).start()
            stack.callback(listener.shutdown)
        authority = f", CA {ca_file}" if ca_file else ""
        print(f"listening on {server.url}, metadata on {metadata.url}{authority}", flush=True)
        if given.ready_file:
            _write_ready(given.ready_file, server, metadata, ca_file)
        if given.exit_with_stdin:
            threading.Thread(target=_await_end_of_input, args=(done,), daemon=True).start()
        done.wait()
    return 0


def _settings(given: argparse.Namespace) -> Settings:
    return Settings(
        keys=tuple(given.key) or DEFAULT_KEYS,
        plants=tuple(given.plant),
        faults=tuple(given.fault),
        rates=not given.no_rates,
        clock_offset=given.clock,
        lifetime=given.lifetime,
        identity_tokens=tuple(given.identity_token),
    )


def _key(text: str) -> Key:
    given, _, rest = text.partition(":")
    cloud = own_name(given)
    access_key, _, rest = rest.partition(":")
    secret, _, token = rest.partition(":")
    if cloud not in BY_NAME or not access_key or not secret:
        raise ValueError("it is CLOUD:AK:SK[:TOKEN]")
    return Key(cloud, access_key, secret, token)


def _plant(text: str) -> Plant:
    values = options.parse(text, "kind")
    if "fields" in values:
        return options.decode(Plant, values)
    own = {name: values.pop(name) for name in ("kind", "account", "state") if name in values}
    return options.decode(Plant, own | {"fields": values})


def _fault(text: str) -> Fault:
    return fault(options.parse(text, "kind"))


def _reader(read: Callable[[str], T]) -> Callable[[str], T]:
    def reader(text: str) -> T:
        try:
            return read(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return reader


def _await_end_of_input(done: threading.Event) -> None:
    while os.read(0, 4096):
        pass
    done.set()


def _write_ready(
    path: Path, server: Server, metadata: MetadataServer, ca_file: Path | None
) -> None:
    ready = {
        "url": server.url,
        "port": server.port,
        "metadata_url": metadata.url,
        "metadata_port": metadata.port,
        "ca_file": str(ca_file) if ca_file else None,
        "pid": os.getpid(),
    }
    partial = path.with_name(path.name + ".partial")
    partial.write_text(json.dumps(ready))
    partial.replace(path)


def _print_records(emulator: Emulator, log: str | None) -> None:
    if log == "-":
        emulator.records.listen(_printer(Record.json))
        return
    emulator.records.listen(_printer(Record.line))
    if log:
        emulator.records.listen(_appender(Path(log)))


def _printer(text: Callable[[Record], str]) -> Callable[[Record], None]:
    def listener(record: Record) -> None:
        with suppress(BrokenPipeError):
            print(text(record), flush=True)

    return listener


def _appender(path: Path) -> Callable[[Record], None]:
    def listener(record: Record) -> None:
        with path.open("a") as file:
            print(record.json(), file=file)

    return listener


def _parser() -> argparse.ArgumentParser:
    keys = "\n".join(f"  {key.cloud}:{key.access_key}:{key.secret}" for key in DEFAULT_KEYS)
    plants = "\n".join(
        f"  {name}:{','.join(f'{part}=…' for part in kind.key)}"
        for name, (_, kind) in sorted(kinds().items())
    )
    parser = argparse.ArgumentParser(
        prog="python3 Tests/Emulator",
        description="A stand-in for three clouds' recording operations on one loopback port.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=f"keys unless --key is given:\n{keys}\n\nplants:\n{plants}\n"
        f"states: {', '.join(State)}\n\n"
        f"faults: {', '.join(EFFECTS)}\ngarbage shapes: {', '.join(SHAPES)}\n"
        f"credentials shapes: {', '.join(CREDENTIAL_SHAPES)}\n\n"
        "Tests/Emulator/README.md tells of faults, of the calls under /_emulator/,\n"
        "and of what the emulator checks.",
    )
    add = parser.add_argument
    add("--port", type=int, default=0, metavar="N", help="0, the default, takes a free one")
    add("--metadata-port", type=int, default=0, metavar="N",
        help="the port of the metadata services, on plain HTTP; 0 takes a free one")  # fmt: skip
    add("--lifetime", type=float, metavar="SECONDS",
        help="how long temporary keys live, whatever is asked for")  # fmt: skip
    add("--identity-token", action="append", default=[], metavar="TEXT",
        help="an identity provider's token that STS accepts for ever")  # fmt: skip
    add("--tls", action="store_true", help="HTTPS, with a certificate authority of its own")
    add("--cert-dir", type=Path, metavar="DIR", help="where certificates go (default: temporary)")
    add("--key", type=_reader(_key), action="append", default=[], metavar="CLOUD:AK:SK[:TOKEN]",
        help="a key pair; each is an account of its own; a TOKEN must come along")  # fmt: skip
    add("--plant", type=_reader(_plant), action="append", default=[], metavar="KIND:NAME=VALUE,…",
        help="a task to be there from the start; account=AK gives it to that key, state= is "
        "running unless given")  # fmt: skip
    add("--fault", type=_reader(_fault), action="append", default=[], metavar="KIND:NAME=VALUE,…",
        help="misbehave; also cloud=, action=, times=, apply=; or a JSON object")  # fmt: skip
    add("--no-rates", action="store_true", help="answer any number of calls a second")
    add("--clock", type=float, default=0, metavar="SECONDS", help="how far the clock is ahead")
    add("--base-path", default="", metavar="/X", help="take this prefix off every path")
    add("--ready-file", type=Path, metavar="FILE",
        help="written once it listens: JSON with url, port, metadata_url, metadata_port, "
        "ca_file and pid")  # fmt: skip
    add("--log", metavar="FILE", help="what it saw, as JSON lines; - for stdout")
    add("--exit-with-stdin", action="store_true", help="end when standard input does")
    return parser
