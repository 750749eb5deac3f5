"""The scenarios: each loads one running server and gives its figures."""

import math
import time
from dataclasses import dataclass
from pathlib import Path

from load import Load, figures
from processes import Broken, end

SETTLE_SECONDS_MAX = 2  # between the last stream's opening and the idle time
KEPT_SHARE = 0.97  # of what is offered has to be delivered within the measured time
FAULTS = ("unopened", "disconnects", "publish-refused", "publish-unknown",
          "lost", "duplicates", "reordered", "misrouted", "delivered-refused")
EDGE_EVENTS = 2  # that may be due within the measured time and arrive outside of it


@dataclass
class Scale:
    """How much, how long, how exact."""

    load: Load
    folder: Path
    broadcast_rate: float  # events a second
    own_rate: float  # publishes a second
    idle_seconds: float
    base_seconds: float  # before them, without streams
    warm_seconds: float  # for a server with a compiler, before anything is measured
    p99_millis_max: float  # of a server that keeps up
    steps_max: int
    precision: float  # a search ends when the least rate that is too much is this much above the best


def warm(scale, kind, server):
    """Lets a compiler see both kinds of load, on a tenth of the streams."""
    if kind.needs_warming and scale.warm_seconds > 0:
        streams = max(100, scale.load.streams // 10)
        for target, rate in (("broadcast", 20_000 / streams), ("user", scale.own_rate)):
            scale.load.run(kind, server, target, rate, scale.folder,
                           streams=streams, warmup=0, seconds=scale.warm_seconds)


def idle(scale, kind, server, progress):
    """Memory and CPU of streams that carry nothing but heartbeats; the server's own CPU without streams is taken off."""
    base = cpu_share(server, scale.base_seconds)
    resident_before, live_before = server.memory()
    sampling = 2 + scale.load.streams / 2_000  # seconds for a full collection and a look, streams still open
    tool = scale.load.start(kind, server, "broadcast", 0, scale.folder,
                            warmup=min(SETTLE_SECONDS_MAX, scale.idle_seconds),
                            seconds=scale.idle_seconds + sampling)
    try:
        line = next((line for line in tool.stdout if " measuring " in line), None)
        if line is None:
            raise Broken(f"the load tool ended early on {kind.name}")
        cpu_before, began = server.cpu_seconds(), time.monotonic()
        while time.monotonic() - began < scale.idle_seconds and next(tool.stdout, None):
            pass
        cpu, idled = server.cpu_seconds() - cpu_before, time.monotonic() - began
        resident, live = server.memory()
        if tool.poll() is not None:
            raise Broken(f"{kind.name}: the streams had gone before their memory was looked at")
        printed, _ = tool.communicate()
    except BaseException:
        end(tool)
        raise
    seen = figures(kind, printed, scale.folder)
    require_all_open(kind, seen)
    streams = scale.load.streams
    native, heap = (resident - resident_before) / streams, (live - live_before) / streams
    progress(f"{(native + heap) / 1024:.2f} KB a stream")
    return {
        "memory": native + heap,
        "heap": heap if live else None,
        "cpu": (cpu / idled - base) * 1e6 / streams,
        "base": base * 1e6,
    }


def cpu_share(server, seconds):
    """CPU seconds a second that the server takes while nothing is asked of it."""
    began, before = time.monotonic(), server.cpu_seconds()
    time.sleep(seconds)
    return (server.cpu_seconds() - before) / (time.monotonic() - began)


def broadcast(scale, kind, server, progress):
    """CPU of a delivery at a rate that all servers hold."""
    seen = scale.load.run(kind, server, "broadcast", scale.broadcast_rate, scale.folder)
    return at_rate(scale, kind, seen, "broadcast", scale.broadcast_rate, progress)


def own(scale, kind, server, progress):
    """CPU of a publish to one user at a rate that all servers hold."""
    seen = scale.load.run(kind, server, "user", scale.own_rate, scale.folder)
    return at_rate(scale, kind, seen, "user", scale.own_rate, progress)


def at_rate(scale, kind, seen, target, rate, progress):
    lag = shortfall(scale, seen, target, rate)
    progress(f"{rate:,.4g} events/s{f', NOT KEPT UP: {lag}' if lag else ''}")
    return {
        "cpu": seen.get("server-cpu-per-delivery"),
        "p50": seen.get("p50"),
        "p99": seen.get("p99"),
        "deliveries": seen["delivery-rate"],
        "tool_cores": seen["tool-cores"],
        "tool_cpu": seen.get("tool-cpu-per-delivery"),
        "kept_up": lag is None,
    }


def most(scale, kind, server, target, first, factor, progress):
    """The greatest rate that the server keeps up with, found by steps of a factor and then by halving."""
    rate, good, bad, best = first, None, None, None
    for _ in range(scale.steps_max):
        seen = scale.load.run(kind, server, target, rate, scale.folder)
        lag = shortfall(scale, seen, target, rate)
        progress(f"{rate:,.4g} events/s {f'too much: {lag}' if lag else 'kept up'}")
        if lag:
            bad = rate
        else:
            good, best = rate, seen
        if good and bad and bad / good <= 1 + scale.precision:
            break
        rate = math.sqrt(good * bad) if good and bad else good * factor if good else bad / factor
    if best is None:
        return {"rate": None}
    return {
        "rate": good,
        "deliveries": best["delivery-rate"],
        "p99": best["p99"],
        "cpu": best["server-cpu-per-delivery"],
        "tool_cores": best["tool-cores"],
        "bounded": bad is not None,  # otherwise the steps ran out, and it may do more
    }


def shortfall(scale, seen, target, rate):
    """Why a run is not one that the server kept up with, or None if it is; docs/PERFORMANCE.md says the same."""
    for name in FAULTS:
        if seen[name] > 0:
            return f"{seen[name]:,.0f} {name}"
    if seen["unsent"] > (1 - KEPT_SHARE) * rate * scale.load.seconds:
        return f"{seen['unsent']:,.0f} unsent"
    if "p99" not in seen or seen["p99"] > scale.p99_millis_max:
        return f"p99 {seen['p99']:,.0f} ms" if "p99" in seen else "nothing arrived"
    offered = rate * (scale.load.streams if target == "broadcast" else 1)
    edge = EDGE_EVENTS / rate / scale.load.seconds
    if seen["delivery-rate"] < (KEPT_SHARE - edge) * offered:
        return f"{seen['delivery-rate']:,.0f} of {offered:,.0f} deliveries/s"
    return None


def require_all_open(kind, seen):
    if seen["unopened"] or seen["disconnects"]:
        raise Broken(f"{kind.name}: {seen['unopened']} streams were not opened, {seen['disconnects']} lost")
