"""The local engine: tasks in OCI images, in real containers."""

import asyncio
import json
import os
import signal
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from compute.container_house import IMAGE, ContainerHouse, find_engine, make_oci_image, run_engine
from compute.test_engine_sockets import SERVER, ask
from modelyard.compute.adapters.containers import ContainerEngine, Containers, interpreter_command, is_reference
from modelyard.compute.adapters.local import StorageAccess
from modelyard.compute.errors import LaunchRefused
from modelyard.compute.ports import Credentials
from modelyard.compute.settings import EngineSettings
from modelyard.compute.supervisor.containers import why_not
from modelyard.compute.supervisor.storage import Store
from modelyard.compute.types import (
    CodeCopy,
    Command,
    EndedBy,
    HealthCheck,
    InputCopy,
    OutputSync,
    Resources,
    Step,
    StepStatus,
    TaskRef,
)
from objects.weed import running_weed_server

pytestmark = pytest.mark.containers
MIB = 2**20
SMALL = Resources(cpu_milli=1000, memory_bytes=128 * MIB, disk_bytes=32 * MIB)
# Its shell hears a signal once the program that it waits for has ended.
LONG = "echo up; while true; do sleep 0.1; done"


@pytest.fixture(scope="session")
def container_engine() -> ContainerEngine:
    engine = find_engine()
    make_oci_image(engine)
    return engine


@pytest.fixture
def contained(tmp_path: Path, container_engine: ContainerEngine) -> Iterator[ContainerHouse]:
    """An engine whose tasks run in that image."""
    house = ContainerHouse(tmp_path, Path("/"), max_processes=60, sample_seconds=0.5, pull="never")
    house.use_image(IMAGE)
    yield house
    house.close()


def names_of(engine: ContainerEngine) -> list[str]:
    return run_engine(engine, "ps", "--all", "--format", "{{.Names}}").split()


def name_of(house: ContainerHouse, ref: TaskRef) -> str:
    return str(json.loads((house.directory(ref) / "task.json").read_text())["container"]["name"])


class TestLaunch:
    async def test_a_task_runs_as_its_own_user_in_the_same_layout(
        self, contained: ContainerHouse, container_engine: ContainerEngine
    ) -> None:
        ref = await contained.start(
            "id -u; echo $HOME; hostname; "
            "touch /home/ma-user/modelarts/outputs/x /cache/x /tmp/x /dev/shm/x ~/x && echo written",
            domain="job-1",
        )

        end = await contained.end_of(ref)
        log = await contained.log_of(ref)
        assert (end.ended_by, end.exit_code, end.succeeded) == (EndedBy.ITSELF, 0, True), log
        assert log.endswith("1000\n/home/ma-user\njob-1-worker-0\nwritten\n")
        assert end.peak_memory_bytes
        assert await contained.engine.samples(ref)
        assert name_of(contained, ref) not in names_of(container_engine)

    async def test_what_the_image_brings_is_there_and_its_entry_point_is_not_run(self, contained: ContainerHouse) -> None:
        _, log = await contained.run(
            "echo $OF_IMAGE $LD_PRELOAD $GIVEN; cat ~/anaconda/of-the-image", env={"GIVEN": "by the job"}
        )

        assert log.endswith("kept /bin/breaker.so by the job\nit is\n")

    @pytest.mark.parametrize(("program", "code", "number"), [("exit 137", 137, None), ("kill -9 $$", None, 9)])
    async def test_a_code_is_told_from_a_signal(
        self, contained: ContainerHouse, program: str, code: int | None, number: int | None
    ) -> None:
        end, _ = await contained.run(program)

        assert (end.exit_code, end.signal, end.ended_by) == (code, number, EndedBy.ITSELF)

    async def test_a_program_that_is_not_there_is_said(self, contained: ContainerHouse) -> None:
        end, _ = await contained.run("python", "train.py")

        assert "No such file" in end.message

    async def test_other_tasks_are_known_by_name(self, contained: ContainerHouse) -> None:
        peers = {"worker-0": "127.64.0.7", "worker-1": "127.64.0.8"}
        _, log = await contained.run("cat /etc/hosts /etc/volcano/worker.host", peers=peers, domain="job-1")

        assert "127.64.0.8 job-1-worker-1 job-1-worker-1.job-1 worker-1" in log
        assert "job-1-worker-0.job-1\njob-1-worker-1.job-1" in log

    async def test_a_command_before_the_process_that_fails_ends_the_task(self, contained: ContainerHouse) -> None:
        setup = (Command(("sh", "-c", "echo first"), "one"), Command(("sh", "-c", "exit 3"), "two"))

        end, log = await contained.run("echo never", setup=setup)

        assert end.ended_by is EndedBy.SETUP
        assert "two: exited with code 3" in end.message
        assert "\nfirst\n" in log

    async def test_keys_are_in_their_file_and_variables_nowhere_that_others_see(
        self, contained: ContainerHouse, container_engine: ContainerEngine
    ) -> None:
        keys = Credentials("the-access", "the-secret", "", 2**50)
        ref = await contained.start(f"cat ~/.modelyard/credentials.json; {LONG}", credentials=keys, env={"TOKEN": "the-token"})
        await contained.until_log(ref, "up")

        kept = run_engine(container_engine, "inspect", name_of(contained, ref))
        words = b"".join(file.read_bytes() for file in Path("/proc").glob("[0-9]*/cmdline") if _is_there(file))

        assert "the-secret" in await contained.log_of(ref)
        for secret in ("the-secret", "the-token"):
            assert secret not in kept
            assert secret.encode() not in words
        await contained.engine.stop(ref, grace_seconds=0, ended_by="user")


