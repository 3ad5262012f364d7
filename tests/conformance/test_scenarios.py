"""What people's own scripts do, run as they are: long training in jobs of an hour, driven from outside."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance.people import s3
from modelyard.iam.testing import ClientKey
from modelyard.images.types import RuntimeImage
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

ONE_HOUR = Path(__file__).parents[2] / "examples" / "training" / "one-hour"


class TestAnHourAtATime:
    def test_two_jobs_one_after_another_go_on_from_one_checkpoint(
        self,
        platform: ThrowawayPlatform,
        admin: ClientKey,
        bucket: str,
        built_image: Callable[[str], RuntimeImage],
        tmp_path: Path,
    ) -> None:
        built_image("sklearn")
        (tmp_path / "points.csv").write_text("".join(f"{n % 7},{n % 5},{int(n % 7 > 3)}\n" for n in range(200)))
        environment = {
            **os.environ,
            **platform.credentials,
            "MODELARTS_ENDPOINT": platform.endpoint,
            "OBS_ENDPOINT": platform.storage_endpoint,
            "ONE_HOUR_BUCKET": bucket,
            "ONE_HOUR_ITERS": "2",
        }

        for script, *arguments in (("upload_files.py", str(tmp_path)), ("free_train.py",)):
            done = subprocess.run(
                [sys.executable, ONE_HOUR / script, *arguments],
                env=environment,
                capture_output=True,
                text=True,
                timeout=240,
                check=False,
            )
            assert done.returncode == 0, done.stdout + done.stderr + logs(s3(platform, admin), bucket)

        client = s3(platform, admin)
        found = [item["Key"] for item in client.list_objects_v2(Bucket=bucket)["Contents"]]
        assert "free_train/ckpt/last_epoch.ckpt" in found
        said = logs(client, bucket)
        assert [f"epoch {number} " in said for number in range(1, 11)] == [True] * 10
        assert "epoch 11 " not in said


def logs(client: Any, bucket: str) -> str:
    """Return what the jobs of a bucket have written, as far as it was kept there."""
    listed = client.list_objects_v2(Bucket=bucket, Prefix="free_train/log/").get("Contents", [])
    return "".join(client.get_object(Bucket=bucket, Key=item["Key"])["Body"].read().decode() for item in listed)
