"""New members of structs lie behind all bytes of the struct in 0.1.0, its padding too.

A caller that was built with 0.1.0 leaves anything in the padding at a struct's end.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).parents[2]
FIRST = Path(__file__).parent / "0.1.0"
STRUCT = re.compile(r"^typedef struct (\w+) \{\n(    size_t struct_size;.*?)^\} \1;", re.M | re.S)
MEMBER = re.compile(r"^    [\w ]+\W(\w+)(?:\[\w+\])?;", re.M)


def structs(headers: Path) -> dict[str, list[str]]:
    """The members of each struct that callers fill."""
    text = "".join(path.read_text() for path in sorted(headers.glob("*.h")))
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    return {name: MEMBER.findall(body) for name, body in STRUCT.findall(text)}


def numbers(headers: Path, expressions: list[str]) -> list[int]:
    """The values of expressions in C."""
    with tempfile.TemporaryDirectory() as directory:
        source, program = Path(directory, "print.c"), Path(directory, "print")
        lines = "".join(f'    printf("%zu\\n", {one});\n' for one in expressions)
        source.write_text(
            "#include <crec_ledger.h>\n#include <stddef.h>\n#include <stdio.h>\n"
            f"int main(void)\n{{\n{lines}    return 0;\n}}\n"
        )
        compiler = os.environ.get("CC", "cc")
        subprocess.run([compiler, f"-I{headers}", str(source), "-o", str(program)], check=True)
        printed = subprocess.run([program], check=True, capture_output=True, text=True).stdout
    return [int(line) for line in printed.split()]


def problems(headers: Path) -> list[str]:
    """Members that an old caller's struct may have garbage for, or that have moved."""
    first, now = structs(FIRST), structs(headers)
    sizes = dict(zip(first, numbers(FIRST, [f"sizeof({name})" for name in first]), strict=True))
    found = [
        f"{name} does not begin as in 0.1.0"
        for name, members in first.items()
        if now.get(name, [])[: len(members)] != members
    ]
    new = [
        (name, member)
        for name, members in first.items()
        for member in now.get(name, [])[len(members) :]
    ]
    offsets = numbers(headers, [f"offsetof({name}, {member})" for name, member in new])
    for (name, member), offset in zip(new, offsets, strict=True):
        if offset < sizes[name]:
            found.append(f"{name}.{member} lies at {offset}, within the {sizes[name]} of 0.1.0")
    return found


class LayoutTests(unittest.TestCase):
    def test_no_new_member_lies_within_an_old_struct(self) -> None:
        self.assertGreaterEqual(len(structs(FIRST)), 15)
        self.assertEqual(problems(ROOT / "include"), [])

    def test_one_that_does_is_found(self) -> None:
        for kind, expected in ("int32_t", 1), ("int64_t", 0):
            with self.subTest(kind), tempfile.TemporaryDirectory() as directory:
                headers = Path(directory, "include")
                shutil.copytree(FIRST, headers)
                header = headers / "crec_client.h"
                end = "} crec_client_options;"
                header.write_text(header.read_text().replace(end, f"    {kind} later;\n{end}"))
                self.assertEqual(len(problems(headers)), expected, problems(headers))


if __name__ == "__main__":
    unittest.main()