class TestImages:
    @pytest.mark.parametrize(
        "name",
        ["dir:/etc", "docker-archive:/etc/passwd", "oci:/tmp/x:y", "--privileged", "-v/:/x", "a b/c", "busybox", "x/../y"],
    )
    async def test_what_is_not_the_whole_name_of_an_image_is_refused(self, contained: ContainerHouse, name: str) -> None:
        contained.use_image(name)

        with pytest.raises(LaunchRefused, match="not the whole name"):
            await contained.engine.launch(contained.launch_of("true"))

    async def test_an_image_that_is_not_here_and_not_to_be_fetched_is_said(self, contained: ContainerHouse) -> None:
        contained.use_image("localhost/no/such:1")

        ref = await contained.start("true")

        end = await contained.end_of(ref)
        assert end.ended_by is EndedBy.SETUP
        assert "localhost/no/such:1 is not on this machine" in end.message
        steps = (await contained.engine.observe(ref)).steps
        assert (steps[-1].step, steps[-1].status, steps[-1].name) == (Step.PRE_CHECK, StepStatus.FAILED, "localhost/no/such:1")

    async def test_a_registry_that_cannot_be_reached_is_said(self, contained: ContainerHouse, tmp_path: Path) -> None:
        house = ContainerHouse(tmp_path / "fetching", Path("/"), pull="missing")
        house.use_image("localhost:1/no/such:1")

        end, log = await house.run("true")

        assert end.ended_by is EndedBy.SETUP
        assert "the registry cannot be reached" in end.message
        assert "fetching image localhost:1/no/such:1" in log

    async def test_fetching_is_given_up_when_the_task_is_stopped(
        self, tmp_path: Path, container_engine: ContainerEngine
    ) -> None:
        deaf = await asyncio.start_server(lambda *_: asyncio.sleep(600), "127.0.0.1", 0)
        house = ContainerHouse(tmp_path, Path("/"), pull="missing")
        house.use_image(f"localhost:{deaf.sockets[0].getsockname()[1]}/no/such:1")
        ref = await house.start("true")
        await house.until_log(ref, "fetching image")

        await house.engine.stop(ref, grace_seconds=0, ended_by="user")

        assert (await house.end_of(ref)).ended_by is EndedBy.USER
        deaf.close()

    def test_reasons_are_told_in_words(self) -> None:
        assert why_not("Error: reading manifest 1 in x: manifest unknown").startswith("the registry does not have it")
        assert why_not("x\nError: unauthorized: authentication required").startswith("the registry does not let us")
        assert why_not("") == "it said nothing"

    def test_references_are_whole_names(self) -> None:
        assert is_reference("swr.cn-north-4.myhuaweicloud.com/team/train:1.0")
        assert is_reference(f"localhost:5000/team/train@sha256:{'0' * 64}")
        assert not is_reference("docker://x/y")

    async def test_without_an_engine_tasks_are_refused(self, tmp_path: Path) -> None:
        house = ContainerHouse(tmp_path, Path("/"), containers="off")
        house.use_image(IMAGE)

        with pytest.raises(LaunchRefused, match="no container can be run here"):
            await house.engine.launch(house.launch_of("true"))


