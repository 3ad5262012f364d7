"""Vocabulary of datasets and labelling: the published numbers and words, by name."""

from enum import IntEnum

from modelyard.core.types import StrEnum


class LabelType(IntEnum):
    """What is said about samples; also the type of a dataset that was made for one kind of labelling."""

    IMAGE_CLASSIFICATION = 0
    OBJECT_DETECTION = 1
    IMAGE_SEGMENTATION = 3
    TEXT_CLASSIFICATION = 100
    NAMED_ENTITY = 101
    TEXT_TRIPLET = 102
    SOUND_CLASSIFICATION = 200
    SPEECH_CONTENT = 201
    SPEECH_SEGMENTATION = 202
    TABLE = 400
    VIDEO = 600
    FREE = 900

    @property
    def data_type(self) -> "DataType":
        """The kind of data that is labelled so."""
        return _DATA_TYPES[self // 100]


# The type of a label in a triplet job: relations have the number of the job, entities one of their own.
TRIPLET_ENTITY = 103


class DataType(StrEnum):
    """What a dataset holds."""

    IMAGE = "IMAGE"
    TEXT = "TEXT"
    AUDIO = "AUDIO"
    TABLE = "TABLE"
    VIDEO = "VIDEO"
    FREE = "FREE_FORMAT"

    @property
    def sample_type(self) -> "SampleType":
        """The number that samples of it carry."""
        return SampleType[self.name]


class SampleType(IntEnum):
    """The kind of a sample, as numbers on the wire."""

    IMAGE = 0
    TEXT = 1
    AUDIO = 2
    TABLE = 4
    VIDEO = 6
    FREE = 9


_DATA_TYPES = {
    0: DataType.IMAGE,
    1: DataType.TEXT,
    2: DataType.AUDIO,
    4: DataType.TABLE,
    6: DataType.VIDEO,
    9: DataType.FREE,
}


class DatasetStatus(IntEnum):
    """What a dataset is busy with."""

    CREATING = 0
    NORMAL = 1
    DELETING = 2
    DELETED = 3
    ABNORMAL = 4
    SYNCHRONISING = 5
    PUBLISHING = 6
    SWITCHING = 7
    IMPORTING = 8


class VersionStatus(IntEnum):
    """Whether a version can be used."""

    CREATING = 0
    USABLE = 1
    DELETING = 2
    DELETED = 3
    ERROR = 4


class TaskKind(StrEnum):
    """Long work on a dataset."""

    IMPORT = "import"
    EXPORT = "export"
    SYNC = "sync"
    PUBLISH = "publish"
    STATISTICS = "statistics"
    GROUPING = "grouping"
    AUTO_LABEL = "auto_label"
    PRE_LABEL = "pre_label"
    REPORT = "report"
    BATCH = "batch"
    LABEL = "label"
    KEEP = "keep"
    COMPARE = "compare"
    RESTORE = "restore"
    INDEX = "index"


class TaskStatus(StrEnum):
    """How far an import or a sync is."""

    QUEUING = "QUEUING"
    STARTING = "STARTING"
    RUNNING = "RUNNING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    NOT_EXIST = "NOT_EXIST"


class ExportStatus(StrEnum):
    """How far an export is. The spelling is the published one."""

    INIT = "INIT"
    RUNNING = "RUNNING"
    FAILED = "FAILED"
    SUCCESSED = "SUCCESSED"


class SampleState(StrEnum):
    """How far the labelling of a sample is, in a labelling job; no annotation at all is `UNLABELLED`."""

    UNLABELLED = "UN_ANNOTATION"
    LABELLED = "MANUAL_ANNOTATION"
    TO_CONFIRM = "AUTO_ANNOTATION"
    UNREVIEWED = "UNREVIEWED"
    UNCHECKED = "UNCHECK"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"


# What counts as labelled in versions, exports and splits.
COUNTED = frozenset(SampleState) - {SampleState.UNLABELLED, SampleState.TO_CONFIRM}


class Usage(StrEnum):
    """What a sample is for."""

    TRAIN = "TRAIN"
    EVAL = "EVAL"
    TEST = "TEST"
    INFERENCE = "INFERENCE"


class ShapeKind(StrEnum):
    """Shapes, by their public names."""

    BOX = "bndbox"
    POLYGON = "polygon"
    CIRCLE = "circle"
    LINE = "line"
    DASHED = "dashed"
    POINT = "point"
    POLYLINE = "polyline"


class Kind(StrEnum):
    """What an annotation says."""

    CLASS = "class"  # the sample is one of these
    SHAPE = "shape"  # there is one of these here
    ENTITY = "entity"  # these characters are one of these
    RELATION = "relation"  # from one entity to another
    TRANSCRIPT = "transcript"  # this is what is said
    SEGMENT = "segment"  # from here to there, in time


# What events and audit records call a dataset.
RESOURCE_TYPE = "dataset"
DEFAULT_WORKSPACE = "0"


class DeletePolicy(IntEnum):
    """What goes with a label: nothing, samples that have nothing else, their files as well."""

    LABELS = 0
    SAMPLES = 1
    FILES = 2
