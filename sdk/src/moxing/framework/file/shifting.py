"""`shift('os', 'mox')`: `open` and the functions of `os` and `shutil` take `obs://` as well, until `shift('mox', 'os')`."""

from __future__ import annotations

import builtins
import functools
import glob
import os
import shutil
from typing import Any, Callable

from . import file_io
from .errors import MoxFileNotExistsException
from .places import find_stored
from .session import at

Function = Callable[..., Any]
_before: dict[tuple[Any, str], Function] = {}


def shift(source: str, target: str) -> None:
    """Replace the functions for files by ones that know the store (`'os', 'mox'`), or put them back (`'mox', 'os'`).

    Local paths are treated as before. Repeating it changes nothing.
    """
    if (source, target) == ("os", "mox"):
        for (module, name), ours in _replacements().items():
            if (module, name) not in _before:
                usual = getattr(module, name)
                _before[module, name] = usual
                setattr(module, name, _either(usual, ours))
    elif (source, target) == ("mox", "os"):
        while _before:
            (module, name), usual = _before.popitem()
            setattr(module, name, usual)
    else:
        raise ValueError(f"shift({source!r}, {target!r}): use shift('os', 'mox') or shift('mox', 'os')")


def _either(usual: Function, ours: Function) -> Function:
    @functools.wraps(usual)
    def chosen(*args: Any, **named: Any) -> Any:
        is_stored = any(isinstance(arg, (str, os.PathLike)) and find_stored(arg) for arg in (*args[:2], *named.values()))
        return (ours if is_stored else usual)(*args, **named)

    return chosen


def _replacements() -> dict[tuple[Any, str], Function]:
    return {
        (builtins, "open"): _open,
        (glob, "glob"): lambda pathname, **_: file_io.glob(pathname),
        (os, "listdir"): lambda path: file_io.list_directory(path),
        (os, "makedirs"): _makedirs,
        (os, "mkdir"): lambda path, *_args, **_: file_io.mk_dir(path),
        (os, "remove"): _remove,
        (os, "unlink"): _remove,
        (os, "rename"): lambda src, dst, **_: file_io.rename(src, dst),
        (os, "scandir"): lambda path: file_io.scan_dir(path),
        (os, "stat"): lambda path, **_: file_io.stat(path),
        (os, "walk"): lambda top, *args, **named: file_io.walk(top, *args, **named),
        (os.path, "exists"): lambda path: file_io.exists(path),
        (os.path, "getsize"): lambda filename: file_io.stat(filename).length,
        (os.path, "isdir"): lambda s: file_io.is_directory(s),
        (os.path, "isfile"): lambda path: at(path).is_file(),
        (shutil, "copy"): _copy,
        (shutil, "copyfile"): _copy,
        (shutil, "copytree"): _copytree,
        (shutil, "rmtree"): _rmtree,
    }


def _open(
    file: Any,
    mode: str = "r",
    buffering: int = -1,
    encoding: Any = None,
    errors: Any = None,
    newline: Any = None,
    closefd: bool = True,
    opener: Any = None,
) -> Any:
    return file_io.File(file, mode, encoding=encoding, errors=errors, newline=newline)


def _makedirs(name: Any, mode: int = 0o777, exist_ok: bool = False) -> None:
    if not exist_ok and file_io.exists(name):
        raise FileExistsError(17, "File exists", os.fspath(name))
    file_io.make_dirs(name)


def _remove(path: Any, **_: Any) -> None:
    if not at(path).is_file():
        file_io.stat(path)
        raise IsADirectoryError(21, "Is a directory", os.fspath(path))
    file_io.remove(path)


def _copy(src: Any, dst: Any, **_: Any) -> Any:
    file_io.copy(src, dst)
    return dst


def _copytree(src: Any, dst: Any, **_: Any) -> Any:
    if not file_io.is_directory(src):
        raise MoxFileNotExistsException(os.fspath(src))
    file_io.copy_parallel(src, dst)
    return dst


def _rmtree(path: Any, *args: Any, **named: Any) -> None:
    file_io.remove(os.fspath(path).rstrip("/") + "/", recursive=True)
