"""Datasets and labels as they are shown."""

from collections.abc import Sequence

from modelyard.core.clock import to_milliseconds
from modelyard.datasets.models.datasets import DatasetRow, LabellingJobRow, LabelRow
from modelyard.datasets.rules.paths import inner_path, on_wire
from modelyard.datasets.schemas.datasets import DatasetAnswer, LabelAnswer
from modelyard.datasets.types.datasets import DataType, LabelType

_TAGS = {
    LabelType.IMAGE_CLASSIFICATION: ("image", "image classification"),
    LabelType.OBJECT_DETECTION: ("image", "object detection"),
    LabelType.IMAGE_SEGMENTATION: ("image", "image segmentation"),
    LabelType.TEXT_CLASSIFICATION: ("text", "text classification"),
    LabelType.NAMED_ENTITY: ("text", "named entity recognition"),
    LabelType.TEXT_TRIPLET: ("text", "text triplet"),
    LabelType.SOUND_CLASSIFICATION: ("audio", "sound classification"),
    LabelType.SPEECH_CONTENT: ("audio", "speech labeling"),
    LabelType.SPEECH_SEGMENTATION: ("audio", "speech paragraph labeling"),
    LabelType.TABLE: ("table",),
    LabelType.VIDEO: ("video", "video labeling"),
    LabelType.FREE: ("free format",),
}


def answer_of(row: DatasetRow, job: LabellingJobRow, *, labels: Sequence[LabelRow] | None = None) -> DatasetAnswer:
    """Return a dataset as it is shown. labels: None leaves them out."""
    inner = inner_path(on_wire(row.work_path), row.settings["folder"], row.id)
    columns = row.settings["columns"]
    return DatasetAnswer(
        dataset_id=row.id,
        dataset_name=row.name,
        description=row.description,
        dataset_type=row.type,
        dataset_format=int(row.data_type == DataType.TABLE),
        dataset_version="v1",
        data_format=row.settings["data_format"],
        status=row.status,
        create_time=to_milliseconds(row.created_at),
        update_time=to_milliseconds(row.changed_at),
        data_update_time=to_milliseconds(row.data_changed_at),
        data_sources=row.settings["sources"],
        columns=columns if row.data_type == DataType.TABLE else None,
        labels=None if labels is None else [label_of(each) for each in labels],
        work_path=on_wire(row.work_path),
        inner_work_path=inner,
        inner_annotation_path=f"{inner}annotation/",
        inner_data_path=f"{inner}data/",
        inner_log_path=f"{inner}logs/",
        inner_temp_path=f"{inner}temp/",
        inner_task_path=f"{inner}task/",
        current_version_id=row.current_version_id,
        next_version_num=row.next_version_number,
        dataset_version_count=row.version_count,
        total_sample_count=row.sample_count,
        annotated_sample_count=job.labelled_count,
        unconfirmed_sample_count=job.to_confirm_count,
        # Ordinals are never given twice: those that no sample in the lists has are of samples that are gone.
        deleted_sample_count=row.next_ordinal - row.sample_count,
        feature_supports=["0"],
        dataset_tags=list(_TAGS[LabelType(row.type)]),
        import_data=row.settings.get("import_data", False),
        import_task_id=row.settings.get("import_task_id"),
        data_url=on_wire(row.input_path) if row.input_path else None,
        managed=row.settings["managed"],
        open_labels=row.settings.get("open_labels", False),
        workspace_id=row.workspace_id,
    )


def label_of(row: LabelRow) -> LabelAnswer:
    """Return a label as it is shown."""
    return LabelAnswer(name=row.name, type=row.type, property=row.property, attributes=row.attributes)
