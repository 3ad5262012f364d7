"""What can go wrong; each class is also the exception of the standard library that a local file would raise."""

from __future__ import annotations

import errno


class StoreAnswer:
    """What the store answered to a request that it refused, in the words of its own clients."""

    def __init__(self, status: int, reason: str, code: str | None, message: str | None, request_id: str | None) -> None:
        self.status = status
        self.reason = reason
        self.errorCode = code
        self.errorMessage = message
        self.requestId = request_id

    def __repr__(self) -> str:
        return repr(self.facts())

    def facts(self) -> dict[str, object]:
        """Return the answer as a dictionary."""
        return {
            "status": self.status,
            "reason": self.reason,
            "errorCode": self.errorCode,
            "errorMessage": self.errorMessage,
            "requestId": self.requestId,
        }


class MoxFileNotExistsException(FileNotFoundError):
    """There is no file or folder of this name."""

    def __init__(self, url: str, resp: StoreAnswer | None = None) -> None:
        super().__init__(errno.ENOENT, "No such file or folder", url)
        self.resp = resp


class MoxFileRespException(OSError):
    """The store refused a request. resp: what it answered."""

    def __init__(self, url: str, resp: StoreAnswer, *, retries: int = 0) -> None:
        super().__init__(
            f"{url}: stat:{resp.status} errorCode:{resp.errorCode} errorMessage:{resp.errorMessage} "
            f"reason:{resp.reason} request-id:{resp.requestId} retry:{retries}"
        )
        self.resp = resp


class MoxFilePermissionException(MoxFileRespException, PermissionError):
    """The key has no right to do this, is not known, or has expired."""


class MoxFileReadException(OSError):
    """The store began to answer, and the connection broke again and again before the end. resp: the beginning."""

    def __init__(self, url: str, resp: StoreAnswer, problem: str) -> None:
        super().__init__(f"{url}: the content broke off: {problem}")
        self.resp = resp


class MoxFileNameDuplicateException(OSError):
    """Two stored objects would be the same file here, or one is a file where another needs a folder."""


class MoxFileUnsafeNameException(OSError):
    """The name of a stored object leads out of the folder that it would be copied to."""


class MoxFileConfigException(OSError):
    """The endpoint or the keys of the store are not known."""
