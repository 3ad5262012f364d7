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
_LOOK_SECONDS = 1.0
_MEASURE_SECONDS = 10.0
_TAIL_LINES = 12
_TRUSTED_UV = ("--only-binary", ":all:")
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
        if (found := self.find(order.digest)) is not None:
            return found
        if self._isolated:
            await asyncio.to_thread(sandbox.check_sandbox)
        with self._store.workplace(order.digest, trusted=order.trusted) as folder:
            build = _Build(self._store, folder, order, watcher, self._limits, isolated=self._isolated)
            try:
                await build.run()
            except BaseException:
                self._store.keep_log(folder, order.digest)
                raise
            facts = Environment(
                digest=order.digest,
                name=order.name,
                directory="",
                size_bytes=await asyncio.to_thread(size_of, folder / "env"),
                packages=build.packages,
                built_at_ms=to_milliseconds(self._clock.now()),
            )
            return await asyncio.to_thread(self._store.finish, folder, facts)

    async def resolve(self, requirements: str, sources: PackageSources, *, trusted: bool, watcher: Watcher) -> str:
        """See `ports.Builder`."""
        raise NotImplementedError

    def find(self, digest: str) -> Environment | None:
        """See `ports.Builder`."""
        return self._store.find(digest)

    def environments(self) -> list[Environment]:
        """See `ports.Builder`."""
        return self._store.environments()

    def read_log(self, digest: str) -> str:
        """See `ports.Builder`."""
        return self._store.read_log(digest)

    def remove(self, digest: str) -> None:
        """See `ports.Builder`."""
        self._store.remove(digest)

    def sweep(self) -> None:
        """See `ports.Builder`."""
        self._store.sweep()


class _Build:
    """One build in its directory."""

    def __init__(
        self,
        store: EnvironmentStore,
        folder: Path,
        order: BuildOrder,
        watcher: Watcher,
        limits: Limits,
        *,
        isolated: bool,
    ) -> None:
        self._folder = folder
        self._order = order
        self._watcher = watcher
        self._limits = limits
        self._isolated = isolated
        self._deadline = time.monotonic() + limits.seconds
        self._cache = store.cache if order.trusted else folder / "cache"
        # A hard link needs cache and environment below one mount: the sandbox sees the directory that holds both.
        self._writable = folder.parent if order.trusted else folder
        self._log = (folder / "build.log").open("wb")
        self._logged = 0
        self._tail: list[str] = []
        self._total = max(1, order.lock.count("=="))
        self._missing = 0
        self.packages: dict[str, str] = {}

    async def run(self) -> None:
        with contextlib.closing(self._log):
            self._cache.mkdir(parents=True, exist_ok=True, mode=0o700)
            (self._folder / "lock.txt").write_text(self._order.lock, encoding="utf-8")
            await self._install()
            await self._compile()
            self.packages = _installed(self._folder / "env")
            await self._try_out()

    async def _install(self) -> None:
        env = self._folder / "env"
        sources = self._order.sources
        sees = [sandbox.uv(), *sources.directories]
        variables = {**sources.uv_env(), "UV_CACHE_DIR": str(self._cache), "UV_LINK_MODE": "hardlink"}
        variables |= {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1", "UV_CONCURRENT_INSTALLS": "4"}
        venv = [sandbox.uv(), "venv", "--quiet", "--relocatable", "--python", str(base_interpreter()), str(env)]
        await self._run(venv, variables, "uv venv", readable=sees, writable=[self._writable])
        install = [sandbox.uv(), "-v", "pip", "install", "--python", str(env / "bin/python"), "--no-deps", "--require-hashes"]
        install += [*(_TRUSTED_UV if self._order.trusted else ()), "-r", str(self._folder / "lock.txt")]
        archives = self._cache / "archive-v0"
        before = _count(archives)

        def progress() -> Progress:
            there = len(_dist_infos(env))
            if there:
                return Progress(BuildStep.INSTALL, min(90, 70 + 20 * there // self._total), f"{there}/{self._total} packages")
            ready = self._total - self._missing + max(0, _count(archives) - before) if self._missing else 0
            ready = min(ready, self._total)
            return Progress(BuildStep.DOWNLOAD, min(70, 1 + 69 * ready // self._total), f"{ready}/{self._total} packages")

        await self._run(
            install, variables, "the installation", readable=sees, writable=[self._writable], network=True, progress=progress
        )

    async def _compile(self) -> None:
        """Compile all modules, without the site module, which would run code of packages."""
        places = [str(place) for place in (self._folder / "env/lib").glob("python*/site-packages")]
        argv = [str(base_interpreter()), "-I", "-S", "-m", "compileall", "-q", "-j", "2", *places]

        def progress() -> Progress:
            return Progress(BuildStep.INSTALL, 92, "compiling")

        # Some packages carry files for other Pythons that do not compile; that is no fault.
        await self._run(argv, {}, "compiling", writable=[self._folder / "env"], progress=progress, may_fail=True)

    async def _try_out(self) -> None:
        python = self._folder / "env/bin/python"
        argv = [str(python), "-B", "-X", "faulthandler", "-c", self._order.smoke_test]
        variables = {**self._order.env, "OMP_NUM_THREADS": "2", "MPLCONFIGDIR": sandbox.HOME}

        def progress() -> Progress:
            return Progress(BuildStep.SMOKE_TEST, 96, "trying it out")

        await self._run(argv, variables, "the smoke test", readable=[self._folder / "env"], progress=progress)

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
            raise BuildProblem(problem=f"{what} ended with code {process.returncode}: {self._last_words()}")

    async def _watch(self, process: asyncio.subprocess.Process, progress: Callable[[], Progress] | None) -> None:
        ended = asyncio.create_task(process.wait())
        next_measure = time.monotonic() + _MEASURE_SECONDS
        try:
            while not (await asyncio.wait([ended], timeout=_LOOK_SECONDS))[0]:
                if time.monotonic() > self._deadline:
                    raise BuildProblem(problem=f"it took longer than {self._limits.seconds:.0f} s (images.build_seconds)")
                self._check_space()
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

    async def _check_size(self) -> None:
        if await asyncio.to_thread(size_of, self._folder) > self._limits.max_bytes:
            raise BuildProblem(problem=f"it is larger than {self._limits.max_bytes} bytes (images.max_image_bytes)")

    async def _read(self, stream: asyncio.StreamReader) -> None:
        async for line in _lines(stream):
            text = hidden(line.decode("utf-8", "replace").rstrip(), self._order.sources.secrets)
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
