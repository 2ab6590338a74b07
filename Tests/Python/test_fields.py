"""Fields by the cloud's own names: what JSON can carry, and where it goes."""

from __future__ import annotations

import json
import unittest
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import crec
from support import KEYS, EmulatorTestCase, failure_of

TENCENT = crec.Cloud.TENCENT


def any_request(cloud: crec.Cloud, fields: Any, **options: Any) -> crec.Request:
    """A request of an action that is not known."""
    return crec.Request(cloud, "AnyAction", "2020-01-01", fields=fields, **options)


def signed(request: crec.Request) -> crec.SignedRequest:
    """The signed form of a request."""
    with crec.Client(request.cloud, KEYS[request.cloud]) as client:
        return client.sign(request)


def sent(fields: Mapping[str, object]) -> Any:
    """The JSON body of a request with these fields."""
    return json.loads(signed(any_request(TENCENT, fields)).body)


class CarryingTests(unittest.TestCase):
    def assert_refused(self, fields: Any, *paths: str) -> None:
        """The fields are refused, whether their operation is known or not."""
        with self.subTest(paths=paths):
            error = failure_of(any_request, TENCENT, fields)
            self.assertIsInstance(error, crec.InvalidArgumentError)
            self.assertEqual([fault.field for fault in error.outcome.faults], list(paths))
            again = failure_of(crec.Request.operation, TENCENT, "StopRecordTask", fields)
            self.assertEqual(again.outcome.faults, error.outcome.faults)
            str(error).encode()

    def test_values_arrive_as_they_are(self) -> None:
        fields = {
            "Text": '直播 "\\ \U0001f600',
            "Number": 2**63 - 1,
            "Part": 0.25,
            "Truth": True,
            "Object": {"List": [1, "a", False, {"Deep": []}], "Empty": {}},
        }
        self.assertEqual(sent(fields), fields)

    def test_any_mapping_and_sequence_will_do(self) -> None:
        fields = MappingProxyType({"A": MappingProxyType({"B": (1, range(2))})})
        self.assertEqual(sent(fields), {"A": {"B": [1, [0, 1]]}})

    def test_a_member_that_is_none_is_left_out_at_any_depth(self) -> None:
        fields = {"A": None, "B": {"C": None, "D": [{"E": None, "F": 1}]}}
        self.assertEqual(sent(fields), {"B": {"D": [{"F": 1}]}})
        self.assertEqual(sent({"A": None}), {})

    def test_none_in_a_list_is_no_member(self) -> None:
        self.assertEqual(sent({"A": [None, 1]}), {"A": [None, 1]})

    def test_other_types_are_named_by_their_paths(self) -> None:
        for value in (b"bytes", bytearray(b"a"), memoryview(b"a"), {1}, object(), 1j, iter(())):
            self.assert_refused({"A": value}, "A")
            self.assert_refused({"A": {"B": [0, {"C": value}]}}, "A.B[1].C")

    def test_what_is_no_number_in_json_is_named_by_its_path(self) -> None:
        for value in (float("nan"), float("inf"), -float("inf"), 2**64, 10**5000, -(10**5000)):
            self.assert_refused({"A": [value]}, "A[0]")

    def test_surrogates_are_named_by_their_paths(self) -> None:
        self.assert_refused({"A": {"B": "a\ud800"}}, "A.B")
        self.assert_refused({"A": {"\udfff": 1}}, "A")
        self.assert_refused({"\udfff": 1}, "fields")

    def test_names_are_texts(self) -> None:
        for name in (1, None, b"A", ("A",)):
            self.assert_refused({name: 1}, "fields")
            self.assert_refused({"A": [{name: 1}]}, "A[0]")

    def test_fields_are_a_mapping(self) -> None:
        for fields in ([("A", 1)], "{}", b"{}", 7):
            self.assert_refused(fields, "fields")
        error = failure_of(crec.Request.operation, TENCENT, "StopRecordTask", None)
        self.assertEqual([fault.field for fault in error.outcome.faults], ["fields"])

    def test_all_faults_are_told_at_once(self) -> None:
        fields = {"A": b"", "B": {"C": float("nan"), 1: 1}, "D": ["\ud800"]}
        self.assert_refused(fields, "A", "B.C", "B", "D[0]")

    def test_nesting_ends_where_the_librarys_does(self) -> None:
        nested: Any = 1
        for _ in range(31):
            nested = [nested]
        self.assertEqual(sent({"A": nested}), {"A": nested})
        self.assert_refused({"A": [nested]}, "A" + "[0]" * 31)

    def test_what_contains_itself_is_refused(self) -> None:
        endless: list[Any] = []
        endless += [endless, endless]
        self.assert_refused({"A": endless}, "A" + "[0]" * 31)
        circle: dict[str, Any] = {}
        circle["A"] = circle
        self.assert_refused(circle, ".".join("A" * 32))


