"""Vocabulary of processing tasks: the published numbers and words, by name."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from modelyard.core.types import StrEnum

# Whose workloads runs of processing tasks are.
OWNER_TYPE = "datasets.processing"
ROLE = "processing"


class ProcessingStatus(IntEnum):
    """How far a processing task, or one of its versions, is."""

    INITIALISED = 0
    RUNNING = 1
    COMPLETED = 2
    FAILED = 3
    STOPPED = 4


ENDED = frozenset({ProcessingStatus.COMPLETED, ProcessingStatus.FAILED, ProcessingStatus.STOPPED})


class Stage(StrEnum):
    """What is to be done next for a run."""

    PREPARE = "prepare"
    RUN = "run"
    COLLECT = "collect"
    PUBLISH = "publish"
    DONE = "done"


class ResultProperty(IntEnum):
    """What became of a sample."""

    KEPT = 0
    MODIFIED = 1
    DELETED = 2
    ADDED = 3


class TemplateId(StrEnum):
    """What kind of processing a task does. CUSTOM is ours: operators that users wrote."""

    ANALYSE = "sys_data_analyse"
    VALIDATION = "sys_data_validation"
    CLEANING = "sys_data_cleaning"
    SELECTION = "sys_data_selection"
    AUGMENTATION = "sys_data_augmentation"
    CUSTOM = "user_operator"


class SourceType(StrEnum):
    """Where what is processed comes from."""

    OBS = "OBS"
    TASK = "TASK"
    DATASET = "DATASET"
    CUSTOM = "CUSTOM"


class TargetType(StrEnum):
    """Where results go."""

    OBS = "OBS"
    DATASET = "DATASET"


class ParameterType(StrEnum):
    """What the value of a parameter of an operator is."""

    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    TEXT = "text"
    PATH = "path"


@dataclass(frozen=True)
class Parameter:
    """A parameter of an operator. default None: it may be left out, and means that the operator chooses by itself."""

    name: str
    type: ParameterType
    default: bool | float | str | None
    text: str
    zh: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Operator:
    """An operator. program: what runs it inside the task; empty where nothing here can do what it does.

    alone: it looks at each sample by itself, so that a run can go on where it was stopped.
    fixed: parameters of the public API that have one value here, which is answered and not asked.
    """

    name: str
    template: TemplateId
    text: str
    zh: str
    parameters: tuple[Parameter, ...] = ()
    program: str = ""
    alone: bool = True
    fixed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Step:
    """An operator with the values of its parameters, as it is run."""

    operator: str
    program: str
    parameters: dict[str, Any]
