"""A walk through a throw-away platform with the public SDKs: a user with a key, a data set in a bucket, and back.

./yard quickstart               stays up until Ctrl-C, then everything is removed
./yard quickstart --exit        ends after the walk
./yard quickstart --home DIR    keeps the platform's home
"""

import argparse
import contextlib
import csv
import io
import secrets
import signal
import sys
import tempfile
from collections import Counter
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
    KeystoneCreateGroupOption,
    KeystoneCreateGroupRequest,
    KeystoneCreateGroupRequestBody,
    KeystoneListPermissionsRequest,
)
from obs import ObsClient
from rich.console import Console

from modelyard.server.testing import ThrowawayPlatform

DATA = Path(__file__).with_name("iris.csv")
BUCKET, KEY = "quickstart", "iris/iris.csv"


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
    parser.add_argument("--home", type=Path, help="keep the platform's home here instead of a temporary directory")
    options = parser.parse_args()
    out = Console(highlight=False, soft_wrap=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))

    with home_at(options.home) as home:
        out.print("[bold]1[/] starting a platform ...")
        with ThrowawayPlatform(home) as platform:
            out.print(f"  [green]ready[/] {platform.endpoint}   objects at {platform.storage_endpoint}")

            out.print("[bold]2[/] making a user who may work with objects (huaweicloudsdkiam)")
            user = make_user(platform, "anna")
            out.print(f"  {user.name} has the access key {user.access_key}")

            out.print("[bold]3[/] uploading a data set as that user (OBS SDK)")
            upload(platform, user)
            out.print(f"  obs://{BUCKET}/{KEY}, {DATA.stat().st_size:,} bytes")

            out.print("[bold]4[/] reading it back (boto3)")
            species = read_back(platform, user)
            out.print("  " + ", ".join(f"{count} x {name}" for name, count in sorted(species.items())))

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
    """Make a user in a group that may create buckets and work with objects, and give him a key."""
    admin = platform.credentials
    domain_id = admin["HUAWEICLOUD_SDK_DOMAIN_ID"]
    credentials = GlobalCredentials(admin["HUAWEICLOUD_SDK_AK"], admin["HUAWEICLOUD_SDK_SK"], domain_id)
    iam = IamClient.new_builder().with_credentials(credentials).with_endpoint(platform.endpoint).build()

    policies = iam.keystone_list_permissions(KeystoneListPermissionsRequest(display_name="OBS Administrator")).roles
    suffix = secrets.token_hex(3)
    group = iam.keystone_create_group(
        KeystoneCreateGroupRequest(body=KeystoneCreateGroupRequestBody(group=KeystoneCreateGroupOption(name=f"data-{suffix}")))
    ).group
    iam.keystone_associate_group_with_domain_permission(
        KeystoneAssociateGroupWithDomainPermissionRequest(domain_id, group.id, policies[0].id)
    )

    password = f"Quick-{secrets.token_urlsafe(9)}"
    option = CreateUserOption(name=f"{name}-{suffix}", domain_id=domain_id, password=password, pwd_status=False)
    user = iam.create_user(CreateUserRequest(body=CreateUserRequestBody(user=option))).user
    iam.keystone_add_user_to_group(KeystoneAddUserToGroupRequest(group.id, user.id))

    body = CreatePermanentAccessKeyRequestBody(credential=CreateCredentialOption(user_id=user.id))
    key = iam.create_permanent_access_key(CreatePermanentAccessKeyRequest(body=body)).credential
    return User(user.name, password, key.access, key.secret)


def upload(platform: ThrowawayPlatform, user: User) -> None:
    """Make a bucket and put the file there with the OBS SDK."""
    client = ObsClient(user.access_key, user.secret_key, server=platform.storage_endpoint)
    for answer in (client.createBucket(BUCKET), client.putFile(BUCKET, KEY, str(DATA))):
        if answer.status >= 300:
            raise SystemExit(f"the object store refused: {answer.errorCode} {answer.errorMessage}")
    client.close()


def read_back(platform: ThrowawayPlatform, user: User) -> Counter[str]:
    """Read the file with boto3 and count the species in it."""
    client = boto3.client(
        "s3",
        endpoint_url=platform.storage_endpoint,
        aws_access_key_id=user.access_key,
        aws_secret_access_key=user.secret_key,
        region_name="local",
        config=Config(s3={"addressing_style": "path"}),
    )
    content = client.get_object(Bucket=BUCKET, Key=KEY)["Body"].read()
    if content != DATA.read_bytes():
        raise SystemExit("what came back is not what was sent")
    return Counter(row["species"] for row in csv.DictReader(io.StringIO(content.decode())))


def tell_what_next(out: Console, platform: ThrowawayPlatform, user: User) -> None:
    """Say where to look now."""
    account = platform.credentials.get("MODELYARD_DOMAIN", "modelyard")
    out.print(
        f"""
[bold]The console:[/] {platform.endpoint}/console/
  account {account}, user {user.name}, password {user.password}

[bold]Try next:[/]
  look into the bucket `{BUCKET}` and preview the table
  switch the language and the theme at the top right
  ./yard credentials --home {platform.home} --format env    the administrator's keys for your own scripts
  ./yard up                                                  a platform that stays
"""
    )


if __name__ == "__main__":
    main()
