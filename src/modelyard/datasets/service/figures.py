"""Figures of a dataset: how often labels are used, how many samples are in which state, what is hard and why."""

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.datasets import queries
from modelyard.datasets.models.datasets import DatasetRow
from modelyard.datasets.rules import bitmaps, hard_reasons
from modelyard.datasets.rules.facets import HARD, LABEL, META, REASON, STATE, parts
from modelyard.datasets.rules.paths import inner_path, on_wire
from modelyard.datasets.schemas.datasets import DatasetStats, HardDetail, HardDetailCount, LabelStats
from modelyard.datasets.service import describing, facets
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.searching import found_by
from modelyard.datasets.types.datasets import SampleState


class _Counted:
    """Counts of samples by the values of a facet: of all samples, or of a set of them."""

    def __init__(self, db: AsyncSession, found: dict[int, int] | None) -> None:
        self._db, self._found = db, found

    async def by(self, owner: int, facet: str) -> dict[str, int]:
        counts = await facets.counts(self._db, owner, facet)
        if self._found is None:
            return counts
        sets = {text: await facets.matching(self._db, owner, facet, [text]) for text in counts}
        return {text: bitmaps.count(bitmaps.common(self._found, each)) for text, each in sets.items()}


async def get_stats(
    db: AsyncSession,
    who: Subject,
    dataset_id: str,
    *,
    state: str = "",
    email: str = "",
    language: Language = Language.EN,
) -> DatasetStats:
    """Return figures of a dataset, of the samples that a member of a team was given if `email` is given.

    state: of the samples that labels are counted on; how often a label is used is told for all of them.
    """
    row, job = await get_rows(db, who, dataset_id)
    labels = (await queries.labels_of(db, [job.id]))[job.id]
    given = await found_by(db, row, job, labels, email=email) if email else None
    chosen = await found_by(db, row, job, labels, email=email, state=state) if state else given
    on = await _Counted(db, chosen).by(job.number, LABEL)
    shown = [
        LabelStats(
            **describing.label_of(each).model_dump(), count=each.annotation_count, sample_count=on.get(str(each.number), 0)
        )
        for each in labels
    ]
    grouped: dict[str, list[LabelStats]] = {}
    for each in shown:
        grouped.setdefault(str(each.type), []).append(each)
    counted = _Counted(db, given)
    total = row.sample_count if given is None else bitmaps.count(given)
    states = await counted.by(job.number, STATE)
    hard = (await counted.by(job.number, HARD)).get("1", 0)
    reasons = await counted.by(job.number, REASON)
    known = hard_reasons.details_of(map(int, reasons), language)
    metadata: dict[str, dict[str, int]] = {}
    for text, count in (await counted.by(row.number, META)).items():
        name, value = parts(text)
        if value:
            metadata.setdefault(name, {})[value] = count
    return DatasetStats(
        label_stats=shown,
        grouped_label_stats=grouped,
        sample_stats=_states(row, states, total),
        key_sample_stats={"total": total, "key_sample": hard, "non_key_sample": total - hard},
        hard_detail_stats={
            number: HardDetailCount(key=reasons[number], value=HardDetail.model_validate(each))
            for number, each in known.items()
        },
        metadata_stats=metadata,
        data_path=on_wire(row.input_path or f"{inner_path(row.work_path, row.settings['folder'], row.id)}data/"),
        data_spliting_enable=job.labelled_count > 1,
    )


def _states(row: DatasetRow, states: dict[str, int], total: int) -> dict[str, int]:
    waiting = states.get(SampleState.TO_CONFIRM, 0)
    labelled = sum(states.values()) - waiting
    return {
        "total": total,
        "all": labelled,
        "un_annotation": total - labelled - waiting,
        "manual_annotation": labelled,
        "auto_annotation": waiting,
        # Ordinals are never given twice: those that no sample in the lists has are of samples that are gone.
        "deleted": row.next_ordinal - row.sample_count,
        "lefted": total,
    }
