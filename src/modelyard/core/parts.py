"""Parts: the long-running processes that the platform consists of, as data.

A capability that needs a process of its own (the object store) describes it as a `Part`; the overseer of `server` starts
it, waits until its probe answers, restarts it when it dies and stops it in order. Only the standard library is imported
here: the overseer must stay small.
"""

import signal
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Probe:
    """A question over HTTP that a process answers when it is ready.

    address: `unix:/path/to.sock` or `tcp:host:port`, or `tls:host:port` for TLS without checking the certificate.
    path: what is asked for. Every answer below status 500 counts as ready; what it says does not matter.
    """

    address: str
    path: str = "/"
    method: str = "GET"


@dataclass(frozen=True)
class Drain:
    """How to ask a process to finish what it does before it is told to stop.

    begin: asked once, so that nothing new is taken.
    busy: asked until its body no longer matches the expression `while_matches`, or until `seconds` are over.
    """

    begin: Probe
    busy: Probe
    while_matches: str
    seconds: float = 10.0


@dataclass(frozen=True)
class Part:
    """A process to keep running.

    name: lower-case, unique; names the log file `logs/<name>.log`.
    argv: the command; never a shell line, and never with a secret in it, since `ps` shows it.
    env: added to the overseer's environment, or the whole environment if `inherits_env` is off.
    ready: None means ready as soon as it runs.
    stop_order: parts with a lower number are stopped, and gone, before those with a higher one are told to stop.
    signal_leaves: send the stop signal to the innermost descendants instead of the process itself; for wrappers such as
        bwrap that would die without passing it on.
    may_be_killed: being killed after `stop_seconds` is how this process normally ends, and no news.
    log_files: files that the process writes by itself; they are renamed when large and `reopen_signal` is sent.
    """

    name: str
    argv: tuple[str, ...]
    env: dict[str, str] = field(default_factory=dict)
    inherits_env: bool = True
    cwd: str = "/"
    ready: Probe | None = None
    version: str = ""
    start_seconds: float = 60.0
    stop_signal: int = int(signal.SIGTERM)
    stop_seconds: float = 15.0
    stop_order: int = 0
    signal_leaves: bool = False
    may_be_killed: bool = False
    drain: Drain | None = None
    log_files: tuple[str, ...] = ()
    reopen_signal: int = int(signal.SIGUSR1)

    def as_json(self) -> dict[str, Any]:
        """Return the part as plain JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Part":
        """Return the part that `as_json` described."""
        drain = values["drain"]
        return cls(
            **{
                **values,
                "argv": tuple(values["argv"]),
                "log_files": tuple(values["log_files"]),
                "ready": values["ready"] and Probe(**values["ready"]),
                "drain": drain and Drain(**{**drain, "begin": Probe(**drain["begin"]), "busy": Probe(**drain["busy"])}),
            }
        )
