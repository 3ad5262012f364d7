"""Whether a job can be created: its request, the places it names, the engine and the flavor it asks for.

Everything that can be known is looked at, and all problems are found at once: creating raises the first of them, the
validation of the console shows all.
"""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field, replace
from typing import Any

from modelyard.compute import service as compute
from modelyard.compute.types import Resources
from modelyard.core.access import Action
from modelyard.core.errors import AppError, Forbidden
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.iam.service import workspaces
from modelyard.objects.errors.places import FolderOverLimit, NameNotForFiles, PlaceNotFound
from modelyard.objects.service import downloads
from modelyard.objects.service import places as objects_places
from modelyard.objects.service.downloads import Contents
from modelyard.training import access
from modelyard.training.errors import (
    BootFileInvalid,
    CodeDirInvalid,
    CodeFolderTooDeep,
    CodeTooLarge,
    EngineUnknown,
    FlavorUnknown,
    InputsNearlyFill,
    InputsTooLarge,
    PlaceForbidden,
    PlaceMissing,
    PlaceRefused,
    PoolUnknown,
    PriorityForbidden,
    TooManyCodeFiles,
    WorkspaceUnknown,
)
from modelyard.training.rules.annotations import mounted_inputs_of
from modelyard.training.rules.checks import CheckLimits, problems_of, warnings_of
from modelyard.training.rules.sizes import spoken_bytes
from modelyard.training.schemas.requests import CustomFlavor, JobCreate
from modelyard.training.service import dataset_inputs, engines
from modelyard.training.service.context import TrainingContext
from modelyard.training.service.drafting import Drafting
from modelyard.training.types import DEFAULT_WORKSPACE, CodeFacts, Draft

_GIB = 2**30
_HIGHEST_PRIORITY = 3
# A share of the disk above which inputs deserve a word.
_MUCH = 0.8


@dataclass(frozen=True)
class Resolved:
    """What the names in a request mean here.

    image: the name that images know. engine: what lists show. flavor: what compute calls it, with its facts.
    """

    image: str = ""
    engine: str = ""
    is_pytorch: bool = False
    flavor: str = ""
    flavor_type: str = "CPU"
    resources: Resources | None = None
    accelerator: str = ""
    arch: str = ""
    most: int = 0

    @property
    def cards(self) -> int:
        return 0 if self.resources is None else self.resources.gpus + self.resources.npus

    @property
    def is_ascend(self) -> bool:
        return self.resources is not None and self.resources.npus > 0


@dataclass
class Checked:
    """A request that was looked at. contents: of the code directory; None without one, or when it cannot be read.

    input_bytes: of each input that can be read, as far as it was counted.
    """

    wanted: JobCreate
    draft: Draft
    problems: list[AppError] = field(default_factory=list)
    warnings: list[AppError] = field(default_factory=list)
    resolved: Resolved = field(default_factory=Resolved)
    contents: Contents | None = None
    input_bytes: dict[int, int] = field(default_factory=dict)

    @property
    def workspace_id(self) -> str:
        return self.wanted.metadata.workspace_id or DEFAULT_WORKSPACE

    @property
    def code(self) -> CodeFacts:
        return CodeFacts() if self.contents is None else CodeFacts(frozenset(self.contents.files))


async def check(context: TrainingContext, who: Subject, wanted: JobCreate) -> Checked:
    """Return a request with everything that is wrong with it, in the order of its fields as far as they have one."""
    wanted, refused = await dataset_inputs.resolve(context, who, wanted)
    drafting = Drafting(wanted)
    draft = drafting.draft()
    settings = context.settings
    limits = CheckLimits(settings.max_nodes, tuple(str(place) for place in settings.mount_directories))
    checked = Checked(wanted, draft, [*drafting.problems, *refused, *problems_of(draft, limits)])
    # A folder of another spelling, or one that is missing, was named already.
    named = {error.params.get("field") for error in checked.problems}
    found = await asyncio.gather(*_looks(context, who, checked), _resolve(context, who, checked))
    checked.problems += [error for error in found if error is not None and error.params.get("field") not in named]
    _room(checked)
    checked.warnings += warnings_of(draft)
    await _priority(context, who, checked)
    return checked


