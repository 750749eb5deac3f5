"""The servers that are compared: how each is started, and how the load tool has to speak to it."""

import copy
import os
import re
import secrets
import shlex
import shutil
import socket
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from processes import (
    Broken, child_of, cpu_seconds, end, live_heap_bytes, pinned, resident_bytes, spawn, wait_until)

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
NCHAN_MODULE = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
START_SECONDS_MAX = 60

# Every server but Herald takes the payload as it is, and names users in the path.
PLAIN = ["--content-type", "text/plain", "--body", "{payload}", "--subscribe-path", "/stream/{user}"]

NGINX_CONF = """
daemon off;
user {user};
worker_processes 1;
worker_rlimit_nofile {files};
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
load_module {module};
events {{ worker_connections {connections}; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  keepalive_timeout 1h;
  keepalive_requests 1000000000;
  nchan_shared_memory_size 2G;
  nchan_message_buffer_length 1000;
  nchan_message_timeout 1m;
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    # A stream is its user's own channel and the one that all have. No eventsource_ping_interval: it leaks.
    location ~ "^/stream/(.+)$" {{
      nchan_subscriber eventsource;
      nchan_subscriber_first_message newest;
      nchan_channel_id "$1" "all";
    }}
    location ~ "^/publish/(.+)$" {{
      nchan_publisher http;
      nchan_channel_id "$1";
    }}
  }}
}}
"""


@dataclass
class Settings:
    """How servers are started."""

    folder: Path  # for what they write
    descriptors: int
    heap: str
    java_options: str
    environment: dict = field(default_factory=dict)  # of the JVM servers, beside our own
    core: int | None = None  # they are pinned to it


@dataclass
class Server:
    """A running server."""

    process: subprocess.Popen
    pid: int  # the process that does the work
    url: str
    jcmd: str | None = None  # of a JVM
    tool_options: list = field(default_factory=list)  # for every run of the load tool

    def cpu_seconds(self):
        return cpu_seconds(self.pid)

    def memory(self):
        """Resident bytes, and bytes of live objects (0 if this is no JVM)."""
        live = live_heap_bytes(self.jcmd, self.pid) if self.jcmd else 0
        return resident_bytes(self.pid), live

    def close(self):
        end(self.process)


class Kind:
    """A server that can be started, again and again."""

    needs_warming = False  # by its compiler
    addresses_users = True
    pipelines = True  # takes a publish before the one before it is answered

    def __init__(self, name, title):
        self.name = name
        self.title = title

    def lacks(self):
        """What is missing on this machine, or None."""
        return None

    def version(self):
        return None

    def build(self):
        """Makes what ./herald does not make."""

    def publish_path(self, target):
        return "/publish/all" if target == "broadcast" else "/publish/{user}"

    def target_options(self, target):
        return [*PLAIN, "--publish-path", self.publish_path(target)]

    def start(self, settings):
        raise NotImplementedError

    def spawn(self, settings, command, **options):
        log = open(settings.folder / f"{self.name}.log", "ab")
        with log:
            return spawn(pinned(settings.core, command), stdout=log, stderr=log, **options)

    def serving(self, process, port, settings, pid=lambda process: process.pid, **more):
        """The server, once it listens; whatever comes between, its process is not left running."""
        def is_open():
            if process.poll() is not None:
                raise Broken(f"{self.name} ended while starting; see {settings.folder}/{self.name}.log")
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", port)) == 0

        try:
            wait_until(is_open, START_SECONDS_MAX, f"{self.name} listens")
            return Server(process, pid(process), f"http://127.0.0.1:{port}", **more)
        except BaseException:
            end(process)
            raise


class Jvm(Kind):
    needs_warming = True
    variant = None  # what was asked for, as it was written
    variant_options = ()
    variant_environment = {}

    def version(self):
        return self.variant

    def options(self, settings):
        # A heap that is resident from the start: what grows beside it is native memory, and the two can be added.
        return [f"-Xms{settings.heap}", f"-Xmx{settings.heap}", "-XX:+AlwaysPreTouch",
                *settings.java_options.split(), *self.variant_options]

    def environment(self, settings):
        return {**os.environ, **settings.environment, **self.variant_environment}


