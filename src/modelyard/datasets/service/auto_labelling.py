"""The work of automatic labelling: learns classes from labelled images, labels the others for people to confirm.

`fast` learns from labelled images only; `accurate` also from others that the first model is sure of. What is written waits
to be confirmed; nothing that people said is touched.
"""

import asyncio
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.datasets import queries
from modelyard.datasets.errors.insight import LabelsMissing, NothingUnlabelled, TooFewLabelled
from modelyard.datasets.rules import learning, likeness, suspects
from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.service import looks, suggestions
from modelyard.datasets.service.analysing import MOST_COMPARED, class_of
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.grouping_work import look_at_page
from modelyard.datasets.service.reading_documents import pages
from modelyard.datasets.service.suggestions import Suggestion
from modelyard.datasets.service.working import Step, TaskNow, Work
from modelyard.datasets.types.datasets import Kind, SampleState

LEAST_OF_LABEL = 5
_PAGE = 2000
_WRITTEN = 500
_UNSURE = 0.6
_DRIFT = 3.0
# Reasons for hard examples, by the measures that drift: brightness, saturation, sharpness, colours.
_LOW_CONFIDENCE, _NEIGHBOURS_DISAGREE, _FAR_FROM_CLASS, _SIZE, _ASPECT = 1, 2, 3, 5, 6
_DRIFTS = (7, 8, 10, 9)


@dataclass(frozen=True)
class Guess:
    """What a sample is thought to be. label: its number. hard: coefficient and reasons."""

    ordinal: int
    label: str
    confidence: float
    coefficient: float
    reasons: tuple[int, ...]


class AutoLabelWork(Work):
    """Automatic labelling. Checkpoint: `after` while images are looked at; `written`, how many guesses are.

    The guesses are kept in memory; a worker that takes over learns again, from what is labelled then.
    """

    def __init__(self) -> None:
        self._guesses: list[Guess] | None = None

    async def step(self, context: DatasetsContext, task: TaskNow) -> Step:
        """See `Work`."""
        if "written" not in task.checkpoint:
            step = await look_at_page(context, task, int(task.checkpoint.get("after", -1)))
            return step or Step({"written": -1}, result={"stage": "learning"})
        if self._guesses is None:
            self._guesses = await self._learn(context, task)
        last = int(task.checkpoint["written"])
        some = [each for each in self._guesses if each.ordinal > last][:_WRITTEN]
        if not some:
            return Step(finished=True, result={"stage": "done"})

        hard = bool(task.goal.get("collect_key_sample"))

        async def write(db: AsyncSession, step: Step) -> None:
            step.good = await suggestions.write(db, task, [_suggestion(each, hard=hard) for each in some])

        return Step({"written": some[-1].ordinal}, result={"stage": "labelling"}, write=write)

    async def _learn(self, context: DatasetsContext, task: TaskNow) -> list[Guess]:
        async with context.database.read_session() as db:
            dataset, job = await get_rows(db, task.who, task.dataset_id)
            seen = await looks.vectors(db, dataset, most=MOST_COMPARED * 10)
            names = {str(row.number): row.name for row in (await queries.labels_of(db, [job.id]))[job.id]}
        labels: dict[int, str] = {}
        rest: set[int] = set()
        for start in range(0, len(seen.ordinals), _PAGE):
            async with context.database.read_session() as db:
                dataset, job = await get_rows(db, task.who, task.dataset_id)
                page = await pages(db, dataset, job, ordinals=seen.ordinals[start : start + _PAGE].tolist())
            for document in page:
                if document.state == SampleState.UNLABELLED:
                    rest.add(document.ordinal)
                elif (label := class_of(document)) in names:
                    labels[document.ordinal] = label
        check(labels, names, unlabelled=len(rest))
        accurate = task.goal.get("algorithm_type") == "accurate"
        return await asyncio.to_thread(guesses, seen, labels, rest, accurate=accurate)


def check(labels: dict[int, str], names: dict[str, str], *, unlabelled: int) -> None:
    """Raise LabelsMissing, TooFewLabelled or NothingUnlabelled for what there is nothing to learn from, or for.

    labels: of samples. names: of labels, by number; those that no sample carries do not count.
    """
    counts = dict.fromkeys(names, 0) | {number: list(labels.values()).count(number) for number in set(labels.values())}
    used = {number: count for number, count in counts.items() if count}
    if len(used) < 2:
        raise LabelsMissing(count=len(used))
    least = min(used, key=lambda number: used[number])
    if used[least] < LEAST_OF_LABEL:
        raise TooFewLabelled(least=LEAST_OF_LABEL, label=names[least], count=used[least])
    if not unlabelled:
        raise NothingUnlabelled


