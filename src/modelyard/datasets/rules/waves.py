"""Recordings in WAV: how long they are, and what their wave looks like. PCM of 8 to 32 bits, and floats."""

import struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from modelyard.datasets.rules.problems import Unreadable

PEAKS = 400
_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_WIDTHS = {_PCM: (1, 2, 3, 4), _FLOAT: (4, 8)}


class Wave(NamedTuple):
    """A recording. peaks: the lowest and the highest value of each of up to `PEAKS` equal parts, -1 to 1, of all channels."""

    rate: int
    channels: int
    milliseconds: int
    peaks: list[tuple[float, float]]


def wave(content: bytes) -> Wave:
    """Return what a WAV file sounds like; what is cut off is taken as far as it goes. Raises `Unreadable`."""
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise Unreadable("value", value="recording of another kind than WAV")
    form: tuple[int, int, int, int] | None = None
    at = 12
    while at + 8 <= len(content):
        name, length = content[at : at + 4], struct.unpack_from("<I", content, at + 4)[0]
        body = content[at + 8 : at + 8 + length]
        if name == b"fmt ":
            form = _form(body)
        elif name == b"data":
            if form is None:
                raise Unreadable("missing", "fmt")
            return _drawn(body, *form)
        at += 8 + length + length % 2
    raise Unreadable("missing", "data")


def _form(body: bytes) -> tuple[int, int, int, int]:
    if len(body) < 16:
        raise Unreadable("missing", "fmt")
    kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", body)
    if kind == _EXTENSIBLE and len(body) >= 26:
        (kind,) = struct.unpack_from("<H", body, 24)
    width = bits // 8
    if bits % 8 or width not in _WIDTHS.get(kind, ()) or not 1 <= channels <= 64 or not rate:
        raise Unreadable("value", "fmt", f"coding {kind} with {bits} bits")
    return kind, channels, rate, width


def _drawn(body: bytes, kind: int, channels: int, rate: int, width: int) -> Wave:
    frames = len(body) // (width * channels)
    if not frames:
        return Wave(rate, channels, 0, [])
    values = _values(body[: frames * width * channels], kind, width).reshape(frames, channels)
    ends = np.linspace(0, frames, min(PEAKS, frames) + 1).astype(np.int64)[:-1]
    low = np.minimum.reduceat(values.min(axis=1), ends)
    high = np.maximum.reduceat(values.max(axis=1), ends)
    peaks = [(round(float(one), 4), round(float(other), 4)) for one, other in zip(low, high, strict=True)]
    return Wave(rate, channels, round(frames * 1000 / rate), peaks)


def _values(body: bytes, kind: int, width: int) -> NDArray[np.float32]:
    if kind == _FLOAT:
        floats = np.frombuffer(body, f"<f{width}").astype(np.float32)
        return np.clip(np.nan_to_num(floats), -1, 1).astype(np.float32)
    if width == 1:
        return np.asarray((np.frombuffer(body, np.uint8).astype(np.float32) - 128) / 128, np.float32)
    if width == 3:
        three = np.frombuffer(body, np.uint8).reshape(-1, 3)
        wide = np.zeros((len(three), 4), np.uint8)
        wide[:, 1:] = three
        return np.asarray(wide.view("<i4").ravel() / np.float32(2**31), np.float32)
    return np.asarray(np.frombuffer(body, f"<i{width}") / np.float32(2 ** (8 * width - 1)), np.float32)
