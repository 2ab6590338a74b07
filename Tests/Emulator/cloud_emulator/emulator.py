"""The emulator itself: a request in, a delivery out, no sockets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cloud_emulator.clock import Clock, utc_text
from cloud_emulator.cloud import Cloud
from cloud_emulator.clouds import BY_NAME, addressed, kind_named
from cloud_emulator.effects import Cut, Delivery
from cloud_emulator.faults import Fault, Faults
from cloud_emulator.fields import Refusal
from cloud_emulator.identity_tokens import IdentityTokens
from cloud_emulator.keys import Key, Keys
from cloud_emulator.message import Fields, Reply, Request, json_reply
from cloud_emulator.metadata import Metadata, fetched
from cloud_emulator.operation import Caller
from cloud_emulator.parts import Call
from cloud_emulator.rates import Nonces, Rates
from cloud_emulator.record import Record, Records, shown_fields, shown_headers
from cloud_emulator.tasks import State, Task, Tasks

HTTP_DATE = "%a, %d %b %Y %H:%M:%S GMT"

DEFAULT_KEYS = tuple(
    Key(name, f"{name}-test-key", f"{name}-test-secret") for name in sorted(BY_NAME)
)


@dataclass(frozen=True)
class Plant:
    """A task that exists without having been started. The default account is the first key's."""

    kind: str
    fields: Mapping[str, object]
    account: str = ""
    state: State = State.RUNNING


@dataclass(frozen=True)
class Settings:
    """The initial state of an emulator, also after a reset."""

    keys: tuple[Key, ...] = DEFAULT_KEYS
    plants: tuple[Plant, ...] = ()
    faults: tuple[Fault, ...] = ()
    rates: bool = True
    clock_offset: float = 0
    lifetime: float | None = None
    identity_tokens: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Verdict:
    reply: Reply
    code: str = ""
    account: str = ""
    task: Task | None = None
    issued: str = ""


