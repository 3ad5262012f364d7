"""Makes environments with uv, in sandboxes.

1. `uv venv` and `uv pip install` put exactly the files of the lock into a new environment. Where all of them are wheels, no
   code of packages runs and uv's cache is shared; a build that has to run such code has a cache of its own, which is
   thrown away.
2. The modules are compiled without running any of them: nothing can be written beside them later.
3. The smoke test runs in the finished environment, which it sees read-only, without a network.
"""

import asyncio
import contextlib
import os
import re
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from modelyard.core.clock import Clock, SystemClock, to_milliseconds
from modelyard.images.adapters import sandbox
from modelyard.images.adapters.machine import base_interpreter
from modelyard.images.adapters.store import EnvironmentStore, size_of
from modelyard.images.errors import BuildCanceled, BuildProblem
from modelyard.images.ports import BuildOrder, Environment, Progress, Watcher
from modelyard.images.rules.sources import PackageSources, hidden
from modelyard.images.types import BuildStep

_LOG_BYTES = 2**20
_LINE_BYTES = 2**16
_LOCK_BYTES = 4 * 2**20
_LOOK_SECONDS = 1.0
_MEASURE_SECONDS = 10.0
_TAIL_LINES = 12
# Lines that uv writes about each package; the rest of what it says when asked for details is noise.
_NOISE = re.compile(r"^(DEBUG|TRACE|INFO) ")
_UNCACHED = re.compile(r"^DEBUG Identified uncached distribution: ")


@dataclass(frozen=True)
class Limits:
    """What a build may take."""

    seconds: float = 3600
    max_bytes: int = 35 * 2**30
    reserve_bytes: int = 2**30
    max_processes: int = 512


class UvBuilder:
    """Builds below one directory. See `ports.Builder`."""

    def __init__(self, root: Path, *, limits: Limits | None = None, isolated: bool = True, clock: Clock | None = None) -> None:
        self._store = EnvironmentStore(root)
        self._limits = limits or Limits()
        self._isolated = isolated
        self._clock = clock or SystemClock()

    async def build(self, order: BuildOrder, watcher: Watcher) -> Environment:
        """See `ports.Builder`."""
        await self._prepare()
        while (found := await asyncio.to_thread(self.find, order.digest)) is None:
            with self._store.turn(order.digest) as is_ours:
                # Who had the turn before may have finished it.
                if is_ours and self.find(order.digest) is None:
                    return await self._build(order, watcher)
            await asyncio.sleep(_LOOK_SECONDS)
            if not await watcher(Progress(BuildStep.WAITING, 0, "another build of the same is on its way")):
                raise BuildCanceled
        return found

    async def resolve(self, requirements: str, sources: PackageSources, *, digest: str, trusted: bool, watcher: Watcher) -> str:
        """See `ports.Builder`."""
        await self._prepare()
        with self._store.workplace(digest, trusted=trusted) as folder:
            place = _Workplace(self._store, folder, sources, watcher, self._limits, trusted=trusted, isolated=self._isolated)
            with contextlib.closing(place):
                try:
                    return await place.resolve(requirements)
                except BaseException:
                    self._store.keep_log(folder, digest)
                    raise

    def find(self, digest: str) -> Environment | None:
        """See `ports.Builder`."""
        return self._store.find(digest)

    def environments(self) -> list[Environment]:
        """See `ports.Builder`."""
        return self._store.environments()

    def read_log(self, digest: str) -> str:
        """See `ports.Builder`."""
        return self._store.read_log(digest)

    def put_away(self, digest: str) -> None:
        """See `ports.Builder`."""
        self._store.put_away(digest)

    def sweep(self) -> None:
        """See `ports.Builder`."""
        self._store.sweep()

    async def _prepare(self) -> None:
        if self._isolated:
            await asyncio.to_thread(sandbox.check_sandbox)

    async def _build(self, order: BuildOrder, watcher: Watcher) -> Environment:
        with self._store.workplace(order.digest, trusted=order.trusted) as folder:
            place = _Workplace(
                self._store, folder, order.sources, watcher, self._limits, trusted=order.trusted, isolated=self._isolated
            )
            with contextlib.closing(place):
                try:
                    packages = await place.build(order)
                except BaseException:
                    self._store.keep_log(folder, order.digest)
                    raise
            facts = Environment(
                digest=order.digest,
                name=order.name,
                directory="",
                size_bytes=await asyncio.to_thread(size_of, place.env),
                packages=packages,
                built_at_ms=to_milliseconds(self._clock.now()),
            )
            return await asyncio.to_thread(self._store.finish, folder, facts)


