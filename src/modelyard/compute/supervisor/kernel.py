"""What the standard library lacks of the kernel: a mount namespace of our own with bind mounts in it, and key rings."""

import ctypes
import os

_CLONE_NEWNS = 0x20000
_MS_BIND, _MS_REC, _MS_SLAVE, _MS_NOSUID, _MS_NODEV = 0x1000, 0x4000, 0x80000, 2, 4

# keyctl by machine; others have none that we know of.
_KEYCTL = {"x86_64": 250, "aarch64": 219}
_JOIN_SESSION_KEYRING = 1


def leave_key_ring() -> None:
    """Take an empty session key ring. An inherited one would be shared by all tasks, and with whoever started the platform."""
    number = _KEYCTL.get(os.uname().machine)
    if number is not None:
        ctypes.CDLL(None).syscall(ctypes.c_long(number), ctypes.c_long(_JOIN_SESSION_KEYRING), None)


class Stage:
    """A place that everybody may pass, in a mount namespace of this process, with directories bound below it.

    The home is closed to the users that tasks run as, and bwrap looks up what it binds as that user. What a task may see
    is therefore bound here first, while we are still root. The rest of the machine sees nothing of it.
    """

    def __init__(self, needed: list[str]) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._count = 0
        self._bwrap = ""
        self._check(self._libc.unshare(_CLONE_NEWNS), "unshare")
        # What is unmounted outside goes away here too: a long task must not keep a disk busy.
        self._mount(None, "/", None, _MS_REC | _MS_SLAVE)
        self._place = _free_place(needed)
        self._mount("tmpfs", self._place, "tmpfs", _MS_NOSUID | _MS_NODEV, "mode=0755,size=256k")

    def bind(self, source: str) -> str:
        """Return a path that leads to the same file or directory. No user may be able to write to any directory above it."""
        descriptor = os.open(source, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            self._count += 1
            target = os.path.join(self._place, str(self._count))
            if os.path.isdir(f"/proc/self/fd/{descriptor}"):
                os.mkdir(target, 0o755)
            else:
                os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o644))
            self._mount(f"/proc/self/fd/{descriptor}", target, None, _MS_BIND | _MS_REC)
        finally:
            os.close(descriptor)
        return target

    def bwrap(self, program: str) -> str:
        """Return a path to bwrap, with the libraries that came with it, which it finds beside its own directory."""
        if not self._bwrap:
            package = os.path.dirname(os.path.dirname(program))
            place = self.directory()
            self.bind_below(place, os.path.basename(package), package)
            if os.path.isdir(f"{package}.libs"):
                self.bind_below(place, os.path.basename(package) + ".libs", f"{package}.libs")
            self._bwrap = os.path.join(place, os.path.relpath(program, os.path.dirname(package)))
        return self._bwrap

    def bind_below(self, parent: str, name: str, source: str) -> None:
        """Bind a directory below one that `directory` made."""
        target = os.path.join(parent, name)
        os.mkdir(target, 0o755)
        self._mount(source, target, None, _MS_BIND | _MS_REC)

    def directory(self) -> str:
        """Return a new empty directory in the stage."""
        self._count += 1
        target = os.path.join(self._place, str(self._count))
        os.mkdir(target, 0o755)
        return target

    def _mount(self, source: str | None, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
        words = [None if word is None else os.fsencode(word) for word in (source, target, kind, data)]
        done = self._libc.mount(words[0], words[1], words[2], ctypes.c_ulong(flags), words[3])
        self._check(done, f"mount {target}")

    def _check(self, result: int, what: str) -> None:
        if result != 0:
            number = ctypes.get_errno()
            raise OSError(number, f"{what}: {os.strerror(number)}")


def _free_place(needed: list[str]) -> str:
    """Return a directory of the system that nothing we need lies below."""
    for place in ("/mnt", "/media", "/srv", "/opt", "/var/tmp"):  # noqa: S108 - covered by a mount that only we see
        inside = place + "/"
        if os.path.isdir(place) and not os.path.islink(place) and not any(f"{path}/".startswith(inside) for path in needed):
            return place
    raise OSError(2, "no directory such as /mnt is free to be covered")
