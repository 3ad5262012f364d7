"""Files in object storage, used like local ones: `import moxing as mox; mox.file.copy_parallel(...)`."""

from .errors import (
    MoxFileConfigException,
    MoxFileNameDuplicateException,
    MoxFileNotExistsException,
    MoxFilePermissionException,
    MoxFileReadException,
    MoxFileRespException,
    MoxFileUnsafeNameException,
)
from .file_io import (
    File,
    append,
    append_remote,
    copy,
    copy_manifest,
    copy_parallel,
    exists,
    get_size,
    glob,
    is_directory,
    list_directory,
    make_dirs,
    mk_dir,
    read,
    remove,
    rename,
    scan_dir,
    set_auth,
    stat,
    walk,
    write,
)
from .shifting import shift

__all__ = [
    "File", "MoxFileConfigException", "MoxFileNameDuplicateException", "MoxFileNotExistsException",
    "MoxFilePermissionException", "MoxFileReadException", "MoxFileRespException", "MoxFileUnsafeNameException", "append",
    "append_remote", "copy", "copy_manifest", "copy_parallel", "exists", "get_size", "glob", "is_directory", "list_directory",
    "make_dirs", "mk_dir", "read", "remove", "rename", "scan_dir", "set_auth", "shift", "stat", "walk", "write",
]  # fmt: skip