def guesses(seen: looks.Vectors, labels: dict[int, str], rest: set[int], *, accurate: bool) -> list[Guess]:
    """Return what unlabelled samples are thought to be, in order of ordinals."""
    numbers = sorted(set(labels.values()))
    known = np.array([int(ordinal) in labels for ordinal in seen.ordinals], bool)
    asked = np.array([int(ordinal) in rest for ordinal in seen.ordinals], bool)
    classes = np.array([numbers.index(labels[int(ordinal)]) for ordinal in seen.ordinals[known]], np.int64)
    taught, wanted = seen.vectors[known], seen.vectors[asked]
    model = (
        learning.learnt_with_rest(taught, classes, len(numbers), wanted)
        if accurate
        else learning.learnt(taught, classes, len(numbers))
    )
    chances = learning.predicted(model, wanted)
    best = chances.argmax(axis=1)
    reasons = _reasons(seen, known=known, asked=asked, classes=classes, chances=chances)
    found = []
    for at, ordinal in enumerate(seen.ordinals[asked].tolist()):
        confidence = float(chances[at, best[at]])
        why = tuple(reasons[at])
        coefficient = min(1.0, (1 - confidence) + 0.1 * len(why)) if why else 0.0
        found.append(Guess(ordinal, numbers[int(best[at])], round(confidence, 4), round(coefficient, 4), why))
    return found


def _reasons(
    seen: looks.Vectors,
    *,
    known: NDArray[np.bool_],
    asked: NDArray[np.bool_],
    classes: NDArray[np.int64],
    chances: NDArray[np.float64],
) -> list[list[int]]:
    """Return why samples are hard, as the numbers of the published reasons; nothing for those that are not."""
    best = chances.argmax(axis=1)
    found: list[list[int]] = [[] for _ in range(len(best))]
    taught, wanted = seen.vectors[known], seen.vectors[asked]
    together = np.vstack([taught, wanted])
    among = np.arange(len(taught))
    near: list[int] = []
    for start, places, far in likeness.neighbours(together, among):
        votes = suspects.voted(classes, places, far, chances.shape[1])
        near += votes[max(len(taught) - start, 0) :].argmax(axis=1).tolist()
    middles = np.stack([taught[classes == each].mean(axis=0) for each in range(chances.shape[1])])
    usual = np.array(
        [np.quantile(np.linalg.norm(taught[classes == each] - middles[each], axis=1), 0.95) for each in range(len(middles))]
    )
    away = np.linalg.norm(wanted - middles[best], axis=1)
    area = np.log(np.maximum(seen.sizes.prod(axis=1), 1))
    aspect = np.log(np.maximum(seen.sizes[:, 1], 1) / np.maximum(seen.sizes[:, 0], 1))
    traits = [*zip(_DRIFTS, seen.measures.T, strict=True), (_SIZE, area), (_ASPECT, aspect)]
    drifted: list[tuple[int, NDArray[Any]]] = []
    for reason, values in traits:
        spread = max(float(values[known].std()), 1e-3 * max(abs(float(values[known].mean())), 1.0))
        drifted.append((reason, np.abs(values[asked] - values[known].mean()) / spread > _DRIFT))
    for at in range(len(best)):
        if chances[at, best[at]] < _UNSURE:
            found[at].append(_LOW_CONFIDENCE)
        if near[at] != best[at]:
            found[at].append(_NEIGHBOURS_DISAGREE)
        if away[at] > usual[best[at]] * 1.5:
            found[at].append(_FAR_FROM_CLASS)
        found[at] += [reason for reason, over in drifted if over[at]]
    return [sorted(each) for each in found]


def _suggestion(each: Guess, *, hard: bool) -> Suggestion:
    said = (Annotation(Kind.CLASS, each.label, confidence=each.confidence),)
    return Suggestion(each.ordinal, said, each.coefficient, each.reasons) if hard else Suggestion(each.ordinal, said)
