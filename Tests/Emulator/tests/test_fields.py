"""Fields that aren't as declared, and the code each cloud has for them."""

from tests.client import IDS, STREAM, USER, aliyun, tencent, volcengine
from tests.refusing import RefusalTest


class FieldRules(RefusalTest):
    def test_volcengine(self) -> None:
        invalid = "InvalidParameter"
        for fields, code in (
            ({**USER, "AppId": "a b"}, "InvalidParameter.IllegalAppId"),
            ({**USER, "AppId": ""}, "InvalidParameter.IllegalAppId"),
            ({**USER, "RoomId": "a/b"}, "InvalidParameter.IllegalRoomID"),
            ({**USER, "TaskId": "TaskId1\t"}, invalid),
            ({**USER, "TaskId": "TaskId1\n"}, invalid),
            ({**USER, "TaskId": "x" * 129}, invalid),
            ({**USER, "TaskId": "任务"}, invalid),
            ({**USER, "UserId": ""}, invalid),
            ({**USER, "UserId": 1}, invalid),
            ({**USER, "BusinessId": "a b"}, invalid),
            ({**USER, "Other": "1"}, invalid),
            ({**USER, "UserId": None}, "MissingParameter"),
            (IDS, "MissingParameter"),
            ([USER], "InvalidParameter.Unmarshal"),
        ):
            with self.subTest(fields):
                self.emulator.clock.advance(1)
                draft = volcengine("StartWBRecord", fields, now=self.emulator.clock.now())
                self.refused(draft.signed(), 400, code)

    def test_volcengine_bodies(self) -> None:
        for body, code in (
            (b"", "InvalidParameter.BodyIsEmpty"),
            (b"{", "InvalidParameter.Unmarshal"),
            (b'{"TaskId":"\xff"}', "InvalidParameter.Unmarshal"),
            (b'{"TaskId":"a","TaskId":"b"}', "InvalidParameter.Unmarshal"),
            (b'{"TaskId":NaN}', "InvalidParameter.Unmarshal"),
            (b'{"a":' + b"[" * 100_000, "InvalidParameter.Unmarshal"),
        ):
            with self.subTest(body[:40]):
                draft = volcengine("StopWebcast", {})
                draft.body = body
                del draft.headers["X-Content-Sha256"]
                self.refused(draft.signed(), 400, code)

    def test_aliyun(self) -> None:
        self.refused(aliyun({}, "1").signed(), 400, "MissingParameter")
        self.refused(aliyun({"TaskId": ""}, "2").signed(), 400, "MissingParameter")
        other = aliyun({"TaskId": "t", "RegionId": "cn-shanghai"}, "3")
        self.refused(other.signed(), 400, "NotFound.Task")

    def test_tencent(self) -> None:
        for fields, code in (
            ({"StreamName": "s"}, "MissingParameter"),
            ({"TaskId": 1}, "MissingParameter"),
            ({"StreamName": "", "TaskId": 1}, "InvalidParameterValue"),
            ({"StreamName": 1, "TaskId": 1}, "InvalidParameter"),
            ({"StreamName": "s", "TaskId": "1"}, "InvalidParameter"),
            ({"StreamName": "s", "TaskId": 1.0}, "InvalidParameter"),
            ({"StreamName": "s", "TaskId": True}, "InvalidParameter"),
            ({"StreamName": "s", "TaskId": -1}, "InvalidParameterValue"),
            ({"StreamName": "s", "TaskId": 2**63}, "InvalidParameterValue"),
            ({"StreamName": "s", "TaskId": 1, "Other": 1}, "UnknownParameter"),
            ([], "InvalidParameter"),
        ):
            with self.subTest(fields):
                self.refused(tencent(fields).signed(), 200, code)

    def test_tencent_content_type(self) -> None:
        draft = tencent(STREAM)
        draft.headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.refused(draft.signed(), 200, "UnsupportedProtocol")
