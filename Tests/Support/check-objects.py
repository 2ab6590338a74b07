"""Compares the constants that object files share by name: the linker keeps one of each.

A weak constant may be defined in many object files, with the same bytes in all of them. A compiler
that gives two different constants one name makes a library that says one for the other.
"""

import argparse
import shlex
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from elf import NotELF, ObjectFile, Symbol

Definitions = dict[str, list[tuple[Symbol, ObjectFile]]]


def main() -> int:
    """Compare, print what differs, and say whether all is well."""
    paths: list[str] = _parser().parse_args().objects
    try:
        objects = [ObjectFile(Path(path)) for path in paths]
    except (OSError, NotELF) as error:
        print(f"check-objects: {error}", file=sys.stderr)
        return 1
    shared = _shared(objects)
    wrong = 0
    for name, definitions in sorted(shared.items()):
        values = {_value(symbol, file) for symbol, file in definitions}
        if len(values) > 1:
            wrong += 1
            print(f"check-objects: {_demangled(name)} differs:", file=sys.stderr)
            for symbol, file in definitions:
                print(f"  {file.path}: {_value(symbol, file)}", file=sys.stderr)
    count = sum(file.shared_count for file in objects)
    if wrong or count == 0:
        print(
            f"check-objects: {len(objects)} objects with {count} weak constants; {wrong} differ",
            file=sys.stderr,
        )
        return 1
    print(
        f"check-objects: {len(objects)} objects with {count} weak constants; the {len(shared)} that"
        " several of them define are the same in each"
    )
    return 0


def _shared(objects: list[ObjectFile]) -> Definitions:
    """The constants that several object files define, of which the linker keeps one."""
    found: Definitions = defaultdict(list)
    for file in objects:
        for symbol in file.symbols:
            if file.is_constant(symbol) and not symbol.is_local:
                found[symbol.name].append((symbol, file))
    return {
        name: definitions
        for name, definitions in found.items()
        if len(definitions) > 1 and any(file.is_shared(symbol) for symbol, file in definitions)
    }


def _value(symbol: Symbol, file: ObjectFile) -> str:
    return " ".join([file.bytes_of(symbol).hex() or "empty", *file.pointers_of(symbol)])


def _demangled(name: str) -> str:
    swift = shutil.which("swift")
    if not swift:
        return name
    done = subprocess.run(
        [swift, "demangle", "--compact", name], capture_output=True, text=True, check=False
    )
    readable = done.stdout.strip()
    return f"{readable} ({name})" if readable not in ("", name) else name


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="check-objects.py", description=__doc__, fromfile_prefix_chars="@"
    )
    parser.convert_arg_line_to_args = shlex.split  # type: ignore[method-assign, assignment]
    parser.add_argument("objects", nargs="*", help="object files, or @ and a file that lists them")
    return parser


if __name__ == "__main__":
    sys.exit(main())
