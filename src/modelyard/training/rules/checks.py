"""What can be said about a job from its request alone: every problem at once, each with the place of its field."""

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from modelyard.core.errors import AppError
from modelyard.training.errors import (
    BootFileInvalid,
    CommandAndImageNeeded,
    FieldInvalid,
    FieldUnsupported,
    JobNameInvalid,
    LocalPathInvalid,
    MountRefused,
    NameReserved,
    NodeCountInvalid,
    OutputOfSeveralNodes,
    ParameterNameInvalid,
    ParameterRepeated,
    ParametersTooLong,
    PathsOverlap,
    VariableNameInvalid,
    WorkingDirInvalid,
)
from modelyard.training.rules import annotations, launch, places
from modelyard.training.rules.names import (
    JOB_NAME,
    PARAMETER_NAME,
    RENDEZVOUS_ARGUMENTS,
    VARIABLE_NAME,
    is_fixed_variable,
    is_platform_variable,
)
from modelyard.training.types import AccessMethod, Draft, Launcher, NodeOutputs

MOST_BYTES = 1_000_000
# The kernel takes no argument or variable that is longer.
MOST_VALUE_BYTES = 100_000
MOST_VARIABLES = 100
MOST_CHANNELS = 50
MOST_SHOWN_NODES = 1000
LONGEST_RUN_SECONDS = 720 * 3600
SHORTEST_RUN_SECONDS = 1


@dataclass(frozen=True)
class CheckLimits:
    """What the site allows. mounts: directories that jobs may mount."""

    nodes: int = 64
    mounts: tuple[str, ...] = ()


def problems_of(draft: Draft, limits: CheckLimits) -> list[AppError]:
    """Return everything that is wrong with a job as far as its request shows it, in the order of the fields."""
    return [
        *_metadata(draft),
        *_start(draft),
        *_boot_file(draft),
        *_parameters(draft),
        *_channels(draft),
        *_environments(draft),
        *_size(draft),
        *_local_paths(draft),
        *_overlaps(draft),
        *_resources(draft, limits),
        *_annotations(draft),
    ]


def warnings_of(draft: Draft) -> list[AppError]:
    """Return what a job may do that its owner may not have meant."""
    if draft.node_count < 2 or draft.annotation(annotations.NODE_OUTPUTS):
        return []
    return [
        OutputOfSeveralNodes(field=f"algorithm.outputs.{index}", value=draft.node_count, problem="together")
        for index in range(len(draft.outputs))
    ]


def is_launchable(draft: Draft) -> bool:
    """Return whether enough of a job is known to say what it would run."""
    is_counted = 1 <= draft.node_count <= MOST_SHOWN_NODES
    return is_counted and bool(draft.command.strip() or (draft.boot_file and draft.code_dir))


def _metadata(draft: Draft) -> Iterator[AppError]:
    if not JOB_NAME.fullmatch(draft.name):
        yield JobNameInvalid(field="metadata.name", name=draft.name[:100], problem="no job name")
    if draft.kind != "job":
        yield FieldUnsupported(field="kind", problem=f"{draft.kind[:40]!r}; there is job", problem_zh="仅支持 job")


def _start(draft: Draft) -> Iterator[AppError]:
    if draft.command and draft.boot_file:
        yield FieldInvalid(
            field="algorithm.command",
            problem="there is a boot file, too; give one of them",
            problem_zh="不能同时指定启动文件和启动命令",
        )
    if not draft.command.strip() and not draft.boot_file:
        yield CommandAndImageNeeded(
            field="algorithm.boot_file",
            problem="say what to start: a boot file in a code directory, or a command",
            problem_zh="请指定代码目录中的启动文件，或启动命令",
        )
    if draft.boot_file and not draft.code_dir:
        yield FieldInvalid(
            field="algorithm.code_dir",
            problem="a boot file needs a code directory",
            problem_zh="使用启动文件时必须指定代码目录",
        )
    if not (draft.engine_id or draft.engine_name or draft.image):
        yield CommandAndImageNeeded(
            field="algorithm.engine",
            problem="choose an engine (engine_id, or engine_name and engine_version) or an image (image_url)",
            problem_zh="请选择引擎（engine_id，或 engine_name 与 engine_version）或镜像（image_url）",
        )
    if draft.run_user and draft.run_user != "1000":
        yield FieldUnsupported(
            field="algorithm.engine.run_user",
            problem="jobs always run as ma-user (1000)",
            problem_zh="作业始终以 ma-user（1000）运行",
        )


