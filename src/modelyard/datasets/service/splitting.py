"""What splits are made of: which samples are labelled, with what, and in which groups; and what a split would give."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.subject import Subject
from modelyard.datasets import queries
from modelyard.datasets.errors.versions import SplitImpossible, TooFewLabelled
from modelyard.datasets.models.datasets import DatasetRow, FacetChunkRow, FacetValueRow, LabellingJobRow, LabelRow
from modelyard.datasets.rules import bitmaps, splits
from modelyard.datasets.rules import facets as values
from modelyard.datasets.rules.splits import Sets, Split
from modelyard.datasets.schemas.versions import SplitCounts, SplitWanted, VersionLabel
from modelyard.datasets.service import facets
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.types.datasets import COUNTED, DataType, LabelType
from modelyard.datasets.types.versions import BY_FOLDER, SplitMethod

_LEAST = 5
_EQUAL = 1e-9
_UNLABELLED_TYPES = frozenset({DataType.FREE, DataType.TABLE})
_STRATIFIABLE = frozenset(LabelType) - {LabelType.FREE, LabelType.TABLE, LabelType.SPEECH_CONTENT}


@dataclass(frozen=True)
class Material:
    """Sets of ordinals, as a dataset has them at one moment. labels: by number; groups: by name."""

    members: dict[int, int]
    labelled: dict[int, int]
    labels: dict[str, dict[int, int]]
    groups: dict[str, dict[int, int]]


def split_of(wanted: SplitWanted | None, ratio: float) -> Split:
    """Return the split that a caller means; a ratio of one is none."""
    if wanted is not None:
        by = wanted.by if wanted.method is SplitMethod.GROUP else ""
        return Split(wanted.method, wanted.train, wanted.evaluate, wanted.test, wanted.seed, by)
    if ratio >= 1:
        return Split()
    return Split(SplitMethod.STRATIFIED, ratio, 1 - ratio)


async def material(db: AsyncSession, row: DatasetRow, job: LabellingJobRow, split: Split) -> Material:
    """Return what a split needs to know of a dataset, and which samples are there and labelled."""
    members = await facets.matching(db, row.number, values.PRESENT)
    members = bitmaps.common(members, bitmaps.up_to(row.next_ordinal))
    labelled = members
    if DataType(row.data_type) not in _UNLABELLED_TYPES:
        said = await facets.matching(db, job.number, values.STATE, sorted(COUNTED))
        labelled = bitmaps.common(members, said)
    labels: dict[str, dict[int, int]] = {}
    groups: dict[str, dict[int, int]] = {}
    if split.method is SplitMethod.STRATIFIED and LabelType(job.type) in _STRATIFIABLE:
        labels = await _all_values(db, job.number, values.LABEL)
    if split.method is SplitMethod.GROUP:
        groups = await _groups(db, row, split.by, labelled)
    return Material(members, labelled, labels, groups)


def divide(found: Material, split: Split) -> Sets:
    """Return the sets of a split; nothing for none."""
    if split.method is SplitMethod.RANDOM:
        return splits.by_chance(found.labelled, split)
    if split.method is SplitMethod.STRATIFIED:
        return splits.by_counts(splits.strata_of(found.labels, found.labelled), split)
    if split.method is SplitMethod.GROUP:
        return splits.by_group(found.groups, split)
    return {}


def check(found: Material, split: Split, labels: dict[str, LabelRow]) -> None:
    """Raise TooFewLabelled or SplitImpossible for a split that would leave a set without what it needs."""
    if split.method is SplitMethod.NONE:
        return
    sides = sum(share > _EQUAL for share in split.shares)
    if sides > 1 and split.method is SplitMethod.STRATIFIED:
        for number, members in found.labels.items():
            count = bitmaps.count(bitmaps.common(members, found.labelled))
            if 0 < count < _LEAST and number in labels:
                raise TooFewLabelled(field="split", name=labels[number].name, count=count, least=_LEAST)
    count = len(found.groups) if split.method is SplitMethod.GROUP else bitmaps.count(found.labelled)
    if count < sides:
        what, what_zh = ("groups", "分组") if split.method is SplitMethod.GROUP else ("labelled samples", "已标注样本")
        raise SplitImpossible(
            field="split",
            problem=f"there are {count} {what} for {sides} sets",
            problem_zh=f"只有 {count} 个{what_zh}，无法划分为 {sides} 个集合",
        )


async def preview(db: AsyncSession, who: Subject, dataset_id: str, wanted: SplitWanted) -> SplitCounts:
    """Return how many samples a split would give now. Raises DatasetNotFound, TooFewLabelled, SplitImpossible."""
    row, job = await get_rows(db, who, dataset_id)
    rows = (await queries.labels_of(db, [job.id]))[job.id]
    split = split_of(wanted, 1.0)
    found = await material(db, row, job, split)
    by_number = {str(each.number): each for each in rows}
    check(found, split, by_number)
    sets = divide(found, split)
    labels = found.labels or await _all_values(db, job.number, values.LABEL)
    shown = []
    for number, each in by_number.items():
        members = bitmaps.common(labels.get(number, {}), found.labelled)
        of_sets = {str(usage): bitmaps.count(bitmaps.common(members, chosen)) for usage, chosen in sets.items()}
        one = VersionLabel(
            name=each.name,
            type=each.type,
            property=each.property,
            count=each.annotation_count,
            sample_count=bitmaps.count(members),
            usages=of_sets,
        )
        shown.append(one)
    usages = {str(usage): bitmaps.count(chosen) for usage, chosen in sets.items()}
    total = bitmaps.count(found.members)
    return SplitCounts(total=total, unused=total - sum(usages.values()), usages=usages, labels=shown)


async def _groups(db: AsyncSession, row: DatasetRow, by: str, labelled: dict[int, int]) -> dict[str, dict[int, int]]:
    """Return the groups of labelled samples; what has no value of an attribute is a group of its own."""
    if by == BY_FOLDER:
        found = await _all_values(db, row.number, values.FOLDER)
    else:
        start = values.pair(by, "")
        found = await _all_values(db, row.number, values.META, start)
        found.pop(start, None)
    groups = {name: bitmaps.common(members, labelled) for name, members in found.items()}
    rest = bitmaps.without(labelled, bitmaps.union(groups.values()))
    return {name: members for name, members in [*groups.items(), ("", rest)] if members}


async def _all_values(db: AsyncSession, owner: int, facet: str, start: str = "") -> dict[str, dict[int, int]]:
    """Return the sets of all values of a facet that begin with a text."""
    of_value = and_(
        FacetChunkRow.owner == FacetValueRow.owner,
        FacetChunkRow.facet == FacetValueRow.facet,
        FacetChunkRow.number == FacetValueRow.number,
    )
    statement = select(FacetValueRow.text, FacetChunkRow.chunk, FacetChunkRow.bits).join(FacetChunkRow, of_value)
    statement = statement.where(FacetValueRow.owner == owner, FacetValueRow.facet == facet)
    if start:
        statement = statement.where(FacetValueRow.text.startswith(start, autoescape=True))
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for text, chunk, bits in await db.execute(statement):
        found[text][chunk] = bitmaps.decoded(bits)
    return dict(found)
