"""The steps of publishing a model that touch the world: copy its package, have its environment built, load it once.

No session is open but short ones; each may be repeated, and killed at any line.
"""

import asyncio
import errno
import logging
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from modelyard.compute import service as compute
from modelyard.compute.types import Outcome, WorkloadId, WorkloadState
from modelyard.core.errors import AppError
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.images import service as images
from modelyard.images.errors import ImageBuildFailed, ImageExists
from modelyard.images.schemas import ImageRegister
from modelyard.images.service import catalogue
from modelyard.images.service.presets import find_preset
from modelyard.images.types import RuntimeImage, ServiceType
from modelyard.objects.errors.places import FolderOverLimit
from modelyard.objects.errors.store import ObjectNotFound
from modelyard.objects.service import downloads, reading
from modelyard.objects.service import places as objects_places
from modelyard.registry.errors import (
    DiskShort,
    EnvironmentFailed,
    LayoutInvalid,
    LoadFailed,
    PackageChanged,
    PackageTooLarge,
    SourceInvalid,
)
from modelyard.registry.rules import effective, environments, places
from modelyard.registry.rules.layout import layout_problem
from modelyard.registry.rules.places import CODE_FILE
from modelyard.registry.rules.verdicts import read_verdict
from modelyard.registry.service import packages
from modelyard.registry.service.context import RegistryContext
from modelyard.registry.service.packages import Sealed
from modelyard.registry.service.servables import PACKAGE_FOLDER
from modelyard.registry.types import Verdict

log = logging.getLogger(__name__)

_MOST_CODE_BYTES = 16 * 2**20
_LOG_TAIL = 64 * 1024
_WHAT_ZH = {"bytes": "字节数", "files and folders": "文件和目录数", "levels": "目录层级"}
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
CHECK_TASK = "check-0"


@dataclass(frozen=True)
class Environment:
    """An environment of a model. is_new: nobody had it built before. is_ready: tasks can run in it."""

    address: str
    is_new: bool
    is_ready: bool


@dataclass(frozen=True)
class Checked:
    """What a check found out, with the end of what it wrote. is_lost: the platform's own fault; it is done again."""

    verdict: Verdict
    log: str = ""
    is_lost: bool = False


async def copy_package(
    context: RegistryContext,
    owner: Subject,
    *,
    model_id: str,
    folder: str,
    execution_code: str,
    model_type: str,
    config: dict[str, Any],
) -> Sealed:
    """Copy a package beside its place with the rights of its owner, look at it, seal it, and give it its place.

    Raises LayoutInvalid, PackageTooLarge, PackageChanged, DiskShort, and what reading raises.
    """
    target, beside = context.packages / model_id, context.packages / f"{model_id}{packages.HALF_DONE}"
    await asyncio.to_thread(packages.forget, target, beside)
    try:
        await _fetch(context, owner, folder, beside / PACKAGE_FOLDER)
        if execution_code:
            code = await _code(context, owner, execution_code)
            await asyncio.to_thread(packages.put_file, beside / PACKAGE_FOLDER / CODE_FILE, code)
        names = await asyncio.to_thread(packages.files_in, beside / PACKAGE_FOLDER)
        problem = layout_problem(names, model_type, folder)
        if problem is not None:
            raise LayoutInvalid(field=problem.place, problem=problem.problem, problem_zh=problem.problem_zh)
        content = orjson.dumps(config, option=orjson.OPT_INDENT_2)
        sealed = await asyncio.to_thread(packages.seal, beside, content)
    except OSError as error:
        await asyncio.to_thread(packages.forget, beside)
        if error.errno in _NO_ROOM:
            raise DiskShort(needed="?", free=_free(context.packages)) from error
        raise
    except AppError:
        await asyncio.to_thread(packages.forget, beside)
        raise
    packages.publish(beside, target)
    return sealed


async def record_package(
    context: RegistryContext, owner: Subject, *, folder: str, model_type: str, config: dict[str, Any]
) -> Sealed:
    """Look at a package that stays in its bucket, with the rights of its owner, and note what it holds.

    Raises LayoutInvalid, PackageTooLarge, SourceInvalid, and what reading raises.
    """
    place = objects_places.read_place(folder, field="source_location")
    try:
        contents = await downloads.list_contents(context.objects, owner, place, context.dynamic_limits, field="source_location")
    except FolderOverLimit as error:
        raise _over_limit(error) from error
    problem = layout_problem(contents.files, model_type, folder)
    if problem is not None:
        raise LayoutInvalid(field=problem.place, problem=problem.problem, problem_zh=problem.problem_zh)
    if not contents.digest:
        raise SourceInvalid(
            field="dynamic_load_mode",
            problem="the store gives no ETags, so nobody could tell whether the package has changed",
            problem_zh="存储未返回 ETag，无法判断模型包是否被修改",
        )
    if len(orjson.dumps(config)) > places.MOST_DYNAMIC_CONFIG_BYTES:
        raise LayoutInvalid(
            field="config.json",
            problem=f"may have {places.MOST_DYNAMIC_CONFIG_BYTES} bytes in a model that is loaded dynamically",
            problem_zh=f"动态加载的模型，其配置不能超过 {places.MOST_DYNAMIC_CONFIG_BYTES} 字节",
        )
    return Sealed(len(contents.files), contents.bytes, contents.digest, CODE_FILE in contents.files, is_dynamic=True)


