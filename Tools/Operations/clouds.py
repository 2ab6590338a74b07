"""The clouds' names, as the library tells them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from catalogue import library


@dataclass(frozen=True)
class CloudNames:
    """One cloud's names: module is also what the command line takes."""

    product: str
    module: str

    @property
    def member(self) -> str:
        """The member of crec.Cloud, and of the header's enum behind CREC_CLOUD_."""
        return self.module.upper()


def _named() -> Iterator[tuple[int, CloudNames]]:
    loaded = library()
    for function in (loaded.crec_cloud_name, loaded.crec_cloud_title):
        function.restype = ctypes.c_char_p
    for number in count(1):
        name = loaded.crec_cloud_name(number).decode()
        if not name:
            return
        yield number, CloudNames(loaded.crec_cloud_title(number).decode(), name)


BY_NUMBER = dict(_named())
