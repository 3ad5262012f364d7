"""Container engines on this machine: which there is, and whether a container like that of a task runs in it."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import threading
import time
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from modelyard.compute.adapters.sandbox import interpreter
from modelyard.compute.settings import ContainerChoice, EngineSettings
from modelyard.compute.supervisor.limits import limits_of

LIBRARIES, PYTHON = "/opt/modelyard/lib", "/opt/modelyard/python"
# What the engines themselves are steered by. Nothing else of our environment reaches them.
_KEPT = ("HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "DBUS_SESSION_BUS_ADDRESS", "REGISTRY_AUTH_FILE")
_KEPT_PREFIXES = ("DOCKER_", "CONTAINER_", "CONTAINERS_", "STORAGE_")
_KEPT_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy")
_TRIAL = "localhost/modelyard-trial:1"
_SECONDS, _AGAIN_SECONDS = 120, 60
# What init and programs of the SDK import that is not of Python itself.
_MODULES = "ctypes, os, select, sys, socket, array, fcntl, termios, ssl, hashlib, zlib, csv, decimal, xml.parsers.expat"
_TRIAL_BYTES = 2**28
_RUNS, _HOLDS = "it runs", "it holds"
# What a container can see of its own limit of memory, in groups of version 2 and 1.
_PROGRAM = f"""\
import {_MODULES}
print({_RUNS!r})
for file in ("memory.max", "memory/memory.limit_in_bytes"):
    try:
        print(open("/sys/fs/cgroup/" + file).read())
    except OSError:
        pass
