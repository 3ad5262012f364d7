"""Training jobs by the official SDK: create one, follow its log, look at what it used."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkmodelarts.v1 import (
    CreateTrainingJobRequest,
    Input,
    InputDataInfo,
    InputDataInfoObs,
    Job,
    JobAlgorithm,
    JobEngine,
    JobMetadata,
    ModelArtsClient,
    Output,
    Parameters,
    Remote,
    RemoteObs,
    ShowTrainingJobDetailsRequest,
    ShowTrainingJobLogsPreviewRequest,
    Spec,
    SpecResource,
)
from obs import ObsClient

ENDED = {"Completed", "Failed", "Terminated", "Abnormal"}
BARS = "▁▂▃▄▅▆▇█"


class Jobs:
    """Training jobs of one user in one project."""

    def __init__(self, endpoint: str, project_id: str, access: str, secret: str) -> None:
        self._endpoint, self._project_id = endpoint, project_id
        credentials = BasicCredentials(access, secret, project_id)
        self._client: ModelArtsClient = (
            ModelArtsClient.new_builder().with_credentials(credentials).with_endpoint(endpoint).build()
        )

    def create(
        self, name: str, *, engine: str, code: str, out: str, data: str = "", nodes: int = 1, parameters: dict[str, str]
    ) -> str:
        """Create a job that runs `train.py` of a code directory in the store, and return its id."""
        inputs = [Input(name="data_url", remote=InputDataInfo(obs=InputDataInfoObs(obs_url=data)))] if data else []
        algorithm = JobAlgorithm(
            code_dir=code,
            boot_file=f"{code}train.py",
            engine=JobEngine(engine_name=engine),
            inputs=inputs,
            outputs=[Output(name="train_url", remote=Remote(obs=RemoteObs(obs_url=out)))],
            parameters=[Parameters(name=key, value=value) for key, value in parameters.items()],
        )
        job = Job(
            kind="job",
            metadata=JobMetadata(name=name, description="made by the quickstart"),
            algorithm=algorithm,
            spec=Spec(resource=SpecResource(flavor_id="modelarts.vm.cpu.1u", node_count=nodes)),
        )
        made = self._client.create_training_job(CreateTrainingJobRequest(body=job))
        return str(made.metadata.id)

    def follow(self, job_id: str, say: Callable[[str], None]) -> str:
        """Say each line of the first task's log as it comes, until the job has ended; returns how."""
        said, partial, state = 0, "", ""
        while True:
            status = self._client.show_training_job_details(ShowTrainingJobDetailsRequest(job_id)).status
            now = f"{status.phase}: {status.secondary_phase}"
            if now != state and status.phase not in ENDED:
                say(now.lower())
            state, has_ended = now, status.phase in ENDED
            log = self._log(job_id)
            fresh, said = partial + log[said:], len(log)
            *lines, partial = fresh.split("\n")
            for line in lines if not has_ended else [*lines, partial]:
                if line.strip() and "ModelArts Service Log" not in line:
                    say(line)
            if has_ended:
                return str(status.phase)
            time.sleep(0.5)

    def _log(self, job_id: str) -> str:
        try:
            answer = self._client.show_training_job_logs_preview(ShowTrainingJobLogsPreviewRequest(job_id, "worker-0"))
        except ClientRequestException:
            return ""  # it has not begun
        return str(answer.content or "")

    def curves(self, job_id: str, token: str) -> list[tuple[str, str, list[float]]]:
        """Return name, unit and values of what the first task used over time.

        The SDK's call tells averages of minutes; a job of seconds needs the finer one, which this platform has added.
        """
        url = f"{self._endpoint}/v2/{self._project_id}/training-jobs/{job_id}/metrics"
        answer = httpx.get(url, params={"points": 80, "limit": 1}, headers={"x-auth-token": token})
        answer.raise_for_status()
        tasks = answer.json()["tasks"]
        return [(curve["metric"], curve["unit"], curve["values"]) for curve in tasks[0]["curves"]] if tasks else []


def log_in(endpoint: str, account: str, name: str, password: str, project_id: str) -> str:
    """Return a token of a user for a project."""
    user = {"name": name, "password": password, "domain": {"name": account}}
    identity = {"methods": ["password"], "password": {"user": user}}
    body = {"auth": {"identity": identity, "scope": {"project": {"id": project_id}}}}
    answer = httpx.post(f"{endpoint}/v3/auth/tokens", json=body)
    answer.raise_for_status()
    return str(answer.headers["x-subject-token"])


def upload_folder(client: ObsClient, folder: Path, bucket: str, prefix: str) -> int:
    """Upload the files of a folder with the OBS SDK; returns how many."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and "__pycache__" not in file.parts]
    for file in files:
        answer = client.putFile(bucket, prefix + file.relative_to(folder).as_posix(), str(file))
        if answer.status >= 300:
            raise SystemExit(f"the object store refused {file}: {answer.errorCode} {answer.errorMessage}")
    return len(files)


def sparkline(values: Sequence[float], width: int = 40) -> str:
    """Draw values between 0 and 100 in one line; of more than fit, the highest of each piece."""
    if len(values) > width:
        edges = [len(values) * number // width for number in range(width + 1)]
        values = [max(values[start:end]) for start, end in zip(edges, edges[1:], strict=False)]  # noqa: RUF007 - pairs of neighbours
    return "".join(BARS[min(len(BARS) - 1, max(0, int(value / 100 * len(BARS))))] for value in values)
