"""python3 -B -m unittest discover loadtest/compare"""

import os
import signal
import subprocess
import sys
import unittest
from pathlib import Path
from types import SimpleNamespace

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

from processes import Broken, wait_until
from scenarios import FAULTS, shortfall
from servers import KINDS, Settings, environment, variant


class VariantTest(unittest.TestCase):
    def test_has_options_and_an_environment_of_its_own(self):
        made = variant("zgc: herald-memory -XX:+UseZGC HERALD_SERVER_TRANSPORT=nio '-Dx=a b' JAVA_HOME=/jdk")
        settings = Settings(Path("."), 100, "1g", "-Xlog:gc", {"HERALD_SERVER_TRANSPORT": "epoll", "A": "b"})
        self.assertEqual((made.name, made.log_kind), ("zgc", "memory"))
        self.assertEqual(made.options(settings)[-3:], ["-Xlog:gc", "-XX:+UseZGC", "-Dx=a b"])
        self.assertLessEqual(
            {"HERALD_SERVER_TRANSPORT": "nio", "A": "b", "JAVA_HOME": "/jdk"}.items(),
            made.environment(settings).items())

    def test_leaves_the_server_as_it_was(self):
        variant("zgc: herald-memory -XX:+UseZGC A=b")
        plain = next(kind for kind in KINDS if kind.name == "herald-memory")
        settings = Settings(Path("."), 100, "1g", "")
        self.assertNotIn("-XX:+UseZGC", plain.options(settings))
        self.assertEqual(plain.environment(settings), dict(os.environ))

    def test_refuses_what_is_none(self):
        for text in ("", "zgc", "zgc:", "zgc: nothing", "z c: herald-memory", "n: nchan", "x: herald-memory word"):
            with self.subTest(text), self.assertRaises(Broken):
                variant(text)

    def test_an_environment_is_of_names_and_values(self):
        self.assertEqual(environment(["A=b=c", "D="]), {"A": "b=c", "D": ""})
        for text in ("A", "=b", ""):
            with self.subTest(text), self.assertRaises(Broken):
                environment([text])


class ShortfallTest(unittest.TestCase):
    SCALE = SimpleNamespace(load=SimpleNamespace(seconds=10, streams=100), p99_millis_max=500)
    GOOD = {**dict.fromkeys(FAULTS, 0), "unsent": 0, "p99": 5, "delivery-rate": 1000}

    def test_none_of_a_server_that_keeps_up(self):
        self.assertIsNone(shortfall(self.SCALE, self.GOOD, "user", 1000))

    def test_any_fault_is_one(self):
        for fault in (*FAULTS, "delivered-refused"):
            self.assertEqual(f"2 {fault}", shortfall(self.SCALE, {**self.GOOD, fault: 2}, "user", 1000))


class SpawnTest(unittest.TestCase):
    STARTER = """
import sys, time
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
from processes import spawn
print(spawn(["sleep", "600"]).pid, flush=True)
time.sleep(600)
"""

    def test_nothing_outlives_us_however_we_end(self):
        for ending in (signal.SIGTERM, signal.SIGKILL):
            with self.subTest(ending):
                starter = subprocess.Popen(
                    [sys.executable, "-c", self.STARTER, str(Path(__file__).resolve().parent)],
                    stdout=subprocess.PIPE, text=True)
                with starter:
                    spawned = int(starter.stdout.readline())
                    starter.send_signal(ending)
                wait_until(lambda: not is_running(spawned), 10, "the spawned process ends")


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


if __name__ == "__main__":
    unittest.main()
