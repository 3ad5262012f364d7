"""The files that the gateway reads: what is in them, and when they are written anew. Envoy itself is asked elsewhere."""

import json
from pathlib import Path
from typing import Any

import pytest

from modelyard.core.errors import Unavailable
from modelyard.serving.adapters import envoy, envoy_config
from modelyard.serving.adapters.envoy import EnvoyGateway, Surroundings, write_first
from modelyard.serving.types import Comparison, Endpoint, HashIn, HeaderRule, Operand, RouteVersion, ServiceRoute, Variable


@pytest.fixture
def around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Surroundings:
    monkeypatch.setattr(envoy, "_TAKING_SECONDS", 0.0)  # no Envoy runs that could take it
    found = Surroundings(
        directory=tmp_path, admin_socket=tmp_path / "admin.sock", clusters=[{"name": "api"}], route_name="api", routes=[]
    )
    write_first(found)
    return found


@pytest.fixture
def gateway(around: Surroundings) -> EnvoyGateway:
    return EnvoyGateway(around)


def route(service_id: str = "s1", *keys: str, **options: Any) -> ServiceRoute:
    versions = tuple(RouteVersion(key, 50, (Endpoint(socket=f"/run/{key}.sock"),)) for key in keys or ("a",))
    paths = (f"/v1/infers/{service_id}",)
    return ServiceRoute(
        service_id=service_id, project_id="p1", domain_id="d1", workspace_id="0", paths=paths, versions=versions, **options
    )


def names(folder: Path) -> list[str]:
    return [item["name"] for item in json.loads((folder / "cds.json").read_text())["resources"]]


class TestFirstFiles:
    def test_callers_are_told_to_wait_until_services_are_known(self, around: Surroundings) -> None:
        assert "state=starting" in (around.directory / "rds.json").read_text()
        assert names(around.directory) == ["api"]

    def test_a_start_forgets_what_was_published(self, around: Surroundings) -> None:
        (around.directory / envoy.STAMP_FILE).write_text("7")

        write_first(around)

        assert not (around.directory / envoy.STAMP_FILE).exists()


class TestPublish:
    async def test_replicas_clusters_and_routes_are_written(self, around: Surroundings, gateway: EnvoyGateway) -> None:
        await gateway.publish([route("s1", "a", "b")], stamp=1)

        assert names(around.directory) == ["api", "serving.s1.a", "serving.s1.b"]
        places = json.loads((around.directory / "endpoints" / "serving.s1.a.json").read_text())["resources"][0]
        assert places["endpoints"][0]["lb_endpoints"][0]["endpoint"]["address"] == {"pipe": {"path": "/run/a.sock"}}
        assert "state=unknown" in (around.directory / "rds.json").read_text()

    async def test_what_stays_the_same_is_not_written_again(self, around: Surroundings, gateway: EnvoyGateway) -> None:
        await gateway.publish([route()], stamp=1)
        before = {file: file.stat().st_ino for file in around.directory.rglob("*.json")}

        await gateway.publish([route()], stamp=2)

        assert {file: file.stat().st_ino for file in around.directory.rglob("*.json")} == before

    async def test_an_older_publication_comes_too_late(self, around: Surroundings, gateway: EnvoyGateway) -> None:
        await gateway.publish([route("s1")], stamp=5)
        await gateway.publish([route("s2")], stamp=4)

        assert names(around.directory) == ["api", "serving.s1.a"]

    async def test_nothing_stays_of_what_is_gone(self, around: Surroundings, gateway: EnvoyGateway) -> None:
        await gateway.publish([route("s1"), route("s2")], stamp=1)
        await gateway.publish([route("s2")], stamp=2)

        assert names(around.directory) == ["api", "serving.s2.a"]
        assert [file.name for file in (around.directory / "endpoints").iterdir()] == ["serving.s2.a.json"]

    async def test_an_id_that_could_leave_its_place_is_refused(self, gateway: EnvoyGateway) -> None:
        for wrong in ("../x", "a.b", "a;state=running", ""):
            with pytest.raises(ValueError, match="cannot be the id"):
                await gateway.publish([route(wrong)], stamp=1)

    async def test_a_gateway_that_is_away_has_no_numbers(self, gateway: EnvoyGateway) -> None:
        with pytest.raises(Unavailable):
            await gateway.statistics()


class TestRules:
    def rule(self, comparison: Comparison, value: int) -> Any:
        condition = HashIn(Operand(Variable.USER_ID), 100, comparison, value)
        host = envoy_config.virtual_host("api", [route(rules=(HeaderRule("", condition, "a"),))], [])
        found = host["matcher"]["matcher_tree"]["prefix_match_map"]["map"]["/v1/infers/s1"]["action"]["typed_config"]["routes"]
        return found[0]["match"]["headers"][1:]

    @pytest.mark.parametrize(
        ("comparison", "start", "end"),
        [
            (Comparison.LESS, -(2**31), 10),
            (Comparison.LESS_OR_EQUAL, -(2**31), 11),
            (Comparison.EQUAL, 10, 11),
            (Comparison.GREATER, 11, 2**31),
            (Comparison.GREATER_OR_EQUAL, 10, 2**31),
        ],
    )
    def test_a_comparison_is_a_range(self, comparison: Comparison, start: int, end: int) -> None:
        assert self.rule(comparison, 10) == [
            {"name": "x-modelyard-hash-0", "range_match": {"start": str(start), "end": str(end)}}
        ]

    def test_a_value_that_is_missing_is_not_unequal(self) -> None:
        present, unequal = self.rule(Comparison.NOT_EQUAL, 10)

        assert present == {"name": "x-modelyard-hash-0", "present_match": True}
        assert unequal["invert_match"]

    def test_no_number_is_too_large_for_the_gateway(self) -> None:
        match = self.rule(Comparison.LESS, 10**30)[0]["range_match"]

        assert int(match["end"]) <= 2**63 - 1
