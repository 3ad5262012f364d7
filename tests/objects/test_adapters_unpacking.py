"""Opening archives that strangers have made: good ones give what is in them, hostile ones are refused by name."""

import asyncio
import gzip
import io
import lzma
import os
import random
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelyard.objects.adapters.unpacking import ProcessUnpacker
from modelyard.objects.errors.archives import (
    ArchiveBomb,
    ArchiveDamaged,
    ArchiveMemory,
    ArchiveRefused,
    ArchiveTooLarge,
    ArchiveTooMany,
    ArchiveUnknown,
    EntryAbsolute,
    EntryBackslash,
    EntryCompression,
    EntryEncrypted,
    EntryFileAndFolder,
    EntryLink,
    EntryName,
    EntryOutside,
    EntrySpecial,
    EntryTooLong,
    EntryTwice,
)
from modelyard.objects.ports import ArchiveFile, ArchiveSummary
from modelyard.objects.rules.archives import Limits
from objects import archives_by_hand as by_hand
from objects.archives_by_hand import PACKERS, file, folder, raw_zip, special, tar_of

LIMITS = Limits(max_entries=1000, max_bytes=2**28, max_ratio=200, memory_bytes=2**29)
FILES = {"a.txt": b"alpha", "sub/b.bin": bytes(range(256)) * 3000, "sub/deep/c": b"", "数据/ü.csv": b"1,2"}
UTF8, ENCRYPTED = 0x800, 0x1


async def check(archive: Path, content: bytes, limits: Limits = LIMITS) -> tuple[ArchiveSummary, list[ArchiveFile]]:
    archive.write_bytes(content)
    seen: list[ArchiveFile] = []
    return await ProcessUnpacker().check(archive, limits, seen.append), seen


async def extract(archive: Path, skip: int = 0) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    async with ProcessUnpacker().extract(archive, LIMITS, skip=skip) as files:
        async for item in files:
            found[item.key] = b"".join([chunk async for chunk in item.chunks])
    return found


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "archive"


GOOD = {
    **{name: pack(by_hand.tar(FILES, folders=["empty", "sub"])) for name, pack in PACKERS.items()},
    "zip": by_hand.zipped(FILES, folders=["empty", "sub"]),
}


class TestGoodArchives:
    @pytest.mark.parametrize("kind", GOOD)
    async def test_give_files_and_empty_folders(self, archive: Path, kind: str) -> None:
        summary, seen = await check(archive, GOOD[kind])

        assert (summary.files, summary.bytes) == (4, sum(map(len, FILES.values())))
        assert summary.folders == ["empty"]
        assert [(item.key, item.size_bytes) for item in seen] == [(key, len(content)) for key, content in FILES.items()]
        assert await extract(archive) == FILES

    @pytest.mark.parametrize("kind", ["zip", "tar.gz"])
    async def test_are_taken_up_in_the_middle(self, archive: Path, kind: str) -> None:
        archive.write_bytes(GOOD[kind])

        assert list(await extract(archive, skip=2)) == list(FILES)[2:]

    async def test_plain_spellings_are_made_one(self, archive: Path) -> None:
        _, seen = await check(archive, tar_of([folder("./"), file("./a"), file("b//c"), file("d/./e")]))

        assert [item.key for item in seen] == ["a", "b/c", "d/e"]

    async def test_legacy_names_are_read(self, archive: Path) -> None:
        for name, flags in [("数据.txt".encode("gbk"), 0), ("数据.txt".encode(), 0), ("数据.txt".encode(), UTF8)]:
            _, seen = await check(archive, raw_zip(name, flags=flags))
            assert [item.key for item in seen] == ["数据.txt"]

    async def test_gbk_names_in_a_tar_are_read(self, archive: Path) -> None:
        info, content = file("x")
        info.name = "数据".encode("gbk").decode("utf-8", "surrogateescape")
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT, errors="surrogateescape") as writer:
            writer.addfile(info, io.BytesIO(content))

        _, seen = await check(archive, out.getvalue())

        assert [item.key for item in seen] == ["数据"]

    async def test_zip64_is_read(self, archive: Path) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as writer, writer.open("big", "w", force_zip64=True) as stream:
            stream.write(b"content")

        await check(archive, out.getvalue())

        assert await extract(archive) == {"big": b"content"}

    async def test_nested_archives_are_just_files(self, archive: Path) -> None:
        inner = raw_zip(b"../evil")
        await check(archive, by_hand.zipped({"inner.zip": inner}))

        assert await extract(archive) == {"inner.zip": inner}

    async def test_the_empty_ones_are_empty(self, archive: Path) -> None:
        assert (await check(archive, by_hand.zipped({})))[0].files == 0
        assert (await check(archive, gzip.compress(by_hand.tar({}))))[0].files == 0

    async def test_sparse_files_have_their_size(self, archive: Path, tmp_path: Path) -> None:
        source = tmp_path / "sparse"
        with source.open("wb") as stream:
            stream.seek(1_000_000)
            stream.write(b"end")
        process = await asyncio.create_subprocess_exec("tar", "--sparse", "-czf", str(archive), "-C", str(tmp_path), "sparse")
        assert await process.wait() == 0

        assert (await extract(archive))["sparse"] == source.read_bytes()


