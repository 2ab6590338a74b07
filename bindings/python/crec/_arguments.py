"""Python values into C structs. The library validates; only what C cannot carry is refused here.

That is: a NUL, where C's string would end; a surrogate, which UTF-8 cannot hold; a number beyond
the C type, which ctypes would cut; a number that C reads as the default; and other types.
"""

from __future__ import annotations

import ctypes
import math
import os
import sys
from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import TYPE_CHECKING, TypeVar, Union

from . import _structs
from .credentials import Credentials
from .errors import refusal
from .outcome import Fault

if TYPE_CHECKING:
    import logging

Pairs = Union[Mapping[str, str], Iterable[tuple[str, str]]]
"""Names and values of headers or query parameters, such as a dict."""

Buffer = Union[bytes, bytearray, memoryview]

INT32 = 2**31 - 1
INT64 = 2**63 - 1
SIZE = 2 ** (8 * ctypes.sizeof(ctypes.c_size_t)) - 1

_CLOUD_NAMES = {
    "app_id": "AppId",
    "room_id": "RoomId",
    "task_id": "TaskId",
    "user_id": "UserId",
    "business_id": "BusinessId",
    "source_url": "SourceURL",
    "stream_name": "StreamName",
}

_Params = TypeVar("_Params", bound=_structs.Sized)


