"""The official ModelArts client against a running platform: creates, watches, reads, stops and deletes training jobs."""

import asyncio
import secrets
import time
from collections.abc import Iterator
from typing import Any

import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkmodelarts import v1 as modelarts

from conformance.people import People, name_of_bucket, s3
from modelyard.images.testing import shared_directory
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

ENDED = {"Completed", "Failed", "Terminated", "Abnormal"}
LONGEST_SECONDS = 300
FLAVOR = "modelarts.vm.cpu.1u"

TRAIN = b"""
import argparse, os, time
parser = argparse.ArgumentParser()
parser.add_argument("--data_url")
parser.add_argument("--train_url")
parser.add_argument("--lr", type=float)
parser.add_argument("--seconds", type=float, default=0)
known, others = parser.parse_known_args()
print("hello from", os.environ["MA_CURRENT_INSTANCE_NAME"], "lr", known.lr, "others", others, flush=True)
time.sleep(known.seconds)
words = open(os.path.join(known.data_url, "words.txt")).read().split() if known.data_url else []
if known.train_url:
    os.makedirs(os.path.join(known.train_url, "model"), exist_ok=True)
    with open(os.path.join(known.train_url, "model", "result.txt"), "w") as file:
        file.write(f"{len(words)} words, lr={known.lr}, {os.environ['MINE']}")
"""


class Site:
    """A platform with a bucket, and the official client of its administrator."""

    def __init__(self, platform: ThrowawayPlatform) -> None:
        known = platform.credentials
        credentials = BasicCredentials(
            known["HUAWEICLOUD_SDK_AK"], known["HUAWEICLOUD_SDK_SK"], known["HUAWEICLOUD_SDK_PROJECT_ID"]
        )
        config = HttpConfig.get_default_config()
        config.timeout = (10, 60)
        builder = modelarts.ModelArtsClient.new_builder().with_http_config(config)
        self.client: Any = builder.with_credentials(credentials).with_endpoints([platform.endpoint]).build()
        self.store = s3(platform, People(platform).admin)
        self.bucket = name_of_bucket()
        self.store.create_bucket(Bucket=self.bucket)
        self.put("code/train.py", TRAIN)
        self.put("data/words.txt", b"one two three")

    def put(self, key: str, content: bytes) -> None:
        self.store.put_object(Bucket=self.bucket, Key=key, Body=content)

    def read(self, key: str) -> str:
        content: bytes = self.store.get_object(Bucket=self.bucket, Key=key)["Body"].read()
        return content.decode()

    def url(self, path: str) -> str:
        return f"obs://{self.bucket}/{path}"

    def job(self, *, name: str = "", seconds: float = 0, **changes: Any) -> Any:
        """Return a request for a job as the documentation of the client shows it."""
        algorithm: dict[str, Any] = {
            "code_dir": self.url("code/"),
            "boot_file": self.url("code/train.py"),
            "engine": modelarts.JobEngine(engine_id="python"),
            "parameters": [
                modelarts.Parameters(name="lr", value="0.1"),
                modelarts.Parameters(name="seconds", value=str(seconds)),
            ],
            "environments": {"MINE": "yes"},
            **changes,
        }
        resource = modelarts.SpecResource(flavor_id=FLAVOR, node_count=1)
        spec = modelarts.Spec(
            resource=resource, log_export_path=modelarts.LogExportPath(obs_url=self.url("log/")), auto_stop=None
        )
        metadata = modelarts.JobMetadata(name=name or f"job-{secrets.token_hex(6)}", description="by the official client")
        job = modelarts.Job(kind="job", metadata=metadata, algorithm=modelarts.JobAlgorithm(**algorithm), spec=spec)
        return modelarts.CreateTrainingJobRequest(body=job)

    def show(self, job_id: str) -> Any:
        return self.client.show_training_job_details(modelarts.ShowTrainingJobDetailsRequest(training_job_id=job_id))

    def wait(self, job_id: str, *phases: str) -> Any:
        """Return the job once it is in one of these phases, or has ended."""
        until = time.monotonic() + LONGEST_SECONDS
        while time.monotonic() < until:
            job = self.show(job_id)
            if job.status.phase in {*phases, *ENDED}:
                return job
            time.sleep(0.2)
        raise AssertionError(f"it never got there: {job.status}")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    if request.param == "sqlite":
        yield Site(request.getfixturevalue("platform"))
        return
    url = asyncio.run(request.getfixturevalue("postgresql").create())
    environment = {
        "MODELYARD_DATABASE__URL": url,
        "MODELYARD_IMAGES__DIRECTORY": str(shared_directory()),
        "MODELYARD_IMAGES__UNUSED_DAYS": "0",
    }
    with ThrowawayPlatform(tmp_path_factory.mktemp("platform") / "home", environment=environment) as running:
        yield Site(running)


