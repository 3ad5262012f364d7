"""What a caller can be told has gone wrong, and as which status and code."""

from __future__ import annotations

from typing import Any


class Problem(Exception):
    """A request that gets no prediction; the text is for the caller."""

    status = 500
    code = "MR.0105"

    def body(self) -> dict[str, Any]:
        """Return the body of the answer; `erno` and `msg` are what clients of the cloud's model server look for."""
        text = str(self)
        return {"erno": self.code, "msg": text, "error_code": self.code, "error_msg": text}


class BadInput(Problem):
    """The body is not what the model takes."""

    status = 400
    code = "MR.0100"


class NoSuchPath(Problem):
    """Nothing is served there."""

    status = 404
    code = "MR.0101"


class WrongMethod(Problem):
    """The path is served, but not by this method."""

    status = 405
    code = "MR.0102"


class BodyTooLarge(Problem):
    """The body is larger than the service takes."""

    status = 413
    code = "MR.0103"


class WrongContentType(Problem):
    """The body is in a form that the model does not take."""

    status = 415
    code = "MR.0104"


class ModelFailed(Problem):
    """The model or the inference code raised; the log has the traceback."""


class AnsweredLate(Problem):
    """The model did not answer in time."""

    status = 504
    code = "MR.0106"


class NotReady(Problem):
    """The model is not loaded yet, failed to load, or is going away."""

    status = 503
    code = "MR.0107"


class Overloaded(Problem):
    """Too many requests wait already."""

    status = 503
    code = "MR.0108"


class BodyTooSlow(Problem):
    """The body did not arrive in time."""

    status = 408
    code = "MR.0110"


class PackageProblem(Exception):
    """The model package cannot be served: what is wrong, in which file, and what to do.

    place: the file (and line) inside the package, or empty.
    """

    def __init__(self, text: str, place: str = "") -> None:
        super().__init__(f"{place}: {text}" if place else text)
        self.text = text
        self.place = place