class Arguments:
    """Converts the arguments of one call and collects their faults: ``check`` raises them all."""

    def __init__(self) -> None:
        """Starts without faults."""
        self._faults: list[Fault] = []

    def check(self) -> None:
        """Raises InvalidArgumentError if anything was refused."""
        if self._faults:
            raise refusal(*self._faults)

    def refuse(self, field: str, problem: str, rule: str) -> None:
        """Notes a fault. The problem must not quote the value: it may be a secret."""
        self._faults.append(Fault(field, problem, rule))

    def refuse_type(self, field: str, value: object, rule: str) -> None:
        """Notes that a value is of a wrong type."""
        self.refuse(field, f"is of type {type(value).__name__}", rule)

    def text(self, field: str, value: object, *, is_secret: bool = False) -> bytes | None:
        """A str as a C string; None as NULL, which the library refuses where it must.

        Of a secret no character is named.
        """
        if value is None:
            return None
        if not isinstance(value, str):
            self.refuse_type(field, value, "a str")
            return None
        # ASCII has no surrogates; to ask for both at once takes no look at single characters.
        if value.isascii() and "\0" not in value:
            return value.encode()
        for position, character in enumerate(value, 1):
            if character == "\0" or "\ud800" <= character <= "\udfff":
                name = "that C cannot take" if is_secret else f"U+{ord(character):04X}"
                problem = f"has a character {name} at character {position}"
                self.refuse(field, problem, "text without NUL and surrogates")
                return None
        return value.encode()

    def path(self, field: str, value: object) -> bytes | None:
        """A path as a C string."""
        return self.text(field, os.fspath(value) if isinstance(value, os.PathLike) else value)

    def integer_text(self, field: str, value: object) -> bytes | None:
        """An integer as C text, or text that is to be one."""
        if value is None or isinstance(value, str):
            return self.text(field, value)
        if not isinstance(value, int) or isinstance(value, bool):
            self.refuse_type(field, value, "an int or a str")
            return None
        if value.bit_length() > 64:  # Python refuses to write out a huge int.
            self.refuse(field, "is too large", f"a decimal integer from 0 to {INT64}")
            return None
        return b"%d" % value

    def flag(self, field: str, value: object) -> bool:
        """A bool and nothing else: "no" must not switch anything on."""
        if not isinstance(value, bool):
            self.refuse_type(field, value, "a bool")
        return value is True

    def choice(self, field: str, value: object, kind: type[IntEnum]) -> int:
        """The number of one of several."""
        if isinstance(value, kind):
            return value.value
        for member in kind:
            if member == value:
                return member
        self.refuse(field, f"is no {kind.__name__}", f"a crec.{kind.__name__}")
        return 0

    def logger(self, value: object, field: str = "logger") -> logging.Logger | None:
        """A logger of the standard library's."""
        if value is None:
            return None
        import logging

        if not isinstance(value, logging.Logger):
            self.refuse_type(field, value, "a logging.Logger")
        elif not runs_here():
            rule = "none there from Python 3.12 on"
            self.refuse(field, "is given in a sub-interpreter", rule)
        else:
            return value
        return None

    def rates(self, value: Mapping[str, int] | None) -> list[_structs.Rate]:
        """Calls a second by action."""
        if value is None:
            return []
        if not isinstance(value, Mapping):
            self.refuse_type("rates", value, "a mapping of actions to calls a second")
            return []
        return [
            _structs.Rate(
                self.text("rates", action), self.number(f"rates[{action!r}]", rate, INT32, -1)
            )
            for action, rate in value.items()
        ]

    def number(self, field: str, value: object, largest: int, default: int = 0) -> int:
        """An int as a C integer; None as what C reads as the default, and all ints above that."""
        if value is None:
            return default
        if not isinstance(value, int) or isinstance(value, bool):
            self.refuse_type(field, value, "an int")
            return default
        if not default < value <= largest:
            self.refuse(field, "is out of range", f"an integer from {default + 1} to {largest}")
        return value

    def milliseconds(self, field: str, value: object, zero: bool = False) -> int:
        """Seconds as milliseconds, none of them cut to 0; None as 0, which is the default.

        zero tells that 0 seconds are allowed.
        """
        if value is None:
            return 0
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            self.refuse_type(field, value, "a number of seconds")
            return 0
        # Not a number and infinity end here too.
        if not (0 < value <= INT64 // 1000 or (zero and value == 0)):
            rule = f"a number of seconds {'from' if zero else 'above'} 0"
            self.refuse(field, "is out of range", rule)
            return 0
        return math.ceil(value * 1000)

    def credentials(self, value: object) -> _structs.Credentials:
        """A key pair, never named by its value."""
        if not isinstance(value, Credentials):
            self.refuse_type("credentials", value, "a crec.Credentials")
            return _structs.Credentials()
        return _structs.Credentials(
            access_key_id=self.text("access_key_id", value.access_key_id, is_secret=True),
            access_key_secret=self.text(
                "access_key_secret", value.access_key_secret, is_secret=True
            ),
            security_token=self.text("security_token", value.security_token, is_secret=True),
        )

    def data(self, field: str, value: object) -> bytes:
        """Bytes, of which C is told the length."""
        if isinstance(value, (bytes, bytearray, memoryview)):
            return bytes(value)
        self.refuse_type(field, value, "bytes")
        return b""

    def pairs(self, field: str, value: object) -> list[_structs.Pair]:
        """Names and values, given as a mapping or as tuples."""
        items = value.items() if hasattr(value, "items") else value
        pairs: list[_structs.Pair] = []
        if isinstance(items, (str, bytes)) or not isinstance(items, Iterable):
            self.refuse_type(field, value, "a mapping or tuples of name and value")
            return pairs
        for item in items:
            if not isinstance(item, tuple) or len(item) != 2:
                self.refuse_type(field, item, "a mapping or tuples of name and value")
                continue
            name, text = (self.text(field, part) for part in item)
            pairs.append(_structs.Pair(name, text))
        return pairs


def texts(params: type[_Params], integer: str = "", **values: object) -> _Params:
    """Fills the parameters of one of the five calls; faults have the cloud's own field names.

    integer names the member that may be given as an int.
    """
    arguments = Arguments()
    filled = params()
    for member, value in values.items():
        if value is None:
            continue
        convert = arguments.integer_text if member == integer else arguments.text
        setattr(filled, member, convert(_CLOUD_NAMES.get(member, member), value))
    arguments.check()
    return filled


def runs_here() -> bool:
    """True where C can call a function of this interpreter's.

    It comes into the main one, which from Python 3.12 on cannot run what is another's.
    """
    return sys.version_info < (3, 12) or _is_main_interpreter()


def _is_main_interpreter() -> bool:
    get = ctypes.PYFUNCTYPE(ctypes.c_void_p)
    this, main = (get((f"PyInterpreterState_{name}", ctypes.pythonapi)) for name in ("Get", "Main"))
    return bool(this() == main())