class Herald(Jvm):
    def __init__(self, name, title, log_kind):
        super().__init__(name, title)
        self.log_kind = log_kind

    def target_options(self, target):
        return []

    def start(self, settings):
        port = free_port()
        secret = secrets.token_urlsafe(32)
        data = settings.folder / f"{self.name}-data"
        environment = self.environment(settings)
        shutil.rmtree(data, ignore_errors=True)
        process = self.spawn(
            settings,
            [str(ROOT / "herald"), "serve", "--host", "127.0.0.1", "--port", str(port), "--data", str(data),
             "--set", f"log.kind={self.log_kind}"],
            env={**environment, "HERALD_AUTH_TOKEN_SECRET": secret,
                 "HERALD_JAVA_OPTS": " ".join(self.options(settings))})
        return self.serving(process, port, settings,
                            jcmd=java_tool("jcmd", environment), tool_options=["--secret", secret])


class Nchan(Kind):
    def lacks(self):
        if not shutil.which("nginx"):
            return "nginx"
        return None if NCHAN_MODULE.exists() else "libnginx-mod-nchan"

    def version(self):
        return subprocess.run(["nginx", "-v"], capture_output=True, text=True).stderr.strip()

    def start(self, settings):
        port = free_port()
        folder = settings.folder / self.name
        folder.mkdir(exist_ok=True)
        conf = folder / "nginx.conf"
        conf.write_text(NGINX_CONF.format(
            user="root" if os.getuid() == 0 else "nobody", files=settings.descriptors,
            connections=settings.descriptors - 100, folder=folder, module=NCHAN_MODULE, port=port))
        process = self.spawn(settings, ["nginx", "-e", str(folder / "error.log"), "-c", str(conf)])
        return self.serving(process, port, settings, pid=lambda master: child_of(master.pid))


class Floor(Kind):
    addresses_users = False
    pipelines = False

    def lacks(self):
        return None if shutil.which("cc") else "gcc"

    def start(self, settings):
        port = free_port()
        binary = settings.folder / "floor"
        if not binary.exists():
            subprocess.run(["cc", "-O2", "-o", str(binary), str(HERE / "floor.c")], check=True)
        return self.serving(self.spawn(settings, [str(binary), str(port)]), port, settings)


class Naive(Jvm):
    SOURCES = ROOT / "server" / "src" / "test" / "java" / "dev" / "herald" / "server" / "naive"
    CLASSES = ROOT / "server" / "target" / "test-classes" / "dev" / "herald" / "server" / "naive"

    def build(self):
        built = [file.stat().st_mtime for file in self.CLASSES.glob("*.class")]
        if not built or min(built) < max(file.stat().st_mtime for file in self.SOURCES.glob("*.java")):
            subprocess.run(["mvn", "-q", "-B", "-Dstyle.color=never", "-Dspotless.check.skip=true",
                            "-pl", "server", "-am", "test-compile"], cwd=ROOT, check=True)

    def start(self, settings):
        port = free_port()
        target = ROOT / "server" / "target"
        environment = self.environment(settings)
        process = self.spawn(
            settings,
            [java_tool("java", environment), *self.options(settings), "-cp", f"{target}/test-classes:{target}/lib/*",
             "dev.herald.server.naive.NaiveServer", str(port)],
            env=environment)
        return self.serving(process, port, settings, jcmd=java_tool("jcmd", environment))


KINDS = [
    Herald("herald-memory", "Herald, memory log", "memory"),
    Herald("herald-durable", "Herald, SQLite log", "database"),
    Nchan("nchan", "nginx with nchan"),
    Floor("floor", "the floor (C)"),
    Naive("naive", "naive Netty"),
]


def variant(text):
    """A server under a name of its own: 'NAME: SERVER WORD...', each word a JVM option or NAME=VALUE for its environment."""
    name, colon, rest = text.partition(":")
    name, words = name.strip(), shlex.split(rest)
    kind = next((kind for kind in KINDS if words and kind.name == words[0]), None)
    if not colon or not re.fullmatch(r"[A-Za-z0-9._-]+", name) or not isinstance(kind, Jvm):
        jvms = ", ".join(kind.name for kind in KINDS if isinstance(kind, Jvm))
        raise Broken(f"a variant is 'NAME: SERVER WORD...' with one of the servers {jvms}, not {text!r}")
    options = [word for word in words[1:] if word.startswith("-")]
    made = copy.copy(kind)
    made.name = made.title = name
    made.variant = text
    made.variant_options = options
    made.variant_environment = environment(word for word in words[1:] if word not in options)
    return made


def environment(settings):
    """Of NAME=VALUE, each a text of its own."""
    pairs = [setting.partition("=") for setting in settings]
    for name, equals, value in pairs:
        if not name or not equals:
            raise Broken(f"{name + value!r} is not like NAME=VALUE")
    return {name: value for name, _, value in pairs}


def java_tool(name, environment=os.environ):
    home = environment.get("JAVA_HOME")
    return f"{home}/bin/{name}" if home else name


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
