"""Reads a C header, so that a test can hold the declarations for ctypes against it."""

from __future__ import annotations

import ctypes
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from support import INCLUDE

Kinds = Mapping[str, type[ctypes.Structure]]

SIMPLE = {
    "void": None,
    "char*": ctypes.c_char_p,
    "void*": ctypes.c_void_p,
    "void**": ctypes.POINTER(ctypes.c_void_p),
    "size_t": ctypes.c_size_t,
    "int32_t": ctypes.c_int32,
    "int64_t": ctypes.c_int64,
    "crec_cloud": ctypes.c_int32,
    "crec_status": ctypes.c_int32,
    "crec_task_state": ctypes.c_int32,
    "crec_recording_state": ctypes.c_int32,
}


@dataclass(frozen=True)
class Header:
    """A header of one or several files, and what stands for its structs in Python."""

    files: tuple[Path, ...]
    """The one to include is the first of them."""
    mirrors: Kinds
    """Those that are mirrored, by their C names."""
    opaque: Kinds
    """Those whose members nobody sees."""

    @cached_property
    def text(self) -> str:
        """All of it, without comments."""
        parts = "".join(file.read_text() for file in self.files)
        return re.sub(r"/\*.*?\*/", "", parts, flags=re.DOTALL)

    @cached_property
    def structs(self) -> dict[str, list[str]]:
        """The members of every struct, by name."""
        found = re.findall(r"typedef struct \w+ \{(.*?)\} (\w+);", self.text, re.DOTALL)
        return {name: re.findall(r"(\w+)(?:\[\d+\])?;", body) for body, name in found}

    def prototypes(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Every function with what it returns and takes."""
        text = " ".join(self.text.split())
        pattern = r"((?:const )?\w+ \*?)(crec_\w+)\(([^()]*)\);"
        for returned, name, taken in re.findall(pattern, text):
            parameters = [] if taken == "void" else taken.split(", ")
            yield name, (self._ctype(returned.strip()), *map(self._ctype, parameters))

    def functions(self) -> list[str]:
        """The names of all functions, found in another way."""
        return re.findall(r"\b(crec_\w+)\(", self.text)

    def numbers(self, prefix: str) -> dict[str, int]:
        """The numbers of an enum, by name."""
        found = re.findall(rf"CREC_{prefix}_(\w+) = (\d+)", self.text)
        return {name: int(number) for name, number in found}

    def mirrored_layout(self) -> dict[str, tuple[int, int]]:
        """Offset and size of every struct and member that is mirrored."""
        layout = {
            f"{name}.{member}": (getattr(kind, member).offset, getattr(kind, member).size)
            for name, kind in self.mirrors.items()
            for member, *_ in kind._fields_
        }
        return layout | {name: (0, ctypes.sizeof(kind)) for name, kind in self.mirrors.items()}

    def layout_in_c(self) -> dict[str, tuple[int, int]]:
        """Offset and size of every struct and member in the header, by a compiled program."""
        lines = ["#include <stdio.h>", f"#include <{self.files[0].name}>", "int main(void) {"]
        for name, members in self.structs.items():
            lines.append(f'printf("{name} 0 %zu\\n", sizeof({name}));')
            lines += [
                f'printf("{name}.{member} %zu %zu\\n", offsetof({name}, {member}),'
                f" sizeof((({name} *)0)->{member}));"
                for member in members
            ]
        with tempfile.TemporaryDirectory() as directory:
            program = str(Path(directory, "layout"))
            subprocess.run(
                ["cc", f"-I{INCLUDE}", "-xc", "-", "-o", program],
                input="\n".join([*lines, "}\n"]),
                text=True,
                check=True,
            )
            printed = subprocess.run([program], capture_output=True, text=True, check=True).stdout
        rows = (line.split() for line in printed.splitlines())
        return {name: (int(offset), int(size)) for name, offset, size in rows}

    def _ctype(self, declaration: str) -> Any:
        """The ctypes type of a C type, or of a parameter declared with its name."""
        ((name, stars),) = re.findall(r"^(?:const )?(\w+) ?(\**)\w*$", declaration)
        if name + stars in SIMPLE:
            return SIMPLE[name + stars]
        kind: Any = self.mirrors.get(name) or self.opaque[name]
        for _ in stars:
            kind = ctypes.POINTER(kind)
        return kind


def numbers(kind: type[IntEnum]) -> dict[str, int]:
    """The numbers of one of the package's enums, by name."""
    return {member.name: member.value for member in kind}
