"""Webcasts from their start on, and what can be asked about them."""

from tests.calls import CallTest
from tests.client import IDS, NOW, WEBCAST, Draft, volcengine, volcengine_get

NOT_ACTIVE = "InvalidParameter.ErrorActiveTaskNotFound"
CONFIGS = {
    "EventNotifyConfig": {"EnableEventNotify": True, "StartTimeout": 60},
    "MonitorConfig": {"BlankCheckInterval": 2, "CrashCheckInterval": 1, "FreezeCheckInterval": 0},
    "VideoSolutions": [{"Width": 640, "Height": 360, "FrameRate": 15, "Bitrate": 0}, {}],
}


def start(**fields: object) -> Draft:
    return volcengine("StartWebcast", {**WEBCAST, **fields})


def stop() -> Draft:
    return volcengine("StopWebcast", IDS, version="2023-11-01")


def ask_about(now: float = NOW) -> Draft:
    return volcengine_get("GetWebCastTask", IDS, now=now)


class Webcasts(CallTest):
    def test_a_webcast_is_started_and_stopped(self) -> None:
        self.assertEqual(self.code(stop()), NOT_ACTIVE)
        self.assertEqual(self.result(start()), "ok")
        self.assertEqual(self.states(), ["running"])
        self.assertEqual(self.result(stop()), "ok")
        self.assertEqual(self.code(stop()), NOT_ACTIVE)

    def test_starting_a_running_webcast_succeeds_and_changes_nothing(self) -> None:
        self.assertEqual(self.result(start()), "ok")
        self.assertEqual(
            self.result(start(SourceURL="https://example.com/other")),
            "The task has been started. Please do not call the startup task interface repeatedly",
        )
        (task,) = self.emulator.tasks.all()
        self.assertEqual(task.fields["SourceURL"], WEBCAST["SourceURL"])

    def test_a_stopped_webcast_runs_again_from_then_on(self) -> None:
        self.assertEqual(self.result(start()), "ok")
        self.assertEqual(self.result(stop()), "ok")
        self.emulator.clock.advance(60)
        self.assertEqual(self.result(start()), "ok")
        task = self.result(ask_about())["WebCastTask"]
        self.assertEqual((task["Status"], task["EndTime"]), (2, 0))
        self.assertEqual(task["StartTime"], (NOW + 60) * 1000)

    def test_a_webcast_is_described_as_it_was_started(self) -> None:
        self.assertEqual(self.result(start(MaxRunningTime=3600, **CONFIGS)), "ok")
        expected = {
            "StartTime": NOW * 1000,
            "EndTime": 0,
            "Status": 2,
            "StopReason": "",
            "UserId": WEBCAST["UserId"],
            "SourceURL": WEBCAST["SourceURL"],
            "MaxRunningTime": 3600,
            **CONFIGS,
        }
        self.assertEqual(self.result(ask_about()), {"WebCastTask": expected})
        self.emulator.clock.advance(1.5)
        self.assertEqual(self.result(stop()), "ok")
        ended = {"EndTime": (NOW + 1.5) * 1000, "Status": 3, "StopReason": "StopByAPI"}
        self.assertEqual(self.result(ask_about()), {"WebCastTask": {**expected, **ended}})

    def test_a_webcast_runs_for_a_day_unless_told_otherwise(self) -> None:
        self.assertEqual(self.result(start(MaxRunningTime=None)), "ok")
        task = self.result(ask_about())["WebCastTask"]
        self.assertEqual(task["MaxRunningTime"], 86400)
        self.assertFalse(CONFIGS.keys() & task.keys())

    def test_only_webcasts_of_the_last_three_days_are_described(self) -> None:
        self.assertEqual(self.code(ask_about()), NOT_ACTIVE)
        self.assertEqual(self.result(start()), "ok")
        self.emulator.clock.advance(72 * 3600)
        self.assertEqual(self.code(ask_about(NOW + 72 * 3600)), "")
        self.emulator.clock.advance(1)
        self.assertEqual(self.code(ask_about(NOW + 72 * 3600)), NOT_ACTIVE)

    def test_a_webcast_is_asked_about_by_get(self) -> None:
        self.assertEqual(self.code(volcengine("GetWebCastTask", IDS)), "MethodNotAllowed")
        by_get = volcengine_get("StopWebcast", IDS)
        self.assertEqual(self.code(by_get), "MethodNotAllowed")
        self.assertEqual(self.code(volcengine_get("GetWebCastTask", {})), "MissingParameter")
        other = volcengine_get("GetWebCastTask", {**IDS, "Other": "1"})
        self.assertEqual(self.code(other), "InvalidParameter")

    def test_both_versions_know_the_same_webcasts(self) -> None:
        draft = volcengine("StartWebcast", WEBCAST, version="2023-11-01")
        self.assertEqual(self.result(draft), "ok")
        self.assertEqual(self.code(ask_about()), "")
        newer = volcengine_get("GetWebCastTask", IDS, version="2023-11-01")
        self.assertEqual(self.code(newer), "")
