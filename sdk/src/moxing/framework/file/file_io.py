"""The functions of `mox.file`, and the private switches that scripts set here."""

from __future__ import annotations

import os
from typing import Any, Iterator, Sequence

from . import session
from .copies import copy_file, copy_folder, file_target, is_same
from .entries import Entries, Stat, Walked
from .errors import MoxFileNotExistsException
from .local_places import LocalPlace
from .manifests import ManifestPath, localize_manifest
from .places import PathLike
from .session import at
from .stored_places import StoredPlace
from .streams import File
from .transfers import Limits

# Scripts set these: 1 moves big files with _NUMBER_OF_PROCESSES parts at once, 2 with _LARGE_FILE_TASK_NUM.
_LARGE_FILE_METHOD = int(os.environ.get("MOX_FILE_LARGE_FILE_METHOD") or 2)
_NUMBER_OF_PROCESSES = 4
_LARGE_FILE_TASK_NUM = int(os.environ.get("MOX_FILE_LARGE_FILE_TASK_NUM") or 4)
# A multiple of the 8 MiB in which the store keeps contents: with other sizes it reads pieces twice.
_LARGE_FILE_PART_SIZE = int(os.environ.get("MOX_FILE_LARGE_FILE_PART_SIZE") or 32 * 2**20)
_PARTIAL_MAXIMUM_SIZE = int(os.environ.get("MOX_FILE_PARTIAL_MAXIMUM_SIZE") or 64 * 2**20)
NUMBER_OF_PROCESSES = None  # the old name of _NUMBER_OF_PROCESSES


def set_auth(
    ak: str | None = None,
    sk: str | None = None,
    server: str | None = None,
    port: int | None = None,
    is_secure: bool | None = None,
    ssl_verify: bool | None = None,
    long_conn_mode: bool | None = None,
    path_style: bool | None = None,
    retry: int | None = None,
    retry_wait: float | None = None,
    client_timeout: float | None = None,
    list_max_keys: int | None = None,
    *,
    security_token: str | None = None,
    **_: Any,
) -> None:
    """Set where the store is and who asks, for the whole process; None leaves as it is.

    server: HOST[:PORT], or with http:// or https:// before it. is_secure: False is plain HTTP. path_style: True (as long
    as nothing is said) puts buckets into the path, False into the host name. retry, retry_wait: how often a request is
    tried again, and the seconds before the first time; they double. client_timeout: seconds. list_max_keys: at most 1000.
    """
    session.set_auth(
        ak=ak,
        sk=sk,
        server=server,
        port=port,
        is_secure=is_secure,
        ssl_verify=ssl_verify,
        long_conn_mode=long_conn_mode,
        path_style=path_style,
        retry=retry,
        retry_wait=retry_wait,
        client_timeout=client_timeout,
        list_max_keys=list_max_keys,
        security_token=security_token,
    )


def read(url: PathLike, client_id: Any = None, binary: bool = False) -> Any:
    """Return the whole content: text (UTF-8), or bytes with `binary`."""
    content = at(url).read()
    return content if binary else content.decode("utf-8")


def write(url: PathLike, data: str | bytes, binary: bool = False) -> None:
    """Make a file of this content, or replace it."""
    at(url).write(_as_bytes(data))


def append(url: PathLike, data: str | bytes, binary: bool = False) -> None:
    """Add at the end of a file, which is made where it is missing."""
    at(url).append(_as_bytes(data))


def append_remote(src_url: PathLike, dst_url: PathLike) -> None:
    """Add the content of a file at the end of another one."""
    source, target = at(src_url), at(dst_url)
    if isinstance(source, StoredPlace) and isinstance(target, StoredPlace):
        target.append_object(source)
    else:
        target.append(source.read())


def copy(src_url: PathLike, dst_url: PathLike, client_id: Any = None) -> None:
    """Copy exactly one file, in any direction. A target that is a folder or ends with `/` gets it under its own name.

    Raises IsADirectoryError for a folder (use copy_parallel), MoxFileNotExistsException.
    """
    copy_file(at(src_url), at(dst_url), _limits())


def copy_parallel(
    src_url: PathLike,
    dst_url: PathLike,
    file_list: Sequence[str] | None = None,
    threads: int = 16,
    is_processing: bool = True,
    use_queue: bool = True,
) -> None:
    """Copy what is below a folder to below another one, in any direction; also a single file. Existing files are replaced.

    file_list: paths below the source; only these. threads: how many files at once, 0 for one after another.
    is_processing, use_queue: have no meaning here; threads are as quick, and start no processes.
    Raises MoxFileNameDuplicateException when two objects would be one local file, MoxFileUnsafeNameException when one would
    lie outside of the target; then nothing was copied. A source without files is no error: `No files to copy` is logged.
    """
    source, target = at(src_url), at(dst_url)
    if file_list is None and _is_only_a_file(source):
        copy_file(source, target, _limits())
    elif not is_same(source, target):
        copy_folder(source, target, _limits(), names=file_list, threads=threads)


def copy_manifest(manifest_url: PathLike, local_dir: PathLike) -> ManifestPath:
    """Copy a manifest and every file that it names; returns the path of a manifest that names the copies."""
    folder = at(local_dir)
    if not isinstance(folder, LocalPlace):
        raise ValueError(f"local_dir must be a folder of this machine, not {folder.url}")  # noqa: TRY004 - the type is right
    name = os.fspath(manifest_url).rstrip("/").rpartition("/")[2]
    content, files = localize_manifest(read(manifest_url), folder.path)
    for url, path in files.items():
        copy(url, path)
    os.makedirs(folder.path, exist_ok=True)
    folder.child(name).write(content.encode())
    return ManifestPath(folder.child(name).path)


