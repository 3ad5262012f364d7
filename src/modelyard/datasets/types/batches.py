"""Words of changes to many samples at once."""

from modelyard.core.types import StrEnum


class BatchAction(StrEnum):
    """What is done to each of the samples."""

    SET_LABEL = "set_label"
    ADD_LABEL = "add_label"
    REMOVE_LABEL = "remove_label"
    MARK_HARD = "mark_hard"
    UNMARK_HARD = "unmark_hard"
    CONFIRM = "confirm"
    DELETE = "delete"
