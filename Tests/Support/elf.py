"""The symbols of a 64-bit ELF object file, with their bytes and what their pointers point to."""

from __future__ import annotations

import struct
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

_SYMTAB, _RELA, _NOBITS, _GROUP = 2, 4, 8, 17
_ALLOCATED, _EXECUTABLE, _STRINGS = 0x2, 0x4, 0x20
_LOCAL, _GLOBAL, _WEAK, _UNIQUE = 0, 1, 2, 10
_NO_TYPE, _OBJECT = 0, 1
_COMDAT = 1
_DEEPEST = 8


class NotELF(ValueError):
    """The file is no little-endian 64-bit ELF object file."""


@dataclass(frozen=True)
class Section:
    """A section's header, and its bytes."""

    name: str
    kind: int
    flags: int
    size: int
    data: bytes
    link: int
    info: int


@dataclass(frozen=True)
class Symbol:
    """A symbol of the table; ``value`` is the offset of its data in its section."""

    name: str
    binding: int
    kind: int
    section: int
    value: int
    size: int

    @property
    def is_local(self) -> bool:
        """True if other object files cannot refer to it."""
        return self.binding == _LOCAL


@dataclass(frozen=True)
class Relocation:
    """A pointer that the linker fills in."""

    offset: int
    kind: int
    symbol: int
    addend: int


class ObjectFile:
    """One object file, read."""

    def __init__(self, path: Path) -> None:
        """Reads the file. Raises OSError or NotELF if it cannot be read."""
        self.path = path
        self._data = path.read_bytes()
        self.symbols: list[Symbol] = []
        self._relocations: dict[int, list[Relocation]] = defaultdict(list)
        self._comdat: set[int] = set()
        try:
            self._read()
        except (struct.error, IndexError) as error:
            raise NotELF(f"{path} is cut short") from error

    def _read(self) -> None:
        if self._data[:6] != b"\x7fELF\x02\x01" or self._u16(16) != 1:
            raise NotELF(f"{self.path} is no little-endian 64-bit ELF object file")
        self._sections = self._read_sections()
        for section in self._sections:
            if section.kind == _SYMTAB:
                self.symbols = self._read_symbols(section)
            elif section.kind == _RELA:
                entries = struct.iter_unpack("<QQq", section.data)
                self._relocations[section.info] += [
                    Relocation(offset, info & 0xFFFFFFFF, info >> 32, addend)
                    for offset, info, addend in entries
                ]
            elif section.kind == _GROUP:
                flags, *members = (word for (word,) in struct.iter_unpack("<I", section.data))
                if flags & _COMDAT:
                    self._comdat.update(members)

    @property
    def shared_count(self) -> int:
        """The number of constants that the linker may take from another file instead."""
        return sum(self.is_constant(symbol) and self.is_shared(symbol) for symbol in self.symbols)

    def is_constant(self, symbol: Symbol) -> bool:
        """True if the symbol is data that is defined here."""
        if symbol.kind not in (_NO_TYPE, _OBJECT) or not symbol.name:
            return False
        if not 0 < symbol.section < len(self._sections):
            return False
        return self._sections[symbol.section].flags & (_ALLOCATED | _EXECUTABLE) == _ALLOCATED

    def is_shared(self, symbol: Symbol) -> bool:
        """True if the linker may take another file's definition without a message."""
        if symbol.binding in (_WEAK, _UNIQUE):
            return True
        is_once = self._sections[symbol.section].name.startswith(".gnu.linkonce.")
        return symbol.binding == _GLOBAL and (is_once or symbol.section in self._comdat)

    def bytes_of(self, symbol: Symbol) -> bytes:
        """The bytes of the symbol, its pointers being zeros."""
        section = self._sections[symbol.section]
        if section.kind == _NOBITS:
            return bytes(self._end(symbol) - symbol.value)
        return section.data[symbol.value : self._end(symbol)]

    def pointers_of(self, symbol: Symbol, depth: int = 0) -> list[str]:
        """The offset and the target of each of the symbol's pointers."""
        end = self._end(symbol)
        inside = (
            relocation
            for relocation in self._relocations[symbol.section]
            if symbol.value <= relocation.offset < end
        )
        return [
            f"+{relocation.offset - symbol.value}->{self._target(relocation, depth)}"
            for relocation in sorted(inside, key=lambda relocation: relocation.offset)
        ]

    def _target(self, relocation: Relocation, depth: int) -> str:
        """The name of the target if other files know it, else its bytes or text."""
        symbol = self.symbols[relocation.symbol]
        if not symbol.is_local or not 0 < symbol.section < len(self._sections):
            return f"{symbol.name}{relocation.addend:+}"
        section = self._sections[symbol.section]
        place = symbol.value + relocation.addend
        text = section.data[place:].partition(b"\0")[0].hex()
        if section.flags & _STRINGS:
            return text
        for known in self.symbols if depth < _DEEPEST else ():
            end = known.value + known.size
            if known.section == symbol.section and known.value <= place < end:
                if not known.is_local or not self.is_constant(known):
                    return f"{known.name}{place - known.value:+}"
                inner = [self.bytes_of(known).hex(), *self.pointers_of(known, depth + 1)]
                return f"({' '.join(inner)}){place - known.value:+}"
        return f"{section.name}{place:+}" if section.flags & _EXECUTABLE else text

    def _end(self, symbol: Symbol) -> int:
        """The end of a symbol. Without a size it is the next symbol, or the end of the section."""
        if symbol.size:
            return symbol.value + symbol.size
        others = (
            other.value
            for other in self.symbols
            if other.section == symbol.section and other.value > symbol.value
        )
        return min(others, default=self._sections[symbol.section].size)

    def _u16(self, offset: int) -> int:
        return int.from_bytes(self._data[offset : offset + 2], "little")

    def _read_sections(self) -> list[Section]:
        start = int.from_bytes(self._data[40:48], "little")
        size, count, names = struct.unpack_from("<HHH", self._data, 58)
        if count == 0:
            raise NotELF(f"{self.path} has more sections than its header can count")
        places = range(start, start + count * size, size)
        headers = [struct.unpack_from("<IIQQQQIIQQ", self._data, place) for place in places]
        strings = headers[names]
        texts = self._data[strings[4] : strings[4] + strings[5]]
        return [
            Section(
                name=_text(texts, header[0]),
                kind=header[1],
                flags=header[2],
                size=header[5],
                data=b"" if header[1] == _NOBITS else self._data[header[4] : header[4] + header[5]],
                link=header[6],
                info=header[7],
            )
            for header in headers
        ]

    def _read_symbols(self, table: Section) -> list[Symbol]:
        texts = self._sections[table.link].data
        return [
            Symbol(_text(texts, name), info >> 4, info & 15, section, value, size)
            for name, info, _, section, value, size in struct.iter_unpack("<IBBHQQ", table.data)
        ]


def _text(texts: bytes, start: int) -> str:
    return texts[start : texts.find(b"\0", start)].decode("utf-8", "backslashreplace")
