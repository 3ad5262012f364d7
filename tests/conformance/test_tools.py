"""s3fs, rclone and s5cmd against a running platform."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import s3fs

from conformance.people import s3
from modelyard.iam.testing import ClientKey
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A directory with files and folders, one file of several parts."""
    root = tmp_path / "tree"
    for name, size in (("a.txt", 10), ("sub/b ü+x.bin", 100_000), ("sub/deep/c", 0), ("big", 9 * 2**20)):
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(os.urandom(size))
    return root


def contents(root: Path) -> dict[str, bytes]:
    return {str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*") if file.is_file()}


def run(*command: str, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, env={**os.environ, **(env or {})}, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


class TestS3FS:
    @pytest.fixture
    def files(self, platform: ThrowawayPlatform, admin: ClientKey) -> Any:
        return s3fs.S3FileSystem(
            key=admin.access,
            secret=admin.secret,
            endpoint_url=platform.storage_endpoint,
            use_listings_cache=False,
            skip_instance_cache=True,
        )

    def test_files_and_folders(self, files: Any, bucket: str, tree: Path, tmp_path: Path) -> None:
        files.put(f"{tree}/", f"{bucket}/tree/", recursive=True)
        back = tmp_path / "back"
        files.get(f"{bucket}/tree/", f"{back}/", recursive=True)

        assert contents(back) == contents(tree)
        assert files.isdir(f"{bucket}/tree/sub")
        assert files.exists(f"{bucket}/tree/a.txt")
        assert not files.exists(f"{bucket}/tree/absent")
        assert sorted(files.ls(f"{bucket}/tree/sub")) == [f"{bucket}/tree/sub/b ü+x.bin", f"{bucket}/tree/sub/deep"]

    def test_reading_and_writing_by_pieces(self, files: Any, bucket: str) -> None:
        content = os.urandom(11 * 2**20)
        with files.open(f"{bucket}/k", "wb", block_size=5 * 2**20) as stream:
            for start in range(0, len(content), 2**20):
                stream.write(content[start : start + 2**20])
        with files.open(f"{bucket}/k", "rb") as stream:
            stream.seek(6 * 2**20)
            assert stream.read(1000) == content[6 * 2**20 :][:1000]

        files.mv(f"{bucket}/k", f"{bucket}/moved")
        assert files.info(f"{bucket}/moved")["size"] == len(content)
        files.rm(f"{bucket}/moved")
        assert files.ls(bucket) == []


class TestRclone:
    def test_a_sync_there_and_back(
        self, platform: ThrowawayPlatform, admin: ClientKey, bucket: str, tree: Path, tmp_path: Path
    ) -> None:
        env = {
            "RCLONE_CONFIG": str(tmp_path / "rclone.conf"),
            "RCLONE_CONFIG_YARD_TYPE": "s3",
            "RCLONE_CONFIG_YARD_PROVIDER": "Other",
            "RCLONE_CONFIG_YARD_ENDPOINT": platform.storage_endpoint,
            "RCLONE_CONFIG_YARD_ACCESS_KEY_ID": admin.access,
            "RCLONE_CONFIG_YARD_SECRET_ACCESS_KEY": admin.secret,
        }
        rclone = str(Path(sys.executable).with_name("rclone"))
        back = tmp_path / "back"

        run(rclone, "sync", str(tree), f"yard:{bucket}/tree", "--s3-upload-cutoff", "5M", env=env)
        run(rclone, "check", str(tree), f"yard:{bucket}/tree", env=env)
        run(rclone, "sync", f"yard:{bucket}/tree", str(back), env=env)
        run(rclone, "delete", f"yard:{bucket}/tree/sub", env=env)

        assert contents(back) == contents(tree)
        assert sorted(run(rclone, "lsf", "-R", "--files-only", f"yard:{bucket}/tree", env=env).split()) == ["a.txt", "big"]


class TestS5cmd:
    def test_a_copy_there_and_back(
        self, platform: ThrowawayPlatform, admin: ClientKey, bucket: str, tree: Path, tmp_path: Path
    ) -> None:
        env = {"AWS_ACCESS_KEY_ID": admin.access, "AWS_SECRET_ACCESS_KEY": admin.secret, "AWS_REGION": "us-east-1"}
        s5cmd = (str(Path(sys.executable).with_name("s5cmd")), "--endpoint-url", platform.storage_endpoint)
        back = tmp_path / "back"

        run(*s5cmd, "cp", f"{tree}/", f"s3://{bucket}/tree/", env=env)
        run(*s5cmd, "cp", f"s3://{bucket}/tree/*", f"{back}/", env=env)
        run(*s5cmd, "rm", f"s3://{bucket}/tree/*", env=env)

        assert contents(back) == contents(tree)
        assert "Contents" not in s3(platform, admin).list_objects_v2(Bucket=bucket)
