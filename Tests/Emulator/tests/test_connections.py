"""Connections that end, stop or say too much, as the client on the other end sees them."""

import json
import socket
import time

from tests.faulty import FaultTest


class Connections(FaultTest):
    def test_delay(self) -> None:
        self.process.fault("delay", seconds=0.2)
        started = time.monotonic()
        self.assertEqual(self.reply().status, 200)
        self.assertGreaterEqual(time.monotonic() - started, 0.2)
        self.assertFalse(self.running())

    def test_drip(self) -> None:
        self.process.fault("drip", interval=0.001)
        started = time.monotonic()
        self.assertIn("Response", json.loads(self.body()))
        self.assertGreater(time.monotonic() - started, 0.1)

    def test_stall(self) -> None:
        self.process.fault("stall", bytes=20)
        connection = self.send(self.request())
        connection.sock.settimeout(60)
        received = b""
        while len(received) < 20:
            received += connection.sock.recv(4096)
        self.assertEqual(received, b"HTTP/1.1 200 OK\r\nCon")
        connection.sock.settimeout(0.1)
        with self.assertRaises(TimeoutError):
            connection.sock.recv(1)
        self.assertEqual(self.last(), ("stall", None, "", True))
        self.assertFalse(self.running())

    def test_interim_replies(self) -> None:
        self.process.fault("interim", status=103, count=3)
        connection = self.send(self.request())
        connection.sock.settimeout(60)
        with connection.sock.makefile("rb") as replies:
            lines = [replies.readline() for _ in range(7)]
        self.assertEqual(lines[:6], [b"HTTP/1.1 103 Wait\r\n", b"\r\n"] * 3)
        self.assertEqual(lines[6], b"HTTP/1.1 200 OK\r\n")
        self.assertEqual(self.last(), ("interim", 200, "", True))

    def test_endless(self) -> None:
        self.process.fault("endless")
        reply = self.reply()
        self.assertIsNone(reply.length)
        self.assertTrue(reply.read(1 << 22).endswith(b" " * 1000))
        self.assertFalse(self.running())

    def test_raw(self) -> None:
        self.process.fault("raw", text="220 mail\r\n\xff")
        connection = self.send(self.request())
        connection.sock.settimeout(60)
        received = b"".join(iter(lambda: connection.sock.recv(4096), b""))
        self.assertEqual(received, b"220 mail\r\n\xff")
        self.assertEqual(self.last(), ("raw", None, "", False))
        self.assertTrue(self.running())

    def test_cut_without_a_byte(self) -> None:
        self.process.fault("cut")
        with self.assertRaises(ConnectionError):
            self.reply()
        self.assertEqual(self.last(), ("cut", None, "", True))
        self.assertFalse(self.running())

    def test_cut_before_acting(self) -> None:
        self.process.fault("cut", apply=False)
        with self.assertRaises(ConnectionError):
            self.reply()
        self.assertEqual(self.last(), ("cut", None, "", False))
        self.assertTrue(self.running())

    def test_cut_within_the_reply(self) -> None:
        self.process.fault("cut", bytes=20)
        connection = self.send(self.request())
        connection.sock.settimeout(60)
        received = b"".join(iter(lambda: connection.sock.recv(4096), b""))
        self.assertEqual(received, b"HTTP/1.1 200 OK\r\nCon")

    def test_reset(self) -> None:
        self.process.fault("cut", reset=True)
        with self.assertRaises(ConnectionResetError):
            self.send(self.request()).sock.recv(1)

    def test_cut_before_reading(self) -> None:
        self.process.fault("cut", before=True, times=1)
        with self.assertRaises(ConnectionError):
            self.reply()
        (seen,) = self.process.seen()
        self.assertEqual((seen["fault"], seen["action"], seen["status"]), ("cut", "", None))
        self.assertTrue(self.running())
        self.assertEqual(self.reply().status, 200)

    def test_cut_before_reading_with_reset(self) -> None:
        self.process.fault("cut", before=True, reset=True)
        with self.assertRaises(ConnectionResetError):
            self.send(self.request()).sock.recv(1)

    def test_cut_of_a_connection_that_was_kept(self) -> None:
        connection = self.send(self.request())
        connection.getresponse().read()
        self.process.fault("cut", before=True)
        with self.assertRaises((ConnectionError, socket.error)):
            connection.sock.sendall(b"POST / HTTP/1.1\r\n\r\n")
            self.assertEqual(connection.sock.recv(1), b"")
            raise ConnectionError