def _boot_file(draft: Draft) -> Iterator[AppError]:
    if not draft.boot_file:
        return
    path = draft.boot_file
    problem = None
    if draft.code_dir and (path.startswith("/") or "://" in path or ":/" in path):
        problem = f"it lies outside of the code directory {draft.code_dir}", f"不在代码目录 {draft.code_dir} 中"
    elif posixpath.normpath(path) != path or path.split("/")[0] in {"..", "."}:
        problem = "it must be written without . and ..", "路径中不能包含 . 和 .."
    elif not path.endswith(".py"):
        problem = "it must end in .py; start other files by a command", "必须以 .py 结尾；其他文件请使用启动命令"
    if problem is not None:
        yield BootFileInvalid(field="algorithm.boot_file", problem=problem[0], problem_zh=problem[1])


def _parameters(draft: Draft) -> Iterator[AppError]:
    for index, item in enumerate(draft.parameters):
        yield from _named(f"algorithm.parameters.{index}", item.name, item.access, draft)
        if len(item.value.encode()) > MOST_VALUE_BYTES:
            yield _too_long(f"algorithm.parameters.{index}.value", len(item.value.encode()), MOST_VALUE_BYTES)
    for kind, channels in (("inputs", draft.inputs), ("outputs", draft.outputs)):
        for index, channel in enumerate(channels):
            yield from _named(f"algorithm.{kind}.{index}", channel.name, channel.access, draft)
    places_of = [
        *((f"algorithm.parameters.{index}.name", item.name) for index, item in enumerate(draft.parameters)),
        *((f"algorithm.inputs.{index}.name", item.name) for index, item in enumerate(draft.inputs)),
        *((f"algorithm.outputs.{index}.name", item.name) for index, item in enumerate(draft.outputs)),
    ]
    seen: Counter[str] = Counter()
    for field, name in places_of:
        seen[name] += 1
        if name and seen[name] == 2:
            yield ParameterRepeated(field=field, name=name[:100], problem="used twice")


def _named(place: str, name: str, access: str, draft: Draft) -> Iterator[AppError]:
    field = f"{place}.name"
    if access not in {AccessMethod.PARAMETER, AccessMethod.ENV}:
        yield FieldInvalid(
            field=f"{place}.access_method",
            problem=f"{access[:40]!r}; it is parameter or env",
            problem_zh="取值为 parameter 或 env",
        )
    if not PARAMETER_NAME.fullmatch(name):
        yield ParameterNameInvalid(field=field, name=name[:100], problem="no parameter name")
        return
    if access == AccessMethod.ENV and not VARIABLE_NAME.fullmatch(name):
        yield VariableNameInvalid(field=field, name=name, problem="no variable name")
    if is_platform_variable(name):
        yield NameReserved(field=field, name=name, problem="an environment variable", problem_zh="环境变量")
    # Whether the engine is the one that gets them is not known here; on one node nobody gets them.
    if name in RENDEZVOUS_ARGUMENTS and launch.needs_rendezvous_arguments(draft, is_pytorch=True):
        yield NameReserved(
            field=field, name=name, problem="an argument of jobs on several nodes", problem_zh="多节点作业的启动参数"
        )


def _channels(draft: Draft) -> Iterator[AppError]:
    for kind, channels in (("inputs", draft.inputs), ("outputs", draft.outputs)):
        if len(channels) > MOST_CHANNELS:
            yield FieldInvalid(
                field=f"algorithm.{kind}",
                problem=f"at most {MOST_CHANNELS} are possible",
                problem_zh=f"最多 {MOST_CHANNELS} 个",
            )
        for index, channel in enumerate(channels):
            if not channel.url:
                yield FieldInvalid(
                    field=f"algorithm.{kind}.{index}.remote.obs.obs_url",
                    problem="say where it is in the object storage, for example obs://bucket/folder/",
                    problem_zh="请指定对象存储路径，例如 obs://桶/目录/",
                )