def exists(url: PathLike) -> bool:
    """Tell whether there is a file or a folder."""
    return at(url).exists()


def is_directory(url: PathLike) -> bool:
    """Tell whether there is a folder."""
    return at(url).is_folder()


def get_size(url: PathLike, recursive: bool = False) -> int:
    """Return the bytes of a file; of a folder 0, or with `recursive` those of everything below."""
    place = at(url)
    facts = place.stat()
    if not facts.is_directory:
        return facts.length
    return place.folder_size() if recursive else 0


def stat(url: PathLike) -> Stat:
    """Return length, mtime_nsec and is_directory. Raises MoxFileNotExistsException."""
    try:
        return at(url).stat()
    except FileNotFoundError as error:
        if isinstance(error, MoxFileNotExistsException):
            raise
        raise MoxFileNotExistsException(os.fspath(url)) from error


def glob(url: PathLike) -> list[str]:
    """Return the absolute paths that fit a pattern with `*`, `?` and `[...]`, as `glob.glob` does."""
    return at(url).glob()


def list_directory(
    url: PathLike, recursive: bool = False, remove_sep: bool = True, skip_file: bool = False, skip_dir: bool = False
) -> list[str]:
    """Return what is in a folder, or with `recursive` everything below, as paths relative to it.

    remove_sep: False leaves a `/` at the end of folders. skip_file, skip_dir: leave out.
    """
    place = at(url)
    found = place.tree() if recursive else ((entry.name, entry.is_dir()) for entry in place.entries())
    end = "" if remove_sep else "/"
    return [
        name + (end if is_folder else "") for name, is_folder in sorted(found) if not (skip_dir if is_folder else skip_file)
    ]


def make_dirs(url: PathLike) -> None:
    """Make a folder and those above it; an existing one is fine."""
    at(url).make_folder(parents=True)


def mk_dir(url: PathLike) -> None:
    """Make a folder. Raises FileNotFoundError, an OSError, when the one above is missing."""
    at(url).make_folder(parents=False)


def remove(url: PathLike, recursive: bool = False) -> None:
    """Delete a file, or with `recursive` a folder with everything below.

    In the store a folder without `recursive`, and what does not exist, is left as it is; where a file and a folder have
    the same name only the file is deleted. On this machine it is `os.remove` and `shutil.rmtree`.
    """
    at(url).remove(recursive=recursive)


def rename(src_url: PathLike, dst_url: PathLike) -> None:
    """Move a file or a folder, also between here and the store. The source is deleted after everything was copied."""
    source, target = at(src_url), at(dst_url)
    if isinstance(source, LocalPlace) and isinstance(target, LocalPlace):
        os.rename(source.path, target.path)
        return
    if is_same(source, target):
        return
    if _is_only_a_file(source):
        target = file_target(source, target)
        copy_file(source, target, _limits())
        source.remove(recursive=False)
        return
    if not source.is_folder():
        raise MoxFileNotExistsException(source.url)
    if _is_below(target, source):
        raise OSError(f"{source.url} cannot be moved into itself: {target.url}")
    copied = copy_folder(source, target, _limits(), threads=16)
    if isinstance(source, LocalPlace):
        source.remove(recursive=True)
        return
    folder = source.place.folder
    keys = [folder + item.relative + ("/" if item.is_folder else "") for item in copied]
    source.store.delete_many(source.place.bucket, [*(key for key in reversed(keys)), *([folder] if folder else [])])


def scan_dir(url: PathLike) -> Entries:
    """Return an iterator over a folder: entries with `name`, `path`, `is_dir()`, `is_file()`, `stat()`."""
    return Entries(at(url).entries())


def walk(url: PathLike, topdown: bool = True, onerror: Any = None, followlinks: bool = False) -> Iterator[Walked]:
    """Walk like `os.walk`; in the store always from the top."""
    return at(url).walk(topdown=topdown, onerror=onerror, followlinks=followlinks)


def _as_bytes(data: str | bytes) -> bytes:
    return data.encode("utf-8") if isinstance(data, str) else bytes(data)


def _is_only_a_file(place: Any) -> bool:
    return bool(place.is_file() and not place.is_folder())


def _is_below(inner: Any, outer: Any) -> bool:
    return (
        isinstance(inner, StoredPlace)
        and isinstance(outer, StoredPlace)
        and (inner.place.bucket == outer.place.bucket and inner.place.folder.startswith(outer.place.folder))
    )


def _limits() -> Limits:
    processes = NUMBER_OF_PROCESSES if NUMBER_OF_PROCESSES is not None else _NUMBER_OF_PROCESSES
    tasks = processes if _LARGE_FILE_METHOD == 1 else _LARGE_FILE_TASK_NUM
    return Limits(max(1, int(tasks)), max(5 * 2**20, int(_LARGE_FILE_PART_SIZE)), int(_PARTIAL_MAXIMUM_SIZE))


__all__ = [
    "File", "append", "append_remote", "copy", "copy_manifest", "copy_parallel", "exists", "get_size", "glob", "is_directory",
    "list_directory", "make_dirs", "mk_dir", "read", "remove", "rename", "scan_dir", "set_auth", "stat", "walk", "write",
]  # fmt: skip
