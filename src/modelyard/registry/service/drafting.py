"""From a request to what is kept of a model: everything that can be known is looked at, and all problems are told."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from modelyard.core.errors import AppError
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.images import service as images
from modelyard.objects.errors.store import ObjectNotFound
from modelyard.objects.service import reading
from modelyard.registry.errors import (
    ConfigInvalid,
    ConfigUnreadable,
    ImageUnusable,
    ParameterInvalid,
    ParameterMissing,
    RestraintInvalid,
    TypeUnsupported,
)
from modelyard.registry.rules import configs, effective, places, versions
from modelyard.registry.rules.problems import Problem, Problems
from modelyard.registry.schemas.requests import ModelCreate, Param
from modelyard.registry.service.context import RegistryContext
from modelyard.registry.service.engines import find_runtime
from modelyard.registry.service.sources import Draft, find_package, find_template, given_place, source_problem
from modelyard.registry.types import Api, Config, InstallType, ModelKind, ModelType, SourceKind

_REQUEST_TYPES = tuple(kind.value for kind in ModelType)
_INSTALL_TYPES = {kind.value: kind.value for kind in InstallType} | {"realtime": InstallType.REAL_TIME.value}
_PARAM_TYPES = {
    "int": "integer",
    "integer": "integer",
    "float": "number",
    "number": "number",
    "timestamp": "string",
    "date": "string",
    "string": "string",
    "boolean": "boolean",
    "array": "array",
    "object": "object",
    "file": "file",
}


async def draft(context: RegistryContext, who: Subject, wanted: ModelCreate) -> Draft:
    """Return what a request means, with everything that stands against it. No session is open meanwhile."""
    made = Draft(wanted.model_name, wanted.model_version)
    _version(made, wanted)
    _type(made, wanted)
    _install_types(made, wanted)
    if made.problems and not made.type:
        return made
    if made.type == ModelType.IMAGE:
        made.kind, made.source_kind = ModelKind.IMAGE, SourceKind.IMAGE
        made.source = wanted.source_location or ""
        own = await _own_config(context, who, made, wanted)
    elif made.type == ModelType.TEMPLATE:
        own = await find_template(context, who, made, wanted)
    else:
        await find_package(context, who, made, await given_place(context, who, made, wanted))
        own = await _own_config(context, who, made, wanted)
    made.config = _joined(made, wanted, own)
    _dynamic(made, wanted)
    await _find_image(context, who, made, wanted)
    return made


def first_of(problems: Sequence[AppError], language: Language) -> AppError:
    """Return the first problem, with all of them in its parameters."""
    error = problems[0]
    listed = [
        {"field": one.params.get("field", ""), "error_code": one.code, "error_msg": one.message(language)}
        for one in problems[:50]
    ]
    return type(error)(**{**error.params, "problems": listed})


def parameter_problem(problem: Problem) -> AppError:
    """Return what is wrong with a parameter of a request as the failure that it is."""
    kind = RestraintInvalid if problem.place.endswith(".restraint") else ParameterInvalid
    return kind(**_told(problem))


def _version(made: Draft, wanted: ModelCreate) -> None:
    order = versions.order_of(wanted.model_version)
    if order is None:
        made.problems.append(
            ParameterInvalid(
                field="model_version",
                problem=f"{wanted.model_version!r} is no version: three numbers from 0 to 99, as in 1.0.0",
                problem_zh=f"{wanted.model_version!r} 不是合法的版本号，应为三个 0 到 99 的数字且不含前导零，例如 1.0.0",
            )
        )
    made.version_order = order or 0


def _type(made: Draft, wanted: ModelCreate) -> None:
    found = next((kind for kind in _REQUEST_TYPES if kind.lower() == wanted.model_type.lower()), None)
    if found is None:
        listed = ", ".join(_REQUEST_TYPES)
        made.problems.append(
            ParameterInvalid(
                field="model_type",
                problem=f"{wanted.model_type!r} is not possible; possible: {listed}",
                problem_zh=f"不支持 {wanted.model_type!r}，可用的值：{listed}",
            )
        )
    made.type = found or ""


def _install_types(made: Draft, wanted: ModelCreate) -> None:
    found: dict[str, None] = {}
    for index, one in enumerate(wanted.install_type or list(InstallType)):
        known = _INSTALL_TYPES.get(one.lower())
        if known is None:
            listed = ", ".join(InstallType)
            made.problems.append(
                ParameterInvalid(
                    field=f"install_type[{index}]",
                    problem=f"{one!r} is not possible; possible: {listed}",
                    problem_zh=f"不支持 {one!r}，可用的值：{listed}",
                )
            )
        else:
            found[known] = None
    made.install_types = tuple(found)


def _dynamic(made: Draft, wanted: ModelCreate) -> None:
    """A package that stays in its bucket is served as it lies there."""
    if not wanted.dynamic_load_mode or made.kind is ModelKind.IMAGE:
        return
    if wanted.execution_code:
        made.problems.append(
            ParameterInvalid(
                field="execution_code",
                problem="the files of a model that is loaded dynamically stay as they are; put the code into the package",
                problem_zh="动态加载的模型文件保持原样，请将推理代码放入模型包",
            )
        )
    if made.folder and not made.folder.endswith("/"):
        made.problems.append(
            ParameterInvalid(
                field="dynamic_load_mode",
                problem="only folders are loaded dynamically; leave it out for a single file",
                problem_zh="仅支持动态加载目录，单个文件请勿填写该参数",
            )
        )


async def _own_config(context: RegistryContext, who: Subject, made: Draft, wanted: ModelCreate) -> Config:
    """Return what `config.json` says: the one of the request, else the one in the package."""
    problems = Problems()
    value: dict[str, Any] | None = None
    place = "initial_config"
    if isinstance(wanted.initial_config, dict):
        value = wanted.initial_config
    elif isinstance(wanted.initial_config, str) and wanted.initial_config.strip():
        value = configs.parse_config(wanted.initial_config, problems, place=place)
    elif isinstance(wanted.initial_config, list):
        problems.wrong_type(place, "an object", "对象", wanted.initial_config)
    elif made.folder:
        place = places.CONFIG_FILE
        content = await _config_file(context, who, made)
        value = None if content is None else configs.parse_config(content, problems, place=place)
    if problems.found:
        made.problems.extend(ConfigUnreadable(**_told(one)) for one in problems.found)
        return Config()
    if value is None:
        made.is_undescribed = bool(made.folder)
        return Config()
    # What the request says anyway need not stand in the file.
    value = {"model_type": made.type, **value} if place == "initial_config" else value
    config = configs.read_config(value, problems, needs_algorithm=place == places.CONFIG_FILE and not wanted.model_algorithm)
    if config.model_type and made.type not in {config.model_type, ModelType.TEMPLATE}:
        problems.add(
            "model_type",
            f"is {config.model_type}, but the request says {made.type}",
            f"为 {config.model_type}，与请求中的 {made.type} 不一致",
        )
    made.problems.extend(ConfigInvalid(**_told(one, inside=place)) for one in problems.found)
    return config


async def _config_file(context: RegistryContext, who: Subject, made: Draft) -> bytes | None:
    most = context.settings.max_config_bytes
    try:
        content = await reading.read_object(context.objects, who, made.folder + places.CONFIG_FILE, most + 1)
    except ObjectNotFound:
        return None
    except AppError as error:
        made.problems.append(source_problem(error, made.folder + places.CONFIG_FILE))
        return None
    if len(content) > most:
        made.problems.append(
            ConfigUnreadable(field=places.CONFIG_FILE, problem=f"is larger than {most} bytes", problem_zh=f"超过 {most} 字节")
        )
        return None
    return content


def _joined(made: Draft, wanted: ModelCreate, own: Config) -> Config:
    problems = Problems()
    apis = configs.read_apis(wanted.apis, "apis", problems) or _apis_of_params(wanted, problems)
    dependencies = None
    if wanted.dependencies is not None:
        dependencies = configs.read_dependencies(wanted.dependencies, "dependencies", problems)
        if dependencies and made.brings_server:
            problems.add(
                "dependencies",
                f"models of type {made.type} bring their own packages; install them when the image is built",
                f"{made.type} 类型的模型自带依赖，请在制作镜像时安装",
            )
    algorithm = configs.read_algorithm(wanted.model_algorithm, "model_algorithm", problems)
    health = configs.read_health(wanted.health, "health", problems)
    if wanted.protocol is not None and wanted.protocol.lower() not in configs.PROTOCOLS:
        problems.not_one_of("protocol", wanted.protocol, configs.PROTOCOLS)
    joined = effective.join(
        own,
        model_type=own.model_type if made.type == ModelType.TEMPLATE else made.type,
        runtime=wanted.runtime or "",
        model_algorithm=algorithm,
        metrics=_metrics(wanted, problems),
        apis=apis,
        dependencies=dependencies,
    )
    made.problems.extend(parameter_problem(one) for one in problems.found)
    if health is not None:
        joined = replace(joined, health=health)
    made.is_undescribed = made.is_undescribed and not joined.apis and not made.brings_server
    if not joined.apis and not made.brings_server:
        joined = replace(joined, apis=effective.DEFAULT_APIS)
    return joined


def _metrics(wanted: ModelCreate, problems: Problems) -> dict[str, float]:
    given: Any = wanted.model_metrics
    if isinstance(given, str):
        if not given.strip():
            return {}
        given = configs.parse_config(given, problems, place="model_metrics")
        if given is None:
            return {}
    return configs.read_metrics(given, "model_metrics", problems)


def _apis_of_params(wanted: ModelCreate, problems: Problems) -> tuple[Api, ...]:
    """Return the paths that the older form describes: a list of parameters, each with its path."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for side, name in ((wanted.input_params, "input_params"), (wanted.output_params, "output_params")):
        for index, param in enumerate(side or []):
            kind = _PARAM_TYPES.get(param.param_type.lower())
            if kind is None:
                problems.not_one_of(f"{name}[{index}].param_type", param.param_type, list(_PARAM_TYPES))
                continue
            api = found.setdefault(
                (param.url, param.method.lower()), {"url": param.url, "method": param.method, "protocol": param.protocol}
            )
            schema = api.setdefault(name, {"type": "object", "properties": {}})
            schema["properties"][param.param_name] = _schema_of(param, kind)
            if kind == "file" and name == "input_params":
                api["content_type"] = "multipart/form-data"
    return configs.read_apis(list(found.values()), "input_params", problems) if found else ()


