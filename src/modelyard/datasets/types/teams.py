"""Vocabulary of teams: the published numbers and words, by name."""

from enum import IntEnum

from modelyard.core.types import StrEnum

# What events and audit records call a team.
TEAM_RESOURCE = "workforce"


class Role(IntEnum):
    """What a member does in a task. The owner of a dataset is no member; lists of tasks show him as one."""

    LABELER = 0
    REVIEWER = 1
    MANAGER = 2
    OWNER = 3


class MemberStatus(IntEnum):
    """How far the invitation of a member is."""

    NOT_INVITED = 0
    INVITED = 1
    JOINED = 2
    DELETED = 3


class MailStatus(IntEnum):
    """What became of the last message to a member."""

    NOT_SENT = 0
    MALFORMED = 1
    UNREACHABLE = 2
    SENT = 3


class TeamTaskStatus(IntEnum):
    """How far a team task is."""

    STARTING = 0  # samples are being handed out
    RUNNING = 1
    ACCEPTING = 2  # a sample of the work is being looked at
    FINISHED = 3
    REJECTED = 4  # something went back to the members
    WRITING = 5  # what was accepted goes into the dataset
    CREATED = 6  # the manager has not started it yet
    SAMPLING = 7  # what will be looked at is being drawn


class Assignment(StrEnum):
    """How samples come to members: evenly and by chance, or as somebody says."""

    EVEN = "even"
    MANUAL = "manual"


class CheckAction(IntEnum):
    """What an acceptance ends with."""

    ALL_PASS = 0
    ALL_REJECT = 1
    CANCEL = 2
    CONFLICTS = 3  # ends nothing: shows what would be replaced in the dataset
    REST_PASS = 4
    REST_REJECT = 5


class CheckState(StrEnum):
    """How far an acceptance is."""

    DRAWING = "drawing"
    OPEN = "open"
    WRITING = "writing"
    DONE = "done"
    CANCELLED = "cancelled"
    UNDOING = "undoing"
    UNDONE = "undone"


class Work(StrEnum):
    """What a task is being carried through, in steps."""

    HAND_OUT = "hand_out"
    DRAW = "draw"
    FINISH = "finish"
    UNDO = "undo"
    HAND_OVER = "hand_over"
