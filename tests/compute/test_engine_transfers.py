"""The local engine: inputs, outputs and logs between a task and the object store."""

import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import asdict, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from compute.engine_house import EngineHouse
from modelyard.compute.adapters.local import StorageAccess
from modelyard.compute.ports import Credentials
from modelyard.compute.supervisor.carrier import unfit
from modelyard.compute.supervisor.storage import Refused, Store
from modelyard.compute.types import EndedBy, InputCopy, OutputSync, Step, StepStatus
from objects.weed import WeedServer, running_weed_server

OUT = "/home/ma-user/modelarts/outputs/train_url_0"
IN = "/home/ma-user/modelarts/inputs/data_url_0"


@pytest.fixture(scope="module")
def weed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WeedServer]:
    with running_weed_server(tmp_path_factory.mktemp("weed")) as server:
        yield server


@pytest.fixture(scope="module")
def store(weed: WeedServer) -> Iterator[Store]:
    store = Store({**asdict(StorageAccess(weed.endpoint)), "access": weed.access, "secret": weed.secret, "security_token": ""})
    store._ask("PUT", "work", "")
    yield store
    store.close()


@pytest.fixture
def carried(tmp_path: Path, engine_image: Path, weed: WeedServer, store: Store) -> Iterator["CarryingHouse"]:
    house = CarryingHouse(tmp_path, engine_image, sync_seconds=0.5)
    house.keys = Credentials(weed.access, weed.secret, "", 2**50)
    house.use_storage(StorageAccess(weed.endpoint))
    house.store = store
    yield house
    house.close()


class CarryingHouse(EngineHouse):
    keys: Credentials
    store: Store

    def put(self, folder: Path, key: str, content: bytes) -> None:
        file = folder / "object"
        file.write_bytes(content)
        with file.open("rb") as stream:
            self.store.put("work", key, [(stream.fileno(), 0, len(content))])

    def keys_below(self, prefix: str) -> list[str]:
        return sorted(key for key, _ in self.store.listed("work", prefix))

    def content(self, folder: Path, key: str) -> bytes:
        size = self.store.size_of("work", key)
        assert size is not None
        file = folder / "read"
        with file.open("w+b") as stream:
            self.store.get("work", key, stream.fileno(), size)
        return file.read_bytes()


class TestInputs:
    async def test_objects_are_there_before_the_process(self, carried: CarryingHouse, tmp_path: Path) -> None:
        carried.put(tmp_path, "in1/a.txt", b"alpha")
        carried.put(tmp_path, "in1/deep/b *'\"é.txt", b"beta")
        program = f"import pathlib\nfor p in sorted(pathlib.Path({IN!r}).rglob('*.txt')): print(p.name, p.read_text())"

        end, log = await carried.run(program, inputs=(InputCopy("data_url", "obs://work/in1/", IN),), credentials=carried.keys)

        assert end.succeeded, log
        assert "a.txt alpha\nb *'\"é.txt beta\n" in log

    async def test_one_object_is_a_file_in_the_directory(self, carried: CarryingHouse, tmp_path: Path) -> None:
        carried.put(tmp_path, "in2/data.csv", b"1,2")

        end, log = await carried.run(
            f"print(open('{IN}/data.csv').read())",
            inputs=(InputCopy("data_url", "/work/in2/data.csv", IN),),
            credentials=carried.keys,
        )

        assert end.succeeded, log
        assert "1,2" in log

    async def test_a_bucket_that_is_not_there_ends_the_task_before_its_process(self, carried: CarryingHouse) -> None:
        ref = await carried.start(
            "print('never')", inputs=(InputCopy("data_url", "obs://none/x/", IN),), credentials=carried.keys
        )

        end = await carried.end_of(ref)

        assert (end.ended_by, end.exit_code) == (EndedBy.SETUP, None)
        assert "obs://none/x/" in end.message
        steps = (await carried.engine.observe(ref)).steps
        assert (steps[-1].step, steps[-1].status, steps[-1].name) == (Step.INPUT, StepStatus.FAILED, "data_url")

    async def test_more_than_the_task_has_room_for_is_not_even_begun(self, carried: CarryingHouse, tmp_path: Path) -> None:
        carried.put(tmp_path, "in3/big", b"x" * 200_000)
        launch = carried.launch_of("1", inputs=(InputCopy("data_url", "obs://work/in3/", IN),), credentials=carried.keys)
        launch = replace(launch, resources=replace(launch.resources, disk_bytes=100_000))

        await carried.engine.launch(launch)

        end = await carried.end_of(launch.ref)
        assert end.ended_by is EndedBy.DISK
        assert "200000 bytes" in end.message

    async def test_keys_of_a_store_that_cannot_be_names_are_told(self) -> None:
        assert "`..`" in unfit("a/../../etc/passwd")
        assert "empty part" in unfit("a//b")
        assert "empty part" in unfit("/etc/passwd")
        assert "NUL" in unfit("a\0b")
        assert "longer" in unfit("é" * 200)
        assert unfit("a b/c*'\n.txt") == ""


