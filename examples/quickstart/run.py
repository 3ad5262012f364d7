"""A walk through a throw-away platform with the public SDKs: a user with a key, two training jobs, their models as a service.

./yard quickstart               stays up until Ctrl-C, then everything is removed
./yard quickstart --full        trains with PyTorch on two tasks, too (builds its image at the first time, some minutes)
./yard quickstart --exit        ends after the walk
./yard quickstart --home DIR    keeps the platform's home
"""

import argparse
import contextlib
import itertools
import json
import os
import secrets
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from huaweicloudsdkcore.auth.credentials import GlobalCredentials
from huaweicloudsdkiam.v3 import (
    CreateCredentialOption,
    CreatePermanentAccessKeyRequest,
    CreatePermanentAccessKeyRequestBody,
    CreateUserOption,
    CreateUserRequest,
    CreateUserRequestBody,
    IamClient,
    KeystoneAddUserToGroupRequest,
    KeystoneAssociateGroupWithDomainPermissionRequest,
    KeystoneAssociateGroupWithProjectPermissionRequest,
    KeystoneCreateGroupOption,
    KeystoneCreateGroupRequest,
    KeystoneCreateGroupRequestBody,
    KeystoneListPermissionsRequest,
)
from obs import ObsClient
from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from jobs import Jobs, log_in, sparkline, upload_folder
from modelyard.server.testing import ThrowawayPlatform
from services import Services, draw

EXAMPLES = Path(__file__).parents[1] / "training"
BUCKET = "quickstart"
# The versions of the model: how long each learns, and which share of the requests it gets.
EPOCHS = {"1.0.0": "3", "2.0.0": "15"}
SHARES = {"1.0.0": 90, "2.0.0": 10}
OLDEST, NEWEST = EPOCHS
REQUESTS, SHOWN = 200, 8
# Images are kept between runs, so that only the first one builds them; what is used and called is counted more often than
# usual.
SETTINGS = {
    "MODELYARD_IMAGES__DIRECTORY": os.environ.get(
        "MODELYARD_IMAGES__DIRECTORY", str(Path.home() / ".cache" / "modelyard" / "quickstart-images")
    ),
    "MODELYARD_COMPUTE__ENGINE__SAMPLE_SECONDS": "0.5",
    "MODELYARD_SERVING__STATISTICS_SECONDS": "1",
}


@dataclass(frozen=True)
class User:
    """Somebody who works with the platform."""

    name: str
    password: str
    access_key: str
    secret_key: str


