"""Samples as they are shown."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from modelyard.core.i18n import Language
from modelyard.datasets.models.datasets import AnnotationRow, DatasetRow, LabellingJobRow, LabelRow, SampleRow
from modelyard.datasets.rules import annotations as documents
from modelyard.datasets.rules import hard_reasons, wire
from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.rules.ids import sample_id
from modelyard.datasets.rules.paths import on_wire
from modelyard.datasets.schemas.datasets import SampleAnswer
from modelyard.datasets.types.datasets import DataType, LabelType, SampleState


def folder_of(source: str) -> str:
    """Return the folder of a file, as the public API writes it."""
    return on_wire(source.rpartition("/")[0]) + "/"


def name_of(source: str) -> str:
    """Return the name of a file."""
    return source.rpartition("/")[2]


def sample_of(
    dataset: DatasetRow,
    job: LabellingJobRow,
    row: SampleRow,
    said: AnnotationRow | None,
    labels: Mapping[str, LabelRow],
    *,
    link: str = "",
    preview: str = "",
    language: Language = Language.EN,
) -> SampleAnswer:
    """Return a sample as it is shown. labels: of the job, by number; what carries another was of a label that is gone."""
    kind, job_type = DataType(dataset.data_type), LabelType(job.type)
    shown: list[dict[str, Any]] = []
    document = documents.parsed(said.document) if said else ()
    for one in document:
        if not one.label:
            shown.append(wire.written(one, "", job_type))
        elif one.label in labels:
            shown.append(wire.written(one, labels[one.label].name, job_type))
    return SampleAnswer(
        sample_id=sample_id(dataset.id, row.id),
        sample_name=name_of(row.source),
        sample_dir=folder_of(row.source),
        sample_type=kind.sample_type,
        sample_size=row.size_bytes,
        sample_time=row.changed_at,
        sample_status=said.state if said else SampleState.UNLABELLED,
        sample_usage=(said.usage or None) if said else None,
        sample_data=None if row.content is None else [row.content],
        source=link or None,
        annotated_by=said.author if said and shown else None,
        labels=shown,
        metadata=(metadata := _metadata(row, said)),
        hard_details=hard_reasons.details_of(_reasons(metadata, document), language) or None,
        preview=preview or None,
        revision=said.revision if said else 0,
    )


def _reasons(metadata: Mapping[str, Any], document: Sequence[Annotation]) -> set[int]:
    """Return why a sample is hard, as a whole or for one of its annotations."""
    told = metadata.get("@modelarts:hard_reasons")
    own = told if isinstance(told, list) else []
    return {each for each in own if isinstance(each, int)} | {each for one in document for each in one.hard_reasons}


def _metadata(row: SampleRow, said: AnnotationRow | None) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(row.properties) if row.properties else {}
    found["@modelarts:import_origin"] = 0
    if row.width:
        found["@modelarts:size"] = [row.width, row.height, row.depth]
    if said is not None and said.hardness is not None:
        found |= {"@modelarts:hard": True, **orjson.loads(said.hardness)}
    return found
