"""Each start says how its task is stopped, asked about and bounded, by operations that exist."""

from __future__ import annotations

import unittest

from catalogue import Operation, load

OPERATIONS = load()
STARTS = [operation for operation in OPERATIONS if operation.effect == "start"]


def named(action: str, cloud: int) -> Operation:
    """An operation of the tables."""
    (found,) = (one for one in OPERATIONS if (one.action, one.cloud) == (action, cloud))
    return found


class LifeTests(unittest.TestCase):
    def test_starts_have_one_and_others_do_not(self) -> None:
        for operation in OPERATIONS:
            with self.subTest(operation.action):
                self.assertEqual(operation.life is not None, operation.effect == "start")

    def test_a_stop_gets_all_its_fields_from_the_start_or_its_reply(self) -> None:
        for start in STARTS:
            with self.subTest(start.action):
                assert start.life
                stop = named(start.life["stop"]["action"], start.cloud)
                self.assertEqual(stop.effect, "stop")
                from_start, from_reply = start.life["stop"]["fields"], start.life["stop"]["reply"]
                self.assertEqual(
                    sorted([*from_start, *from_reply]), sorted(field.name for field in stop.fields)
                )
                own = {field.name: field.is_required for field in start.fields}
                self.assertTrue(all(own[name] for name in from_start))
                self.assertIn(from_reply, ([], ["TaskId"]))

    def test_a_query_is_one_and_knows_its_fields(self) -> None:
        for start in STARTS:
            with self.subTest(start.action):
                assert start.life
                if told := start.life["query"]:
                    query = named(told["action"], start.cloud)
                    self.assertEqual(query.effect, "query")
                    names = {field.name for field in query.fields}
                    self.assertLessEqual({*told["fields"], *told["reply"]}, names)
                    if search := told["search"]:
                        parts = {search["from"], search["to"], search["page"]}
                        self.assertLessEqual(parts, names)
                    self.assertLessEqual(set(told["fields"]), {one.name for one in start.fields})

    def test_a_bound_names_a_field_of_the_start(self) -> None:
        for start in STARTS:
            with self.subTest(start.action):
                assert start.life
                bound = start.life["bound"]
                self.assertTrue(bound["words"])
                if bound["field"]:
                    self.assertIn(bound["field"], {field.name for field in start.fields})
                    self.assertIn(bound["unit"], ("seconds", "unix time", "China's time"))

    def test_a_task_that_the_caller_names_needs_no_reply(self) -> None:
        for start in STARTS:
            with self.subTest(start.action):
                assert start.life
                self.assertEqual(bool(start.life["task"]), not start.life["stop"]["reply"])


if __name__ == "__main__":
    unittest.main()
