"""How far people who labelled the same samples agree: kappa for classes, overlap for shapes, spans and times."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations

from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.rules.geometry import bounds
from modelyard.datasets.types.datasets import Kind

Box = tuple[float, float, float, float]


def cohen(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Return Cohen's kappa of two people: 1 for full agreement, 0 for what chance gives. None without samples.

    pairs: what each of them said about each sample. If both always said the same one thing, chance explains it as well as
    anything, the formula divides zero by zero, and the answer is 1.
    Source: Cohen, A coefficient of agreement for nominal scales, 1960.
    """
    if not pairs:
        return None
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    observed = sum(one == other for one, other in pairs) / len(pairs)
    expected = sum(often * second[value] for value, often in first.items()) / len(pairs) ** 2
    return 1.0 if expected == 1 else (observed - expected) / (1 - expected)


def fleiss(samples: Sequence[Sequence[Hashable]]) -> float | None:
    """Return Fleiss' kappa of any number of people. None if no sample was labelled by two.

    samples: what was said about each. Samples that fewer than two people labelled are left out; where their numbers differ,
    the agreement of each sample is taken over its own pairs.
    Source: Fleiss, Measuring nominal scale agreement among many raters, 1971.
    """
    known = [Counter(said) for said in samples if len(said) > 1]
    if not known:
        return None
    total: Counter[Hashable] = sum(known, Counter())
    everything = sum(total.values())
    expected = sum((often / everything) ** 2 for often in total.values())
    observed = sum(_agreeing(counts) for counts in known) / len(known)
    return 1.0 if expected == 1 else (observed - expected) / (1 - expected)


def _agreeing(counts: Mapping[Hashable, int]) -> float:
    people = sum(counts.values())
    return sum(often * (often - 1) for often in counts.values()) / (people * (people - 1))


def overlap(one: Box, other: Box) -> float:
    """Return the intersection over the union of two boxes: left, top, right, bottom. Two equal points overlap by 1."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width < 0 or height < 0:
        return 0.0
    shared = width * height
    union = _area(one) + _area(other) - shared
    return shared / union if union > 0 else float(one == other)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def box_of(one: Annotation) -> Box | None:
    """Return the box around what an annotation marks: a shape, characters, or a time; None for what has no place."""
    if one.shape is not None:
        return bounds(one.shape)
    length = one.span or one.time
    return None if length is None else (length[0], 0, length[1], 1)


def alikeness(one: Sequence[Annotation], other: Sequence[Annotation]) -> float:
    """Return how alike two people's annotations of a sample are, from 0 to 1.

    What has a place is matched with what the other one marked there with the same label, the largest overlaps first; the
    answer is the sum of overlaps over the number of places that either of them marked. What has none is compared whole.
    """
    ours, theirs = _placed(one), _placed(other)
    if not ours and not theirs:
        return float(category(one) == category(other))
    found = sorted(
        (
            (overlap(box, its), at, there)
            for at, (label, box) in enumerate(ours)
            for there, (other_label, its) in enumerate(theirs)
            if label == other_label
        ),
        reverse=True,
    )
    taken: set[int] = set()
    met: set[int] = set()
    shared = 0.0
    for value, at, there in found:
        if value > 0 and at not in taken and there not in met:
            taken.add(at)
            met.add(there)
            shared += value
    return shared / (len(ours) + len(theirs) - len(taken))


def _placed(annotations: Iterable[Annotation]) -> list[tuple[str, Box]]:
    found = ((each.label, box_of(each)) for each in annotations)
    return [(label, box) for label, box in found if box is not None]


def category(annotations: Iterable[Annotation]) -> tuple[str, ...]:
    """Return what classes a sample was said to be, as one value that can be compared; transcripts count by their text."""
    return tuple(sorted(each.text if each.kind is Kind.TRANSCRIPT else each.label for each in annotations))


def mean(values: Sequence[float]) -> float | None:
    """Return the mean; None of nothing."""
    return sum(values) / len(values) if values else None


def between_all(said: Sequence[Sequence[Annotation]]) -> list[float]:
    """Return how alike each two of several people's annotations of a sample are."""
    return [alikeness(one, other) for one, other in combinations(said, 2)]


def best(said: Sequence[tuple[int, Sequence[Annotation]]]) -> int:
    """Return the place of what is taken of several accepted annotations of a sample.

    said: points that each was given, and the annotations. The most points win, then what is most like all others, then the
    first.
    """

    def rank(at: int) -> tuple[int, float]:
        return said[at][0], sum(alikeness(said[at][1], other) for place, (_, other) in enumerate(said) if place != at)

    return max(range(len(said)), key=lambda at: (*rank(at), -at))