"""
_REFERENCE = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?",
    re.ASCII,
)


@dataclass(frozen=True)
class ContainerEngine:
    """An engine that has run a container here.

    command: how it is called. is_limited: whether it takes limits. holds_limits: whether they were seen to be in force; some
    engines take and ignore them.
    """

    name: str
    version: str
    command: tuple[str, ...]
    runtime: str
    is_limited: bool
    holds_limits: bool = False

    @property
    def options(self) -> list[str]:
        """What `create` is told besides, for this engine."""
        if self.name == "docker":
            return ["--log-driver", "json-file"]
        words = ["--uts", "private", "--no-hosts", "--image-volume", "ignore", "--log-driver", "k8s-file"]
        words += ["--passwd-entry", "ma-user:x:1000:1000:ma-user:/home/ma-user:/bin/sh"]
        # Without root, the user of a task is ours, under the number that images expect.
        return words if os.geteuid() == 0 else [*words, "--userns", "keep-id:uid=1000,gid=1000"]

    @property
    def user(self) -> str:
        """Who a task is in a container."""
        return f"{os.geteuid()}:{os.getegid()}" if self.name == "docker" and os.geteuid() != 0 else "1000:1000"


class Containers:
    """Finds the engine. It is tried out at the first question; what did not work is tried again after a while."""

    def __init__(self, settings: EngineSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._found: ContainerEngine | None = None
        self._problem: str | None = None
        self._tried_at = 0.0

    def look(self) -> ContainerEngine | None:
        """Return the engine, or None when there is none that works; `problem` says why. Takes a moment."""
        with self._lock:
            is_stale = self._problem is None or time.monotonic() - self._tried_at > _AGAIN_SECONDS
            if self._found is None and is_stale:
                self._found, self._problem = _find(self._settings)
                self._tried_at = time.monotonic()
            return self._found

    def look_aside(self) -> None:
        """Have it looked for while others go on, unless that is known or being done."""
        if self._found is None and not self._lock.locked():
            threading.Thread(target=self.look, name="containers", daemon=True).start()

    @property
    def problem(self) -> str:
        """Why no container can be run here, as far as that is known by now; empty when all is well. Takes no time."""
        return self._problem or ""


def is_reference(text: str) -> bool:
    """Return whether this is the whole name of an image in a registry, and nothing that an engine reads as something else."""
    return len(text) <= 2048 and _REFERENCE.fullmatch(text) is not None


def engine_environment() -> dict[str, str]:
    """Return the variables that a container engine is to find."""
    wanted = {*_KEPT, *_KEPT_PROXIES}
    kept = {name: value for name, value in os.environ.items() if name in wanted or name.startswith(_KEPT_PREFIXES)}
    return {"PATH": f"{os.environ.get('PATH', '')}:{os.defpath}:/usr/sbin:/sbin", "LANG": "C.UTF-8", **kept}


@lru_cache(maxsize=1)
def interpreter_places() -> tuple[tuple[str, str], ...]:
    """Return what of this machine must be seen in a container so that our interpreter runs there, whatever its image is.

    Pairs of a path here and one there. Libraries go with the loader that they were made for, so those of the image, which
    may be of another kind, play no part.
    """
    python = interpreter()
    code = f"import {_MODULES}; print(open('/proc/self/maps').read())"
    maps = _output([python, "-I", "-S", "-B", "-c", code], {})
    files = sorted({words[5] for line in maps.splitlines() if len(words := line.split(None, 5)) == 6 and words[5][0] == "/"})
    loader = next((file for file in files if re.match(r"ld[-.].*\.so", Path(file).name)), None)
    if loader is None:
        raise OSError("the loader of this machine's libraries was not found")
    places = {f"{LIBRARIES}/loader": loader}
    for file in files:
        if ".so" in file or file == python:
            for name, path in re.findall(r"^\s*([^\s/]+) => (/\S+)", _output([loader, "--list", file], {}), re.MULTILINE):
                places[f"{LIBRARIES}/{name}"] = path
    prefix = str(Path(python).parent.parent)
    places[f"{PYTHON}/bin/{Path(python).name}"] = python
    base = {"base": sys.base_prefix, "platbase": sys.base_exec_prefix, "installed_base": sys.base_prefix}
    for name in ("stdlib", "platstdlib"):
        folder = os.path.realpath(sysconfig.get_path(name, vars={**base, "installed_platbase": sys.base_exec_prefix}))
        if Path(folder).is_dir() and folder.startswith(f"{prefix}/"):
            places[f"{PYTHON}/{os.path.relpath(folder, prefix)}"] = folder
    return tuple((os.path.realpath(source), target) for target, source in places.items())


def interpreter_command() -> list[str]:
    """Return how our interpreter is started in a container."""
    return [f"{LIBRARIES}/loader", "--library-path", LIBRARIES, f"{PYTHON}/bin/{Path(interpreter()).name}"]


def _find(settings: EngineSettings) -> tuple[ContainerEngine | None, str]:
    if settings.containers is ContainerChoice.OFF:
        return None, "compute.engine.containers is off"
    names = ("podman", "docker") if settings.containers is ContainerChoice.AUTO else (str(settings.containers.value),)
    problems = []
    for name in names:
        program = shutil.which(name)
        if program is None:
            continue
        try:
            found, problem = _try(name, program, settings)
        except (OSError, subprocess.SubprocessError) as error:
            found, problem = None, str(error)
        if found is not None:
            return found, ""
        problems.append(f"{name}: {problem}")
    missing = "neither podman nor docker was found" if len(names) > 1 else f"{names[0]} was not found"
    return None, "; ".join(problems) or missing


def _try(name: str, program: str, settings: EngineSettings) -> tuple[ContainerEngine | None, str]:
    """Run containers in one engine, each with less than the last, until one runs."""
    version = "{{.Client.Version}}" if name == "podman" else "{{.Server.Version}}"
    done = _run([program, "version", "--format", version])
    if done.returncode != 0:
        return None, _last_line(done)
    runtimes = [settings.container_runtime] if settings.container_runtime else ["", "runc", "crun"]
    runtimes = [runtime for runtime in runtimes if not runtime or "/" in runtime or shutil.which(runtime)]
    problem = ""
    for is_limited in (True, False):
        for runtime in runtimes if name == "podman" else runtimes[:1]:
            command = (program, "--runtime", runtime) if runtime and name == "podman" else (program,)
            engine = ContainerEngine(name, done.stdout.strip(), command, runtime, is_limited)
            found = _trial(engine, runtime if name == "docker" else "")
            if found in {_RUNS, _HOLDS}:
                return replace(engine, holds_limits=found == _HOLDS), ""
            problem = problem or found
    return None, problem


def _trial(engine: ContainerEngine, docker_runtime: str) -> str:
    """Run a container in the way that tasks are run. Returns why it did not work, or how it did."""
    if _run([*engine.command, "image", "inspect", _TRIAL]).returncode != 0:
        with tempfile.TemporaryDirectory() as folder:
            archive = Path(folder) / "empty.tar"
            with tarfile.open(archive, "w") as tar:
                entry = tarfile.TarInfo("tmp")
                entry.type, entry.mode = tarfile.DIRTYPE, 0o1777
                tar.addfile(entry)
            done = _run([*engine.command, "import", str(archive), _TRIAL])
        if done.returncode != 0:
            return _last_line(done)
    words = ["run", "--rm", "--pull", "never", "--network", "host", *engine.options, "--user", engine.user]
    words += ["--runtime", docker_runtime] if docker_runtime else []
    words += ["--cap-drop", "all", "--security-opt", "no-new-privileges", "--security-opt", "label=disable"]
    if engine.is_limited:
        words += ["--memory", f"{_TRIAL_BYTES}b", "--memory-swap", f"{_TRIAL_BYTES}b", "--cpus", "1", "--pids-limit", "64"]
    task = {"max_processes": 64, "max_open_files": 256, "resources": {"disk_bytes": 2**30}}
    for name, most in limits_of(task, is_counted=False).items():
        words += ["--ulimit", f"{name}={most}:{most}"]
    for source, target in interpreter_places():
        words += ["--mount", f"type=bind,source={source},target={target},readonly"]
    first, *rest = interpreter_command()
    words += ["--entrypoint", first, _TRIAL, *rest, "-I", "-S", "-B", "-c", _PROGRAM]
    done = _run([*engine.command, *words])
    if _RUNS not in done.stdout:
        return _last_line(done)
    return _HOLDS if str(_TRIAL_BYTES) in done.stdout else _RUNS


def _run(command: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=_SECONDS,
        check=False,
        stdin=subprocess.DEVNULL,
        env=engine_environment(),
        cwd="/",
    )


def _output(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL, env=environment
    )
    return done.stdout


def _last_line(done: "subprocess.CompletedProcess[str]") -> str:
    lines = done.stderr.strip().splitlines() or done.stdout.strip().splitlines()
    return lines[-1][-300:] if lines else f"it ended with code {done.returncode}"
