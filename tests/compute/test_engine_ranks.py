"""What a task with Ascend cards finds of the others'. No card is needed for that, and none is here."""

from dataclasses import replace
from pathlib import Path

import pytest

from compute.engine_house import GIB, EngineHouse
from modelyard.compute.adapters import devices
from modelyard.compute.types import RANK_TABLE, RANK_TABLES, Resources

CARDS = Resources(cpu_milli=1000, memory_bytes=GIB, disk_bytes=GIB, npus=2)
SHOW = f"""
import json
servers = json.load(open("{RANK_TABLE}"))["server_list"]
print([(one["device_id"], one["device_ip"], one["rank_id"]) for server in servers for one in server["device"]])
(group,) = json.load(open("{RANK_TABLES}/jobstart_hccl.json"))["group_list"]
print([(one["pod_name"], one["server_id"]) for one in group["instance_list"]])
try:
    open("{RANK_TABLES}/mine", "w")
except OSError as error:
    print("it cannot be changed:", error.strerror)
"""


class TestTasks:
    async def test_the_cards_of_all_tasks_are_in_the_tables(self, house: EngineHouse, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(devices, "npu_addresses", lambda: {4: "192.1.1.4", 5: "192.1.1.5", 0: "192.1.1.0"})
        peers = {"worker-0": "127.64.9.1", "worker-1": "127.64.9.2"}
        launch = house.launch_of(SHOW, resources=CARDS, peers=peers, domain="job")
        cards = {"worker-0": (4, 5), "worker-1": (0, 1)}
        await house.engine.launch(replace(launch, devices=(4, 5), peer_devices=cards))

        assert (await house.end_of(launch.ref)).succeeded
        log = await house.log_of(launch.ref)
        ranks = [("4", "192.1.1.4", "0"), ("5", "192.1.1.5", "1"), ("0", "192.1.1.0", "2"), ("1", "", "3")]
        assert f"{ranks}\n" in log
        assert "[('job-worker-0', '127.64.9.1'), ('job-worker-1', '127.64.9.2')]\n" in log
        assert "it cannot be changed: " in log
        assert "card 1 has no address in /etc/hccn.conf" in log
        assert "hccn_tool -i 1 -ip -s" in log

    async def test_a_task_without_such_cards_has_none(self, house: EngineHouse) -> None:
        _, log = await house.run(f"import os; print('there:', os.path.exists({RANK_TABLES!r}))")

        assert "there: False\n" in log


class TestAddresses:
    def test_they_are_read_as_the_tool_writes_them(self, tmp_path: Path) -> None:
        file = tmp_path / "hccn.conf"
        file.write_text("address_0=192.1.1.0\nnetmask_0=255.255.255.0\n address_7 = fe80::1 \naddress_x=1\naddress_1=$(no)\n")

        assert devices.npu_addresses(file) == {0: "192.1.1.0", 7: "fe80::1"}
        assert devices.npu_addresses(tmp_path / "none") == {}
