"""The object store as a process: SeaweedFS with no identities, sealed so that its socket is the only way to it.

Its ports (master, volume, filer, their gRPC twins) accept everything from everybody who reaches them. So it runs in
namespaces of its own: a network with nothing but loopback, its own /tmp (it puts sockets there), no view of other
processes, and of the file system only its data and the directory of its socket.
"""

import os
import sys
from pathlib import Path

from modelyard.core.parts import Part, Probe
from modelyard.core.sandbox import namespaces

VERSION = "4.48"
_VOLUME_SIZE_MB = 1024


def part(*, data: Path, socket: Path, sealed: bool, start_seconds: float) -> Part:
    """Describe the process. Both directories must exist and belong to us alone."""
    weed = Path(sys.executable).with_name("weed")
    environment = {
        "PATH": os.defpath,
        "HOME": str(data),
        # Half the memory, for a few percent of the speed of small objects.
        "GOGC": "50",
        # How many volumes a bucket gets at once; the default of 7 leaves none for others when there are many buckets.
        "WEED_MASTER_VOLUME_GROWTH_COPY_1": "2",
        # Names of files, the last part of keys included, may be as long as keys.
        "WEED_FILER_OPTIONS_MAX_FILE_NAME_LENGTH": "1024",
    }
    argv = _command(Path("/weed") if sealed else weed, data, socket)
    if sealed:
        argv = (*_seal(weed, data, socket), *argv)
    return Part(
        name="storage",
        argv=argv,
        env=environment,
        inherits_env=False,
        cwd=str(data),
        ready=Probe(f"unix:{socket}", "/status"),
        version=VERSION,
        start_seconds=start_seconds,
        # Told to stop, it closes its volumes at once and then waits for itself for ever.
        stop_seconds=1,
        stop_order=30,
        signal_leaves=True,
        may_be_killed=True,
    )


def _seal(weed: Path, data: Path, socket: Path) -> tuple[str, ...]:
    sockets = socket.parent
    return (
        *namespaces(),
        "--as-pid-1",
        # The binary is static: it needs nothing of the system, so it sees nothing of it.
        *("--tmpfs", "/tmp", "--ro-bind", str(weed), "/weed", "--dev", "/dev", "--proc", "/proc"),  # noqa: S108 - its own
        *("--bind", str(data), str(data), "--bind", str(sockets), str(sockets), "--chdir", str(data)),
    )


def _command(weed: Path, data: Path, socket: Path) -> tuple[str, ...]:
    return (
        *(str(weed), "-logtostderr=true", "-v=0", "server", f"-dir={data}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"),
        *("-master.telemetry=false", "-master.peers=none", "-master.resumeState"),
        # Each bucket has volumes of its own; that a slot is counted costs nothing, so there are many.
        *(f"-master.volumeSizeLimitMB={_VOLUME_SIZE_MB}", "-volume.max=100000", "-volume.preStopSeconds=0"),
        # Below this the store itself stops writing; the gate refuses uploads earlier and in words.
        "-volume.minFreeSpace=100MiB",
        *("-filer", "-filer.disableDirListing=true"),
        *("-s3", f"-s3.localSocket={socket}", "-s3.iam=false", "-s3.port.iceberg=0", "-s3.port.lance=0"),
        *("-s3.autoCreateBucket=false", "-s3.allowDeleteBucketNotEmpty=false"),
    )
