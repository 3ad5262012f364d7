"""An engine with a home of its own, and what tests do with it."""

import asyncio
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from modelyard.compute.adapters.local import EnginePlaces, LocalEngine, PackageAccess, StorageAccess
from modelyard.compute.adapters.slots import Slots
from modelyard.compute.ports import Credentials, Launch, Observation
from modelyard.compute.settings import EngineSettings
from modelyard.compute.supervisor import processes, records
from modelyard.compute.types import Resources, TaskEnd, TaskRef, TaskSpec, TaskState, WorkloadId
from modelyard.images.types import ImageKind, RuntimeImage

GIB = 2**30


class EngineHouse:
    """Launches tasks and waits for them."""

    def __init__(self, folder: Path, image: Path, **settings: Any) -> None:
        self.folder, self.tasks = folder, folder / "tasks"
        self.tasks.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        self.sockets = Path(tempfile.mkdtemp(prefix="modelyard-test-"))
        self.image = RuntimeImage("test", ImageKind.ENVIRONMENT, str(image), "sha256:test")
        self.settings = EngineSettings(**settings)
        self.storage = StorageAccess("http://127.0.0.1:9")
        self.packages = PackageAccess()
        self.inputs, self.inputs_bytes, self.inputs_unused_seconds = folder / "inputs", GIB, 86_400.0
        self.engine = self.another_engine()
        self._count = 0

    def close(self) -> None:
        """Stop listening, and end what a test that failed has left running."""
        self.engine.close()
        for known in self.tasks.glob(f"*/*/*/{records.PROCESSES}"):
            if not (known.parent / records.END).exists():
                processes.end_all(str(known.parent))
        shutil.rmtree(self.sockets, ignore_errors=True)

    def another_engine(self) -> LocalEngine:
        """Return an engine of another process of the platform, or of the same after a restart."""
        return LocalEngine(self.places(), self.settings, Slots(self.tasks))

    def places(self) -> EnginePlaces:
        """Return where everything of it is."""
        return EnginePlaces(
            self.tasks,
            self.folder / "hints.sock",
            self.sockets,
            self.storage,
            self.packages,
            inputs=self.inputs,
            inputs_bytes=self.inputs_bytes,
            inputs_unused_seconds=self.inputs_unused_seconds,
        )

    def use_storage(self, storage: StorageAccess) -> None:
        """Let tasks that are launched from now on use this store."""
        self.storage = storage
        self.engine = self.another_engine()

    def use_packages(self, packages: PackageAccess) -> None:
        """Let `pip` in tasks that are launched from now on use these."""
        self.packages = packages
        self.engine = self.another_engine()

    async def until(self, is_so: Callable[[], bool], seconds: float = 120) -> None:
        """Wait until something is so."""
        late = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < late
            await asyncio.sleep(0.05)

    def launch_of(
        self,
        *argv: str,
        resources: Resources | None = None,
        credentials: Credentials | None = None,
        peers: dict[str, str] | None = None,
        **spec: Any,
    ) -> Launch:
        """Return the launch of a new task; a single argument is a Python program."""
        self._count += 1
        words = ("python", "-c", argv[0]) if len(argv) == 1 else argv
        ref = TaskRef(WorkloadId(f"w{self._count}"), 1, "worker-0")
        what = resources or Resources(cpu_milli=1000, memory_bytes=GIB, disk_bytes=GIB)
        return Launch(ref, "local", TaskSpec("worker", 0, words, **spec), what, self.image, credentials, peers or {})

    async def start(self, *argv: str, **options: Any) -> TaskRef:
        """Launch a task and return its reference."""
        launch = self.launch_of(*argv, **options)
        await self.engine.launch(launch)
        return launch.ref

    async def run(self, *argv: str, **options: Any) -> tuple[TaskEnd, str]:
        """Run a task to its end; returns that and what is in its log."""
        ref = await self.start(*argv, **options)
        return await self.end_of(ref), await self.log_of(ref)

    async def wait(self, ref: TaskRef, until: Callable[[Observation], bool], seconds: float = 120) -> Observation:
        """Wait until a task is as it should be."""
        late = time.monotonic() + seconds
        while True:
            seen = await self.engine.observe(ref)
            if until(seen):
                return seen
            assert time.monotonic() < late, (seen, await self.log_of(ref))
            await asyncio.sleep(0.02)

    async def end_of(self, ref: TaskRef, seconds: float = 120) -> TaskEnd:
        """Wait until a task has ended."""
        seen = await self.wait(ref, lambda seen: seen.state is TaskState.ENDED, seconds)
        assert seen.end is not None
        return seen.end

    async def until_log(self, ref: TaskRef, text: str, seconds: float = 120) -> None:
        """Wait until a text is in the log of a task."""
        late = time.monotonic() + seconds
        while text not in await self.log_of(ref):
            assert time.monotonic() < late, await self.log_of(ref)
            await asyncio.sleep(0.02)

    async def log_of(self, ref: TaskRef) -> str:
        """Return the whole log of a task, without what was left out."""
        content, offset = b"", 0
        while True:
            part = await self.engine.read_log(ref, offset=offset, limit=2**20)
            if not part.content:
                return content.decode("utf-8", "replace")
            content += part.content
            offset = part.offset + len(part.content)

    def directory(self, ref: TaskRef) -> Path:
        return self.tasks / str(ref)


def make_image(folder: Path) -> Path:
    """Return an environment of this interpreter with nothing in it but pip."""
    import venv  # noqa: PLC0415 - slow

    venv.EnvBuilder(symlinks=True, with_pip=False).create(folder)
    assert Path(sys.executable).exists()
    return folder