def test_a_job_is_created_watched_and_read(site: Site) -> None:
    request = site.job(
        inputs=[
            modelarts.Input(
                name="data_url", remote=modelarts.InputDataInfo(obs=modelarts.InputDataInfoObs(obs_url=site.url("data/")))
            )
        ],
        outputs=[
            modelarts.Output(name="train_url", remote=modelarts.Remote(obs=modelarts.RemoteObs(obs_url=site.url("out/"))))
        ],
    )

    created = site.client.create_training_job(request)
    assert created.metadata.name == request.body.metadata.name
    assert created.status.phase == "Creating"
    ended = site.wait(created.metadata.id)

    assert ended.status.phase == ended.status.secondary_phase == "Completed", ended.status
    assert ended.status.tasks == ["worker-0"]
    assert ended.status.task_statuses[0].exit_code == 0
    assert ended.status.duration > 0
    assert ended.status.start_time >= ended.metadata.create_time
    assert len(ended.status.running_records) == 1
    assert ended.algorithm.inputs[0].local_dir == "/home/ma-user/modelarts/inputs/data_url_0"
    assert ended.algorithm.outputs[0].remote.obs.obs_url == site.url("out/")
    assert ended.algorithm.environments == [{"MINE": "yes"}]
    assert ended.spec.resource.flavor_id == FLAVOR
    assert ended.spec.resource.flavor_detail.flavor_info.cpu.core_num >= 1
    assert site.read("out/model/result.txt") == "3 words, lr=0.1, yes"
    assert "hello from modelarts-job-" in site.read(f"log/modelarts-job-{created.metadata.id}-worker-0.log")


def test_its_log_and_events_can_be_read(site: Site) -> None:
    job = site.client.create_training_job(site.job())
    site.wait(job.metadata.id)

    log = site.client.show_training_job_logs_preview(
        modelarts.ShowTrainingJobLogsPreviewRequest(training_job_id=job.metadata.id, task_id="worker-0")
    )
    events = site.client.list_training_job_events(
        modelarts.ListTrainingJobEventsRequest(training_job_id=job.metadata.id, limit=50)
    )

    assert "hello from" in log.content
    assert any("created" in event.message for event in events.events)


def test_a_running_job_is_stopped_and_then_deleted(site: Site) -> None:
    job = site.client.create_training_job(site.job(seconds=600))
    job_id = job.metadata.id
    assert site.wait(job_id, "Running").status.phase == "Running"

    with pytest.raises(ClientRequestException) as early:
        site.client.delete_training_job(modelarts.DeleteTrainingJobRequest(training_job_id=job_id))
    site.client.stop_training_job(
        modelarts.StopTrainingJobRequest(training_job_id=job_id, body=modelarts.JobActionType(action_type="terminate"))
    )
    stopped = site.wait(job_id)
    site.client.delete_training_job(modelarts.DeleteTrainingJobRequest(training_job_id=job_id))

    assert early.value.status_code == 409
    assert stopped.status.phase == "Terminated"
    with pytest.raises(ClientRequestException) as gone:
        site.show(job_id)
    assert gone.value.error_code == "ModelArts.2775"


