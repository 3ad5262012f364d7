"""A mail server for tests."""

import contextlib
import socket
import threading


class Postbox:
    """A mail server that takes whatever comes, and keeps it."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        with contextlib.suppress(OSError):  # it may be closed
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as stream:
                stream.write(b"220 here\r\n")
                stream.flush()
                for line in stream:
                    word = line[:4].upper()
                    if word == b"DATA":
                        stream.write(b"354 go on\r\n")
                        stream.flush()
                        self.letters.append(b"".join(iter(stream.readline, b".\r\n")).decode())
                    stream.write(b"221 bye\r\n" if word == b"QUIT" else b"250 well\r\n")
                    stream.flush()
                    if word == b"QUIT":
                        break
