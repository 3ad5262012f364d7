"""Why a task ends, when it is not by its own process."""


class Ended(Exception):
    """The task has to end now. by: one of `compute.types.EndedBy`; message: a sentence for people."""

    def __init__(self, by: str, message: str) -> None:
        super().__init__(message)
        self.by, self.message = by, message