def test_jobs_are_listed_changed_and_deleted_together(site: Site) -> None:
    mark = secrets.token_hex(4)
    ids = [site.client.create_training_job(site.job(name=f"list-{mark}-{number}")).metadata.id for number in range(3)]
    for job_id in ids:
        site.wait(job_id)
    site.client.change_training_job_description(
        modelarts.ChangeTrainingJobDescriptionRequest(
            training_job_id=ids[0], body=modelarts.JobUpdateRequestBody(description="changed")
        )
    )

    found = site.client.list_training_jobs(
        modelarts.ListTrainingJobsRequest(
            body=modelarts.JobSearches(
                offset=0,
                limit=2,
                sort_by="create_time",
                order="asc",
                filters=[
                    modelarts.Filter(key="name", operator="like", value=[mark]),
                    modelarts.Filter(key="phase", operator="in", value=["Completed"]),
                ],
            )
        )
    )

    assert (found.count, len(found.items)) == (3, 2)
    assert [item.metadata.id for item in found.items] == ids[:2]
    assert found.items[0].metadata.description == "changed"
    items = [modelarts.BatchDeleteJobItem(kind="job", metadata=modelarts.BatchDeleteJobMetadata(id=one)) for one in ids]
    site.client.batch_delete_training_job(
        modelarts.BatchDeleteTrainingJobRequest(body=modelarts.BatchDeleteJobsReq(jobs=items))
    )
    with pytest.raises(ClientRequestException):
        site.show(ids[0])


def test_what_there_is_can_be_asked(site: Site) -> None:
    engines = site.client.show_training_job_engines(modelarts.ShowTrainingJobEnginesRequest())
    flavors = site.client.show_training_job_flavors(modelarts.ShowTrainingJobFlavorsRequest(flavor_type="CPU"))
    quotas = site.client.show_training_quotas(modelarts.ShowTrainingQuotasRequest(resource="job-num"))
    largest = site.client.show_training_flavor_max_available_resource(
        modelarts.ShowTrainingFlavorMaxAvailableResourceRequest(flavor_id=FLAVOR)
    )
    name = site.client.validate_training_job_name(modelarts.ValidateTrainingJobNameRequest(job_name="nobody-has-it"))

    assert engines.total == len(engines.items) > 0
    assert FLAVOR in {flavor.flavor_id for flavor in flavors.flavors}
    assert flavors.flavors[0].flavor_info.memory.size >= 1
    assert quotas.quotas[0].resource == "job-num"
    assert largest.cpu_core_num >= 1
    assert name.is_duplicate is False


def test_a_wrong_request_says_what_is_wrong_and_where(site: Site) -> None:
    request = site.job(boot_file=site.url("code/nothing.py"))

    with pytest.raises(ClientRequestException) as refused:
        site.client.create_training_job(request)

    assert refused.value.status_code == 400
    assert refused.value.error_code == "ModelArts.2758"
    assert "algorithm.boot_file" in refused.value.error_msg
    assert "train.py" in refused.value.error_msg


def test_a_submission_of_a_desktop_plugin(site: Site) -> None:
    """A preset engine by name and version, places without a scheme, all parameters in one line."""
    bucket = site.bucket
    body = {
        "kind": "job",
        "metadata": {"name": f"gan-{secrets.token_hex(4)}"},
        "algorithm": {
            "engine": {"engine_id": "python"},
            "code_dir": f"/{bucket}/code",
            "boot_file": f"/{bucket}/code/train.py",
            "inputs": [{"name": "data_url", "remote": {"obs": {"obs_url": f"/{bucket}/data"}}}],
            "outputs": [{"name": "train_url", "remote": {"obs": {"obs_url": f"obs:/{bucket}/plugin"}}}],
            "parameters": "batchsize=4;lr=0.01",
            "environments": {"MINE": "plugin"},
        },
        "spec": {
            "resource": {"flavor_id": FLAVOR, "node_count": 1},
            "log_export_path": {"obs_url": f"/{bucket}/plugin"},
        },
    }

    created = site.client.create_training_job(modelarts.CreateTrainingJobRequest(body=body))
    ended = site.wait(created.metadata.id)

    assert ended.status.phase == "Completed", ended.status
    assert site.read("plugin/model/result.txt") == "3 words, lr=0.01, plugin"
    assert "--batchsize=4" in site.read(f"plugin/modelarts-job-{created.metadata.id}-worker-0.log")


