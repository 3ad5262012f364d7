"""The ways in which a job can be started and can go on: torchrun, several nodes, packages of its own, restarts, run limits.

MODELYARD_TEST_LONG_JOBS=1 runs what takes longer at its full length, as in the examples.
"""

import contextlib
import io
import os
import signal
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from e2e.training_jobs import Jobs
from modelyard.images.types import RuntimeImage
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

CONTINUE, GRACE = "modelyard/continuations", "modelyard/grace-seconds"
RETRIES, UNCONDITIONAL = "fault-tolerance/job-retry-num", "fault-tolerance/job-unconditional-retry"
IS_LONG = os.environ.get("MODELYARD_TEST_LONG_JOBS", "") not in {"", "0"}
# Pictures of digits, as far as they matter here: some that can be told apart.
DIGITS = """import sys, numpy as np
labels = np.arange(200) % 10
images = np.eye(64, dtype="float32")[labels] + np.random.default_rng(0).random((200, 64), dtype="float32") / 4
np.savez(sys.argv[1], images=images, labels=labels)
"""
DDP = Path(__file__).parents[2] / "examples" / "training" / "pytorch-ddp" / "train.py"

# Goes on from the number in its output, and adds one in each of its runs; ends well or badly at a number that it is told.
COUNTS = """import os, sys, time
options = dict(word[2:].partition("=")[::2] for word in sys.argv[1:])
place = os.path.join(options["train_url"], "count.txt")
count = int(open(place).read()) + 1 if os.path.exists(place) else 1
os.makedirs(options["train_url"], exist_ok=True)
with open(place + ".part", "w") as file:
    file.write(str(count))
os.replace(place + ".part", place)
print("run", count, flush=True)
if count == int(options["well_at"]):
    sys.exit(0)
if count == int(options["badly_at"]):
    sys.exit(7)
if options["waits"] == "yes":
    time.sleep(600)
sys.exit(5)
"""


@pytest.fixture(scope="module")
def jobs(platform: ThrowawayPlatform) -> Jobs:
    made = Jobs(platform)
    made.upload("counts", COUNTS)
    return made


def counting(
    jobs: Jobs, name: str, annotations: dict[str, str], *, well_at: int, badly_at: int = 0, waits: str = "no"
) -> dict[str, Any]:
    """Return a request for a job that counts its runs."""
    body = jobs.body(f"{name}-{jobs.bucket[-8:]}", "counts", outputs=True, well_at=well_at, badly_at=badly_at, waits=waits)
    body["algorithm"]["outputs"][0]["prefetch_to_local"] = True
    body["metadata"]["annotations"] = annotations
    return body


def count_of(jobs: Jobs, body: dict[str, Any]) -> str:
    """Return what a job that counts has left behind."""
    place = body["algorithm"]["outputs"][0]["remote"]["obs"]["obs_url"].removeprefix(f"obs://{jobs.bucket}/")
    content: bytes = jobs.store.get_object(Bucket=jobs.bucket, Key=f"{place}count.txt")["Body"].read()
    return content.decode()


def create(jobs: Jobs, body: dict[str, Any]) -> str:
    job_id: str = jobs.call("POST", "training-jobs", body)["metadata"]["id"]
    return job_id


class TestRunLimit:
    def test_a_chain_of_runs_is_one_job_that_ends_when_its_work_is_done(self, jobs: Jobs) -> None:
        body = counting(jobs, "chain", {CONTINUE: "5", GRACE: "1"}, well_at=3, waits="yes")
        body["spec"]["auto_stop"] = {"time_unit": "SECONDS", "duration": 2}

        job = jobs.wait(create(jobs, body), "Completed")

        status = job["status"]
        assert status["phase"] == "Completed", status
        # At least: on a busy machine a run may reach its limit before it has counted.
        assert len(status["running_records"]) == status["restarts"] + 1 >= 3
        *earlier, last = status["running_records"]
        assert {record["end_recover"] for record in earlier} == {"job_reschedule"}
        assert {record["end_reason"] for record in earlier} == {"It ran for 2 seconds, as long as it may."}
        assert last["end_recover"] == ""
        assert count_of(jobs, body) == "3"
        found = jobs.call("POST", "training-job-searches", {"filters": [{"key": "name", "value": [body["metadata"]["name"]]}]})
        assert found["count"] == 1

    def test_it_stops_at_the_first_run_that_fails(self, jobs: Jobs) -> None:
        body = counting(jobs, "broken", {CONTINUE: "9", GRACE: "1"}, well_at=5, badly_at=2, waits="yes")
        body["spec"]["auto_stop"] = {"time_unit": "SECONDS", "duration": 2}

        job = jobs.wait(create(jobs, body), "Failed")

        assert job["status"]["phase"] == "Failed"
        assert 2 <= len(job["status"]["running_records"]) < 9
        assert job["status"]["task_statuses"][0]["exit_code"] == 7
        assert count_of(jobs, body) == "2"


