"""How many samples each filter would find."""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.datasets.models.datasets import LabelRow
from modelyard.datasets.rules.facets import ATTRIBUTE, AUTHOR, DAY, FOLDER, HARD, LABEL, META, SCORE, STATE, parts
from modelyard.datasets.schemas.datasets import SearchCount
from modelyard.datasets.service import facets

_MOST_COUNTED = 1000
# What is counted: its name in the answer, whose it is, and the facet.
_COUNTED = (
    ("labels", "job", LABEL),
    ("states", "job", STATE),
    ("labelers", "job", AUTHOR),
    ("attributes", "job", ATTRIBUTE),
    ("scores", "job", SCORE),
    ("hard", "job", HARD),
    ("days", "dataset", DAY),
    ("folders", "dataset", FOLDER),
    ("metadata", "dataset", META),
)


async def searched_counts(db: AsyncSession, dataset: int, job: int, labels: Sequence[LabelRow]) -> dict[str, list[SearchCount]]:
    """Return how many samples each value of each filter finds, the most frequent values first."""
    names = {str(each.number): each.name for each in labels}
    found: dict[str, list[SearchCount]] = {}
    for name, owner, facet in _COUNTED:
        counted = await facets.counts(db, job if owner == "job" else dataset, facet)
        shown = [SearchCount(values=_shown(facet, text, names), count=count) for text, count in counted.items()]
        known = [each for each in shown if each.values]
        found[name] = sorted(known, key=lambda each: (-each.count, each.values))[:_MOST_COUNTED]
    return found


def _shown(facet: str, text: str, names: Mapping[str, str]) -> list[str]:
    """Return a value as callers know it; nothing for what cannot be searched by itself."""
    if facet == LABEL:
        return [names[text]] if text in names else []
    if facet not in {ATTRIBUTE, META}:
        return [text]
    own = parts(text)
    if facet == META:
        return own if own[-1] else []
    return [names[own[0]], *own[1:]] if len(own) == 3 and own[0] in names else []
