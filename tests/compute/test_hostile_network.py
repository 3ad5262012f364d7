"""Hostile tasks on the network: what of the platform they can reach, and what they cannot. On a running platform."""

import json
from pathlib import Path

import pytest

from compute.engine_house import EngineHouse
from modelyard.server.testing import ThrowawayPlatform

pytestmark = pytest.mark.platform

SCAN = """
import json, socket, sys
found = []
for port in range(1, 65536):
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            found.append(port)
print("OPEN", json.dumps(found))
for path in sys.argv[1:]:
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(path)
            print("REACHED", path)
        except OSError as error:
            print("refused", path, error)
"""


class TestPlatform:
    async def test_only_its_two_doors_are_open_to_a_task(self, house: EngineHouse, platform: ThrowawayPlatform) -> None:
        home = platform.home
        sockets = sorted(str(path) for path in home.rglob("*") if path.is_socket())
        assert sockets

        end, log = await house.run("python", "-c", SCAN, *sockets)

        assert end.succeeded, log
        opened = json.loads(log.split("OPEN ")[1].splitlines()[0])
        assert "REACHED" not in log
        inodes = _inodes_of(platform)
        ours = {port for port, inode in _listening() if inode in inodes}
        assert ours & set(opened) == ours
        assert len(ours) == 2


def _listening() -> list[tuple[int, str]]:
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    return [(int(words[1].split(":")[1], 16), words[9]) for line in lines if (words := line.split())[3] == "0A"]


def _inodes_of(platform: ThrowawayPlatform) -> set[str]:
    """Return the sockets that parts of the platform have open."""
    found = set()
    for pid in platform.part_pids.values():
        for descriptor in (Path("/proc") / str(pid) / "fd").iterdir():
            name = str(descriptor.readlink())
            if name.startswith("socket:["):
                found.add(name[8:-1])
    return found