def _schema_of(param: Param, kind: str) -> dict[str, Any]:
    bounds = {"minimum": param.min, "maximum": param.max, "description": param.param_desc}
    return {"type": kind, **{name: value for name, value in bounds.items() if value is not None}}


async def _find_image(context: RegistryContext, who: Subject, made: Draft, wanted: ModelCreate) -> None:
    """Find what the model runs in: the image of its engine, or the one that it brings."""
    if not made.config.model_type:
        return
    if not made.brings_server:
        try:
            runtime = find_runtime(context.images, made.config.model_type, made.config.runtime)
        except (TypeUnsupported, ParameterInvalid) as error:
            made.problems.append(error)
            return
        made.image = runtime.image
        made.runtime_note = "" if runtime.is_asked else made.config.runtime
        return
    given = (made.source if made.kind is ModelKind.IMAGE else "") or wanted.image or made.config.swr_location
    name = "source_location" if made.kind is ModelKind.IMAGE else "image"
    if not given:
        made.problems.append(
            ParameterMissing(field=name, problem="the image that serves the model", problem_zh="请填写提供服务的镜像")
        )
        return
    try:
        async with context.database.read_session() as db:
            made.image = await images.check_image(db, context.images, who, given.removeprefix("https://"))
    except AppError as error:
        made.problems.append(
            ImageUnusable(field=name, problem=error.message(), problem_zh=error.message(Language.ZH), value=given[:200])
        )


def _told(problem: Problem, *, inside: str = "") -> dict[str, str]:
    place = f"{inside}: {problem.place}" if inside else problem.place
    return {"field": place, "problem": problem.problem, "problem_zh": problem.problem_zh}
