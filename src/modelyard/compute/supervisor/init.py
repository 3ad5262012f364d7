"""The first process in a sandbox: starts programs as it is told, reaps, and says how they ended.

It runs as the user of the task, so that whoever has taken it over has gained nothing, and imports next to nothing,
because every task waits for its start. Orders come over a socket; when that closes it ends, and with it the namespace.

A frame is four bytes of length and fields separated by NUL. Orders:

    run, NUMBER, DIRECTORY, COUNT, argv..., NAME=VALUE...
    terminal, the same; answered with a descriptor of the pseudo terminal
    signal, NUMBER, SIGNAL, and `group` for all that is in the program's group

Answers: `started, NUMBER, PID`; `failed, NUMBER, ERRNO`; `ended, NUMBER, STATUS, MAXRSS_KIB`.
"""

import _signal as signal  # type: ignore[import-not-found]  # the public module costs an import of enum
import ctypes
import os
import select
import sys

_PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 4, 36, 38
_PR_SET_SECCOMP, _CLONE_NEWUSER, _CLONE3 = 22, 0x10000000, 435
# By machine: the number of its table of system calls, that of `clone`, and those of unshare, setns, add_key, request_key,
# keyctl, bpf, perf_event_open and userfaultfd.
_REFUSED = {
    "x86_64": (0xC000003E, 56, (272, 308, 248, 249, 250, 321, 298, 323)),
    "aarch64": (0xC00000B7, 220, (97, 268, 217, 218, 219, 280, 241, 282)),
}
_UNFIT_FOR_USERS = (signal.SIGPIPE, signal.SIGXFSZ, signal.SIGCHLD, signal.SIGINT)


class Init:
    """Keeps the programs of one sandbox."""

    def __init__(self, orders: int) -> None:
        self._orders = orders
        self._programs: dict[int, bytes] = {}
        self._buffer = b""
        self._wake_reading, self._wake_writing = os.pipe()
        for descriptor in (self._wake_reading, self._wake_writing):
            os.set_blocking(descriptor, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake_writing, warn_on_full_buffer=False)

    def run(self) -> None:
        """Serve until the socket closes."""
        poll = select.poll()
        poll.register(self._orders, select.POLLIN)
        poll.register(self._wake_reading, select.POLLIN)
        while True:
            ready = [descriptor for descriptor, _ in poll.poll()]
            if self._wake_reading in ready:
                os.read(self._wake_reading, 4096)
                self._reap()
            if self._orders in ready and not self._take_orders():
                return

    def _take_orders(self) -> bool:
        data = os.read(self._orders, 1 << 16)
        self._buffer += data
        while len(self._buffer) >= 4:
            length = int.from_bytes(self._buffer[:4], "big")
            if len(self._buffer) < 4 + length:
                break
            fields = self._buffer[4 : 4 + length].split(b"\0")
            self._buffer = self._buffer[4 + length :]
            self._obey(fields)
        return bool(data)

    def _obey(self, fields: list[bytes]) -> None:
        order, number = fields[0], fields[1]
        if order == b"signal":
            for pid, known in self._programs.items():
                if known == number:
                    # Each program leads a session, and so a group.
                    os.kill(-pid if fields[3] == b"group" else pid, int(fields[2]))
            return
        try:
            if order == b"terminal":
                self._terminal(number, fields)
            else:
                self._start(number, fields, -1)
        except OSError as error:
            self._say(b"failed", number, b"%d" % (error.errno or 0))

    def _start(self, number: bytes, fields: list[bytes], terminal: int) -> None:
        count = int(fields[3])
        argv, environment = fields[4 : 4 + count], dict(pair.split(b"=", 1) for pair in fields[4 + count :])
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                become(fields[2], argv, environment, terminal)
            except OSError as error:
                os.write(writing, b"%d" % (error.errno or 0))
            finally:
                os._exit(127)
        self._programs[pid] = number
        os.close(writing)
        # Closed by exec; until then a process that cannot be started writes why.
        failed = os.read(reading, 16)
        os.close(reading)
        if failed:
            del self._programs[pid]
            self._say(b"failed", number, failed)
        else:
            self._say(b"started", number, b"%d" % pid)

    def _terminal(self, number: bytes, fields: list[bytes]) -> None:
        import socket  # noqa: PLC0415 - only who opens a terminal waits for it

        master, slave = os.openpty()
        try:
            self._start(number, fields, slave)
            with socket.socket(fileno=os.dup(self._orders)) as channel:
                text = b"\0".join((b"terminal", number))
                frame = len(text).to_bytes(4, "big") + text
                socket.send_fds(channel, [frame], [master])
        finally:
            os.close(master)
            os.close(slave)

    def _reap(self) -> None:
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            number = self._programs.pop(pid, None)
            if number is not None:
                self._say(b"ended", number, b"%d" % status, b"%d" % usage.ru_maxrss)

    def _say(self, *fields: bytes) -> None:
        text = b"\0".join(fields)
        frame = len(text).to_bytes(4, "big") + text
        while frame:
            frame = frame[os.write(self._orders, frame) :]


