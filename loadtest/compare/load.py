"""The load tool, run against a server."""

import json
import os
import subprocess
from dataclasses import dataclass

from processes import Broken, end, pinned, spawn
from servers import ROOT

REPORT = "run.json"


@dataclass
class Load:
    """What all runs of the load tool have in common."""

    streams: int
    ramp: int  # streams opened a second
    warmup: float  # seconds of events that are checked but not measured
    seconds: float  # measured
    size: int  # bytes of an event's payload
    java_options: str
    tick: str  # how often the tool looks at what is due and what has come
    batch: int  # publishes in a row that go to the same connection
    core: int | None = None  # the tool is pinned to it

    def command(self, kind, server, target, rate, folder, streams=None, warmup=None, seconds=None):
        broadcast = target == "broadcast"
        pipelined = ["--publishers", "4", "--in-flight", "16"] if broadcast else [
            "--publishers", "256", "--in-flight", "4", "--batch", str(self.batch)]
        return pinned(self.core, [
            str(ROOT / "herald"), "loadtest", "--url", server.url, "--pid", str(server.pid),
            "--streams", str(streams or self.streams), "--ramp", str(self.ramp),
            "--target", target, "--rate", f"{rate:.3f}", "--size", str(self.size), "--tick", self.tick,
            "--warmup", millis(self.warmup if warmup is None else warmup),
            "--duration", millis(self.seconds if seconds is None else seconds),
            "--json", str(folder / REPORT),
            *(pipelined if kind.pipelines else ["--publishers", "1", "--in-flight", "1"]),
            *kind.target_options(target), *server.tool_options])

    def start(self, kind, server, target, rate, folder, **options):
        """The running tool, its standard output a pipe."""
        (folder / REPORT).unlink(missing_ok=True)
        return spawn(
            self.command(kind, server, target, rate, folder, **options), stdout=subprocess.PIPE, text=True,
            env={**os.environ, "HERALD_JAVA_OPTS": self.java_options})

    def run(self, kind, server, target, rate, folder, **options):
        """The figures of a run, by the names that the load tool gives them."""
        tool = self.start(kind, server, target, rate, folder, **options)
        try:
            printed, _ = tool.communicate()
        except BaseException:
            end(tool)
            raise
        return figures(kind, printed, folder)


def figures(kind, printed, folder):
    """What a run has written; a run that missed a threshold, such as one of too high a rate, has done so as well."""
    report = folder / REPORT
    if not report.exists():
        raise Broken(f"the load tool failed on {kind.name}:\n{printed}")
    return {name: figure["value"] for name, figure in json.loads(report.read_text())["figures"].items()}


def millis(seconds):
    return f"{round(seconds * 1000)}ms"
