"""Copies the package and makes every input struct of its headers one member larger.

python3 Tests/Growth/grow.py DIRECTORY
"""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
STRUCT = re.compile(r"typedef struct (\w+) \{\n    size_t struct_size;.*?(?=^\} \1;)", re.M | re.S)


def main(copy: Path) -> None:
    for name in ("Sources", "Tests/EngineTests", "Tests/LedgerTests", "include"):
        shutil.copytree(ROOT / name, copy / name)
    shutil.copy(ROOT / "Package.swift", copy)
    for header in sorted((copy / "include").glob("*.h")):
        text = header.read_text()
        grown, count = STRUCT.subn(lambda found: found[0] + "    int64_t later;\n", text)
        if count != text.count("size_t struct_size;"):
            sys.exit(f"{header}: there are structs that this does not read")
        header.write_text(grown)


main(Path(sys.argv[1]))
