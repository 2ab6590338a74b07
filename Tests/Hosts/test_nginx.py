"""nginx with recordings: real workers, real publishers, and clouds that are well, slow or hung."""

from __future__ import annotations

import os
import signal
import unittest
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from signal import Signals

from hosts import KEYS
from nginx_host import APPLICATIONS, STARTS, STOPS, Host, fault_of, names_of
from nginx_server import eventually


class StreamTests(unittest.TestCase):
    def host(self, changes: dict[str, str] | None = None) -> Host:
        """A host for one test."""
        return self.enterContext(Host(changes))

    def test_a_stream_is_recorded_from_its_begin_to_its_end(self) -> None:
        host = self.host()
        names = names_of("left", "dropped")
        publishers = {name: host.publisher(name) for name in names}
        self.assertTrue(host.become("running", names))
        self.assertEqual(host.clouds.running(), dict.fromkeys(names, 1))
        for name, publisher in publishers.items():
            (publisher.leave if name.endswith("left") else publisher.drop)()
        self.assertTrue(host.become("stopped", names))
        self.assertEqual(host.clouds.starts(), dict.fromkeys(names, 1))
        self.assertEqual(host.clouds.stops(), dict.fromkeys(names, 1))
        self.assertEqual(host.clouds.running(), {})

    def test_hooks_come_several_times_and_to_any_worker(self) -> None:
        host = self.host()
        names = names_of("one")
        for hook, state in ((host.start, "running"), (host.stop, "stopped")):
            for name in names:
                called: set[int] = set()
                while len(called) < 2:
                    called.add(hook(name))
            self.assertTrue(host.become(state, names))
        for name in names:
            host.stop(name)
        self.assertTrue(eventually(lambda: "it had ended before" in host.nginx.log))
        self.assertEqual(host.clouds.starts(), dict.fromkeys(names, 1))
        self.assertEqual(host.clouds.stops(), dict.fromkeys(names, 1))

    def test_a_stream_returns_while_its_stop_is_under_way(self) -> None:
        host = self.host()
        names = names_of("one")
        publishers = [host.publisher(name) for name in names]
        self.assertTrue(host.become("running", names))
        host.clouds.misbehave("delay", list(STOPS), seconds=2)
        for publisher in publishers:
            publisher.drop()
        self.assertTrue(eventually(lambda: host.clouds.stops() == dict.fromkeys(names, 1)))
        publishers = [host.publisher(name) for name in names]
        self.assertTrue(eventually(lambda: host.clouds.starts() == dict.fromkeys(names, 2)))
        self.assertTrue(host.become("running", names))
        self.assertEqual(host.clouds.running(), dict.fromkeys(names, 1))
        for publisher in publishers:
            publisher.leave()
        self.assertTrue(host.become("stopped", names))
        self.assertEqual(host.clouds.running(), {})

    def test_others_are_answered_while_a_cloud_hangs(self) -> None:
        host = self.host({"account =": "timeout_ms = 600000, account ="})
        stopping = names_of("stopping")
        publishers = [host.publisher(name) for name in stopping]
        self.assertTrue(host.become("running", stopping))
        host.clouds.misbehave("stall", [*STARTS, *STOPS])
        # So many that each worker has some.
        starting = names_of(*map(str, range(10)))
        for name in starting:
            host.publisher(name)
        for publisher in publishers:
            publisher.drop()
        self.assertTrue(
            eventually(lambda: host.clouds.starts().total() == len(starting + stopping))
        )
        self.assertTrue(eventually(lambda: host.clouds.stops().total() >= len(stopping)))
        answering = {host.nginx.get("/alive") for _ in range(300)}
        self.assertEqual(answering, set(host.nginx.workers()))
        expected = dict.fromkeys(starting, "starting") | dict.fromkeys(stopping, "stopping")
        self.assertEqual(host.nginx.states(), expected)

    def test_a_stream_has_any_name_and_no_other(self) -> None:
        host = self.host()
        host.publisher("live/ü +&\"'%2F")
        host.publisher("live/one?app=lesson&name=two")
        self.assertTrue(host.become("running", ["live/ü +&\"'%2F", "live/one"]))
        self.assertEqual(set(host.clouds.running()), {"live/ü +&\"'%2F", "live/one"})

    def test_what_fails_is_logged(self) -> None:
        host = self.host()
        host.clouds.emulator.fault("code", action="CreateRecordTask", code="UnauthorizedOperation")
        with host.publisher("live/one"):
            self.assertTrue(eventually(lambda: "crec: live/one: permission" in host.nginx.log))
        self.assertTrue(host.become("failed", ["live/one"]))
        for value in KEYS.values():
            self.assertNotIn(value, host.nginx.log)

    def test_without_a_ledger_it_goes_on_serving(self) -> None:
        host = self.host({'path = "': 'path = "/nowhere'})
        with host.publisher("live/one"):
            self.assertIn("/nowhere", host.nginx.log)
            self.assertTrue(eventually(lambda: "crec: live/one: invalid" in host.nginx.log))
        self.assertEqual(len(host.nginx.workers()), 2)


