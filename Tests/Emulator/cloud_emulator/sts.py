"""Operations that hand out temporary keys: the parts that the clouds have in common."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from cloud_emulator.acts import Outcome
from cloud_emulator.fields import Refusal, number
from cloud_emulator.identity_tokens import Standing
from cloud_emulator.keys import Key
from cloud_emulator.message import Fields, Json
from cloud_emulator.operation import Caller, KeyAct

RATE = 100

KeyAnswer: TypeAlias = Callable[[Key, float], Json]


@dataclass(frozen=True)
class IdentityToken:
    """The field with an identity provider's token, and the codes for one that is no good."""

    field: str
    unknown: str
    expired: str


def assumes(
    source: str, role: str, seconds: int, answer: KeyAnswer, identity: IdentityToken | None = None
) -> KeyAct:
    """Hand out a key for the role in the field `role`, to live `seconds` unless told otherwise."""

    def act(caller: Caller, fields: Fields) -> Outcome:
        if identity:
            _check_identity(caller, str(fields[identity.field]), identity)
        wanted = Key(
            caller.cloud,
            "",
            "",
            owner=caller.account,
            role=str(fields[role]),
            session=str(fields["RoleSessionName"]),
            source=source,
            signer=caller.key.access_key if caller.key else "",
        )
        duration = number(fields, "DurationSeconds", seconds)
        key = caller.keys.issue(wanted, caller.now, duration, caller.keep)
        return Outcome(answer(key, caller.now), issued=key.access_key)

    return act


def identifies(answer: Callable[[Key], Json]) -> KeyAct:
    """Tell who the caller is."""

    def act(caller: Caller, fields: Fields) -> Outcome:
        assert caller.key, "the operation is signed"
        return Outcome(answer(caller.key))

    return act


def _check_identity(caller: Caller, token: str, identity: IdentityToken) -> None:
    standing = caller.identity_tokens.standing(token, caller.now)
    if standing is Standing.UNKNOWN:
        raise Refusal(identity.unknown)
    if standing is Standing.EXPIRED:
        raise Refusal(identity.expired)