def _room(checked: Checked) -> None:
    """Say whether the disk of the flavor holds the inputs that are copied; those that are mounted lie beside it."""
    given = checked.resolved.resources
    mounted, inputs = mounted_inputs_of(checked.draft), checked.draft.inputs
    found = sum(size for index, size in checked.input_bytes.items() if inputs[index].name not in mounted)
    if given is None or found <= given.disk_bytes * _MUCH:
        return
    facts = {"flavor": checked.resolved.flavor, "found": spoken_bytes(found), "limit": spoken_bytes(given.disk_bytes)}
    if found > given.disk_bytes:
        checked.problems.append(InputsTooLarge(field="algorithm.inputs", problem="too large", **facts))
    else:
        checked.warnings.append(InputsNearlyFill(field="algorithm.inputs", problem="nearly full", **facts))


def _looks(context: TrainingContext, who: Subject, checked: Checked) -> list[Awaitable[AppError | None]]:
    """Return the questions to the store, to be asked all at once."""
    draft = checked.draft
    looks: list[Awaitable[AppError | None]] = []
    if draft.code_dir:
        looks.append(_code(context, who, checked))
    for index, channel in enumerate(draft.inputs):
        if channel.url:
            looks.append(_readable(context, who, checked, index, channel.url))
    for index, channel in enumerate(draft.outputs):
        if channel.url:
            looks.append(_writable(context, who, f"algorithm.outputs.{index}.remote.obs.obs_url", channel.url))
    if draft.log_url:
        looks.append(_writable(context, who, "spec.log_export_path.obs_url", draft.log_url))
    return looks


async def _code(context: TrainingContext, who: Subject, checked: Checked) -> AppError | None:
    draft, name = checked.draft, "algorithm.code_dir"
    place = objects_places.read_place(draft.code_dir, field=name)
    try:
        checked.contents = await downloads.list_contents(context.objects, who, place, context.code_limits, field=name)
    except FolderOverLimit as error:
        return over_limit(error)
    except AppError as error:
        if isinstance(error, NameNotForFiles):
            return CodeDirInvalid(field=name, problem=error.message(), problem_zh=error.message(Language.ZH))
        return _refused(name, draft.code_dir, error)
    if draft.boot_file and draft.boot_file.endswith(".py") and draft.boot_file not in checked.contents.files:
        near = sorted(path for path in checked.contents.files if path.endswith(".py"))[:5]
        return BootFileInvalid(
            field="algorithm.boot_file",
            problem=f"{draft.boot_file} is not in {draft.code_dir}; .py files there: {', '.join(near) or '-'}",
            problem_zh=f"{draft.code_dir} 中没有 {draft.boot_file}；其中的 .py 文件：{', '.join(near) or '-'}",
        )
    return None


def over_limit(error: FolderOverLimit) -> AppError:
    """Return the published failure for a code directory over a limit."""
    kind = {"bytes": CodeTooLarge, "levels": CodeFolderTooDeep}.get(error.params["what"], TooManyCodeFiles)
    return kind(field="algorithm.code_dir", limit=error.params["limit"], problem="over a limit")


async def _readable(context: TrainingContext, who: Subject, checked: Checked, index: int, url: str) -> AppError | None:
    name = f"algorithm.inputs.{index}.remote.obs.obs_url"
    most = context.settings.counted_input_objects
    try:
        place = await objects_places.require_readable(context.objects, who, objects_places.read_place(url, field=name))
        checked.input_bytes[index] = await objects_places.size_of(context.objects, place, most_objects=most)
    except AppError as error:
        return _refused(name, url, error)
    return None


async def _writable(context: TrainingContext, who: Subject, name: str, url: str) -> AppError | None:
    try:
        await objects_places.require_writable(context.objects, who, objects_places.read_place(url, field=name))
    except AppError as error:
        return _refused(name, url, error)
    return None


