"""Pictures that strangers have made: opened in a process of its own, or refused with a reason."""

import asyncio
import struct
import zlib
from collections.abc import AsyncIterator

import numpy as np
import pytest
from PIL import Image

from modelyard.datasets.adapters.decoding import ProcessDecoder
from modelyard.datasets.ports import CannotDecode
from modelyard.datasets.types.insight import Undecodable
from pictures import encoded, noise, opened, turned


@pytest.fixture
async def decoder() -> AsyncIterator[ProcessDecoder]:
    decoder = ProcessDecoder(1)
    yield decoder
    await decoder.close()


def bomb(width: int, height: int) -> bytes:
    """Return a PNG that says it is huge, and a few bytes of it."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9999)) + chunk(b"IEND", b"")


def jpeg_bomb(width: int, height: int) -> bytes:
    """Return a JPEG whose head says that it is huge."""
    small = encoded(noise(16, 16), "JPEG")
    at = small.index(b"\xff\xc0") + 5
    return small[:at] + struct.pack(">HH", height, width) + small[at + 4 :]


class TestThumbnail:
    async def test_the_longer_side_is_as_asked_and_nothing_is_made_larger(self, decoder: ProcessDecoder) -> None:
        small = await decoder.thumbnail(encoded(noise(640, 480)), 128)
        same = await decoder.thumbnail(encoded(noise(30, 20)), 128)

        assert (small.width, small.height) == opened(small.content).size == (128, 96)
        assert (same.width, same.height) == (30, 20)

    @pytest.mark.parametrize(
        ("orientation", "corner"),
        [(1, "tl"), (2, "tr"), (3, "br"), (4, "bl"), (5, "tl"), (6, "tr"), (7, "br"), (8, "bl")],
    )
    async def test_it_is_upright(self, decoder: ProcessDecoder, orientation: int, corner: str) -> None:
        found = await decoder.thumbnail(turned(orientation), 64)

        image = opened(found.content)
        assert image.size == ((40, 60) if orientation >= 5 else (60, 40))
        across, down = image.width - 4, image.height - 4
        corners = {"tl": (3, 3), "tr": (across, 3), "bl": (3, down), "br": (across, down)}
        red = [name for name, place in corners.items() if np.asarray(image)[place[1], place[0], 1] < 128]
        assert red == [corner]

    async def test_what_is_transparent_is_white(self, decoder: ProcessDecoder) -> None:
        found = await decoder.thumbnail(encoded(Image.new("RGBA", (20, 20), (0, 0, 0, 0))), 64)

        assert np.asarray(opened(found.content)).min() > 250

    async def test_the_first_picture_of_an_animation_is_shown(self, decoder: ProcessDecoder) -> None:
        red, blue = Image.new("RGB", (20, 20), "red"), Image.new("RGB", (20, 20), "blue")

        found = await decoder.thumbnail(encoded(red, "GIF", save_all=True, append_images=[blue]), 64)

        pixel = np.asarray(opened(found.content))[10, 10]
        assert pixel[0] > 200
        assert pixel[2] < 50

    async def test_four_inks_and_sixteen_bits_are_shown(self, decoder: ProcessDecoder) -> None:
        inks = await decoder.thumbnail(encoded(Image.new("CMYK", (20, 20), (0, 255, 255, 0)), "JPEG"), 64)
        deep = await decoder.thumbnail(encoded(Image.fromarray(np.full((20, 20), 0x8080, np.uint16))), 64)

        red, green, _ = np.asarray(opened(inks.content))[10, 10]
        assert red > green + 100
        assert abs(int(np.asarray(opened(deep.content))[10, 10, 0]) - 128) < 4


class TestRefusal:
    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"", Undecodable.EMPTY),
            (b"hello", Undecodable.UNKNOWN),
            (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", Undecodable.UNKNOWN),
            (encoded(noise(300, 200), "JPEG")[:2000], Undecodable.DAMAGED),
            (bomb(50_000, 50_000), Undecodable.LARGE),
            (bomb(100_000, 100_000), Undecodable.LARGE),
            (bomb(4_000_000_000, 1), Undecodable.LARGE),
            (jpeg_bomb(65_500, 65_500), Undecodable.LARGE),
        ],
        ids=["empty", "text", "postscript", "truncated", "bomb", "large bomb", "line", "jpeg"],
    )
    async def test_it_says_why(self, decoder: ProcessDecoder, content: bytes, reason: Undecodable) -> None:
        with pytest.raises(CannotDecode) as refusal:
            await decoder.thumbnail(content, 64)

        assert refusal.value.reason == reason
        assert (await decoder.thumbnail(encoded(noise()), 32)).width == 32

    async def test_what_takes_too_long_is_ended_and_the_next_one_is_served(self) -> None:
        decoder = ProcessDecoder(1, seconds=60)
        await decoder.thumbnail(encoded(noise()), 32)
        decoder._seconds = 0.001

        with pytest.raises(CannotDecode) as refusal:
            await decoder.thumbnail(encoded(Image.new("L", (6000, 6000))), 64)

        assert refusal.value.reason == Undecodable.TIME
        decoder._seconds = 60
        assert (await decoder.thumbnail(encoded(noise()), 32)).width == 32
        await decoder.close()

    async def test_a_process_that_dies_costs_one_answer(self) -> None:
        decoder = ProcessDecoder(1)
        await decoder.thumbnail(encoded(noise()), 32)
        process = decoder._free[0]
        process.kill()
        assert process.stdout is not None
        await process.stdout.read()  # to the end: what runs in the sandbox may outlive it for a moment

        with pytest.raises(CannotDecode):
            await decoder.thumbnail(encoded(noise()), 32)

        assert (await decoder.thumbnail(encoded(noise()), 32)).width == 32
        await decoder.close()

    async def test_an_idle_process_ends(self) -> None:
        decoder = ProcessDecoder(1, idle_seconds=0.01)
        await decoder.thumbnail(encoded(noise()), 32)
        process = decoder._free[0]

        await asyncio.wait_for(process.wait(), 30)

        assert not decoder._free
        await decoder.close()


class TestLooks:
    async def test_measures_are_of_the_picture_as_it_is_seen(self, decoder: ProcessDecoder) -> None:
        found = await decoder.looks(encoded(Image.new("RGB", (80, 60), (255, 0, 0))), [(10, 10, 40, 40)], side=16)

        brightness, saturation, clarity, colorfulness = found.measures
        assert (found.width, found.height) == (80, 60)
        assert brightness == pytest.approx(76, abs=0.5)
        assert (saturation, clarity) == (1.0, 0.0)
        # 255 and 127.5 are the mean differences, nothing deviates: 0.3 * sqrt(255 ** 2 + 127.5 ** 2)
        assert colorfulness == pytest.approx(85.53, abs=0.01)
        assert found.boxes[0] == pytest.approx((76, 0), abs=0.5)
        assert opened(found.thumbnail).size == (16, 12)

    async def test_boxes_count_on_the_turned_picture(self, decoder: ProcessDecoder) -> None:
        found = await decoder.looks(turned(6), [(20, 0, 40, 20), (0, 40, 20, 60)])

        assert (found.width, found.height) == (40, 60)
        assert found.boxes[0][0] < 90
        assert found.boxes[1][0] > 240

    async def test_scaling_and_compressing_hardly_changes_what_it_looks_like(self, decoder: ProcessDecoder) -> None:
        first = await decoder.looks(encoded(noise(640, 480)))
        again = await decoder.looks(encoded(noise(640, 480).resize((320, 240)), "JPEG", quality=60))
        other = await decoder.looks(encoded(noise(640, 480, seed=7)))

        assert (first.hash ^ again.hash).bit_count() <= 6
        assert (first.hash ^ other.hash).bit_count() > 12
        one, two, three = (np.frombuffer(each.descriptor, "<f2").astype(float) for each in (first, again, other))
        assert np.linalg.norm(one - two) * 4 < np.linalg.norm(one - three)
