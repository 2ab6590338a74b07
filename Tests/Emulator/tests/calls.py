"""The base of tests of calls that take effect: an emulator whose clock is frozen."""

import unittest
from typing import Any, ClassVar

from cloud_emulator.cloud import Key
from cloud_emulator.emulator import DEFAULT_KEYS, Emulator, Plant, Settings
from tests.client import NOW, Draft, ask, code_of

OTHER = Key("volcengine", "other", "other-secret")


class CallTest(unittest.TestCase):
    plants: ClassVar[tuple[Plant, ...]] = ()
    rates: ClassVar[bool] = True

    def setUp(self) -> None:
        settings = Settings((*DEFAULT_KEYS, OTHER), self.plants, rates=self.rates)
        self.emulator = Emulator(settings)
        self.emulator.clock.freeze()
        self.emulator.clock.set(NOW)

    def code(self, draft: Draft) -> str:
        return code_of(ask(self.emulator, draft.signed())[1])

    def result(self, draft: Draft) -> Any:
        """The answer to a call that succeeds, without the members that every answer has."""
        status, answer = ask(self.emulator, draft.signed())
        self.assertEqual((status, code_of(answer)), (200, ""))
        if "ResponseMetadata" in answer:
            return answer["Result"]
        told = answer.get("Response", answer)
        self.assertTrue(told.pop("RequestId"))
        return told

    def refusal(self, draft: Draft) -> tuple[str, str]:
        """The code and the message of a call that is refused."""
        _, answer = ask(self.emulator, draft.signed())
        told = answer.get("ResponseMetadata") or answer.get("Response") or answer
        return code_of(answer), told.get("Error", told).get("Message", "")

    def states(self) -> list[str]:
        return [task.state.value for task in self.emulator.tasks.all()]