class WorkerTests(unittest.TestCase):
    # Without it, another worker would soon stop what one has left.
    CHANGES = {'path = "': 'grace_ms = 1, path = "'}

    def started_by_both(self, host: Host) -> list[str]:
        """Recordings that run, each worker having started some at each cloud."""
        names: list[str] = []
        for application in APPLICATIONS:
            called: set[int] = set()
            while len(called) < 2:
                names.append(f"{application}/{len(names)}")
                called.add(host.start(names[-1]))
        self.assertTrue(host.become("running", names))
        return names

    def test_a_reload_stops_nothing(self) -> None:
        host = self.enterContext(Host(self.CHANGES))
        publisher = host.publisher("live/stream")
        names = self.started_by_both(host)
        # Longer than a worker has on TERM.
        host.clouds.misbehave("delay", list(STARTS), seconds=4)
        slow = names_of("slow-1", "slow-2", "slow-3")
        for name in slow:
            host.start(name)
        old = set(host.nginx.workers())
        host.nginx.signal(Signals.SIGHUP)
        # The one with the publisher stays.
        self.assertTrue(eventually(lambda: len(old & set(host.nginx.workers())) == 1))
        self.assertTrue(host.become("running", ["live/stream", *names, *slow]))
        self.assertTrue(eventually(host.nginx.has_one_owner_each))
        publisher.leave()
        self.assertTrue(host.become("stopped", ["live/stream"]))
        self.assertTrue(eventually(lambda: not old & set(host.nginx.workers())))
        self.assertTrue(eventually(host.nginx.has_one_owner_each))
        self.assertEqual(host.clouds.stops(), {"live/stream": 1})
        self.assertEqual(host.clouds.running(), dict.fromkeys([*names, *slow], 1))
        for name in [*names, *slow]:
            host.stop(name)
        self.assertTrue(host.become("stopped", [*names, *slow]))
        self.assertEqual(host.clouds.running(), {})

    def test_killed_workers_are_succeeded(self) -> None:
        host = self.enterContext(Host(self.CHANGES))
        names = [*self.started_by_both(host), "live/stream"]
        host.publisher("live/stream")
        self.assertTrue(host.become("running", names))
        host.clouds.misbehave("delay", list(STARTS), seconds=1)
        starting = names_of("starting")
        for name in starting:
            host.start(name)
        self.assertTrue(eventually(lambda: set(starting) <= set(host.clouds.starts())))
        for worker in host.nginx.workers():
            os.kill(worker, signal.SIGKILL)
        self.assertTrue(eventually(lambda: "starting" not in host.nginx.states().values()))
        self.assertTrue(eventually(host.nginx.has_one_owner_each))
        self.assertTrue(host.become("running", names))
        self.assertEqual(host.clouds.running() - Counter(starting), dict.fromkeys(names, 1))
        host.nginx.signal(Signals.SIGTERM)
        self.assertTrue(host.nginx.has_ended())
        self.assertTrue(eventually(lambda: not host.clouds.running()))
        self.assertEqual(host.nginx.settle(), 0)
        self.assertEqual(fault_of(host.clouds, host.nginx.states()), "")


class EndTests(unittest.TestCase):
    def test_the_end_of_the_server(self) -> None:
        stories = list(product((Signals.SIGTERM, Signals.SIGKILL), ("well", "slow", "hung")))
        with ThreadPoolExecutor(len(stories)) as pool:
            faults = list(pool.map(lambda story: self._faults_after(*story), stories))
        for (number, cloud), fault in zip(stories, faults, strict=True):
            with self.subTest(signal=number.name, cloud=cloud):
                self.assertEqual(fault, "")

    def _faults_after(self, number: Signals, cloud: str) -> str:
        """The faults in the end, with streams that are recorded, and others that begin."""
        with Host() as host:
            running, starting = names_of("running"), names_of("starting")
            for name in running:
                host.publisher(name)
            self.assertTrue(host.become("running", running))
            if cloud != "well":
                host.clouds.emulator.fault("delay" if cloud == "slow" else "stall")
            for name in starting:
                host.publisher(name)
            self.assertTrue(eventually(lambda: set(starting) <= set(host.clouds.starts())))
            if number == Signals.SIGTERM:
                host.nginx.signal(number)
                self.assertTrue(host.nginx.has_ended())
            else:
                host.nginx.kill()
            if (number, cloud) == (Signals.SIGTERM, "well"):
                self.assertTrue(eventually(lambda: not host.clouds.running()))
            if cloud == "hung":
                host.clouds.emulator.clear_faults()
            self.assertNotIn("on signal 11", host.nginx.log)
            self.assertEqual(host.nginx.settle(), 0)
            return fault_of(host.clouds, host.nginx.states())

    def test_a_graceful_end(self) -> None:
        """Nobody hears the hooks any more: the next process stops what they are about."""
        with Host() as host:
            names = names_of("one")
            publishers = [host.publisher(name) for name in names]
            self.assertTrue(host.become("running", names))
            host.nginx.signal(Signals.SIGQUIT)
            self.assertTrue(eventually(lambda: not host.nginx.is_listening))
            for publisher in publishers:
                publisher.leave()
            self.assertTrue(host.nginx.has_ended())
            self.assertEqual(host.nginx.settle(), 0)
            self.assertEqual(fault_of(host.clouds, host.nginx.states()), "")

    def test_a_graceful_end_that_is_cut_short(self) -> None:
        """As Debian's unit ends nginx: by QUIT, and five seconds later by TERM."""
        with Host({"worker_processes 2": "worker_processes 1"}) as host:
            names = names_of("one", "two")
            for name in names:
                host.publisher(name)
            self.assertTrue(host.become("running", names))
            host.nginx.signal(Signals.SIGQUIT)
            self.assertTrue(eventually(lambda: not host.nginx.is_listening))
            self.assertEqual(host.clouds.running(), dict.fromkeys(names, 1))
            host.nginx.signal(Signals.SIGTERM)
            self.assertTrue(host.nginx.has_ended())
            self.assertTrue(eventually(lambda: not host.clouds.running()))


if __name__ == "__main__":
    unittest.main()