REFUSED_TARS = {
    "dots": (file("a/../../etc/passwd"), EntryOutside),
    "only dots": (file(".."), EntryOutside),
    "absolute": (file("/etc/passwd"), EntryAbsolute),
    "drive": (file("C:/x"), EntryAbsolute),
    "backslash": (file("..\\x"), EntryBackslash),
    "control": (file("a\nb"), EntryName),
    "nothing": (file("./"), EntryName),
    "no text": (file("a\udcff\udcfe"), EntryName),
    "long part": (file("x" * 256), EntryTooLong),
    "long name": (file("/".join(["x" * 200] * 6)), EntryTooLong),
    "symbolic link": (special("link", tarfile.SYMTYPE, "/etc/passwd"), EntryLink),
    "inner link": (special("link", tarfile.SYMTYPE, "good"), EntryLink),
    "hard link": (special("link", tarfile.LNKTYPE, "good"), EntryLink),
    "device": (special("null", tarfile.CHRTYPE), EntrySpecial),
    "block device": (special("sda", tarfile.BLKTYPE), EntrySpecial),
    "pipe": (special("pipe", tarfile.FIFOTYPE), EntrySpecial),
    "unknown type": (special("odd", b"Z"), EntrySpecial),
    "folder outside": (folder("../x"), EntryOutside),
    "twice": (file("good"), EntryTwice),
    "below a file": (file("good/x"), EntryFileAndFolder),
    "folder on a file": (folder("good"), EntryFileAndFolder),
}
REFUSED_ZIPS = {
    "dots": (raw_zip(b"../../etc/passwd"), EntryOutside),
    "absolute": (raw_zip(b"/etc/passwd"), EntryAbsolute),
    "drive": (raw_zip(b"c:\\windows\\x"), EntryBackslash),
    "backslash": (raw_zip(b"a\\..\\..\\x"), EntryBackslash),
    "nul": (raw_zip(b"good\x00/../../x"), EntryName),
    "symbolic link": (raw_zip(b"link", b"/etc/passwd", mode=0o120777), EntryLink),
    "device": (raw_zip(b"null", mode=0o020666), EntrySpecial),
    "pipe": (raw_zip(b"pipe", mode=0o010666), EntrySpecial),
    "encrypted": (raw_zip(b"secret", flags=ENCRYPTED), EntryEncrypted),
    "unknown compression": (raw_zip(b"x", method=9), EntryCompression),
    "claims less": (raw_zip(b"x", b"y" * 10000, method=8, claims=10), ArchiveDamaged),
    "claims more": (raw_zip(b"x", b"y" * 10, method=8, claims=10000), ArchiveDamaged),
    "claims very much": (raw_zip(b"x", b"y", method=8, claims=2**31), ArchiveTooLarge),
    "bomb": (raw_zip(b"x", bytes(100 * 2**20), method=8), ArchiveBomb),
}


