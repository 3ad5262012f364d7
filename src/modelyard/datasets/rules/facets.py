"""What samples are filtered by: the values that a document, or a sample itself, gives."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.types.datasets import SampleState

# The attribute of a picture that was made of another one: the id of that sample.
PARENT = "@modelarts:parent_sample_id"
PRESENT, FOLDER, DAY, META = "present", "folder", "day", "meta"
FINDING = "finding"
# Files that are gone, that were changed, and that a synchronisation has seen so far.
MISSING, CHANGED, SEEN = "missing", "changed", "seen"
STATE, LABEL, AUTHOR, HARD, SCORE, ATTRIBUTE = "state", "label", "author", "hard", "score", "attribute"
# How hard, and why: hundredths, and the numbers of the reasons.
COEFFICIENT, REASON = "coefficient", "reason"
HUNDREDTHS = 100
_LONGEST = 200
_DIGEST = 8
_BETWEEN = "\x1f"

Value = tuple[str, str]


def of_document(
    annotations: Iterable[Annotation], state: SampleState, author: str, *, hardness: Mapping[str, Any] | None
) -> set[Value]:
    """Return the values that a document gives its sample. Labels are numbers here; unlabelled is no value.

    hardness: what is said about a sample that is hard as a whole, None for one that is not.
    """
    found: set[Value] = set()
    if state is not SampleState.UNLABELLED:
        found |= {(STATE, state), (AUTHOR, cut(author))}
    for each in annotations:
        if each.hard:
            found |= of_hardness(each.hard_coefficient, each.hard_reasons)
        if each.label:
            found.add((LABEL, each.label))
        if each.confidence is not None:
            found.add((SCORE, str(int(each.confidence * HUNDREDTHS))))
        for name, value in each.attributes:
            found |= {(ATTRIBUTE, attribute(each.label, name)), (ATTRIBUTE, attribute(each.label, name, value))}
    if hardness is not None:
        found |= of_hardness(hardness.get("@modelarts:hard_coefficient"), hardness.get("@modelarts:hard_reasons"))
    return found


def of_hardness(coefficient: Any, reasons: Any) -> set[Value]:
    """Return the values of what is hard. What callers say about it is kept as they said it, and may be anything."""
    found: set[Value] = {(HARD, "1")}
    try:
        share = float(coefficient)
    except (TypeError, ValueError):
        share = -1.0
    if 0 <= share <= 1:
        found.add((COEFFICIENT, str(int(share * HUNDREDTHS))))
    known = reasons if isinstance(reasons, list | tuple) else ()
    return found | {(REASON, str(each)) for each in known if isinstance(each, int) and 0 <= each < HUNDREDTHS}


def of_sample(folder: str, day: str, properties: Iterable[tuple[str, str]]) -> set[Value]:
    """Return the values that a sample has by itself."""
    return {(PRESENT, ""), (FOLDER, cut(folder)), (DAY, day)} | of_properties(list(properties))


def of_properties(known: Sequence[tuple[str, str]]) -> set[Value]:
    """Return the values that attributes give a sample."""
    # Every sample has another parent: a value for each would be a row for each.
    told = {(META, pair(name, value)) for name, value in known if name != PARENT}
    return told | {(META, pair(name, "")) for name, _ in known}


def attribute(label: str, name: str, value: str | None = None) -> str:
    """Return the value for an attribute of a label's annotations; without a value, for having it at all."""
    return cut(_BETWEEN.join((label, name) if value is None else (label, name, value)))


def pair(name: str, value: str) -> str:
    """Return the value for an attribute of samples; an empty one for having it at all."""
    return cut(f"{name}{_BETWEEN}{value}")


def parts(text: str) -> list[str]:
    """Return what `pair` and `attribute` joined."""
    return text.split(_BETWEEN)


def cut(text: str) -> str:
    """Return a value as it is kept: long ones by their beginning and a digest, so that an index can hold them."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]}…{hashlib.blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=_DIGEST).hexdigest()}"
