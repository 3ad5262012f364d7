"""Rank tables: which Ascend cards take part, in the two forms that programs read."""

from modelyard.compute.rules import ranks
from modelyard.compute.rules.ranks import Member

SECOND = Member("worker-10", "job-worker-10", "127.64.0.2", ((0, "192.1.2.1"), (1, "")))
FIRST = Member("worker-2", "job-worker-2", "127.64.0.1", ((4, "192.1.1.4"), (5, "192.1.1.5")))
WITHOUT = Member("worker-1", "job-worker-1", "127.64.0.9", ())


class TestServers:
    def test_ranks_go_through_all_cards_in_the_order_of_the_tasks(self) -> None:
        table = ranks.table_of_servers([SECOND, WITHOUT, FIRST])

        assert (table["status"], table["version"], table["server_count"]) == ("completed", "1.0", "2")
        assert [server["server_id"] for server in table["server_list"]] == ["127.64.0.1", "127.64.0.2"]
        assert table["server_list"][0]["device"] == [
            {"device_id": "4", "device_ip": "192.1.1.4", "rank_id": "0"},
            {"device_id": "5", "device_ip": "192.1.1.5", "rank_id": "1"},
        ]
        assert [device["rank_id"] for device in table["server_list"][1]["device"]] == ["2", "3"]

    def test_nobody_has_cards(self) -> None:
        assert ranks.table_of_servers([WITHOUT])["server_list"] == []


class TestGroups:
    def test_there_is_one_group_with_each_task_as_an_instance(self) -> None:
        table = ranks.table_of_groups([SECOND, FIRST, WITHOUT])

        assert (table["status"], table["group_count"]) == ("completed", "1")
        (group,) = table["group_list"]
        assert (group["device_count"], group["instance_count"]) == ("4", "2")
        assert group["instance_list"][0] == {
            "pod_name": "job-worker-2",
            "server_id": "127.64.0.1",
            "devices": [{"device_id": "4", "device_ip": "192.1.1.4"}, {"device_id": "5", "device_ip": "192.1.1.5"}],
        }
        assert group["instance_list"][1]["pod_name"] == "job-worker-10"


class TestAddresses:
    def test_cards_without_one_are_told_where_there_are_several(self) -> None:
        assert ranks.without_address([SECOND, FIRST]) == [1]

    def test_a_single_card_needs_none(self) -> None:
        assert ranks.without_address([Member("worker-0", "w", "127.64.0.1", ((3, ""),)), WITHOUT]) == []