class TestOutputs:
    async def test_all_files_are_uploaded_at_the_end_as_they_are_called(self, carried: CarryingHouse, tmp_path: Path) -> None:
        names = ["plain.bin", "with space.txt", "star*[x].txt", "quote'\".txt", "模型.bin", "deep/er/file"]
        program = (
            f"import os\nfor name in {names!r}:\n  p = os.path.join({OUT!r}, name)\n"
            "  os.makedirs(os.path.dirname(p), exist_ok=True)\n  open(p, 'w').write(name)"
        )

        outputs = (OutputSync("train_url", "obs://work/out1", OUT),)
        end, log = await carried.run(program, outputs=outputs, credentials=carried.keys)

        assert end.succeeded, log
        assert carried.keys_below("out1/") == sorted(f"out1/{name}" for name in names)
        assert carried.content(tmp_path, "out1/模型.bin").decode() == "模型.bin"

    async def test_complete_files_are_uploaded_while_the_task_runs_and_open_ones_are_not(self, carried: CarryingHouse) -> None:
        program = (
            f"import os, time\nos.chdir({OUT!r})\nopen('done', 'w').write('1')\nf = open('open', 'w')\n"
            "f.write('1')\nf.flush()\nprint('up')\ntime.sleep(600)"
        )
        outputs = (OutputSync("train_url", "obs://work/out2/", OUT),)
        ref = await carried.start(program, outputs=outputs, credentials=carried.keys)
        await carried.until(lambda: carried.keys_below("out2/") == ["out2/done"])

        await carried.engine.stop(ref, grace_seconds=5, ended_by="user")

        assert (await carried.end_of(ref)).ended_by is EndedBy.USER
        assert carried.keys_below("out2/") == ["out2/done", "out2/open"]

    async def test_links_show_nothing_that_is_not_the_tasks(self, carried: CarryingHouse, tmp_path: Path) -> None:
        home = str(tmp_path)
        program = (
            f"import os\nos.chdir({OUT!r})\nopen('model', 'w').write('m')\nos.symlink('model', 'latest')\n"
            f"os.symlink('/etc/shadow', 'shadow')\nos.symlink({home!r}, 'home')\nos.symlink('{home}/tasks', 'tasks')\n"
            "os.symlink('/proc/1/environ', 'environ')\nos.symlink('/home/ma-user/.modelyard/credentials.json', 'keys')\n"
            "os.mkfifo('fifo')"
        )

        _, log = await carried.run(
            program, outputs=(OutputSync("train_url", "obs://work/out3/", OUT),), credentials=carried.keys
        )

        assert carried.keys_below("out3/") == ["out3/latest", "out3/model"]
        assert carried.content(tmp_path, "out3/latest") == b"m"
        assert "the link leads out of the directory" in log
        assert "fifo: neither a file nor a directory is not uploaded" in log

    async def test_names_that_no_key_can_have_are_told_and_do_not_stop_the_others(self, carried: CarryingHouse) -> None:
        program = (
            f"import os\nos.chdir({OUT!r})\nopen(b'bad\\xff', 'w').write('x')\nopen('good', 'w').write('x')\n"
            "deep = '/'.join(['d' * 200] * 6)\nos.makedirs(deep); open(deep + '/x', 'w').write('x')\n"
            "open('new\\nline', 'w').write('x')"
        )
        outputs = (OutputSync("train_url", "obs://work/out6/", OUT),)

        end, log = await carried.run(program, outputs=outputs, credentials=carried.keys)

        assert end.ended_by is EndedBy.UPLOAD
        assert "bad\\udcff: the name is not UTF-8" in log
        assert "the key would be longer than 1024 bytes" in log
        assert "out6/good" in carried.keys_below("out6/")
        assert all(line.startswith("[ModelArts Service Log]") for line in log.splitlines())

    async def test_what_cannot_be_uploaded_fails_the_task_and_keeps_its_code_in_words(self, carried: CarryingHouse) -> None:
        outputs = (OutputSync("train_url", "obs://work/out5", OUT),)
        keys = replace(carried.keys, secret="not ours")
        ref = await carried.start(f"open('{OUT}/x', 'w').write('1')", outputs=outputs, credentials=keys)

        end = await carried.end_of(ref)

        assert (end.ended_by, end.succeeded) == (EndedBy.UPLOAD, False)
        assert "exited with code 0" in end.message
        assert "obs://work/out5/: x: SignatureDoesNotMatch" in end.message
        assert (await carried.engine.observe(ref)).steps[-1].status is StepStatus.FAILED

    async def test_what_the_path_holds_is_there_first(self, carried: CarryingHouse, tmp_path: Path) -> None:
        carried.put(tmp_path, "out4/checkpoint", b"epoch 3")

        end, log = await carried.run(
            f"print(open('{OUT}/checkpoint').read())",
            outputs=(OutputSync("train_url", "obs://work/out4/", OUT, predownload=True),),
            credentials=carried.keys,
        )

        assert end.succeeded, log
        assert "epoch 3" in log

    async def test_large_files_go_in_parts(
        self, carried: CarryingHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("modelyard.compute.supervisor.storage._PIECE_BYTES", 6 * 2**20)
        content = bytes(range(256)) * (20 * 4096)

        carried.put(tmp_path, "large", content)

        assert carried.content(tmp_path, "large") == content

    async def test_the_log_is_uploaded_whole(self, carried: CarryingHouse, tmp_path: Path) -> None:
        end, _ = await carried.run("print('hello')", mirror_log="obs://work/logs/job-worker-0.log", credentials=carried.keys)

        assert end.succeeded
        assert carried.content(tmp_path, "logs/job-worker-0.log") == b"hello\n"


class StuckStore(ThreadingHTTPServer):
    """A store that takes logs and what is called `quick`, and never finishes anything else."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Stuck)
        self.kept: list[str] = []
        self.begun: list[str] = []
        self.abandoned: list[str] = []
        self.over = threading.Event()


class _Stuck(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: StuckStore

    def do_PUT(self) -> None:
        self.server.begun.append(self.path)
        if not self.path.endswith(("/quick", ".log")):
            self.server.over.wait(60)
            self.close_connection = True
            return
        self.rfile.read(int(self.headers["content-length"]))
        self.server.kept.append(self.path)
        self._answer()

    def do_POST(self) -> None:
        self._answer(b"<Result><UploadId>u1</UploadId></Result>")

    def do_DELETE(self) -> None:
        self.server.abandoned.append(self.path)
        self._answer()

    def _answer(self, body: bytes = b"") -> None:
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # who breaks off says no farewell
            super().handle()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        pass


class TestStopping:
    @pytest.fixture
    def stuck(self, tmp_path: Path, engine_image: Path) -> Iterator[tuple[EngineHouse, StuckStore]]:
        house, store = EngineHouse(tmp_path, engine_image), StuckStore()
        thread = threading.Thread(target=store.serve_forever, args=(0.05,))
        thread.start()
        house.use_storage(StorageAccess(f"http://127.0.0.1:{store.server_port}"))
        yield house, store
        store.over.set()
        store.shutdown()
        store.server_close()
        thread.join()
        house.close()

    async def test_who_stops_a_task_that_uploads_its_outputs_is_heard(self, stuck: tuple[EngineHouse, StuckStore]) -> None:
        house, store = stuck
        program = f"import os\nos.chdir({OUT!r})\nfor name in ('quick', 'slow', 'large'): open(name, 'w').write('1')\n"
        program += f"os.truncate('large', {200 * 2**20})"
        ref = await house.start(
            program,
            outputs=(OutputSync("train_url", "obs://work/out/", OUT),),
            mirror_log="obs://work/log/worker-0.log",
            credentials=Credentials("a", "s", "", 2**50),
        )
        pieces = [f"/work/out/large?partNumber={number}&uploadId=u1" for number in range(1, 5)]
        await house.until(lambda: {"/work/out/slow", *pieces} <= {*store.begun} and "/work/out/quick" in store.kept)

        await house.engine.stop(ref, grace_seconds=600, ended_by="sibling")  # somebody else's end is no reason
        await house.engine.stop(ref, grace_seconds=600, ended_by="user")

        end = await house.end_of(ref)
        assert (end.ended_by, end.exit_code) == (EndedBy.USER, 0)
        assert end.message == (
            "It was stopped while its outputs were uploaded. "
            "train_url: 1 files were uploaded to obs://work/out/ at the end, 2 more were not."
        )
        assert store.kept == ["/work/out/quick", "/work/log/worker-0.log"]
        assert store.abandoned == ["/work/out/large?uploadId=u1"]
        steps = (await house.engine.observe(ref)).steps
        assert [(one.step, one.status) for one in steps][-2:] == [
            (Step.UPLOAD, StepStatus.STARTED),
            (Step.UPLOAD, StepStatus.FAILED),
        ]

    async def test_what_a_stopped_task_has_written_is_uploaded(self, carried: CarryingHouse) -> None:
        program = (
            f"import os, time\nos.chdir({OUT!r})\nprint('up')\ntry: time.sleep(600)\nfinally: open('last', 'w').write('1')"
        )
        program = f"import signal\nsignal.signal(15, lambda *_: exit(3))\n{program}"
        outputs = (OutputSync("train_url", "obs://work/stopped/", OUT),)
        ref = await carried.start(program, outputs=outputs, credentials=carried.keys)
        await carried.until_log(ref, "up\n")

        for _ in range(3):  # as the control plane repeats itself
            await carried.engine.stop(ref, grace_seconds=20, ended_by="user")

        end = await carried.end_of(ref)
        assert (end.ended_by, end.message) == (EndedBy.USER, "It was stopped.")
        assert carried.keys_below("stopped/") == ["stopped/last"]


class TestKeys:
    async def test_a_task_reads_its_keys_where_they_are_renewed_and_cannot_change_them(self, carried: CarryingHouse) -> None:
        program = (
            "import json, time\nfile = '/home/ma-user/.modelyard/credentials.json'\nbefore = json.load(open(file))['access']\n"
            "try: open(file, 'w')\nexcept OSError as error: print(error.strerror)\nprint('up')\n"
            "while json.load(open(file))['access'] == before: time.sleep(0.05)\nprint(json.load(open(file))['access'])"
        )
        ref = await carried.start(program, credentials=carried.keys)
        await carried.until_log(ref, "up")

        await carried.engine.renew(ref, replace(carried.keys, access="RENEWED"))

        assert (await carried.end_of(ref)).succeeded
        assert "RENEWED" in await carried.log_of(ref)
        assert carried.keys.secret not in json.dumps((carried.directory(ref) / "task.json").read_text())

    async def test_wrong_keys_are_said(self, weed: WeedServer) -> None:
        store = Store({**asdict(StorageAccess(weed.endpoint)), "access": "X", "secret": "Y", "security_token": ""})

        with pytest.raises(Refused):
            list(store.listed("work", ""))
        store.close()
