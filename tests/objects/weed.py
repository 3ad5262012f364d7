"""A real object store for tests: SeaweedFS on a unix socket, without identities, in a folder of its own."""

import json
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class WeedServer:
    """A store that wants signatures, on a TCP port."""

    endpoint: str
    access: str
    secret: str


@contextmanager
def running_weed_server(folder: Path, *others: dict[str, object]) -> Iterator[WeedServer]:
    """Start SeaweedFS with one identity, and others if given, and yield where it is; it is stopped at the end."""
    data, config = folder / "data", folder / "s3.json"
    data.mkdir()
    access, secret = secrets.token_hex(10).upper(), secrets.token_hex(20)
    identity = {"name": "platform", "credentials": [{"accessKey": access, "secretKey": secret}], "actions": ["Admin"]}
    config.write_text(json.dumps({"identities": [identity, *others]}))
    master, volume, filer, s3 = _free_ports(4)
    command = [
        str(Path(sys.executable).with_name("weed")),
        *("-logtostderr=true", "server", f"-dir={data}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-master.telemetry=false"),
        *(f"-master.port={master}", f"-volume.port={volume}", "-master.volumeSizeLimitMB=64", "-volume.max=500"),
        *("-filer", f"-filer.port={filer}", f"-filer.localSocket={folder / 'filer.sock'}", "-s3", f"-s3.port={s3}"),
        *(f"-s3.config={config}", "-s3.allowDeleteBucketNotEmpty=false", "-s3.port.iceberg=0", "-s3.port.lance=0"),
    ]
    with (folder / "weed.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        _wait_until(lambda: _accepts(s3), process, folder)
        yield WeedServer(f"http://127.0.0.1:{s3}", access, secret)
    finally:
        process.kill()
        process.wait()


@contextmanager
def running_weed(folder: Path) -> Iterator[Path]:
    """Start SeaweedFS and yield the socket of its S3 door; it is stopped at the end."""
    data, door = folder / "data", folder / "s3.sock"
    data.mkdir()
    master, volume, filer, s3 = _free_ports(4)
    command = [
        str(Path(sys.executable).with_name("weed")),
        *("-logtostderr=true", "server", f"-dir={data}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-master.telemetry=false"),
        *(f"-master.port={master}", f"-volume.port={volume}", "-master.volumeSizeLimitMB=64", "-volume.max=500"),
        *("-filer", f"-filer.port={filer}", f"-filer.localSocket={folder / 'filer.sock'}"),
        *(
            "-s3",
            f"-s3.port={s3}",
            f"-s3.localSocket={door}",
            "-s3.iam=false",
            "-s3.allowDeleteBucketNotEmpty=false",
            "-s3.port.iceberg=0",
            "-s3.port.lance=0",
        ),
    ]
    with (folder / "weed.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        _wait_until(lambda: door.exists() and _answers(door), process, folder)
        yield door
    finally:
        process.kill()
        process.wait()


def _wait_until(is_ready: Callable[[], bool], process: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline and process.poll() is None:
        if is_ready():
            return
        time.sleep(0.1)
    raise RuntimeError((folder / "weed.log").read_text()[-2000:])


def _accepts(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def _answers(door: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(2)
        try:
            client.connect(str(door))
            client.sendall(b"PUT /probe-bucket HTTP/1.1\r\nHost: storage\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return b" 200 " in client.recv(100) + b" "
        except OSError:
            return False


def _free_ports(count: int) -> list[int]:
    """Return ports that are free, with their gRPC companions 10000 above."""
    found: list[int] = []
    for port in range(23000 + time.time_ns() % 5000, 50000):
        if len(found) == count:
            break
        if _is_free(port) and _is_free(port + 10000):
            found.append(port)
    return found


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