def _environments(draft: Draft) -> Iterator[AppError]:
    if len(draft.environments) > MOST_VARIABLES:
        yield FieldInvalid(
            field="algorithm.environments",
            problem=f"at most {MOST_VARIABLES} variables are possible",
            problem_zh=f"最多 {MOST_VARIABLES} 个环境变量",
        )
    for name, value in draft.environments:
        field = f"algorithm.environments.{name[:64]}"
        if not VARIABLE_NAME.fullmatch(name):
            yield VariableNameInvalid(field=field, name=name[:100], problem="no variable name")
        elif is_fixed_variable(name):
            yield NameReserved(field=field, name=name, problem="an environment variable", problem_zh="环境变量")
        if len(value.encode()) > MOST_VALUE_BYTES:
            yield _too_long(field, len(value.encode()), MOST_VALUE_BYTES)


def _size(draft: Draft) -> Iterator[AppError]:
    texts = [draft.command, *(text for pair in draft.environments for text in pair)]
    texts += [text for item in draft.parameters for text in (item.name, item.value)]
    texts += [text for item in (*draft.inputs, *draft.outputs) for text in (item.name, item.url, item.local_dir)]
    size = sum(len(text.encode()) for text in texts)
    if size > MOST_BYTES:
        yield _too_long("algorithm.parameters", size, MOST_BYTES)


def _too_long(field: str, found: int, limit: int) -> AppError:
    return ParametersTooLong(field=field, found=found, limit=limit, problem="too long")


def _local_paths(draft: Draft) -> Iterator[AppError]:
    if draft.local_code_dir:
        problem = places.code_dir_problem(draft.local_code_dir)
        if problem is not None:
            yield _bad_path("algorithm.local_code_dir", draft.local_code_dir, problem)
    if draft.working_dir:
        problem = places.working_dir_problem(draft.working_dir)
        if problem is not None:
            yield WorkingDirInvalid(
                field="algorithm.working_dir", value=draft.working_dir[:200], problem=problem[0], problem_zh=problem[1]
            )
    chosen: list[tuple[str, str]] = []
    for field, path, is_own in _directories(draft):
        problem = places.local_path_problem(path) if is_own else None
        if problem is not None:
            yield _bad_path(field, path, problem)
            continue
        other = next((item for item in chosen if places.is_below(path, item[1]) or places.is_below(item[1], path)), None)
        if other is not None:
            yield _bad_path(field, path, (f"it overlaps with {other[0]} ({other[1]})", f"与 {other[0]}（{other[1]}）重叠"))
        chosen.append((field, path))


def _directories(draft: Draft) -> Iterator[tuple[str, str, bool]]:
    """Yield field, directory, and whether somebody chose it, of everything that is put into the container."""
    code = places.code_target(draft)
    if code is not None:
        yield "algorithm.code_dir", code, False
    for index, channel in enumerate(draft.inputs):
        yield f"algorithm.inputs.{index}.local_dir", places.input_dir(index, channel), bool(channel.local_dir)
    for index, channel in enumerate(draft.outputs):
        yield f"algorithm.outputs.{index}.local_dir", places.output_dir(index, channel), bool(channel.local_dir)
    for index, volume in enumerate(draft.volumes):
        yield f"spec.volumes.{index}.nfs.local_path", volume.target, True


def _bad_path(field: str, path: str, problem: tuple[str, str]) -> AppError:
    return LocalPathInvalid(field=field, value=path[:200], problem=problem[0], problem_zh=problem[1])


def _overlaps(draft: Draft) -> Iterator[AppError]:
    """Name each pair of places that contain each other. Two inputs may, and the log path may lie anywhere."""
    code = [("algorithm.code_dir", draft.code_dir)] if draft.code_dir else []
    inputs = [(f"algorithm.inputs.{index}", item.url) for index, item in enumerate(draft.inputs) if item.url]
    outputs = [(f"algorithm.outputs.{index}", item.url) for index, item in enumerate(draft.outputs) if item.url]
    pairs = [(one, two) for one in inputs for two in code]
    pairs += [(one, two) for one in outputs for two in (*code, *inputs)]
    pairs += [(one, two) for index, one in enumerate(outputs) for two in outputs[:index]]
    for (field, value), (other, other_value) in pairs:
        if places.overlap(value, other_value):
            yield PathsOverlap(field=field, value=value, other=other, other_value=other_value, problem="overlap")


