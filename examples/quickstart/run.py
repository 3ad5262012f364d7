"""A walk through a throw-away platform with the public SDKs: a user with a key, a training job, its model in a bucket.

./yard quickstart               stays up until Ctrl-C, then everything is removed
./yard quickstart --full        trains with PyTorch on two tasks, too (builds its image at the first time, some minutes)
./yard quickstart --exit        ends after the walk
./yard quickstart --home DIR    keeps the platform's home
"""

import argparse
import contextlib
import io
import json
import os
import secrets
import signal
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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

from jobs import Jobs, log_in, sparkline, upload_folder
from modelyard.server.testing import ThrowawayPlatform

EXAMPLES = Path(__file__).parents[1] / "training"
BUCKET = "quickstart"
# Images are kept between runs, so that only the first one builds them; what is used is measured more often than usual.
SETTINGS = {
    "MODELYARD_IMAGES__DIRECTORY": os.environ.get(
        "MODELYARD_IMAGES__DIRECTORY", str(Path.home() / ".cache" / "modelyard" / "quickstart-images")
    ),
    "MODELYARD_COMPUTE__ENGINE__SAMPLE_SECONDS": "0.5",
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

    with home_at(options.home) as home:
        out.print("[bold]1[/] starting a platform ...")
        with ThrowawayPlatform(home, environment=SETTINGS) as platform:
            out.print(f"  [green]ready[/] {platform.endpoint}   objects at {platform.storage_endpoint}")

            out.print("[bold]2[/] making a user who may train and work with objects (huaweicloudsdkiam)")
            user = make_user(platform, "anna")
            out.print(f"  {user.name} has the access key {user.access_key}")

            out.print("[bold]3[/] uploading code as that user (OBS SDK)")
            upload(platform, user)
            out.print(f"  obs://{BUCKET}/code/sklearn-digits/, obs://{BUCKET}/code/pytorch-ddp/")

            out.print(
                "[bold]4[/] training a model of handwritten digits (huaweicloudsdkmodelarts); the first time builds its image"
            )
            train(out, platform, user, "digits", engine="Scikit_Learn", code="sklearn-digits", parameters={"epochs": "15"})

            out.print("[bold]5[/] the model in the bucket (boto3)")
            show_outputs(out, platform, user, "digits")

            if options.full:
                out.print("[bold]6[/] the same with PyTorch on two tasks that learn together; the first time builds its image")
                data = f"obs://{BUCKET}/digits/"
                train(out, platform, user, "ddp", engine="PyTorch", code="pytorch-ddp", data=data, nodes=2, parameters={})
                show_outputs(out, platform, user, "ddp")

            tell_what_next(out, platform, user)
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


def upload(platform: ThrowawayPlatform, user: User) -> None:
    """Make a bucket and put the code of the examples there with the OBS SDK."""
    client = ObsClient(user.access_key, user.secret_key, server=platform.storage_endpoint)
    answer = client.createBucket(BUCKET)
    if answer.status >= 300:
        raise SystemExit(f"the object store refused: {answer.errorCode} {answer.errorMessage}")
    for name in ("sklearn-digits", "pytorch-ddp"):
        upload_folder(client, EXAMPLES / name, BUCKET, f"code/{name}/")
    client.close()


def train(
    out: Console,
    platform: ThrowawayPlatform,
    user: User,
    name: str,
    *,
    engine: str,
    code: str,
    data: str = "",
    nodes: int = 1,
    parameters: dict[str, str],
) -> None:
    """Create a job, show its log while it runs, and what it used."""
    jobs = Jobs(platform.endpoint, platform.credentials["HUAWEICLOUD_SDK_PROJECT_ID"], user.access_key, user.secret_key)
    job_id = jobs.create(
        name,
        engine=engine,
        code=f"obs://{BUCKET}/code/{code}/",
        out=f"obs://{BUCKET}/{name}/",
        data=data,
        nodes=nodes,
        parameters=parameters,
    )
    out.print(f"  job {job_id}")
    phase = jobs.follow(job_id, lambda line: out.print(f"  {line}"))
    if phase != "Completed":
        raise SystemExit(f"the job ended as {phase}")
    out.print("  [green]completed[/]")
    account = platform.credentials.get("MODELYARD_DOMAIN", "modelyard")
    token = log_in(platform.endpoint, account, user.name, user.password, platform.credentials["HUAWEICLOUD_SDK_PROJECT_ID"])
    for metric, unit, values in jobs.curves(job_id, token):
        if unit == "percent" and values:
            out.print(f"  {metric:10} {sparkline(values)} {max(values):5.1f} % at most")


def show_outputs(out: Console, platform: ThrowawayPlatform, user: User, name: str) -> None:
    """List what a job has left in the bucket, and read its accuracy with boto3."""
    client = boto3.client(
        "s3",
        endpoint_url=platform.storage_endpoint,
        aws_access_key_id=user.access_key,
        aws_secret_access_key=user.secret_key,
        region_name="local",
        config=Config(s3={"addressing_style": "path"}),
    )
    for found in client.list_objects_v2(Bucket=BUCKET, Prefix=f"{name}/").get("Contents", []):
        out.print(f"  obs://{BUCKET}/{found['Key']}  {found['Size']:,} bytes")
    metrics = json.load(io.BytesIO(client.get_object(Bucket=BUCKET, Key=f"{name}/metrics.json")["Body"].read()))
    out.print(f"  [bold]accuracy {metrics['accuracy']:.1%}[/]")


def tell_what_next(out: Console, platform: ThrowawayPlatform, user: User) -> None:
    """Say where to look now."""
    account = platform.credentials.get("MODELYARD_DOMAIN", "modelyard")
    out.print(
        f"""
[bold]The console:[/] {platform.endpoint}/console/
  account {account}, user {user.name}, password {user.password}

[bold]Try next:[/]
  look at the job with its log and curves, clone it with other parameters
  look into the bucket `{BUCKET}`
  examples/training: the code of the jobs, to be copied
  switch the language and the theme at the top right
  ./yard credentials --home {platform.home} --format env    the administrator's keys for your own scripts
  ./yard up                                                  a platform that stays
"""
    )


if __name__ == "__main__":
    main()
