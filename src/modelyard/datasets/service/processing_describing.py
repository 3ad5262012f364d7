"""Processing tasks, their versions and operators as they are shown."""

from datetime import datetime
from typing import Any

from modelyard.core.clock import to_milliseconds
from modelyard.core.i18n import Language
from modelyard.datasets.models.processing import ProcessorTaskRow, ProcessorVersionRow
from modelyard.datasets.rules.operators import OPERATORS, REFUSED
from modelyard.datasets.schemas.processing import (
    OperatorAnswer,
    OperatorParameterAnswer,
    ProcessorTaskAnswer,
    ProcessorVersionAnswer,
)
from modelyard.datasets.types.processing import Operator, ProcessingStatus, SourceType, TemplateId

_GENERATION = {
    "StyleGAN": ("Generate images with a network", "使用网络生成图片"),
    "CycleGAN": ("Carry images over into another domain with a network", "使用网络进行域迁移"),
}
_RESUMABLE = frozenset({ProcessingStatus.STOPPED, ProcessingStatus.FAILED})


def task_of(
    row: ProcessorTaskRow, run: ProcessorVersionRow | None, *, language: Language, with_result: bool = True
) -> ProcessorTaskAnswer:
    """Return a task as it is shown. run: of a feature analysis, which has the result."""
    is_analysis = row.template_id == TemplateId.ANALYSE
    result = run.statistics if run is not None and row.status == ProcessingStatus.COMPLETED and with_result else None
    of_dataset = row.source_type == SourceType.DATASET
    return ProcessorTaskAnswer(
        task_id=row.id,
        name=row.name,
        description=row.description,
        status=row.status,
        template=row.template,
        data_source=row.inputs[0],
        inputs=row.inputs,
        work_path=None if is_analysis else row.work_path,
        version_id=(row.source_version or None) if of_dataset else None,
        version_name=row.inputs[0].get("version_name") if of_dataset else None,
        version_count=row.version_count,
        is_current=row.is_current,
        create_time=to_milliseconds(row.created_at),
        duration_seconds=row.duration_seconds,
        result=result,
        error_msg=said(row.error, language),
        workspace_id=row.workspace_id,
        user_name=row.user_name,
    )


def version_of(row: ProcessorVersionRow, *, now: datetime, language: Language) -> ProcessorVersionAnswer:
    """Return a version as it is shown."""
    is_done = row.status == ProcessingStatus.COMPLETED
    counts = {
        "origin_sample_count": row.origin_count,
        "add_sample_count": row.added_count,
        "modified_sample_count": row.modified_count,
        "unmodified_sample_count": row.kept_count,
        "deleted_sample_count": row.deleted_count,
    }
    return ProcessorVersionAnswer(
        task_version_id=row.id,
        task_id=row.task_id,
        version_name=row.name,
        description=row.description,
        status=row.status,
        create_time=to_milliseconds(row.created_at),
        update_time=to_milliseconds(row.changed_at),
        duration_seconds=duration_of(row, now),
        inputs=row.inputs,
        work_path=row.work_path | ({"output_path": row.output} if row.output else {}),
        template=row.template,
        progress=row.told,
        recipe=row.recipe,
        statistics=row.statistics,
        can_resume=row.status in _RESUMABLE,
        error_msg=said(row.error, language),
        **(counts if is_done else {}),
    )


def duration_of(row: ProcessorVersionRow, now: datetime) -> int:
    """Return for how many seconds a run has been running, or ran."""
    if row.started_at is None:
        return 0
    return max(0, int(((row.ended_at or now) - row.started_at).total_seconds()))


def said(error: dict[str, Any] | None, language: Language) -> str | None:
    """Return why something failed, in a language."""
    return None if error is None else str(error.get(language.value) or error.get(Language.EN.value) or "")


def operator_of(operator: Operator) -> OperatorAnswer:
    """Return an operator as it is shown."""
    return OperatorAnswer(
        name=operator.name,
        template_id=operator.template,
        label_en=operator.text,
        label_zh=operator.zh,
        parameters=[
            OperatorParameterAnswer(
                name=one.name,
                type=one.type,
                default=one.default,
                label_en=one.text,
                label_zh=one.zh,
                min=one.low,
                max=one.high,
                choices=list(one.choices),
                required=one.required,
            )
            for one in operator.parameters
        ],
        can_resume=operator.alone,
    )


def all_operators() -> list[OperatorAnswer]:
    """Return all operators as they are shown, and those that the public API names and nothing here does."""
    refused = [
        OperatorAnswer(
            name=name,
            template_id=TemplateId.AUGMENTATION,
            label_en=_GENERATION[name][0],
            label_zh=_GENERATION[name][1],
            is_available=False,
        )
        for name in sorted(REFUSED)
    ]
    return [*map(operator_of, OPERATORS.values()), *refused]