def _refused(name: str, url: str, error: AppError) -> AppError:
    if error.status >= 500:
        raise error
    if isinstance(error, Forbidden):
        action, resource = error.params.get("action", "-"), error.params.get("resource", "-")
        reason = error.params.get("reason", "")
        return PlaceForbidden(field=name, value=url, action=action, resource=resource, reason=reason)
    if isinstance(error, PlaceNotFound):
        return PlaceMissing(field=name, value=url, problem="nothing there")
    return PlaceRefused(field=name, value=url, reason=error.message(), reason_zh=error.message(Language.ZH), problem="refused")


async def _resolve(context: TrainingContext, who: Subject, checked: Checked) -> AppError | None:
    """Find engine, image, flavor, pool and workspace; the first that is not there is the answer, the others are added."""
    draft = checked.draft
    async with context.database.read_session() as db:
        problems: list[AppError] = []
        try:
            engine = await engines.resolve(db, context, who, draft)
            checked.resolved = replace(checked.resolved, image=engine.image, engine=engine.label, is_pytorch=engine.is_pytorch)
        except EngineUnknown as error:
            problems.append(error)
        if draft.flavor:
            try:
                await _flavor(db, context, checked)
            except AppError as error:
                problems.append(
                    FlavorUnknown(
                        field="spec.resource.flavor_id",
                        value=draft.flavor,
                        reason=error.message(),
                        reason_zh=error.message(Language.ZH),
                        problem="unknown",
                    )
                )
        if draft.pool:
            try:
                await compute.open_pool(db, who, draft.pool)
            except AppError as error:
                problems.append(
                    PoolUnknown(
                        field="spec.resource.pool_id",
                        value=draft.pool[:64],
                        reason=error.message(),
                        reason_zh=error.message(Language.ZH),
                        problem="unknown",
                    )
                )
        if checked.workspace_id != DEFAULT_WORKSPACE:
            try:
                await workspaces.get_workspace(db, who, who.project_id or "", checked.workspace_id)
            except AppError:
                problems.append(
                    WorkspaceUnknown(field="metadata.workspace_id", workspace_id=checked.workspace_id[:64], problem="unknown")
                )
    checked.problems += problems[1:]
    return problems[0] if problems else None


async def _flavor(db: Any, context: TrainingContext, checked: Checked) -> None:
    draft = checked.draft
    flavor = await compute.get_flavor(db, context.compute, draft.flavor, field="spec.resource.flavor_id")
    resources = Resources(flavor.cpu_milli, flavor.memory_bytes, flavor.disk_bytes, flavor.gpus, flavor.npus)
    spec = checked.wanted.spec
    custom = spec and spec.resource and spec.resource.main_container_customized_flavor
    if custom:
        resources = custom_resources(custom, resources)
    checked.resolved = replace(
        checked.resolved,
        flavor=flavor.name,
        flavor_type=str(flavor.type),
        resources=resources,
        accelerator=flavor.product,
        arch=flavor.arch,
        most=flavor.most,
    )


def custom_resources(custom: CustomFlavor, base: Resources) -> Resources:
    """Return the resources somebody asked for instead of a flavor's, with cards of the same kind."""
    cards = round(custom.accelerator_num)
    return replace(
        base,
        cpu_milli=round(custom.cpu_core_num * 1000),
        memory_bytes=round(custom.mem_size * _GIB),
        gpus=cards if base.gpus else 0,
        npus=cards if base.npus else 0,
    )


async def _priority(context: TrainingContext, who: Subject, checked: Checked) -> None:
    if checked.draft.priority != _HIGHEST_PRIORITY:
        return
    problem = await priority_problem(context, who, access.SET_HIGH_PRIORITY)
    if problem is not None:
        checked.problems.append(problem)


async def priority_problem(context: TrainingContext, who: Subject, action: Action) -> AppError | None:
    """Return why the caller may not use the highest priority, None when he may."""
    try:
        await context.gatekeeper.authorize(who, action)
    except Forbidden as error:
        reason = error.params.get("reason", "")
        return PriorityForbidden(field="spec.schedule_policy.priority", action=action.name, resource="*", reason=reason)
    return None
