"""From a request to what a run needs: steps, input, output. Paths are looked at with the rights of the caller."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from modelyard.core.errors import AppError, Forbidden
from modelyard.core.subject import Subject
from modelyard.datasets import access
from modelyard.datasets.errors.processing import (
    AnalysisTypeInvalid,
    OperatorFileInvalid,
    ProcessorInvalid,
    ProcessorPathForbidden,
)
from modelyard.datasets.rules.operators import OPERATORS
from modelyard.datasets.rules.paths import inner_path
from modelyard.datasets.rules.processing import read_head, steps_of, values_of
from modelyard.datasets.schemas.processing import ProcessorDataSource, TemplateParam, WorkPath
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.processing_context import ProcessingContext
from modelyard.datasets.service.processing_finding import get_version
from modelyard.datasets.service.versions import usable_version
from modelyard.datasets.types.datasets import DataType
from modelyard.datasets.types.processing import (
    Operator,
    ParameterType,
    ProcessingStatus,
    SourceType,
    Step,
    TargetType,
    TemplateId,
)
from modelyard.objects.errors import BucketNotFound
from modelyard.objects.errors.places import PlaceNotFound
from modelyard.objects.errors.store import ObjectNotFound
from modelyard.objects.errors.tasks import LocationInvalid
from modelyard.objects.service import places, reading

MOST_CODE_BYTES = 1024 * 1024
_ONE_OPERATOR = "template.operator_params.0.params"


@dataclass(frozen=True)
class Draft:
    """What was asked for, checked. output: the folder below which each run has one of its own. code: of a custom operator."""

    template: TemplateId
    template_wire: dict[str, Any]
    steps: list[Step]
    inputs: list[dict[str, Any]]
    work_path: dict[str, Any]
    source_type: SourceType
    source: str
    source_version: str
    output: str
    recipe: dict[str, Any] = field(default_factory=dict)

    @property
    def steps_json(self) -> list[dict[str, Any]]:
        """The steps as they are kept."""
        return [asdict(one) for one in self.steps]


async def draft(
    context: ProcessingContext,
    who: Subject,
    template: TemplateParam,
    sources: Sequence[ProcessorDataSource],
    *,
    version_id: str | None,
    work_path: WorkPath | None,
) -> Draft:
    """Check everything that can be known before a run. Raises as `steps_of`, ProcessorPathForbidden, DatasetNotFound."""
    wanted = [(one.name or one.id or "", one.params) for one in template.operator_params]
    steps = steps_of(template.id, wanted, field="template")
    kind = TemplateId(template.id)
    if len(sources) != 1:
        raise _invalid("inputs", "exactly one input is needed", "需要且仅支持一个输入")
    source = sources[0]
    version = source.version_id or version_id or ""
    folder = await _source_folder(context, who, source, version, kind)
    shown: dict[str, Any] = source.model_dump(exclude_none=True) | ({"version_id": version} if version else {})
    target, output = await _target(context, who, work_path, folder)
    recipe: dict[str, Any] = {}
    if kind is TemplateId.CUSTOM:
        operator, code = await read_operator(context, who, steps[0].parameters["path"], field=f"{_ONE_OPERATOR}.path")
        given = {name: value for name, value in steps[0].parameters.items() if name != "path"}
        values = values_of(operator, given, field=_ONE_OPERATOR)
        steps = [Step(steps[0].operator, steps[0].program, {"path": steps[0].parameters["path"], **values})]
        recipe = {"code": steps[0].parameters["path"], "code_sha256": hashlib.sha256(code).hexdigest(), "name": operator.name}
    for index, step in enumerate(steps):
        await _look_at_paths(context, who, step, field=f"template.operator_params.{index}.params")
    return Draft(
        template=kind,
        template_wire=template.model_dump(exclude_none=True),
        steps=steps,
        inputs=[shown],
        work_path=target,
        source_type=SourceType(source.type),
        source=source.source,
        source_version=version,
        output=output,
        recipe=recipe,
    )


async def read_operator(context: ProcessingContext, who: Subject, path: str, *, field: str) -> tuple[Operator, bytes]:
    """Return what a custom operator declares, and its code. Raises OperatorFileInvalid, ProcessorPathForbidden."""
    place = places.spell(path)
    if place is None or not place.endswith(".py"):
        problem, zh = (
            "must be a Python file, such as obs://bucket/operator.py",
            "必须是 Python 文件，例如 obs://bucket/operator.py",
        )
        raise OperatorFileInvalid(field=field, problem=problem, problem_zh=zh)
    try:
        code = await reading.read_object(context.datasets.objects, who, place, MOST_CODE_BYTES + 1)
    except (ObjectNotFound, LocationInvalid):
        raise OperatorFileInvalid(field=field, problem=f"{place} is not there", problem_zh=f"{place} 不存在") from None
    except (Forbidden, BucketNotFound) as error:
        raise ProcessorPathForbidden(field=field, value=path, reason=error.message()) from error
    if len(code) > MOST_CODE_BYTES:
        limit = f"{MOST_CODE_BYTES} bytes"
        raise OperatorFileInvalid(field=field, problem=f"is larger than {limit}", problem_zh=f"超过 {limit}")
    return read_head(code, field=field), code


async def _source_folder(
    context: ProcessingContext, who: Subject, source: ProcessorDataSource, version_id: str, kind: TemplateId
) -> str:
    """Return the folder that results go to when nothing else is said, having looked at the input."""
    if source.type == SourceType.DATASET:
        await context.datasets.gatekeeper.authorize(who, access.GET_DATASET, resource=source.source)
        async with context.database.read_session() as db:
            row, _ = await get_rows(db, who, source.source)
            if version_id:
                await usable_version(db, row, version_id)
        if row.data_type != DataType.IMAGE:
            if kind is TemplateId.ANALYSE:
                raise AnalysisTypeInvalid(type=row.type)
            raise _invalid("inputs.0.source", "only images can be processed", "仅支持处理图片类数据集")
        return f"{inner_path(row.work_path, row.settings['folder'], row.id)}processing/"
    if source.type == SourceType.TASK:
        async with context.database.read_session() as db:
            _, before = await get_version(db, who, source.source, version_id)
        if before.status != ProcessingStatus.COMPLETED or not before.output:
            raise _invalid("inputs.0.version_id", "that version has no results", "该版本没有可用的结果")
        return before.output.rstrip("/").rpartition("/")[0] + "/"
    if source.type == SourceType.OBS:
        place = places.spell(source.source, folder=True)
        if place is None:
            raise _invalid(
                "inputs.0.source", "must be a folder, such as obs://bucket/folder/", "必须是文件夹，例如 obs://bucket/folder/"
            )
        await _demand(context, who, place, "inputs.0.source", writable=False)
        return ""
    raise _invalid("inputs.0.type", "must be DATASET, TASK or OBS here", "此处仅支持 DATASET、TASK 或 OBS")


async def _target(
    context: ProcessingContext, who: Subject, work_path: WorkPath | None, folder: str
) -> tuple[dict[str, Any], str]:
    """Return where results go: as it is shown, and the folder."""
    if work_path is None or not work_path.path:
        if not folder:
            raise _invalid("work_path.path", "is required", "不能为空")
        await _demand(context, who, folder, "work_path", writable=True)
        return {"type": TargetType.OBS.value, "path": folder}, folder
    shown: dict[str, Any] = work_path.model_dump(exclude_none=True, exclude={"version_id", "output_path"})
    if work_path.type == TargetType.DATASET:
        await context.datasets.gatekeeper.authorize(who, access.UPDATE_DATASET, resource=work_path.path)
        async with context.database.read_session() as db:
            row, _ = await get_rows(db, who, work_path.path)
        if row.data_type != DataType.IMAGE:
            raise _invalid("work_path.path", "must be a dataset of images", "必须是图片类数据集")
        own = f"{inner_path(row.work_path, row.settings['folder'], row.id)}processing/"
        await _demand(context, who, own, "work_path.path", writable=True)
        return shown, own
    place = places.spell(work_path.path, folder=True)
    if place is None or place.count("/") < 4:
        problem, zh = "must be a folder, such as obs://bucket/folder/", "必须是文件夹，例如 obs://bucket/folder/"
        raise _invalid("work_path.path", problem, zh)
    await _demand(context, who, place, "work_path.path", writable=True)
    return shown, place


async def _look_at_paths(context: ProcessingContext, who: Subject, step: Step, *, field: str) -> None:
    """The paths that operators take are read with the rights of the caller; whether he has them is known now."""
    operator = OPERATORS[step.operator]
    for parameter in operator.parameters:
        value = step.parameters.get(parameter.name)
        if parameter.type is not ParameterType.PATH or value is None or operator.template is TemplateId.CUSTOM:
            continue
        place = places.spell(value, folder=True)
        if place is None:
            raise _invalid(
                f"{field}.{parameter.name}", "must be a path such as obs://bucket/folder/", "必须形如 obs://bucket/folder/"
            )
        await _demand(context, who, place, f"{field}.{parameter.name}", writable=False)
        step.parameters[parameter.name] = place


async def _demand(context: ProcessingContext, who: Subject, place: str, field: str, *, writable: bool) -> None:
    location = places.read_place(place, field=field)
    try:
        if writable:
            await places.require_writable(context.datasets.objects, who, location)
        else:
            await places.require_readable(context.datasets.objects, who, location)
    except PlaceNotFound:
        raise _invalid(field, f"there is nothing at {place}", f"{place} 下没有文件") from None
    except AppError as error:
        if error.status in {403, 404}:
            raise ProcessorPathForbidden(field=field, value=place, reason=error.message()) from error
        raise


def _invalid(field: str, problem: str, problem_zh: str) -> ProcessorInvalid:
    return ProcessorInvalid(field=field, problem=problem, problem_zh=problem_zh)
