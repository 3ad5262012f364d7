"""Routes of regions, services, endpoints, versions and actions."""

from iam.house import House
from modelyard.iam import access


class TestCatalog:
    async def test_services_and_endpoints_fit_together(self, house: House) -> None:
        services = (await house.http.get("/v3/services")).json()["services"]

        for service in services:
            shown = (await house.http.get(f"/v3/services/{service['id']}")).json()["service"]
            assert shown == service
            (endpoint,) = (await house.http.get(f"/v3/endpoints?service_id={service['id']}")).json()["endpoints"]
            assert (await house.http.get(f"/v3/endpoints/{endpoint['id']}")).json()["endpoint"] == endpoint
        assert [service["name"] for service in (await house.http.get("/v3/services?type=object")).json()["services"]] == ["obs"]
        assert (await house.http.get("/v3/endpoints?interface=admin")).json()["endpoints"] == []

    async def test_the_catalogue_without_a_project_has_the_global_services(self, house: House) -> None:
        catalog = (await house.http.get("/v3/auth/catalog")).json()["catalog"]

        assert {entry["type"]: entry["endpoints"][0]["url"] for entry in catalog} == {
            "iam": "http://modelyard.test/v3",
            "object": "http://127.0.0.1:9000",
            "sts": "http://modelyard.test/v5",
        }

    async def test_there_is_one_region(self, house: House) -> None:
        (region,) = (await house.http.get("/v3/regions")).json()["regions"]

        assert (region["id"], region["type"], set(region["locales"])) == ("local-1", "public", {"en-us", "zh-cn"})
        assert (await house.http.get("/v3/regions/local-1")).json()["region"] == region
        assert (await house.http.get("/v3/regions/mars")).status_code == 404

    async def test_the_version_needs_no_credentials(self, house: House) -> None:
        answer = await house.http.get("/v3", headers=house.as_("nobody"))

        assert (answer.status_code, answer.json()["version"]["status"]) == (200, "stable")


class TestActions:
    async def test_every_action_is_described_in_both_languages(self, house: House) -> None:
        actions = (await house.http.get(f"{house.api}/actions")).json()["actions"]

        assert [action["name"] for action in actions] == sorted(action.name for action in access.ACTIONS)
        assert all(action["description"] and action["description_cn"] for action in actions)
        assert len({action["name"] for action in actions}) == len(actions)