class _Workplace:
    """Where one build is done: the commands of uv, in sandboxes, watched."""

    def __init__(
        self,
        store: EnvironmentStore,
        folder: Path,
        sources: PackageSources,
        watcher: Watcher,
        limits: Limits,
        *,
        trusted: bool,
        isolated: bool,
    ) -> None:
        self.env = folder / "box/env"
        self._folder = folder
        self._sources = sources
        self._watcher = watcher
        self._limits = limits
        self._trusted = trusted
        self._isolated = isolated
        self._deadline = time.monotonic() + limits.seconds
        # A hard link needs cache and environment below one mount: the sandbox sees the directory that holds both. Code of
        # packages only ever sees its own box: what it wrote elsewhere, the platform would read.
        self._cache = store.cache if trusted else folder / "box/cache"
        self._writable = folder.parent if trusted else folder / "box"
        self._log = (folder / "build.log").open("wb")
        self._logged = 0
        self._tail: list[str] = []
        self._missing = 0

    def close(self) -> None:
        """Close the log."""
        self._log.close()

    async def resolve(self, requirements: str) -> str:
        """Return the lock that requirements come to."""
        asked, answer = self._folder / "requirements.in", self._folder / "box/lock.txt"
        asked.write_text(requirements, encoding="utf-8")
        argv = [sandbox.uv(), "pip", "compile", "--quiet", "--generate-hashes", "--no-header", "--no-annotate"]
        argv += ["--no-emit-index-url", "--no-emit-find-links", "--python", str(base_interpreter())]
        argv += [*self._only_wheels, str(asked), "-o", str(answer)]

        def progress() -> Progress:
            return Progress(BuildStep.RESOLVE, 1, "choosing versions")

        await self._uv(argv, "choosing versions", sees=[asked], progress=progress)
        return _read_small(answer)

    async def build(self, order: BuildOrder) -> dict[str, str]:
        """Make the environment; returns its packages."""
        await self._install(order)
        await self._compile()
        packages = _installed(self.env)
        await self._try_out(order)
        return packages

    @property
    def _only_wheels(self) -> tuple[str, ...]:
        return ("--only-binary", ":all:") if self._trusted else ()

    async def _install(self, order: BuildOrder) -> None:
        lock = self._folder / "lock.txt"
        lock.write_text(order.lock, encoding="utf-8")
        python = str(base_interpreter())
        await self._uv([sandbox.uv(), "venv", "--quiet", "--relocatable", "--python", python, str(self.env)], "uv venv")
        argv = [sandbox.uv(), "-v", "pip", "install", "--python", str(self.env / "bin/python"), "--no-deps"]
        argv += ["--require-hashes", *self._only_wheels, "-r", str(lock)]
        archives = self._cache / "archive-v0"
        before = _count(archives)
        total = max(1, order.lock.count("=="))

        def progress() -> Progress:
            there = len(_dist_infos(self.env))
            if there:
                return Progress(BuildStep.INSTALL, min(90, 70 + 20 * there // total), f"{there}/{total}")
            ready = max(0, min(total, total - self._missing + _count(archives) - before)) if self._missing else 0
            return Progress(BuildStep.DOWNLOAD, min(70, 1 + 69 * ready // total), f"{ready}/{total}")

        await self._uv(argv, "the installation", sees=[lock], progress=progress)

    async def _compile(self) -> None:
        """Compile all modules, without the site module, which would run code of packages."""
        places = [str(place) for place in (self.env / "lib").glob("python*/site-packages")]
        argv = [str(base_interpreter()), "-I", "-S", "-m", "compileall", "-q", "-j", "2", *places]

        def progress() -> Progress:
            return Progress(BuildStep.INSTALL, 92, "compiling")

        # Some packages carry files for other Pythons that do not compile; that is no fault.
        await self._run(argv, {}, "compiling", writable=[self.env], progress=progress, may_fail=True)

    async def _try_out(self, order: BuildOrder) -> None:
        argv = [str(self.env / "bin/python"), "-B", "-X", "faulthandler", "-c", order.smoke_test]
        variables = {**order.env, "OMP_NUM_THREADS": "2", "MPLCONFIGDIR": sandbox.HOME}

        def progress() -> Progress:
            return Progress(BuildStep.SMOKE_TEST, 96, "trying it out")

        await self._run(argv, variables, "the smoke test", readable=[self.env], progress=progress)

    async def _uv(
        self,
        argv: list[str],
        what: str,
        *,
        sees: Iterable[Path] = (),
        progress: Callable[[], Progress] | None = None,
    ) -> None:
        self._cache.mkdir(parents=True, exist_ok=True, mode=0o700)
        variables = {
            **self._sources.uv_env(),
            "UV_CACHE_DIR": str(self._cache),
            "UV_LINK_MODE": "hardlink",
            "UV_PYTHON_DOWNLOADS": "never",
            "UV_NO_PROGRESS": "1",
        }
        readable: list[str | Path] = [sandbox.uv(), *self._sources.directories, *sees]
        await self._run(
            argv, variables, what, readable=readable, writable=[self._writable], network=True, progress=progress, installs=True
        )

    async def _run(
        self,
        argv: list[str],
        variables: Mapping[str, str],
        what: str,
        *,
        readable: Iterable[str | Path] = (),
        writable: Iterable[str | Path] = (),
        network: bool = False,
        progress: Callable[[], Progress] | None = None,
        may_fail: bool = False,
        installs: bool = False,
    ) -> None:
        """Run a command to its end, keeping what it writes, telling the progress, and holding it to the limits."""
        command = argv
        if self._isolated:
            command = sandbox.command(argv, readable=readable, writable=writable, network=network)
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=sandbox.environment(variables),
            start_new_session=True,
            limit=_LINE_BYTES,
            cwd="/",
        )
        assert process.stdout is not None
        self._tail = []
        reading = asyncio.create_task(self._read(process.stdout))
        try:
            await self._watch(process, progress)
            await reading
        finally:
            _kill(process)
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
            await process.wait()
        if process.returncode != 0 and not may_fail:
            self._check_space()
            problem = f"{what} ended with code {process.returncode}: {self._last_words()}"
            raise BuildProblem(problem=problem, from_source_may_help=installs and self._trusted)

    async def _watch(self, process: asyncio.subprocess.Process, progress: Callable[[], Progress] | None) -> None:
        ended = asyncio.create_task(process.wait())
        next_measure = time.monotonic() + _MEASURE_SECONDS
        try:
            while not (await asyncio.wait([ended], timeout=_LOOK_SECONDS))[0]:
                if time.monotonic() > self._deadline:
                    raise BuildProblem(problem=f"it took longer than {self._limits.seconds:.0f} s (images.build_seconds)")
                self._check_space()
                if not self._trusted:
                    self._check_processes(process.pid)
                if time.monotonic() > next_measure:
                    await self._check_size()
                    next_measure = time.monotonic() + _MEASURE_SECONDS
                if progress is not None and not await self._watcher(progress()):
                    raise BuildCanceled
        finally:
            ended.cancel()

    def _check_space(self) -> None:
        facts = os.statvfs(self._folder)
        if facts.f_bavail * facts.f_frsize < self._limits.reserve_bytes:
            raise BuildProblem(problem="the data disk is full (images.reserve_bytes are left free)")

    def _check_processes(self, pid: int) -> None:
        with contextlib.suppress(psutil.NoSuchProcess):
            if len(psutil.Process(pid).children(recursive=True)) > self._limits.max_processes:
                raise BuildProblem(problem=f"it started more than {self._limits.max_processes} processes")

    async def _check_size(self) -> None:
        if await asyncio.to_thread(size_of, self._folder) > self._limits.max_bytes:
            raise BuildProblem(problem=f"it is larger than {self._limits.max_bytes} bytes (images.max_image_bytes)")

    async def _read(self, stream: asyncio.StreamReader) -> None:
        async for line in _lines(stream):
            text = hidden(line.decode("utf-8", "replace").rstrip(), self._sources.secrets)
            if _NOISE.match(text):
                self._missing += bool(_UNCACHED.match(text))
                continue
            self._tail = [*self._tail[-_TAIL_LINES:], text]
            if self._logged < _LOG_BYTES:
                self._log.write(f"{text}\n".encode())
                self._log.flush()
                self._logged += len(text) + 1

    def _last_words(self) -> str:
        return " / ".join(line.strip() for line in self._tail if line.strip())[-1500:]


async def _lines(stream: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """Yield the lines of a stream; one that never ends comes in pieces."""
    while True:
        try:
            line = await stream.readuntil(b"\n")
        except asyncio.IncompleteReadError as error:
            if error.partial:
                yield error.partial
            return
        except asyncio.LimitOverrunError:
            line = await stream.read(_LINE_BYTES)
        yield line


def _kill(process: asyncio.subprocess.Process) -> None:
    """Kill a command with all that it started: the sandbox is a PID namespace, which ends with its first process."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _count(folder: Path) -> int:
    try:
        return len(os.listdir(folder))  # noqa: PTH208 - only how many
    except FileNotFoundError:
        return 0


def _dist_infos(env: Path) -> list[str]:
    places = env.glob("lib/python*/site-packages")
    return [entry.name for place in places for entry in place.iterdir() if entry.name.endswith(".dist-info")]


def _installed(env: Path) -> dict[str, str]:
    pairs = (name.removesuffix(".dist-info").rsplit("-", maxsplit=1) for name in _dist_infos(env))
    return {pair[0].lower().replace("_", "-"): pair[1] for pair in pairs if len(pair) == 2}


def _read_small(file: Path) -> str:
    """Read what a sandbox wrote: a plain file, and no more of it than a lock can have."""
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as stream:
        return stream.read(_LOCK_BYTES).decode("utf-8", "replace")
