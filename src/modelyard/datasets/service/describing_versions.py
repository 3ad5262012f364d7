"""Versions as they are shown."""

from modelyard.core.clock import to_milliseconds
from modelyard.core.i18n import Language
from modelyard.datasets.models.datasets import DatasetRow
from modelyard.datasets.models.tasks import DatasetTaskRow
from modelyard.datasets.models.versions import DatasetVersionDetailRow, DatasetVersionRow
from modelyard.datasets.rules import paths
from modelyard.datasets.schemas.kept_files import VersionFiles
from modelyard.datasets.schemas.versions import VersionAnswer, VersionLabel
from modelyard.datasets.types.datasets import LabelType, VersionStatus
from modelyard.datasets.types.tasks import TaskState
from modelyard.datasets.types.versions import SplitMethod, VersionFormat

_MULTI = frozenset({LabelType.OBJECT_DETECTION, LabelType.IMAGE_SEGMENTATION, LabelType.NAMED_ENTITY, LabelType.TEXT_TRIPLET})


def inner_of(row: DatasetRow) -> str:
    """Return the folder that a dataset has for itself, `obs://bucket/folder/`."""
    return paths.inner_path(row.work_path, row.settings["folder"], row.id)


def status_of(version: DatasetVersionRow, task: DatasetTaskRow | None) -> VersionStatus:
    """Return the status of a version: whose task has failed, or is gone, is in error."""
    if version.status != VersionStatus.CREATING or (task is not None and task.state in {TaskState.WAITING, TaskState.RUNNING}):
        return VersionStatus(version.status)
    return VersionStatus.ERROR


def version_of(
    row: DatasetRow,
    version: DatasetVersionRow,
    task: DatasetTaskRow | None,
    detail: DatasetVersionDetailRow | None = None,
    *,
    files: VersionFiles | None = None,
    language: Language = Language.EN,
) -> VersionAnswer:
    """Return a version as it is shown. detail: with statistics of labels."""
    inner = paths.on_wire(inner_of(row))
    figures, options, status = version.figures, version.options, status_of(version, task)
    error = task.error if task is not None and status is VersionStatus.ERROR else None
    labels = None if detail is None else [VersionLabel.model_validate(each) for each in detail.labels]
    is_table = version.format == VersionFormat.CSV
    is_multi = LabelType(version.label_type) in _MULTI or figures.get("annotations", 0) > figures.get("annotated", 0)
    return VersionAnswer(
        version_id=version.id,
        version_name=version.name,
        description=version.description,
        version_format=version.format,
        status=status,
        is_current=row.current_version_id == version.id,
        previous_version_id=version.previous_id,
        create_time=to_milliseconds(version.created_at),
        update_time=to_milliseconds(version.changed_at),
        total_sample_count=figures.get("total", 0),
        annotated_sample_count=figures.get("annotated", 0),
        add_sample_count=figures.get("added", 0),
        modified_sample_count=figures.get("modified", 0),
        deleted_sample_count=figures.get("deleted", 0),
        previous_total_sample_count=figures.get("previous_total", 0),
        previous_annotated_sample_count=figures.get("previous_annotated", 0),
        label_stats=labels,
        label_type=None if labels is None else ("multi" if is_multi else "single"),
        task_type=version.label_type,
        tags=[str(version.label_type)],
        manifest_path=None if is_table else paths.manifest_path(inner, version.name),
        data_path=paths.data_path(inner, version.name),
        train_evaluate_sample_ratio=f"{version.ratio:.2f}",
        remove_sample_usage=options["remove_usage"],
        clear_hard_property=options["clear_hard"],
        export_images=options["export_images"],
        include_dataset_data=is_table or options["export_images"],
        with_column_header=options["with_column_header"],
        code=None if error is None else error.get("code"),
        message=None if error is None else error.get(language.value),
        revision=version.revision,
        progress=_progress(status, task),
        split=None if options["split"]["method"] == SplitMethod.NONE else options["split"],
        annotation_format=options.get("annotation_format"),
        usage_stats=None if detail is None else detail.usages,
        user_name=version.user_name,
        task_id=version.task_id,
        files=files,
    )


def _progress(status: VersionStatus, task: DatasetTaskRow | None) -> float:
    if status is VersionStatus.USABLE:
        return 100.0
    if task is None or not task.total:
        return 0.0
    return round(min(task.done / task.total, 1.0) * 99, 1)
