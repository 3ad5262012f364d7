"""The labels of a labelling job as a set: what may be added, changed and removed, and why not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from modelyard.datasets.errors.datasets import (
    AttributeInvalid,
    EntityLabelInUse,
    EntityLabelMissing,
    LabelInvalid,
    LabelNotFound,
    LabelTaken,
    ShortcutTaken,
)
from modelyard.datasets.types.datasets import TRIPLET_ENTITY, DataType, LabelType, ShapeKind

SHORTCUT, SHAPE = "@modelarts:shortcut", "@modelarts:default_shape"
FROM, TO, RENAME = "@modelarts:from_type", "@modelarts:to_type", "@modelarts:rename_to"
_LABELLED_WITH_NOTHING = frozenset({DataType.TABLE, DataType.FREE})

Key = tuple[int, str]


@dataclass(frozen=True)
class LabelValue:
    """A label. look: colour, shortcut and the like, in the public keys. attributes: as they are shown, each with its id."""

    name: str
    type: int
    look: Mapping[str, Any] = field(default_factory=dict)
    attributes: tuple[Mapping[str, Any], ...] = ()

    @property
    def key(self) -> Key:
        return self.type, self.name


class LabelSet:
    """The labels of one job. Every method keeps the set as it should be, or raises and changes nothing.

    `at` names the label in what is raised, as the place in a request.
    """

    def __init__(self, job_type: LabelType, labels: Iterable[LabelValue]) -> None:
        self._type = job_type
        self._labels = {each.key: each for each in labels}
        self._shortcuts = {shortcut: each.key for each in self._labels.values() if (shortcut := _shortcut(each))}

    def __len__(self) -> int:
        return len(self._labels)

    def add(self, label: LabelValue, at: str) -> LabelValue:
        """Add a label. Raises LabelTaken, ShortcutTaken, LabelInvalid, EntityLabelMissing, AttributeInvalid."""
        if label.key in self._labels:
            raise LabelTaken(field=f"{at}.name", name=label.name)
        label = replace(label, look=_without(label.look, RENAME))
        self._check(label, at, itself=None)
        self._keep(label)
        return label

    def change(
        self, key: Key, look: Mapping[str, Any], attributes: tuple[Mapping[str, Any], ...] | None, at: str
    ) -> dict[Key, LabelValue]:
        """Change what `look` names of a label, its name by `rename_to`; attributes, unless None, are replaced.

        Returns the labels that became others, by what they were: relations follow the entities that they name.
        """
        old = self._labels.get(key)
        if old is None:
            raise LabelNotFound(name=key[1])
        name = str(look.get(RENAME) or old.name)
        new = LabelValue(
            name,
            old.type,
            {**old.look, **_without(look, RENAME)},
            old.attributes if attributes is None else attributes,
        )
        if new.key != key and new.key in self._labels:
            raise LabelTaken(field=f"{at}.property.{RENAME}", name=name)
        self._check(new, at, itself=key)
        changed = {key: new}
        if new.key != key and old.type == TRIPLET_ENTITY:
            changed |= {each.key: _following(each, old.name, name) for each in self._relations_with(old.name)}
        for before, after in changed.items():
            self._forget(before)
            self._keep(after)
        return changed

    def remove(self, key: Key, at: str) -> LabelValue:
        """Take a label out. Raises LabelNotFound, EntityLabelInUse."""
        old = self._labels.get(key)
        if old is None:
            raise LabelNotFound(name=key[1])
        users = self._relations_with(old.name) if old.type == TRIPLET_ENTITY else []
        if users:
            raise EntityLabelInUse(field=at, name=old.name, relation=users[0].name)
        self._forget(key)
        return old

    def _check(self, label: LabelValue, at: str, *, itself: Key | None) -> None:
        if self._type.data_type in _LABELLED_WITH_NOTHING:
            raise LabelInvalid(
                field=at,
                problem=f"datasets of type {self._type} have no labels",
                problem_zh=f"{self._type} 类型的数据集没有标签",
            )
        if label.type not in types_of(self._type):
            known = ", ".join(map(str, types_of(self._type)))
            raise LabelInvalid(field=f"{at}.type", problem=f"must be {known} here", problem_zh=f"此处必须为 {known}")
        shortcut = _shortcut(label)
        if shortcut and self._shortcuts.get(shortcut, itself) != itself:
            raise ShortcutTaken(field=f"{at}.property.{SHORTCUT}", shortcut=shortcut, name=self._shortcuts[shortcut][1])
        shape = label.look.get(SHAPE)
        if shape and shape not in frozenset(ShapeKind):
            raise LabelInvalid(
                field=f"{at}.property.{SHAPE}",
                problem=f"must be one of {', '.join(ShapeKind)}",
                problem_zh=f"必须是 {'、'.join(ShapeKind)} 之一",
            )
        if self._type is LabelType.TEXT_TRIPLET and label.type == LabelType.TEXT_TRIPLET:
            self._check_ends(label, at)
        _check_attributes(label.attributes, f"{at}.attributes")

    def _check_ends(self, label: LabelValue, at: str) -> None:
        for end in (FROM, TO):
            name = label.look.get(end)
            if not name or (TRIPLET_ENTITY, name) not in self._labels:
                raise EntityLabelMissing(field=f"{at}.property.{end}", name=name or "")

    def _relations_with(self, entity: str) -> list[LabelValue]:
        return [each for each in self._labels.values() if entity in (each.look.get(FROM), each.look.get(TO))]

    def _keep(self, label: LabelValue) -> None:
        self._labels[label.key] = label
        if shortcut := _shortcut(label):
            self._shortcuts[shortcut] = label.key

    def _forget(self, key: Key) -> None:
        if shortcut := _shortcut(self._labels.pop(key)):
            self._shortcuts.pop(shortcut, None)


def types_of(job_type: LabelType) -> tuple[int, ...]:
    """Return the types that labels of a job have; the first one is meant where a label says none."""
    return (LabelType.TEXT_TRIPLET, TRIPLET_ENTITY) if job_type is LabelType.TEXT_TRIPLET else (job_type,)


def type_of(job_type: LabelType, given: int | None, look: Mapping[str, Any]) -> int:
    """Return the type of a label that a caller described.

    In triplet jobs, what names two ends is a relation and what names none an entity; some clients write 101 for entities.
    """
    if job_type is not LabelType.TEXT_TRIPLET:
        return job_type if given is None else given
    if given is None:
        return LabelType.TEXT_TRIPLET if look.get(FROM) or look.get(TO) else TRIPLET_ENTITY
    return TRIPLET_ENTITY if given == LabelType.NAMED_ENTITY else given


def _check_attributes(attributes: Iterable[Mapping[str, Any]], at: str) -> None:
    names: set[str] = set()
    for index, each in enumerate(attributes):
        if each["name"] in names:
            raise AttributeInvalid(
                field=f"{at}.{index}.name", problem=f"{each['name']} was there before", problem_zh=f"{each['name']} 重复"
            )
        names.add(each["name"])
        values = [value["value"] for value in each.get("values", ())]
        if len(set(values)) < len(values):
            raise AttributeInvalid(field=f"{at}.{index}.values", problem="one value is there twice", problem_zh="取值重复")


def _following(relation: LabelValue, old: str, new: str) -> LabelValue:
    ends = {end: new if relation.look.get(end) == old else relation.look.get(end) for end in (FROM, TO)}
    return replace(relation, look={**relation.look, **ends})


def _shortcut(label: LabelValue) -> str:
    return str(label.look.get(SHORTCUT) or "").lower()


def _without(look: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in look.items() if name != key}