class TestHostileArchives:
    @pytest.mark.parametrize("name", REFUSED_TARS)
    async def test_a_tar_is_refused_by_name(self, archive: Path, name: str) -> None:
        entry, error = REFUSED_TARS[name]

        with pytest.raises(error) as caught:
            await check(archive, gzip.compress(tar_of([file("good"), entry])))

        assert caught.value.params["entry"]

    @pytest.mark.parametrize("name", REFUSED_ZIPS)
    async def test_a_zip_is_refused_by_name(self, archive: Path, name: str) -> None:
        content, error = REFUSED_ZIPS[name]

        with pytest.raises(error):
            await check(archive, content)

    async def test_overlapping_entries_are_a_bomb(self, archive: Path) -> None:
        one = raw_zip(b"x", bytes(2**20), method=8)
        entry = one[one.index(b"PK\x01\x02") : one.index(b"PK\x05\x06")]
        start = one.index(b"PK\x01\x02")
        end = b"PK\x05\x06" + (50).to_bytes(2, "little").join([b"\0\0\0\0", b""]) + (50).to_bytes(2, "little")
        end += (50 * len(entry)).to_bytes(4, "little") + start.to_bytes(4, "little") + b"\0\0"

        with pytest.raises(ArchiveRefused):
            await check(archive, one[:start] + entry * 50 + end)

    async def test_a_gzip_bomb_is_refused(self, archive: Path) -> None:
        with pytest.raises(ArchiveBomb):
            await check(archive, by_hand.gz_bomb(2**27))

    async def test_a_bomb_in_the_padding_is_refused(self, archive: Path) -> None:
        limits = Limits(max_entries=10, max_bytes=2**20, max_ratio=10, memory_bytes=2**29)

        with pytest.raises(ArchiveRefused):
            await check(archive, gzip.compress(by_hand.tar({"a": b"x"}) + bytes(2**24)), limits)

    async def test_a_sparse_bomb_is_refused(self, archive: Path) -> None:
        info, _ = special("sparse", tarfile.REGTYPE)
        info.size = 2**40

        with pytest.raises(ArchiveTooLarge):
            await check(archive, info.tobuf() + bytes(1024))

    async def test_too_many_entries_are_refused(self, archive: Path) -> None:
        with pytest.raises(ArchiveTooMany):
            await check(archive, tar_of([folder(f"d{number}") for number in range(1001)]))

    async def test_a_header_that_asks_for_much_memory_is_refused(self, archive: Path) -> None:
        info, _ = special("pax", tarfile.XHDTYPE)
        info.size = 2**33
        content = gzip.compress(info.tobuf() + bytes(2**20))

        with pytest.raises(ArchiveRefused):
            await check(archive, content)

    async def test_little_memory_ends_in_a_refusal(self, archive: Path) -> None:
        limits = Limits(max_entries=10, max_bytes=2**28, max_ratio=1000, memory_bytes=60 * 2**20)

        with pytest.raises((ArchiveMemory, ArchiveRefused)):
            await check(archive, lzma.compress(by_hand.tar({"a": os.urandom(2**20)}), preset=9), limits)

    @pytest.mark.parametrize(
        "content", [b"", b"hello", b"PK", b"\x1f\x8b", gzip.compress(b"hello", mtime=0), bytes(1024)], ids=range(6)
    )
    async def test_what_is_no_archive_is_told_so(self, archive: Path, content: bytes) -> None:
        with pytest.raises((ArchiveUnknown, ArchiveDamaged)):
            await check(archive, content)

    @pytest.mark.parametrize("kind", GOOD)
    async def test_one_that_is_cut_off_is_refused(self, archive: Path, kind: str) -> None:
        content = GOOD[kind]

        with pytest.raises((ArchiveDamaged, ArchiveUnknown)):
            await check(archive, content[: len(content) // 2])

    @pytest.mark.parametrize("kind", ["zip", "tar.gz", "tar.bz2", "tar.xz"])
    async def test_one_with_a_wrong_bit_is_refused(self, archive: Path, kind: str) -> None:
        content = bytearray(GOOD[kind])
        content[len(content) // 2] ^= 1

        with pytest.raises(ArchiveRefused):
            await check(archive, bytes(content))

    @given(seed=st.integers(0, 2**32), kind=st.sampled_from(sorted(GOOD)))
    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    async def test_whatever_is_changed_is_opened_or_refused(self, archive: Path, seed: int, kind: str) -> None:
        chance = random.Random(seed)
        content = bytearray(GOOD[kind])
        for _ in range(chance.randint(1, 20)):
            content[chance.randrange(min(len(content), 2000))] = chance.randrange(256)

        try:
            _, seen = await check(archive, bytes(content))
        except ArchiveRefused:
            return

        assert all(".." not in item.key.split("/") and not item.key.startswith("/") for item in seen)