def main() -> None:
    """Run the walk and, unless told otherwise, leave the platform up for a look."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--exit", action="store_true", help="end after the walk")
    parser.add_argument("--full", action="store_true", help="train with PyTorch on two tasks, too")
    parser.add_argument("--home", type=Path, help="keep the platform's home here instead of a temporary directory")
    options = parser.parse_args()
    out = Console(highlight=False, soft_wrap=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    steps = itertools.count(1)

    def step(text: str) -> None:
        out.print(f"[bold]{next(steps)}[/] {text}")

    with home_at(options.home) as home:
        step("starting a platform ...")
        with ThrowawayPlatform(home, environment=SETTINGS) as platform:
            out.print(f"  [green]ready[/] {platform.endpoint}   objects at {platform.storage_endpoint}")

            step("making a user who may train, deploy and work with objects (huaweicloudsdkiam)")
            user = make_user(platform, "anna")
            out.print(f"  {user.name} has the access key {user.access_key}")
            walk = Walk(out, platform, user)

            step("uploading code as that user (OBS SDK)")
            walk.upload()

            step(
                "training two models of handwritten digits at once (huaweicloudsdkmodelarts); the first time builds their image"
            )
            trained = {
                version: walk.create_job(f"digits-{epochs}-epochs", parameters={"epochs": epochs})
                for version, epochs in EPOCHS.items()
            }
            walk.follow(trained[NEWEST])
            walk.finish(trained[OLDEST])

            step("what they have left in the bucket (boto3)")
            accuracies = {version: walk.show_outputs(f"digits-{epochs}-epochs") for version, epochs in EPOCHS.items()}

            if options.full:
                step("the same with PyTorch on two tasks that learn together; the first time builds its image")
                data = f"obs://{BUCKET}/digits-{EPOCHS[NEWEST]}-epochs/"
                walk.follow(walk.create_job("ddp", "PyTorch", code="pytorch-ddp", data=data, nodes=2, parameters={}))
                walk.show_outputs("ddp")

            step("registering both as versions of one model: each is copied, and loaded once in a sandbox")
            models = walk.register("digits", trained)

            step(f"deploying both in one service; {NEWEST} gets {SHARES[NEWEST]} % of the requests")
            service = walk.services.deploy("digits", {models[version]: share for version, share in SHARES.items()})
            out.print(f"  [green]running[/] {service['access_address']}")

            step(f"asking it {REQUESTS} times, each request signed by the SDK")
            pictures = walk.predict(service, accuracies)

            walk.tell_what_next(service, pictures)
            if not options.exit:
                with contextlib.suppress(KeyboardInterrupt):
                    signal.pause()
                out.print("stopping ...")


@contextlib.contextmanager
def home_at(chosen: Path | None) -> Iterator[Path]:
    """Give the home asked for, or a temporary one that is removed afterwards."""
    if chosen is not None:
        yield chosen
        return
    with tempfile.TemporaryDirectory(prefix="modelyard-quickstart-") as folder:
        yield Path(folder) / "home"


def make_user(platform: ThrowawayPlatform, name: str) -> User:
    """Make a user in a group that may train, create buckets and work with objects, and give him a key."""
    admin = platform.credentials
    domain_id = admin["HUAWEICLOUD_SDK_DOMAIN_ID"]
    credentials = GlobalCredentials(admin["HUAWEICLOUD_SDK_AK"], admin["HUAWEICLOUD_SDK_SK"], domain_id)
    iam = IamClient.new_builder().with_credentials(credentials).with_endpoint(platform.endpoint).build()

    objects, training = (
        iam.keystone_list_permissions(KeystoneListPermissionsRequest(display_name=name)).roles[0].id
        for name in ("OBS Administrator", "ModelArts CommonOperations")
    )
    suffix = secrets.token_hex(3)
    group = iam.keystone_create_group(
        KeystoneCreateGroupRequest(body=KeystoneCreateGroupRequestBody(group=KeystoneCreateGroupOption(name=f"data-{suffix}")))
    ).group
    iam.keystone_associate_group_with_domain_permission(
        KeystoneAssociateGroupWithDomainPermissionRequest(domain_id, group.id, objects)
    )
    iam.keystone_associate_group_with_project_permission(
        KeystoneAssociateGroupWithProjectPermissionRequest(admin["HUAWEICLOUD_SDK_PROJECT_ID"], group.id, training)
    )

    password = f"Quick-{secrets.token_urlsafe(9)}"
    option = CreateUserOption(name=f"{name}-{suffix}", domain_id=domain_id, password=password, pwd_status=False)
    user = iam.create_user(CreateUserRequest(body=CreateUserRequestBody(user=option))).user
    iam.keystone_add_user_to_group(KeystoneAddUserToGroupRequest(group.id, user.id))

    body = CreatePermanentAccessKeyRequestBody(credential=CreateCredentialOption(user_id=user.id))
    key = iam.create_permanent_access_key(CreatePermanentAccessKeyRequest(body=body)).credential
    return User(user.name, password, key.access, key.secret)


class Walk:
    """The steps of a user on a platform, and what is said of them."""

    def __init__(self, out: Console, platform: ThrowawayPlatform, user: User) -> None:
        self._out, self._platform, self._user = out, platform, user
        self._project_id = platform.credentials["HUAWEICLOUD_SDK_PROJECT_ID"]
        self._account = platform.credentials.get("MODELYARD_DOMAIN", "modelyard")
        here = (platform.endpoint, self._project_id, user.access_key, user.secret_key)
        self.jobs, self.services = Jobs(*here), Services(*here)
        self._store: Any = boto3.client(
            "s3",
            endpoint_url=platform.storage_endpoint,
            aws_access_key_id=user.access_key,
            aws_secret_access_key=user.secret_key,
            region_name="local",
            config=Config(s3={"addressing_style": "path"}),
        )

    def upload(self) -> None:
        """Make a bucket and put the code of the examples there with the OBS SDK."""
        client = ObsClient(self._user.access_key, self._user.secret_key, server=self._platform.storage_endpoint)
        answer = client.createBucket(BUCKET)
        if answer.status >= 300:
            raise SystemExit(f"the object store refused: {answer.errorCode} {answer.errorMessage}")
        for name in ("sklearn-digits", "pytorch-ddp"):
            upload_folder(client, EXAMPLES / name, BUCKET, f"code/{name}/")
            self._out.print(f"  obs://{BUCKET}/code/{name}/")
        client.close()

    def create_job(
        self,
        name: str,
        engine: str = "Scikit_Learn",
        *,
        code: str = "sklearn-digits",
        data: str = "",
        nodes: int = 1,
        parameters: dict[str, str],
    ) -> str:
        """Create a job whose output goes into the bucket under its name, and return its id."""
        code, out = f"obs://{BUCKET}/code/{code}/", f"obs://{BUCKET}/{name}/"
        job_id = self.jobs.create(name, engine=engine, code=code, out=out, data=data, nodes=nodes, parameters=parameters)
        self._out.print(f"  job {name}, {job_id}")
        return job_id

    def finish(self, job_id: str, say: Callable[[str], None] = lambda _: None) -> None:
        """Wait for the good end of a job."""
        phase = self.jobs.follow(job_id, say)
        if phase != "Completed":
            raise SystemExit(f"the job ended as {phase}")

    def follow(self, job_id: str) -> None:
        """Show the log of a job while it runs, and what it used."""
        self.finish(job_id, lambda line: self._out.print(f"  {line}", markup=False))
        self._out.print("  [green]completed[/]")
        token = log_in(self._platform.endpoint, self._account, self._user.name, self._user.password, self._project_id)
        for metric, unit, values in self.jobs.curves(job_id, token):
            if unit == "percent" and values:
                self._out.print(f"  {metric:10} {sparkline(values)} {max(values):5.1f} % at most")

    def show_outputs(self, name: str) -> float:
        """List what a job has left in the bucket, and return the accuracy that it wrote down."""
        for found in self._store.list_objects_v2(Bucket=BUCKET, Prefix=f"{name}/").get("Contents", []):
            self._out.print(f"  obs://{BUCKET}/{found['Key']}  {found['Size']:,} bytes")
        accuracy = float(self._read(f"{name}/metrics.json")["accuracy"])
        self._out.print(f"  [bold]accuracy {accuracy:.1%}[/]")
        return accuracy

    def register(self, name: str, jobs: Mapping[str, str]) -> dict[str, str]:
        """Make a version of a model of each job, and return their ids by version."""
        models = {version: self.services.register(name, version, job_id) for version, job_id in jobs.items()}
        for version, model_id in models.items():
            self.services.wait_for_model(model_id)
            self._out.print(f"  {name} {version} is published, {model_id}")
        return models

    def predict(self, service: dict[str, Any], accuracies: Mapping[str, float]) -> Path:
        """Ask a service many times, show what it said and who answered, and return a file with a request to try."""
        samples = self._read(f"digits-{EPOCHS[NEWEST]}-epochs/samples.json")
        pictures, labels = samples["instances"][:REQUESTS], samples["labels"][:REQUESTS]
        answers = [self.services.predict(service["access_address"], [picture])[0] for picture in pictures]

        for line in draw(pictures[:SHOWN]):
            self._out.print(f"  {line}")
        self._out.print("  " + "  ".join(f"{answer:^8}" for answer in answers[:SHOWN]))
        right = sum(answer == label for answer, label in zip(answers, labels, strict=True))
        self._out.print(f"  {right} of {len(answers)} pictures were recognized\n")

        table = Table("version", "epochs", "accuracy", "share wanted", "share seen", "requests", box=None, pad_edge=False)
        counted = self.services.calls_by_version(service["service_id"], at_least=len(answers))
        for version, count in sorted(counted.items()):
            seen = count / max(1, sum(counted.values()))
            accuracy = f"{accuracies[version]:.1%}"
            table.add_row(version, EPOCHS[version], accuracy, f"{SHARES[version]} %", f"{seen:.1%}", str(count))
        self._out.print(Padding(table, (0, 2)))

        file = self._platform.home.with_name(f"{self._platform.home.name}.pictures.json")
        file.write_text(json.dumps({"instances": pictures[:SHOWN]}), encoding="utf-8")
        return file

    def tell_what_next(self, service: dict[str, Any], pictures: Path) -> None:
        """Say where to look now, and how to call the service."""
        endpoint, address, user = self._platform.endpoint, service["access_address"], self._user
        person = {"name": user.name, "password": user.password, "domain": {"name": self._account}}
        identity = {"methods": ["password"], "password": {"user": person}}
        credentials = json.dumps({"auth": {"identity": identity, "scope": {"project": {"id": self._project_id}}}})
        is_json = "-H 'Content-Type: application/json'"
        call = Path(__file__).parent / "call.py"
        self._out.print("\n[bold]Call the service[/] about the pictures above, with curl:")
        self._out.print(
            f"""\
  TOKEN=$(curl -si '{endpoint}/v3/auth/tokens?nocatalog=1' {is_json} \\
    -d '{credentials}' \\
    | sed -n 's/\\r//; s/^x-subject-token: //p')
  curl {address} -H "X-Auth-Token: $TOKEN" {is_json} -d @{pictures}
or with Python, signed with your access key:
  HUAWEICLOUD_SDK_AK={user.access_key} HUAWEICLOUD_SDK_SK={user.secret_key} \\
    {sys.executable} {call} {address} {pictures}
and when you have seen enough of it:
  curl -X DELETE {endpoint}/v1/{self._project_id}/services/{service["service_id"]} -H "X-Auth-Token: $TOKEN"
""",
            markup=False,
        )
        self._out.print(
            f"""\
[bold]The console:[/] {endpoint}/console/
  account {self._account}, user {user.name}, password {user.password}
  the service, with a form to try it, its calls and its logs: {endpoint}/console/services/{service["service_id"]}

[bold]Try next:[/]
  look at the jobs with their logs and curves, clone one with other parameters
  give version {NEWEST} of the service all of the requests
  look into the bucket `{BUCKET}`
  examples/training: the code of the jobs, to be copied
  switch the language and the theme at the top right
  ./yard credentials --home {self._platform.home} --format env    the administrator's keys for your own scripts
  ./yard up                                                  a platform that stays
"""
        )

    def _read(self, key: str) -> Any:
        return json.load(self._store.get_object(Bucket=BUCKET, Key=key)["Body"])


if __name__ == "__main__":
    main()