class TestRestart:
    def test_a_program_that_fails_is_started_again_as_often_as_asked(self, jobs: Jobs) -> None:
        body = counting(jobs, "again", {RETRIES: "2", UNCONDITIONAL: "true"}, well_at=3)

        job = jobs.wait(create(jobs, body), "Completed")

        assert job["status"]["phase"] == "Completed", job["status"]
        assert [record["start_at"] is not None for record in job["status"]["running_records"]] == [True] * 3
        assert "exit code 5" in job["status"]["running_records"][0]["end_reason"]

    def test_without_the_switch_a_failure_of_the_program_is_final(self, jobs: Jobs) -> None:
        body = counting(jobs, "final", {RETRIES: "2"}, well_at=3)

        job = jobs.wait(create(jobs, body), "Failed")

        assert job["status"]["phase"] == "Failed"
        assert count_of(jobs, body) == "1"

    def test_a_job_whose_supervisor_was_killed_runs_again(self, jobs: Jobs) -> None:
        body = counting(jobs, "orphan", {}, well_at=2, waits="yes")
        job_id = create(jobs, body)
        assert jobs.wait(job_id, "Running")["status"]["phase"] == "Running"
        self.until_it_said(jobs, job_id, "run 1")

        kill_supervisor_of(jobs.platform, jobs, job_id)
        job = jobs.wait(job_id, "Completed")

        assert job["status"]["phase"] == "Completed", job["status"]
        first = job["status"]["running_records"][0]
        assert len(job["status"]["running_records"]) == 2
        assert first["recover_records"][0]["fault_scenario"] == "node_fault"
        # What the first run had written was uploaded while it ran, and was there again for the second.
        assert count_of(jobs, body) == "2"

    @staticmethod
    def until_it_said(jobs: Jobs, job_id: str, text: str) -> None:
        """Wait until a line of the program is in the log, and its output has been uploaded once."""
        late = time.monotonic() + 180
        while time.monotonic() < late:
            keys = [item["Key"] for item in jobs.store.list_objects_v2(Bucket=jobs.bucket).get("Contents", [])]
            if text in jobs.log(job_id) and any("orphan" in key for key in keys):
                return
            time.sleep(0.2)
        raise AssertionError(jobs.log(job_id))


def kill_supervisor_of(platform: ThrowawayPlatform, jobs: Jobs, job_id: str) -> None:
    """Kill the supervisor of the first task of a job: the one whose command line names a directory with the job's name."""
    tasks = platform.home / "data" / "tasks"
    named = f"modelarts-job-{job_id}"
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            line = process.cmdline()
            folder = next((Path(word) for word in line if word.startswith(str(tasks))), None)
            if folder is not None and (folder / "task.json").is_file() and named in (folder / "task.json").read_text():
                process.send_signal(signal.SIGKILL)
                return
    raise AssertionError(f"no supervisor of {job_id}")


