"""Kill -9 of any one process during a mixed load: every acknowledged write is there afterwards.

It runs for about a minute; MODELYARD_TEST_CRASH_ROUNDS asks for more rounds.
"""

import contextlib
import hashlib
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from botocore.exceptions import BotoCoreError, ClientError

from conformance.people import name_of_bucket, s3
from modelyard.iam.testing import ClientKey, sign_request
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

ROUNDS = int(os.environ.get("MODELYARD_TEST_CRASH_ROUNDS", "8"))
# How a part is known among the processes of a platform.
MARKS = {"storage": "/weed ", "gateway": "envoy -c", "gate": "modelyard.server.gate ", "api": "modelyard.server.main "}
SIZES = (0, 10, 4096, 200_000, 6 * 2**20)


@pytest.fixture
def own_platform(tmp_path: Path) -> Iterator[ThrowawayPlatform]:
    """A platform for this test alone: it is about to be hurt."""
    with ThrowawayPlatform(tmp_path / "home", environment={"MODELYARD_IAM__MAX_GROUPS": "100000"}) as running:
        yield running


class Load:
    """Writers that remember what was acknowledged: objects, deletions, and groups made over the API."""

    def __init__(self, platform: ThrowawayPlatform, key: ClientKey, domain_id: str) -> None:
        self.platform = platform
        self.key = key
        self.domain_id = domain_id
        self.bucket = name_of_bucket()
        self.objects: dict[str, str] = {}
        self.deleted: set[str] = set()
        self.unsure: set[str] = set()
        self.groups: list[str] = []
        self.failures = 0
        self.successes = 0
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        s3(self.platform, self.key).create_bucket(Bucket=self.bucket)
        workers = [*((self._write_objects, n) for n in range(3)), (self._make_groups, 9)]
        for work, number in workers:
            thread = threading.Thread(target=work, args=(number,))
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def _write_objects(self, number: int) -> None:
        client = s3(self.platform, self.key, connect_timeout=5)
        choice = random.Random(number)
        count = 0
        while not self._stop.is_set():
            # Some keys are written again, so that losing an overwrite would show, too.
            name = f"w{number}/{choice.randrange(40) if count % 3 == 0 else f'n{count}'}"
            count += 1
            content = os.urandom(choice.choice(SIZES))
            deleting = name in self.objects and choice.random() < 0.2
            try:
                if deleting:
                    client.delete_object(Bucket=self.bucket, Key=name)
                elif len(content) > 5 * 2**20:
                    _in_parts(client, self.bucket, name, content)
                else:
                    client.put_object(Bucket=self.bucket, Key=name, Body=content)
            except (ClientError, BotoCoreError):
                self._count(ok=False)
                # It may have happened or not: whoever was not told must look.
                self.unsure.add(name)
                self.objects.pop(name, None)
                self.deleted.discard(name)
                time.sleep(0.05)
                continue
            self._count(ok=True)
            self.unsure.discard(name)
            if deleting:
                self.objects.pop(name, None)
                self.deleted.add(name)
            else:
                self.deleted.discard(name)
                self.objects[name] = hashlib.sha256(content).hexdigest()

    def _make_groups(self, number: int) -> None:
        url = f"{self.platform.endpoint}/v3/groups"
        with httpx.Client(timeout=10) as http:
            while not self._stop.is_set():
                name = f"crash-{number}-{len(self.groups)}-{random.randrange(10**9)}"
                body = b'{"group": {"name": "%s", "domain_id": "%s"}}' % (name.encode(), self.domain_id.encode())
                try:
                    answer = http.post(url, content=body, headers=sign_request(self.key, "POST", url, body=body))
                except httpx.HTTPError:
                    self._count(ok=False)
                    time.sleep(0.05)
                    continue
                self._count(ok=answer.status_code == 201)
                if answer.status_code == 201:
                    self.groups.append(name)
                else:
                    assert answer.status_code >= 500, answer.text
                    time.sleep(0.05)

    def _count(self, *, ok: bool) -> None:
        with self._lock:
            self.successes += ok
            self.failures += not ok


def _in_parts(client: Any, bucket: str, key: str, content: bytes) -> None:
    upload = client.create_multipart_upload(Bucket=bucket, Key=key)["UploadId"]
    parts = []
    for number, start in enumerate(range(0, len(content), 5 * 2**20), 1):
        body = content[start : start + 5 * 2**20]
        etag = client.upload_part(Bucket=bucket, Key=key, UploadId=upload, PartNumber=number, Body=body)["ETag"]
        parts.append({"PartNumber": number, "ETag": etag})
    client.complete_multipart_upload(Bucket=bucket, Key=key, UploadId=upload, MultipartUpload={"Parts": parts})


def process_of(platform: ThrowawayPlatform, part: str) -> psutil.Process:
    """Return the process of a part, waiting for it if it is being started again."""
    late = time.monotonic() + 180
    while time.monotonic() < late:
        for process in platform.processes():
            try:
                command = " ".join(process.cmdline())
            except psutil.Error:
                continue
            marks = {
                "storage": "/weed ",
                "gateway": "envoy -c",
                "gate": "modelyard.server.gate ",
                "api": "modelyard.server.main ",
            }
            if marks[part] in command and (part != "storage" or process.name() == "weed"):
                return process
        time.sleep(0.05)
    pytest.fail(f"{part} was not started again")


def until_well(platform: ThrowawayPlatform, key: ClientKey) -> None:
    late = time.monotonic() + 180
    client = s3(platform, key, connect_timeout=5)
    while time.monotonic() < late:
        with contextlib.suppress(ClientError, BotoCoreError, httpx.HTTPError):
            client.list_buckets()
            httpx.get(f"{platform.endpoint}/healthz", timeout=5).raise_for_status()
            return
        time.sleep(0.1)
    pytest.fail("the platform did not recover")


def test_no_acknowledged_write_is_lost_whatever_process_dies(own_platform: ThrowawayPlatform) -> None:
    known = own_platform.credentials
    key = ClientKey(known["HUAWEICLOUD_SDK_AK"], known["HUAWEICLOUD_SDK_SK"])
    load = Load(own_platform, key, known["HUAWEICLOUD_SDK_DOMAIN_ID"])
    load.start()
    choice = random.Random(7)
    try:
        for number in range(ROUNDS):
            time.sleep(choice.uniform(0.5, 2))
            process_of(own_platform, ("storage", "gate", "api", "gateway")[number % 4]).send_signal(signal.SIGKILL)
            until_well(own_platform, key)
    finally:
        load.stop()
    until_well(own_platform, key)
    client = s3(own_platform, key)

    assert load.successes > 50
    assert len(load.objects) > 10
    wrong = {
        name: problem
        for name, digest in load.objects.items()
        if (problem := _difference(client, load.bucket, name, digest)) is not None
    }
    assert wrong == {}
    kept = {
        o["Key"]
        for page in client.get_paginator("list_objects_v2").paginate(Bucket=load.bucket)
        for o in page.get("Contents", [])
    }
    assert set(load.objects) <= kept
    assert not (load.deleted & kept)
    url = f"{own_platform.endpoint}/v3/groups"
    groups = httpx.get(url, headers=sign_request(key, "GET", url), timeout=30).json()["groups"]
    assert set(load.groups) <= {group["name"] for group in groups}


def _difference(client: Any, bucket: str, name: str, digest: str) -> str | None:
    try:
        content = client.get_object(Bucket=bucket, Key=name)["Body"].read()
    except (ClientError, BotoCoreError) as error:
        return str(error)
    found = hashlib.sha256(content).hexdigest()
    return None if found == digest else f"{len(content)} bytes with digest {found}"
