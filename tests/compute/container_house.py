"""A tiny OCI image, made on this machine without a network, and the engine that it is in."""

import io
import shutil
import subprocess
import tarfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from compute.engine_house import EngineHouse
from modelyard.compute.adapters.containers import ContainerEngine, Containers, engine_environment
from modelyard.compute.adapters.local import LocalEngine
from modelyard.compute.adapters.slots import Slots
from modelyard.compute.ports import Launch
from modelyard.compute.settings import ContainerChoice, EngineSettings
from modelyard.images.types import ImageKind, RuntimeImage

_tried: dict[ContainerChoice, Containers] = {}
IMAGE = "localhost/modelyard-test/busybox:1"
_APPLETS: tuple[str, ...] = (
    "sh",
    "cat",
    "dd",
    "df",
    "echo",
    "env",
    "grep",
    "head",
    "hostname",
    "id",
    "kill",
    "ls",
    "mkdir",
    "mount",
    "nproc",
    "ps",
)
_APPLETS += (
    "seq",
    "sleep",
    "stty",
    "tail",
    "test",
    "touch",
    "tr",
    "trap",
    "true",
    "unshare",
    "wc",
    "yes",
    "su",
    "setsid",
    "rm",
    "ln",
)


def run_engine(engine: ContainerEngine, *words: str, content: bytes | None = None) -> str:
    """Run the engine as an operator would; returns what it says."""
    done = subprocess.run(
        [*engine.command, *words],
        input=content,
        capture_output=True,
        check=False,
        timeout=120,
        env=engine_environment(),
        cwd="/",
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def find_engine() -> ContainerEngine:
    """Return the engine of this machine, or skip the test and say why."""
    containers = Containers(EngineSettings())
    engine = containers.look()
    if engine is None:
        pytest.skip(f"no container can be run here: {containers.problem}")
    return engine


def make_oci_image(engine: ContainerEngine) -> None:
    """Make an image of one static program, with things in it that collide with ours."""
    busybox = shutil.which("busybox")
    if busybox is None:
        pytest.skip("there is no static busybox to make an image of")
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        for path, mode, user in (
            ("bin", 0o755, 0),
            ("etc", 0o755, 0),
            ("tmp", 0o1777, 0),
            ("opt", 0o777, 0),
            ("home", 0o755, 0),
            ("home/ma-user", 0o750, 0),
            ("home/ma-user/anaconda", 0o755, 1000),
        ):
            entry = tarfile.TarInfo(path)
            entry.type, entry.mode, entry.uid, entry.gid = tarfile.DIRTYPE, mode, user, user
            archive.addfile(entry)
        program = tarfile.TarInfo("bin/busybox")
        program.mode, program.size = 0o4755, Path(busybox).stat().st_size
        with Path(busybox).open("rb") as stream:
            archive.addfile(program, stream)
        for name in _APPLETS:
            link = tarfile.TarInfo(f"bin/{name}")
            link.type, link.linkname = tarfile.SYMTYPE, "busybox"
            archive.addfile(link)
        for path, text in (
            ("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n"),
            ("etc/group", "root:x:0:\n"),
            ("home/ma-user/anaconda/of-the-image", "it is\n"),
            ("bin/breaker.so", "no library\n"),
        ):
            entry = tarfile.TarInfo(path)
            entry.size, entry.mode = len(text), 0o644
            archive.addfile(entry, io.BytesIO(text.encode()))
    changes = ("ENV LD_PRELOAD=/bin/breaker.so", "ENV OF_IMAGE=kept", 'ENTRYPOINT ["/bin/false"]', "USER root")
    words = [word for change in changes for word in ("--change", change)]
    # That of an earlier run would stay behind without a name.
    subprocess.run(
        [*engine.command, "image", "rm", "--force", IMAGE], capture_output=True, check=False, env=engine_environment()
    )
    run_engine(engine, "import", *words, "-", IMAGE, content=content.getvalue())


class ContainerHouse(EngineHouse):
    """Launches tasks in that image; a single argument is a program for its shell."""

    def use_image(self, name: str) -> None:
        self.image = RuntimeImage(name, ImageKind.OCI, name, "test")

    def another_engine(self) -> LocalEngine:
        """Return an engine that need not try out again what another has."""
        places = self.places()
        containers = _tried.setdefault(self.settings.containers, Containers(self.settings))
        return LocalEngine(places, self.settings, Slots(self.tasks), containers)

    def launch_of(self, *argv: str, **options: Any) -> Launch:
        launch = super().launch_of(*argv, **options)
        if len(argv) == 1:
            launch = replace(launch, spec=replace(launch.spec, argv=("sh", "-c", argv[0])))
        return launch