class TestOwnPackages:
    PROGRAM = """import sys, greeting, os
print("said", greeting.WORD, sys.argv[1:], os.environ["FROM_HOOK"], sorted(os.listdir(sys.argv[-2].partition("=")[2])))
open(os.path.join(sys.argv[-1].partition("=")[2], "done.txt"), "w").write("done")
"""

    def test_requirements_and_the_four_spellings_of_places(self, jobs: Jobs) -> None:
        """A package that lies in the code itself, so that no index is needed; all parameters in one line."""
        bucket, store = jobs.bucket, jobs.store
        jobs.upload("packed", self.PROGRAM)
        store.put_object(
            Bucket=bucket, Key="packed/wheels/greeting-1.0-py3-none-any.whl", Body=wheel("greeting", "WORD = 'hello'")
        )
        store.put_object(Bucket=bucket, Key="packed/requirements.txt", Body=b"./wheels/greeting-1.0-py3-none-any.whl\n")
        store.put_object(Bucket=bucket, Key="packed/ma-pre-start.sh", Body=b"export FROM_HOOK=hooked\n")
        store.put_object(Bucket=bucket, Key="data/words.txt", Body=b"words")
        body = jobs.body(f"packed-{bucket[-8:]}", "packed")
        body["algorithm"] |= {
            "code_dir": f"obs:/{bucket}/packed",
            "boot_file": f"/{bucket}/packed/main.py",
            "parameters": "batchsize=4;learning_rate=0.01",
            "inputs": [{"name": "data_url", "remote": {"obs": {"obs_url": f"s3://{bucket}/data"}}}],
            "outputs": [{"name": "train_url", "remote": {"obs": {"obs_url": f"obs://{bucket}/packed-out/"}}}],
        }

        job = jobs.wait(create(jobs, body), "Completed")

        said = jobs.log(job["metadata"]["id"])
        assert job["status"]["phase"] == "Completed", said
        assert "said hello ['--batchsize=4', '--learning_rate=0.01', '--data_url=" in said
        assert "hooked ['words.txt']" in said
        assert store.get_object(Bucket=bucket, Key="packed-out/done.txt")["Body"].read() == b"done"
        assert job["algorithm"]["code_dir"] == f"obs://{bucket}/packed/"
        assert job["algorithm"]["inputs"][0]["remote"]["obs"]["obs_url"] == f"obs://{bucket}/data"

    def test_requirements_that_cannot_be_installed_end_the_job_and_say_why(self, jobs: Jobs) -> None:
        jobs.upload("unpacked", "print('never')")
        jobs.store.put_object(
            Bucket=jobs.bucket, Key="unpacked/requirements.txt", Body=b"./wheels/missing-1.0-py3-none-any.whl\n"
        )
        body = jobs.body(f"unpacked-{jobs.bucket[-8:]}", "unpacked")

        job = jobs.wait(create(jobs, body), "Failed")

        assert job["status"]["phase"] == "Failed"
        assert job["status"]["task_statuses"][0]["ended_by"] == "setup"
        assert "requirements.txt" in job["status"]["reason"]
        assert "never" not in jobs.log(job["metadata"]["id"])


class TestBadLuck:
    """Programs that misbehave, beside one that does not: what the owner of each reads afterwards."""

    PROGRAM = """import os, signal, subprocess, sys, time
what = sys.argv[1].partition("=")[2]
if what == "memory":
    held = [bytearray(2**20) for _ in range(100_000)]
elif what == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(600)
elif what == "silent":
    os.close(1), os.close(2)
    subprocess.Popen(["sleep", "600"], start_new_session=True)
elif what == "segfault":
    os.kill(os.getpid(), signal.SIGSEGV)
"""

    def test_each_ends_by_itself_and_says_why(self, jobs: Jobs) -> None:
        jobs.upload("bad", self.PROGRAM)
        made = {}
        for what in ("memory", "deaf", "silent", "segfault", "good"):
            body = jobs.body(f"{what}-{jobs.bucket[-8:]}", "bad", what=what)
            small = {"cpu_core_num": 0.3, "mem_size": 0.125, "accelerator_num": 0}
            body["spec"]["resource"]["main_container_customized_flavor"] = small
            if what == "deaf":
                body["spec"]["auto_stop"] = {"time_unit": "SECONDS", "duration": 1}
                body["metadata"]["annotations"] = {GRACE: "1"}
            made[what] = create(jobs, body)

        ended = {what: jobs.wait(job_id)["status"] for what, job_id in made.items()}

        phases = {what: status["phase"] for what, status in ended.items()}
        assert phases == {
            "memory": "Failed",
            "deaf": "Terminated",
            "silent": "Completed",
            "segfault": "Failed",
            "good": "Completed",
        }
        assert "memory" in ended["memory"]["reason"]
        assert ended["memory"]["task_statuses"][0]["out_of_memory"]
        assert ended["deaf"]["task_statuses"][0]["ended_by"] == "run_limit"
        assert ended["segfault"]["task_statuses"][0]["exit_code"] == 128 + 11


class TestClientsOfS3:
    PROGRAM = """import boto3, os, subprocess, sys
assert not any("SECRET" in name for name in os.environ)
bucket = sys.argv[1].partition("=")[2]
store = boto3.client("s3")
store.put_object(Bucket=bucket, Key="by-boto3.txt", Body=b"hello")
frozen = boto3.Session().get_credentials()
print("renewed by", frozen.method, "read", store.get_object(Bucket=bucket, Key="by-boto3.txt")["Body"].read().decode())
said = subprocess.run([sys.executable, "-m", "moxing", "env"], capture_output=True, text=True, check=True).stdout
print("keys", *(line.partition("=")[0].split()[1] for line in said.splitlines()))
"""

    def test_boto3_needs_neither_keys_nor_an_address(self, jobs: Jobs, built_image: Callable[[str], RuntimeImage]) -> None:
        built_image("sklearn")
        jobs.upload("s3", self.PROGRAM)
        body = jobs.body(f"s3-{jobs.bucket[-8:]}", "s3", bucket=jobs.bucket)
        body["algorithm"]["engine"] = {"engine_id": "sklearn"}

        job = jobs.wait(create(jobs, body), "Completed")

        said = jobs.log(job["metadata"]["id"])
        assert job["status"]["phase"] == "Completed", said
        assert "renewed by custom-process read hello" in said
        assert "keys ACCESS_KEY_ID SECRET_ACCESS_KEY SECURITY_TOKEN AWS_ACCESS_KEY_ID" in said
        assert jobs.store.get_object(Bucket=jobs.bucket, Key="by-boto3.txt")["Body"].read() == b"hello"


