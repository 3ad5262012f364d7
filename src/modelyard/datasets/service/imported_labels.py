"""Labels that an import meets and the dataset does not have: they are added."""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.subject import Subject
from modelyard.datasets import queries
from modelyard.datasets.models.datasets import DatasetRow, LabellingJobRow
from modelyard.datasets.rules.labels import FROM, TO
from modelyard.datasets.rules.preparing import NewLabel
from modelyard.datasets.schemas.datasets import Label, LabelProperty
from modelyard.datasets.service import labels
from modelyard.datasets.types.datasets import TRIPLET_ENTITY


async def settle(
    db: AsyncSession,
    who: Subject,
    row: DatasetRow,
    job: LabellingJobRow,
    new: Sequence[NewLabel],
    *,
    most: int,
    known: Mapping[str, str],
) -> dict[str, str]:
    """Add labels that are not there; return the numbers that labels have, by those that the import gave them where they differ.

    known: what an earlier call returned. Raises TooManyLabels.
    """
    numbers = dict(known)
    if not new:
        return numbers
    there = {(each.type, each.name): each.number for each in (await queries.labels_of(db, [job.id]))[job.id]}
    missing = [each for each in new if (each.type, each.name) not in there]
    if missing:
        wanted = [_label(each) for each in sorted(missing, key=lambda each: each.type != TRIPLET_ENTITY)]
        done = await labels.change_all(db, who, row, job, add=wanted, most=most)
        await db.flush()  # their numbers are read next
        await labels.tell(db, who, row, done)
        there = {(each.type, each.name): each.number for each in (await queries.labels_of(db, [job.id]))[job.id]}
    for each in new:
        number = there[each.type, each.name]
        if number != each.number:
            numbers[str(each.number)] = str(number)
    return numbers


def _label(new: NewLabel) -> Label:
    look = {} if new.ends is None else {FROM: new.ends[0], TO: new.ends[1]}
    return Label(name=new.name, type=new.type, property=LabelProperty.model_validate(look))
