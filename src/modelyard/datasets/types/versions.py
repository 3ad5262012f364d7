"""Vocabulary of versions."""

from modelyard.core.types import StrEnum


class SplitMethod(StrEnum):
    """How samples are divided into sets for training, evaluation and test."""

    NONE = "none"
    RANDOM = "random"
    STRATIFIED = "stratified"
    GROUP = "group"


class VersionFormat(StrEnum):
    """How a version is written down."""

    DEFAULT = "Default"
    CSV = "CSV"


# What samples are grouped by when it is no attribute of theirs.
BY_FOLDER = "folder"
# Ordinals in one part of a version.
PART = 16_384
