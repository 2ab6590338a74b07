"""Children that look for a key, each in an environment of its own.

The vendors' packages read variables when they are imported, and keep what they have found. A
program that has imported them forks a child for each search: it takes a line with a question, and
prints a line with the answer.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PATIENCE = 120


class Children:
    """The program that forks them, as a child process."""

    def __enter__(self) -> Self:
        kept = ("PATH", "PYTHONPATH", "CREC_LIBRARY")
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).resolve())],
            env={name: os.environ[name] for name in kept if name in os.environ},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def search(
        self, who: str, cloud: str, places: dict[str, str], variables: dict[str, str]
    ) -> dict[str, Any]:
        """The answer of one search, with these variables and no others."""
        assert self._process.stdin and self._process.stdout
        question = {"who": who, "cloud": cloud, "places": places, "variables": variables}
        print(json.dumps(question), file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        answer: dict[str, Any] = json.loads(line)
        if "died" in answer:
            raise RuntimeError(f"the search of {who} ended with {answer['died']}")
        return answer


def _answer(question: dict[str, Any], output: int) -> None:
    """Looks for a key in a child, and prints the answer."""
    from key_chains import Places, search

    os.environ.clear()
    os.environ.update(question["variables"])
    # One package reports every failure there as well.
    logging.disable()
    answer = search(question["who"], question["cloud"], Places(**question["places"]))
    os.write(output, json.dumps(answer).encode() + b"\n")


def main() -> None:
    """Answers every line of the input."""
    import key_chains  # noqa: F401 - before the first fork

    # What a package prints is no answer.
    output = os.dup(1)
    os.dup2(2, 1)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            signal.alarm(PATIENCE)
            code = 1
            try:
                _answer(json.loads(line), output)
                code = 0
            finally:
                # Without the packages' threads and their goodbyes.
                sys.stderr.flush()
                os._exit(code)
        status = os.waitpid(child, 0)[1]
        if status:
            os.write(output, json.dumps({"died": status}).encode() + b"\n")


if __name__ == "__main__":
    main()