def wheel(name: str, code: str) -> bytes:
    """Return a wheel of one module."""
    packed = io.BytesIO()
    info = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"{name}.py", code)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return packed.getvalue()


class TestSeveralProcesses:
    @pytest.fixture
    def pytorch(self, jobs: Jobs, built_image: Callable[[str], RuntimeImage], tmp_path: Path) -> dict[str, str]:
        """The engine PyTorch, whose environment is ready."""
        image = built_image("pytorch")
        subprocess.run([f"{image.location}/bin/python", "-c", DIGITS, str(tmp_path / "digits.npz")], check=True, timeout=60)
        jobs.store.upload_file(str(tmp_path / "digits.npz"), jobs.bucket, "digits/digits.npz")
        jobs.store.put_object(Bucket=jobs.bucket, Key="ddp/main.py", Body=DDP.read_bytes())
        return {"engine_name": "PyTorch"}

    def body(self, jobs: Jobs, name: str, engine: dict[str, str], **resource: Any) -> dict[str, Any]:
        body = jobs.body(f"{name}-{jobs.bucket[-8:]}", "ddp", outputs=True, epochs=8 if IS_LONG else 1)
        body["algorithm"]["engine"] = engine
        body["algorithm"]["inputs"] = [{"name": "data_url", "remote": {"obs": {"obs_url": f"obs://{jobs.bucket}/digits/"}}}]
        body["algorithm"]["environments"] = {"OMP_NUM_THREADS": "1"}
        body["spec"]["resource"] |= resource
        return body

    # Without MODELYARD_TEST_LONG_JOBS the processes say who they are and do not import PyTorch, which takes seconds each.
    # One write for a line: what print does in several would mix with that of the other rank.
    RANKS = """import os
said = os.environ
os.write(1, f"rank {said['RANK']} {said['LOCAL_RANK']} of {said['WORLD_SIZE']}\\n".encode())
"""

    def test_torchrun_starts_as_many_as_asked_on_one_node(self, jobs: Jobs, pytorch: dict[str, str]) -> None:
        jobs.upload("ranks", self.RANKS)
        body = self.body(jobs, "torchrun", pytorch)
        body["metadata"]["annotations"] = {"modelyard/launcher": "torchrun", "modelyard/processes-per-node": "2"}
        if not IS_LONG:
            body["algorithm"] |= {
                name: body["algorithm"][name].replace("/ddp/", "/ranks/") for name in ("code_dir", "boot_file")
            }

        job = jobs.wait(create(jobs, body), "Completed")

        said = jobs.log(job["metadata"]["id"])
        assert job["status"]["phase"] == "Completed", said
        expected = ["2 processes on cpu"] if IS_LONG else ["rank 0 0 of 2", "rank 1 1 of 2"]
        assert [line for line in expected if line not in said] == []
        assert job["runtime"]["command"][:3] == ["python", "-m", "torch.distributed.run"]

    def test_two_nodes_learn_together_and_leave_one_model(self, jobs: Jobs, pytorch: dict[str, str]) -> None:
        body = self.body(jobs, "nodes", pytorch, flavor_id="modelarts.vm.cpu.free", node_count=2)

        job = jobs.wait(create(jobs, body), "Completed")

        said = jobs.log(job["metadata"]["id"])
        assert job["status"]["phase"] == "Completed", said
        assert "2 processes on cpu" in said
        assert job["status"]["tasks"] == ["worker-0", "worker-1"]
        listed = jobs.store.list_objects_v2(Bucket=jobs.bucket, Prefix=f"out/{body['metadata']['name']}/")
        names = [
            item["Key"].partition(body["metadata"]["name"])[2] for item in listed["Contents"] if not item["Key"].endswith("/")
        ]
        assert names == ["/last.pt", "/metrics.json", "/model.pt"]
