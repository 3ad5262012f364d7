"""Datasets to label on a running platform, over signed calls."""

import base64
import io
import json
import math
import struct
import wave
import zlib
from typing import Any

import httpx

from conformance.people import name_of_bucket, s3
from e2e.company import new_name
from modelyard.iam.testing import ClientKey, sign_request
from modelyard.server.testing import ThrowawayPlatform


class Labelled:
    """A dataset with samples of its own, and what the API says about it."""

    def __init__(self, platform: ThrowawayPlatform, kind: int, labels: list[dict[str, Any]] | None = None) -> None:
        known = platform.credentials
        self.platform = platform
        self.key = ClientKey(known["HUAWEICLOUD_SDK_AK"], known["HUAWEICLOUD_SDK_SK"])
        self.root = f"{platform.endpoint}/v2/{known['HUAWEICLOUD_SDK_PROJECT_ID']}/datasets"
        bucket = name_of_bucket()
        self.bucket = bucket
        s3(platform, self.key).create_bucket(Bucket=bucket)
        body = {
            "dataset_name": new_name("set").replace("-", "_"),
            "dataset_type": kind,
            "data_sources": [{"data_type": 0, "data_path": f"/{bucket}/in/"}],
            "work_path": f"/{bucket}/out/",
            "labels": labels or [],
        }
        self.name = body["dataset_name"]
        self.id: str = self.call("POST", "", body)["dataset_id"]

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Make a signed call below the datasets of the project."""
        content = b"" if body is None else json.dumps(body).encode()
        url = f"{self.root}{path}"
        headers = sign_request(self.key, method, url, body=content)
        answer = httpx.request(method, url, headers=headers, content=content, timeout=60)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text[:2000]}"
        return answer.json() if answer.content else None

    def add(self, **files: bytes) -> None:
        """Upload samples; the names may not have dots, so `__` stands for one."""
        samples = [
            {"name": name.replace("__", "."), "data": base64.b64encode(content).decode()} for name, content in files.items()
        ]
        self.call("POST", f"/{self.id}/data-annotations/samples", {"samples": samples})

    def put(self, key: str, content: bytes) -> None:
        """Put a file beside the dataset, past it; `in/` is its input."""
        s3(self.platform, self.key).put_object(Bucket=self.bucket, Key=key, Body=content)

    def drop(self, key: str) -> None:
        """Delete a file, past the dataset."""
        s3(self.platform, self.key).delete_object(Bucket=self.bucket, Key=key)

    def samples(self) -> list[dict[str, Any]]:
        """Return all samples as the API says them, in the order in which they came."""
        answer = self.call("GET", f"/{self.id}/data-annotations/samples?limit=100&order=asc")
        return list(answer["samples"])

    def sample(self, name: str) -> dict[str, Any]:
        """Return the sample with this name."""
        return next(each for each in self.samples() if each["sample_name"] == name)

    def label(self, sample: dict[str, Any], *labels: dict[str, Any], final: bool = True) -> None:
        """Say something about a sample, past any browser. final: whether it counts, or waits to be confirmed."""
        said = {"sample_id": sample["sample_id"], "labels": list(labels), "final_annotation": final}
        body = {"samples": [said]}
        self.call("PUT", f"/{self.id}/data-annotations/samples", body)

    @property
    def page(self) -> str:
        return f"/datasets/{self.id}/label"


def label(name: str, colour: str = "", **look: str) -> dict[str, Any]:
    """A label to create."""
    looks = {f"@modelarts:{key}": value for key, value in look.items()}
    return {"name": name, "property": {**looks, **({"@modelarts:color": colour} if colour else {})}}


def scene(seed: int = 0, width: int = 640, height: int = 420) -> bytes:
    """A picture with a sky, a street and a few things on it, as PNG."""
    things = [
        ((80 + 37 * (seed + n) * 3) % (width - 120), height // 2 + 20 + (n * 31 + seed * 17) % 90, 60 + 9 * n, 40 + 5 * n, n)
        for n in range(4)
    ]
    colours = [(178, 59, 46), (44, 94, 150), (214, 168, 66), (70, 70, 78)]
    rows = []
    for y in range(height):
        row = bytearray(b"\0")
        for x in range(width):
            colour = (150 + y // 6, 185 + y // 8, 214) if y < height // 2 else (96 + (x * 7 + y * 13) % 9, 100, 98)
            for left, top, wide, high, number in things:
                if left <= x < left + wide and top <= y < top + high:
                    colour = colours[number]
            row += bytes(colour)
        rows.append(bytes(row))
    return png(width, height, b"".join(rows))


def plain(width: int = 320, height: int = 240, colour: bytes = b"\x5a\x78\x6c") -> bytes:
    """A picture of one colour, as PNG."""
    return png(width, height, (b"\0" + colour * width) * height)


def png(width: int, height: int, rows: bytes) -> bytes:
    """Rows of RGB, each after its filter byte, as PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def sound(seconds: float = 6, rate: int = 8000) -> bytes:
    """Words of tones with silence between them, as WAV."""
    frames = bytearray()
    for at in range(int(seconds * rate)):
        t = at / rate
        loud = max(0.0, math.sin(t * 2.1)) ** 2 * 0.8
        frames += struct.pack("<h", int(32000 * loud * math.sin(2 * math.pi * (220 + 60 * math.sin(t * 9)) * t)))
    file = io.BytesIO()
    with wave.open(file, "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(rate)
        target.writeframes(bytes(frames))
    return file.getvalue()
