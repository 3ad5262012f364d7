"""Backup of a running platform and its restore onto an empty home.

A backup is a directory:

    manifest.json           what it is; written last, so that an unfinished one is recognised
    home/                   settings and secrets
    database/modelyard.db   a consistent copy of SQLite (PostgreSQL is backed up with its own tools)
    objects/index.jsonl     one line for each object: bucket, key, size, ETag, type, metadata, file
    objects/data/ab/...     the bytes, in files named by bucket, key and ETag

The database is copied first: objects that are written meanwhile are extra, none that it knows is missing unless it was
deleted meanwhile. A second backup into the same directory fetches only what changed.
"""

import asyncio
import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import tarfile
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import modelyard
from modelyard.objects.adapters.s3 import S3Store, sealed_endpoint
from modelyard.objects.errors.store import ObjectChanged, ObjectNotFound
from modelyard.objects.ports import ObjectStore
from modelyard.server.errors import BackupUnusable
from modelyard.server.home import Home, version_order, write_atomically
from modelyard.server.settings import PlatformSettings

FORMAT = 1
_CHUNK_BYTES = 2**20
_PARALLEL = 4

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Entry:
    """One object of a backup; `file` is its place below `objects/data`."""

    bucket: str
    key: str
    size_bytes: int
    etag: str
    content_type: str
    metadata: dict[str, str]
    file: str


async def back_up(home: Home, settings: PlatformSettings, target: Path, progress: Progress) -> dict[str, Any]:
    """Write a backup of a running platform into a directory, and return its manifest.

    progress: called with the number of objects and bytes so far.
    """
    _begin(target)
    _copy_home(home, target / "home")
    own_database = settings.database.url is None
    buckets: list[str] = []
    if own_database:
        (target / "database").mkdir(mode=0o700, exist_ok=True)
        copy_sqlite(home.database_file, target / "database" / "modelyard.db")
        buckets = _buckets_in(target / "database" / "modelyard.db")
    else:
        buckets = await _buckets_of(settings)
    count, size = 0, 0
    if settings.objects.external_endpoint is None:
        store = S3Store(sealed_endpoint(home.storage_socket))
        try:
            count, size = await copy_objects(store, buckets, target / "objects", progress)
        finally:
            await store.close()
    manifest = {
        "format": FORMAT,
        "version": modelyard.__version__,
        "database": "sqlite" if own_database else "external",
        "objects_included": settings.objects.external_endpoint is None,
        "buckets": buckets,
        "object_count": count,
        "object_bytes": size,
    }
    write_atomically(target / "manifest.json", json.dumps(manifest, indent=1) + "\n")
    return manifest


def read_manifest(backup: Path) -> dict[str, Any]:
    """Return the manifest of a backup. Raises BackupUnusable when it is unfinished, damaged or of a newer version."""
    try:
        manifest = json.loads((backup / "manifest.json").read_text(encoding="utf-8"))
        found, kind = str(manifest["version"]), int(manifest["format"])
    except FileNotFoundError as error:
        raise BackupUnusable(backup=str(backup), problem="it has no manifest.json, so it was not finished") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupUnusable(backup=str(backup), problem=f"manifest.json: {error}") from error
    if kind > FORMAT or version_order(found) > version_order(modelyard.__version__):
        raise BackupUnusable(backup=str(backup), problem=f"it was made by version {found}, this is {modelyard.__version__}")
    return dict(manifest)


def restore_files(backup: Path, home: Home) -> None:
    """Bring settings, secrets and the database of a backup into a home that has been laid out."""
    for source in sorted((backup / "home").rglob("*")):
        place = home.path / source.relative_to(backup / "home")
        if source.is_dir():
            place.mkdir(mode=0o700, exist_ok=True)
        else:
            _copy_private(source, place)
    database = backup / "database" / "modelyard.db"
    if database.exists():
        _copy_private(database, home.database_file)


async def restore_objects(store: ObjectStore, backup: Path, progress: Progress) -> None:
    """Write all objects of a backup into a store. Repeating it writes the same again, so that it can be taken up."""
    manifest = read_manifest(backup)
    for bucket in manifest["buckets"]:
        await store.create_bucket(bucket)
    count = size = 0
    limit = asyncio.Semaphore(_PARALLEL)

    async def put(entry: Entry) -> None:
        nonlocal count, size
        async with limit:
            file = backup / "objects" / "data" / entry.file
            if not file.is_file() or file.stat().st_size != entry.size_bytes:
                raise BackupUnusable(backup=str(backup), problem=f"{entry.file} of {entry.bucket}/{entry.key} is damaged")
            await store.put(
                entry.bucket,
                entry.key,
                _read(file),
                size_bytes=entry.size_bytes,
                content_type=entry.content_type,
                metadata=entry.metadata,
            )
            count, size = count + 1, size + entry.size_bytes
            progress(count, size)

    for batch in _batches(_entries(backup / "objects" / "index.jsonl"), 100):
        await asyncio.gather(*(put(entry) for entry in batch))


