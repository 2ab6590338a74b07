"""Writes what is made of the library's tables: the Python modules, and the page of operations."""

from __future__ import annotations

from pathlib import Path

from catalogue import ROOT, load
from clouds import BY_NUMBER
from modules import module
from page import page


def generated() -> dict[Path, str]:
    """The content of each generated file."""
    operations = load()
    package = ROOT / "bindings" / "python" / "crec"
    files = {
        package / f"{cloud.module}.py": module(number, operations)
        for number, cloud in BY_NUMBER.items()
    }
    return {**files, ROOT / "docs" / "operations.md": page(operations)}


def main() -> None:
    """Writes them all."""
    for path, content in generated().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