class TestEngines:
    def test_an_engine_that_is_there_and_does_not_work_is_none(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, program in (
            ("podman", "echo 9; case $1 in version) exit 0; esac; exit 1"),
            ("docker", "echo no daemon >&2; exit 1"),
        ):
            (tmp_path / name).write_text(f"#!/bin/sh\n{program}\n")
            (tmp_path / name).chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        containers = Containers(EngineSettings())

        assert containers.problem == ""
        assert containers.look() is None
        assert "podman: 9" in containers.problem
        assert "docker: no daemon" in containers.problem


class TestStop:
    async def test_a_process_is_asked_first(self, contained: ContainerHouse) -> None:
        ref = await contained.start(f"trap 'echo bye; exit 0' TERM; {LONG}")
        await contained.until_log(ref, "up")

        await contained.engine.stop(ref, grace_seconds=60, ended_by="user")

        end = await contained.end_of(ref)
        assert (end.ended_by, end.exit_code) == (EndedBy.USER, 0)
        assert "bye" in await contained.log_of(ref)

    async def test_one_that_does_not_listen_is_killed(self, contained: ContainerHouse) -> None:
        ref = await contained.start(f"trap '' TERM; {LONG}")
        await contained.until_log(ref, "up")

        await contained.engine.stop(ref, grace_seconds=0.2, ended_by="run_limit")

        assert (await contained.end_of(ref)).ended_by is EndedBy.RUN_LIMIT

    async def test_a_signal_reaches_the_process(self, contained: ContainerHouse) -> None:
        ref = await contained.start(f"trap 'exit 7' USR1; {LONG}")
        await contained.until_log(ref, "up")

        await contained.engine.signal(ref, signal.SIGUSR1)

        assert (await contained.end_of(ref)).exit_code == 7

    async def test_a_terminal_is_inside(self, contained: ContainerHouse) -> None:
        ref = await contained.start(LONG, env={"COLOUR": "green"})
        await contained.until_log(ref, "up")

        terminal = await contained.engine.exec(ref, ["sh"], columns=100, rows=40)
        await terminal.write(b"echo $COLOUR $OF_IMAGE; stty size; exit 3\n")
        seen = b""
        while piece := await terminal.read():
            seen += piece

        assert b"green kept" in seen
        assert b"40 100" in seen
        assert await terminal.close() == 3
        await contained.engine.stop(ref, grace_seconds=0, ended_by="user")
        await contained.end_of(ref)

    async def test_with_its_supervisor_a_container_dies_and_is_removed(
        self, contained: ContainerHouse, container_engine: ContainerEngine
    ) -> None:
        ref = await contained.start(f"setsid sleep 600 & {LONG}")
        await contained.until_log(ref, "up")
        name = name_of(contained, ref)
        assert name in names_of(container_engine)
        state = run_engine(container_engine, "inspect", "--format", "{{.State.Pid}}", name)

        os.kill(_supervisor_of(contained.directory(ref)), signal.SIGKILL)

        assert (await contained.end_of(ref)).ended_by is EndedBy.PLATFORM
        assert name not in names_of(container_engine)
        assert not Path(f"/proc/{state.strip()}").exists()


class TestSockets:
    async def test_the_platform_reaches_a_task_at_its_socket(self, contained: ContainerHouse) -> None:
        words = (*interpreter_command(), "-I", "-S", "-c", SERVER, "{socket:http}")
        ref = await contained.start(*words, sockets=("http",), health=HealthCheck(socket="http"))
        seen = await contained.wait(ref, lambda seen: any(step.step is Step.READY for step in seen.steps))

        assert ask(seen.sockets["http"]).endswith(b"hello")
        await contained.engine.stop(ref, grace_seconds=0, ended_by="user")
        await contained.end_of(ref)
        assert list(contained.sockets.iterdir()) == []

    async def test_containers_that_listen_on_the_same_port_are_reached_each_at_its_socket(
        self, contained: ContainerHouse
    ) -> None:
        # Of the interpreter in the image only what needs no library of the system can be used.
        plain = SERVER.replace("AF_UNIX", "AF_INET").replace("bind(path)", "bind(('0.0.0.0', 8080))")
        paths, refs = [], []
        for name in ("first", "second"):
            words = (*interpreter_command(), "-I", "-S", "-c", plain.replace("hello", f"I am {name}"), "")
            check = HealthCheck(socket="http")
            refs.append(await contained.start(*words, sockets=("http",), forwards={"http": 8080}, health=check))
            seen = await contained.wait(refs[-1], lambda seen: any(step.step is Step.READY for step in seen.steps))
            paths.append(seen.sockets["http"])

        assert [ask(path).rpartition(b"\r\n")[2] for path in paths] == [b"I am first", b"I am second"]
        for ref in refs:
            await contained.engine.stop(ref, grace_seconds=0, ended_by="user")
            await contained.end_of(ref)

    async def test_a_program_of_the_sdk_runs_whatever_the_image_has(self, contained: ContainerHouse) -> None:
        end, log = await contained.run("{sdk}", "model_service.feeding", storage_only=True)

        assert end.exit_code == 2, log
        assert "MODEL_SERVICE_BATCH is not set" in log

    async def test_another_container_does_not(self, contained: ContainerHouse) -> None:
        words = (*interpreter_command(), "-I", "-S", "-c", SERVER, "{socket:http}")
        ref = await contained.start(*words, sockets=("http",))
        seen = await contained.wait(ref, lambda seen: "http" in seen.sockets)

        _, log = await contained.run(f"ls -a /run/modelyard; ls {contained.sockets} {seen.sockets['http']}", sockets=("http",))

        assert "http" not in log.replace(seen.sockets["http"], "")
        assert log.count("No such file") == 2
        await contained.engine.stop(ref, grace_seconds=0, ended_by="user")
        await contained.end_of(ref)


class TestHostile:
    async def test_it_has_no_powers_and_gains_none(self, contained: ContainerHouse) -> None:
        _, log = await contained.run(
            "grep -E '^(CapEff|CapBnd|NoNewPrivs)' /proc/self/status; mount -t tmpfs x /opt && echo MOUNTED;"
            "unshare -U true && echo UNSHARED; su root -c 'echo ROOT'; echo x >/proc/sys/kernel/hostname && echo WRITTEN;"
            "touch /etc/x && echo TOUCHED; touch /opt/modelyard/supervisor/x /opt/modelyard/lib/x && echo OURS; id -u"
        )

        assert "CapEff:\t0000000000000000\nCapBnd:\t0000000000000000\nNoNewPrivs:\t1" in log
        for gained in ("MOUNTED", "UNSHARED", "ROOT", "WRITTEN", "TOUCHED", "OURS"):
            assert f"\n{gained}\n" not in log
        assert log.endswith("\n1000\n")

    async def test_the_home_of_the_platform_and_other_tasks_are_not_there(self, contained: ContainerHouse) -> None:
        other = await contained.start(LONG)
        await contained.until_log(other, "up")
        there = contained.directory(other)
        (there / "files" / "cache" / "secret-of-the-other").touch()

        _, log = await contained.run(
            f"touch /cache/secret-of-mine; ls {there} {contained.folder} /root /proc/1/root /cache 2>&1; cat /proc/1/environ;"
            # All but what the kernel shows of itself and the many files of the interpreter's library.
            " echo found $(ls -R $(ls -d /* /opt/* /opt/modelyard/*"
            " | grep -v -e ^/proc -e ^/sys -e ^/opt$ -e ^/opt/modelyard$ -e python)"
            " 2>/dev/null | grep secret-of)"
            "; ps; kill -9 -1; kill -9 1; echo alive"
        )

        assert "found secret-of-mine\n" in log
        assert "secret-of-the-other" not in log
        assert "end.json" not in log
        assert "supervisor.main" not in log
        assert (await contained.engine.observe(other)).end is None
        await contained.engine.stop(other, grace_seconds=0, ended_by="user")
        await contained.end_of(other)

    @pytest.mark.parametrize(
        "place", ["/data,source=/etc", "/data,readonly=false", "/proc/x", "/opt/modelyard/lib", "/", "/x\ny"]
    )
    async def test_a_place_that_would_be_read_as_something_else_is_refused(self, contained: ContainerHouse, place: str) -> None:
        end, _ = await contained.run("ls /data", scratch=(place,))

        assert end.ended_by is EndedBy.SETUP

    async def test_who_takes_more_than_its_memory_is_ended_for_that(self, contained: ContainerHouse) -> None:
        end, _ = await contained.run("dd if=/dev/zero of=/dev/null bs=600M", resources=SMALL)

        assert (end.ended_by, end.out_of_memory, end.succeeded) == (EndedBy.MEMORY, True, False)
        assert "128 MiB" in end.message

    async def test_who_forks_to_the_limit_is_held(self, contained: ContainerHouse) -> None:
        ref = await contained.start("f() { f | f & }; echo up; f; sleep 600", resources=SMALL)
        await contained.until_log(ref, "up")

        end, log = await contained.run("echo well")

        assert log.endswith("well\n")
        assert end.succeeded
        await contained.engine.stop(ref, grace_seconds=0, ended_by="user")
        await contained.end_of(ref)

    async def test_what_is_written_beside_its_directories_counts_as_well(self, contained: ContainerHouse) -> None:
        end, _ = await contained.run(
            "for n in 1 2 3 4; do dd if=/dev/zero of=/opt/$n bs=1M count=20; done; sleep 600", resources=SMALL
        )

        assert end.ended_by is EndedBy.DISK


class TestTransfers:
    async def test_inputs_are_there_and_outputs_are_kept(self, contained: ContainerHouse, tmp_path: Path) -> None:
        inside = "/home/ma-user/modelarts/inputs/data_url_0"
        outside = "/home/ma-user/modelarts/outputs/train_url_0"
        (tmp_path / "weed").mkdir()
        with running_weed_server(tmp_path / "weed") as weed:
            access = StorageAccess(weed.endpoint)
            store = Store({**asdict(access), "access": weed.access, "secret": weed.secret, "security_token": ""})
            store._ask("PUT", "work", "")
            (tmp_path / "object").write_bytes(b"alpha")
            with (tmp_path / "object").open("rb") as stream:
                store.put("work", "in/a", [(stream.fileno(), 0, 5)])
            contained.use_storage(access)

            end, log = await contained.run(
                f"cp {inside}/a {outside}/b; ln -s /etc/passwd {outside}/link",
                inputs=(InputCopy("data_url", "obs://work/in/", inside),),
                outputs=(OutputSync("train_url", "obs://work/out/", outside),),
                credentials=Credentials(weed.access, weed.secret, "", 2**50),
            )

            assert list(store.listed("work", "out/")) == [("out/b", 5)], log
            assert end.ended_by is EndedBy.UPLOAD

            end, log = await contained.run(
                f"cat {inside}/a; touch {inside}/b",
                inputs=(InputCopy("data_url", "obs://work/in/", inside, mounted=True),),
                credentials=Credentials(weed.access, weed.secret, "", 2**50),
            )

            assert end.exit_code == 1
            assert "alpha" in log
            assert "Read-only file system" in log
            store.close()

    async def test_code_is_where_the_job_says_also_beside_the_layout(self, contained: ContainerHouse, tmp_path: Path) -> None:
        (tmp_path / "code").mkdir()
        (tmp_path / "code" / "run.sh").write_text("echo ran; touch made && pwd")
        target = "/home/ma-user/own/place"

        _, log = await contained.run(
            "sh", "run.sh", code=(CodeCopy(str(tmp_path / "code"), target),), working_dir=target, scratch=("/data",)
        )

        assert log.endswith(f"ran\n{target}\n")


class TestDocker:
    async def test_the_words_for_docker_are_understood(
        self, tmp_path: Path, container_engine: ContainerEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Podman takes the same words; so this shows their form, not that docker runs them."""
        if container_engine.name != "podman":
            pytest.skip("needs podman to stand in for docker")
        docker = tmp_path / "docker"
        call = " ".join(container_engine.command)
        docker.write_text(
            f"#!/bin/sh\ncase $1 in version) echo 99; exit;; esac\n"
            f'for w do shift; [ "$w" = json-file ] && w=k8s-file; set -- "$@" "$w"; done\nexec {call} "$@"\n'
        )
        docker.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
        house = ContainerHouse(tmp_path / "home", Path("/"), containers="docker", pull="never")
        house.use_image(IMAGE)

        end, log = await house.run("id -u; touch ~/x && echo written")

        assert end.succeeded, (end, log)
        assert log.endswith("1000\nwritten\n")


def _is_there(file: Path) -> bool:
    try:
        file.read_bytes()
    except OSError:
        return False
    return True


def _supervisor_of(directory: Path) -> int:
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        if _is_there(file) and str(directory).encode() in file.read_bytes() and b"supervisor.main" in file.read_bytes():
            return int(file.parent.name)
    raise AssertionError("no supervisor")
