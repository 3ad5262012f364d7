"""The plan of a start: which processes, where their doors are, what is printed when all answer."""

import errno
import json
import os
import socket
import sys
import time
from pathlib import Path

import modelyard
from modelyard.core.parts import Part, Probe
from modelyard.server import gateway, storage
from modelyard.server.build import build_name
from modelyard.server.errors import PortInUse
from modelyard.server.home import Home, write_atomically
from modelyard.server.settings import TLS, PlatformSettings, endpoints


def write_plan(home: Home, settings: PlatformSettings, *, lock: int, detached: bool) -> Path:
    """Write the gateway's configuration and the plan for the overseer; returns the file of the plan."""
    gateway.write(home, settings, storage.contribution(home, settings))
    addresses = endpoints(settings)
    plan = {
        "begun_at": _process_started_at(),
        "version": modelyard.__version__,
        "build": build_name(),
        "endpoints": addresses,
        "ready_line": f"ready {addresses['api']}",
        "detached": detached,
        "lock_descriptor": lock,
        "logs": str(home.logs),
        "status_file": str(home.status_file),
        "empty_at_the_end": [str(folder) for folder in home.outside],
        "max_log_bytes": settings.log.max_file_bytes,
        "kept_log_files": settings.log.kept_files,
        "doors": [door.__dict__ for door in _doors(settings)],
        "parts": [
            part.as_json()
            for part in (
                *storage.parts(home, settings),
                _tasks_part(home, settings),
                _api_part(home, settings),
                gateway.part(home, settings),
            )
        ],
    }
    write_atomically(home.plan_file, json.dumps(plan))
    return home.plan_file


def check_ports(settings: PlatformSettings) -> None:
    """Refuse to start on ports that somebody listens on. Raises PortInUse."""
    host = settings.gateway.host
    for port, option in ((settings.gateway.port, "--port"), (settings.gateway.storage_port, "--storage-port")):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
                probe.listen(1)
            except OSError as error:
                remedy = "--host" if error.errno == errno.EADDRNOTAVAIL else option
                raise PortInUse(address=f"{host}:{port}", problem=os.strerror(error.errno or 0), option=remedy) from error
    if settings.gateway.port == settings.gateway.storage_port:
        raise PortInUse(address=f"{host}:{settings.gateway.port}", problem="both doors have it", option="--storage-port")


def _doors(settings: PlatformSettings) -> list[Probe]:
    own = settings.gateway
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(own.host, own.host)
    kind = "tcp" if own.tls is TLS.OFF else "tls"
    return [Probe(f"{kind}:{host}:{own.port}", "/healthz"), Probe(f"{kind}:{host}:{own.storage_port}", "/")]


def _api_part(home: Home, settings: PlatformSettings) -> Part:
    return Part(
        name="api",
        argv=(sys.executable, "-m", "modelyard.server.main", str(home.path)),
        # glibc otherwise keeps an arena per thread, most of it empty.
        env={"MALLOC_ARENA_MAX": "2", "PYTHONUNBUFFERED": "1"},
        ready=Probe(f"unix:{home.api_socket}", "/healthz"),
        version=modelyard.__version__,
        start_seconds=settings.up.start_seconds,
        stop_seconds=settings.up.stop_seconds,
        stop_order=10,
    )


def _tasks_part(home: Home, settings: PlatformSettings) -> Part:
    """Describe the process that stops running tasks, after the API, which would start them anew, and before storage."""
    seconds = settings.compute.engine.stop_seconds
    code = "import sys; sys.path.insert(0, sys.argv.pop(1)); from modelyard.compute.supervisor.keeper import main; "
    code += "main(sys.argv[1], sys.argv[2], float(sys.argv[3]))"
    source = str(Path(modelyard.__file__).parent.parent)
    home.keep_tasks_file.unlink(missing_ok=True)
    return Part(
        name="tasks",
        argv=(sys.executable, "-I", "-S", "-c", code, source, str(home.tasks), str(home.keep_tasks_file), str(seconds * 2 / 3)),
        inherits_env=False,
        version=modelyard.__version__,
        stop_seconds=seconds,
        stop_order=15,
    )


def _process_started_at() -> float:
    """Return when this process was started, so that the time until ready counts everything."""
    try:
        ticks = int(Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
        uptime = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
        return time.time() - uptime + ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return time.time()