SHORT_LEASE = b"""
import os
import moxing as mox

bucket = os.environ["BUCKET"]
mox.file.copy_parallel(f"obs://{bucket}/free_train/data", "/cache/")
last = "/cache/ckpt/last_epoch.ckpt"
if mox.file.exists(f"obs://{bucket}/free_train/ckpt"):
    mox.file.copy_parallel(f"obs://{bucket}/free_train/ckpt", "/cache/ckpt")
epoch = int(open(last).read()) if os.path.exists(last) else 0
words = open("/cache/words.txt").read().split()
os.makedirs("/cache/ckpt", exist_ok=True)
with open(last, "w") as file:
    file.write(str(epoch + len(words)))
mox.file.copy_parallel("/cache/ckpt", f"obs://{bucket}/free_train/ckpt")
print("epoch", epoch, "done")
"""


def test_long_training_in_short_jobs(site: Site) -> None:
    """Each job fetches the data and the last checkpoint by itself, and leaves the next one."""
    site.put("free_train/code/test.py", SHORT_LEASE)
    site.put("free_train/data/words.txt", b"a b c d e")
    for expected in ("5", "10"):
        request = site.job(
            code_dir=site.url("free_train/code/"),
            boot_file=site.url("free_train/code/test.py"),
            parameters=[],
            environments={"BUCKET": site.bucket},
        )
        job = site.wait(site.client.create_training_job(request).metadata.id)

        assert job.status.phase == "Completed", site.read(f"log/modelarts-job-{job.metadata.id}-worker-0.log")
        assert site.read("free_train/ckpt/last_epoch.ckpt") == expected


MEET = b"""
import os, socket, sys
address = (os.environ["MASTER_ADDR"], int(os.environ["MASTER_PORT"]))
rank, nodes, hook = (os.environ[name] for name in ("RANK", "WORLD_SIZE", "FROM_HOOK"))
print("arguments", sys.argv[1:], "rank", rank, "of", nodes, hook, flush=True)
if os.environ["RANK"] == "0":
    with socket.create_server(address) as server:
        connection, _ = server.accept()
        print("met", connection.recv(100).decode())
else:
    while True:
        try:
            with socket.create_connection(address, timeout=60) as connection:
                connection.sendall(os.environ["MA_CURRENT_INSTANCE_NAME"].encode())
            break
        except ConnectionRefusedError:
            pass
"""


def test_two_nodes_meet(site: Site) -> None:
    site.put("meet/meet.py", MEET)
    site.put("meet/ma-pre-start.sh", b"export FROM_HOOK='of the hook'\n")
    request = site.job(
        code_dir=site.url("meet/"), boot_file="meet.py", parameters=[modelarts.Parameters(name="x", value="${RANK};$(id)")]
    )
    request.body.spec.resource.node_count = 2
    request.body.spec.resource.flavor_id = "modelarts.vm.cpu.free"

    job = site.wait(site.client.create_training_job(request).metadata.id)

    logs = [site.read(f"log/modelarts-job-{job.metadata.id}-worker-{number}.log") for number in (0, 1)]
    assert job.status.phase == "Completed", logs
    assert f"met modelarts-job-{job.metadata.id}-worker-1" in logs[0]
    assert "arguments ['--x=0;$(id)'] rank 0 of 2 of the hook" in logs[0]
    assert "arguments ['--x=1;$(id)'] rank 1 of 2 of the hook" in logs[1]
    assert job.status.tasks == ["worker-0", "worker-1"]
