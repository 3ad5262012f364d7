"""Rank tables: which Ascend cards take part in a workload, in the two forms that programs read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Member:
    """One task. name: its host name; address: by which it finds itself in a table; cards: number and address of each.

    A card whose address nobody configured has an empty one.
    """

    task: str
    name: str
    address: str
    cards: tuple[tuple[int, str], ...]


def in_order(members: Sequence[Member]) -> list[Member]:
    """Return the tasks that have cards by role and index, as ranks are counted."""
    having = (member for member in members if member.cards)
    return sorted(having, key=lambda member: (member.task.rpartition("-")[0], len(member.task), member.task))


def table_of_servers(members: Sequence[Member]) -> dict[str, Any]:
    """Return the table of version 1.0, which communication libraries read: each task as a server, ranks through all cards."""
    rank, servers = 0, []
    for member in in_order(members):
        devices = []
        for number, address in member.cards:
            devices.append({"device_id": str(number), "device_ip": address, "rank_id": str(rank)})
            rank += 1
        servers.append({"server_id": member.address, "device": devices})
    return {"status": "completed", "version": "1.0", "server_count": str(len(servers)), "server_list": servers}


def table_of_groups(members: Sequence[Member]) -> dict[str, Any]:
    """Return the table that launchers of several processes read: one group with each task as an instance."""
    ordered = in_order(members)
    instances = [
        {
            "pod_name": member.name,
            "server_id": member.address,
            "devices": [{"device_id": str(number), "device_ip": address} for number, address in member.cards],
        }
        for member in ordered
    ]
    group = {
        "group_name": "job-trainjob",
        "device_count": str(sum(len(member.cards) for member in ordered)),
        "instance_count": str(len(ordered)),
        "instance_list": instances,
    }
    return {"status": "completed", "group_count": "1", "group_list": [group]}


def without_address(members: Sequence[Member]) -> list[int]:
    """Return the cards that lack an address, where one is needed: a single card talks to nobody."""
    cards = [card for member in members for card in member.cards]
    return sorted({number for number, address in cards if not address}) if len(cards) > 1 else []