def _resources(draft: Draft, limits: CheckLimits) -> Iterator[AppError]:
    if not draft.flavor:
        yield FieldInvalid(
            field="spec.resource.flavor_id",
            problem="say which flavor each node gets; GET /v2/{project_id}/training-job-flavors lists them",
            problem_zh="请选择资源规格，可通过 GET /v2/{project_id}/training-job-flavors 查询",
        )
    if not 1 <= draft.node_count <= limits.nodes:
        yield NodeCountInvalid(field="spec.resource.node_count", value=draft.node_count, limit=limits.nodes, problem="range")
    if not 1 <= draft.priority <= 3:
        yield FieldInvalid(
            field="spec.schedule_policy.priority", problem="the priority is 1 to 3", problem_zh="优先级取值为 1 到 3"
        )
    limit = draft.auto_stop_seconds
    if limit is not None and not SHORTEST_RUN_SECONDS <= limit <= LONGEST_RUN_SECONDS:
        yield FieldInvalid(
            field="spec.auto_stop.duration",
            problem="a run takes at least 1 and at most 720 hours",
            problem_zh="运行时长为 1 到 720 小时",
        )
    for index, volume in enumerate(draft.volumes):
        if volume.source not in limits.mounts:
            yield MountRefused(
                field=f"spec.volumes.{index}.nfs.nfs_server_path",
                value=volume.source[:200],
                possible=", ".join(limits.mounts) or "-",
                problem="not allowed",
            )


def _annotations(draft: Draft) -> Iterator[AppError]:
    ranges = {
        annotations.RETRIES: (0, annotations.MOST_RETRIES),
        annotations.PROCESSES: (1, annotations.MOST_PROCESSES),
        annotations.CONTINUATIONS: (0, annotations.MOST_CONTINUATIONS),
        annotations.GRACE: (0, annotations.MOST_GRACE_SECONDS),
    }
    for name, value in draft.annotations:
        field = f"metadata.annotations.{name[:64]}"
        if name in annotations.UNSUPPORTED and annotations.is_on(value):
            yield FieldUnsupported(field=field, problem="the platform does not have this feature", problem_zh="平台暂无此功能")
        elif name.startswith("modelyard/") and name not in annotations.OURS:
            yield FieldInvalid(
                field=field,
                problem=f"there is no such annotation; there are {', '.join(annotations.OURS)}",
                problem_zh=f"没有此注解，可用的有：{', '.join(annotations.OURS)}",
            )
        elif name in ranges and annotations.number_in(value, *ranges[name]) is None:
            least, most = ranges[name]
            yield FieldInvalid(field=field, problem=f"a number from {least} to {most}", problem_zh=f"取值为 {least} 到 {most}")
        elif name == annotations.LAUNCHER and value not in set(Launcher):
            yield FieldInvalid(field=field, problem="it is python or torchrun", problem_zh="取值为 python 或 torchrun")
        elif name == annotations.NODE_OUTPUTS and value not in set(NodeOutputs):
            yield FieldInvalid(
                field=field, problem="it is together, first or apart", problem_zh="取值为 together、first 或 apart"
            )
    unknown = annotations.mounted_inputs_of(draft) - {channel.name for channel in draft.inputs}
    if unknown:
        yield FieldInvalid(
            field=f"metadata.annotations.{annotations.MOUNTED_INPUTS}",
            problem=f"there is no input {min(unknown)[:64]!r}; write names of inputs with commas between, or *",
            problem_zh=f"没有名为 {min(unknown)[:64]!r} 的输入；请填写输入名称（以逗号分隔）或 *",
        )
    if annotations.restart_of(draft).continuations and draft.auto_stop_seconds is None:
        yield FieldInvalid(
            field=f"metadata.annotations.{annotations.CONTINUATIONS}",
            problem="continuations need a run limit (spec.auto_stop)",
            problem_zh="自动接续需要设置运行时长（spec.auto_stop）",
        )
    if annotations.launcher_of(draft) is Launcher.TORCHRUN and not draft.boot_file:
        yield FieldInvalid(
            field=f"metadata.annotations.{annotations.LAUNCHER}",
            problem="torchrun starts a boot file; a command calls it by itself",
            problem_zh="torchrun 仅用于启动文件；使用启动命令时请自行调用",
        )
