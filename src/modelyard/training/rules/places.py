"""Where things are in a job's container, and which directories a job may choose."""

import posixpath
import re

from modelyard.training.types import Channel, Draft

HOME = "/home/ma-user"
MOUNT = f"{HOME}/modelarts"
JOB_DIR = f"{MOUNT}/user-job-dir"
INPUTS = f"{MOUNT}/inputs"
OUTPUTS = f"{MOUNT}/outputs"
LOG_DIR = f"{MOUNT}/log"
CACHE = "/cache"
CREDENTIALS_FILE = f"{HOME}/.modelyard/credentials.json"
S3_CONFIG_FILE = f"{HOME}/.modelyard/s3-config"

# What the sandbox is made of, or what the platform keeps there.
_SYSTEM = (
    "/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/opt", "/proc", "/root", "/run", "/sbin", "/srv", "/sys",
    "/usr", "/var",
)  # fmt: skip
_OWN = (HOME, MOUNT, LOG_DIR, f"{HOME}/modelarts-dev", f"{HOME}/infer", f"{HOME}/.modelyard", f"{HOME}/anaconda")
_BELOW_OWN = (LOG_DIR, f"{HOME}/modelarts-dev", f"{HOME}/infer", f"{HOME}/.modelyard", f"{HOME}/anaconda")
_WHOLE = ("/", "/home", CACHE, "/tmp")  # noqa: S108 - names in the container
_BAD = re.compile(r"[\x00-\x1f\x7f]")


def local_path_problem(path: str) -> tuple[str, str] | None:
    """Return in both languages why a directory of the container cannot be an input, output, mount or code directory."""
    problem = _shape_problem(path)
    if problem is not None:
        return problem
    if path in _WHOLE or path in _OWN:
        return "it is a directory of the platform; choose one below or beside it", "这是平台使用的目录，请另选目录"
    for reserved in (*_SYSTEM, *_BELOW_OWN):
        if is_below(path, reserved):
            return f"{reserved} is reserved", f"{reserved} 为保留目录"
    return None


def code_dir_problem(path: str) -> tuple[str, str] | None:
    """Return why a directory of the container cannot take the code directory; the default one is fine."""
    if path == JOB_DIR or is_below(path, JOB_DIR):
        return _shape_problem(path)
    problem = local_path_problem(path)
    if problem is not None:
        return problem
    if not is_below(path, "/home"):
        return "it must lie below /home", "必须位于 /home 之下"
    if is_below(path, MOUNT):
        return f"below {MOUNT}, only {JOB_DIR} takes code", f"{MOUNT} 之下仅 {JOB_DIR} 可用于代码"
    return None


def working_dir_problem(path: str) -> tuple[str, str] | None:
    """Return why a directory of the container cannot be the working directory."""
    return _shape_problem(path)


def _shape_problem(path: str) -> tuple[str, str] | None:
    if not path.startswith("/"):
        return "it must be an absolute path", "必须是绝对路径"
    if _BAD.search(path):
        return "it has control characters", "包含控制字符"
    if posixpath.normpath(path) != path or path.startswith("//"):
        return "it must be written without ., .., doubled slashes and a slash at its end", "路径中不能包含 .、..、重复的斜杠"
    return None


def is_below(path: str, top: str) -> bool:
    """Return whether a path is a directory or lies in it."""
    return path == top or path.startswith(top.rstrip("/") + "/")


def job_dir_of(draft: Draft) -> str:
    """Return the directory that the code directory is put into, `MA_JOB_DIR`."""
    return draft.local_code_dir or JOB_DIR


def code_target(draft: Draft) -> str | None:
    """Return where the code directory is in the container, None without one: its last segment below `MA_JOB_DIR`."""
    if not draft.code_dir:
        return None
    return f"{job_dir_of(draft)}/{posixpath.basename(draft.code_dir.rstrip('/'))}"


def input_dir(index: int, channel: Channel) -> str:
    """Return where an input is in the container."""
    return channel.local_dir or f"{INPUTS}/{channel.name}_{index}"


def output_dir(index: int, channel: Channel) -> str:
    """Return where an output is in the container."""
    return channel.local_dir or f"{OUTPUTS}/{channel.name}_{index}"


def working_dir(draft: Draft) -> str:
    """Return where the program starts: what was asked for, else the code of a boot file, else the home."""
    if draft.working_dir:
        return draft.working_dir
    return (code_target(draft) or HOME) if draft.boot_file else HOME


def overlap(one: str, two: str) -> bool:
    """Return whether two places in buckets, written `obs://bucket/key`, are the same or contain each other."""
    first, second = one.rstrip("/") + "/", two.rstrip("/") + "/"
    return first.startswith(second) or second.startswith(first)