def become(directory: bytes, argv: list[bytes], environment: dict[bytes, bytes], terminal: int) -> None:
    """Replace this new process by a program of the user, in a session of its own."""
    os.setsid()
    if terminal >= 0:
        import fcntl  # noqa: PLC0415 - as above
        import termios  # noqa: PLC0415

        fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    for descriptor in (0, 1, 2) if terminal >= 0 else ():
        os.dup2(terminal, descriptor)
    for number in _UNFIT_FOR_USERS:
        signal.signal(number, signal.SIG_DFL)
    os.chdir(directory)
    search = [b""] if b"/" in argv[0] else environment.get(b"PATH", b"/usr/bin:/bin").split(b":")
    problem = OSError(2, "")
    for place in search:
        try:
            os.execve(os.path.join(place, argv[0]), argv, environment)  # noqa: S606 - there is no shell, on purpose
        except OSError as error:  # noqa: PERF203 - one after another, until one can be run
            if error.errno != 2 and problem.errno == 2:
                problem = error
    raise problem


def refuse_calls() -> None:
    """Refuse to this process, and all that come from it, system calls that engines allow and no task needs.

    Further user namespaces, from which many holes of kernels were reached; keyrings, which all have in common who are the
    same user; and a few more. Filters add to each other: that of the engine stays in force.
    """
    import struct  # noqa: PLC0415 - a sandbox has no need of it

    machine = os.uname().machine
    if machine not in _REFUSED:
        return
    architecture, clone, refused = _REFUSED[machine]
    load, equal, above, has_bits, end = 0x20, 0x15, 0x35, 0x45, 0x06
    allow, not_permitted, unknown = 0x7FFF0000, 0x00050001, 0x00050000 | 38
    # Each line: what to do, how many lines to pass over if so and if not, and a number.
    lines = [(load, 0, 0, 4), (equal, 1, 0, architecture), (end, 0, 0, unknown), (load, 0, 0, 0)]
    if machine == "x86_64":
        lines += [(above, 0, 1, 0x40000000), (end, 0, 0, unknown)]  # the same calls by other numbers
    lines += [(equal, 0, 1, _CLONE3), (end, 0, 0, unknown)]  # its flags cannot be seen; libraries then use the old one
    for number in refused:
        lines += [(equal, 0, 1, number), (end, 0, 0, not_permitted)]
    lines += [(equal, 0, 3, clone), (load, 0, 0, 16), (has_bits, 0, 1, _CLONE_NEWUSER), (end, 0, 0, not_permitted)]
    lines += [(end, 0, 0, allow)]
    content = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in lines))
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(lines), ctypes.addressof(content)))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if libc.prctl(_PR_SET_SECCOMP, 2, program, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "system calls cannot be refused")


def main_inside(door: str) -> None:
    """Serve in a container: knock at a socket, take what is written to from there, and go on as anywhere else."""
    import socket  # noqa: PLC0415 - a sandbox gets its socket handed down

    knocking = socket.socket(socket.AF_UNIX)
    knocking.connect(door)
    _, received, _, _ = socket.recv_fds(knocking, 1, 1)
    if not received:
        sys.exit(1)
    nothing = os.open("/dev/null", os.O_RDONLY)
    for descriptor, source in enumerate((nothing, received[0], received[0])):
        os.dup2(source, descriptor)
    refuse_calls()
    main(knocking.detach())


def main(orders: int, held: int = -1) -> None:
    """Serve orders from a descriptor; all others but the standard ones are closed first.

    held: without a sandbox, a descriptor to wait for; then all that comes from here stays below this process, and ends
    with it.
    """
    begin = 3
    for kept in sorted({orders, held} - {-1}):
        os.closerange(begin, kept)
        begin = kept + 1
    os.closerange(begin, 4096)
    os.set_inheritable(orders, False)
    libc = ctypes.CDLL(None)
    if held >= 0:
        libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        os.read(held, 1)
        os.close(held)
    try:
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as stream:
            stream.write("500")
    except OSError:
        pass  # a wish only: where the machine runs short, tasks go before the platform
    # Nobody in the sandbox may trace or look into this process; programs that it starts are not concerned.
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    Init(orders).run()
    if held >= 0:
        import processes  # type: ignore[import-not-found]  # noqa: PLC0415 - in the directory that this came from

        processes.end_below(os.getpid())
    sys.exit(0)
