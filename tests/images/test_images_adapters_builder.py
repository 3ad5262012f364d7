"""Environments are made whole or not at all, and nobody's code sees more than its box."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from images.hostile_packages import Package, PackageIndex, seen_by
from modelyard.images.adapters.builder import Limits, UvBuilder
from modelyard.images.adapters.store import EnvironmentStore
from modelyard.images.errors import BuildCanceled, BuildProblem
from modelyard.images.ports import BuildOrder, Environment, Progress
from modelyard.images.types import BuildStep

DIGEST = "d" * 32


@pytest.fixture
def index(tmp_path: Path) -> PackageIndex:
    return PackageIndex(tmp_path / "index")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "images"


@pytest.fixture
def builder(root: Path) -> UvBuilder:
    return UvBuilder(root, limits=Limits(reserve_bytes=0))


def order(index: PackageIndex, *packages: Package, trusted: bool = False, smoke_test: str = "") -> BuildOrder:
    lock = "".join(package.lock for package in packages)
    return BuildOrder("test", DIGEST, lock, smoke_test, index.sources, trusted=trusted)


class Watch:
    """Keeps what it is told; answers that the build is unwanted after some reports."""

    def __init__(self, *, patience: int = 10_000) -> None:
        self.seen: list[Progress] = []
        self._patience = patience

    async def __call__(self, progress: Progress) -> bool:
        self.seen.append(progress)
        return len(self.seen) <= self._patience


def left_in(root: Path) -> list[str]:
    """Return what builds have left in their workplaces."""
    places = (root / "work", root / "private")
    return [entry.name for place in places if place.is_dir() for entry in place.iterdir() if entry.name != "cache"]


class TestBuild:
    async def test_an_environment_has_what_the_lock_says(self, builder: UvBuilder, index: PackageIndex) -> None:
        package = index.add_wheel("friendly", "ANSWER = 42")

        made = await builder.build(order(index, package, trusted=True, smoke_test="import friendly"), Watch())

        assert made.packages == {"friendly": "1.0"}
        assert builder.environments() == [made]
        assert "friendly==1.0" in builder.read_log(DIGEST)

    async def test_modules_are_compiled_since_nothing_can_be_written_later(
        self, builder: UvBuilder, index: PackageIndex
    ) -> None:
        made = await builder.build(order(index, index.add_wheel("friendly"), trusted=True), Watch())

        assert list(Path(made.directory).glob("lib/python*/site-packages/__pycache__/friendly.*.pyc"))

    async def test_its_files_are_read_only(self, builder: UvBuilder, index: PackageIndex) -> None:
        made = await builder.build(order(index, index.add_wheel("friendly"), trusted=True), Watch())

        module = next(Path(made.directory).glob("lib/python*/site-packages/friendly.py"))
        assert module.stat().st_mode & 0o222 == 0

    async def test_it_can_be_moved(self, builder: UvBuilder, index: PackageIndex, tmp_path: Path) -> None:
        made = await builder.build(order(index, index.add_wheel("friendly"), trusted=True), Watch())
        moved = Path(made.directory).rename(tmp_path / "elsewhere")

        done = await asyncio.to_thread(subprocess.run, [str(moved / "bin/python"), "-c", "import friendly"], check=False)

        assert done.returncode == 0

    async def test_a_failed_smoke_test_leaves_no_image(self, builder: UvBuilder, index: PackageIndex, root: Path) -> None:
        package = index.add_wheel("friendly")

        with pytest.raises(BuildProblem, match="smoke test") as caught:
            await builder.build(order(index, package, trusted=True, smoke_test="raise SystemExit('too bad')"), Watch())

        assert "too bad" in str(caught.value)
        assert builder.find(DIGEST) is None
        assert "too bad" in builder.read_log(DIGEST)
        assert left_in(root) == []

    async def test_a_file_with_another_hash_is_refused(self, builder: UvBuilder, index: PackageIndex) -> None:
        package = index.add_wheel("friendly")
        wrong = Package("friendly", f"friendly==1.0 --hash=sha256:{'0' * 64}\n")

        with pytest.raises(BuildProblem, match=r"[Hh]ash"):
            await builder.build(order(index, wrong, trusted=True), Watch())
        assert package.lock != wrong.lock

    async def test_two_builders_at_once_make_one(self, root: Path, index: PackageIndex) -> None:
        wanted = order(index, index.add_wheel("friendly"), trusted=True)
        builders = [UvBuilder(root, limits=Limits(reserve_bytes=0)) for _ in range(2)]

        made = await asyncio.gather(*(each.build(wanted, Watch()) for each in builders))

        assert made[0] == made[1]
        assert left_in(root) == []

    async def test_what_is_canceled_is_gone(self, builder: UvBuilder, index: PackageIndex, root: Path) -> None:
        package = index.add_source("sleepy", before="__import__('time').sleep(60)")

        with pytest.raises(BuildCanceled):
            await builder.build(order(index, package), Watch(patience=0))

        assert left_in(root) == []
        wait_until_gone(str(root))

    async def test_a_build_that_takes_too_long_is_ended(self, root: Path, index: PackageIndex) -> None:
        package = index.add_source("sleepy", before="__import__('time').sleep(60)")

        with pytest.raises(BuildProblem, match="longer than"):
            await UvBuilder(root, limits=Limits(seconds=1, reserve_bytes=0)).build(order(index, package), Watch())

    async def test_a_full_disk_is_said_so(self, root: Path, index: PackageIndex) -> None:
        full = Limits(reserve_bytes=2**60)

        with pytest.raises(BuildProblem, match="disk is full"):
            await UvBuilder(root, limits=full).build(
                order(index, index.add_source("sleepy", before="__import__('time').sleep(5)")), Watch()
            )
        assert left_in(root) == []

    async def test_a_package_that_fills_the_disk_is_stopped(
        self, root: Path, index: PackageIndex, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("modelyard.images.adapters.builder._MEASURE_SECONDS", 0.5)
        filling = "[open('fill%d' % n, 'wb').write(bytes(2**24)) and __import__('time').sleep(0.2) for n in range(200)]"
        package = index.add_source("greedy", before=filling)

        with pytest.raises(BuildProblem, match="larger than"):
            await UvBuilder(root, limits=Limits(max_bytes=2**26, reserve_bytes=0)).build(order(index, package), Watch())
        assert left_in(root) == []

    async def test_a_package_that_forks_without_end_is_stopped(self, root: Path, index: PackageIndex) -> None:
        forking = "[__import__('os').fork() or __import__('time').sleep(30) for n in range(40)]; __import__('time').sleep(30)"
        package = index.add_source("forking", before=forking)

        with pytest.raises(BuildProblem, match="processes"):
            await UvBuilder(root, limits=Limits(max_processes=20, reserve_bytes=0)).build(order(index, package), Watch())
        wait_until_gone(str(root))


class TestHostileCode:
    async def test_it_sees_nothing_of_the_platform(
        self, builder: UvBuilder, index: PackageIndex, tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("MODELYARD_SECRET", "of the platform")
        (tmp_path / "home/secrets").mkdir(parents=True)
        (tmp_path / "home/secrets/master.key").write_text("secret")
        looks = {
            "key": str(tmp_path / "home/secrets/master.key"),
            "home": str(Path.home()),
            "images": str(root),
            "root": "/root",
            "shadow": "/etc/shadow",
            "private": "/etc/ssl/private",
            "init": "/proc/1/environ",
        }
        package = index.add_source("curious", looks=looks)

        made = await builder.build(order(index, package), Watch())

        saw = seen_by(made.directory, "curious")
        assert saw["key"] == "FileNotFoundError"
        assert saw["shadow"] == "FileNotFoundError"
        assert saw["private"] in ([], "FileNotFoundError")
        assert saw["images"] in (["private"], "FileNotFoundError")
        assert saw["root"] in ([".pyenv"], "FileNotFoundError")  # at most the way to the interpreter
        assert "of the platform" not in str(saw)
        assert len(str(saw["processes"]).split()) < 10

    async def test_what_it_leaves_in_its_box_leads_nowhere(self, root: Path, index: PackageIndex, tmp_path: Path) -> None:
        """It replaces the environment by a link to a place of the platform, hoping that tasks are shown that place."""
        (tmp_path / "platform").mkdir()
        trick = (
            "[(os.rename(env, env + '-'), os.symlink('/', env)) for env in "
            f"[str(p) for p in Path({str(root / 'private')!r}).glob('*/box/env')]]"
        )
        package = index.add_source("tricky", before=trick)

        with pytest.raises((BuildProblem, OSError)):
            await UvBuilder(root, limits=Limits(reserve_bytes=0)).build(order(index, package), Watch())

        assert EnvironmentStore(root).environments() == []

    async def test_directories_too_deep_for_python_are_deleted(self, root: Path, index: PackageIndex) -> None:
        deep = f"[os.chdir(p) for p in Path({str(root / 'private')!r}).glob('*/box')]; "
        deep += "[(os.mkdir('d'), os.chdir('d')) for _ in range(1200)]; sys.exit(1)"
        package = index.add_source("deep", before=deep)

        try:
            with pytest.raises(BuildProblem):
                await UvBuilder(root, limits=Limits(reserve_bytes=0)).build(order(index, package), Watch())
            assert left_in(root) == []
        finally:
            # Should they be there, Python could not delete them.
            subprocess.run(["rm", "-rf", str(root / "private")], check=True)  # noqa: ASYNC221 - there is nothing else to do

    async def test_it_cannot_touch_the_cache_of_others(self, builder: UvBuilder, index: PackageIndex, root: Path) -> None:
        await builder.build(replace(order(index, index.add_wheel("friendly"), trusted=True), digest="e" * 32), Watch())
        package = index.add_source("curious", looks={"cache": str(root / "work/cache")})

        made = await builder.build(order(index, package), Watch())

        assert seen_by(made.directory, "curious")["cache"] == "FileNotFoundError"

    async def test_passwords_of_the_index_are_not_in_the_log(self, builder: UvBuilder, index: PackageIndex) -> None:
        tell = "print('\\n'.join(os.environ.values()), file=sys.stderr); sys.exit(3)"
        package = index.add_source("telling", before=tell)
        sources = replace(index.sources, extra_index_urls=("https://reader:pa55word@127.0.0.1:9/simple",))

        with pytest.raises(BuildProblem) as caught:
            await builder.build(replace(order(index, package), sources=sources), Watch())

        assert "pa55word" not in str(caught.value)
        assert "pa55word" not in builder.read_log(DIGEST)

    async def test_a_flood_of_words_is_cut(
        self, builder: UvBuilder, index: PackageIndex, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("modelyard.images.adapters.builder._LOG_BYTES", 10_000)
        package = index.add_source("loud", before="print('x' * 3_000_000, file=sys.stderr); sys.exit(3)")

        with pytest.raises(BuildProblem):
            await builder.build(order(index, package), Watch())

        assert len(builder.read_log(DIGEST)) < 300_000


class TestResolve:
    async def test_versions_are_chosen_and_hashed(self, builder: UvBuilder, index: PackageIndex) -> None:
        package = index.add_wheel("friendly")

        lock = await builder.resolve("friendly\n", index.sources, digest=DIGEST, trusted=True, watcher=Watch())

        assert lock.replace("\\\n", "").split() == package.lock.split()

    async def test_a_package_without_a_wheel_is_left_to_a_build_from_source(
        self, builder: UvBuilder, index: PackageIndex
    ) -> None:
        index.add_source("sourced")

        with pytest.raises(BuildProblem) as caught:
            await builder.resolve("sourced\n", index.sources, digest=DIGEST, trusted=True, watcher=Watch())

        assert caught.value.params["from_source_may_help"]
        lock = await builder.resolve("sourced\n", index.sources, digest=DIGEST, trusted=False, watcher=Watch())
        assert lock.startswith("sourced==1.0")

    async def test_a_name_that_is_nowhere_is_told(self, builder: UvBuilder, index: PackageIndex) -> None:
        with pytest.raises(BuildProblem, match="nowhere"):
            await builder.resolve("nowhere\n", index.sources, digest=DIGEST, trusted=True, watcher=Watch())


class TestKilledBuilders:
    def test_what_a_killed_one_leaves_is_never_used_and_swept(self, root: Path, index: PackageIndex) -> None:
        package = index.add_source("sleepy", before="__import__('time').sleep(60)")
        script = textwrap.dedent(f"""
            import asyncio
            from pathlib import Path
            from modelyard.images.adapters.builder import Limits, UvBuilder
            from modelyard.images.ports import BuildOrder
            from modelyard.images.rules.sources import PackageSources

            async def watch(progress):
                print(progress.step, flush=True)
                return True

            order = BuildOrder("test", {DIGEST!r}, {package.lock!r}, "", {index.sources!r})
            asyncio.run(UvBuilder(Path({str(root)!r}), limits=Limits(reserve_bytes=0)).build(order, watch))
        """)
        process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()

        store = EnvironmentStore(root)
        assert store.find(DIGEST) is None
        (left,) = left_in(root)
        os.utime(root / "private" / left, (0, 0))
        store.sweep()
        assert left_in(root) == []
        wait_until_gone(str(root))

    def test_a_build_on_its_way_is_not_swept(self, root: Path) -> None:
        store = EnvironmentStore(root)

        with store.workplace(DIGEST, trusted=True) as folder:
            os.utime(folder, (0, 0))
            store.sweep()
            assert folder.is_dir()
        assert not folder.exists()


class TestStore:
    async def test_what_is_put_away_is_gone_at_once_and_freed_by_the_sweep(
        self, builder: UvBuilder, index: PackageIndex, root: Path
    ) -> None:
        await builder.build(order(index, index.add_wheel("friendly"), trusted=True), Watch())

        builder.put_away(DIGEST)
        builder.put_away(DIGEST)

        assert builder.find(DIGEST) is None
        builder.sweep()
        assert left_in(root) == []

    def test_an_environment_that_is_a_link_is_refused(self, root: Path) -> None:
        store = EnvironmentStore(root)

        with store.workplace(DIGEST, trusted=False) as folder:
            (folder / "box/env").symlink_to("/")
            with pytest.raises(NotADirectoryError):
                store.finish(folder, Environment(DIGEST, "test", "", 0, {}, 0))
        assert store.find(DIGEST) is None
        assert Path("/etc").exists()

    def test_a_directory_without_its_marker_does_not_count(self, root: Path) -> None:
        (root / DIGEST / "env").mkdir(parents=True)

        assert EnvironmentStore(root).environments() == []
        assert EnvironmentStore(root).read_log(DIGEST) == ""


class TestProgress:
    async def test_it_never_goes_back(self, builder: UvBuilder, index: PackageIndex) -> None:
        watch = Watch()
        slow = index.add_wheel("slow", "")

        await builder.build(order(index, slow, trusted=True, smoke_test="import time; time.sleep(2.5)"), watch)

        percents = [progress.percent for progress in watch.seen]
        assert percents == sorted(percents)
        assert watch.seen[-1].step is BuildStep.SMOKE_TEST


def processes_with(word: str) -> list[str]:
    """Return the command lines of processes that mention a word."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                line = (entry / "cmdline").read_bytes().decode(errors="replace")
                if word in line:
                    found.append(line)
    return found


def wait_until_gone(word: str) -> None:
    """Return when no process mentions a word; the kernel takes a moment to end a namespace."""
    for _ in range(100):
        if not processes_with(word):
            return
        os.sched_yield()
        signal.sigtimedwait([], 0.1)
    raise AssertionError(processes_with(word))
