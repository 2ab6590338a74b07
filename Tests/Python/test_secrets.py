"""A cloud may quote a secret that it was sent: no text of an outcome does, wherever it is cut."""

from __future__ import annotations

import json
import string
from collections.abc import Callable
from urllib.parse import quote

import crec
from support import STOP_LIVE_RECORD, EmulatorTestCase, failure_of

TOKEN = "".join(string.ascii_letters[i * 7 % 52] for i in range(1_998)) + "+/"
KEY = crec.Credentials("tencent-test-key", "tencent-test-secret", TOKEN)
# Texts end at 4 KiB.
CUTS = (0, 2_000, 4_000, 4_090, 4_096, 6_000, 62_000, 64_000, 65_530, 65_536, 70_000, 500_000)


class TokenTests(EmulatorTestCase):
    def outcomes(self, text: str, headers: dict[str, str] | None = None) -> list[crec.Outcome]:
        """Outcomes of a reply with the text in each member: of a call, and of ``read``."""
        said = {"Error": {"Code": text, "Message": text}, "RequestId": text}
        body = json.dumps({"Response": said})
        client = self.client(crec.Cloud.TENCENT, KEY)
        self.emulator.reset()
        self.emulator.fault("reply", body=body, headers=headers or {})
        calls: tuple[Callable[[], object], ...] = (
            lambda: STOP_LIVE_RECORD.made_by(client),
            lambda: client.read(STOP_LIVE_RECORD.request(), 200, headers or {}, body.encode()),
        )
        return [failure_of(call).outcome for call in calls]

    def assert_untold(self, outcome: crec.Outcome) -> None:
        for text in (outcome.message, outcome.code, outcome.request_id, outcome.task_id):
            for start in range(0, 1_900, 100):
                self.assertNotIn(TOKEN[start : start + 16], text)
            self.assertLessEqual(len(text.encode()), 4_096)

    def test_no_cut_leaves_a_part_of_it(self) -> None:
        for before in CUTS:
            for times in (1, 40):
                with self.subTest(before=before, times=times):
                    for outcome in self.outcomes("-" * before + TOKEN * times + "."):
                        self.assert_untold(outcome)
                        if before <= 4_000:
                            self.assertIn("-" * before + "[token]", outcome.message)

    def test_it_is_found_as_a_query_has_it(self) -> None:
        for outcome in self.outcomes("?SecurityToken=" + quote(TOKEN, safe="") + "&x"):
            self.assertEqual(outcome.message, "?SecurityToken=[token]&x")

    def test_a_header_repeats_it_no_more_than_a_body(self) -> None:
        headers = {"Content-Encoding": "x" * 60 + TOKEN, "X-TC-RequestId": "x" * 3_000 + TOKEN}
        client = self.client(crec.Cloud.TENCENT, KEY)
        self.emulator.fault("reply", body="no JSON", headers=headers)
        calls: tuple[Callable[[], object], ...] = (
            lambda: STOP_LIVE_RECORD.made_by(client),
            lambda: client.read(STOP_LIVE_RECORD.request(), 200, headers, b"no JSON"),
        )
        for call in calls:
            outcome = failure_of(call).outcome
            self.assert_untold(outcome)
            self.assertIn("is encoded as " + "x" * 60 + "[tok", outcome.message)
            self.assertEqual(outcome.request_id, "x" * 3_000 + "[token]")
