"""The library, proved by the vendors' own packages: both take the same key.

Each of many environments is made of variables, files and metadata. Where the two differ in one on
purpose, a row of the table in key_differences.py says why.
"""

from __future__ import annotations

import os
import unittest
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import ModuleType
from typing import ClassVar

import key_variants_alibaba
import key_variants_tencent
import key_variants_volcengine
from key_comparison import Comparer, Comparison
from key_differences import TABLE, Difference
from key_environments import Environment, Generator, Kind

SEED = os.environ.get("CREC_SEED", "2024-02-29")

CLOUDS: dict[str, tuple[ModuleType, dict[Kind, int]]] = {
    "volcengine": (key_variants_volcengine, {Kind.GOOD: 2, Kind.LACKING: 1, Kind.ODD: 2}),
    "aliyun": (key_variants_alibaba, {Kind.GOOD: 2, Kind.LACKING: 1, Kind.ODD: 2}),
    "tencent": (key_variants_tencent, {Kind.GOOD: 3, Kind.LACKING: 2, Kind.ODD: 2}),
}

# A second is all that the library gives metadata, and this machine may be busy.
TRIES = 3

# The numbers that the comparison must not fall below.
ENVIRONMENTS = 300
ENVIRONMENTS_OF_CLOUD = 110
AGREEMENTS = 250
USES_OF_SOURCE = 5


def reason(comparison: Comparison) -> Difference | None:
    """The row that says why it differs."""
    order = CLOUDS[comparison.environment.cloud][0].SOURCES
    return next((row for row in TABLE if row.explains(comparison, order)), None)


def compared(comparer: Comparer, environment: Environment) -> Comparison:
    """Lets everybody look for a key, and again where nothing says why they differ."""
    for _ in range(TRIES):
        comparison = comparer.compare(environment)
        if comparison.is_same or reason(comparison):
            break
    return comparison


def all_compared(cloud: str) -> list[Comparison]:
    """Compares in all environments of a cloud."""
    module, rounds = CLOUDS[cloud]
    generator = Generator(cloud, module.SOURCES, module.VARIANTS, SEED)
    with Comparer() as comparer:
        return [compared(comparer, one) for one in generator.environments(rounds)]


@dataclass
class Results:
    """All comparisons, sorted."""

    same: list[Comparison] = field(default_factory=list)
    different: list[tuple[Comparison, Difference]] = field(default_factory=list)
    unexplained: list[Comparison] = field(default_factory=list)

    def add(self, comparison: Comparison) -> None:
        """Sorts one in."""
        row = reason(comparison)
        if comparison.is_same:
            self.same.append(comparison)
        elif row:
            self.different.append((comparison, row))
        else:
            self.unexplained.append(comparison)

    @property
    def environments(self) -> Counter[str]:
        """How many there are of each cloud."""
        different = [comparison for comparison, _ in self.different]
        every = [*self.same, *different, *self.unexplained]
        return Counter(one.environment.cloud for one in every)

    def __str__(self) -> str:
        """The numbers, for people."""
        uses = Counter(row.why for _, row in self.different)
        lines = [f"CREC_SEED={SEED}: {dict(self.environments)}; {len(self.same)} agree"]
        return "\n".join([*lines, *(f"{count:4} {why}" for why, count in uses.items())])


class KeyChoice(unittest.TestCase):
    results: ClassVar[Results]

    @classmethod
    def setUpClass(cls) -> None:
        cls.results = Results()
        with ThreadPoolExecutor(len(CLOUDS)) as pool:
            for comparisons in pool.map(all_compared, CLOUDS):
                for comparison in comparisons:
                    cls.results.add(comparison)
        print(f"\n{cls.results}")

    def test_a_row_says_why_where_the_keys_differ(self) -> None:
        unexplained = self.results.unexplained
        if unexplained:
            words = "\n\n".join(str(comparison) for comparison in unexplained)
            self.fail(f"they differ in {len(unexplained)} environments:\n\n{words}\n")

    def test_every_row_is_used(self) -> None:
        used = [row for _, row in self.results.different]
        self.assertEqual([row.why for row in TABLE if row not in used], [])

    def test_the_number_of_environments(self) -> None:
        environments = self.results.environments
        self.assertGreaterEqual(environments.total(), ENVIRONMENTS)
        self.assertGreaterEqual(len(self.results.same), AGREEMENTS)
        for cloud in CLOUDS:
            self.assertGreaterEqual(environments[cloud], ENVIRONMENTS_OF_CLOUD, cloud)

    def test_every_source_is_taken(self) -> None:
        taken = Counter((one.environment.cloud, one.crec.source) for one in self.results.same)
        for cloud, (module, _) in CLOUDS.items():
            for source in (*module.SOURCES, "none"):
                self.assertGreaterEqual(taken[cloud, source], USES_OF_SOURCE, (cloud, source))


if __name__ == "__main__":
    unittest.main()
