"""Refusals before the fields are looked at, and the shapes that refusals come in."""

from cloud_emulator.message import Headers, Request
from tests.client import IDS, STREAM, USER, Draft, aliyun, ask, tencent, volcengine
from tests.refusing import RefusalTest


class Routing(RefusalTest):
    def test_hosts(self) -> None:
        for host in ("rtc.volcengineapi.com:443", "127.0.0.1:8080"):
            draft = volcengine("StopWebcast", IDS, host=host)
            self.refused(draft.signed(), 400, "InvalidParameter.ErrorActiveTaskNotFound")
        self.refused(
            volcengine("StopWebcast", IDS, host="127.0.0.1:8081").signed(), 404, "ServiceNotFound"
        )
        self.refused(
            aliyun({}, "n", host="ecs.aliyuncs.com").signed(), 404, "InvalidProduct.NotFound"
        )
        self.refused(
            tencent({}, host="live.tencentcloudapi.com:8443").signed(), 200, "NoSuchProduct"
        )

    def test_unknown_actions_and_versions(self) -> None:
        for draft in (
            volcengine("StopWebCast", IDS),
            volcengine("StopWebcast", IDS, version="2021-01-01"),
        ):
            self.refused(draft.signed(), 404, "InvalidActionOrVersion")
        self.refused(aliyun({}, "1", action="Stop").signed(), 404, "InvalidApi.NotFound")
        self.refused(tencent({}, action="Stop").signed(), 200, "InvalidAction")
        ali, ten = aliyun({}, "2"), tencent({})
        ali.headers["x-acs-version"] = ten.headers["X-TC-Version"] = "2000-01-01"
        self.refused(ali.signed(), 400, "NoSuchVersion")
        self.refused(ten.signed(), 200, "NoSuchVersion")

    def test_an_unknown_action_is_named(self) -> None:
        for draft in (
            volcengine("StopWebCast", IDS),
            aliyun({}, "1", action="StopWebCast"),
            tencent({}, action="StopWebCast"),
        ):
            with self.subTest(draft.cloud):
                self.assertIn(b"StopWebCast.", self.emulator.answer(draft.signed()).reply.body)

    def test_missing_actions(self) -> None:
        draft = volcengine("StopWebcast", IDS)
        draft.query = "Version=2020-12-01"
        self.refused(draft.signed(), 400, "MissingRequestInfo")
        ten = tencent(STREAM)
        del ten.headers["X-TC-Action"]
        self.refused(ten.signed(), 200, "MissingParameter")

    def test_other_methods_and_paths(self) -> None:
        def put(draft: Draft) -> Request:
            draft.method = "PUT"
            return draft.signed()

        def elsewhere(draft: Draft) -> Request:
            draft.path = "/x"
            return draft.signed()

        self.each(
            put,
            (405, "MethodNotAllowed"),
            (400, "UnsupportedHTTPMethod"),
            (200, "UnsupportedProtocol"),
        )
        self.setUp()
        self.each(
            elsewhere,
            (404, "InvalidActionOrVersion"),
            (404, "InvalidApi.NotFound"),
            (200, "InvalidAction"),
        )


class Shapes(RefusalTest):
    def test_volcengine_failure(self) -> None:
        draft = volcengine("StopWBRecord", USER, version="2023-11-01")
        draft.secret = "wrong"
        reply = self.emulator.answer(draft.signed()).reply
        _, answer = ask(self.emulator, draft.signed())
        metadata = answer["ResponseMetadata"]
        error = metadata.pop("Error")
        self.assertTrue(Headers(reply.headers).get("X-Tt-Logid"))
        self.assertTrue(metadata.pop("RequestId"))
        self.assertEqual(
            metadata,
            {
                "Action": "StopWBRecord",
                "Version": "2023-11-01",
                "Service": "rtc",
                "Region": "cn-north-1",
            },
        )
        self.assertEqual(error.keys(), {"CodeN", "Code", "Message"})
        self.assertEqual(error["CodeN"], 100010)
        self.assertEqual(answer.keys(), {"ResponseMetadata"})

    def test_service_codes_of_volcengine_have_no_number(self) -> None:
        _, answer = ask(self.emulator, volcengine("StopWebcast", IDS).signed())
        self.assertEqual(answer["ResponseMetadata"]["Error"].keys(), {"Code", "Message"})

    def test_aliyun_failure(self) -> None:
        _, answer = ask(self.emulator, aliyun({"TaskId": "t"}, "1").signed())
        self.assertEqual(answer.keys(), {"RequestId", "HostId", "Code", "Message", "Recommend"})
        self.assertTrue(answer["Message"].endswith(", please check the TaskId."))

    def test_tencent_failure(self) -> None:
        _, answer = ask(self.emulator, tencent(STREAM).signed())
        self.assertEqual(answer.keys(), {"Response"})
        self.assertEqual(answer["Response"].keys(), {"Error", "RequestId"})
        self.assertEqual(answer["Response"]["Error"].keys(), {"Code", "Message"})
