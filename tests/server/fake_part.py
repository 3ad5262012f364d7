"""A small program that plays a part: it answers HTTP on a unix socket and misbehaves as told.

usage: fake_part.py SOCKET [never-ready] [deaf] [crash] [family] [crash-once FILE] [chatty]
"""

import os
import signal
import socketserver
import subprocess
import sys
import threading
from pathlib import Path


class Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        while self.rfile.readline().strip():
            pass
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")


class Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    address, traits = sys.argv[1], sys.argv[2:]
    if "deaf" in traits:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    else:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if "chatty" in traits:
        say("x" * 5000)
    if "crash" in traits:
        say("the reason of the crash")
        sys.exit(3)
    if "crash-once" in traits:
        marker = Path(traits[traits.index("crash-once") + 1])
        if not marker.exists():
            marker.touch()
            sys.exit(4)
    if "family" in traits:
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", "grandchild"])
    if "never-ready" in traits:
        threading.Event().wait()
    Path(address).unlink(missing_ok=True)
    Server(address, Handler).serve_forever()


if __name__ == "__main__":
    say(f"started {os.getpid()}")
    main()