async def copy_objects(store: ObjectStore, buckets: list[str], target: Path, progress: Progress) -> tuple[int, int]:
    """Copy all objects of the buckets into a directory; what a former run fetched is not fetched again."""
    (target / "data").mkdir(mode=0o700, parents=True, exist_ok=True)
    count = size = 0
    limit = asyncio.Semaphore(_PARALLEL)
    index = target / "index.jsonl.new"
    kept: set[str] = set()

    async def fetch(bucket: str, key: str) -> Entry | None:
        async with limit:
            return await _fetch(store, bucket, key, target / "data")

    with index.open("w", encoding="utf-8") as lines:
        for bucket in buckets:
            marker: str | None = ""
            while marker is not None:
                page = await store.list_page(bucket, marker=marker)
                for entry in await asyncio.gather(*(fetch(bucket, known.key) for known in page.objects)):
                    if entry is None:  # deleted meanwhile
                        continue
                    lines.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
                    kept.add(entry.file)
                    count, size = count + 1, size + entry.size_bytes
                    progress(count, size)
                marker = page.next_marker
    index.rename(target / "index.jsonl")
    for file in list((target / "data").glob("*/*")):
        if f"{file.parent.name}/{file.name}" not in kept:
            file.unlink()
    return count, size


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database that is being written to; the copy is of one moment."""
    temporary = target.with_name(f"{target.name}.new")
    temporary.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(source, timeout=30)) as database:
        database.execute("VACUUM INTO ?", (str(temporary),))
    temporary.chmod(0o600)
    temporary.rename(target)


def pack(folder: Path, file: Path) -> None:
    """Pack a finished backup into one compressed file."""
    import zstandard  # noqa: PLC0415 - only for this form

    temporary = file.with_name(f"{file.name}.new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with (
        os.fdopen(descriptor, "wb") as raw,
        zstandard.ZstdCompressor(level=3, threads=-1).stream_writer(raw) as packed,
        tarfile.open(fileobj=packed, mode="w|") as archive,
    ):
        archive.add(folder, arcname=".")
    temporary.rename(file)


def unpack(file: Path, folder: Path) -> None:
    """Unpack such a file. Raises BackupUnusable when it is none."""
    import zstandard  # noqa: PLC0415

    folder.mkdir(mode=0o700, parents=True)
    try:
        with (
            file.open("rb") as raw,
            zstandard.ZstdDecompressor().stream_reader(raw) as packed,
            tarfile.open(fileobj=packed, mode="r|") as archive,
        ):
            # Plain files and folders only, and none outside.
            archive.extractall(folder, filter="data")
    except (OSError, tarfile.TarError, zstandard.ZstdError) as error:
        raise BackupUnusable(backup=str(file), problem=str(error)) from error


async def _fetch(store: ObjectStore, bucket: str, key: str, data: Path) -> Entry | None:
    """Fetch one object unless its file is there; follows an object that changes meanwhile."""
    while (found := await store.head(bucket, key)) is not None:
        name = hashlib.sha256(f"{bucket}\0{key}\0{found.etag}\0{found.size_bytes}".encode()).hexdigest()
        entry = Entry(
            bucket, key, found.size_bytes, found.etag, found.content_type, dict(found.metadata), f"{name[:2]}/{name[2:]}"
        )
        file = data / entry.file
        if file.exists() and file.stat().st_size == found.size_bytes:
            return entry
        file.parent.mkdir(mode=0o700, exist_ok=True)
        temporary = file.with_name(f".{file.name}")
        try:
            async with store.get(bucket, key, etag=found.etag) as content:
                with temporary.open("wb") as stream:
                    async for chunk in content:
                        stream.write(chunk)
        except ObjectChanged:
            continue
        except ObjectNotFound:
            break
        temporary.rename(file)
        return entry
    return None


def _begin(target: Path) -> None:
    """Make the directory, or take the mark of completeness off the one there is."""
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    target.chmod(0o700)
    (target / "manifest.json").unlink(missing_ok=True)


def _copy_home(home: Home, target: Path) -> None:
    """Copy settings and secrets."""
    shutil.rmtree(target, ignore_errors=True)
    (target / "secrets").mkdir(mode=0o700, parents=True)
    for source in home.secrets.iterdir():
        if source.is_file() and not source.name.startswith("."):
            _copy_private(source, target / "secrets" / source.name)
    if home.settings_file.exists():
        _copy_private(home.settings_file, target / home.settings_file.name)


def _copy_private(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    target.chmod(0o600)


def _buckets_in(database: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(database)) as copy:
        return [name for (name,) in copy.execute("SELECT name FROM buckets WHERE state = 'active' ORDER BY name")]


async def _buckets_of(settings: PlatformSettings) -> list[str]:
    from sqlalchemy import text  # noqa: PLC0415 - only with a database of the site's own

    from modelyard.core.db import Database  # noqa: PLC0415

    assert settings.database.url is not None
    database = Database(settings.database.url.get_secret_value(), pool_size=1)
    try:
        async with database.read_session() as db:
            return list(await db.scalars(text("SELECT name FROM buckets WHERE state = 'active' ORDER BY name")))
    finally:
        await database.close()


def _entries(index: Path) -> Iterator[Entry]:
    if index.exists():
        with index.open(encoding="utf-8") as lines:
            for line in lines:
                yield Entry(**json.loads(line))


def _batches(entries: Iterator[Entry], size: int) -> Iterator[list[Entry]]:
    batch: list[Entry] = []
    for entry in entries:
        batch.append(entry)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


async def _read(file: Path) -> AsyncIterator[bytes]:
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            yield chunk