async def ensure_environment(
    context: RegistryContext, owner: Subject, *, engine_image: str, config: dict[str, Any], workspace_id: str
) -> Environment:
    """Have the environment of a model with dependencies built, unless it is there. Raises EnvironmentFailed."""
    dependencies = effective.load(config).dependencies
    preset = find_preset(context.images, engine_image)
    requirements = environments.requirements_of("" if preset is None else preset.recipe.requirements, dependencies)
    address = environments.address_of(engine_image, requirements, workspace_id)
    wanted = ImageRegister(
        swr_path=address,
        requirements=requirements,
        description=f"{engine_image} with the dependencies of a model",
        service_type=ServiceType.INFERENCE,
        workspace_id=workspace_id,
    )
    is_new = True
    try:
        await catalogue.register_image(context.images, owner, wanted)
    except ImageExists:
        is_new = False
    except AppError as error:
        if error.status >= 500:
            raise
        raise _environment_failed(error) from error
    try:
        async with context.database.session() as db:
            found = await images.require_image(db, context.images, owner, address)
    except ImageBuildFailed as error:
        raise _environment_failed(error) from error
    return Environment(address, is_new, isinstance(found, RuntimeImage))


async def look_at_check(context: RegistryContext, owner: Subject, workload_id: str) -> Checked | None:
    """Return what a check found out; None while it is under way."""
    async with context.database.read_session() as db:
        workload = await compute.get_workload(db, context.compute, owner, WorkloadId(workload_id))
    if workload.state is not WorkloadState.ENDED:
        return None
    if workload.outcome is Outcome.LOST:
        return Checked(Verdict(problem="-"), is_lost=True)
    tail = b""
    try:
        part = await compute.read_log(context.compute, owner, workload.id, CHECK_TASK, offset=-_LOG_TAIL, limit=_LOG_TAIL)
        tail = part.content
    except (AppError, OSError):
        # A task that never got a directory has no log; its end says why.
        log.warning("registry.check_without_log", extra={"workload_id": workload_id}, exc_info=True)
    reason = workload.reason
    verdict = read_verdict(
        tail,
        succeeded=workload.outcome is Outcome.SUCCEEDED,
        reason="" if reason is None else reason.message(),
        reason_zh="" if reason is None else reason.message(Language.ZH),
    )
    return Checked(verdict, tail.decode("utf-8", "replace"))


def load_failed(verdict: Verdict) -> LoadFailed:
    """Return the failure that a verdict means."""
    return LoadFailed(problem=verdict.problem, problem_zh=verdict.problem_zh)


async def _fetch(context: RegistryContext, owner: Subject, folder: str, directory: Path) -> None:
    place = objects_places.read_place(folder, field="source_location")
    try:
        if not folder.endswith("/"):
            await asyncio.to_thread(directory.mkdir, parents=True)
            file = directory / place.key.rpartition("/")[2]
            await downloads.copy_object(context.objects, owner, place, file, context.limits, field="source_location")
            return
        before = await downloads.list_contents(context.objects, owner, place, context.limits, field="source_location")
        _check_room(context, before.bytes)
        await downloads.copy_to_directory(
            context.objects, owner, place, directory, context.limits, contents=before, field="source_location"
        )
        after = await downloads.state_of(context.objects, owner, place)
    except FolderOverLimit as error:
        raise _over_limit(error) from error
    if before.state != after:
        raise PackageChanged(value=folder, problem="it changed")


def _check_room(context: RegistryContext, needed: int) -> None:
    free = _free(context.packages) - context.settings.reserve_bytes
    if needed > free:
        raise DiskShort(needed=needed, free=max(0, free))


def _free(directory: Path) -> int:
    directory.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(directory).free


async def _code(context: RegistryContext, owner: Subject, place: str) -> bytes:
    try:
        return await reading.read_object(context.objects, owner, place, _MOST_CODE_BYTES)
    except ObjectNotFound as error:
        raise SourceInvalid(
            field="execution_code", problem=error.message().rstrip("."), problem_zh=error.message(Language.ZH).rstrip("。")
        ) from error


def _environment_failed(error: AppError) -> EnvironmentFailed:
    return EnvironmentFailed(problem=error.message(), problem_zh=error.message(Language.ZH))


def _over_limit(error: FolderOverLimit) -> PackageTooLarge:
    what = str(error.params.get("what", ""))
    return PackageTooLarge(
        field="source_location",
        found=error.params.get("found"),
        limit=error.params.get("limit"),
        what=what,
        what_zh=_WHAT_ZH.get(what, what),
    )
