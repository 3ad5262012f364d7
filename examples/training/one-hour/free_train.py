"""Uploads the code, runs a job, and the next one when it has ended, each for at most one hour: python free_train.py."""

import time
from pathlib import Path

from config import AK, BUCKET, CONTINUE_ITERS, ENDPOINT, ENGINE, FLAVOR, PROJECT_ID, ROOT, RUN_HOURS, RUN_SCRIPT, SK
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkmodelarts.v1 import (
    AutoStop,
    CreateTrainingJobRequest,
    Job,
    JobAlgorithm,
    JobEngine,
    JobMetadata,
    LogExportPath,
    ModelArtsClient,
    Output,
    Parameters,
    Remote,
    RemoteObs,
    ShowTrainingJobDetailsRequest,
    Spec,
    SpecResource,
)
from upload_files import upload

URL = f"obs://{BUCKET}/{ROOT}"


def main() -> None:
    """Run the jobs of a chain; it ends with the first that does not complete."""
    upload(Path(__file__).parent / "code", "code")
    credentials = BasicCredentials(AK, SK, PROJECT_ID)
    client = ModelArtsClient.new_builder().with_credentials(credentials).with_endpoint(ENDPOINT).build()
    for number in range(1, abs(CONTINUE_ITERS) + 1):
        job_id = create(client, f"one-hour-{int(time.time())}-{number}", number)
        print(f"job {number} of {abs(CONTINUE_ITERS)}: {job_id}", flush=True)
        phase = wait(client, job_id)
        print(f"job {number} ended as {phase}", flush=True)
        if phase != "Completed":
            raise SystemExit(1)


def create(client: ModelArtsClient, name: str, number: int) -> str:
    """Create a job that runs RUN_SCRIPT for at most RUN_HOURS."""
    algorithm = JobAlgorithm(
        code_dir=f"{URL}/{Path(RUN_SCRIPT).parent}/",
        boot_file=f"{URL}/{RUN_SCRIPT}",
        engine=JobEngine(engine_name=ENGINE),
        parameters=[Parameters(name="root", value=URL)],
        outputs=[Output(name="train_url", remote=Remote(obs=RemoteObs(obs_url=f"{URL}/out/{number}/")))],
    )
    spec = Spec(
        resource=SpecResource(flavor_id=FLAVOR, node_count=1),
        log_export_path=LogExportPath(obs_url=f"{URL}/log/"),
        auto_stop=AutoStop(time_unit="HOURS", duration=RUN_HOURS),
    )
    job = Job(kind="job", metadata=JobMetadata(name=name), algorithm=algorithm, spec=spec)
    return str(client.create_training_job(CreateTrainingJobRequest(body=job)).metadata.id)


def wait(client: ModelArtsClient, job_id: str) -> str:
    """Wait for the end of a job; returns how it ended."""
    while True:
        phase = client.show_training_job_details(ShowTrainingJobDetailsRequest(job_id)).status.phase
        if phase in {"Completed", "Failed", "Terminated", "Abnormal"}:
            return str(phase)
        time.sleep(2)


if __name__ == "__main__":
    main()
