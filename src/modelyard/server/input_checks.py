"""What `modelyard doctor` says of inputs that are mounted: where copies are kept, how much of the room is taken."""

import os

from modelyard.compute.adapters.sandbox import mount_problem
from modelyard.compute.settings import Isolation
from modelyard.compute.supervisor.input_cache import InputCache
from modelyard.server.doctor import GIB, Finding, Verdict
from modelyard.server.home import Home
from modelyard.server.settings import PlatformSettings

_NAME = "mounted inputs"


def input_cache(home: Home, settings: PlatformSettings) -> Finding:
    """Say whether inputs can be mounted here, and what is kept of them; tries to mount in a sandbox."""
    most, isolation = settings.compute.inputs.cache_bytes, settings.compute.engine.isolation
    if isolation is Isolation.OFF or not most:
        why = "compute.engine.isolation = off" if isolation is Isolation.OFF else "compute.inputs.cache_bytes = 0"
        return Finding(_NAME, Verdict.INFO, f"none: all inputs are copied ({why})", f"未启用：所有输入均复制（{why}）")
    least = settings.compute.engine.min_free_disk_bytes
    cache = InputCache(str(home.inputs), most_bytes=most, min_free_bytes=least)
    try:
        copies, taken = cache.kept()
    except OSError as error:
        return _unusable(home, os.strerror(error.errno or 0))
    problem = mount_problem(next(place for place in (home.inputs, *home.inputs.parents) if place.is_dir()))
    if problem:
        return _unusable(home, problem)
    figures = f"{copies} copies, {taken / GIB:.1f} of {most / GIB:.1f} GiB"
    return Finding(
        _NAME,
        Verdict.OK,
        f"can be mounted; kept in {home.inputs}: {figures}",
        f"可挂载；保存在 {home.inputs}：{copies} 份，已用 {taken / GIB:.1f} / {most / GIB:.1f} GiB",
    )


def _unusable(home: Home, problem: str) -> Finding:
    return Finding(
        _NAME,
        Verdict.WARN,
        f"cannot be mounted from {home.inputs}: {problem}; they are copied into each task",
        f"无法从 {home.inputs} 挂载：{problem}；将复制到每个任务中",
        "It must be a directory of the platform's user that nobody else may write to.",
        "该目录须属于平台用户，且其他用户不可写。",
    )