class PlacementTests(unittest.TestCase):
    FIELDS: Mapping[str, Any] = {"Text": "a b&ü", "Number": 7, "List": [{"Truth": True}]}

    def test_a_body_is_json(self) -> None:
        for cloud in (crec.Cloud.VOLCENGINE, TENCENT):
            with self.subTest(cloud.name):
                made = signed(any_request(cloud, self.FIELDS))
                self.assertEqual(made.method, "POST")
                self.assertEqual(json.loads(made.body), self.FIELDS)
                self.assertTrue(made.headers["Content-Type"].startswith("application/json"))

    def test_a_query_has_objects_as_json(self) -> None:
        for cloud, method in (
            (crec.Cloud.ALIBABA, "POST"),
            (crec.Cloud.ALIBABA, "GET"),
            (crec.Cloud.VOLCENGINE, "GET"),
            (TENCENT, "GET"),
        ):
            with self.subTest(cloud.name, method=method):
                made = signed(any_request(cloud, self.FIELDS, method=method))
                query = parse_qs(urlsplit(made.url).query)
                query = {name: query[name] for name in self.FIELDS}
                expected = ["a b&ü"], ["7"], ['[{"Truth":true}]']
                self.assertEqual(list(query.values()), list(expected))
                self.assertEqual((made.method, made.body), (method, b""))

    def test_a_query_has_plain_values_of_a_list_each_by_its_number(self) -> None:
        for cloud, first in ((crec.Cloud.ALIBABA, 1), (TENCENT, 0)):
            with self.subTest(cloud.name):
                made = signed(any_request(cloud, {"Names": ["a", 2, True]}, method="GET"))
                texts = enumerate(("a", "2", "true"), first)
                values = {f"Names.{place}": [text] for place, text in texts}
                query = parse_qs(urlsplit(made.url).query)
                self.assertEqual({name: query[name] for name in values}, values)

    def test_an_operation_goes_where_its_cloud_wants_it(self) -> None:
        ids = {"app_id": "a", "room_id": "r", "task_id": "t"}
        made = signed(crec.volcengine.get_web_cast_task(**ids))
        query = parse_qs(urlsplit(made.url).query)
        self.assertEqual((made.method, query["TaskId"]), ("GET", ["t"]))
        made = signed(
            crec.alibaba.update_rtc_cloud_recording(
                task_id="t", subscribe_params={"SubscribeUserIdList": [{"UserId": "u"}]}
            )
        )
        query = parse_qs(urlsplit(made.url).query)
        self.assertEqual(query["SubscribeParams"], ['{"SubscribeUserIdList":[{"UserId":"u"}]}'])

    def test_fields_are_given_instead_of_query_body_and_content_type(self) -> None:
        for beside in ({"body": b"{}"}, {"content_type": "a/b"}):
            error = failure_of(any_request, TENCENT, {}, **beside)
            self.assertEqual([fault.field for fault in error.outcome.faults], ["fields"])
        error = failure_of(any_request, crec.Cloud.ALIBABA, {}, query={"A": "b"})
        self.assertEqual([fault.field for fault in error.outcome.faults], ["fields"])


class RepeatingTests(EmulatorTestCase):
    def test_an_action_is_repeated_in_doubt_only_if_it_is_said_to_be_repeatable(self) -> None:
        fields = {"StreamName": "stream", "Highlight": 1}
        client = self.client(TENCENT, attempt_limit=2)
        for repeatable in (False, True):
            self.emulator.reset()
            self.emulator.fault("cut", times=1)
            request = crec.Request(
                TENCENT, "CreateLiveRecord", "2018-08-01", fields=fields, repeatable=repeatable
            )
            if repeatable:
                self.assertEqual(client.perform(request).attempts, 2)
            else:
                outcome = failure_of(client.perform, request).outcome
                self.assertEqual((outcome.attempts, outcome.may_have_been_applied), (1, True))

    def test_repeatable_is_a_bool(self) -> None:
        error = failure_of(any_request, TENCENT, {}, repeatable="no")
        self.assertEqual([fault.field for fault in error.outcome.faults], ["repeatable"])


if __name__ == "__main__":
    unittest.main()