@dataclass
class Emulator:
    """The state of the clouds, and their answers."""

    settings: Settings = field(default_factory=Settings)
    own_hosts: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.clock = Clock(self.settings.clock_offset)
        self.tasks = Tasks()
        self.faults = Faults()
        self.records = Records()
        self._rates = Rates()
        self._nonces = Nonces()
        self.keys = Keys(self.settings.keys)
        self.identity_tokens = IdentityTokens(self.settings.identity_tokens)
        self.metadata = Metadata(self.keys)
        self.reset()

    def reset(self) -> None:
        """Return to the initial state."""
        self.clock.reset()
        for state in (self.tasks, self.faults, self.records, self._rates, self._nonces):
            state.clear()
        self.keys.reset()
        self.keys.set_lifetime(self.settings.lifetime, BY_NAME)
        self.identity_tokens.reset()
        self.metadata.reset()
        for fault in self.settings.faults:
            self.faults.add(fault)
        self.plant(self.settings.plants)

    def plant(self, plants: Iterable[Plant]) -> None:
        """Plant tasks. Raises ValueError for an unknown kind, key or account."""
        for plant in plants:
            cloud, kind = kind_named(plant.kind)
            if plant.fields.keys() != set(kind.key):
                raise ValueError(f"a {kind.name} task is told by {', '.join(kind.key)}")
            if plant.account and plant.account not in self.keys.accounts(cloud.name):
                raise ValueError(f"there is no account {plant.account}")
            account = plant.account or self.keys.first_account(cloud.name)
            fields: Fields = {name: str(value) for name, value in plant.fields.items()}
            with self.tasks.of(account, self.clock.now()) as tasks:
                tasks.start(kind, fields, plant.state)

    def turn_away(self, connection: int) -> Cut | None:
        """The cut for a connection whose next request is not to be read."""
        fault = self.faults.take_before()
        if not fault:
            return None
        self.records.add(Record(connection, self.clock.now(), fault=fault.kind))
        return fault.before

    def answer(self, request: Request) -> Delivery:
        """Judge the request, act on it, record it."""
        now = self.clock.now()
        cloud = addressed(request)
        call = cloud.call(request)
        fault = self.faults.take(cloud.name, call.action)
        keep = not fault or fault.apply
        verdict = self._judge(cloud, call, request, now, keep)

        def refuse(code: str, message: str, status: int | None) -> Reply:
            return cloud.failure(call, Refusal(code, message), status)

        plain = Delivery(verdict.reply)
        delivery = fault.effect.deliver(verdict.reply, refuse) if fault else plain
        self.records.add(
            Record(
                connection=request.connection,
                time=now,
                method=request.method,
                path=request.path,
                cloud=cloud.name,
                action=call.action,
                version=call.version,
                account=verdict.account,
                access_key=cloud.access_key(request),
                issued=verdict.issued,
                fields=_readable_fields(cloud, call, request),
                headers=shown_headers(request.headers),
                task=verdict.task.values if verdict.task else None,
                applied=keep and not verdict.code,
                fault=fault.kind if fault else None,
                verdict=verdict.code,
                status=delivery.status,
                code=verdict.code if delivery.code is None else delivery.code,
                request_id=call.request_id,
            )
        )
        return delivery.dated(utc_text(now, HTTP_DATE))

    def answer_metadata(self, request: Request) -> Delivery:
        """Answer a fetch of metadata, record it."""
        now = self.clock.now()
        fetch = fetched(request)
        fault = self.faults.take(fetch.cloud, fetch.action) if fetch.action else None
        keep = not fault or fault.apply
        found = self.metadata.answer(request, fetch, now, keep)

        def refuse(code: str, message: str, status: int | None) -> Reply:
            return json_reply(status or 200, {"Code": code, "Message": message}, "application/json")

        plain = Delivery(found.reply)
        delivery = fault.effect.deliver(found.reply, refuse) if fault else plain
        verdict = "" if found.reply.status == 200 else str(found.reply.status)
        self.records.add(
            Record(
                connection=request.connection,
                time=now,
                method=request.method,
                path=request.path,
                cloud=fetch.cloud,
                action=fetch.action,
                issued=found.issued,
                fields=request.query_fields(),
                headers=shown_headers(request.headers),
                applied=keep and not verdict,
                fault=fault.kind if fault else None,
                verdict=verdict,
                status=delivery.status,
                code=verdict if delivery.code is None else delivery.code,
            )
        )
        return delivery.dated(utc_text(now, HTTP_DATE))

    def _judge(
        self, cloud: Cloud, call: Call, request: Request, now: float, keep: bool
    ) -> _Verdict:
        account = ""
        try:
            self._check_host(cloud, call, request)
            key = self._signer(cloud, call, request, now)
            account = key.account if key else self.keys.first_account(cloud.name)
            self._check_nonce(cloud, request, key, now)
            if request.path != "/":
                raise Refusal(cloud.codes.action)
            operation = cloud.operation(call)
            if request.method not in operation.methods:
                raise Refusal(cloud.codes.method)
            if self.settings.rates and not self._rates.admits(
                account, operation.action, operation.rate, now
            ):
                raise Refusal(cloud.codes.throttled)
            fields = cloud.arguments(request, operation)
            operation.check(fields, cloud.field_codes, now)
            state = (self.tasks, self.keys, self.identity_tokens)
            outcome = operation.perform(Caller(cloud.name, key, account, now, keep, *state), fields)
        except Refusal as refusal:
            return _Verdict(cloud.failure(call, refusal), refusal.code, account)
        reply = cloud.success(call, outcome.result)
        return _Verdict(reply, "", account, outcome.task, outcome.issued)

    def _signer(self, cloud: Cloud, call: Call, request: Request, now: float) -> Key | None:
        operation = cloud.find(call.action)
        if operation and operation.unsigned and cloud.is_unsigned(request):
            cloud.check_unsigned(request, now)
            return None
        return cloud.authenticate(request, self.keys.lookup(cloud.name), now)

    def _check_host(self, cloud: Cloud, call: Call, request: Request) -> None:
        host = request.headers.get("host")
        if host.lower() not in self.own_hosts and not cloud.host_is_known(host, call.action):
            raise Refusal(cloud.codes.host)

    def _check_nonce(self, cloud: Cloud, request: Request, key: Key | None, now: float) -> None:
        nonce = cloud.nonce(request)
        seconds = 2 * cloud.skew_seconds
        if nonce and key and not self._nonces.is_new(key.access_key, nonce, now, seconds):
            raise Refusal(cloud.codes.nonce)


def _readable_fields(cloud: Cloud, call: Call, request: Request) -> Fields | None:
    try:
        return shown_fields(cloud.arguments(request, cloud.operation(call)))
    except Refusal:
        return None
