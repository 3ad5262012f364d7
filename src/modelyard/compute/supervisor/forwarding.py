"""Carries connections from a unix socket to a port, on one side or the other of a sandbox whose network is its own.

`main` runs inside, as the user of the task, beside its process. The socket is made when the port takes connections for the
first time, so that who sees the socket can use it. `carry_out` runs outside, and is the way of the task to one place
there. Like init it imports next to nothing.
"""

import errno
import os
import select
import socket
import sys
import time

_CHUNK = 65_536
_MOST_WAITING = 4 * _CHUNK
_LOOK_SECONDS = 0.05


class End:
    """One side of a connection. waiting: what is still to be written to it."""

    def __init__(self, connection: socket.socket, *, is_client: bool) -> None:
        self.socket, self.is_client = connection, is_client
        self.peer: End = self
        self.waiting = bytearray()
        self.is_connecting = False
        self.has_finished = False  # it will send no more
        self.is_told = False  # it was told that nothing more will come


class Forwarder:
    """All connections of one socket. target: the address and port that they are carried to. lifeline: ends it when closed."""

    def __init__(self, listening: socket.socket, target: tuple[str, int], lifeline: int = -1) -> None:
        self._listening, self._target, self._lifeline = listening, target, lifeline
        self._poll = select.epoll()
        self._ends: dict[int, End] = {}
        self._events: dict[int, int] = {}
        self._poll.register(listening, select.EPOLLIN)
        if lifeline >= 0:
            self._poll.register(lifeline, select.EPOLLIN)

    def run(self) -> None:
        """Carry until this process is ended, or its lifeline is."""
        while True:
            ready = dict(self._poll.poll())
            if self._lifeline in ready:
                return
            # Last, because a new connection may get the number of one that goes in this turn.
            has_come = ready.pop(self._listening.fileno(), 0)
            for descriptor, events in ready.items():
                if descriptor in self._ends:
                    self._move(self._ends[descriptor], events)
            if has_come:
                self._accept()

    def _accept(self) -> None:
        try:
            client = End(self._listening.accept()[0], is_client=True)
        except OSError:
            time.sleep(_LOOK_SECONDS)  # out of descriptors: others have to end first
            return
        server = End(socket.socket(socket.AF_INET6 if ":" in self._target[0] else socket.AF_INET), is_client=False)
        client.peer, server.peer = server, client
        for end in (client, server):
            end.socket.setblocking(False)
            self._ends[end.socket.fileno()] = end
        server.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server.is_connecting = True
        if server.socket.connect_ex(self._target) not in {0, errno.EINPROGRESS}:
            self._close(client)
            return
        self._watch(client)
        self._watch(server)

    def _move(self, end: End, events: int) -> None:
        try:
            if end.is_connecting:
                # Raises when there is no connection.
                end.socket.getpeername()
                end.is_connecting = False
            if events & (select.EPOLLIN | select.EPOLLHUP | select.EPOLLERR) and self._may_read(end):
                data = end.socket.recv(_CHUNK)
                end.peer.waiting += data
                end.has_finished = not data
                self._write(end.peer)
            self._write(end)
        except BlockingIOError:
            pass
        except OSError:
            self._close(end)
            return
        # A client that has gone, and not only finished, waits for nothing.
        has_left = end.is_client and end.has_finished and events & select.EPOLLHUP
        if has_left or (end.is_told and end.peer.is_told):
            self._close(end)
            return
        self._watch(end)
        self._watch(end.peer)

    def _write(self, end: End) -> None:
        if end.is_connecting:
            return
        if end.waiting:
            try:
                del end.waiting[: end.socket.send(end.waiting)]
            except BlockingIOError:
                return
        if not end.waiting and end.peer.has_finished and not end.is_told:
            end.is_told = True
            end.socket.shutdown(socket.SHUT_WR)

    def _may_read(self, end: End) -> bool:
        return not end.has_finished and not end.is_connecting and len(end.peer.waiting) < _MOST_WAITING

    def _watch(self, end: End) -> None:
        wanted = select.EPOLLIN if self._may_read(end) else 0
        wanted |= select.EPOLLOUT if end.waiting or end.is_connecting else 0
        descriptor = end.socket.fileno()
        known = self._events.get(descriptor, 0)
        if known == wanted:
            return
        # One of which nothing is wanted would tell of its end again and again.
        if not wanted:
            self._poll.unregister(descriptor)
            del self._events[descriptor]
            return
        (self._poll.modify if known else self._poll.register)(descriptor, wanted)
        self._events[descriptor] = wanted

    def _close(self, end: End) -> None:
        for one in (end, end.peer):
            descriptor = one.socket.fileno()
            self._ends.pop(descriptor, None)
            if self._events.pop(descriptor, None) is not None:
                self._poll.unregister(descriptor)
            one.socket.close()


def find(addresses: list[str], port: int) -> tuple[str, int]:
    """Wait until a port takes connections at one of these addresses, and return which."""
    while True:
        for address in addresses:
            with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
                probe.settimeout(1)
                if probe.connect_ex((address, port)) == 0:
                    return address, port
        time.sleep(_LOOK_SECONDS)


def main(path: str, port: int, address: str) -> None:
    """Carry from a new socket to a port of this sandbox. address: that of the task."""
    target = find(["127.0.0.1", address, "::1"], port)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen(512)
        listening.setblocking(False)
        Forwarder(listening, target).run()


def carry_out(listening: int, address: str, port: int, lifeline: int, user: int | None) -> None:
    """Carry as `user` from a socket that listens already to a place outside, until nobody holds the other end of a pipe."""
    if user is not None:
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)
    with socket.socket(fileno=listening) as opened:
        opened.setblocking(False)
        Forwarder(opened, (address, port), lifeline).run()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
