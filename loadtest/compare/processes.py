"""What a process uses, as Linux tells it, and how processes are started and ended."""

import ctypes
import os
import re
import resource
import signal
import subprocess
import time
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
END_SECONDS_MAX = 15
LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1


class Broken(Exception):
    """The comparison cannot go on; the text says why."""


def raise_descriptor_limit():
    """Open files that a process may have: the soft limit is raised to the hard one, which is returned."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def pinned(core, command):
    """The command, on that core only; on any core if that is None."""
    return command if core is None else ["taskset", "-c", str(core), *command]


def spawn(command, **options):
    """Starts a process that the kernel ends with ours, at whatever moment and by whatever signal ours ends."""
    us = os.getpid()

    def end_with_us():
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != us:  # gone before the kernel knew
            os._exit(1)

    return subprocess.Popen(command, preexec_fn=end_with_us, **options)


def end(process):
    """Ends a process of ours, and waits for it."""
    process.terminate()
    try:
        process.wait(END_SECONDS_MAX)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def cpu_seconds(pid):
    # The command's name may hold spaces and parentheses, so count from behind its last parenthesis.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND


def resident_bytes(pid):
    status = Path(f"/proc/{pid}/status").read_text()
    return 1024 * int(re.search(r"VmRSS:\s+(\d+)", status).group(1))


def child_of(pid):
    """The only child of a process."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    if len(children) != 1:
        raise Broken(f"process {pid} has {len(children)} children, not one")
    return int(children[0])


def live_heap_bytes(jcmd, pid):
    """Bytes of the objects that a JVM's full collection leaves."""
    histogram = subprocess.run(
        [jcmd, str(pid), "GC.class_histogram"], check=True, capture_output=True, text=True).stdout
    return int(re.search(r"^Total\s+\d+\s+(\d+)", histogram, re.MULTILINE).group(1))


def wait_until(condition, seconds, what):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise Broken(f"{what}: not within {seconds} s")
        time.sleep(0.05)
