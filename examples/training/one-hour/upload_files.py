"""Uploads a folder to ROOT/data of the bucket: python upload_files.py FOLDER."""

import sys
from pathlib import Path

from config import AK, BUCKET, OBS_ENDPOINT, ROOT, SK
from obs import ObsClient


def upload(folder: Path, target: str) -> None:
    """Upload what is in a folder to below ROOT/target; the bucket is made if it is missing."""
    client = ObsClient(AK, SK, server=OBS_ENDPOINT)
    if client.headBucket(BUCKET).status == 404:
        check(client.createBucket(BUCKET))
    for file in sorted(folder.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            check(client.putFile(BUCKET, f"{ROOT}/{target}/{file.relative_to(folder).as_posix()}", str(file)))
    client.close()


def check(answer: object) -> None:
    """End when the store refused."""
    if answer.status >= 300:  # type: ignore[attr-defined]
        raise SystemExit(f"{answer.errorCode}: {answer.errorMessage}")  # type: ignore[attr-defined]


if __name__ == "__main__":
    upload(Path(sys.argv[1]), "data")
