"""Words of the files that versions keep."""

from modelyard.core.types import StrEnum


class FilesState(StrEnum):
    """How far the files of a version are kept."""

    WAITING = "waiting"
    KEPT = "kept"
    OFF = "off"  # the dataset does not keep files
